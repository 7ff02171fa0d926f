"""Render predictions and decisions as HTML. Pure; does not import gradio."""

from collections.abc import Sequence
from typing import Final

from markupsafe import Markup

from sentimotion.checkpoints.opening import CheckpointInfo
from sentimotion.errors import GpuMinutesSpent, SentimotionError
from sentimotion.i18n.messages import (
    STRINGS,
    Language,
    count,
    decimal,
    head_name,
    label_name,
    percent,
    say,
)
from sentimotion.inference.decisions import Decision
from sentimotion.label_colors import LABEL_COLORS
from sentimotion.labels import LABELS, Head
from sentimotion.templating import render_template
from sentimotion.text.encoding import EncodedText
from sentimotion.text.words import word_spans

_COMMIT_LETTERS: Final = 8
# Decisions that are not determined by the file; users should know them.
_NOT_IN_FILE: Final = ("setting", "card", "convention")


def render_checkpoint(info: CheckpointInfo, language: Language) -> Markup:
    """Render the checkpoint in use.

    Says of the embedded one that it is not the published one. Of another one, the layout decisions that
    its file alone does not determine are listed.
    """
    decisions = [decision for decision in info.decisions if decision.reason in _NOT_IN_FILE]
    return render_template(
        "web/components/checkpoint.html",
        language=language,
        info=info,
        source=info.source if info.commit is None else f"{info.source}@{info.commit[:_COMMIT_LETTERS]}",
        decisions=[] if info.is_embedded else decisions,
    )


def render_waiting(head: Head, language: Language) -> Markup:
    """Render the card of a head before the first analysis."""
    return Markup('<div class="decision waiting" lang="{}"><h2>{}</h2><p>{}</p></div>').format(
        language, head_name(head, language), say("waiting", language)
    )


def render_decision(
    head: Head, decision: Decision, probabilities: Sequence[float], language: Language
) -> Markup:
    """Render the decision of a head in words, including whether the threshold made it neutral."""
    top_percent = percent(decision.top_probability, language)
    if decision.fell_back and top_percent == percent(decision.threshold, language):
        # The percentage stays below the threshold that it misses.
        top_percent = f"< {top_percent}"
    return render_template(
        "web/components/decision.html",
        language=language,
        head=head,
        decision=decision,
        color=LABEL_COLORS[decision.label],
        is_top=decision.label == decision.top_label,
        top_percent=top_percent,
        warnings=_warnings(head, probabilities, language),
        values=list_probabilities(head, probabilities, language),
    )


def list_probabilities(head: Head, probabilities: Sequence[float], language: Language) -> str:
    """Each label of a head with its probability, in words."""
    return ", ".join(
        f"{label_name(label, language)} {percent(share, language)}"
        for label, share in zip(LABELS[head], probabilities, strict=True)
    )


def render_early_bars(
    head: Head, probabilities: Sequence[float], threshold: float, language: Language
) -> Markup:
    """Render a head's bars without Plotly; the style sheet hides them where its chart is there."""
    rows = list(zip(LABELS[head], probabilities, strict=True))
    return render_template(
        "web/components/early_bars.html", language=language, rows=rows, threshold=threshold
    )


# If the two highest probabilities are closer than this, both labels are named.
_CLOSE: Final = 0.1
# F1 from the published model's card, for its least reliable labels.
_WEAK_F1: Final = {"surprise": 0.26, "fear": 0.44}


def _warnings(head: Head, probabilities: Sequence[float], language: Language) -> list[str]:
    """Reasons why a prediction may be unreliable: close probabilities, or a label with low F1."""
    (first, top), (second, next_one) = sorted(
        zip(LABELS[head], probabilities, strict=True), key=lambda pair: -pair[1]
    )[:2]
    warnings = []
    if top - next_one < _CLOSE:
        warnings.append(
            say(
                "close_call",
                language,
                first=label_name(first, language),
                first_percent=percent(top, language),
                second=label_name(second, language),
                second_percent=percent(next_one, language),
            )
        )
    if first in _WEAK_F1:
        f1 = decimal(_WEAK_F1[first], language)
        warnings.append(say("weak_label", language, label=label_name(first, language), f1=f1))
    return warnings


def render_notices(encoded: EncodedText, language: Language) -> Markup:
    """Render the notice about truncation; empty if the text was not truncated."""
    if encoded.truncated_at is None:
        return Markup()
    tokens = count(len(encoded.tokens), language)
    unread = [span for span in word_spans(encoded.text) if span.start >= encoded.truncated_at]
    if not unread:
        return render_notice("truncated_end", language, tokens=tokens)
    return render_notice("truncated", language, tokens=tokens, word=encoded.text[slice(*unread[0])])


def show_notices(language: Language, encoded: EncodedText | None, error: SentimotionError | None) -> Markup:
    """Draw what failed, or what to know of a text, if there is any."""
    if error is not None:
        return render_error(error, language)
    return Markup() if encoded is None else render_notices(encoded, language)


def render_notice(key: str, language: Language, role: str = "status", **values: str) -> Markup:
    """Render a message that screen readers announce.

    :param key: Its key.
    :param role: ``"alert"`` where something is missing.
    :param values: What stands in its braces.
    """
    return Markup('<p class="notice" role="{}" lang="{}">{}</p>').format(
        role, language, say(key, language, **values)
    )


# What follows the language in the address of the page on which the embedded checkpoint answers.
EMBEDDED_SUFFIX: Final = "-embedded"


def render_error(error: SentimotionError, language: Language) -> Markup:
    """Render an error: what was wrong and what to do, in the page's language."""
    key = f"error_{error.code}"
    details = {name: count(value, language) for name, value in error.details.items()}
    message = say(key if key in STRINGS else "error_other", language, **details)
    if isinstance(error, GpuMinutesSpent):
        # assets/js/language.js follows it with what is typed.
        message = Markup('{} <a href="{page}" data-language="{}" data-page="{page}">{}</a>').format(
            message, language, say("embedded_instead", language), page=language + EMBEDDED_SUFFIX
        )
    return Markup('<p class="notice error" role="alert" lang="{}" data-error="{}">{}</p>').format(
        language, error.code, message
    )
