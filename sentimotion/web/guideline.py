"""The labeling guideline on the About tab: label definitions, rules, and label origins."""

from typing import Final

from markupsafe import Markup

from sentimotion.i18n.messages import LABEL_NAMES, Language, label_name, percent, say
from sentimotion.labels import Head
from sentimotion.templating import render_template, say_markup

PAGE: Final = "assets/guideline.md"
"""The whole guideline, in the repository."""
N_RULES: Final = 11
# Agreement of the public sets' labels with labels by the guideline (assets/guideline.md).
_AGREEMENT: Final[dict[Head, float]] = {"sentiment": 0.61, "emotion": 0.65}


def render_guideline(language: Language) -> Markup:
    """Render a table of the labels, the collapsible rules, and how the labels were created."""
    names = {label: Markup("<b>{}</b>").format(label_name(label, language)) for label in LABEL_NAMES}
    agreement = {head: percent(share, language) for head, share in _AGREEMENT.items()}
    return render_template(
        "web/guideline.html",
        language=language,
        rules=[say_markup(f"rule_{number}", language, **names) for number in range(1, N_RULES + 1)],
        file=Markup("<code>{}</code>").format(PAGE),
        made=say("guideline_made_text", language, **agreement),
    )
