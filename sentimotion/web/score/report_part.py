"""Build an opinion report of the scored file."""

from base64 import b64encode
from collections.abc import Iterator
from typing import Any, Final

import gradio as gr
from markupsafe import Markup

from sentimotion.errors import SentimotionError
from sentimotion.i18n.messages import Language, count, say
from sentimotion.model import SentimotionModel
from sentimotion.web.components.decision import render_error
from sentimotion.web.score.scoring import ReportFile, SmallScored, report_on
from sentimotion.web.score.views import render_line, render_progress
from sentimotion.web.session.background import Done, LatestWork
from sentimotion.web.session.events import EXPLANATIONS, QUIET, skip_if_empty

# Choices for the number of explained texts; limited, as the page has other visitors.
N_TEXTS: Final = (0, 20, 60)

Outcome = ReportFile | SentimotionError | str | None
"""The report, an error, or a message key."""


class ReportPart:
    """The report part; created within the tab.

    :param model: The model, shared by all visitors.
    """

    def __init__(self, model: SentimotionModel, language: Language) -> None:
        self.model = model
        self._work = LatestWork()
        self.introduction = gr.HTML(_introduction(language))
        with gr.Row(elem_id="score-report-ask"):
            self.day, self.group, self.words = (
                gr.Dropdown(choices, value=value, label=say(label, language), elem_id=name, filterable=False)
                for choices, value, label, name in (
                    (_columns(None, language), "", "score_date_column", "score-date"),
                    (_columns(None, language), "", "score_group_column", "score-group"),
                    (_numbers(language), N_TEXTS[0], "score_words", "score-words"),
                )
            )
        with gr.Row(elem_id="score-report-run-row"):
            self.run = gr.Button(say("score_report_run", language), elem_id="score-report-run", scale=0)
            self.stop = gr.Button(say("stop", language), visible=False, elem_id="score-report-stop", scale=0)
        self.status = gr.HTML("", elem_id="score-report-status")
        self.save = gr.Button(
            say("score_report_save", language), visible=False, variant="primary", elem_id="score-report-save"
        )
        self.outcome = gr.State(None, time_to_live=3600)
        self._shown = [self.run, self.stop, self.status, self.save]
        self.views: list[Any] = [self.introduction, self.day, self.group, self.words, *self._shown]
        self.states: list[Any] = [self.outcome]

    def wire(self, language: gr.Radio, scored: gr.State, saved: gr.JSON) -> None:
        """Register the events.

        :param language: The language switch of the page.
        :param scored: The state with the scored file.
        :param saved: The component that passes files to the browser.
        """
        quick: dict[str, Any] = {"queue": False, **QUIET}
        made = [self.outcome, self.status]
        self.run.click(self._wait, None, [*self._shown, self.outcome], **quick).then(
            skip_if_empty(self._make, made),
            [language, scored, self.day, self.group, self.words],
            made,
            **QUIET,
            **EXPLANATIONS,
        ).then(self._show, [language, self.outcome], self._shown, **quick)
        self.stop.click(self._stop, None, None, **quick)
        self.save.click(_report_file, self.outcome, saved, **quick).then(
            None, saved, None, js="sentimotion.saveBytes", **QUIET
        )

    def reset_after(self, event: Any, language: gr.Radio, scored: gr.State) -> None:
        """Clear the report and list the columns of the currently scored file.

        :param event: The event to follow.
        """
        event.then(
            self._reset,
            [language, scored],
            [self.day, self.group, *self._shown, self.outcome],
            queue=False,
            **QUIET,
        )

    def translate(self, language: Language, scored: SmallScored | None, outcome: Outcome) -> list[Any]:
        """Render the views in a language from the values of the states."""
        shown = self._show(language, outcome)
        if outcome == "score_report_running":
            shown[1:3] = [gr.update(value=say("stop", language)), gr.skip()]
            shown[0] = gr.update(value=say("score_report_run", language))
        columns = _columns(scored, language)
        return [
            _introduction(language),
            gr.update(label=say("score_date_column", language), choices=columns),
            gr.update(label=say("score_group_column", language), choices=columns),
            gr.update(label=say("score_words", language), choices=_numbers(language)),
            *shown,
        ]

    def _reset(self, request: gr.Request, language: Language, scored: SmallScored | None) -> list[Any]:
        self._work.cancel(request.session_hash)
        columns = gr.update(choices=_columns(scored, language), value="")
        return [columns, columns, *self._show(language, None), None]

    def _wait(self, request: gr.Request) -> list[Any]:
        # A late click on Stop was meant for the previous report.
        self._work.cancel(request.session_hash)
        return [
            gr.update(interactive=False),
            gr.update(visible=True),
            render_progress("score_report_waiting", 0.0),
            gr.update(visible=False),
            "score_report_running",
        ]

    def _make(
        self,
        request: gr.Request,
        language: Language,
        scored: SmallScored | None,
        day: str,
        group: str,
        n_texts: int,
    ) -> Iterator[list[Any]]:
        if scored is None:
            yield [None, gr.skip()]
            return
        wanted = n_texts if n_texts in N_TEXTS else N_TEXTS[0]
        with self._work.begin(request.session_hash) as canceled:
            try:
                for event in report_on(
                    self.model, scored, day or None, group or None, wanted, language, canceled
                ):
                    if isinstance(event, Done):
                        yield [event.result, gr.skip()]
                    else:
                        yield [gr.skip(), render_progress("score_report_running", event)]
                if canceled.stopped:
                    yield ["score_stopped", gr.skip()]
            except SentimotionError as error:
                yield [error, gr.skip()]

    def _stop(self, request: gr.Request) -> None:
        self._work.stop(request.session_hash)

    def _show(self, language: Language, outcome: Outcome) -> list[Any]:
        """Render everything while no work is running."""
        status = ""
        if isinstance(outcome, SentimotionError):
            status = render_error(outcome, language)
        elif isinstance(outcome, ReportFile):
            status = render_line("score_report_done", language, name=outcome.name)
        elif outcome == "score_stopped":
            status = render_line(outcome, language)
        return [
            gr.update(value=say("score_report_run", language), interactive=True),
            gr.update(value=say("stop", language), visible=False),
            status,
            gr.update(value=say("score_report_save", language), visible=isinstance(outcome, ReportFile)),
        ]


def _introduction(language: Language) -> Markup:
    title, lead = (say(f"score_report_{part}", language) for part in ("title", "lead"))
    return Markup('<div class="score-lead" lang="{}"><h2>{}</h2><p>{}</p></div>').format(
        language, title, lead
    )


def _columns(scored: SmallScored | None, language: Language) -> list[tuple[str, str]]:
    """Menu choices: no column, or one of the file's columns."""
    names = () if scored is None else scored.other_columns
    return [(say("score_no_column", language), ""), *((name, name) for name in names)]


def _numbers(language: Language) -> list[tuple[str, int]]:
    names = [say("score_n_words", language, count=count(number, language)) for number in N_TEXTS]
    return list(zip([say("score_no_words", language), *names[1:]], N_TEXTS, strict=True))


def _report_file(outcome: Outcome) -> dict[str, str] | None:
    """Create the report for the browser to save."""
    if not isinstance(outcome, ReportFile):
        return None
    content = b64encode(outcome.html.encode("utf-8", "backslashreplace")).decode("ascii")
    return {"name": outcome.name, "type": "text/html", "content": content}
