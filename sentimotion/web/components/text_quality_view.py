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
    """Quality issues of a text; empty for a text that the page rejects, which is reported on analysis."""
    try:
        return find_quality_issues(check_length(text))
    except SentimotionError:
        return _NOTHING


def render_quality(text: str, language: Language) -> str:
    """Render the notices about a text and its corrected version, if any; empty if there are no issues.

    :param text: The text typed so far.
    """
    quality = quality_of(text)
    notices = [_notices(text, quality, language, ' role="status"')]
    if quality.suggestion is not None:
        shown = clip(_from_first_change(text, quality.suggestion), _MAX_SUGGESTED)
        label, _, after = say("suggestion", language, text="\0").partition("\0")
        notices.append(
            f'<p class="notice suggestion" lang="{language}">{escape(label)}'
            f'<span lang="bn">{escape(shown)}</span>{escape(after)}</p>'
        )
    return "".join(notices)


def render_warnings(text: str, language: Language) -> str:
    """Render the notices about a text of any length, without a corrected version; empty if there are none."""
    return _notices(text, find_quality_issues(text), language)


def clip(text: str, limit: int) -> str:
    """Shorten a text at a grapheme boundary, with an ellipsis if shortened."""
    if len(text) <= limit:
        return text
    ends = [span.end for span in grapheme_spans(text[: 2 * limit]) if span.end <= limit]
    return text[: ends[-1] if ends else limit] + "…"


def _quote(text: str) -> str:
    # A combining sign would attach to the quotation mark; a dotted circle carries it instead.
    carrier = "\u25cc" if unicodedata.category(text[0]).startswith("M") else ""
    return f"“{carrier}{clip(text, _MAX_QUOTED)}”"


def _notices(text: str, quality: QualityReport, language: Language, attributes: str = "") -> str:
    return "".join(
        f'<p class="notice suspicion"{attributes} lang="{language}" data-suspicion="{issue.kind}">'
        f"{escape(_sentence(text, issue, language))}</p>"
        for issue in quality.issues[:_MAX_NOTICES]
    )


def _sentence(text: str, issue: QualityIssue, language: Language) -> str:
    key = f"suspect_{issue.kind}"
    quoted = [_quote(text[slice(*place)]) for place in issue.places]
    said = say(key if key in STRINGS else issue.kind, language, words=", ".join(dict.fromkeys(quoted)))
    if issue.count > len(issue.places):
        said += " " + say("suspect_places", language, count=count(issue.count, language))
    return said


def _from_first_change(text: str, suggestion: str) -> str:
    """The suggestion, starting a few words before the first difference."""
    pairs = enumerate(zip(text, suggestion, strict=False))
    first = next((index for index, (one, other) in pairs if one != other), min(len(text), len(suggestion)))
    start = max(0, first - _MAX_SUGGESTED // 4)
    if start:
        start = suggestion.find(" ", start, first) + 1
    return f"… {suggestion[start:]}" if start else suggestion
