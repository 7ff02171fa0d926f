"""Requests for explanations and their results."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, get_args

from explain import SMALLEST_CHANGE, Baseline, Target, TargetKind
from sentimotion.errors import InvalidRequest, UnknownHead, UnknownLabel
from sentimotion.labels import HEADS, LABELS, Head
from sentimotion.text.quality import QualityIssueKind, text_warnings

Method = Literal[
    "integrated_gradients",
    "captum_integrated_gradients",
    "expected_gradients",
    "decomposition",
    "leave_one_out",
    "shapley_sampling",
    "gradient_x_input",
]
METHODS: Final[tuple[str, ...]] = get_args(Method)
# Methods with a baseline of their own.
_WITHOUT_BASELINE: Final = ("expected_gradients", "decomposition")
# Limits the run time of a request; 256 is also the limit of the adaptive refinement.
MAX_STEPS: Final = 1000


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the text, ``text[start:end]``, and its attribution."""

    text: str
    start: int
    end: int
    attribution: float


@dataclass(frozen=True, slots=True)
class TokenShare:
    """A token of the text and its attribution.

    ``start`` and ``end`` are None for special tokens; ``word`` is the index of its word, or None outside
    words.
    """

    text: str
    start: int | None
    end: int | None
    attribution: float
    special: bool
    word: int | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """One head's score, attributed to the words of the text.

    sum of all words + other = score - baseline_score + convergence_delta, exactly. ``other`` is the sum of
    tokens outside words (punctuation, special tokens). ``baseline_score`` is the score of the baseline; of
    expected gradients, baseline "neutral", the mean over several; of a decomposition, baseline "biases", what
    the network's biases contribute. ``truncated_at`` is the code point at which the text
    was truncated; words past it are absent. If ``text`` is a repaired text, all positions are in it, and
    ``typed_text`` is the text before the repair, otherwise None.
    """

    text: str
    head: Head
    label: str
    contrast: str | None
    target: TargetKind
    score: float
    baseline_score: float
    words: tuple[Word, ...]
    tokens: tuple[TokenShare, ...]
    other: float
    convergence_delta: float
    n_steps: int
    converged: bool
    method: str
    baseline: str
    truncated_at: int | None
    checkpoint: str
    checkpoint_version: str | None = None
    typed_text: str | None = None

    @property
    def relative_error(self) -> float:
        """Size of the convergence delta as a share of the change of the score, or of 0.1 if that is more."""
        return abs(self.convergence_delta) / max(abs(self.score - self.baseline_score), SMALLEST_CHANGE)

    @property
    def request(self) -> "Request":
        """The request that it answers."""
        return Request(self.head, self.label, self.contrast, self.target)

    @property
    def text_warnings(self) -> tuple[QualityIssueKind, ...]:
        """Codes of what makes the text hard to read for the model, as in ``Prediction.text_warnings``."""
        return text_warnings(self.text if self.typed_text is None else self.typed_text)

    def to_dict(self) -> dict[str, Any]:
        """Convert to the public JSON format."""
        values = {
            "head": self.head,
            "label": self.label,
            "contrast": self.contrast,
            "target": self.target,
            "score": self.score,
            "baseline_score": self.baseline_score,
            "words": [
                {"text": word.text, "start": word.start, "end": word.end, "attribution": word.attribution}
                for word in self.words
            ],
            "tokens": [
                {
                    "text": token.text,
                    "start": token.start,
                    "end": token.end,
                    "attribution": token.attribution,
                    "special": token.special,
                    "word": token.word,
                }
                for token in self.tokens
            ],
            "other": self.other,
            "convergence_delta": self.convergence_delta,
            "n_steps": self.n_steps,
            "converged": self.converged,
            "method": self.method,
            "baseline": self.baseline,
            "truncated_at": self.truncated_at,
            "text_warnings": list(self.text_warnings),
            "checkpoint": self.checkpoint,
            "checkpoint_version": self.checkpoint_version,
        }
        return values if self.typed_text is None else values | {"repaired_text": self.text}


