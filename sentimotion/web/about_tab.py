"""The About tab: the model, its guideline, intended use, data storage, and the citation."""

from typing import Final

import gradio as gr
from markdown_it import MarkdownIt
from markupsafe import Markup

from sentimotion.assets import ASSETS
from sentimotion.checkpoints.opening import CheckpointInfo
from sentimotion.checkpoints.sources import PUBLISHED
from sentimotion.i18n.messages import LABEL_NAMES, Language, label_name, percent, say
from sentimotion.labels import Head
from sentimotion.model import SentimotionModel
from sentimotion.templating import render_template

PAGE: Final = "assets/guideline.md"
"""The whole guideline, in the repository."""
N_RULES: Final = 11
# Agreement of the public sets' labels with labels by the guideline (assets/guideline.md).
_AGREEMENT: Final[dict[Head, float]] = {"sentiment": 0.61, "emotion": 0.65}


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
    return render_template(
        "web/facts.html",
        language=language,
        info=info,
        device=device.upper(),
        dtype=dtype,
        published=PUBLISHED,
        # Names and figures in the guideline.
        names={label: Markup("<b>{}</b>").format(label_name(label, language)) for label in LABEL_NAMES},
        n_rules=N_RULES,
        page=PAGE,
        agreement={head: percent(share, language) for head, share in _AGREEMENT.items()},
    )
