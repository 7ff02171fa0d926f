"""The dashboard of the Review tab: figures, the texts behind them, thresholds, and export."""

from collections.abc import Iterable
from typing import Any, Final

import gradio as gr
from markupsafe import Markup

from sentimotion.errors import SentimotionError
from sentimotion.i18n.messages import Language, say
from sentimotion.templating import render_template
from sentimotion.web.components.browser_events import forwarded_events
from sentimotion.web.components.decision import render_error, render_notice
from sentimotion.web.components.menu import Choices, Menu
from sentimotion.web.review.confusion_cell import render_cell
from sentimotion.web.review.events import ENDINGS, ReviewEvents
from sentimotion.web.review.figures import render_curves, render_figures, render_wanted
from sentimotion.web.review.state import CellTexts, ProjectFigures, ReviewState
from sentimotion.web.session.events import LAST, TabEvents
from sentimotion.web.session.state import View, shown

STAGES: Final = ("final", "before")
# Figures are computed one request at a time, as they keep a core busy.
_FIGURES: Final[dict[str, Any]] = {"concurrency_id": "review-figures", "concurrency_limit": 1}


class Dashboard:
    """The dashboard; created within the tab."""

    def __init__(self, language: Language) -> None:
        with gr.Column(elem_id="review-lead"):
            with gr.Row(elem_id="review-lead-ask"):
                self.stage = Choices(
                    [(say(f"review_stage_{stage}", language), stage) for stage in STAGES],
                    value=STAGES[0],
                    label=say("review_stage", language),
                    elem_id="review-stage",
                )
                self.refresh = gr.Button(say("review_refresh", language), elem_id="review-refresh", scale=0)
            self.figures = gr.HTML(elem_id="review-figures")
            self.items, self.slider, self.curves = gr.HTML(), gr.HTML(), gr.HTML()
            gr.HTML(render_template("web/review/exports.html", language=language, formats=ENDINGS))
            self.browser_events = forwarded_events(
                js_on_load='sentimotion.forwardDashboard(trigger, "wanted", "cell", "export")'
            )
            self.percent, self.cell = gr.Textbox(visible="hidden"), gr.Textbox(visible="hidden")

    def views(self) -> Iterable[View[ReviewState]]:
        """The components that depend on the state."""
        yield View(self.slider, shown(render_wanted), lambda state: (state.wanted,))
        yield View(self.figures, _show_figures, lambda state: (state.figures,))
        yield View(self.curves, _show_curves, lambda state: (state.figures,))
        yield View(self.items, _show_texts, lambda state: (state.texts,))

    def wire(
        self,
        events: TabEvents[ReviewState],
        handlers: ReviewEvents,
        project: Menu,
        part: Choices,
    ) -> None:
        """Register the events.

        :param project: The project selector.
        :param part: The selector of the visible part; figures are computed when the dashboard is visible.
        """
        count: dict[str, Any] = {
            **events.run(handlers.count, [part, project, self.stage], starts_anew=True),
            **LAST,
            **_FIGURES,
        }
        load: dict[str, Any] = {**events.run(handlers.load_texts, at_once=True), **LAST}
        want = events.run(
            handlers.want, [self.percent], starts_anew=True, at_once=True, besides=[self.slider]
        )
        open_cell = events.run(handlers.open_cell, [self.cell], at_once=True)
        gr.on([part.input, project.input, self.stage.input, self.refresh.click], **count).then(**load)
        wanted = self.browser_events.wanted(**want, js="sentimotion.wantedPrecision", **LAST)
        wanted.then(**count).then(**load)
        self.browser_events.cell(**open_cell, js="sentimotion.pressedCell", **LAST).then(**load)
        export = self.browser_events.export
        events.save(export, handlers.export, [project], starts_anew=True, **_FIGURES)


def _show_figures(language: Language, figures: ProjectFigures | SentimotionError | None) -> Markup:
    if figures is None:
        return render_notice("review_computing", language)
    if isinstance(figures, SentimotionError):
        return render_error(figures, language)
    return render_figures(figures.figures, language)


def _show_curves(language: Language, figures: ProjectFigures | SentimotionError | None) -> str:
    return render_curves(figures.figures, language) if isinstance(figures, ProjectFigures) else ""


def _show_texts(language: Language, texts: CellTexts | SentimotionError | None) -> str:
    if isinstance(texts, SentimotionError):
        return render_error(texts, language)
    return "" if texts is None else render_cell(texts.name, texts.figures, texts.contents, language)
