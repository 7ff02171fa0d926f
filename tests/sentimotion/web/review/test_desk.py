"""What an annotator does, on a store of its own and without a browser."""

from dataclasses import replace

import pytest

from sentimotion.errors import InvalidReview, SentimotionError, TooManyNames, UnknownReview
from sentimotion.labels import HEADS
from sentimotion.review.store.records import CheckpointName
from sentimotion.review.store.store import Store
from sentimotion.web.review.address_limits import (
    DECISIONS_PER_MINUTE,
    NAMES_PER_ADDRESS,
    AddressLimits,
)
from sentimotion.web.review.desk import Act, Reviewer
from tests.sentimotion.review.stub import SEEN, StubModel, answer, make_project

TEXTS = ["এক", "দুই", "তিন"]
PAGE = replace(SEEN, revision="")


@pytest.fixture
def store(tmp_path):
    store = Store.open(tmp_path / "review.db")
    yield store
    store.close()


@pytest.fixture
def project(store, tmp_path):
    model = StubModel(dict.fromkeys(TEXTS, answer("positive", "happy")))
    return make_project(store, tmp_path, TEXTS, model=model)


@pytest.fixture
def reviewer(store):
    return Reviewer(store, PAGE, AddressLimits())


@pytest.fixture
def desk(reviewer, project):
    return reviewer.begin(project.name, "রহিমা")


def act(desk, do, note="", **labels):
    assignment = desk.task and desk.task.assignment_id
    said = {"do": do, "assignment": assignment, "note": note, **labels}
    return Act.of(said | {"project": desk.project.name, "name": desk.annotator.name})


def test_agreeing_takes_the_models_labels_and_shows_the_text_again(reviewer, desk):
    after = reviewer.act(desk, act(desk, "decide", note=" ভালো\r\nলেখা "))
    assert (after.stage, after.saved) == ("decided", "decided")
    assert after.task.assignment_id == desk.task.assignment_id
    last = after.task.last
    assert (last.sentiment, last.emotion, last.note) == ("positive", "happy", "ভালো\nলেখা")
    assert (last.after_explanation, last.checkpoint) == (False, desk.task.item.checkpoint)
    # The same key once more, because the answer was lost, adds nothing.
    again = reviewer.act(after, act(after, "decide", note="ভালো\nলেখা"))
    assert (again.saved, len(again.task.verdicts)) == ("same", 1)


def test_a_changed_mind_after_the_colors_goes_on_to_the_next(reviewer, store, desk):
    decided = reviewer.act(desk, act(desk, "decide", sentiment="negative"))
    changed = reviewer.act(decided, act(decided, "decide", emotion="fear"))
    assert (changed.stage, changed.saved) == ("decided", "changed"), "no colors yet: they still come"
    store.show_explanation(decided.task.assignment_id)
    after = reviewer.act(changed, act(changed, "decide", emotion="sadness"))
    assert (after.stage, after.saved) == ("deciding", "changed")
    assert after.task.assignment_id != desk.task.assignment_id
    verdicts = store.task(desk.task.assignment_id).verdicts
    assert [(one.sentiment, one.emotion, one.after_explanation) for one in verdicts] == [
        ("negative", "happy", False),
        ("positive", "fear", False),
        ("positive", "sadness", True),
    ]
    # Looked at again and left: nothing is added, and the text in hand is there.
    back = reviewer.act(after, act(after, "back"))
    assert (back.stage, back.task.assignment_id) == ("decided", desk.task.assignment_id)
    kept = reviewer.act(back, act(back, "next"))
    assert kept.task.assignment_id == after.task.assignment_id
    assert len(store.task(desk.task.assignment_id).verdicts) == 3


def test_skipped_and_taken_up_again(reviewer, store, desk):
    after = reviewer.act(desk, act(desk, "skip", note="কী বলছে?"))
    assert (after.saved, store.task(desk.task.assignment_id).last.note) == ("skipped", "কী বলছে?")
    back = reviewer.act(after, act(after, "back"))
    assert (back.stage, back.task.last.action) == ("deciding", "skip")
    assert reviewer.act(back, act(back, "decide")).saved == "decided"
    # Where there is none before, it stays.
    first = reviewer.act(back, act(back, "back"))
    assert first.task == back.task
    assert first.turn != back.turn, "the browser waits for an answer that it can tell"


def test_nothing_left(reviewer, desk):
    for _ in TEXTS:
        assert desk.stage == "deciding"
        desk = reviewer.act(desk, act(desk, "decide"))
        desk = reviewer.act(desk, act(desk, "next"))
    assert (desk.stage, desk.task, desk.project.n_closed) == ("done", None, 3)
    assert reviewer.act(desk, act(desk, "next")).stage == "done"
    assert reviewer.act(desk, act(desk, "back")).stage == "deciding"


def test_a_page_that_is_older_than_the_server_loses_no_decision(store, desk):
    after = Reviewer(store, PAGE, AddressLimits()).act(None, act(desk, "decide", emotion="fear"))
    assert (after.stage, after.annotator.name) == ("decided", "রহিমা")
    assert store.task(desk.task.assignment_id).last.emotion == "fear"


