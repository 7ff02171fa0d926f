"""The button "This is wrong": a report that a visitor completes, reads, and copies or opens as a discussion.

assets/js/disagreement.js completes it in the browser. The server neither receives nor keeps it.
"""

import json
import re
from collections.abc import Mapping
from typing import Final

from markupsafe import Markup

from sentimotion.checkpoints.version import named
from sentimotion.i18n.messages import Language, head_name, label_name, percent, say
from sentimotion.inference.decisions import decide
from sentimotion.labels import HEADS, Head
from sentimotion.templating import render_template
from sentimotion.web.components.decision import list_probabilities
from sentimotion.web.session.analysis import Analysis

_SPACE: Final = re.compile(r"[\w.-]+/[\w.-]+", re.ASCII)


def discussions_of(space: str | None) -> str | None:
    """The address at which a discussion on a Space is begun; None for what is no name of a Space.

    :param space: Such as ``owner/name``.
    """
    if space is None or not _SPACE.fullmatch(space):
        return None
    return f"https://huggingface.co/spaces/{space}/discussions/new"


def render_disagreement(space: str | None, language: Language) -> Markup:
    """Render the dialog, which is the same for each answer.

    :param space: The Space on which the page runs, if any.
    :param language: Language of the page.
    """
    return render_template(
        "web/analyze/disagreement.html", language=language, discussions=discussions_of(space)
    )


def render_disagree_button(
    analysis: Analysis, thresholds: Mapping[Head, float], language: Language
) -> Markup:
    """Render the button that opens the dialog, with what the report holds of the answer.

    :param analysis: The text and both heads' probabilities.
    :param thresholds: By head, 0 to 1.
    :param language: Language of the page, and of the report.
    """
    prediction = analysis.prediction
    said = []
    for head in HEADS:
        probabilities = prediction.probabilities.of(head)
        decision = decide(head, probabilities, thresholds[head])
        said.append(
            say(
                "wrong_said",
                language,
                head=head_name(head, language),
                label=label_name(decision.label, language),
                values=list_probabilities(head, probabilities, language),
                threshold=percent(decision.threshold, language),
            )
        )
    source = named(prediction.checkpoint, prediction.checkpoint_version)
    said.append(say("wrong_model", language, source=source))
    report = json.dumps({"text": prediction.text, "said": said}, ensure_ascii=False)
    return Markup(
        '<button type="button" class="quiet-button" lang="{}" data-disagree="{}">{}</button>'
    ).format(language, report, say("wrong", language))
