"""Render predictions and decisions as escaped HTML. Pure; does not import gradio."""

from collections.abc import Sequence
from html import escape
from typing import Final

from markupsafe import Markup

from sentimotion.checkpoints.opening import CheckpointInfo
from sentimotion.checkpoints.sources import PUBLISHED
from sentimotion.errors import SentimotionError
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
from sentimotion.report.formatting import own_words
from sentimotion.text.encoding import EncodedText
from sentimotion.text.words import word_spans


def render_header(language: Language) -> str:
    """Render the title and tagline."""
    return (
        f'<header class="masthead" lang="{language}"><h1>Sentimotion</h1>'
        f"<p>{escape(say('tagline', language))}</p></header>"
    )


def render_theme(language: Language) -> str:
    """Render the button that switches between light and dark theme (handled by assets/page.js)."""
    name = escape(say("theme", language))
    return (
        f'<button type="button" lang="{language}" data-theme-switch title="{name}" aria-label="{name}">'
        '<span aria-hidden="true">◐</span></button>'
    )


def render_checkpoint(info: CheckpointInfo, device: str, dtype: str, language: Language) -> str:
    """Render the checkpoint in use: source, version, device and precision.

    Marks the embedded one as a stand-in.
    """
    millions = count(round(info.n_parameters / 1e6), language)
    key = "checkpoint_embedded" if info.is_embedded else "checkpoint_other"
    command = f"SENTIMOTION_MODEL={PUBLISHED} python app.py"
    source = info.source if info.commit is None else f"{info.source}@{info.commit[:_COMMIT_LETTERS]}"
    runs = f"{device.upper()}, \1"
    if info.checkpoint_version:
        runs += ", " + say("checkpoint_version", language, version="\2")
    # Command, number format, version and source are markup, and are inserted after the text is escaped.
    line = escape(
        say(
            key,
            language,
            parameters=millions,
            device=runs,
            source="\3",
            command="\0",
        )
    )
    line = line.replace("\0", f"<code>{escape(command)}</code>").replace("\1", f"<code>{dtype}</code>")
    line = line.replace("\2", f"<code>{escape(info.checkpoint_version or '')}</code>")
    line = line.replace("\3", own_words(source))
    return (
        f'<div class="checkpoint" lang="{language}" data-checkpoint="{escape(info.source)}"><p>{line}</p>'
        f"{_render_decisions(info, language)}</div>"
    )


_COMMIT_LETTERS: Final = 8
# Decisions that are not determined by the file; users should know them.
_NOT_IN_FILE: Final = ("setting", "card", "convention")


def _render_decisions(info: CheckpointInfo, language: Language) -> str:
    """Render the layout decisions that the weights file alone does not determine."""
    decisions = [decision for decision in info.decisions if decision.reason in _NOT_IN_FILE]
    if info.is_embedded or not decisions:
        return ""
    items = "".join(
        f"<li><code>{escape(decision.subject)} = {escape(decision.value)}</code> "
        f"({escape(say(f'decided_by_{decision.reason}', language))})</li>"
        for decision in decisions
    )
    title = escape(say("decided", language))
    return f"<details><summary>{title}</summary><ul>{items}</ul></details>"


def render_waiting(head: Head, language: Language) -> str:
    """Render the card of a head before the first analysis."""
    return (
        f'<div class="decision waiting" lang="{language}"><h2>{escape(head_name(head, language))}</h2>'
        f"<p>{escape(say('waiting', language))}</p></div>"
    )


def render_decision(
    head: Head, decision: Decision, probabilities: Sequence[float], language: Language
) -> str:
    """Render the decision of a head in words, including whether the threshold made it neutral."""
    # If another label has the highest probability, that of neutral would be misleading here; the chart
    # has it.
    is_top = decision.label == decision.top_label
    if decision.fell_back and is_top:
        detail = say("top_below", language, threshold=percent(decision.threshold, language))
    elif decision.fell_back:
        detail = say(
            "fell_back",
            language,
            threshold=percent(decision.threshold, language),
            label=label_name(decision.top_label, language),
            percent=_percent_below(decision.top_probability, decision.threshold, language),
        )
    else:
        detail = say("reached", language, threshold=percent(decision.threshold, language))
    confidence = ""
    if is_top and decision.fell_back:
        confidence = _percent_below(decision.confidence, decision.threshold, language)
    elif is_top:
        confidence = percent(decision.confidence, language)
    warnings = "".join(
        f'<p class="detail doubt">{escape(line)}</p>' for line in _warnings(head, probabilities, language)
    )
    values = ", ".join(
        f"{label_name(label, language)} {percent(share, language)}"
        for label, share in zip(LABELS[head], probabilities, strict=True)
    )
    return (
        f'<div class="decision" lang="{language}" data-decision="{decision.label}"'
        f' data-fell-back="{str(decision.fell_back).lower()}" data-unsure="{str(bool(warnings)).lower()}"'
        f' style="--label-color:{LABEL_COLORS[decision.label]}">'
        f"<h2>{escape(head_name(head, language))}</h2>"
        f'<p class="verdict"><strong>{escape(label_name(decision.label, language))}</strong>'
        f"{confidence and f' <span>{escape(confidence)}</span>'}</p>"
        f'<p class="detail">{escape(detail)}</p>{warnings}'
        # Text alternative of the chart, for screen readers.
        f'<p class="visually-hidden">{escape(say("chart", language, values=values))}</p></div>'
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


def _percent_below(share: float, limit: float, language: Language) -> str:
    """Format a percentage, rounded so that it stays below the threshold that it misses."""
    if percent(share, language) != percent(limit, language):
        return percent(share, language)
    return "< " + percent(limit, language)


def render_notices(encoded: EncodedText, language: Language) -> Markup:
    """Render the notice about truncation; empty if the text was not truncated."""
    if encoded.truncated_at is None:
        return Markup()
    tokens = count(len(encoded.tokens), language)
    unread = [span for span in word_spans(encoded.text) if span.start >= encoded.truncated_at]
    if not unread:
        return render_notice(say("truncated_end", language, tokens=tokens), language)
    return render_notice(
        say("truncated", language, tokens=tokens, word=encoded.text[slice(*unread[0])]), language
    )


def render_notice(line: str, language: Language) -> Markup:
    """Render a line that screen readers announce."""
    return Markup('<p class="notice" role="status" lang="{}">{}</p>').format(language, line)


def render_error(error: SentimotionError, language: Language) -> str:
    """Render an error: what was wrong and what to do, in the page's language."""
    key = f"error_{error.code}"
    details = {name: count(value, language) for name, value in error.details.items()}
    message = say(key if key in STRINGS else "error_other", language, **details)
    return (
        f'<p class="notice error" role="alert" lang="{language}" data-error="{error.code}">'
        f"{escape(message)}</p>"
    )


def render_about(language: Language) -> str:
    """Render what the colors mean, what the model is not for, and how texts are handled."""

    def section(title: str, *paragraphs: str) -> str:
        body = "".join(f"<p>{escape(say(key, language))}</p>" for key in paragraphs)
        return f"<section><h3>{escape(say(title, language))}</h3>{body}</section>"

    return (
        f'<div class="about" lang="{language}">'
        f"{section('about_colors', 'about_colors_text')}"
        f"{section('about_limits', 'about_limits_text', 'about_privacy')}</div>"
    )
