"""Format shares, intervals and dates for the opinion report."""

from datetime import date
from typing import Final

from sentimotion.i18n.messages import Language, localize_digits, percent, say
from sentimotion.report.periods import PeriodUnit
from sentimotion.report.shares import Share

# With fewer rows a tenth of a percent is noise.
_MANY_ROWS: Final = 1000


def share_percent(share: float, n_rows: int, language: Language) -> str:
    """Format a share from 0 to 1 as a percentage: ``34%``, or ``34.2%`` from 1000 rows on."""
    return percent(share, language, decimals=0 if n_rows < _MANY_ROWS else 1)


def interval(share: Share, language: Language) -> str:
    """Format the interval of a share: ``31% to 37%``."""
    low, high = (share_percent(end, share.n_rows, language) for end in (share.low, share.high))
    return say("opinion_range", language, low=low, high=high)


def day_name(day: date, language: Language) -> str:
    """Format a day: ``31 March 2026``."""
    month = say(f"month_{day.month}", language)
    return localize_digits(
        say("opinion_day", language, day=str(day.day), month=month, year=str(day.year)), language
    )


def period_name(start: date, unit: PeriodUnit, language: Language) -> str:
    """Format a period by its first day: ``31 March 2026``, ``March 2026`` or ``2026``."""
    if unit == "year":
        return localize_digits(str(start.year), language)
    if unit == "month":
        month = say(f"month_{start.month}", language)
        return localize_digits(say("opinion_month", language, month=month, year=str(start.year)), language)
    return day_name(start, language)
