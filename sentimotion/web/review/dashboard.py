"""The dashboard of the Review tab: figures, the texts behind them, thresholds, and export."""

from base64 import b64encode
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

import gradio as gr
from markupsafe import Markup

from sentimotion.errors import SentimotionError
from sentimotion.i18n.messages import Language, say
from sentimotion.templating import render_template
from sentimotion.web.components.decision import render_error
from sentimotion.web.review.confusion_cell import CellName, render_cell, shown_items
from sentimotion.web.review.figures import render_figures
from sentimotion.web.review.threshold_curve import WANTED, render_curves, render_wanted
from sentimotion.web.score.views import render_line
from sentimotion.web.session.event_data import event_value, whole_number
from sentimotion.web.session.events import LAST, QUIET

if TYPE_CHECKING:
    from sentimotion.review.figures.figures import Figures, Stage
    from sentimotion.review.store.store import Store

STAGES: Final = ("final", "before")
# Figures are computed one request at a time, as they keep a core busy.
_FIGURES: Final[dict[str, Any]] = {"concurrency_id": "review-figures", "concurrency_limit": 1}
_ENDINGS: Final = {
    "csv": "csv",
    "jsonl": "jsonl",
    "parquet": "parquet",
    "label-studio": "label-studio.json",
    "argilla": "argilla.jsonl",
}


@dataclass(frozen=True, slots=True)
class ProjectFigures:
    """The figures of a project, as shown on the dashboard."""

    project: str
    figures: "Figures"


DashboardState = ProjectFigures | SentimotionError | None
Opened = tuple[str, CellName] | None
"""Project and cell whose texts are open; separate from the figures, which may be recomputed meanwhile."""


