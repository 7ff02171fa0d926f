"""Render the report's label shares, overall and by group."""

from typing import Final

from markupsafe import Markup

from sentimotion.i18n.messages import STRINGS, Language, count, percent, say
from sentimotion.labels import HEADS, Head
from sentimotion.report.formatting import interval, share_percent
from sentimotion.report.scored_rows import GARBLED
from sentimotion.report.shares import CONFIDENCE
from sentimotion.report.snippets import shorten_name
from sentimotion.report.summary import Opinion
from sentimotion.templating import render_template

_MOST_NAME_CHARACTERS: Final = 60


def render_rows(opinion: Opinion, language: Language) -> Markup:
    """Render the number of rows by what became of them, and the warnings about texts."""
    rows = {
        "opinion_read": opinion.n_read,
        "opinion_counted": opinion.total.n_rows,
        "opinion_errors": opinion.n_errors,
        "opinion_unreadable": opinion.n_unreadable,
        "opinion_truncated": opinion.n_truncated,
    }
    if opinion.columns.day is not None:
        rows["opinion_undated"] = opinion.n_undated
    if opinion.n_dateless:
        rows["opinion_dateless"] = opinion.n_dateless
    if opinion.n_outlying:
        rows["opinion_outlying"] = opinion.n_outlying
    if opinion.columns.group is not None:
        rows["opinion_ungrouped"] = opinion.n_ungrouped
    if opinion.n_nameless:
        rows["opinion_nameless"] = opinion.n_nameless
    warnings = _warnings(opinion, language)
    return render_template("report/rows.html", language=language, rows=rows, warnings=warnings)


def _warnings(opinion: Opinion, language: Language) -> str:
    """Say how many texts have which warnings; empty if none has any."""
    if not opinion.n_warned:
        return ""
    codes = ", ".join(
        say("opinion_warning", language, name=_warning_name(code, language), count=count(number, language))
        for code, number in opinion.warnings.items()
    )
    number = count(opinion.n_warned, language)
    text = say("opinion_warnings", language, count=number, codes=codes)
    if opinion.n_garbled:
        names = ", ".join(_warning_name(code, language) for code in opinion.warnings if code in GARBLED)
        number = count(opinion.n_garbled, language)
        text += " " + say("opinion_warnings_garbled", language, count=number, names=names)
    return text


def _warning_name(code: str, language: Language) -> str:
    """The name of a code; a code of another version of ``score`` is its own name."""
    key = f"opinion_warning_{code}"
    return say(key, language) if key in STRINGS else code


def render_shares(opinion: Opinion, head: Head, language: Language) -> Markup:
    """Render the share of each label in all rows, with its interval."""
    return render_template(
        "report/shares.html",
        language=language,
        head=head,
        confidence=percent(CONFIDENCE, language),
        shares=list(zip(opinion.total.shares(head), opinion.means[head], strict=True)),
        n_fallbacks=opinion.fallbacks[head],
        interval=interval,
        share_percent=share_percent,
    )


def render_groups(opinion: Opinion, language: Language) -> Markup:
    """Render the share of each label in each group; empty without a group column."""
    if opinion.columns.group is None:
        return Markup("")
    groups = [
        (
            # None is all smaller groups together.
            None if group.name is None else shorten_name(group.name, _MOST_NAME_CHARACTERS),
            group.tally.n_rows,
            {head: group.tally.shares(head) for head in HEADS},
        )
        for group in opinion.groups
    ]
    return render_template(
        "report/groups.html",
        language=language,
        column=opinion.columns.group,
        groups=groups,
        interval=interval,
        share_percent=share_percent,
    )
