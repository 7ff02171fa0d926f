"""Taking, deciding, going back: what an annotator does, on every kind of database."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from sentimotion.errors import InvalidReview, ItemTaken, TooManyDecisions, UnknownLabel, UnknownReview
from sentimotion.review.exchange.argilla import argilla_records
from sentimotion.review.exchange.export_rows import export_rows
from sentimotion.review.exchange.label_studio import label_studio_tasks
from sentimotion.review.figures.figures import project_figures
from sentimotion.review.store import store as store_module
from sentimotion.review.store.records import CheckpointName
from sentimotion.review.store.schema import AnnotatorRow, AssignmentRow, ItemRow, ProjectRow
from sentimotion.review.store.validation import MOST_DECISIONS
from tests.sentimotion.review.stub import SEEN


def verdicts(store, project):
    return list(store.contents(project.name).verdicts)


def lapse(store, assignment_id):
    """Let an assignment's time be up."""
    with store.database.writing() as session:
        past = datetime.now(UTC) - timedelta(seconds=1)
        session.execute(update(AssignmentRow).filter_by(id=assignment_id).values(expires=past))


def decide(store, task, sentiment="neutral", emotion="neutral", **options):
    return store.decide(task.assignment_id, sentiment, emotion, checkpoint=SEEN, **options)


def test_items_come_in_the_order_of_the_queue(store, make):
    project = make(5)
    annotator = store.join(project.id, "রহিমা")
    positions = []
    while task := store.take(annotator.id):
        positions.append(task.item.position)
        decide(store, task)
    assert positions == [0, 1, 2, 3, 4]
    assert store.project(project.name).n_closed == 5


def test_the_item_in_hand_stays_in_hand(store, make):
    annotator = store.join(make(5).id, "রহিমা")
    task = store.take(annotator.id)
    with store.database.writing() as session:
        soon = datetime.now(UTC) + timedelta(seconds=5)
        session.execute(update(AssignmentRow).filter_by(id=task.assignment_id).values(expires=soon))
    again = store.take(annotator.id)
    assert again.assignment_id == task.assignment_id
    # Whoever still has the page open has the whole time again.
    assert again.expires - datetime.now(UTC) > timedelta(minutes=29)
    decide(store, task)
    assert store.take(annotator.id).item.position == 1


def test_a_decision_is_changed_so_often_and_no_more(store, make):
    project = make(2)
    task = store.take(store.join(project.id, "রহিমা").id)
    for number in range(MOST_DECISIONS - 1):
        decide(store, task, note=str(number))
    store.skip(task.assignment_id, checkpoint=SEEN)
    with pytest.raises(
        TooManyDecisions, match="100 decisions of রহিমা on item 1 already; the last one counts"
    ):
        decide(store, task)
    with pytest.raises(TooManyDecisions):
        store.skip(task.assignment_id, checkpoint=SEEN)
    assert len(verdicts(store, project)) == MOST_DECISIONS
    # On another item, and by another annotator, there is room.
    decide(store, store.take(task.annotator_id))
    decide(store, store.take(store.join(project.id, "করিম").id))


def test_two_annotators_get_different_items(store, make):
    project = make(4)
    one, other = store.join(project.id, "এক"), store.join(project.id, "দুই")
    first, second = store.take(one.id), store.take(other.id)
    assert (first.item.position, second.item.position) == (0, 1)
    decide(store, second)
    assert store.take(other.id).item.position == 2


def test_overlap_gives_an_item_to_so_many(store, make):
    project = make(2, overlap=2)
    annotators = [store.join(project.id, name) for name in ("ক", "খ", "গ")]
    tasks = [store.take(annotator.id) for annotator in annotators]
    assert [task.item.position for task in tasks] == [0, 0, 1]
    for task in tasks:
        decide(store, task)
    assert store.project(project.name).n_closed == 1
    assert [store.take(annotator.id) for annotator in annotators[2:]] == [None]
    task = store.take(annotators[0].id)
    assert task.item.position == 1
    decide(store, task)
    assert store.take(annotators[1].id) is None
    assert store.project(project.name).n_closed == 2


