"""Score a whole file: keep its columns, add the predictions, resume an interrupted run."""

from collections import Counter, deque
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, Final

from sentimotion.errors import DataError, ScoringError
from sentimotion.scoring.fingerprint import fingerprint_of_file, state_of
from sentimotion.scoring.options import OnProgress, ScoreOptions
from sentimotion.scoring.resumable_output import WorkFolder
from sentimotion.tables.chunks import CHUNK_BYTES, CHUNK_CHARACTERS, CHUNK_ROWS, Chunk, Engine, Survey, Texts
from sentimotion.tables.columns import (
    RAW,
    REPAIRED_COLUMN,
    WARNINGS_COLUMN,
    Column,
    Scores,
    added_columns,
    check_names,
    failed,
)
from sentimotion.tables.formats import format_of, output_format_of, reader_of, writer_of

# Names of counts that are no warnings.
_FAILED: Final = "rows with an error"
_WARNED: Final = "texts with warnings"
_REPAIRED: Final = "texts repaired"


@dataclass(frozen=True, slots=True)
class ScoredFile:
    """Result of a run: number of rows, of rows with an error, and of rows done by an earlier run.

    ``n_before`` is the number of titles and comments above the header, which are left out. ``n_warned`` is
    the number of texts with warnings, ``warnings`` the number of texts by warning, the most frequent first,
    ``n_repaired`` the number of texts that were scored as repaired.
    """

    path: Path
    n_rows: int
    n_failed: int
    n_resumed: int
    n_before: int = 0
    n_warned: int = 0
    warnings: Mapping[str, int] = field(default_factory=dict)
    n_repaired: int = 0


def score_file(
    source: Path,
    output: Path,
    options: ScoreOptions,
    open_engine: Callable[[], Engine],
    *,
    checkpoint: Mapping[str, Any],
    second: Mapping[str, Any] | None = None,
    overwrite: bool = False,
    restart: bool = False,
    on_progress: OnProgress | None = None,
) -> ScoredFile | None:
    """Score a file. The output is written atomically.

    :param source: The input: CSV, JSONL, Parquet or .xlsx, by its extension.
    :param output: The output: CSV, JSONL or Parquet, by its extension.
    :param options: Scoring options.
    :param open_engine: Opens the engine; called after the input has been checked, if there is work.
    :param checkpoint: What tells the checkpoint from others, as plain values; a run is only gone on with by
        the same one.
    :param second: Identity of the second classifier, if the engine has one.
    :param overwrite: Whether to replace an existing output.
    :param restart: Whether to discard an unfinished run for this output.
    :param on_progress: Called after each chunk.
    :returns: None if an earlier run was complete except for its cleanup.
    :raises DataError: If the input cannot be read or changes during the run.
    :raises ColumnError: If it has no text column, or already has a column to be added.
    :raises ScoringError: If the output exists or another run is unfinished.
    """
    check_paths(source, output)
    folder = WorkFolder(output)
    if not folder.path.exists():
        # Before anything else: an output next to a work folder may belong to a run that died during cleanup.
        _check_free(output, overwrite)
    with folder:
        if not restart and not overwrite and folder.was_finished():
            folder.remove()
            return None
        _check_free(output, overwrite)
        if restart:
            folder.clear()
        try:
            columns = added_columns(second is not None, options.repair)
            state = state_of(source)
            pinned = {
                "input": fingerprint_of_file(source),
                "set of options": _settings(output, options, columns),
                "checkpoint": dict(checkpoint),
                "second classifier": None if second is None else dict(second),
            }
            reader = reader_of(source, options.table)
            survey = reader.survey()
            added = _added(source, options, survey, columns)
            writer = writer_of(source, output, survey, added, options.table)
            folder.begin(pinned)
            engine = open_engine()
            report = on_progress or (lambda _done, _total: None)
            n_resumed = _score(reader.chunks(), engine, writer.part, folder, survey.n_rows, report, columns)
            if state_of(source) != state:
                raise DataError(f"{source}: changed while it was scored; score it again with --restart")
            done = _scored(output, survey, folder.counts, n_resumed)
            folder.finish(writer.join)
        except OSError as error:
            raise ScoringError(
                f"{output}: scoring stopped: {error.strerror or error}; run the same command again to resume"
            ) from error
        return done