@dataclass(frozen=True, slots=True)
class Request:
    """A validated request for an explanation.

    :raises UnknownHead: If the model has no such head.
    :raises UnknownLabel: If the head has no such label, or the contrast equals the label.
    :raises InvalidRequest: If another option is invalid.
    """

    head: Head
    label: str
    contrast: str | None = None
    target: TargetKind = "log_odds"

    def __post_init__(self) -> None:
        check_head(self.head)
        for name, value in (("label", self.label), ("contrast", self.contrast)):
            if value is not None and value not in LABELS[self.head]:
                raise UnknownLabel(
                    f"the {name} {value!r} is not a label of the {self.head} head; expected one of"
                    f" {', '.join(LABELS[self.head])}"
                )
        if self.contrast == self.label:
            raise UnknownLabel(f"the contrast {self.contrast!r} is the label itself; choose another label")
        check_option("target", self.target, get_args(TargetKind))

    def engine_target(self) -> Target:
        """The target for ``explain``, which identifies labels by index."""
        labels = LABELS[self.head]
        contrast = None if self.contrast is None else labels.index(self.contrast)
        return Target(self.head, labels.index(self.label), contrast, self.target)


@dataclass(frozen=True, slots=True)
class AttributionSettings:
    """How attributions are computed.

    :raises InvalidRequest: If an option is unknown or n_steps is out of range.
    """

    baseline: Baseline
    method: Method = "integrated_gradients"
    n_steps: int | None = None

    def __post_init__(self) -> None:
        check_option("baseline", self.baseline, get_args(Baseline))
        check_option("method", self.method, METHODS)
        whole = isinstance(self.n_steps, int) and not isinstance(self.n_steps, bool)
        if self.n_steps is not None and not (whole and 1 <= self.n_steps <= MAX_STEPS):
            raise InvalidRequest(
                f"n_steps is {self.n_steps!r}, expected a whole number from 1 to {MAX_STEPS}, or None"
            )


@dataclass(frozen=True, slots=True)
class HeadsRequest:
    """A request for explanations of several heads; labels may still be open.

    ``labels`` and ``contrasts`` have one entry per head, in the order of ``heads``; None stands for the most
    probable label, and for no contrast.

    :raises UnknownHead: If the model has no such head.
    """

    heads: tuple[Head, ...]
    labels: tuple[str | None, ...]
    contrasts: tuple[str | None, ...]
    target: TargetKind
    settings: AttributionSettings

    def __post_init__(self) -> None:
        for head in self.heads:
            check_head(head)

    def requests(self, top_label: Callable[[Head], str]) -> list[Request]:
        """Fill in the open labels and validate.

        :param top_label: Returns the most probable label of a head; called only for open labels.
        :returns: One request per head, in order.
        :raises UnknownLabel: If a head has no such label or contrast.
        :raises InvalidRequest: If the target is unknown.
        """
        return [
            Request(head, top_label(head) if label is None else label, contrast, self.target)
            for head, label, contrast in zip(self.heads, self.labels, self.contrasts, strict=True)
        ]


def check_baseline(baseline: Baseline | None, method: str) -> None:
    """Check that a baseline is not chosen for a method that has its own.

    :raises InvalidRequest: If it is.
    """
    if baseline is not None and method in _WITHOUT_BASELINE:
        raise InvalidRequest(f"the method {method!r} has its own baseline; leave baseline out")


def check_head(head: object) -> None:
    """Check that the model has a head.

    :raises UnknownHead: If not; the message lists the heads.
    """
    if head not in HEADS:
        raise UnknownHead(f"the head {head!r} does not exist; expected one of {', '.join(HEADS)}")


def check_option(name: str, value: object, allowed: Sequence[str]) -> None:
    """Check that an option is known.

    :raises InvalidRequest: If not; the message lists the options.
    """
    if value not in allowed:
        raise InvalidRequest(f"the {name} {value!r} does not exist; expected one of {', '.join(allowed)}")
