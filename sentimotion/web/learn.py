"""The tab learn: a walk of six steps on a sentence of the visitor's own, then a quiz."""

import json
from collections.abc import Iterator
from typing import Any, Final

import gradio as gr

from sentimotion.errors import SentimotionError
from sentimotion.labels import HEADS, Head
from sentimotion.model import SentimotionModel
from sentimotion.web.learn_panels import StepPanels
from sentimotion.web.lesson import STEPS, Lesson, Step, begin, explore, predicted
from sentimotion.web.progress import LatestWork
from sentimotion.web.quiz import Quiz
from sentimotion.web.strings import Language, count, head_name, say
from sentimotion.web.tabs import EXPLANATIONS, LAST, PREDICTIONS, QUIET, never_silent
from sentimotion.web.views import render_error

EXAMPLE: Final = "ট্রেন তিন ঘণ্টা দেরি করল, তবু পাহাড়ে পৌঁছে মনটা আনন্দে ভরে গেল।"
# Who turned a page by its button goes on at the new page's heading, unless he is elsewhere already. What was
# answered is drawn some frames later.
_TO_HEADING: Final = """() => {
  const until = performance.now() + 3000;
  const look = () => {
    const at = document.activeElement;
    if (!(at === document.body || at.closest("#learn-turn"))) return;
    const step = document.querySelector("#learn-steps input:checked").value;
    const heading = document.querySelector(`#learn-panels [data-step="${step}"] h2`);
    if (heading && heading.checkVisibility({visibilityProperty: true})) {
      heading.focus({preventScroll: true});
      document.querySelector("#learn-steps").scrollIntoView({block: "nearest"});
    } else if (performance.now() < until) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}"""
# In the browser, so that no press is lost while an answer is on its way.
_TURN: Final = (
    f"(step) => {{{{ const steps = {json.dumps(STEPS)};"
    " return steps[Math.min(Math.max(steps.indexOf(step) + {by}, 0), steps.length - 1)]; }}"
)
# Arrow keys turn the pages: on the steps (Gradio gives each of its radio buttons a group of its own, which
# leaves the arrows dead), on the buttons, and on the heading that one comes to by them.
_ARROWS: Final = """() => {
  if (window.lessonTurnsByArrows) return;
  window.lessonTurnsByArrows = true;
  document.addEventListener("keydown", (event) => {
    const button = {ArrowRight: "#learn-next", ArrowLeft: "#learn-back"}[event.key];
    if (!button || event.altKey || event.ctrlKey || event.metaKey || event.defaultPrevented) return;
    if (!event.target.closest("#learn-steps, #learn-turn, #learn-panels h2")) return;
    event.preventDefault();
    document.querySelector(button).click();
  });
}"""


