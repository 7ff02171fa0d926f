"""Score a small uploaded file and report on it. Nothing stays on disk. Does not import gradio."""

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event
from typing import Final

from explain import ProgressCallback
from sentimotion.errors import ColumnError, ScoringError, ServerFault
from sentimotion.i18n.messages import Language
from sentimotion.model import SentimotionModel
from sentimotion.report.build import ReportOptions, make_report
from sentimotion.report.files import scored_records
from sentimotion.report.scored_rows import ReportColumns, ScoredRow, Unscored, read_scored
from sentimotion.report.summary import Opinion, OpinionCounter
from sentimotion.report.word_attribution import PROGRESS_OF_TEXT
from sentimotion.scoring.options import ScoreOptions
from sentimotion.scoring.score_file import score_file
from sentimotion.scoring.scorer import score_rows
from sentimotion.tables.chunks import Engine, Texts
from sentimotion.tables.columns import RAW, Scores, added_columns
from sentimotion.tables.formats import format_of
from sentimotion.web.score.upload import SmallFile, write_upload
from sentimotion.web.session.background import gives_way, with_progress

_LOGGER: Final = logging.getLogger(__name__)
N_PREVIEWED: Final = 8
# Number of texts between checks for cancellation.
_SLICE: Final = 32
# Seconds that a report waits before each text, so that it ends where explanations never do.
_PATIENCE_S: Final = 10.0


@dataclass(frozen=True, slots=True)
class SmallScored:
    """A scored file, its summary, and a preview of its first readable rows."""

    name: str
    content: bytes
    columns: ReportColumns
    other_columns: tuple[str, ...]
    delimiter: str
    opinion: Opinion
    preview: tuple[ScoredRow | Unscored, ...]


def score(
    model: SentimotionModel, file: SmallFile, text_column: str, canceled: Event
) -> Iterator[float | SmallScored]:
    """Score a file with the default thresholds.

    :param text_column: Name of the text column.
    :param canceled: Setting it from any thread stops the work.
    :returns: Fractions done, 0 to 1, then the scored file; nothing more once canceled.
    :raises SentimotionError: If the work fails.
    """
    return with_progress(partial(_scored, model, file, text_column), canceled)


def _scored(
    model: SentimotionModel, file: SmallFile, text_column: str, report: ProgressCallback
) -> SmallScored:
    if text_column not in file.text_columns:
        raise ColumnError(f"no column {text_column}; choose another")
    prefix = _free_prefix(file.columns)
    options = ScoreOptions(
        text_column=text_column, prefix=prefix, delimiter=file.delimiter, header=file.header
    )
    columns = ReportColumns(text_column, prefix=prefix)
    with TemporaryDirectory() as folder:
        source = write_upload(Path(folder), file.name, file.content)
        # Workbooks are read but not written.
        suffix = ".csv" if format_of(source) == "xlsx" else Path(file.name).suffix
        output = source.with_name(f"scored{suffix}")
        try:
            score_file(
                source,
                output,
                options,
                lambda: _sliced_engine(model, options, file.n_rows, report),
                checkpoint={"source": model.info.source},
            )
        except ScoringError as error:
            # The kind of the file was checked when it was read; what fails now is the server's disk.
            _LOGGER.exception("an upload cannot be scored")
            raise ServerFault(str(error)) from error
        counter = OpinionCounter(columns)
        preview: list[ScoredRow | Unscored] = []
        for record in scored_records(output, columns, file.delimiter):
            counter.add(record)
            if len(preview) < N_PREVIEWED:
                preview.append(read_scored(record, columns))
        content = output.read_bytes()
    stem = Path(file.name).stem
    return SmallScored(
        f"{stem}-scored{suffix}",
        content,
        columns,
        tuple(name for name in file.columns if name != text_column),
        file.delimiter,
        counter.opinion(),
        tuple(preview),
    )


def _sliced_engine(
    model: SentimotionModel, options: ScoreOptions, n_rows: int, report: ProgressCallback
) -> Engine:
    """Score a few texts at a time, to report progress and check for cancellation."""

    def engine(chunks: Iterable[Texts]) -> Iterator[list[Scores | None]]:
        done = 0
        for texts in chunks:
            scores: list[Scores | None] = []
            for start in range(0, len(texts), _SLICE):
                report(done, n_rows)
                scores += score_rows(texts[start : start + _SLICE], model, options)
                done = min(n_rows, done + _SLICE)
            yield scores
        report(n_rows, n_rows)

    return engine


@dataclass(frozen=True, slots=True)
class ReportFile:
    """An opinion report as a file for the browser to save."""

    name: str
    html: str


def report_on(
    model: SentimotionModel,
    scored: SmallScored,
    day: str | None,
    group: str | None,
    n_texts: int,
    language: Language,
    canceled: Event,
) -> Iterator[float | ReportFile]:
    """Build the opinion report. Between two texts that it explains, it waits for visitors' explanations.

    :param day: Name of the date column, if any.
    :param group: Name of the group column, if any.
    :param n_texts: Number of texts to explain, 0 for none.
    :param canceled: Setting it from any thread stops the work.
    :returns: Fractions done, 0 to 1, then the report; nothing more once canceled.
    :raises SentimotionError: If the work fails.
    """
    columns = ReportColumns(scored.columns.text, day, group, scored.columns.prefix)
    options = ReportOptions(columns, language, n_texts, scored.delimiter)

    def work(report: ProgressCallback) -> ReportFile:
        def report_and_give_way(done: int, total: int) -> None:
            report(done, total)
            if done % PROGRESS_OF_TEXT == 0:
                gives_way(canceled, _PATIENCE_S)

        report(0, 1)
        with TemporaryDirectory() as folder:
            path = write_upload(Path(folder), scored.name, scored.content)
            html = make_report(
                path,
                model.info,
                lambda: model,
                options,
                file_name=scored.name,
                on_progress=report_and_give_way,
            )
        return ReportFile(f"{Path(scored.name).stem}-report.html", html)

    return with_progress(work, canceled, gives_way=True)


def _free_prefix(columns: Sequence[str]) -> str:
    """A prefix for the added columns that avoids existing names (such as gold labels)."""
    added = [*(column.name for column in added_columns()), RAW]
    prefixes = ["", *(f"model{number}_" for number in ("", *range(2, 99)))]
    return next(prefix for prefix in prefixes if not {prefix + name for name in added} & set(columns))