def _score(
    chunks: Generator[Chunk],
    engine: Engine,
    part: Callable[[Chunk, Sequence[Scores]], bytes],
    folder: WorkFolder,
    n_rows: int,
    report: OnProgress,
    columns: Sequence[Column],
) -> int:
    """Score the remaining chunks and store each; returns the number of rows done by an earlier run."""
    with closing(chunks):  # the file is held open
        n_resumed = sum(len(chunk.texts) for chunk in islice(chunks, folder.n_parts))
        n_done = n_resumed
        report(n_done, n_rows)
        # An engine may read chunks ahead of its results.
        taken: deque[Chunk] = deque()

        def texts() -> Iterator[Texts]:
            for chunk in chunks:
                taken.append(chunk)
                yield chunk.texts

        for values in engine(texts()):
            chunk = taken.popleft()
            scores = [
                one if problem is None and one is not None else failed(str(problem), columns)
                for one, problem in zip(values, chunk.problems, strict=True)
            ]
            folder.add(part(chunk, scores), _counts(scores))
            n_done += len(scores)
            report(n_done, n_rows)
    return n_resumed


def _counts(scores: Sequence[Scores]) -> Counter[str]:
    """Numbers of rows with an error, with warnings and repaired, and of each warning."""
    counts = Counter({_FAILED: sum(row["error"] is not None for row in scores)})
    for row in scores:
        if row[WARNINGS_COLUMN]:
            counts.update([_WARNED, *str(row[WARNINGS_COLUMN]).split()])
        if row.get(REPAIRED_COLUMN):
            counts[_REPAIRED] += 1
    return counts


def _scored(output: Path, survey: Survey, counts: Mapping[str, int], n_resumed: int) -> ScoredFile:
    others = (_FAILED, _WARNED, _REPAIRED)
    warnings = Counter({name: count for name, count in counts.items() if name not in others})
    return ScoredFile(
        output,
        survey.n_rows,
        counts.get(_FAILED, 0),
        n_resumed,
        survey.n_before,
        counts.get(_WARNED, 0),
        dict(warnings.most_common()),
        counts.get(_REPAIRED, 0),
    )


def check_paths(source: Path, output: Path) -> None:
    """Check that the input exists and the output can be written.

    :raises DataError: If the input does not exist.
    :raises ScoringError: If a format is unknown or the output cannot be written.
    """
    format_of(source)
    output_format_of(output)
    if not source.is_file():
        raise DataError(f"{source}: no such file")
    if output.is_dir():
        raise ScoringError(f"{output}: is a folder; name a file")
    if not output.parent.is_dir():
        raise ScoringError(f"{output}: there is no folder {output.parent}; create it first")
    if output.exists() and output.samefile(source):
        raise ScoringError(f"{output}: is the input itself; name another output")


def _check_free(output: Path, overwrite: bool) -> None:
    if output.exists() and not overwrite:
        raise ScoringError(f"{output}: already exists; name another output, or give --overwrite")


def _settings(output: Path, options: ScoreOptions, added: Sequence[Column]) -> dict[str, Any]:
    # The chunk boundaries determine the parts, and thereby the last digits of some scores.
    chunk = {"chunk_rows": CHUNK_ROWS, "chunk_characters": CHUNK_CHARACTERS, "chunk_bytes": CHUNK_BYTES}
    # An older version may have added other columns.
    columns = {"columns": [column.name for column in added]}
    return options.to_dict() | {"format": format_of(output)} | chunk | columns


def _added(source: Path, options: ScoreOptions, survey: Survey, columns: Sequence[Column]) -> list[Column]:
    added = [Column(options.prefix + column.name, column.kind) for column in columns]
    names = [column.name for column in added] + ([options.prefix + RAW] if survey.n_raw else [])
    check_names([column.name for column in survey.columns], names, str(source))
    return added
