"""The Score tab: score a small file and build an opinion report of it."""

from collections.abc import Iterable
from typing import Any, Final

import gradio as gr

from sentimotion.i18n.messages import Language, say
from sentimotion.model import SentimotionModel
from sentimotion.web.components.browser_events import forwarded_events
from sentimotion.web.components.menu import Choices, Menu
from sentimotion.web.components.visible_if import visible_if
from sentimotion.web.score.events import ScoreEvents, scored_file
from sentimotion.web.score.job_views import job_views
from sentimotion.web.score.report_part import ReportPart
from sentimotion.web.score.state import ScoreState
from sentimotion.web.score.upload import SmallFile
from sentimotion.web.score.views import (
    render_choice,
    render_introduction,
    render_preview,
    render_scored,
)
from sentimotion.web.session.events import LAST, QUIET, TabEvents
from sentimotion.web.session.session import Sessions
from sentimotion.web.session.state import View, shown

# One file at a time over all visitors, separate from predictions, which must not wait for it.
_SCORING: Final[dict[str, Any]] = {"concurrency_id": "score", "concurrency_limit": 1}
# Each reads its file in a child process. Further uploads wait in Gradio's queue, not in its threads.
_READING: Final[dict[str, Any]] = {"concurrency_id": "read", "concurrency_limit": 2}
# Seconds after the last change of the state after which it is dropped, even if the page is still open.
KEPT_S: Final = 3600


class ScoreTab:
    """The Score tab; must be created within the page's gr.Tabs.

    :param model: The model, shared by all visitors.
    :param sessions: The visitors' sessions.
    """

    def __init__(self, model: SentimotionModel, sessions: Sessions, language: Language) -> None:
        self.handlers = ScoreEvents(model, language)
        with gr.Tab(say("tab_score", language), id="score-tab") as self.tab:
            gr.HTML(render_introduction(language))
            self.choice = gr.HTML(elem_id="score-choice")
            with gr.Row(elem_id="score-ask") as self.ask:
                self.header = Choices(
                    [(say("score_header_row", language), False), (say("score_header_names", language), True)],
                    label=say("score_header", language),
                    elem_id="score-header",
                )
                self.column = Menu([], label=say("score_text_column", language), elem_id="score-column")
                self.run = gr.Button(say("score_run", language), variant="primary", elem_id="score-run")
                self.stop = gr.Button(say("stop", language), elem_id="score-stop", scale=0)
            self.status = gr.HTML(elem_id="score-status")
            with gr.Column(elem_id="score-result") as self.result:
                self.shares, self.preview = gr.HTML(), gr.HTML()
                self.save = gr.Button(say("score_save", language), elem_id="score-save", variant="primary")
                self.report = ReportPart(language)
            # Not gr.File: its text is not translated to Bangla, and uploads stay on the server's disk.
            self.browser_events = forwarded_events(js_on_load='sentimotion.forwardFiles(trigger, "file")')
            views = [*self._views(), *self.report.views()]
            self.events = TabEvents(sessions, language, ScoreState(), views, KEPT_S)

    def _views(self) -> Iterable[View[ScoreState]]:
        """The components that depend on the state, but for those of the report."""
        yield View(
            self.choice, lambda language, file: render_choice(file, language), lambda state: (state.file,)
        )
        yield visible_if(self.ask, lambda state: state.file is not None)
        yield View(self.header, _show_header, lambda state: (state.file,))
        yield View(self.column, _show_column, lambda state: (state.file, state.column))
        yield from job_views("score", "score", self.run, self.stop, self.status)
        yield visible_if(self.result, lambda state: state.score.result is not None)
        for component, render in ((self.shares, render_scored), (self.preview, render_preview)):
            yield View(component, shown(render), lambda state: (state.score.result,))

    def wire(self) -> None:
        """Register the events."""
        events, handlers = self.events, self.handlers
        received = self.browser_events.file(
            **events.run(handlers.receive, starts_anew=True, sends_data=True) | _READING
        )
        # After success or failure, as otherwise no file could be chosen anymore.
        for end in (received.then, received.failure):
            end(None, None, None, js="sentimotion.fileReceived", **QUIET)
        header, column = [self.header], [self.column]
        self.header.input(**events.run(handlers.read_again, header, besides=header) | LAST | _READING)
        self.column.input(**events.run(handlers.choose("column"), column, at_once=True, besides=column))
        self.run.click(**events.run(handlers.begin, column, at_once=True)).then(
            **events.run(handlers.score) | _SCORING
        )
        self.stop.click(**events.run(handlers.stop("score"), at_once=True))
        events.save(self.save.click, scored_file, queue=False)
        self.report.wire(events, handlers)


def _show_header(_: Language, file: SmallFile | None) -> Any:
    """The question about the first row of the file, if it is doubtful."""
    if file is None:
        return gr.update(visible=False)
    return gr.update(visible=file.is_header_doubtful, value=file.header)


def _show_column(_: Language, file: SmallFile | None, column: str | None) -> Any:
    choices = [] if file is None else [(name, name) for name in file.text_columns]
    return gr.update(choices=choices, value=column)
