"""Render precision and recall by threshold as a chart, a sentence and a table."""

from html import escape
from typing import TYPE_CHECKING, Final

from sentimotion.i18n.messages import Language, decimal, head_name, localize_digits, percent, say
from sentimotion.labels import HEADS, Head
from sentimotion.web.review.figures import render_table

if TYPE_CHECKING:
    from sentimotion.review.figures.figures import Figures
    from sentimotion.review.figures.threshold_curve import Curve, CurvePoint

WANTED: Final = 0.9
_WIDTH: Final = 320
_HEIGHT: Final = 150


def render_wanted(wanted: float, language: Language) -> str:
    """Render the slider of the wanted precision; the browser updates its text while it moves."""
    title, name = (escape(say(f"review_{key}", language)) for key in ("thresholds", "wanted"))
    return (
        f'<div class="review-curves" lang="{language}"><h2>{title}</h2>'
        f'<label class="review-wanted"><span>{name}</span>'
        f'<input type="range" id="review-wanted" min="50" max="100" step="1" value="{round(100 * wanted)}"'
        f' aria-valuetext="{percent(wanted, language)}">'
        f"<output>{percent(wanted, language)}</output></label></div>"
    )


def render_curves(figures: "Figures", language: Language) -> str:
    """Render, for each head, the threshold that reaches the wanted precision, and the curves."""
    found = figures.heads
    parts = "".join(
        f'<section data-curve="{head}">'
        f"{_curve(head, found[head].curve, found[head].curves_are_random, language)}</section>"
        for head in HEADS
    )
    return f'<div class="review-curves" lang="{language}"><div class="review-two">{parts}</div></div>'


def _curve(head: Head, curve: "Curve", is_random: bool, language: Language) -> str:
    name = head_name(head, language)
    if not curve.points:
        reason = say(f"review_reason_{curve.reason}", language)
        return f"<p>{escape(say('review_curve_none', language, head=name, reason=reason))}</p>"
    if curve.best is None:
        line = say(
            "review_not_reached",
            language,
            head=name,
            wanted=percent(curve.wanted, language),
            highest=percent(curve.highest_precision or 0.0, language),
        )
    else:
        line = say(
            "review_best",
            language,
            head=name,
            threshold=_threshold(curve.best.threshold, language),
            precision=percent(curve.best.precision or 0.0, language),
            share=percent(curve.best.share, language),
            recall=percent(curve.best.recall, language),
        )
    source = say("review_curve_random" if is_random else "review_curve_all", language)
    best = "" if curve.best is None else f' data-best="{curve.best.threshold:.6f}"'
    return (
        f'<p class="fact" role="status"{best}>{escape(line)}</p><p><small>{escape(source)}</small></p>'
        f"{_drawing(name, curve, language)}{_legend(language)}{_table(head, curve, language)}"
    )


def _threshold(value: float, language: Language) -> str:
    """Format a threshold in steps of 0.001, with two decimals if exact, otherwise three."""
    if round(value, 2) == round(value, 3):
        return decimal(value, language)
    return localize_digits(f"{value:.3f}", language)


def _drawing(name: str, curve: "Curve", language: Language) -> str:
    """Render lines that differ in stroke and color; the table below has the numbers."""

    def line(kind: str, values: list[tuple[float, float]]) -> str:
        points = " ".join(f"{x * _WIDTH:.1f},{(1 - y) * _HEIGHT:.1f}" for x, y in values)
        return f'<polyline class="{kind}" points="{points}"/>'

    points = curve.points
    lines = line("precision", [(p.threshold, p.precision) for p in points if p.precision is not None])
    lines += line("recall", [(p.threshold, p.recall) for p in points])
    lines += line("kept", [(p.threshold, p.share) for p in points])
    if curve.best is not None:
        x = curve.best.threshold * _WIDTH
        lines += f'<line class="best" x1="{x:.1f}" x2="{x:.1f}" y1="0" y2="{_HEIGHT}"/>'
    marks = "".join(
        f'<text x="{share * _WIDTH:.0f}" y="{_HEIGHT + 18}" text-anchor="middle">'
        f'{decimal(share, language)}</text><text x="-6" y="{(1 - share) * _HEIGHT + 4:.0f}"'
        f' text-anchor="end">{percent(share, language)}</text>'
        for share in (0.0, 0.5, 1.0)
    )
    label = escape(say("review_curve", language, head=name))
    return (
        f'<svg role="img" aria-label="{label}" viewBox="-48 -10 {_WIDTH + 66} {_HEIGHT + 34}">'
        f'<rect width="{_WIDTH}" height="{_HEIGHT}"/>{lines}{marks}</svg>'
    )


def _legend(language: Language) -> str:
    items = "".join(
        f'<li><svg aria-hidden="true" viewBox="0 0 30 8"><polyline class="{kind}" points="0,4 30,4"/></svg>'
        f"{escape(say(f'review_{kind}', language))}</li>"
        for kind in ("precision", "recall", "kept")
    )
    return f'<ul class="review-legend">{items}</ul>'


def _table(head: Head, curve: "Curve", language: Language) -> str:
    def precision(point: "CurvePoint") -> str:
        if point.precision is None or point.precision_low is None or point.precision_high is None:
            return "–"
        low, high = percent(point.precision_low, language), percent(point.precision_high, language)
        return f"{percent(point.precision, language)} <small>({low}–{high})</small>"

    rows = [
        (
            decimal(point.threshold, language),
            precision(point),
            percent(point.recall, language),
            percent(point.share, language),
        )
        for point in curve.points
        if round(point.threshold * 100) % 10 == 0
    ]
    keys = ("threshold", "precision", "recall", "kept")
    table = render_table([escape(say(f"review_{key}", language)) for key in keys], rows)
    summary = escape(say("review_table", language))
    return f'<details data-keep="review-curve-{head}"><summary>{summary}</summary>{table}</details>'
