"""Render text quality notices as escaped HTML. Pure; does not import gradio."""

import unicodedata
from html import escape
from typing import Final

from sentimotion.errors import SentimotionError
from sentimotion.i18n.messages import STRINGS, Language, count, say
from sentimotion.text.quality import QualityIssue, QualityReport, find_quality_issues
from sentimotion.text.words import grapheme_spans
from sentimotion.web.session.analysis import check_length

_MAX_NOTICES: Final = 3
_MAX_QUOTED: Final = 24
_MAX_SUGGESTED: Final = 160
_NOTHING: Final = QualityReport((), None)


def quality_of(text: str) -> QualityReport:
    """What a text looks like; nothing for one that the page does not take, which is told when it is read."""
    try:
        return find_quality_issues(check_length(text))
    except SentimotionError:
        return _NOTHING


def render_quality(text: str, language: Language) -> str:
    """Notices about a text, empty where there is nothing to say; with the corrected text where there is one.

    :param text: As typed so far.
    """
    quality = quality_of(text)
    notices = [_notice(text, issue, language) for issue in quality.found[:_MAX_NOTICES]]
    if quality.suggestion is not None:
        shown = clip(_from_first_change(text, quality.suggestion), _MAX_SUGGESTED)
        label, _, after = say("suggestion", language, text="\0").partition("\0")
        notices.append(
            f'<p class="notice suggestion" lang="{language}">{escape(label)}'
            f'<span lang="bn">{escape(shown)}</span>{escape(after)}</p>'
        )
    return "".join(notices)


def clip(text: str, limit: int) -> str:
    """The beginning of a text, cut between what readers take for single characters, with dots where cut."""
    if len(text) <= limit:
        return text
    ends = [span.end for span in grapheme_spans(text[: 2 * limit]) if span.end <= limit]
    return text[: ends[-1] if ends else limit] + "…"


def _quote(text: str) -> str:
    # A sign would join the quotation mark: a dotted circle shows it alone.
    carrier = "\u25cc" if unicodedata.category(text[0]).startswith("M") else ""
    return f"“{carrier}{clip(text, _MAX_QUOTED)}”"


def _notice(text: str, issue: QualityIssue, language: Language) -> str:
    key = f"suspect_{issue.kind}"
    quoted = [_quote(text[slice(*place)]) for place in issue.places]
    said = say(key if key in STRINGS else issue.kind, language, words=", ".join(quoted))
    if issue.count > len(issue.places):
        said += " " + say("suspect_places", language, count=count(issue.count, language))
    return (
        f'<p class="notice suspicion" role="status" lang="{language}" data-suspicion="{issue.kind}">'
        f"{escape(said)}</p>"
    )


def _from_first_change(text: str, suggestion: str) -> str:
    """The suggestion from some words before where it begins to differ."""
    pairs = enumerate(zip(text, suggestion, strict=False))
    first = next((index for index, (one, other) in pairs if one != other), min(len(text), len(suggestion)))
    start = max(0, first - _MAX_SUGGESTED // 4)
    if start:
        start = suggestion.find(" ", start, first) + 1
    return f"… {suggestion[start:]}" if start else suggestion