class LearnTab:
    """The lesson."""

    def __init__(self, model: SentimotionModel, language: Language) -> None:
        self.model = model
        self._work, self._arrivals = LatestWork(), LatestWork()
        lesson = begin(model, EXAMPLE)
        with gr.Tab(say("tab_learn", language), id="learn-tab") as self.tab:
            with gr.Row(elem_id="learn-ask"):
                self.text = gr.Textbox(
                    EXAMPLE,
                    label=say("learn_text", language),
                    lines=1,
                    max_lines=6,
                    elem_id="learn-text",
                    scale=5,
                    html_attributes=gr.InputHTMLAttributes(lang="bn", spellcheck=False, autocomplete="off"),
                )
                self.use = gr.Button(say("learn_use", language), elem_id="learn-use", scale=1, min_width=200)
            self.step = gr.Radio(
                _step_names(language),
                value=STEPS[0],
                label=say("learn_steps", language),
                container=False,
                show_label=False,
                elem_id="learn-steps",
            )
            self.head = gr.Radio(
                _head_names(language),
                value=HEADS[0],
                label=say("learn_head", language),
                elem_id="learn-head",
            )
            self.notice = gr.HTML("", elem_id="learn-notice", visible=False)
            self.panels = StepPanels(model, lesson, language)
            with gr.Row(elem_id="learn-turn"):
                self.back = gr.Button(
                    say("learn_back", language), elem_id="learn-back", interactive=False, min_width=120
                )
                self.onward = gr.Button(
                    say("learn_next", language), elem_id="learn-next", variant="primary", min_width=120
                )
            # Within the tab: gr.Tabs counts its children, and a stray one makes it draw a tab twice.
            self.lesson = gr.State(lesson)
        # What an explanation shows, and what every turn shows anew; of the rest only names are translated.
        self._explained = [self.notice, *self.panels.views]
        self._turned = [self.head, self.back, self.onward, *self._explained]
        self.views: list[Any] = [
            self.tab,
            self.text,
            self.use,
            self.step,
            *self.panels.thresholds,
            *self._turned,
        ]
        self.states: list[Any] = [
            self.lesson,
            self.step,
            self.head,
            self.panels.quiz.state,
            *self.panels.thresholds,
        ]

    def wire(self, language: gr.Radio) -> None:
        """Set up the tab's own events; language is the page's switch."""
        arrive: dict[str, Any] = {
            "fn": self._arrive,
            "inputs": [self.text, language, *self.states],
            "outputs": [self.lesson, self.panels.quiz.state, *self._turned],
            **QUIET,
            **LAST,
            **PREDICTIONS,
        }
        explain: dict[str, Any] = {
            "fn": never_silent(self._explain, [self.lesson, *self._explained]),
            "inputs": [language, *self.states],
            "outputs": [self.lesson, *self._explained],
            **QUIET,
            **LAST,
            **EXPLANATIONS,
        }
        gr.on([self.use.click, self.text.submit, self.step.input, self.head.input], **arrive).then(**explain)
        for button, by in ((self.back, -1), (self.onward, 1)):
            turned = button.click(None, self.step, self.step, js=_TURN.format(by=by), **QUIET)
            shown = turned.then(**arrive).then(None, None, None, js=_TO_HEADING, **QUIET)
            shown.then(**explain).then(None, None, None, js=_TO_HEADING, **QUIET)
        self.tab.select(None, None, None, js=_ARROWS, **QUIET)
        # What is on its way would come in the old language.
        language.change(**explain)
        self.panels.wire(language, self.lesson, self.head)

    def translate(self, language: Language, *held: Any) -> list[Any]:
        """The views in a language, from the values of the states; one update a view, in order."""
        return [
            gr.update(label=say("tab_learn", language)),
            gr.update(label=say("learn_text", language)),
            gr.update(value=say("learn_use", language)),
            gr.update(label=say("learn_steps", language), choices=_step_names(language)),
            *[gr.update(label=say("threshold", language))] * len(self.panels.thresholds),
            *self._show(language, *held),
        ]

    def _arrive(
        self,
        request: gr.Request,
        text: str,
        language: Language,
        lesson: Lesson,
        step: Step,
        head: Head,
        quiz: Quiz,
        *thresholds: float,
    ) -> list[Any]:
        """At a step, or with another sentence: show what is known, and compute what takes no explanation."""
        self._work.cancel(request.session_hash)
        with self._arrivals.begin(request.session_hash) as superseded:
            if text != lesson.text:
                lesson = begin(self.model, text)
            if step != "tokens":
                lesson = predicted(self.model, lesson)
            if step == "quiz":
                quiz = self.panels.quiz.ask(quiz, lesson, head)
            # Who has gone on meanwhile must not be led back by the slower answer.
            shown = [gr.skip()] * len(self._turned)
            if not superseded.is_set():
                shown = self._show(language, lesson, step, head, quiz, *thresholds)
            return [lesson, quiz, *shown]

    def _explain(
        self,
        request: gr.Request,
        language: Language,
        lesson: Lesson,
        step: Step,
        head: Head,
        *_: Any,
    ) -> Iterator[list[Any]]:
        """Compute what a step explains, telling how far it has come."""
        if not lesson.lacks(step, head):
            yield [gr.skip()] * (1 + len(self._explained))
            return
        with self._work.begin(request.session_hash) as superseded:
            try:
                for event in explore(self.model, lesson, step, head, superseded):
                    if isinstance(event, Lesson):
                        panels = self.panels.explained(language, event, step, head)
                        yield [event, gr.update(visible=False), *panels]
                    else:
                        yield [gr.skip(), gr.skip(), *self.panels.pending(language, lesson, step, event)]
            except SentimotionError as error:
                told = gr.update(value=render_error(error, language), visible=True)
                yield [gr.skip(), told, *[gr.skip()] * len(self.panels.views)]

    def _show(
        self, language: Language, lesson: Lesson, step: Step, head: Head, quiz: Quiz, *thresholds: float
    ) -> list[Any]:
        """A step as far as it is known; the other steps are hidden as they are."""
        place = STEPS.index(step)
        return [
            gr.update(label=say("learn_head", language), choices=_head_names(language)),
            gr.update(value=say("learn_back", language), interactive=place > 0),
            gr.update(value=say("learn_next", language), interactive=place < len(STEPS) - 1),
            gr.update(
                value=lesson.error and render_error(lesson.error, language), visible=lesson.error is not None
            ),
            *self.panels.show(language, lesson, step, head, quiz, *thresholds),
        ]


def _step_names(language: Language) -> list[tuple[str, str]]:
    names: list[tuple[str, str]] = []
    for number, step in enumerate(STEPS, start=1):
        name = say(f"learn_{step}", language)
        if step != "quiz":
            name = say("learn_step_name", language, number=count(number, language), name=name)
        names.append((name, step))
    return names


def _head_names(language: Language) -> list[tuple[str, str]]:
    return [(head_name(head, language), head) for head in HEADS]
