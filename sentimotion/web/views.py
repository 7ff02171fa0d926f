"""What is shown: results -> escaped HTML, in either language. Pure; no gradio here."""

from collections.abc import Sequence
from html import escape
from math import fsum

from sentimotion.checkpoint import CheckpointInfo
from sentimotion.decisions import Decision
from sentimotion.encoding import EncodedText
from sentimotion.errors import SentimotionError
from sentimotion.explanation import Explanation
from sentimotion.labels import LABELS, Head
from sentimotion.sources import PUBLISHED
from sentimotion.text import has_bangla, word_spans
from sentimotion.web.colors import LABEL_COLORS
from sentimotion.web.highlight import render_highlight, render_plain
from sentimotion.web.strings import (
    STRINGS,
    Language,
    count,
    decimal,
    head_name,
    label_name,
    percent,
    say,
    term,
)


def render_header(language: Language) -> str:
    """Title and tagline."""
    return (
        f'<header class="masthead" lang="{language}"><h1>Sentimotion</h1>'
        f"<p>{escape(say('tagline', language))}</p></header>"
    )


def render_checkpoint(info: CheckpointInfo, device: str, language: Language) -> str:
    """Which checkpoint is in use; with the embedded one, that it is a stand-in."""
    millions = count(round(info.n_parameters / 1e6), language)
    key = "checkpoint_embedded" if info.is_embedded else "checkpoint_other"
    command = f"SENTIMOTION_MODEL={PUBLISHED} python app.py"
    # The command is markup, all else is text: it is put in after escaping.
    line = escape(
        say(key, language, parameters=millions, device=device.upper(), source=info.source, command="\0")
    ).replace("\0", f"<code>{escape(command)}</code>")
    return f'<p class="checkpoint" lang="{language}" data-checkpoint="{escape(info.source)}">{line}</p>'


def render_waiting(head: Head, language: Language) -> str:
    """A head's card before anything was analyzed."""
    return (
        f'<div class="decision waiting" lang="{language}"><h2>{escape(head_name(head, language))}</h2>'
        f"<p>{escape(say('waiting', language))}</p></div>"
    )


def render_decision(
    head: Head, decision: Decision, probabilities: Sequence[float], language: Language
) -> str:
    """A head's decision in words; says so where it is neutral for want of anything better."""
    # Where another label was on top, the probability of neutral would read as that of an answer; the chart
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
    values = ", ".join(
        f"{label_name(label, language)} {percent(share, language)}"
        for label, share in zip(LABELS[head], probabilities, strict=True)
    )
    return (
        f'<div class="decision" lang="{language}" data-decision="{decision.label}"'
        f' data-fell-back="{str(decision.fell_back).lower()}"'
        f' style="--label-color:{LABEL_COLORS[decision.label]}">'
        f"<h2>{escape(head_name(head, language))}</h2>"
        f'<p class="verdict"><strong>{escape(label_name(decision.label, language))}</strong>'
        f"{confidence and f' <span>{escape(confidence)}</span>'}</p>"
        f'<p class="detail">{escape(detail)}</p>'
        # The chart in words, for who cannot see it.
        f'<p class="visually-hidden">{escape(say("chart", language, values=values))}</p></div>'
    )


def _percent_below(share: float, limit: float, language: Language) -> str:
    """A percentage that never looks as large as the limit that it misses."""
    if percent(share, language) != percent(limit, language):
        return percent(share, language)
    return "< " + percent(limit, language)


def render_pending(text: str, done: float, language: Language) -> str:
    """The place of the explanation while it is computed: the sentence, and how far the work has come."""
    label = say("explaining", language, percent=percent(done, language))
    return (
        f'<div class="explanation" lang="{language}" aria-busy="true">{render_plain(text)}'
        f'<div class="meter"><progress max="1" value="{done:.3f}" aria-label="{escape(label)}"></progress>'
        f"<span>{escape(label)}</span></div></div>"
    )


def render_explanation(explanation: Explanation, language: Language) -> str:
    """The colored sentence, its legend, and the sum that it makes."""
    label = label_name(explanation.label, language)
    words = fsum(word.attribution for word in explanation.words)
    total = fsum([explanation.baseline_score, words, explanation.other])
    receipt = say(
        "receipt",
        language,
        blank=decimal(explanation.baseline_score, language),
        words=term(words, language),
        other=term(explanation.other, language),
        total=decimal(total, language),
        score=decimal(explanation.score, language),
    )
    unit = say("receipt_unit", language, label=label, steps=count(explanation.n_steps, language))
    warning = (
        ""
        if explanation.converged
        else f'<p class="warning" role="status">{escape(say("not_converged", language))}</p>'
    )
    return (
        f'<div class="explanation" lang="{language}" data-label="{explanation.label}"'
        f' data-converged="{str(explanation.converged).lower()}">'
        f"{render_highlight(explanation, language)}"
        f'<p class="legend"><span class="key toward">{escape(say("toward", language, label=label))}</span>'
        f'<span class="key away">{escape(say("away", language))}</span></p>'
        f'<p class="receipt">{escape(receipt)}<br><small>{escape(unit)}</small></p>{warning}</div>'
    )


def render_notices(encoded: EncodedText, language: Language) -> str:
    """A quiet strip, empty where there is nothing to say: cut off, no Bangla."""
    notices = []
    if encoded.truncated_at is not None:
        tokens = count(len(encoded.tokens), language)
        unread = [span for span in word_spans(encoded.text) if span.start >= encoded.truncated_at]
        if unread:
            word = encoded.text[slice(*unread[0])]
            notices.append(say("truncated", language, tokens=tokens, word=word))
        else:
            notices.append(say("truncated_end", language, tokens=tokens))
    if not has_bangla(encoded.text):
        notices.append(say("no_bangla", language))
    return "".join(f'<p class="notice" role="status" lang="{language}">{escape(n)}</p>' for n in notices)


def render_error(error: SentimotionError, language: Language) -> str:
    """What was wrong and what to do, in the page's language."""
    key = f"error_{error.code}"
    details = {name: count(value, language) for name, value in error.details.items()}
    message = say(key if key in STRINGS else "error_other", language, **details)
    return (
        f'<p class="notice error" role="alert" lang="{language}" data-error="{error.code}">'
        f"{escape(message)}</p>"
    )


def render_about(language: Language) -> str:
    """What the colors mean, what the model is not for, what becomes of the text."""

    def section(title: str, *paragraphs: str) -> str:
        body = "".join(f"<p>{escape(say(key, language))}</p>" for key in paragraphs)
        return f"<section><h3>{escape(say(title, language))}</h3>{body}</section>"

    return (
        f'<div class="about" lang="{language}">'
        f"{section('about_colors', 'about_colors_text')}"
        f"{section('about_limits', 'about_limits_text', 'about_privacy')}</div>"
    )
