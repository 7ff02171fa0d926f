"""The lesson's path: what the slider shows at each point, and its chart."""

import json
import math

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sentimotion.i18n.messages import LANGUAGES, decimal, percent, say
from sentimotion.web.components.charts import path_chart
from sentimotion.web.learn.path_view import path_frames, render_path, render_path_slider
from tests.checkpoints import SENTENCES
from tests.sentimotion.web import Shown


@pytest.fixture(scope="module")
def walk(bert_model):
    return bert_model.walk(SENTENCES[0], "emotion")


def drawn(frames):
    return [json.loads(frame) for frame in frames["drawn"]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_point_has_its_frame(walk, language):
    frames = path_frames(walk, language)
    assert {len(values) for values in frames.values()} == {len(walk.points)}
    assert frames["score"] == [decimal(score, language) for score in walk.scores]
    for said, point in zip(frames["said"], walk.points, strict=True):
        assert percent(point, language) in said


def test_the_terms_are_those_of_the_sum(walk):
    frames = path_frames(walk, "en")
    for index, sum_shown in enumerate(frames["sum"]):
        total = walk.explanation.baseline_score + math.fsum(walk.words[index]) + walk.other[index]
        assert sum_shown == f"= {decimal(total, 'en')}"
        assert total == pytest.approx(walk.scores[index], abs=0.02)


def test_words_fill_up_from_nothing(walk):
    frames = drawn(path_frames(walk, "en"))
    assert set(frames[0][2]) == {0.0}
    strengths = [abs(strength) for _, _, row, _, _ in frames for strength in row]
    assert max(strengths) == 1
    last = [word.attribution for word in walk.explanation.words]
    assert frames[-1][3] == pytest.approx(last, abs=1e-5)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_text_says_what_the_blank_is(walk, electra_model, language):
    for shown, blank in ((walk, "mask"), (electra_model.walk(SENTENCES[0]), "pad")):
        name = say(f"learn_blank_{blank}", language)
        assert say("learn_path_text", language, blank=name) in Shown(render_path(shown, language)).text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_slider_begins_at_the_blank(walk, language):
    shown = Shown(render_path_slider(walk, language))
    (slider,) = shown.with_attribute("aria-valuetext")
    assert (slider["value"], slider["max"]) == ("0", str(len(walk.points) - 1))
    assert slider["aria-valuetext"] == path_frames(walk, language)["said"][0]
    assert {word["data-attribution"] for word in shown.with_attribute("data-word")} == {"0.000000"}
    assert json.loads(shown.with_attribute("data-walk")[0]["data-walk"]) == path_frames(walk, language)


def test_hostile_text_stays_text(bert_model):
    walk = bert_model.walk("\"><img src=x onerror=alert(1)> 'মন' &amp;", "emotion", points=(0, 1))
    for html in (render_path(walk, "en"), render_path_slider(walk, "en")):
        assert "img" not in {tag for tag, _ in Shown(html).elements}


@given(
    st.lists(st.floats(-30, 30), min_size=2, max_size=12),
    st.sampled_from(list(LANGUAGES)),
)
@example([0.9, 0.9], "en")
def test_the_chart_holds_every_score(scores, language):
    points = [index / (len(scores) - 1) for index in range(len(scores))]
    figure = json.loads(path_chart(points, scores, "fear", language, at=1).to_json())
    curve, dot = figure["data"]
    assert (curve["x"], curve["y"]) == (points, scores)
    assert (dot["x"], dot["y"]) == ([points[1]], [scores[1]])
    low, high = figure["layout"]["yaxis"]["range"]
    marks = figure["layout"]["yaxis"]["tickvals"]
    assert low < min(scores) <= max(scores) < high
    # Marks are round numbers, which the range may miss by a bit.
    assert all(low - 1e-9 <= mark <= high + 1e-9 for mark in marks)
    assert 2 <= len(marks) <= 8
    if language == "bn":
        texts = [
            *figure["layout"]["yaxis"]["ticktext"],
            *figure["layout"]["xaxis"]["ticktext"],
            *curve["text"],
        ]
        assert not any(character.isascii() and character.isalnum() for text in texts for character in text)
