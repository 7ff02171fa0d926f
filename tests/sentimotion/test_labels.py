"""The heads and labels of the model card, word for word."""

from sentimotion.labels import DEFAULT_THRESHOLDS, FALLBACK_LABEL, HEADS, LABELS


def test_heads_and_labels_in_the_cards_order():
    assert HEADS == ("sentiment", "emotion")
    assert LABELS == {
        "sentiment": ("negative", "neutral", "positive"),
        "emotion": ("neutral", "happy", "anger_disgust", "sadness", "surprise", "fear"),
    }


def test_the_cards_rule():
    assert FALLBACK_LABEL == "neutral"
    assert DEFAULT_THRESHOLDS == {"sentiment": 0.55, "emotion": 0.60}