def test_what_is_not_saved_is_said_and_what_was_there_stays(reviewer, store, project, desk):
    other = reviewer.begin(project.name, "করিম")
    for wrong in (
        replace(act(desk, "decide"), assignment=other.task.assignment_id),
        replace(act(desk, "decide"), assignment=10**6),
        replace(act(desk, "decide"), assignment=None),
        act(desk, "decide", assignment=10**30),
        act(desk, "decide", assignment=-1),
        act(desk, "decide", sentiment="glad"),
        act(desk, "decide", note="\0"),
        act(desk, "skip", note="x" * 10_001),
    ):
        after = reviewer.act(desk, wrong)
        assert isinstance(after.notice, SentimotionError)
        assert (after.task, after.saved) == (desk.task, "")
    assert store.task(other.task.assignment_id).verdicts == ()
    assert store.task(desk.task.assignment_id).verdicts == ()
    assert reviewer.act(desk, act(desk, "dance")) == desk


def test_an_item_that_went_to_another(reviewer, store, tmp_path):
    project = make_project(store, tmp_path, ["একা"], name="ছোট", lease=1)
    desk = reviewer.begin(project.name, "রহিমা")
    late = store.task(desk.task.assignment_id)
    other = store.join(project.id, "করিম")
    from sentimotion.review.store import assignments

    with pytest.MonkeyPatch.context() as patch:
        later = late.expires.replace(year=late.expires.year + 1)
        patch.setattr(assignments, "now", lambda: later)
        patch.setattr("sentimotion.review.store.store.now", lambda: later)
        taken = store.take(other.id)
        store.decide(taken.assignment_id, "neutral", "neutral", checkpoint=SEEN)
        after = reviewer.act(desk, act(desk, "decide"))
    assert (after.stage, after.notice.code) == ("done", "item_taken")


def test_nobody_sits_down_without_a_project_or_a_name(reviewer, project):
    with pytest.raises(UnknownReview):
        reviewer.begin("নেই", "রহিমা")
    with pytest.raises(InvalidReview):
        reviewer.begin(project.name, " ")


def test_an_address_takes_so_many_texts_and_no_more(store, tmp_path):
    """By inventing names: the others of its network go on, and another address has the rest."""
    texts = [f"লেখা {number}" for number in range(NAMES_PER_ADDRESS + 2)]
    project = make_project(store, tmp_path, texts, name="বড়")
    reviewer = Reviewer(store, PAGE, AddressLimits())
    desks = [reviewer.begin(project.name, f"জন {n}", "10.0.0.9") for n in range(NAMES_PER_ADDRESS)]
    assert len({desk.task.item.id for desk in desks}) == NAMES_PER_ADDRESS
    with pytest.raises(TooManyNames):
        reviewer.begin(project.name, "আরেকজন", "10.0.0.9")
    stolen = replace(act(desks[0], "decide"), name="আরেকজন", address="10.0.0.9")
    with pytest.raises(TooManyNames):
        reviewer.act(desks[0], stolen)
    assert len(store.annotators(project.id)) == NAMES_PER_ADDRESS, "the refused name is not stored"
    # Who is there goes on, in any spelling of the name.
    again = reviewer.begin(project.name, " জন 3 ", "10.0.0.9")
    assert again.task.assignment_id == desks[3].task.assignment_id
    after = reviewer.act(desks[0], replace(act(desks[0], "decide"), address="10.0.0.9"))
    assert after.saved == "decided"
    assert reviewer.begin(project.name, "আরেকজন", "10.0.0.7").task is not None


def test_decisions_that_come_too_fast_are_not_stored(store, project):
    now = [0.0]
    reviewer = Reviewer(store, PAGE, AddressLimits(lambda: now[0]))
    for _ in range(DECISIONS_PER_MINUTE):
        reviewer.limits.decide("10.0.0.9")
    desk = reviewer.begin(project.name, "রহিমা", "10.0.0.9")
    for do in ("decide", "skip"):
        fast = replace(act(desk, do), address="10.0.0.9")
        after = reviewer.act(desk, fast)
        assert (after.notice.code, after.task) == ("decisions_too_fast", desk.task)
    assert store.task(desk.task.assignment_id).verdicts == ()
    now[0] = 60.0
    assert reviewer.act(desk, fast).saved == "skipped"


@pytest.mark.parametrize(
    "said", [None, "x", 7, [], {"do": 7, "assignment": "1", "note": None, "sentiment": 3}]
)
def test_anything_may_come_from_the_browser(said):
    assert Act.of(said) == Act("", None, {}, "", "", "")


def test_whose_colors_were_seen_is_kept(store, project):
    elsewhere = CheckpointName("another/model", "abc")
    reviewer = Reviewer(store, elsewhere, AddressLimits())
    desk = reviewer.begin(project.name, "রহিমা")
    assert not reviewer.has_same_weights(desk.task)
    desk = reviewer.act(desk, act(desk, "decide"))
    store.show_explanation(desk.task.assignment_id)
    reviewer.act(desk, act(desk, "decide", sentiment="negative"))
    labeled = desk.task.item.checkpoint
    assert [one.checkpoint for one in store.task(desk.task.assignment_id).verdicts] == [labeled, elsewhere]
    # Other weights in the same folder are another model; of older records it is not known.
    assert not Reviewer(store, replace(labeled, commit="sha256:other"), AddressLimits()).has_same_weights(
        desk.task
    )
    assert Reviewer(store, replace(labeled, commit=""), AddressLimits()).has_same_weights(desk.task)
    # Another name of the same weights is no other model.
    assert Reviewer(store, replace(labeled, revision="v2"), AddressLimits()).has_same_weights(desk.task)
    assert {desk.model_label(head) for head in HEADS} == {"positive", "happy"}
