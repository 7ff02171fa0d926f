"""Render text quality notices as HTML. Pure; does not import gradio."""

import unicodedata
from typing import Final

from markupsafe import Markup

from sentimotion.errors import SentimotionError
from sentimotion.i18n.messages import STRINGS, Language, count, say
from sentimotion.templating import render_template
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


def render_quality(text: str, language: Language) -> Markup:
    """Render the notices about a text and its corrected version, if any; empty if there are no issues.

    :param text: The text typed so far.
    """
    return _render(text, quality_of(text), language, is_live=True)


def render_warnings(text: str, language: Language) -> Markup:
    """Render the notices about a text of any length, without a corrected version; empty if there are none."""
    return _render(text, QualityReport(find_quality_issues(text).issues, None), language, is_live=False)


def _render(text: str, quality: QualityReport, language: Language, *, is_live: bool) -> Markup:
    """Render a report; screen readers announce its notices if ``is_live``."""
    suggestion = quality.suggestion
    return render_template(
        "web/components/text_quality.html",
        language=language,
        is_live=is_live,
        notices=[
            {"kind": issue.kind, "sentence": _sentence(text, issue, language)}
            for issue in quality.issues[:_MAX_NOTICES]
        ],
        suggestion=suggestion and clip(_from_first_change(text, suggestion), _MAX_SUGGESTED),
    )


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
