"""Model calls of the Compare tab: pairs, word swaps, template sets. Does not import gradio."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from threading import Event
from typing import Final

from explain import ProgressCallback
from sentimotion.explanations.counterfactuals import (
    Alternatives,
    LabelSpread,
    label_spreads,
    read_alternatives,
    slot,
    substitute,
)
from sentimotion.explanations.results import Explanation
from sentimotion.inference.predictor import Prediction, Probabilities
from sentimotion.labels import Head
from sentimotion.model import SentimotionModel
from sentimotion.text.encoding import EncodedText
from sentimotion.text.words import Span, word_spans
from sentimotion.web.compare.templates import TemplateSet
from sentimotion.web.session.analysis import Analysis, check_length
from sentimotion.web.session.background import with_progress

# Number of texts between checks for cancellation.
_AT_ONCE: Final = 8

Explanations = dict[Head, Explanation] | None
"""Explanations of one text; None while they are computed."""


@dataclass(frozen=True, slots=True)
class Swapped:
    """Predictions for a text with one word swapped: the original word, then each alternative.

    ``n_truncated`` of the texts were truncated.
    """

    text: str
    span: Span
    alternatives: Alternatives
    probabilities: tuple[Probabilities, ...]
    n_truncated: int

    @property
    def words(self) -> tuple[str, ...]:
        """The original word, then the alternatives."""
        return (self.text[slice(*self.span)], *self.alternatives.words)


@dataclass(frozen=True, slots=True)
class SetResult:
    """How much each label changes over a template set; ``index`` is the set's position in the file."""

    index: int
    spreads: tuple[LabelSpread, ...]


def analyze_pair(model: SentimotionModel, texts: Sequence[str]) -> tuple[Analysis, ...]:
    """Predict both heads for texts that passed :func:`check_length`, in one batch."""
    encoded = [model.encode(text) for text in texts]
    return tuple(map(Analysis, encoded, model.predict_batch(encoded)))


def explain_pair(
    model: SentimotionModel,
    analyses: Sequence[Analysis],
    found: Sequence[Explanations],
    canceled: Event,
) -> Iterator[tuple[float, tuple[Explanations, ...]]]:
    """Explain each text's most probable labels, one text after the other.

    :param found: The explanations that exist already, by text.
    :param canceled: Setting it from any thread stops the work.
    :returns: Fraction of all work done, 0 to 1, and the explanations so far.
    :raises ExplanationError: If a score or a gradient is not finite.
    """
    current = list(found)
    missing = [index for index, explanations in enumerate(found) if explanations is None]

    def report_turn(report: ProgressCallback, turn: int, done: int, total: int) -> None:
        report(turn * total + done, len(missing) * total)

    def work(report: ProgressCallback) -> None:
        for turn, index in enumerate(missing):
            encoded = analyses[index].encoded
            current[index] = model.explain_heads(encoded, on_progress=partial(report_turn, report, turn))

    for event in with_progress(work, canceled):
        yield event if isinstance(event, float) else 1.0, tuple(current)


def read_words(encoded: EncodedText) -> list[Span]:
    """The words within the model's length limit, which are those that can be swapped."""
    end = len(encoded.text) if encoded.truncated_at is None else encoded.truncated_at
    return [span for span in word_spans(encoded.text) if span.start < end]


def swap_word(
    model: SentimotionModel, text: str, span: Span, lines: str, canceled: Event
) -> Iterator[float | Swapped]:
    """Replace a word by each alternative and predict the resulting texts.

    :param text: The text, as typed.
    :param span: The word.
    :param lines: Alternatives, one per line; without any, nothing is predicted.
    :param canceled: Setting it from any thread stops the work after the current batch.
    :returns: Fractions done, 0 to 1, for longer lists; then the result; nothing more once canceled.
    :raises SentimotionError: If the text or the list is too long or invalid.
    """
    if lines.strip():
        check_length(lines)
    alternatives = read_alternatives(lines, check_length(text)[slice(*span)])
    if not alternatives.words:
        yield Swapped(text, span, alternatives, (), 0)
        return
    texts = [text, *(substitute(text, span, word) for word in alternatives.words)]
    predictions: list[Prediction] = []
    while len(predictions) < len(texts):
        if predictions:
            yield len(predictions) / len(texts)
        if canceled.is_set():
            return
        predictions += model.predict_batch(texts[len(predictions) :][:_AT_ONCE])
    if not canceled.is_set():
        yield Swapped(
            text,
            span,
            alternatives,
            tuple(prediction.probabilities for prediction in predictions),
            sum(prediction.truncated_at is not None for prediction in predictions),
        )


def run_set(
    model: SentimotionModel, index: int, template_set: TemplateSet, canceled: Event
) -> Iterator[float | SetResult]:
    """Predict a template set, one template at a time.

    :param canceled: Setting it from any thread stops the work after the current template.
    :returns: Fractions done, 0 to 1, then the result; nothing more once canceled.
    """
    found = []
    for done, template in enumerate(template_set.templates):
        yield done / len(template_set.templates)
        if canceled.is_set():
            return
        texts = [substitute(template, slot(template), name.text) for name in template_set.names]
        found.append([prediction.probabilities for prediction in model.predict_batch(texts)])
    if not canceled.is_set():
        yield SetResult(index, tuple(label_spreads(found)))
