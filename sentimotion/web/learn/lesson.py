"""Model calls of the lesson; each step computes what it shows. Does not import gradio."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from threading import Event
from typing import Any, Final, Literal, get_args

from explain import Baseline, ProgressCallback
from sentimotion.errors import SentimotionError
from sentimotion.explanations.integration_path import TextWalk
from sentimotion.explanations.results import Explanation
from sentimotion.explanations.word_deletion import Deletion
from sentimotion.inference.predictor import Prediction
from sentimotion.labels import Head
from sentimotion.model import SentimotionModel
from sentimotion.text.encoding import EncodedText
from sentimotion.web.components.attribution_sum import by_strength
from sentimotion.web.session.analysis import check_length
from sentimotion.web.session.background import with_progress

Step = Literal["tokens", "heads", "thresholds", "path", "receipt", "doubts", "quiz"]
STEPS: Final[tuple[Step, ...]] = get_args(Step)
# These steps explain one head's top label.
EXPLAINED: Final[frozenset[Step]] = frozenset({"path", "receipt", "doubts"})


@dataclass(frozen=True, slots=True)
class Caveats:
    """The same label explained in other ways, to compare with the main explanation.

    ``baselines`` uses other baselines, as far as the tokenizer has their tokens; ``probability`` explains the
    probability instead of the log-odds; ``without_top`` is the text without ``top``, the index of its
    strongest word (None if there are no words).
    """

    baselines: Mapping[Baseline, Explanation]
    leave_one_out: Explanation
    probability: Explanation
    top: int | None
    without_top: Deletion | None


@dataclass(frozen=True, slots=True)
class Lesson:
    """A visitor's sentence with the results so far; ``error`` if it cannot be read."""

    text: str
    encoded: EncodedText | None = None
    error: SentimotionError | None = None
    prediction: Prediction | None = None
    walks: Mapping[Head, TextWalk] = field(default_factory=dict)
    explanations: Mapping[Head, Explanation] = field(default_factory=dict)
    caveats: Mapping[Head, Caveats] = field(default_factory=dict)

    def found(self, step: Step, head: Head) -> tuple[Any, ...]:
        """What a step of ``EXPLAINED`` shows of a head; empty if it is not computed."""
        if step == "doubts":
            parts: tuple[Any, ...] = (self.prediction, self.explanations.get(head), self.caveats.get(head))
        else:
            parts = ((self.walks if step == "path" else self.explanations).get(head),)
        return () if None in parts else parts

    def lacks(self, step: Step, head: Head) -> bool:
        """Whether a step's explanations are missing and can be computed."""
        return step in EXPLAINED and self.prediction is not None and not self.found(step, head)


def begin(model: SentimotionModel, text: str) -> Lesson:
    """Start a lesson; only tokenizes the sentence."""
    try:
        return Lesson(text, model.encode(check_length(text)))
    except SentimotionError as error:
        return Lesson(text, error=error)


def predicted(model: SentimotionModel, lesson: Lesson) -> Lesson:
    """The lesson with both heads' predictions."""
    if lesson.encoded is None or lesson.prediction is not None:
        return lesson
    return replace(lesson, prediction=model.predict(lesson.encoded))


def explore(
    model: SentimotionModel, lesson: Lesson, step: Step, head: Head, canceled: Event
) -> Iterator[float | Lesson]:
    """Compute a step's explanations of a head's top label; yields progress.

    :param lesson: The lesson, with its prediction.
    :param step: One of ``EXPLAINED``.
    :param canceled: Setting it from any thread stops the work.
    :returns: Fractions done, 0 to 1, then the lesson with the explanations.
    :raises ExplanationError: If a score or a gradient is not finite.
    """
    return with_progress(partial(_explored, model, lesson, step, head), canceled)


def _explored(
    model: SentimotionModel, lesson: Lesson, step: Step, head: Head, report: ProgressCallback
) -> Lesson:
    encoded, prediction = lesson.encoded, lesson.prediction
    assert encoded is not None, "a step is explained once its text is predicted"
    assert prediction is not None
    label = prediction.decision(head).top_label
    if step == "path":
        walk = model.walk(encoded, head, label, on_progress=report)
        # Its words are also used by the sum table, unless that was shown before.
        known = {head: walk.explanation} | dict(lesson.explanations)
        return replace(lesson, walks={**lesson.walks, head: walk}, explanations=known)
    explain = partial(model.explain, encoded, head, label)
    if step == "receipt":
        found = explain(on_progress=report)
        return replace(lesson, explanations={**lesson.explanations, head: found})
    known = dict(lesson.explanations)
    parts = [] if head in known else [explain]
    parts += [partial(explain, baseline=baseline) for baseline in model.other_baselines]
    parts += [partial(explain, method="leave_one_out"), partial(explain, target="probability")]
    results = _in_turn(parts, report)
    probability, left_out = results.pop(), results.pop()
    if head not in known:
        known[head] = results.pop(0)
    others = dict(zip(model.other_baselines, results, strict=True))
    top = next(iter(by_strength(known[head])), None)
    without = None if top is None else model.delete_words(encoded, [top], {head: known[head]})
    caveats = Caveats(others, left_out, probability, top, without)
    return replace(lesson, explanations=known, caveats={**lesson.caveats, head: caveats})


def _in_turn(parts: Sequence[Callable[..., Explanation]], report: ProgressCallback) -> list[Explanation]:
    """Compute explanations in order; each counts as an equal share of the progress."""
    shares = 1000

    def share_of(part: int) -> ProgressCallback:
        return lambda done, total: report(shares * part + shares * done // total, shares * len(parts))

    return [part(on_progress=share_of(index)) for index, part in enumerate(parts)]