def test_an_abandoned_item_comes_back(store, make):
    project = make(2)
    one, other = store.join(project.id, "এক"), store.join(project.id, "দুই")
    left = store.take(one.id)
    assert store.take(other.id).item.position == 1
    lapse(store, left.assignment_id)
    decide(store, store.take(other.id))
    taken = store.take(other.id)
    assert taken.item.id == left.item.id
    # The first one's decision comes too late, and is told so; theirs is not kept, the other's is.
    with pytest.raises(ItemTaken, match="item 1 went to another"):
        decide(store, left)
    decide(store, taken)
    with pytest.raises(ItemTaken):
        decide(store, left)
    assert [verdict.annotator for verdict in verdicts(store, project)] == ["দুই", "দুই"]


def test_a_late_decision_is_kept_while_nobody_else_has_the_item(store, make):
    project = make(1)
    annotator = store.join(project.id, "এক")
    task = store.take(annotator.id)
    lapse(store, task.assignment_id)
    decide(store, task)
    assert store.project(project.name).n_closed == 1


def test_an_abandoned_item_can_be_taken_up_again(store, make):
    annotator = store.join(make(1).id, "এক")
    task = store.take(annotator.id)
    lapse(store, task.assignment_id)
    assert store.take(annotator.id).assignment_id == task.assignment_id


def test_a_skipped_item_goes_to_others(store, make):
    project = make(2)
    one, other = store.join(project.id, "এক"), store.join(project.id, "দুই")
    skipped = store.take(one.id)
    verdict = store.skip(skipped.assignment_id, checkpoint=SEEN, note="বুঝলাম না")
    assert (verdict.action, verdict.sentiment, verdict.emotion, verdict.note) == (
        "skip",
        None,
        None,
        "বুঝলাম না",
    )
    assert store.take(one.id).item.position == 1
    assert store.take(other.id).item.position == 0
    # Going back to it is too late now.
    with pytest.raises(ItemTaken):
        decide(store, skipped)


def test_a_skipped_item_can_be_decided_after_all(store, make):
    project = make(1)
    annotator = store.join(project.id, "এক")
    task = store.take(annotator.id)
    store.skip(task.assignment_id, checkpoint=SEEN)
    assert store.take(annotator.id) is None
    decide(store, task, "positive", None)
    assert [verdict.action for verdict in store.task(task.assignment_id).verdicts] == ["skip", "decide"]
    assert store.project(project.name).n_closed == 1
    # And skipped again it is open to others again.
    store.skip(task.assignment_id, checkpoint=SEEN)
    assert store.project(project.name).n_closed == 0
    assert store.take(store.join(project.id, "দুই").id).item.id == task.item.id


def test_without_a_note_it_is_empty(store, make):
    task = store.take(store.join(make(1).id, "এক").id)
    assert store.skip(task.assignment_id, checkpoint=SEEN).note == ""
    assert store.decide(task.assignment_id, "neutral", None, checkpoint=SEEN).note == ""
    assert [verdict.note for verdict in store.task(task.assignment_id).verdicts] == ["", ""]


def test_the_state_of_an_assignment_is_kept(store, make):
    """Under the names that the schema has for it."""

    def state():
        with store.database.reading() as session:
            return session.execute(select(AssignmentRow.state)).scalar_one()

    task = store.take(store.join(make(1).id, "এক").id)
    assert state() == "open"
    store.skip(task.assignment_id, checkpoint=SEEN)
    assert state() == "skipped"
    decide(store, task)
    assert state() == "decided"


def test_a_changed_mind_is_a_verdict_of_its_own(store, make):
    project = make(1)
    task = store.take(store.join(project.id, "এক").id)
    first = decide(store, task, "negative", "sadness", note="প্রথমে")
    assert not first.after_explanation
    shown = store.show_explanation(task.assignment_id)
    assert shown.explained is not None
    assert store.show_explanation(task.assignment_id).explained == shown.explained
    other = CheckpointName("elsewhere", "fff", "v2")
    second = store.decide(task.assignment_id, "neutral", "sadness", checkpoint=other)
    assert second.after_explanation
    assert verdicts(store, project) == [first, second]
    assert store.task(task.assignment_id).verdicts == (first, second)
    assert store.task(task.assignment_id).last == second
    assert (first.checkpoint, second.checkpoint) == (SEEN, other)
    assert first.made < second.made
    assert store.project(project.name).n_closed == 1


