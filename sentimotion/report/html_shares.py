"""Render the report's label shares, overall and by group."""

from html import escape
from typing import Final

from sentimotion.i18n.messages import STRINGS, Language, count, head_name, label_name, percent, say
from sentimotion.label_colors import LABEL_COLORS
from sentimotion.labels import HEADS, LABELS, Head
from sentimotion.report.formatting import bar, interval, own_words, share_percent
from sentimotion.report.scored_rows import GARBLED
from sentimotion.report.shares import CONFIDENCE, Share
from sentimotion.report.snippets import shorten_name
from sentimotion.report.summary import Opinion

_MOST_NAME_CHARACTERS: Final = 60


def render_rows(opinion: Opinion, language: Language) -> str:
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
    cells = "".join(
        f'<tr data-count="{key}"><td class="number">{count(number, language)}</td>'
        f'<th scope="row">{escape(say(key, language))}</th></tr>'
        for key, number in rows.items()
    )
    title = escape(say("opinion_rows", language))
    table = f'<table class="rows">{cells}</table>'
    return f"<section><h2>{title}</h2>{table}{_warnings(opinion, language)}</section>"


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
    return f'<p class="warnings">{escape(text)}</p>'


def _warning_name(code: str, language: Language) -> str:
    """The name of a code; a code of another version of ``score`` is its own name."""
    key = f"opinion_warning_{code}"
    return say(key, language) if key in STRINGS else code


def render_shares(opinion: Opinion, head: Head, language: Language) -> str:
    """Render the share of each label in all rows, with its interval."""
    columns = (
        say("opinion_label", language),
        say("opinion_share", language),
        say("opinion_interval", language, level=percent(CONFIDENCE, language)),
        say("opinion_n", language),
        say("opinion_mean", language),
    )
    header = "".join(f'<th scope="col">{escape(name)}</th>' for name in columns)
    rows = ""
    for share, mean in zip(opinion.total.shares(head), opinion.means[head], strict=True):
        figures = (
            share_percent(share.share, share.n_rows, language),
            interval(share, language),
            count(share.n_label, language),
            share_percent(mean, share.n_rows, language),
        )
        # On a phone there is no room for the header: each value is then shown with its column name.
        cells = "".join(
            f'<td data-name="{escape(name)}">{figure}</td>'
            for name, figure in zip(columns[1:], figures, strict=True)
        )
        name = escape(label_name(share.label, language))
        rows += (
            f'<tr data-label="{share.label}"><th scope="row">{name}'
            f"{bar(share, LABEL_COLORS[share.label])}</th>{cells}</tr>"
        )
    title = say("opinion_shares", language, head=head_name(head, language))
    note = say("opinion_fallback", language, count=count(opinion.fallbacks[head], language))
    return (
        f'<section data-head="{head}"><h2>{escape(title)}</h2><table class="shares"><thead><tr>{header}</tr>'
        f"</thead><tbody>{rows}</tbody></table><p>{escape(note)}</p></section>"
    )


def render_groups(opinion: Opinion, language: Language) -> str:
    """Render the share of each label in each group; empty without a group column."""
    if opinion.columns.group is None:
        return ""
    if not opinion.groups:
        text = escape(say("opinion_no_groups", language, column=opinion.columns.group))
        return f'<section class="groups"><p>{text}</p></section>'
    about = escape(say("opinion_groups_by", language, column=opinion.columns.group))
    heads = f"<p>{about}</p>"
    for head in HEADS:
        title = escape(say("opinion_groups", language, head=head_name(head, language)))
        tables = "".join(_label_groups(opinion, head, label, language) for label in LABELS[head])
        heads += f'<h3>{title}</h3><div class="multiples">{tables}</div>'
    title = escape(say("opinion_groups_title", language))
    return f'<section class="groups"><h2>{title}</h2>{heads}</section>'


def _label_groups(opinion: Opinion, head: Head, label: str, language: Language) -> str:
    """Render the share of one label, one row per group, all on the same scale."""
    index = LABELS[head].index(label)
    rows = "".join(
        f'<tr><th scope="row">{_group_name(group.name, language)} '
        f"<small>{count(group.tally.n_rows, language)}</small></th>"
        f"<td>{_share_cell(group.tally.shares(head)[index], language)}</td></tr>"
        for group in opinion.groups
    )
    name = escape(label_name(label, language))
    return (
        f'<table class="by-group" data-label="{label}" style="--label-color:{LABEL_COLORS[label]}">'
        f"<caption>{name}</caption><tbody>{rows}</tbody></table>"
    )


def _group_name(name: str | None, language: Language) -> str:
    """Render the name of a group from the file, or of all smaller groups together."""
    if name is None:
        return f"<em>{escape(say('opinion_others', language))}</em>"
    return own_words(shorten_name(name, _MOST_NAME_CHARACTERS))


def _share_cell(share: Share, language: Language) -> str:
    text = share_percent(share.share, share.n_rows, language)
    return f"{bar(share, LABEL_COLORS[share.label])}{text} <small>({interval(share, language)})</small>"
