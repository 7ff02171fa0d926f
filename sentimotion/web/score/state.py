"""What a visitor sees of the Score tab, and how each event changes it. Does not import gradio."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from secrets import token_hex
from typing import Any, Generic, Literal, Self, TypeVar

from sentimotion.errors import FileExpired, SentimotionError
from sentimotion.web.score.scoring import ReportFile, SmallScored
from sentimotion.web.score.upload import SmallFile
from sentimotion.web.session.state import TabState

T = TypeVar("T")
JobName = Literal["score", "report"]
Status = SentimotionError | Literal["waiting", "stopped"] | float | None
"""Waiting for other visitors' work, progress (0 to 1), stopped, or why it failed."""


@dataclass(frozen=True, slots=True)
class Job(Generic[T]):
    """Work on a file."""

    status: Status = None
    result: T | None = None

    @property
    def is_running(self) -> bool:
        """Whether it is waiting or going on."""
        return self.status == "waiting" or isinstance(self.status, float)

    def after(self, step: float | SentimotionError | T) -> "Job[T]":
        """After progress, the result or an error."""
        return Job(step) if isinstance(step, float | SentimotionError) else Job(None, step)

    def stopped(self) -> "Job[T]":
        """After the visitor stopped it; unchanged if it is not running."""
        return Job("stopped") if self.is_running else self


@dataclass(frozen=True, slots=True)
class ScoreState(TabState):
    """The state of the tab.

    :param file: The chosen file.
    :param column: Its column with the texts, as the visitor chose it; untrusted.
    :param score: The scoring of the file; without a file, why there is none.
    :param day: The column with dates for the report, empty for none, and
    :param group: the column with groups, as the visitor chose them; untrusted.
    :param report: The report of the scored file.
    """

    file: SmallFile | None = None
    column: str | None = None
    score: Job[SmallScored] = Job()
    day: str = ""
    group: str = ""
    report: Job[ReportFile] = Job()

    def job(self, name: JobName) -> Job[Any]:
        """The job of a name."""
        return self.score if name == "score" else self.report

    def other_columns(self) -> tuple[str, ...]:
        """Columns that the report can be by."""
        return () if self.score.result is None else self.score.result.other_columns

    def received(self, file: SmallFile | None, error: SentimotionError | None = None) -> "ScoreState":
        """A new file, or why there is none; nothing of the previous one is left."""
        column = None if file is None else file.text_column
        return ScoreState(token_hex(8), file, column, Job(error))

    def lost(self) -> SentimotionError:
        """The error of an event about a file that the server no longer has."""
        return FileExpired("the server no longer has the file; choose it again")

    def failed(self, error: SentimotionError) -> "ScoreState":
        """The state after an event failed; no file is chosen if the server has lost it."""
        if isinstance(error, FileExpired):
            return self.received(None, error)
        name: JobName = "report" if self.report.is_running else "score"
        return self.with_job(name, lambda job: replace(job, status=error))

    def begun(self, column: str | None) -> "ScoreState":
        """The file is about to be scored; nothing of an earlier result is left."""
        status: Status = None if self.file is None else "waiting"
        return ScoreState(self.turn, self.file, column, Job(status))

    def begun_report(self, day: str, group: str) -> Self:
        """The report is about to be made."""
        status: Status = None if self.score.result is None else "waiting"
        return replace(self, day=day, group=group, report=Job(status))

    def with_job(self, name: JobName, change: Callable[[Job[Any]], Job[Any]]) -> Self:
        """Another state of a job."""
        job = change(self.job(name))
        return replace(self, score=job) if name == "score" else replace(self, report=job)
