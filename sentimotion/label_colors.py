"""Colors of the labels."""

from typing import Final

# One color per label, the same everywhere: Okabe and Ito's palette for color-blind readers, darkened where
# needed for a contrast of 3:1 on white and on the dark theme's panels (a test holds it).
LABEL_COLORS: Final[dict[str, str]] = {
    "negative": "#D55E00",
    "neutral": "#7A7A7A",
    "positive": "#009E73",
    "happy": "#B88600",
    "anger_disgust": "#C8442E",
    "sadness": "#2B7BBA",
    "surprise": "#C0629A",
    "fear": "#8466C4",
}
