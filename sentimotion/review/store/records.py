"""Records of the review store, as frozen dataclasses. Pure."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final, Literal, Self

from sentimotion.checkpoints.version import named
from sentimotion.errors import InvalidReview
from sentimotion.inference.decisions import Decision, check_threshold, decide
from sentimotion.labels import DEFAULT_THRESHOLDS, LABELS, Head
from sentimotion.review.store.queue import DEFAULT_ORDER, Order, check_order

DEFAULT_LEASE: Final = 30 * 60
"""Seconds that an item is assigned to an annotator before it returns to the queue."""
_MAX_ANNOTATORS: Final = 100
_MAX_LEASE: Final = 30 * 24 * 3600

Action = Literal["decide", "skip"]


@dataclass(frozen=True, slots=True)
class CheckpointName:
    """Identifies the weights of a prediction.

    ``commit`` is that of a hub repository; for a folder and the embedded checkpoint it is the beginning of a
    digest of the files, ``sha256:0123456789ab``. ``revision`` is the requested revision, if any. ``version``
    is the name and date in the checkpoint's config, if any; weights of one commit have one version. Missing
    values are empty strings.
    """

    source: str
    commit: str = ""
    revision: str = ""
    version: str = ""

    @property
    def shown(self) -> str:
        """Readable name, such as ``embedded, everyday-1 (2026-11-26)``."""
        return named(self.source, self.version)

    def has_weights_of(self, other: "CheckpointName") -> bool:
        """Whether both are the same weights, as far as known: older records of folders have no digest."""
        is_known = self.commit != "" and other.commit != ""
        return self.source == other.source and (self.commit == other.commit or not is_known)


@dataclass(frozen=True, slots=True)
class ReviewSettings:
    """Settings of a project, fixed when it is created.

    ``random_share``, 0 to 1, of the items are drawn at random regardless of ``order``. Each item is decided
    by ``overlap`` annotators, 1 to 100. An assigned item returns to the queue after ``lease`` seconds without
    a decision. ``seed`` determines the random choices. The thresholds, 0 to 1, determine the model's
    decisions. ``second`` is the name of the second classifier, set by the import.

    :raises InvalidReview: If a value is out of range.
    :raises InvalidThreshold: If a threshold is not in [0, 1].
    """

    order: Order = DEFAULT_ORDER
    random_share: float = 0.2
    overlap: int = 1
    lease: int = DEFAULT_LEASE
    seed: int = 0
    sentiment_threshold: float = DEFAULT_THRESHOLDS["sentiment"]
    emotion_threshold: float = DEFAULT_THRESHOLDS["emotion"]
    second: str = ""

    def __post_init__(self) -> None:
        check_order(self.order)
        if not 0 <= self.random_share <= 1:
            raise InvalidReview(f"the random share is {self.random_share!r}, expected a number from 0 to 1")
        if not 1 <= self.overlap <= _MAX_ANNOTATORS:
            raise InvalidReview(
                f"the overlap is {self.overlap!r}, expected 1 to {_MAX_ANNOTATORS} annotators"
            )
        if not 1 <= self.lease <= _MAX_LEASE:
            raise InvalidReview(f"the lease is {self.lease!r}, expected 1 to {_MAX_LEASE} seconds")
        check_threshold(self.sentiment_threshold, "sentiment")
        check_threshold(self.emotion_threshold, "emotion")

    def threshold(self, head: Head) -> float:
        """Threshold of a head."""
        return self.sentiment_threshold if head == "sentiment" else self.emotion_threshold

    def to_dict(self) -> dict[str, Any]:
        """Convert to plain values, for the database."""
        return asdict(self) | {"order": list(self.order)}

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Self:
        """Convert from the values of :meth:`to_dict`."""
        return cls(**{**values, "order": tuple(values["order"])})


@dataclass(frozen=True, slots=True)
class Project:
    """An imported file; ``n_closed`` of its ``n_items`` have all required decisions."""

    id: int
    name: str
    settings: ReviewSettings
    checkpoint: CheckpointName
    created: datetime
    n_items: int
    n_closed: int


@dataclass(frozen=True, slots=True)
class Annotator:
    """An annotator; the name is unique in the project."""

    id: int
    project_id: int
    name: str


@dataclass(frozen=True, slots=True)
class Item:
    """A text with the model's prediction.

    ``position`` is the place in the queue, from 0; ``row`` is the row of the file. ``is_random`` marks items
    that were drawn at random, from which agreement is estimated without bias.
    """

    id: int
    project_id: int
    position: int
    row: int
    external_id: str | None
    text: str
    gold_sentiment: str | None
    gold_emotion: str | None
    sentiment_probabilities: tuple[float, ...]
    emotion_probabilities: tuple[float, ...]
    truncated: bool
    is_random: bool
    checkpoint: CheckpointName
    second_label: str | None = None
    second_score: float | None = None

    def gold(self, head: Head) -> str | None:
        """Gold label of a head, if the file has one."""
        return self.gold_sentiment if head == "sentiment" else self.gold_emotion

    def probabilities(self, head: Head) -> tuple[float, ...]:
        """Probabilities of a head, in card order."""
        return self.sentiment_probabilities if head == "sentiment" else self.emotion_probabilities

    def scores(self, head: Head) -> dict[str, float]:
        """Probabilities of a head by label."""
        return dict(zip(LABELS[head], self.probabilities(head), strict=True))

    def decision(self, head: Head, settings: ReviewSettings) -> Decision:
        """The model's decision with the project's threshold."""
        return decide(head, self.probabilities(head), settings.threshold(head))


@dataclass(frozen=True, slots=True)
class Verdict:
    """A decision of an annotator. It is never overwritten: a changed decision is a later verdict.

    ``sentiment`` and ``emotion`` are labels, or None if the annotator left the head open.
    ``after_explanation`` states whether the explanation had been shown; ``checkpoint`` is the one whose
    labels or explanation were shown.
    """

    id: int
    assignment_id: int
    item_id: int
    annotator_id: int
    annotator: str
    action: Action
    sentiment: str | None
    emotion: str | None
    note: str
    after_explanation: bool
    checkpoint: CheckpointName
    made: datetime

    def label(self, head: Head) -> str | None:
        """Label of a head."""
        return self.sentiment if head == "sentiment" else self.emotion


@dataclass(frozen=True, slots=True)
class Task:
    """An item assigned to an annotator until ``expires``, with this annotator's verdicts so far.

    ``explained`` is the time at which the explanation was first shown, if it was.
    """

    assignment_id: int
    annotator_id: int
    item: Item
    expires: datetime
    explained: datetime | None
    verdicts: tuple[Verdict, ...]

    @property
    def last(self) -> Verdict | None:
        """The current verdict, if any."""
        return self.verdicts[-1] if self.verdicts else None


@dataclass(frozen=True, slots=True)
class ProjectContents:
    """A snapshot of a project: items in queue order, verdicts in chronological order.

    ``explained`` contains the ids of assignments whose explanation was shown.
    """

    project: Project
    items: tuple[Item, ...]
    verdicts: tuple[Verdict, ...]
    explained: frozenset[int]

    def histories(self) -> dict[tuple[int, str], list[Verdict]]:
        """The verdicts of each annotator on each item, in order, by item id and name.

        By name, as the same annotator may have two assignments of an item, see :func:`annotators_by_key`.
        """
        found: dict[tuple[int, str], list[Verdict]] = {}
        for verdict in self.verdicts:
            found.setdefault((verdict.item_id, verdict.annotator), []).append(verdict)
        return found

    def final_verdicts(self) -> dict[int, list[Verdict]]:
        """The last verdict of each annotator on each item, by item id."""
        found: dict[int, list[Verdict]] = {}
        for (item_id, _), history in self.histories().items():
            found.setdefault(item_id, []).append(history[-1])
        return found
