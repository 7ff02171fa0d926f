"""The Score tab: score a small file and build an opinion report of it."""

from base64 import b64decode, b64encode
from collections.abc import Iterator
from typing import Any, Final

import gradio as gr

from sentimotion.errors import DataError, SentimotionError
from sentimotion.i18n.messages import Language, say
from sentimotion.model import SentimotionModel
from sentimotion.web.components.decision import render_error
from sentimotion.web.score.bounded_child import CallCanceled
from sentimotion.web.score.browser_files import build_file_events
from sentimotion.web.score.report_part import ReportPart
from sentimotion.web.score.scoring import SmallScored, score
from sentimotion.web.score.upload import SmallFile, check_size, read_upload
from sentimotion.web.score.views import (
    render_choice,
    render_introduction,
    render_line,
    render_preview,
    render_progress,
    render_scored,
)
from sentimotion.web.session.background import Done, LatestWork
from sentimotion.web.session.event_data import event_value
from sentimotion.web.session.events import QUIET, skip_if_empty

# One file at a time over all visitors, separate from predictions, which must not wait for it.
_SCORING: Final[dict[str, Any]] = {"concurrency_id": "score", "concurrency_limit": 1}
# Each reads its file in a child process. Further uploads wait in Gradio's queue, not in its threads.
_READING: Final[dict[str, Any]] = {"concurrency_id": "read", "concurrency_limit": 2}
# Seconds after which a file is dropped, even if the page is still open.
KEPT_S: Final = 3600

Notice = SentimotionError | str | None
"""An error, or a message key."""


