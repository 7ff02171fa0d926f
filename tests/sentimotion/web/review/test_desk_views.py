"""What the tab Review shows, from records made by hand."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from sentimotion.i18n.messages import LANGUAGES, count, label_name, localize_digits, percent, say
from sentimotion.labels import HEADS, LABELS
from sentimotion.review.figures.figures import project_figures
from sentimotion.review.figures.intervals import Measure, missing
from sentimotion.review.figures.threshold_curve import threshold_curve
from sentimotion.review.store.records import (
    Annotator,
    CheckpointName,
    Item,
    Project,
    ProjectContents,
    ReviewSettings,
    Task,
    Verdict,
)
from sentimotion.web.components.text_quality_view import render_warnings
from sentimotion.web.review.confusion_cell import MAX_ITEMS, CellName, render_cell
from sentimotion.web.review.desk import Desk
from sentimotion.web.review.desk_views import render_desk, render_welcome
from sentimotion.web.review.explanation_view import (
    ShownExplanation,
    labels_to_explain,
    render_desk_explanation,
)
from sentimotion.web.review.figures import render_curves, render_figures, render_wanted
from tests.sentimotion.review.stub import spread
from tests.sentimotion.web import Shown, explanation_of

MOMENT = datetime(2026, 3, 4, 5, 6, tzinfo=UTC)
WEIGHTS = CheckpointName("owner/name", "0123abc")
PROJECT = Project(1, "প্রকল্প", ReviewSettings(second="x/<y>"), WEIGHTS, MOMENT, 1200, 34)
ITEM = Item(
    *(7, 1, 0, 2, None, "ভালো\nলাগেনি", "negative", None),
    spread("sentiment", "positive", 0.5),
    spread("emotion", "fear", 0.9),
    truncated=False,
    is_random=True,
    checkpoint=WEIGHTS,
)


def verdict(number=1, *, item=7, assignment=3, sentiment="negative", annotator="রহিমা", **more):
    return Verdict(
        number,
        assignment,
        item,
        1,
        annotator,
        "decide",
        sentiment,
        "fear",
        **({"note": "", "after_explanation": False, "checkpoint": WEIGHTS, "made": MOMENT} | more),
    )


def desk_of(item=ITEM, stage="deciding", *verdicts, **more):
    task = Task(3, 1, item, MOMENT, None, tuple(verdicts))
    return Desk(PROJECT, Annotator(1, 1, "রহিমা"), stage, task, **more)


def shown(html):
    return Shown(re.sub("<input [^<>]*>", "", html))


def project_of(*items, verdicts=()):
    return ProjectContents(PROJECT, items, tuple(verdicts), frozenset())


@pytest.mark.parametrize("language", LANGUAGES)
class TestDesk:
    def test_the_models_decision_is_marked_and_nothing_is_chosen(self, language):
        html = render_desk(desk_of(), language)
        # Below its threshold the most probable label is not what the model says.
        assert [one["data-model-label"] for one in shown(html).with_attribute("data-model-label")] == [
            "neutral",
            "fear",
        ]
        assert "checked" not in html
        assert html.count("data-model>") == len(HEADS)
        assert f'<p class="sentence" lang="bn">{ITEM.text}</p>' in html
        assert count(1200, language) in shown(html).text

    def test_gold_is_not_for_the_annotators_eyes(self, language):
        with_gold, without = (
            render_desk(desk_of(replace(ITEM, gold_sentiment=gold), turn=1), language)
            for gold in ("positive", None)
        )
        assert with_gold == without

    @pytest.mark.parametrize(
        ("text", "kinds"),
        [
            ("à¦†à¦®à¦¿ à¦\u00adà¦¾à¦²à§‹", ["mojibake"]),
            ("Avwg fvjevwm †Zvgv‡K", ["bijoy"]),
            ("ami tomake khub valobashi", ["romanized"]),
            ("ভালো৷অভিনয় <b>দুর্বল</b>", ["markup", "danda_lookalike"]),
            ("ভ\ufffdলো", ["damaged"]),
            ("সেবা ভালো ছিল", []),
        ],
    )
    @pytest.mark.parametrize("stage", ["deciding", "decided"])
    def test_warnings_about_the_text(self, language, stage, text, kinds):
        desk = desk_of(replace(ITEM, text=text), stage, verdict())
        notices = shown(render_desk(desk, language))
        assert [one["data-suspicion"] for one in notices.with_attribute("data-suspicion")] == kinds
        if kinds:
            assert shown(render_warnings(text, language)).text in notices.text

    def test_a_key_for_each_label(self, language):
        keys = re.findall(r'aria-hidden="true">(\d)</kbd>', render_desk(desk_of(), language))
        assert [int(key) for key in keys] == list(range(1, 10))

    def test_what_there_is_to_know_of_a_text(self, language):
        item = replace(ITEM, truncated=True, second_label="<toxic>", second_score=0.93)
        text = shown(render_desk(desk_of(item, "deciding", verdict()), language)).text
        said = say("review_second", language, label="<toxic>", percent=percent(0.93, language))
        for line in (said, say("review_truncated", language), say("review_again", language)):
            assert line in text
        assert said not in shown(render_desk(desk_of(), language)).text

    def test_what_was_decided_is_shown_and_locked(self, language):
        html = render_desk(desk_of(ITEM, "decided", verdict(note="\n=১"), saved="decided"), language)
        assert re.findall(r'value="(\w+)" checked', html) == ["negative", "fear"]
        assert html.count('" disabled>') == len(HEADS)
        # The first line break after the tag is dropped by the browser; the note's own is the second.
        assert " readonly>\n\n=১</textarea>" in html
        assert say("review_saved_decided", language) in shown(html).text

    def test_nothing_left(self, language):
        desk = replace(desk_of(), stage="done", task=None)
        html = render_desk(desk, language)
        assert say("review_done_title", language) in shown(html).text
        assert (
            f'data-do="back">{say("review_back", language)} <kbd lang="en" aria-hidden="true">B</kbd>' in html
        )

    def test_no_project_yet(self, language):
        html = render_welcome(language, 0)
        assert "<code>python -m sentimotion review import" in html
        assert "<code>" not in render_welcome(language, 1)

    def test_colors_of_other_weights_are_said_to_be_that(self, language):
        desk = desk_of(ITEM, "decided", verdict())
        assert labels_to_explain(desk) == {"sentiment": "positive", "emotion": "fear"}
        found = {
            "sentiment": explanation_of(ITEM.text, [1.0], label="positive"),
            "emotion": explanation_of(ITEM.text, [1.0], head="emotion", label="fear"),
        }
        own = shown(render_desk_explanation(desk, ShownExplanation(3, found, None), language)).text
        other = shown(
            render_desk_explanation(
                desk, ShownExplanation(3, found, CheckpointName("<b>x", version="<i>1")), language
            )
        ).text
        notice = say("review_other_weights", language, labels="owner/name", page="<b>x, <i>1")
        assert notice in other
        assert notice not in own
        # Here it may be told what the annotator did not see before.
        assert percent(0.5, language) in own


def cell_of(measure, language):
    """The first cell of the table about explanations, with another figure."""
    figures = project_figures(project_of(ITEM, verdicts=[verdict()]))
    html = render_figures(replace(figures, changes=replace(figures.changes, rate=measure)), language)
    return Shown(re.search("(?s)data-changes=.*?<td>(.*?)</td>", html)[1]).text


@pytest.mark.parametrize("language", LANGUAGES)
class TestFigures:
    def test_a_figure_or_its_reason(self, language):
        whole = cell_of(Measure(0.5, 0.25, 0.75, 1234), language)
        for number in (percent(0.5, language), percent(0.25, language), count(1234, language)):
            assert number in whole
        without = cell_of(Measure(0.5, None, None, 1), language)
        assert without == f"{percent(0.5, language)} ({say('review_n', language, n=count(1, language))})"
        assert cell_of(missing("no_overlap"), language) == say("review_reason_no_overlap", language)

    def test_every_reason_has_words(self, language):
        from typing import get_args

        from sentimotion.review.figures.intervals import Reason

        for reason in get_args(Reason):
            assert cell_of(missing(reason), language) == say(f"review_reason_{reason}", language)

    def test_cells_open_their_texts(self, language):
        contents = project_of(
            ITEM, verdicts=[verdict(), verdict(2, note="<i>না</i>", annotator="<u>", assignment=4)]
        )
        figures = project_figures(contents)
        html = render_figures(figures, language)
        assert [one["data-cell"] for one in shown(html).with_attribute("data-cell")] == [
            "sentiment negative neutral",
            "emotion fear fear",
        ]
        assert html.count("data-agreed") == 1
        assert "<u>" not in html
        cell = CellName.of("sentiment negative neutral")
        html = render_cell(cell, figures, contents, language)
        assert ITEM.text in shown(html).text
        assert "“<i>না</i>”" in shown(html).text
        assert label_name("negative", language) in shown(html).text
        assert percent(0.5, language) in shown(html).text

    def test_a_large_cell_is_cut_and_says_so(self, language):
        items = [replace(ITEM, id=number) for number in range(MAX_ITEMS + 5)]
        verdicts = [verdict(number, item=number, assignment=number) for number in range(MAX_ITEMS + 5)]
        contents = project_of(*items, verdicts=verdicts)
        cell = CellName("sentiment", "negative", "neutral")
        html = render_cell(cell, project_figures(contents), contents, language)
        assert html.count('<li><p lang="bn">') == MAX_ITEMS
        assert count(MAX_ITEMS + 5, language) in shown(html).text

    def test_thresholds(self, language):
        contents = project_of(ITEM, verdicts=[verdict(sentiment="positive")])
        figures = project_figures(contents)
        html = render_curves(figures, language)
        best = figures.heads["emotion"].curve.best
        assert f'data-best="{best.threshold:.6f}"' in html
        assert len(shown(html).with_attribute("data-curve")) == len(HEADS)
        assert f'value="65" aria-valuetext="{percent(0.65, language)}"' in render_wanted(0.65, language)

    @pytest.mark.parametrize(
        ("scores", "said"), [([0.9964, 0.9996], "99.7"), ([0.7, 0.9], "70.1"), ([0.699, 0.9], "70")]
    )
    def test_the_best_threshold_is_shown_in_full(self, language, scores, said):
        figures = project_figures(project_of(ITEM, verdicts=[verdict()]))
        curve = threshold_curve([False, True], scores, 1.0)
        heads = {head: replace(figures.heads[head], curve=curve) for head in HEADS}
        html = render_curves(replace(figures, heads=heads), language)
        for text in shown(html).texts_of("fact"):
            assert re.search(rf"(?<!\d){localize_digits(said, language)}%", text)
        best = float(re.search(r'data-best="([\d.]+)"', html)[1])
        assert curve.best.threshold == best == pytest.approx(float(said) / 100)

    def test_a_precision_that_cannot_be_had(self, language):
        figures = project_figures(project_of(ITEM, verdicts=[verdict()]))
        # Two as sure as each other, one right: never more than half.
        curve = threshold_curve([True, False], [0.8, 0.8], 0.9)
        heads = {head: replace(figures.heads[head], curve=curve) for head in HEADS}
        text = shown(render_curves(replace(figures, heads=heads), language)).text
        assert percent(0.5, language) in text
        assert percent(0.9, language) in text


@pytest.mark.parametrize(
    "said", [None, "", "sentiment", "sentiment negative", "mood a b", "emotion fear glad", 3]
)
def test_what_is_no_cell(said):
    assert CellName.of(said) is None


def test_every_cell_has_a_name():
    names = {
        CellName.of(f"{head} {human} {model}")
        for head in HEADS
        for human in LABELS[head]
        for model in LABELS[head]
    }
    assert len(names) == 9 + 36
    assert None not in names


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_that_people_wrote_is_text(language):
    """Texts, names and notes come from files and from strangers."""
    nasty = "<img src=x onerror=alert(1)> & \"'`"
    project = replace(PROJECT, name=f"P {nasty}")
    item = replace(ITEM, text=f"T {nasty}")
    said = verdict(annotator=f"A {nasty}", note=f"N {nasty}")
    contents = ProjectContents(project, (item,), (said,), frozenset())
    figures = project_figures(contents)
    task = Task(3, 1, item, MOMENT, None, (said,))
    desk = Desk(project, Annotator(1, 1, f"A {nasty}"), "decided", task)
    html = {
        "cell": render_cell(CellName("sentiment", "negative", "neutral"), figures, contents, language),
        "desk": re.sub("<input [^<>]*>", "", render_desk(desk, language)),
        "figures": render_figures(figures, language),
    }
    for name, part in html.items():
        assert "<img" not in part, name
        assert [key for _, found in Shown(part).elements for key in found if key.startswith("on")] == [], name
        assert nasty in Shown(part).text, name
    assert f"T {nasty}" in Shown(html["cell"]).text
    assert f"T {nasty}" in Shown(html["desk"]).text
