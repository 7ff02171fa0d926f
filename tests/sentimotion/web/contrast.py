"""WCAG 2's contrast of two colors."""

from collections.abc import Sequence


def rgb_of_hex(color: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(color.removeprefix("#")))


def luminance(rgb: Sequence[float]) -> float:
    """Relative luminance, 0 to 1, of red, green and blue from 0 to 255."""
    shares = [value / 255 for value in rgb]
    red, green, blue = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Sequence[float], other: Sequence[float]) -> float:
    """1 (the same) to 21 (black and white)."""
    dark, light = sorted([luminance(one), luminance(other)])
    return (light + 0.05) / (dark + 0.05)
