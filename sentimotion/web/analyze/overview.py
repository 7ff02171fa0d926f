"""Render the sentence once for both heads: marks above its words for sentiment, below them for emotion."""

from collections.abc import Collection, Mapping

from markupsafe import Markup

from sentimotion.explanations.results import Explanation
from sentimotion.i18n.messages import Language
from sentimotion.inference.decisions import Decision
from sentimotion.labels import HEADS, Head
from sentimotion.templating import render_template
from sentimotion.text.encoding import EncodedText
from sentimotion.web.components.attribution_sum import shares
from sentimotion.web.components.highlight import FAINT

# By head, where its marks stand.
_SIDES = dict(zip(HEADS, ("above", "below"), strict=True))


def render_overview(
    encoded: EncodedText,
    decisions: Mapping[Head, Decision],
    explanations: Mapping[Head, Explanation],
    removed: Collection[int],
    language: Language,
) -> Markup:
    """Render the sentence with the marks of both heads, and both decisions in short.

    The cards below it have the words that can be clicked; these have none of their attributes.

    :param encoded: The analyzed text.
    :param decisions: By head.
    :param explanations: By head; a head that has none yet has no marks.
    :param removed: Indexes of removed words, which are struck through.
    :param language: Language of the page.
    """
    return render_template(
        "web/analyze/overview.html",
        language=language,
        pieces=_pieces(encoded, explanations, removed),
        decisions=decisions,
        explanations=explanations,
        sides=_SIDES,
    )


def _pieces(
    encoded: EncodedText, explanations: Mapping[Head, Explanation], removed: Collection[int]
) -> list[dict[str, object]]:
    """The text in order: what stands between words, the words with their marks, and what was not read."""
    text = encoded.text
    strengths = {_SIDES[head]: shares(explanation) for head, explanation in explanations.items()}
    words = next(iter(explanations.values())).words if explanations else ()
    pieces: list[dict[str, object]] = []
    position = 0
    for index, word in enumerate(words):
        marks = {side: values[index] for side, values in strengths.items() if abs(values[index]) >= FAINT}
        pieces += [
            {"text": text[position : word.start]},
            {
                "text": word.text,
                "classes": ["mark"]
                + [f"{side}-{'toward' if share > 0 else 'away'}" for side, share in marks.items()]
                + (["out"] if index in removed else []),
                "style": ";".join(f"--{side}:{abs(share):.3f}" for side, share in marks.items()),
            },
        ]
        position = word.end
    end = len(text) if encoded.truncated_at is None else max(position, encoded.truncated_at)
    pieces.append({"text": text[position:end]})
    if text[end:]:
        pieces.append({"text": text[end:], "classes": ["unread"], "style": ""})
    return pieces
