"""Model calls of the Analyze tab: analyze a text, explain a label. Does not import gradio."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from explain import ProgressCallback
from sentimotion.errors import TextTooLong
from sentimotion.explanations.results import Explanation
from sentimotion.inference.predictor import Prediction
from sentimotion.labels import HEADS, Head
from sentimotion.model import SentimotionModel
from sentimotion.text.encoding import EncodedText
from sentimotion.text.letter_forms import KnownForm, find_known_forms
from sentimotion.text.limits import MAX_LENGTH, check_text
from sentimotion.web.session.background import Work

# The model reads 128 tokens, about 500 characters. Ten times that is enough for any real text, and limits the
# work of one request.
MAX_CHARACTERS: Final = 5000


@dataclass(frozen=True, slots=True)
class Analysis:
    """A text with its predictions, stored per visitor.

    ``known_forms`` are its unknown words that the vocabulary has in another encoding.
    """

    encoded: EncodedText
    prediction: Prediction
    known_forms: tuple[KnownForm, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """What to explain of a head: a label, optionally in contrast to another label."""

    label: str
    contrast: str | None = None
    by_click: bool = False

    def after_click(self, label: str) -> "Question":
        """Question after a click on a bar: the first click sets the label, the second the contrast."""
        if self.by_click and self.contrast is None and label != self.label:
            return Question(self.label, label, by_click=True)
        return Question(label, by_click=True)

    def against(self, contrast: str | None) -> "Question":
        """The same label in contrast to another; no contrast if both are equal."""
        return Question(self.label, None if contrast == self.label else contrast or None)


def question_of(analysis: Analysis, chosen: Mapping[Head, Question], head: Head) -> Question:
    """The chosen question of a head, by default its most probable label."""
    return chosen.get(head) or Question(analysis.prediction.decision(head).top_label)


def check_length(text: str) -> str:
    """Check the length of a text against the page's limit.

    :returns: The text.
    :raises TextTooLong: If the text is longer than MAX_CHARACTERS.
    :raises SentimotionError: If it is blank or not a valid Unicode string (the API accepts any JSON).
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

    :raises SentimotionError: If the text is blank, invalid or too long.
    """
    check_length(text)
    encoded = model.encode(text)
    known_forms = find_known_forms(encoded, lambda word: model.encode(word, MAX_LENGTH))
    return Analysis(encoded, model.predict(encoded), known_forms)


def begin_explaining(
    model: SentimotionModel, analysis: Analysis, questions: Mapping[Head, Question]
) -> Work[dict[Head, Explanation]]:
    """Start explaining one label per head in one shared pass.

    :param questions: The heads to explain, with the question for each.
    """
    return Work(lambda report: explain_questions(model, analysis, questions, report))


def explain_questions(
    model: SentimotionModel,
    analysis: Analysis,
    questions: Mapping[Head, Question],
    on_progress: ProgressCallback | None = None,
) -> dict[Head, Explanation]:
    """Explain one label per head in one shared pass.

    :param questions: The heads to explain, with the question for each.
    :param on_progress: Called with the work done and all of it.
    """
    heads = tuple(head for head in HEADS if head in questions)
    return model.explain_heads(
        analysis.encoded,
        heads=heads,
        labels={head: questions[head].label for head in heads},
        contrasts={head: questions[head].contrast for head in heads},
        on_progress=on_progress,
    )