class Dashboard:
    """The dashboard; created within the tab.

    :param store: The review store, shared by all visitors.
    """

    def __init__(self, store: "Store", language: Language) -> None:
        self.store = store
        with gr.Column(elem_id="review-lead"):
            with gr.Row(elem_id="review-lead-ask"):
                self.stage = gr.Radio(
                    _stage_names(language),
                    value=STAGES[0],
                    label=say("review_stage", language),
                    elem_id="review-stage",
                )
                self.refresh = gr.Button(say("review_refresh", language), elem_id="review-refresh", scale=0)
            self.figures = gr.HTML(render_line("review_computing", language), elem_id="review-figures")
            self.items = gr.HTML("")
            self.slider = gr.HTML(render_wanted(WANTED, language))
            self.curves = gr.HTML("")
            self.files = gr.HTML(_files(language))
            self.browser_events = gr.HTML(
                "",
                js_on_load='sentimotion.forwardDashboard(trigger, "wanted", "cell", "export")',
                elem_classes="browser-events",
            )
            self.saved = gr.JSON(visible="hidden")
            self.state = gr.State(None, time_to_live=3600)
            self.opened = gr.State(None, time_to_live=3600)
            self.wanted = gr.State(WANTED)
            self.percent, self.cell = gr.Textbox(visible="hidden"), gr.Textbox(visible="hidden")
        self._shown = [self.figures, self.curves]
        self.views: list[Any] = [self.stage, self.refresh, self.slider, self.files, *self._shown, self.items]
        self.states: list[Any] = [self.state, self.opened, self.wanted]

    def wire(self, language: gr.Radio, project: gr.Dropdown, part: gr.Radio) -> None:
        """Register the events.

        :param language: The language switch of the page.
        :param project: The project selector.
        :param part: The selector of the visible part; figures are computed when the dashboard is visible.
        """
        counted: dict[str, Any] = {
            "fn": self._count,
            "inputs": [language, part, project, self.stage, self.wanted],
            "outputs": [self.state, *self._shown],
            **QUIET,
            **LAST,
            **_FIGURES,
        }
        opened: dict[str, Any] = {
            "fn": self._show_items,
            "inputs": [language, self.state, self.opened],
            "outputs": self.items,
            "queue": False,
            **QUIET,
            **LAST,
        }
        quick: dict[str, Any] = {"queue": False, **QUIET, **LAST}
        gr.on([part.input, project.input, self.stage.input, self.refresh.click], **counted).then(**opened)
        moved = self.browser_events.wanted(
            _wanted_precision,
            [self.percent, self.wanted],
            self.wanted,
            js="sentimotion.wantedPrecision",
            **quick,
        )
        moved.then(**counted).then(**opened)
        self.browser_events.cell(
            _open, [self.cell, self.state], self.opened, js="sentimotion.pressedCell", **quick
        ).then(**opened)
        self.browser_events.export(self._export, project, self.saved, **QUIET, **_FIGURES).then(
            None, self.saved, None, js="sentimotion.saveBytes", **QUIET
        )

    def translate(
        self, language: Language, state: DashboardState, opened: Opened, wanted: float
    ) -> list[Any]:
        """Render the views in a language; one update per view, in order."""
        return [
            gr.update(label=say("review_stage", language), choices=_stage_names(language)),
            gr.update(value=say("review_refresh", language)),
            render_wanted(wanted, language),
            _files(language),
            *self._show(language, state),
            self._show_items(language, state, opened),
        ]

    def _count(
        self, language: Language, part: str, project: str | None, stage: "Stage", wanted: float
    ) -> list[Any]:
        """Recompute all figures from the current decisions."""
        from sentimotion.review.figures.figures import project_figures

        if part != "lead":
            return [gr.skip()] * (1 + len(self._shown))
        state: DashboardState
        try:
            contents = self.store.contents(project or "")
            figures = project_figures(contents, stage=stage, wanted_precision=wanted)
            state = ProjectFigures(contents.project.name, figures)
        except SentimotionError as error:
            state = error
        return [state, *self._show(language, state)]

    @staticmethod
    def _show(language: Language, state: DashboardState) -> list[str]:
        if state is None:
            return [render_line("review_computing", language), ""]
        if isinstance(state, SentimotionError):
            return [render_error(state, language), ""]
        return [render_figures(state.figures, language), render_curves(state.figures, language)]

    def _show_items(self, language: Language, state: DashboardState, opened: Opened) -> str:
        """Render the texts of the open cell, if it belongs to these figures."""
        if opened is None or not isinstance(state, ProjectFigures) or opened[0] != state.project:
            return ""
        try:
            contents = self.store.contents(state.project, shown_items(opened[1], state.figures))
        except SentimotionError as error:
            return render_error(error, language)
        return render_cell(opened[1], state.figures, contents, language)

    def _export(self, event: gr.EventData, project: str | None) -> dict[str, str] | None:
        """Create the export of a project's decisions for the browser to save."""
        from sentimotion.review.exchange.exporting import export

        kind = event_value(event, "format")
        if not project or kind not in _ENDINGS:
            return None
        contents = self.store.contents(project)
        with TemporaryDirectory() as folder:
            path = Path(folder) / "export"
            export(contents, path, kind)
            content = path.read_bytes()
        return {
            # Project names may contain characters that file names must not.
            "name": f"{project.replace('/', '-').replace(chr(92), '-')}.{_ENDINGS[kind]}",
            "type": "application/octet-stream",
            "content": b64encode(content).decode("ascii"),
        }


def _open(value: str | None, state: DashboardState) -> Opened:
    """The requested cell; None closes the open one."""
    name = CellName.of(value)
    return (state.project, name) if name is not None and isinstance(state, ProjectFigures) else None


def _wanted_precision(value: str | None, before: float) -> float:
    """The slider's wanted precision, in percent."""
    percent = whole_number(value)
    return before if percent is None or percent > 100 else percent / 100


def _stage_names(language: Language) -> list[tuple[str, str]]:
    return [(say(f"review_stage_{stage}", language), stage) for stage in STAGES]


def _files(language: Language) -> Markup:
    return render_template("web/review/exports.html", language=language, formats=_ENDINGS)
