"""The two heads and their labels, in the order of the model card."""

from typing import Final, Literal, get_args

Head = Literal["sentiment", "emotion"]

HEADS: Final[tuple[Head, ...]] = get_args(Head)

LABELS: Final[dict[Head, tuple[str, ...]]] = {
    "sentiment": ("negative", "neutral", "positive"),
    "emotion": ("neutral", "happy", "anger_disgust", "sadness", "surprise", "fear"),
}

# What a head says when no label reaches its threshold: the model card's rule.
FALLBACK_LABEL: Final = "neutral"

# The model card's defaults.
DEFAULT_THRESHOLDS: Final[dict[Head, float]] = {"sentiment": 0.55, "emotion": 0.60}
