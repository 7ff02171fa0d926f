"""Names that other checkpoints give to the labels."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentimotion.checkpoints.label_names import label_of
from sentimotion.labels import LABELS


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("negative", "negative"),
        ("Positive", "positive"),
        (" POS ", "positive"),
        ("Neg", "negative"),
        ("NEUTRAL", "neutral"),
        ("neu", "neutral"),
        ("ইতিবাচক", "positive"),
        ("নেতিবাচক", "negative"),
        ("নিরপেক্ষ", "neutral"),
        ("নেগেটিভ", "negative"),
        ("ｐｏｓｉｔｉｖｅ", "positive"),  # full width
        ("mixed", None),
        ("good", None),
        ("LABEL_0", None),
        ("1", None),
        ("", None),
        ("happy", None),  # of the other head
    ],
)
def test_names_of_sentiment(name, label):
    assert label_of(name, "sentiment") == label


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("Happiness", "happy"),
        ("joy", "happy"),
        ("আনন্দ", "happy"),
        ("Anger / Disgust", "anger_disgust"),
        ("anger-disgust", "anger_disgust"),
        ("AngerDisgust", "anger_disgust"),
        ("Anger and Disgust", "anger_disgust"),
        ("রাগ/বিতৃষ্ণা", "anger_disgust"),
        ("রাগ/ঘৃণা", "anger_disgust"),
        ("SAD", "sadness"),
        ("দুঃখ", "sadness"),
        ("Surprised", "surprise"),
        ("বিস্ম\u09dfচ", None),
        ("বিস্ম\u09df", "surprise"),  # য় as one code point
        ("বিস্ম\u09af\u09bc", "surprise"),  # and as two
        ("ভয়", "fear"),
        ("anger", None),  # says nothing of disgust
        ("disgust", None),
        ("love", None),
    ],
)
def test_names_of_emotion(name, label):
    assert label_of(name, "emotion") == label


@given(
    st.sampled_from([(head, label) for head, labels in LABELS.items() for label in labels]),
    st.sampled_from([str.upper, str.title, str.lower]),
    st.sampled_from(["_", " ", "-", "/", " / ", ""]),
    st.sampled_from(["", " ", "\u00a0", "\n"]),
)
def test_case_spaces_and_separators_do_not_matter(known, case, separator, space):
    head, label = known
    assert label_of(space + case(label).replace("_", separator) + space, head) == label


@given(st.text(max_size=20))
def test_any_name_is_a_label_or_none(name):
    for head, labels in LABELS.items():
        assert label_of(name, head) in (*labels, None)
