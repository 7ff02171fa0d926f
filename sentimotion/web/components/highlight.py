"""Render a sentence with its words colored by attribution, as HTML."""

from collections.abc import Collection
from typing import Final

from markupsafe import Markup

from sentimotion.explanations.results import Explanation
from sentimotion.i18n.messages import Language, label_name, say, signed
from sentimotion.templating import render_template
from sentimotion.web.components.attribution_sum import shares

# Below this share of the strongest word a word counts as uncolored.
FAINT: Final = 0.04


def render_highlight(
    explanation: Explanation,
    language: Language,
    removed: Collection[int] | None = None,
    *,
    is_one_stop: bool = False,
) -> Markup:
    """Render the text as typed, with each word colored by its attribution.

    The text is sliced by offsets, never joined from tokens, so it is reproduced exactly. Words are colored as
    a whole: a box inside a Bangla syllable would break its shaping. Toward and away differ in hue and in a
    mark, for readers who cannot distinguish the hues.

    :param explanation: The explanation to render.
    :param language: Language of the numbers shown on hover.
    :param removed: Indexes of removed words, which are struck through; each word is then a button that
        removes or restores it. None renders words that are not interactive.
    :param is_one_stop: Whether the words are a single tab stop, as interactive ones always are; then
        assets/js/word_and_bar_clicks.js has to move the focus between them.
    :returns: HTML.
    """
    text = explanation.text
    name = label_name(explanation.label, language)
    words: list[dict[str, object]] = []
    position = 0
    for index, (word, share) in enumerate(zip(explanation.words, shares(explanation), strict=True)):
        tip = f"{signed(word.attribution, language)} · {name}"
        is_removed = removed is not None and index in removed
        accessible_name = f"{word.text}, {tip}"
        if removed is not None:
            accessible_name += f", {say('taken_out' if is_removed else 'take_out', language)}"
        words.append(
            {
                "before": text[position : word.start],
                "text": word.text,
                "direction": "none" if abs(share) < FAINT else "toward" if share > 0 else "away",
                "is_removed": is_removed,
                # A single tab stop; arrow keys move between the words.
                "tabindex": 0 if index == 0 or (removed is None and not is_one_stop) else -1,
                "attribution": f"{word.attribution:.6f}",
                "strength": f"{abs(share):.3f}",
                "tip": tip,
                "accessible_name": accessible_name,
            }
        )
        position = word.end
    end = len(text) if explanation.truncated_at is None else max(position, explanation.truncated_at)
    return render_template(
        "web/components/highlight.html",
        words=words,
        is_interactive=removed is not None,
        rest=text[position:end],
        unread=text[end:],
    )


def render_plain(text: str) -> Markup:
    """Render the text without colors, as a placeholder."""
    return Markup('<p class="sentence pending" lang="bn">{}</p>').format(text)
