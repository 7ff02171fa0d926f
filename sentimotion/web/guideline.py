"""The labeling guideline on the About tab: label definitions, rules, and label origins."""

from html import escape
from typing import Final

from sentimotion.i18n.messages import LABEL_NAMES, Language, head_name, label_name, percent, say
from sentimotion.label_colors import LABEL_COLORS
from sentimotion.labels import HEADS, LABELS, Head

PAGE: Final = "assets/guideline.md"
"""The whole guideline, in the repository."""
N_RULES: Final = 11
# Agreement of the public sets' labels with labels by the guideline (assets/guideline.md).
_AGREEMENT: Final[dict[Head, float]] = {"sentiment": 0.61, "emotion": 0.65}


def render_guideline(language: Language) -> str:
    """Render a table of the labels, the collapsible rules, and how the labels were created."""
    rules = "".join(_rule(number, language) for number in range(1, N_RULES + 1))
    more = escape(say("guideline_more", language, file="\0")).replace("\0", f"<code>{PAGE}</code>")
    agreement = {head: percent(share, language) for head, share in _AGREEMENT.items()}
    made = say("guideline_made_text", language, **agreement)
    return (
        f"<h2>{escape(say('guideline', language))}</h2><p>{escape(say('guideline_text', language))}</p>"
        f"{_table(language)}"
        f'<details class="guideline"><summary>{escape(say("guideline_rules", language))}</summary>'
        f"<ol>{rules}</ol><p>{more}</p></details>"
        f"<h3>{escape(say('guideline_made', language))}</h3><p>{escape(made)}</p>"
    )


def _table(language: Language) -> str:
    columns = "".join(
        f'<th scope="col">{escape(say(key, language))}</th>'
        for key in ("guideline_label", "guideline_meaning")
    )
    bodies = ""
    for head in HEADS:
        rows = "".join(
            f'<tr><th scope="row"><span style="--label-color:{LABEL_COLORS[label]}">'
            f"{escape(label_name(label, language))}</span></th>"
            f"<td>{escape(say(f'meaning_{head}_{label}', language))}</td></tr>"
            for label in LABELS[head]
        )
        name = escape(head_name(head, language))
        bodies += f'<tbody><tr><th scope="rowgroup" colspan="2">{name}</th></tr>{rows}</tbody>'
    return f'<table class="meanings"><thead><tr>{columns}</tr></thead>{bodies}</table>'


def _rule(number: int, language: Language) -> str:
    """Render a rule as a list item with emphasized labels."""
    # Marks around labels are converted to markup after escaping.
    marked = {label: f"\1{label_name(label, language)}\2" for label in LABEL_NAMES}
    text = escape(say(f"rule_{number}", language, **marked))
    return f"<li>{text.replace(chr(1), '<b>').replace(chr(2), '</b>')}</li>"