def test_colors_stay_hidden_until_a_decision(store, make):
    task = store.take(store.join(make(1).id, "এক").id)
    with pytest.raises(InvalidReview, match="^the explanation is shown after the decision; decide first$"):
        store.show_explanation(task.assignment_id)
    store.skip(task.assignment_id, checkpoint=SEEN)
    with pytest.raises(InvalidReview, match="decide first"):
        store.show_explanation(task.assignment_id)


def test_back(store, make):
    project = make(4)
    annotator = store.join(project.id, "এক")
    assert store.previous(annotator.id) is None
    store.take(annotator.id)
    assert store.previous(annotator.id) is None, "what is in hand is not finished"
    tasks = []
    for _ in range(3):
        tasks.append(store.take(annotator.id))
        decide(store, tasks[-1])
    in_hand = store.take(annotator.id)
    ids = [task.assignment_id for task in tasks]
    assert store.previous(annotator.id, in_hand.assignment_id).assignment_id == ids[2]
    assert store.previous(annotator.id).assignment_id == ids[2]
    assert store.previous(annotator.id, ids[2]).assignment_id == ids[1]
    assert store.previous(annotator.id, ids[0]) is None
    # A changed mind does not move an item within the history.
    decide(store, tasks[0], "positive")
    assert store.previous(annotator.id).assignment_id == ids[2]
    assert store.take(annotator.id).assignment_id == in_hand.assignment_id


def test_names(store, make):
    project = make(1)
    one = store.join(project.id, "  র‍্যাব   সদস্য ")
    assert one.name == "র‍্যাব সদস্য"
    assert store.join(project.id, "র‍্যাব সদস্য") == one
    assert store.annotators(project.id) == [one]
    for name in ("", "  ", "\u200d", "a\0b", "\ud800", "ক" * 101, "a\x07"):
        with pytest.raises(InvalidReview, match="^the annotator's name (is|has|contains) "):
            store.join(project.id, name)
    with pytest.raises(UnknownReview, match="no project 99"):
        store.join(99, "কেউ")


def test_what_cannot_be_seen_at_the_ends_of_a_name_counts_for_nothing(store, make):
    project = make(1)
    one = store.join(project.id, "\u200b ক\u09cd\u200cষ \u200c\u200d\ufeff")
    assert one.name == "ক\u09cd\u200cষ"
    assert store.join(project.id, one.name) == one
    # Inside, a joiner makes another word.
    assert store.join(project.id, "ক\u09cdষ") != one
    task = store.take(one.id)
    # Texts and notes stay as they are.
    assert decide(store, task, note="\u200bক\u200c").note == "\u200bক\u200c"


def test_explanations_that_were_shown_are_those_of_the_project(store, make):
    shown = {}
    for name in ("এক", "দুই"):
        project = make(2, name=name)
        tasks = [store.take(store.join(project.id, person).id) for person in ("ক", "খ")]
        for task in tasks:
            decide(store, task)
        store.show_explanation(tasks[1].assignment_id)
        shown[name] = {tasks[1].assignment_id}
    assert {name: store.contents(name).explained for name in shown} == shown


def test_contents_of_some_items_alone(store, make):
    project = make(4, overlap=2)
    for name in ("ক", "খ"):
        annotator = store.join(project.id, name)
        while task := store.take(annotator.id):
            decide(store, task)
            store.show_explanation(task.assignment_id)
    whole = store.contents(project.name)
    ids = [whole.items[3].id, whole.items[1].id]
    some = store.contents(project.name, ids)
    assert some.items == (whole.items[1], whole.items[3])
    assert some.verdicts == tuple(one for one in whole.verdicts if one.item_id in ids)
    assert some.explained == {one.assignment_id for one in some.verdicts}
    assert whole.explained == {one.assignment_id for one in whole.verdicts}
    nothing = store.contents(project.name, [])
    assert (nothing.project, nothing.items, nothing.verdicts) == (whole.project, (), ())


