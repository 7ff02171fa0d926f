"""Render a sentence with its words colored by attribution, as escaped HTML."""

from collections.abc import Collection
from html import escape
from typing import Final

from sentimotion.explanations.results import Explanation
from sentimotion.i18n.messages import Language, label_name, say, signed

# Below this share of the strongest word a word counts as uncolored.
FAINT: Final = 0.04


def render_highlight(
    explanation: Explanation, language: Language, removed: Collection[int] | None = None
) -> str:
    """Render the text as typed, with each word colored by its attribution.

    The text is sliced by offsets, never joined from tokens, so it is reproduced exactly. Words are colored as
    a whole: a box inside a Bangla syllable would break its shaping. Toward and away differ in hue and in a
    mark, for readers who cannot distinguish the hues.

    :param explanation: The explanation to render.
    :param language: Language of the numbers shown on hover.
    :param removed: Indexes of removed words, which are struck through; each word is then a button that
        removes or restores it. None renders words that are not interactive.
    :returns: HTML; text is escaped.
    """
    text = explanation.text
    strongest = max((abs(word.attribution) for word in explanation.words), default=0.0)
    name = label_name(explanation.label, language)
    parts, position = [], 0
    for index, word in enumerate(explanation.words):
        parts.append(escape(text[position : word.start]))
        share = word.attribution / strongest if strongest else 0.0
        direction = "none" if abs(share) < FAINT else "toward" if share > 0 else "away"
        tip = f"{signed(word.attribution, language)} · {name}"
        is_out = removed is not None and index in removed
        accessible_name, pressed = f"{word.text}, {tip}", ""
        if removed is not None:
            accessible_name += f", {say('taken_out' if is_out else 'take_out', language)}"
            # A single tab stop; arrow keys move between the words.
            pressed = f' role="button" aria-pressed="{str(is_out).lower()}"'
        stop = 0 if removed is None or index == 0 else -1
        parts.append(
            f'<span class="word {direction}{" out" if is_out else ""}" tabindex="{stop}"{pressed}'
            f' data-word="{index}" data-attribution="{word.attribution:.6f}"'
            f' style="--strength:{abs(share):.3f}" data-tip="{escape(tip)}"'
            f' aria-label="{escape(accessible_name)}">{escape(word.text)}</span>'
        )
        position = word.end
    end = len(text) if explanation.truncated_at is None else max(position, explanation.truncated_at)
    parts.append(escape(text[position:end]))
    if unread := text[end:]:
        parts.append(f'<span class="unread">{escape(unread)}</span>')
    return f'<p class="sentence" lang="bn">{"".join(parts)}</p>'


def render_plain(text: str) -> str:
    """Render the text without colors, as a placeholder."""
    return f'<p class="sentence pending" lang="bn">{escape(text)}</p>'
