"""Reliability diagrams as SVG: accuracy by confidence."""

from typing import Final
from xml.sax.saxutils import escape

from sentimotion.evaluation.calibration import Reliability

_SIDE: Final = 220
"""Side of a diagram, in pixels."""
_MARGIN: Final = 46
# Readable on white and on black.
_GRAY, _BLUE, _ORANGE = "#808080", "#2b7bba", "#d95f02"


def reliability_svg(before: Reliability, after: Reliability) -> str:
    """Render the diagrams before and after calibration side by side, as SVG.

    The height of a bar is the accuracy of its bin, its opacity the number of texts, and the dot the mean
    confidence. With perfect calibration, bars end at the dashed diagonal.
    """
    width, height = 2 * (_SIDE + _MARGIN) + _MARGIN, _SIDE + 2 * _MARGIN
    panels = [
        _panel(found, f"{title}: error {found.ece:.3f}", _MARGIN + index * (_SIDE + _MARGIN))
        for index, (found, title) in enumerate([(before, "before"), (after, "after")])
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}"'
        f' height="{height}" font-family="sans-serif" font-size="12" fill="{_GRAY}">\n'
        + "\n".join(panels)
        + "\n</svg>\n"
    )


def _panel(found: Reliability, title: str, left: int) -> str:
    top = _MARGIN
    bottom, right = top + _SIDE, left + _SIDE
    most = max(one.n_texts for one in found.bins)
    parts = [
        f'<text x="{left}" y="{top - 12}">{escape(title)}</text>',
        f'<rect x="{left}" y="{top}" width="{_SIDE}" height="{_SIDE}" fill="none" stroke="{_GRAY}"/>',
    ]
    for one in found.bins:
        if one.accuracy is None or one.confidence is None:
            continue
        x, width = left + one.low * _SIDE, (one.high - one.low) * _SIDE
        y = bottom - one.accuracy * _SIDE
        strength = 0.25 + 0.75 * one.n_texts / most
        parts.append(
            f'<rect class="bin" x="{x:.1f}" y="{y:.1f}" width="{width - 2:.1f}" height="{bottom - y:.1f}"'
            f' fill="{_BLUE}" fill-opacity="{strength:.2f}"><title>{one.n_texts} texts, confidence'
            f" {one.confidence:.3f}, accuracy {one.accuracy:.3f}</title></rect>"
        )
        dot_x, dot_y = left + one.confidence * _SIDE, bottom - one.confidence * _SIDE
        parts.append(f'<circle cx="{dot_x:.1f}" cy="{dot_y:.1f}" r="3" fill="{_ORANGE}"/>')
    parts += [
        f'<line x1="{left}" y1="{bottom}" x2="{right}" y2="{top}" stroke="{_ORANGE}" stroke-dasharray="4"/>',
        f'<text x="{left}" y="{bottom + 16}">0</text>',
        f'<text x="{right}" y="{bottom + 16}" text-anchor="end">1</text>',
        f'<text x="{left + _SIDE / 2}" y="{bottom + 30}" text-anchor="middle">highest probability</text>',
        f'<text x="{left - 6}" y="{top + 10}" text-anchor="end">1</text>',
        f'<text x="{left - 6}" y="{bottom}" text-anchor="end">0</text>',
        f'<text x="{left - 10}" y="{top + _SIDE / 2}" text-anchor="middle"'
        f' transform="rotate(-90 {left - 10} {top + _SIDE / 2})">accuracy</text>',
    ]
    return "\n".join(parts)
