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
"""Seconds that an item stays with the annotator who opened it, before it goes back into the queue."""
_MOST_ANNOTATORS: Final = 100
_LONGEST_LEASE: Final = 30 * 24 * 3600

Action = Literal["decide", "skip"]


@dataclass(frozen=True, slots=True)
class CheckpointName:
    """Which weights spoke: where from, the commit they were resolved to, the revision that was asked for.

    ``commit`` is that of a hub repository; of a folder and the embedded checkpoint, which have none, the
    beginning of a digest of its files, ``sha256:0123456789ab``. ``revision`` is empty where none was asked
    for. ``version`` is the name and date that the checkpoint's config gives, empty where it gives none;
    weights of one commit have one version.
    """

    source: str
    commit: str = ""
    revision: str = ""
    version: str = ""

    @property
    def shown(self) -> str:
        """For a person to read, such as ``embedded, everyday-1 (2026-11-26)``."""
        return named(self.source, self.version)

    def has_weights_of(self, other: "CheckpointName") -> bool:
        """Whether two are the same weights, as far as is known: older records of folders have no digest."""
        is_known = self.commit != "" and other.commit != ""
        return self.source == other.source and (self.commit == other.commit or not is_known)


@dataclass(frozen=True, slots=True)
class ReviewSettings:
    """What is chosen when a project is made.

    ``random_share`` of the items are drawn at random whatever the ``order``; each item is decided by
    ``overlap`` annotators; an item that was opened and not decided goes back after ``lease`` seconds.
    ``seed`` fixes the random choices. A head's threshold makes its decision from its probabilities.
    ``second`` is the name of the second classifier, filled in by the import.
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
        if not 1 <= self.overlap <= _MOST_ANNOTATORS:
            raise InvalidReview(
                f"the overlap is {self.overlap!r}, expected 1 to {_MOST_ANNOTATORS} annotators"
            )
        if not 1 <= self.lease <= _LONGEST_LEASE:
            raise InvalidReview(f"the lease is {self.lease!r}, expected 1 to {_LONGEST_LEASE} seconds")
        check_threshold(self.sentiment_threshold, "sentiment")
        check_threshold(self.emotion_threshold, "emotion")

    def threshold(self, head: Head) -> float:
        """One head's threshold."""
        return self.sentiment_threshold if head == "sentiment" else self.emotion_threshold

    def to_dict(self) -> dict[str, Any]:
        """As plain values, for the database."""
        return asdict(self) | {"order": list(self.order)}

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Self:
        """The settings of :meth:`to_dict`."""
        return cls(**{**values, "order": tuple(values["order"])})


@dataclass(frozen=True, slots=True)
class Project:
    """One file of texts to check. ``n_closed`` of its ``n_items`` have all the decisions asked for."""

    id: int
    name: str
    settings: ReviewSettings
    checkpoint: CheckpointName
    created: datetime
    n_items: int
    n_closed: int


@dataclass(frozen=True, slots=True)
class Annotator:
    """Who decides; the name is unique in the project."""

    id: int
    project_id: int
    name: str


@dataclass(frozen=True, slots=True)
class Item:
    """One text with what the model says of it. ``position`` counts from 0, ``row`` is that of the file.

    ``is_random`` marks those that were drawn at random, from which agreement is estimated without bias.
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
        """One head's gold label, if the file had one."""
        return self.gold_sentiment if head == "sentiment" else self.gold_emotion

    def probabilities(self, head: Head) -> tuple[float, ...]:
        """One head's probabilities, in card order."""
        return self.sentiment_probabilities if head == "sentiment" else self.emotion_probabilities

    def scores(self, head: Head) -> dict[str, float]:
        """One head's probabilities by label."""
        return dict(zip(LABELS[head], self.probabilities(head), strict=True))

    def decision(self, head: Head, settings: ReviewSettings) -> Decision:
        """What the model says under the project's threshold."""
        return decide(head, self.probabilities(head), settings.threshold(head))


@dataclass(frozen=True, slots=True)
class Verdict:
    """One decision of one annotator, never overwritten: a changed mind is a later verdict.

    ``sentiment`` and ``emotion`` are labels, or None where the annotator left that head open.
    ``after_explanation`` tells whether the colors had been shown; ``checkpoint`` is the one that spoke.
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
        """One head's label."""
        return self.sentiment if head == "sentiment" else self.emotion


@dataclass(frozen=True, slots=True)
class Task:
    """An item in an annotator's hands, until ``expires``; with what this annotator decided on it so far.

    ``explained`` is when the explanation was shown, None before.
    """

    assignment_id: int
    annotator_id: int
    item: Item
    expires: datetime
    explained: datetime | None
    verdicts: tuple[Verdict, ...]

    @property
    def last(self) -> Verdict | None:
        """The verdict that holds, if there is one."""
        return self.verdicts[-1] if self.verdicts else None


@dataclass(frozen=True, slots=True)
class ProjectContents:
    """All of a project at one moment: items in queue order, verdicts in the order in which they were made.

    ``explained`` are the assignments whose explanation was shown.
    """

    project: Project
    items: tuple[Item, ...]
    verdicts: tuple[Verdict, ...]
    explained: frozenset[int]
