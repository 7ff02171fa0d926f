"""Format shares, intervals and dates for the opinion report."""

from datetime import date
from html import escape
from typing import Final

from sentimotion.i18n.messages import Language, localize_digits, percent, say
from sentimotion.report.dates import PeriodUnit
from sentimotion.report.shares import Share
from sentimotion.text.words import has_bangla

# From so many rows on, a tenth of a percent says something.
_MANY_ROWS: Final = 1000


def share_percent(share: float, n_rows: int, language: Language) -> str:
    """A share from 0 to 1 as a percentage, as fine as its rows allow: ``34 %`` or ``34.2 %``."""
    if n_rows < _MANY_ROWS:
        return percent(share, language)
    # As elsewhere on the page, what is not quite everything is not shown as 100 %.
    tenths = min(999, round(1000 * share)) if share < 1 else 1000
    return localize_digits(f"{tenths / 10:.1f}\u00a0%", language)


def interval(share: Share, language: Language) -> str:
    """A share's interval: ``31 % to 37 %``."""
    low, high = (share_percent(end, share.n_rows, language) for end in (share.low, share.high))
    return say("opinion_range", language, low=low, high=high)


def bar(share: Share, color: str) -> str:
    """A share as a bar, its interval as a line across its end. Seen only: the numbers stand beside it."""
    return (
        f'<div class="bar" aria-hidden="true" style="--label-color:{color}">'
        f'<i style="width:{share.share:.2%}"></i>'
        f'<b style="left:{share.low:.2%};width:{max(0.0, share.high - share.low):.2%}"></b></div>'
    )


def day_name(day: date, language: Language) -> str:
    """A day: ``31 March 2026``."""
    month = say(f"month_{day.month}", language)
    return localize_digits(
        say("opinion_day", language, day=str(day.day), month=month, year=str(day.year)), language
    )


def period_name(start: date, unit: PeriodUnit, language: Language) -> str:
    """A period by its first day: ``31 March 2026``, ``March 2026`` or ``2026``."""
    if unit == "year":
        return localize_digits(str(start.year), language)
    if unit == "month":
        month = say(f"month_{start.month}", language)
        return localize_digits(say("opinion_month", language, month=month, year=str(start.year)), language)
    return day_name(start, language)


def own_words(text: str, tag: str = "span", attributes: str = "") -> str:
    """Something that stands in the file, escaped; marked as Bangla where it is."""
    language = ' lang="bn"' if has_bangla(text) else ""
    return f"<{tag}{language}{attributes}>{escape(text)}</{tag}>"
