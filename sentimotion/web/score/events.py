"""Event handlers of the Score tab: each yields changes of the state. Does not import gradio."""

from base64 import b64decode
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from threading import Event as Flag
from typing import Any, Final

from sentimotion.errors import DataError, SentimotionError
from sentimotion.i18n.messages import Language
from sentimotion.model import SentimotionModel
from sentimotion.web.score.bounded_child import CallCanceled
from sentimotion.web.score.scoring import report_on, score
from sentimotion.web.score.state import Job, JobName, ScoreState
from sentimotion.web.score.upload import SmallFile, check_size, read_upload
from sentimotion.web.session.state import Change, Event, Handler, SavedFile

Changes = Iterator[Change[ScoreState]]
# Choices for the number of explained texts; limited, as the page has other visitors.
N_TEXTS: Final = (0, 20, 60)


class ScoreEvents:
    """The handlers.

    :param model: The model, shared by all visitors.
    :param language: Language of the report.
    """

    def __init__(self, model: SentimotionModel, language: Language) -> None:
        self.model, self.language = model, language

    def receive(self, _: ScoreState, event: Event) -> Changes:
        """Receive a file from the browser."""
        return _read(event, lambda canceled: read_upload(*_sent_file(event.data), canceled=canceled))

    def read_again(self, state: ScoreState, event: Event) -> Changes:
        """Read the file again, as the visitor says what its first row is."""
        file, (header,) = state.file, event.values
        if file is None:
            return iter(())
        return _read(event, lambda canceled: read_upload(file.name, file.content, bool(header), canceled))

    def choose(self, field: str) -> Handler[ScoreState]:
        """Return the handler for the choice of a column: ``column``, ``day`` or ``group``."""

        def chosen(_: ScoreState, event: Event) -> Changes:
            (value,) = event.values
            yield lambda now: replace(now, **{field: value})

        return chosen

    def begin(self, _: ScoreState, event: Event) -> Changes:
        """Show the click on Score immediately, as the work may be queued."""
        (column,) = event.values
        # Also forgets a late click on Stop, which was meant for the previous file.
        event.session.cancel("score", "report")
        yield lambda now: now.begun(column)

    def score(self, state: ScoreState, event: Event) -> Changes:
        """Score the file."""
        file = state.file
        if file is not None and state.score.status == "waiting":
            work = partial(score, self.model, file, str(state.column))
            yield from _work(event, "score", work)

    def begin_report(self, _: ScoreState, event: Event) -> Changes:
        """Show the click on Make the report immediately."""
        day, group = event.values
        event.session.cancel("report")
        yield lambda now: now.begun_report(day, group)

    def make_report(self, state: ScoreState, event: Event) -> Changes:
        """Make the report."""
        scored, (n_texts,) = state.score.result, event.values
        if scored is not None and state.report.status == "waiting":
            wanted = n_texts if n_texts in N_TEXTS else N_TEXTS[0]
            columns = (state.day or None, state.group or None)
            work = partial(report_on, self.model, scored, *columns, wanted, self.language)
            yield from _work(event, "report", work)

    def stop(self, name: JobName) -> Handler[ScoreState]:
        """Return the handler for a click on Stop."""

        def stopped(_: ScoreState, event: Event) -> Changes:
            event.session.stop(name)
            yield lambda now: now.with_job(name, Job.stopped)

        return stopped


def scored_file(state: ScoreState, _: Event) -> SavedFile | None:
    """The scored file for the browser to save."""
    scored = state.score.result
    return None if scored is None else SavedFile(scored.name, "application/octet-stream", scored.content)


def report_file(state: ScoreState, _: Event) -> SavedFile | None:
    """The report for the browser to save."""
    report = state.report.result
    if report is None:
        return None
    return SavedFile(report.name, "text/html", report.html.encode("utf-8", "backslashreplace"))


def _read(event: Event, read: Callable[[Flag], SmallFile]) -> Changes:
    """Read a file, unless the visitor leaves or chooses another before it is read."""
    event.session.cancel("score", "report")
    file, error = None, None
    with event.session.begin("read") as canceled:
        try:
            file = read(canceled)
        except CallCanceled:
            return
        except SentimotionError as found:
            error = found
    yield lambda now: now.received(file, error)


def _work(event: Event, name: JobName, work: Callable[[Flag], Iterator[Any]]) -> Changes:
    """The changes by the steps of a job and by its error, until it is canceled."""
    with event.session.begin(name) as canceled:

        def proceeded(now: ScoreState, step: Any) -> ScoreState:
            return now if canceled.is_set() else now.with_job(name, lambda job: job.after(step))

        try:
            for step in work(canceled):
                yield partial(proceeded, step=step)
        except SentimotionError as error:
            yield partial(proceeded, step=error)


def _sent_file(data: dict[str, Any]) -> tuple[str, bytes]:
    """Name and content of the file that the browser sent; untrusted.

    :raises SentimotionError: If it is too large, or there is no file.
    """
    name, content, size = (data.get(key) for key in ("name", "content", "size"))
    if isinstance(size, int):
        check_size(size)
    if not isinstance(name, str) or not isinstance(content, str):
        raise DataError("the event contains no file")
    # Four base64 characters are three bytes; too large content is not decoded.
    check_size(len(content) * 3 // 4 - 2)
    try:
        return name, b64decode(content, validate=True)
    except ValueError as error:
        raise DataError("the file was not transferred completely") from error