class ScoreTab:
    """The tab; must be created within the page's gr.Tabs.

    :param model: The model, shared by all visitors.
    """

    def __init__(self, model: SentimotionModel, language: Language) -> None:
        self.model = model
        self._work = LatestWork()
        self._reading = LatestWork()
        with gr.Tab(say("tab_score", language), id="score-tab") as self.tab:
            self.introduction = gr.HTML(render_introduction(language))
            self.choice = gr.HTML(render_choice(None, language), elem_id="score-choice")
            with gr.Row(visible=False, elem_id="score-ask") as self.ask:
                self.header = gr.Radio(
                    _header_choices(language),
                    label=say("score_header", language),
                    elem_id="score-header",
                    visible=False,
                )
                self.column = gr.Dropdown(
                    [], label=say("score_text_column", language), elem_id="score-column", filterable=False
                )
                self.run = gr.Button(say("score_run", language), variant="primary", elem_id="score-run")
                self.stop = gr.Button(say("stop", language), visible=False, elem_id="score-stop", scale=0)
            self.status = gr.HTML("", elem_id="score-status")
            with gr.Column(visible=False, elem_id="score-result") as self.result:
                self.shares = gr.HTML("")
                self.preview = gr.HTML("")
                self.save = gr.Button(say("score_save", language), elem_id="score-save", variant="primary")
                self.report = ReportPart(model, language)
            self.browser_events = build_file_events()
            self.saved = gr.JSON(visible="hidden")
            self.file = gr.State(None, time_to_live=KEPT_S)
            self.scored = gr.State(None, time_to_live=KEPT_S)
            self.notice = gr.State(None)
        self._shown = [self.choice, self.ask, self.run, self.stop, self.status, self.result]
        self._shown += [self.shares, self.preview]
        self._fixed = [self.tab, self.introduction, self.header, self.column, self.save]
        self.views: list[Any] = [*self._fixed, *self._shown, *self.report.views]
        self._held = [self.file, self.scored, self.notice]
        self.states: list[Any] = [*self._held, *self.report.states]

    def wire(self, language: gr.Radio) -> None:
        """Register the events; ``language`` is the language switch of the page."""
        quick: dict[str, Any] = {"queue": False, **QUIET}
        show: dict[str, Any] = {
            "fn": self._show,
            "inputs": [language, *self._held],
            "outputs": self._shown,
            **quick,
        }
        # A new file clears the results of the previous one.
        received = self.browser_events.file(
            self._receive, None, [*self._held, self.column, self.header], **QUIET, **_READING
        )
        answered = self.header.input(
            self._read_again,
            [self.file, self.header],
            [*self._held, self.column, self.header],
            **QUIET,
            **_READING,
        )
        answered.then(**show)
        self.report.reset_after(answered, language, self.scored)
        shown = received.then(**show)
        # After success or failure, as otherwise no file could be chosen anymore.
        for end in (shown.then, shown.failure, received.failure):
            end(None, None, None, js="sentimotion.fileReceived", **QUIET)
        self.report.reset_after(received, language, self.scored)
        scoring = [self.scored, self.notice, self.status]
        begun = self.run.click(
            self._wait, None, [self.run, self.stop, self.status, self.result, self.scored], **quick
        )
        finished = begun.then(
            skip_if_empty(self._score, scoring), [self.file, self.column], scoring, **QUIET, **_SCORING
        ).then(**show)
        self.report.reset_after(finished, language, self.scored)
        self.stop.click(self._stop, None, None, **quick)
        self.save.click(_scored_file, self.scored, self.saved, **quick).then(
            None, self.saved, None, js="sentimotion.saveBytes", **QUIET
        )
        self.report.wire(language, self.scored, self.saved)

    def translate(self, language: Language, *held: Any) -> list[Any]:
        """Render the views in a language from the values of the states; one update per view, in order."""
        file, scored, notice, *report = held
        shown = self._show(language, file, scored, notice)
        if notice == "score_waiting":
            # While running, progress is shown in both languages.
            shown[2:6] = [gr.update(value=say("score_run", language)), gr.update(), gr.skip(), gr.skip()]
        return [
            gr.update(label=say("tab_score", language)),
            render_introduction(language),
            gr.update(label=say("score_header", language), choices=_header_choices(language)),
            gr.update(label=say("score_text_column", language)),
            gr.update(value=say("score_save", language)),
            *shown,
            *self.report.translate(language, scored, *report),
        ]

    def _receive(self, request: gr.Request, event: gr.EventData) -> list[Any]:
        """Receive a file from the browser; the data is untrusted."""
        self._work.cancel(request.session_hash)
        name, content, size = (event_value(event, key) for key in ("name", "content", "size"))
        try:
            if isinstance(size, int):
                check_size(size)
            if not isinstance(name, str) or not isinstance(content, str):
                raise DataError("the event contains no file")
            return self._read(request, name, _bytes_of(content))
        except SentimotionError as error:
            return _refused(error)

    def _read_again(self, request: gr.Request, file: SmallFile | None, header: bool) -> list[Any]:
        """Read the file again as the visitor says what its first row is."""
        if file is None:
            return [gr.skip()] * 5
        return self._read(request, file.name, file.content, bool(header))

    def _read(self, request: gr.Request, name: str, content: bytes, header: bool | None = None) -> list[Any]:
        """Read a file, unless the visitor leaves or chooses another before it is read."""
        with self._reading.begin(request.session_hash) as canceled:
            try:
                return _received(read_upload(name, content, header, canceled))
            except CallCanceled:
                return [gr.skip()] * 5
            except SentimotionError as error:
                return _refused(error)

    def leave(self, request: gr.Request) -> None:
        """End the reading and the scoring of a session that has ended."""
        self._reading.cancel(request.session_hash)
        self._work.cancel(request.session_hash)

    def _wait(self, request: gr.Request) -> list[Any]:
        """Show the click immediately, as the work may be queued."""
        # A late click on Stop was meant for the previous file.
        self._work.cancel(request.session_hash)
        return [
            gr.update(interactive=False),
            gr.update(visible=True),
            render_progress("score_waiting", 0.0),
            gr.update(visible=False),
            None,
        ]

    def _score(self, request: gr.Request, file: SmallFile | None, column: str) -> Iterator[list[Any]]:
        if file is None:
            return
        with self._work.begin(request.session_hash) as canceled:
            try:
                for event in score(self.model, file, str(column), canceled):
                    if isinstance(event, Done):
                        yield [event.result, None, gr.skip()]
                    else:
                        yield [gr.skip(), "score_waiting", render_progress("score_running", event)]
                if canceled.stopped:
                    yield [None, "score_stopped", gr.skip()]
            except SentimotionError as error:
                yield [None, error, gr.skip()]

    def _stop(self, request: gr.Request) -> None:
        self._work.stop(request.session_hash)

    def _show(
        self, language: Language, file: SmallFile | None, scored: SmallScored | None, notice: Notice
    ) -> list[Any]:
        """Render everything while no work is running."""
        status = ""
        if isinstance(notice, SentimotionError):
            status = render_error(notice, language)
        elif notice == "score_stopped":
            status = render_line(notice, language)
        return [
            render_choice(file, language),
            gr.update(visible=file is not None),
            gr.update(value=say("score_run", language), interactive=True),
            gr.update(value=say("stop", language), visible=False),
            status,
            gr.update(visible=scored is not None),
            "" if scored is None else render_scored(scored, language),
            "" if scored is None else render_preview(scored, language),
        ]


def _received(file: SmallFile) -> list[Any]:
    """The states, the column and the question about the header for a file that was read."""
    column = gr.update(choices=list(file.text_columns), value=file.text_column)
    return [file, None, None, column, gr.update(visible=file.is_header_doubtful, value=file.header)]


def _refused(error: SentimotionError) -> list[Any]:
    return [None, None, error, gr.update(choices=[], value=None), gr.update(visible=False)]


def _header_choices(language: Language) -> list[tuple[str, bool]]:
    return [(say("score_header_row", language), False), (say("score_header_names", language), True)]


def _bytes_of(content: str) -> bytes:
    """Decode the file content sent by the browser.

    :raises DataError: If it is not valid base64.
    """
    # Four base64 characters are three bytes; too large content is not decoded.
    check_size(len(content) * 3 // 4 - 2)
    try:
        return b64decode(content, validate=True)
    except ValueError as error:
        raise DataError("the file was not transferred completely") from error


def _scored_file(scored: SmallScored | None) -> dict[str, str] | None:
    """Create the scored file for the browser to save."""
    if scored is None:
        return None
    content = b64encode(scored.content).decode("ascii")
    return {"name": scored.name, "type": "application/octet-stream", "content": content}
