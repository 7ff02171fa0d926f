"""Colors of the labels and of the page's marks, for Python, style sheets and scripts."""

from typing import Final

# Okabe and Ito's palette for color-blind readers, darkened where needed for a contrast of 3:1 on white and on
# the dark theme's panels (a test holds it).
PALETTE: Final[dict[str, str]] = {
    "blue": "#0072B2",
    "vermillion": "#D55E00",
    "dark-vermillion": "#B34E00",
    "green": "#009E73",
    "gold": "#B88600",
    "gray": "#7A7A7A",
    "ink": "#18181b",
}
LABEL_COLORS: Final[dict[str, str]] = {
    "negative": PALETTE["vermillion"],
    "neutral": PALETTE["gray"],
    "positive": PALETTE["green"],
    "happy": PALETTE["gold"],
    "anger_disgust": "#C8442E",
    "sadness": "#2B7BBA",
    "surprise": "#C0629A",
    "fear": "#8466C4",
}
# Words for and against a label.
_WORD_COLORS: Final = {"toward": PALETTE["blue"], "away": PALETTE["vermillion"]}


def color_variables() -> str:
    """CSS rule that defines each color as a variable.

    ``--blue`` and so on, ``--label-negative`` and so on; ``--toward`` and ``--away`` as three channels, such
    as ``0, 114, 178``, which ``rgba()`` takes with any opacity.
    """
    variables = {
        **PALETTE,
        **{f"label-{label}": color for label, color in LABEL_COLORS.items()},
        **{name: ", ".join(map(str, bytes.fromhex(color[1:]))) for name, color in _WORD_COLORS.items()},
    }
    return f":root {{ {' '.join(f'--{name}: {value};' for name, value in variables.items())} }}\n"
