"""The About tab: the model, its intended use, data storage, and the citation."""

from typing import Final

import gradio as gr
from markdown_it import MarkdownIt
from markupsafe import Markup

from sentimotion.assets import ASSETS
from sentimotion.checkpoints.opening import CheckpointInfo
from sentimotion.checkpoints.sources import PUBLISHED
from sentimotion.i18n.messages import Language, count, percent, say
from sentimotion.labels import HEADS
from sentimotion.model import SentimotionModel
from sentimotion.templating import render_template
from sentimotion.web.guideline import render_guideline

_CITATION: Final = """@misc{sentimotion_v1,
  title        = {Sentimotion\\_v1: joint sentiment and emotion classification for Bangla},
  author       = {Fahim, Arafat},
  howpublished = {\\url{https://huggingface.co/arafatfahim/sentimotion}}
}"""


def build_about_tab(model: SentimotionModel, language: Language) -> None:
    """Create the tab, which has no events; must be called within the page's gr.Tabs.

    :param model: The page's model.
    """
    info = model.info
    with gr.Tab(say("tab_about", language), id="about-tab"):
        gr.HTML(render_facts(info, str(model.device), str(model.dtype).removeprefix("torch."), language))
        if info.is_embedded:
            # Not gr.Markdown: with its highlighter and its formulas it is 8 requests of the first view.
            gr.HTML(render_card(language))


def embedded_card() -> str:
    """Model card of the embedded checkpoint, without front matter and images, headings one level lower."""
    text = (ASSETS / "checkpoint" / "README.md").read_text(encoding="utf-8")
    body = text.split("---\n", 2)[2]
    lines = [line for line in body.splitlines() if not line.startswith("![")]
    return "\n".join("#" + line if line.startswith("#") else line for line in lines)


def render_card(language: Language) -> Markup:
    """Render the model card of the embedded checkpoint, which opens by a click. It is in English only."""
    # The page's own file; without html, tags in it are shown as they are written.
    card = Markup(MarkdownIt("commonmark", {"html": False}).enable("table").render(embedded_card()))  # noqa: S704
    return render_template("web/model_card.html", language=language, card=card)


def render_facts(info: CheckpointInfo, device: str, dtype: str, language: Language) -> Markup:
    """Render the tab except for the model card.

    :param device: Where the model runs, such as ``cpu``.
    :param dtype: Its precision, such as ``float32``.
    """
    # Sources and versions are not translated.
    code = Markup("<code>{}</code>").format
    millions = count(round(info.n_parameters / 1e6), language)
    rows = {
        "about_source": code(info.source),
        **({"about_version": code(info.checkpoint_version)} if info.checkpoint_version else {}),
        "about_parameters": say("about_millions", language, count=millions),
        "about_runs_on": Markup("{}, {}").format(device.upper(), code(dtype)),
        "about_layers": count(info.n_layers, language),
        "about_width": count(info.hidden_size, language),
        "about_pieces": count(info.vocab_size, language),
        "about_thresholds": ", ".join(percent(info.thresholds[head], language) for head in HEADS),
    }
    return render_template(
        "web/facts.html",
        language=language,
        info=info,
        rows=rows,
        guideline=render_guideline(language) if info.is_embedded else None,
        citation=_CITATION,
        command=code(f"SENTIMOTION_MODEL={PUBLISHED} python app.py"),
        faithfulness=code(f"sentimotion faithfulness {info.source} --texts FILE -o RECORDS.jsonl"),
    )
