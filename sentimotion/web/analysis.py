"""What a visitor asks of the model: analyze a text, explain a label. No gradio here."""

from collections.abc import Iterator
from dataclasses import dataclass
from threading import Event
from typing import Final

from sentimotion.encoding import EncodedText, check_text
from sentimotion.errors import TextTooLong
from sentimotion.explanation import Explanation
from sentimotion.labels import HEADS, Head
from sentimotion.model import SentimotionModel
from sentimotion.predictor import Prediction
from sentimotion.web.progress import Done, with_progress

# The model reads 128 tokens, some 500 characters; ten times that is a paste by mistake, and bounds the work
# that one request can ask for.
MAX_CHARACTERS: Final = 5000


@dataclass(frozen=True, slots=True)
class Analysis:
    """A text with its predictions, as one visitor's page holds it."""

    encoded: EncodedText
    prediction: Prediction


def check_length(text: str) -> str:
    """Refuse a text that is longer than the page takes.

    :returns: The text.
    :raises TextTooLong: With the length and the limit.
    :raises SentimotionError: It is blank, or no string of valid Unicode (the API takes any JSON).
    """
    check_text(text)
    if len(text) > MAX_CHARACTERS:
        raise TextTooLong(
            f"the text has {len(text)} characters, expected at most {MAX_CHARACTERS}; shorten or split it",
            length=len(text),
            limit=MAX_CHARACTERS,
        )
    return text


def analyze(model: SentimotionModel, text: str) -> Analysis:
    """Predict both heads for one text.

    :raises SentimotionError: The text is blank, broken or too long.
    """
    check_length(text)
    return Analysis(model.encode(text), model.predict(text))


def explain(
    model: SentimotionModel, analysis: Analysis, labels: dict[Head, str | None], canceled: Event
) -> Iterator[float | dict[Head, Explanation]]:
    """Explain one label a head in one shared pass, telling how far the work has come.

    :param labels: The heads to explain and their labels; None takes the most probable.
    :param canceled: Set from anywhere, it ends the work.
    :returns: Shares done, 0 to 1, then the explanations.
    :raises ExplanationError: The model's numbers are not finite.
    """
    heads = tuple(head for head in HEADS if head in labels)
    text = analysis.prediction.text
    for event in with_progress(
        lambda report: model.explain_heads(text, heads=heads, labels=labels, on_progress=report), canceled
    ):
        yield event.result if isinstance(event, Done) else event
