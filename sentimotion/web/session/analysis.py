"""Model calls of the Analyze tab: analyze a text, explain a label. Does not import gradio."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from threading import Event
from typing import Final

from sentimotion.errors import TextTooLong
from sentimotion.explanations.results import Explanation
from sentimotion.inference.predictor import Prediction
from sentimotion.labels import HEADS, Head
from sentimotion.model import SentimotionModel
from sentimotion.text.encoding import EncodedText
from sentimotion.text.limits import check_text
from sentimotion.web.session.background import Done, Work

# The model reads 128 tokens, some 500 characters; ten times that is a paste by mistake, and bounds the work
# that one request can ask for.
MAX_CHARACTERS: Final = 5000


@dataclass(frozen=True, slots=True)
class Analysis:
    """A text with its predictions, as one visitor's page holds it."""

    encoded: EncodedText
    prediction: Prediction


@dataclass(frozen=True, slots=True)
class Question:
    """What a visitor wants to know of a head: the words behind a label, or behind it rather than another."""

    label: str
    contrast: str | None = None
    by_click: bool = False

    def after_click(self, label: str) -> "Question":
        """Another bar of the chart was clicked: the first asks for its words, a second for the contrast."""
        if self.by_click and self.contrast is None and label != self.label:
            return Question(self.label, label, by_click=True)
        return Question(label, by_click=True)

    def against(self, contrast: str | None) -> "Question":
        """The same label rather than another one; a label set against itself is asked for alone."""
        return Question(self.label, None if contrast == self.label else contrast or None)


def question_of(analysis: Analysis, chosen: Mapping[Head, Question], head: Head) -> Question:
    """What is asked of a head: as chosen, or its most probable label."""
    return chosen.get(head) or Question(analysis.prediction.decision(head).top_label)


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


def begin_explaining(
    model: SentimotionModel, analysis: Analysis, questions: Mapping[Head, Question]
) -> Work[dict[Head, Explanation]]:
    """Begin to explain one label per head in one shared pass.

    :param questions: The heads to explain, and what is asked of each.
    """
    heads = tuple(head for head in HEADS if head in questions)
    return Work(
        lambda report: model.explain_heads(
            analysis.prediction.text,
            heads=heads,
            labels={head: questions[head].label for head in heads},
            contrasts={head: questions[head].contrast for head in heads},
            on_progress=report,
        )
    )


def explained(
    work: Work[dict[Head, Explanation]], canceled: Event
) -> Iterator[float | dict[Head, Explanation]]:
    """Tell how far an explanation has come.

    :param canceled: Set from anywhere, it ends the work.
    :returns: Shares done, 0 to 1, then the explanations.
    :raises ExplanationError: The model's numbers are not finite.
    """
    for event in work.events(canceled):
        yield event.result if isinstance(event, Done) else event