def test_a_project_that_an_older_program_named_is_found(store, make):
    make(1)
    make(1, name="দুই")
    with store.database.writing() as session:
        session.execute(update(ProjectRow).filter_by(name="প্রকল্প").values(name="দুই\u200c"))
    assert [store.project(name).id for name in ("দুই\u200c", "দুই")] == [one.id for one in store.projects()]


def test_composed_and_decomposed_names_are_one(store, make):
    project = make(1)
    assert store.join(project.id, "সু\u09af\u09bc") == store.join(project.id, "সু\u09df")


def test_an_annotator_in_several_spellings_is_one(store, make):
    project = make(1)
    first = store.join(project.id, "Rahima")
    assert {store.join(project.id, name) for name in ("rahima", "ＲＡＨＩＭＡ", "Rahima.")} == {first}
    # The first spelling is shown.
    assert [one.name for one in store.annotators(project.id)] == ["Rahima"]
    assert store.join(make(1, name="দুই").id, "rahima").name == "rahima"


@pytest.fixture
def two_rows(store, make):
    """A project in which an older version stored one annotator twice, with what both decided."""
    project = make(3, overlap=2)
    one = store.join(project.id, "Rahima")
    with store.database.writing() as session:
        session.add(AnnotatorRow(project_id=project.id, name="rahima", created=datetime.now(UTC)))
        session.flush()
        other_id = session.execute(select(AnnotatorRow.id).filter_by(name="rahima")).scalar_one()
    now = datetime.now(UTC) + timedelta(hours=1)
    with store.database.writing() as session:
        items = session.execute(select(ItemRow.id).order_by(ItemRow.position)).scalars().all()
        for annotator_id, item_id in ((one.id, items[0]), (other_id, items[0]), (other_id, items[1])):
            row = AssignmentRow(item_id=item_id, annotator_id=annotator_id, state="open", expires=now)
            session.add(row)
            session.flush()
    with store.database.reading() as session:
        assignments = session.execute(select(AssignmentRow.id).order_by(AssignmentRow.id)).scalars().all()
    for assignment_id, label in zip(assignments, ("negative", "positive", "neutral"), strict=True):
        store.decide(assignment_id, label, "fear", checkpoint=SEEN)
    return project


def test_an_annotator_that_an_older_program_stored_twice(store, two_rows):
    (annotator,) = store.annotators(two_rows.id)
    assert annotator.name == "Rahima"
    # Any spelling is the one who joined first, and what the other one decided is not assigned again.
    assert store.join(two_rows.id, "rahima") == annotator
    task = store.take(annotator.id)
    assert task.item.position == 2
    decide(store, task)
    assert store.take(annotator.id) is None
    # Somebody else can still decide all three: the first is closed, as both rows count for its overlap.
    karim = store.join(two_rows.id, "করিম")
    assert store.take(karim.id).item.position == 1


def test_figures_count_an_annotator_stored_twice_once(store, two_rows):
    contents = store.contents(two_rows.name)
    assert [one.annotator for one in contents.verdicts] == ["Rahima"] * 3
    assert [[one.sentiment for one in of_item] for of_item in contents.final_verdicts().values()] == [
        ["positive"],
        ["neutral"],
    ]
    figures = project_figures(contents)
    assert [(one.name, one.decided) for one in figures.annotators] == [("Rahima", 2)]
    assert figures.heads["sentiment"].pairs == ()
    assert figures.heads["sentiment"].alpha_all.reason == "one_annotator"
    assert figures.n_verdicts == 3
    assert [row["holds"] for row in export_rows(contents)] == [False, True, True, None]
    (record, *_) = argilla_records(contents)
    assert record["metadata"]["annotators"] == ["Rahima"]
    assert len(label_studio_tasks(contents)[0]["annotations"]) == 1


