"""Read, check and score the rows of a file for import, without storing them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

from sentimotion.errors import DataError
from sentimotion.labels import Head
from sentimotion.review.exchange.files import FileRow, ImportOptions, read_file
from sentimotion.review.exchange.import_checks import ImportReport, check_rows
from sentimotion.review.store.queue import Candidate
from sentimotion.review.store.records import CheckpointName
from sentimotion.tables.plain_values import storable

_CHUNK: Final = 256
"""Number of texts scored between progress reports."""

ImportProgress = Callable[[int, int], object]
"""Called with (scored, total); an exception it raises stops the import, and nothing is stored."""


class _Probabilities(Protocol):
    def of(self, head: Head) -> tuple[float, ...]: ...


class _Prediction(Protocol):
    @property
    def probabilities(self) -> _Probabilities: ...
    @property
    def truncated_at(self) -> int | None: ...


class _Info(Protocol):
    @property
    def source(self) -> str: ...
    @property
    def commit(self) -> str | None: ...
    @property
    def checkpoint_version(self) -> str | None: ...


class Scorer(Protocol):
    """The part of a model used by imports; implemented by ``SentimotionModel``."""

    @property
    def info(self) -> _Info:
        """Information on the checkpoint."""

    def encode(self, text: str) -> Any:
        """Encode a text; raises if the model cannot read it."""

    def predict_batch(self, texts: Sequence[str]) -> Sequence[_Prediction]:
        """Predict both heads for each text."""


class _LabelScore(Protocol):
    @property
    def label(self) -> str: ...
    @property
    def score(self) -> float: ...


class TextClassifier(Protocol):
    """The part of a second classifier used by imports; see ``scoring.second_classifier.SecondClassifier``."""

    source: str

    def classify(self, texts: Sequence[str]) -> Sequence[_LabelScore]:
        """Predict a label and its score for each text."""


@dataclass(frozen=True, slots=True)
class ScoredItem:
    """A row with its predictions."""

    row: FileRow
    candidate: Candidate
    truncated: bool
    second: _LabelScore | None


@dataclass(frozen=True, slots=True)
class ScoredItems:
    """The usable rows in file order, the import report, and the checkpoints used.

    ``second`` is the name of the second classifier, empty if there is none.
    """

    rows: tuple[ScoredItem, ...]
    report: ImportReport
    checkpoint: CheckpointName
    second: str


def checkpoint_name_of(model: Scorer, revision: str | None = None) -> CheckpointName:
    """The checkpoint name stored with predictions of a model.

    :param model: An opened model.
    :param revision: The revision requested when it was opened, if any.
    """
    info = model.info
    commit = info.commit or _digest(info.source)
    # The path of a folder may hold bytes that are not UTF-8, which databases cannot store.
    return CheckpointName(
        storable(info.source), commit, storable(revision or ""), storable(info.checkpoint_version or "")
    )


def _digest(source: str) -> str:
    """Digest of the weights in a folder, which may be replaced later."""
    from sentimotion.scoring.checkpoint_identity import identity_of

    return f"sha256:{identity_of(source)['sha256'][:12]}"


def score_items(
    path: Path,
    open_model: Callable[[], Scorer],
    *,
    options: ImportOptions | None = None,
    revision: str | None = None,
    open_second: Callable[[], TextClassifier] | None = None,
    on_progress: ImportProgress | None = None,
) -> ScoredItems:
    """Read, check and score a file.

    :param path: The file, in any format that the readers of ``tables`` read.
    :param open_model: Opens the model, after the file has been read, so that its errors are reported first.
    :param options: How to read it; by default only the column ``text`` is read.
    :param revision: The requested revision of the model, if any.
    :param open_second: Opens a second classifier, whose label is stored in addition to the model's.
    :param on_progress: Called with (done, total) while scoring.
    :raises DataError: If the file cannot be read or has no usable row.
    """
    read = read_file(path, options or ImportOptions())
    model = open_model()
    rows, report = check_rows(storable(path.name), read, model.encode)
    if not rows:
        first = report.bad[0]
        raise DataError(f"{path}: no row can be used; the first: row {first.row}, {first.reason}")
    second = open_second() if open_second else None
    # Before scoring: the weights are still those that were opened, and errors in their files are reported
    # early.
    checkpoint = checkpoint_name_of(model, revision)
    scored = _score(rows, model, second, on_progress)
    return ScoredItems(tuple(scored), report, checkpoint, storable(second.source) if second else "")


def _score(
    rows: Sequence[FileRow],
    model: Scorer,
    second: TextClassifier | None,
    on_progress: ImportProgress | None,
) -> list[ScoredItem]:
    scored: list[ScoredItem] = []
    if on_progress:
        on_progress(0, len(rows))
    for first in range(0, len(rows), _CHUNK):
        chunk = rows[first : first + _CHUNK]
        texts = [row.text for row in chunk]
        found: Sequence[_LabelScore | None] = second.classify(texts) if second else [None] * len(chunk)
        for row, prediction, other in zip(chunk, model.predict_batch(texts), found, strict=True):
            gold: dict[Head, str | None] = {"sentiment": row.sentiment, "emotion": row.emotion}
            values: dict[Head, tuple[float, ...]] = {
                "sentiment": prediction.probabilities.of("sentiment"),
                "emotion": prediction.probabilities.of("emotion"),
            }
            scored.append(
                ScoredItem(row, Candidate(values, gold), prediction.truncated_at is not None, other)
            )
        if on_progress:
            on_progress(len(scored), len(rows))
    return scored
