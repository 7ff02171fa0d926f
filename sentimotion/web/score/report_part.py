"""The part of the Score tab that makes an opinion report of the scored file."""

from collections.abc import Iterable
from typing import Any, Final

import gradio as gr

from sentimotion.i18n.messages import Language, count, say
from sentimotion.templating import render_template
from sentimotion.web.components.menu import Menu
from sentimotion.web.components.visible_if import visible_if
from sentimotion.web.score.events import N_TEXTS, ScoreEvents, report_file
from sentimotion.web.score.job_views import job_views
from sentimotion.web.score.state import ScoreState
from sentimotion.web.session.events import TabEvents
from sentimotion.web.session.state import View

# One at a time, beside explanations, for which it waits between two texts.
_REPORTS: Final[dict[str, Any]] = {"concurrency_id": "report", "concurrency_limit": 1}


class ReportPart:
    """The report part; created within the tab."""

    def __init__(self, language: Language) -> None:
        gr.HTML(render_template("web/score/report_introduction.html", language=language))
        with gr.Row(elem_id="score-report-ask"):
            self.day = Menu([], label=say("score_date_column", language), elem_id="score-date")
            self.group = Menu([], label=say("score_group_column", language), elem_id="score-group")
            numbers, label = _numbers(language), say("score_words", language)
            self.words = Menu(numbers, value=N_TEXTS[0], label=label, elem_id="score-words")
        with gr.Row(elem_id="score-report-run-row"):
            self.run = gr.Button(say("score_report_run", language), elem_id="score-report-run", scale=0)
            self.stop = gr.Button(say("stop", language), elem_id="score-report-stop", scale=0)
        self.status = gr.HTML(elem_id="score-report-status")
        save = say("score_report_save", language)
        self.save = gr.Button(save, variant="primary", elem_id="score-report-save")

    def views(self) -> Iterable[View[ScoreState]]:
        """The components that depend on the state."""
        yield View(self.day, _show_columns, lambda state: (state.other_columns(), state.day))
        yield View(self.group, _show_columns, lambda state: (state.other_columns(), state.group))
        yield from job_views("report", "score_report", self.run, self.stop, self.status)
        yield visible_if(self.save, lambda state: state.report.result is not None)

    def wire(self, events: TabEvents[ScoreState], handlers: ScoreEvents) -> None:
        """Register the events."""
        make = events.run(handlers.make_report, [self.words]) | _REPORTS
        self.run.click(**events.run(handlers.begin_report, [self.day, self.group], at_once=True)).then(**make)
        self.stop.click(**events.run(handlers.stop("report"), at_once=True))
        for name, menu in (("day", self.day), ("group", self.group)):
            menu.input(**events.run(handlers.choose(name), [menu], at_once=True, besides=[menu]))
        events.save(self.save.click, report_file, queue=False)


def _columns(language: Language, names: Iterable[str]) -> list[tuple[str, str]]:
    """Menu choices: no column, or one of the file's columns."""
    return [(say("score_no_column", language), ""), *((name, name) for name in names)]


def _numbers(language: Language) -> list[tuple[str, int]]:
    names = [say("score_n_words", language, count=count(number, language)) for number in N_TEXTS]
    return list(zip([say("score_no_words", language), *names[1:]], N_TEXTS, strict=True))


def _show_columns(language: Language, names: Iterable[str], chosen: str) -> Any:
    return gr.update(choices=_columns(language, names), value=chosen)
