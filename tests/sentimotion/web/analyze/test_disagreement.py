"""What a visitor who disagrees can say: the report's parts, and where a discussion is begun."""

import json

import pytest

from sentimotion.web.analyze.disagreement import discussions_of, render_disagree_button, render_disagreement
from sentimotion.web.session.analysis import analyze
from tests.sentimotion.web import Shown

TEXT = "</script>\"' খাবার <b>ভালো</b>, দাম বেশি।"


@pytest.fixture(scope="module")
def analysis(bert_model):
    return analyze(bert_model, TEXT)


def dialog(space=None, language="en"):
    return Shown(render_disagreement(space, language))


def test_the_report_holds_the_text_what_was_said_and_the_model(analysis, bert_folder):
    thresholds = {"sentiment": 0.0, "emotion": 1.0}
    (button,) = Shown(render_disagree_button(analysis, thresholds, "en")).with_attribute("data-disagree")
    report = json.loads(button["data-disagree"])
    assert report["text"] == TEXT
    sentiment, emotion, model = report["said"]
    assert sentiment.startswith("Sentiment: the model says “")
    assert sentiment.endswith("; threshold 0%.")
    assert emotion.startswith("Emotion: the model says “neutral” (neutral ")
    assert model == f"Model: {bert_folder}."


def test_each_label_can_be_chosen_and_none_is():
    elements = dialog(language="bn").elements
    assert [attributes.get("data-line") for tag, attributes in elements if tag == "option"] == [
        None,
        "মনোভাব: হওয়া উচিত “নেতিবাচক”।",
        "মনোভাব: হওয়া উচিত “নিরপেক্ষ”।",
        "মনোভাব: হওয়া উচিত “ইতিবাচক”।",
        None,
        "আবেগ: হওয়া উচিত “নিরপেক্ষ”।",
        "আবেগ: হওয়া উচিত “আনন্দ”।",
        "আবেগ: হওয়া উচিত “রাগ/বিতৃষ্ণা”।",
        "আবেগ: হওয়া উচিত “দুঃখ”।",
        "আবেগ: হওয়া উচিত “বিস্ময়”।",
        "আবেগ: হওয়া উচিত “ভয়”।",
    ]


def test_a_discussion_is_offered_on_a_space_only():
    assert not dialog().with_attribute("data-discussions")
    (link,) = dialog(space="owner/a-demo").with_attribute("data-discussions")
    assert link["data-discussions"] == "https://huggingface.co/spaces/owner/a-demo/discussions/new"
    assert link["rel"] == "noopener noreferrer"


@pytest.mark.parametrize("space", [None, "", "demo", "a/b/c", 'a/b"onclick=', "a/b?x", "ক/খ", "a/b\n"])
def test_what_is_no_name_of_a_space_leads_nowhere(space):
    assert discussions_of(space) is None
