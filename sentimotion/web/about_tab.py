"""The About tab: the model, its intended use, data storage, and the citation."""

from html import escape
from typing import Any, Final

import gradio as gr

from sentimotion.assets import ASSETS
from sentimotion.checkpoints.opening import CheckpointInfo
from sentimotion.i18n.messages import Language, count, percent, say
from sentimotion.labels import HEADS
from sentimotion.model import SentimotionModel
from sentimotion.web.guideline import render_guideline

_CITATION: Final = """@misc{sentimotion_v1,
  title        = {Sentimotion\\_v1: joint sentiment and emotion classification for Bangla},
  author       = {Fahim, Arafat},
  howpublished = {\\url{https://huggingface.co/arafatfahim/sentimotion}}
}"""


class AboutTab:
    """The About tab. It has no events.

    :param model: The model that the page uses.
    """

    def __init__(self, model: SentimotionModel, language: Language) -> None:
        self.info = model.info
        with gr.Tab(say("tab_about", language), id="about-tab") as self.tab:
            self.facts = gr.HTML(render_facts(self.info, language))
            self.views: list[Any] = [self.tab, self.facts]
            if self.info.is_embedded:
                with gr.Accordion(say("about_card", language), open=False, elem_id="card") as self.card:
                    gr.Markdown(embedded_card(), sanitize_html=True)
                self.views.append(self.card)
        self.states: list[Any] = []

    def wire(self, language: gr.Radio) -> None:
        """Register no events."""

    def translate(self, language: Language, *_held: Any) -> list[Any]:
        """Render the views in a language; the model card is always in English."""
        views = [gr.update(label=say("tab_about", language)), render_facts(self.info, language)]
        if self.info.is_embedded:
            views.append(gr.update(label=say("about_card", language)))
        return views


def embedded_card() -> str:
    """Model card of the embedded checkpoint, without front matter and images, headings one level lower."""
    text = (ASSETS / "checkpoint" / "README.md").read_text(encoding="utf-8")
    body = text.split("---\n", 2)[2]
    lines = [line for line in body.splitlines() if not line.startswith("![")]
    return "\n".join("#" + line if line.startswith("#") else line for line in lines)


def render_facts(info: CheckpointInfo, language: Language) -> str:
    """Render the tab except for the model card; text from a checkpoint is escaped."""
    thresholds = ", ".join(percent(info.thresholds[head], language) for head in HEADS)
    millions = count(round(info.n_parameters / 1e6), language)
    rows = {
        "about_source": info.source,
        **({"about_version": info.checkpoint_version} if info.checkpoint_version else {}),
        "about_parameters": say("about_millions", language, count=millions),
        "about_layers": count(info.n_layers, language),
        "about_width": count(info.hidden_size, language),
        "about_pieces": count(info.vocab_size, language),
        "about_thresholds": thresholds,
    }
    table = "".join(
        f'<tr><th scope="row">{escape(say(key, language))}</th><td>{_value(key, value)}</td></tr>'
        for key, value in rows.items()
    )
    which = "about_model_embedded" if info.is_embedded else "about_model_other"
    sections = [
        _section("about_model", language, which) + f'<table class="facts">{table}</table>',
        render_guideline(language) if info.is_embedded else "",
        _section("about_data", language, "about_data_text") if info.is_embedded else "",
        _section("about_for", language, "about_for_text"),
        _section("about_limits", language, "about_not_for_text", "about_limits_text"),
        _section("about_stored", language, "about_stored_text"),
        _section("about_claims", language, "about_claims_text"),
        _section("about_cite", language, "about_cite_text") + f"<pre><code>{escape(_CITATION)}</code></pre>",
    ]
    return f'<div class="facts-page" lang="{language}">{"".join(sections)}</div>'


def _value(key: str, value: str) -> str:
    """Render a value; sources and versions are not translated."""
    return f"<code>{escape(value)}</code>" if key in ("about_source", "about_version") else escape(value)


def _section(title: str, language: Language, *paragraphs: str) -> str:
    body = "".join(f"<p>{escape(say(key, language))}</p>" for key in paragraphs)
    return f"<h2>{escape(say(title, language))}</h2>{body}"