def test_projects_in_several_spellings(store, make):
    project = make(1, name="Comments")
    for name in ("comments", "COMMENTS.", " Ｃomments "):
        assert store.project(name) == project
        with pytest.raises(InvalidReview, match="a project 'Comments' already exists"):
            make(1, name=name)


def test_projects_that_an_older_program_told_apart(store, make):
    make(1, name="Comments")
    make(1, name="other")
    with store.database.writing() as session:
        session.execute(update(ProjectRow).filter_by(name="other").values(name="comments"))
    assert [store.project(name).id for name in ("Comments", "comments")] == [
        one.id for one in store.projects()
    ]
    with pytest.raises(UnknownReview, match="several projects .*: Comments, comments; give the exact name"):
        store.project("COMMENTS")


@pytest.mark.parametrize("name", ["\udce9", "a\ud800", "\udc80\udc80"])
def test_names_that_are_not_valid_unicode_are_unknown(store, make, name):
    make(1)
    with pytest.raises(UnknownReview, match="no project is called"):
        store.project(name)


def test_wrong_decisions(store, make):
    project = make(1)
    task = store.take(store.join(project.id, "এক").id)
    with pytest.raises(UnknownLabel, match="sentiment 'happy' is not one of negative, neutral, positive"):
        decide(store, task, "happy", None)
    with pytest.raises(UnknownLabel, match="emotion"):
        decide(store, task, None, "positive")
    with pytest.raises(
        InvalidReview, match="^neither head was decided; choose at least one label, or skip the item$"
    ):
        decide(store, task, None, None)
    for note in ("a\0", "\udc00", "x" * 10_001):
        with pytest.raises(InvalidReview, match="^the note (contains an invalid character|has 10001 char)"):
            decide(store, task, note=note)
    with pytest.raises(UnknownReview, match="no assignment 999"):
        store.skip(999, checkpoint=SEEN)
    with pytest.raises(UnknownReview, match="no annotator 999"):
        store.take(999)
    assert verdicts(store, project) == []


@pytest.mark.parametrize("overlap", [1, 2])
def test_ten_at_once_share_the_queue_without_overlap(store, make, overlap):
    n_items, n_annotators = 40, 10
    project = make(n_items, overlap=overlap)
    annotators = [store.join(project.id, f"জন {number}") for number in range(n_annotators)]

    def work(annotator):
        made = []
        while task := store.take(annotator.id):
            made.append(decide(store, task))
        return made

    with ThreadPoolExecutor(n_annotators) as pool:
        acknowledged = [verdict for made in pool.map(work, annotators) for verdict in made]
    kept = verdicts(store, project)
    assert sorted(acknowledged, key=lambda verdict: verdict.id) == kept
    by_item = {}
    for verdict in kept:
        by_item.setdefault(verdict.item_id, []).append(verdict.annotator_id)
    assert len(by_item) == n_items
    assert all(len(set(who)) == len(who) == overlap for who in by_item.values())
    assert store.project(project.name).n_closed == n_items


def test_one_annotator_in_many_windows_holds_one_item(store, make):
    annotator = store.join(make(20).id, "এক")
    with ThreadPoolExecutor(8) as pool:
        tasks = list(pool.map(store.take, [annotator.id] * 16))
    assert len({task.assignment_id for task in tasks}) == 1


def test_one_name_joins_once(store, make):
    project = make(1)
    with ThreadPoolExecutor(8) as pool:
        joined = set(pool.map(lambda _: store.join(project.id, "এক"), range(16)))
    assert len(joined) == 1


def test_a_failed_step_keeps_nothing(store, make, monkeypatch):
    project = make(1)
    task = store.take(store.join(project.id, "এক").id)
    with monkeypatch.context() as patch:
        patch.setattr(store_module, "close_if_done", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            decide(store, task)
    assert verdicts(store, project) == []
    assert store.task(task.assignment_id).verdicts == ()
    decide(store, task)
    assert len(verdicts(store, project)) == 1


def test_unknown_project(store, make):
    with pytest.raises(UnknownReview, match="no project is called 'x'; there is none yet"):
        store.project("x")
    make(1)
    with pytest.raises(UnknownReview, match="there are প্রকল্প"):
        store.project("x")
