"""The tab Review's answers to its events, and when there is such a tab."""

import builtins
import inspect
import json
import logging
import re
import sys
from base64 import b64decode
from copy import deepcopy
from dataclasses import replace

import gradio as gr
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentimotion.errors import InvalidReview, ReviewDatabaseError
from sentimotion.i18n.messages import LANGUAGES, STRINGS, say
from sentimotion.labels import HEADS
from sentimotion.review.exchange.exporting import read_export
from sentimotion.review.exchange.importing import import_file
from sentimotion.review.store.records import ReviewSettings
from sentimotion.review.store.store import Store
from sentimotion.settings import Settings
from sentimotion.web.http.access import Access
from sentimotion.web.review import store as review_store
from sentimotion.web.review.desk import Desk
from sentimotion.web.review.events import stored_annotator
from sentimotion.web.session.state import StateCell
from tests.checkpoints import SENTENCES
from tests.sentimotion.web import Shown, rest
from tests.sentimotion.web.open_page import OpenPage
from tests.sentimotion.web.page_words import not_in, texts_on
from tests.sentimotion.web.pages import build_pages

HOSTILE = '<b onclick="x">খারাপ</b> {{a}} ${b}'


def built(model, **settings):
    """The pages with the settings of an environment."""
    return build_pages(
        model, Settings.from_environ({f"SENTIMOTION_{name}": value for name, value in settings.items()})
    )


@pytest.fixture(scope="module")
def pages(bert_model, tmp_path_factory):
    folder = tmp_path_factory.mktemp("review")
    path = folder / "texts.csv"
    rows = [*SENTENCES[:3], HOSTILE]
    path.write_text(
        "text\n" + "".join('"' + row.replace('"', '""') + '"\n' for row in rows), encoding="utf-8"
    )
    store = Store.open(folder / "review.db")
    # Everyone gets every text: the tests do not take them from each other.
    settings = ReviewSettings(overlap=100)
    import_file(store, path, "a/<i>প্রকল্প</i>", lambda: bert_model, settings=settings)
    pages = built(bert_model, REVIEW=str(folder / "review.db"))
    yield pages
    close(pages)
    store.close()


def close(pages):
    """Close the store, which both pages share."""
    (store,) = {page.review.store for page in pages.of.values()}
    store.close()


@pytest.fixture
def tab(page):
    return page.review


@pytest.fixture
def project(tab):
    return tab.store.projects()[0]


def state(opened, tab):
    return opened[tab.events.state].state


def begin(opened, tab, project, name):
    """Begin to annotate; the annotator's desk."""
    opened[tab.project], opened[tab.name] = project, name
    opened.touch(tab.begin)
    return state(opened, tab).place


def act(opened, tab, do, **chosen):
    """Do something at the desk: the messages of the server, one by one."""
    place = state(opened, tab).place
    data = {"do": do, "project": place.project.name, "name": place.annotator.name, **chosen}
    if place.task is not None:
        data.setdefault("assignment", place.task.assignment_id)
    return opened.steps(tab.browser_events, "act", data)


@pytest.mark.parametrize("revision", ["v1.2", ""])
def test_decisions_name_the_revision_that_was_asked_for(bert_model, tmp_path, revision):
    path = str(tmp_path / "review.db")
    Store.open(path).close()
    pages = built(bert_model, REVIEW=path, REVISION=revision)
    assert {page.review.reviewer.page.revision for page in pages.of.values()} == {revision}
    close(pages)


def has_tab(pages):
    """Whether each page has the tab."""
    tabs = [(block.page, block.id) for block in pages.blocks.blocks.values() if isinstance(block, gr.Tab)]
    return {language: (language, "review-tab") in tabs for language in LANGUAGES}


def test_no_tab_unless_a_database_is_named(pages, bert_model):
    assert has_tab(pages) == dict.fromkeys(LANGUAGES, True)
    assert has_tab(built(bert_model)) == dict.fromkeys(LANGUAGES, False)
    assert has_tab(built(bert_model, REVIEW="")) == dict.fromkeys(LANGUAGES, False)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_tab_is_in_the_language_of_the_page(pages, language):
    texts = texts_on(pages, language)
    names = ("tab_review", "review_part_lead", "review_name", "review_begin", "review_refresh")
    assert {say(name, language) for name in names} <= texts
    assert not_in(language, texts) == set()


def test_a_database_that_is_not_there_is_made(bert_model, tmp_path, capsys):
    path = tmp_path / "new.db"
    pages = built(bert_model, REVIEW=str(path))
    assert path.exists()
    assert has_tab(pages) == dict.fromkeys(LANGUAGES, True)
    assert capsys.readouterr().err == ""
    close(pages)


def test_where_it_cannot_be_made_one_line_says_so_and_the_other_tabs_are_there(bert_model, tmp_path, capsys):
    path = tmp_path / "no-such-folder" / "new.db"
    pages = built(bert_model, REVIEW=str(path))
    assert has_tab(pages) == dict.fromkeys(LANGUAGES, False)
    line = capsys.readouterr().err
    assert line.startswith("warning: there is no tab Review: ")
    assert str(path) in line
    assert line.count("\n") == 1
    ids = {block.id for block in pages.blocks.blocks.values() if isinstance(block, gr.Tab)}
    assert {"score-tab", "learn-tab"} <= ids


@pytest.mark.parametrize(
    ("settings", "is_there"),
    [
        (Settings(server_name="127.0.0.1"), True),
        (Settings(server_name="0.0.0.0"), False),
        (Settings(server_name="192.168.1.20"), False),
        (Settings(space="owner/name"), False),
        (Settings(server_name="0.0.0.0", review_open="0"), False),
        (Settings(server_name="0.0.0.0", review_open="1"), True),
    ],
)
def test_beyond_this_machine_only_where_the_network_is_said_to_be_trusted(
    bert_model, tmp_path, capsys, settings, is_there
):
    path = tmp_path / "review.db"
    pages = build_pages(bert_model, replace(settings, review=str(path)))
    assert has_tab(pages) == dict.fromkeys(LANGUAGES, is_there)
    assert path.exists() is is_there
    said = capsys.readouterr().err
    if is_there:
        assert said == ""
        close(pages)
    else:
        assert "SENTIMOTION_REVIEW_OPEN=1" in said
        assert "no login" in said
        assert said.count("\n") == 1


def test_a_missing_package_is_named_with_what_to_do(monkeypatch):
    def no_such(name, *others):
        if name.startswith("sentimotion.review"):
            raise ModuleNotFoundError("No module named 'sqlalchemy'", name="sqlalchemy")
        return real(name, *others)

    real = builtins.__import__
    for name in [name for name in sys.modules if name.startswith("sentimotion.review.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(builtins, "__import__", no_such)
    with pytest.raises(InvalidReview, match=r"sqlalchemy: pip install -r sentimotion/review/req"):
        review_store.open_review_store("x.db", Access())


def test_a_wrong_url_is_no_traceback():
    with pytest.raises(ReviewDatabaseError):
        review_store.open_review_store("mysql://x/y", Access())


def test_words_are_explained_after_the_decision_and_never_before(opened, tab, project):
    task = begin(opened, tab, project.name, "রহিমা").task
    assert (state(opened, tab).explained, opened[tab.explanation]) == (None, "")
    assert tab.store.task(task.assignment_id).explained is None
    assert "data-word" not in opened[tab.desk]
    work = act(opened, tab, "decide", sentiment="negative")
    next(work)
    assert (state(opened, tab).place.stage, state(opened, tab).explained) == ("decided", None)
    assert "data-word" not in opened[tab.explanation]
    list(work)
    assert set(state(opened, tab).explained.explanations) == set(HEADS)
    shown = opened[tab.explanation]
    assert "data-shown" in shown
    assert "data-word" in shown
    assert STRINGS["review_other_weights"]["en"][:20] not in shown
    assert tab.store.task(task.assignment_id).explained is not None
    # Who has gone on sees none of it.
    list(act(opened, tab, "next"))
    assert (state(opened, tab).place.stage, state(opened, tab).explained, opened[tab.explanation]) == (
        "deciding",
        None,
        "",
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_are_explained_in_the_language_of_the_page(opened, tab, project, language):
    begin(opened, tab, project.name, "ভাষা " + language)
    work = act(opened, tab, "decide")
    for _ in range(2):
        next(work)
    assert f'lang="{language}" aria-busy="true"' in opened[tab.explanation]
    list(work)
    explained = state(opened, tab).explained
    assert f'lang="{language}" data-assignment="{explained.assignment}" data-shown' in opened[tab.explanation]


def test_who_goes_to_the_other_page_finds_the_decided_text(opened, pages, project):
    """A page loaded anew begins without a desk; the browser has kept who sat there."""
    bangla, english = (page.review for page in pages.of.values())
    place = begin(opened, bangla, project.name, "দুই ভাষা")
    list(act(opened, bangla, "decide", sentiment="negative"))
    list(act(opened, bangla, "next"))
    held = state(opened, bangla).place.task
    assert held.assignment_id != place.task.assignment_id
    opened[english.kept] = f'{{"project": "{project.name}", "name": "দুই ভাষা"}}'
    opened.touch(english.tab, "select")
    assert state(opened, english).place.task.assignment_id == held.assignment_id
    assert held.item.text in Shown(re.sub("<input [^<>]*>", "", opened[english.desk])).text


def test_an_explanation_is_not_shown_with_the_next_text(opened, tab, project):
    begin(opened, tab, project.name, "দ্রুত")
    work = act(opened, tab, "decide")
    for _ in range(2):
        next(work)
    first = state(opened, tab).place.task
    other = act(opened, tab, "next")
    next(other)
    for _ in work:
        assert (state(opened, tab).explained, opened[tab.explanation]) == (None, "")
    assert tab.store.task(first.assignment_id).explained is None


def test_words_are_explained_while_the_annotator_reads_and_only_once(
    opened, tab, bert_model, project, monkeypatch
):
    rest()  # earlier tests' work is not counted
    texts, explain_heads = [], bert_model.explain_heads

    def counted(text, **options):
        texts.append(text)
        return explain_heads(text, **options)

    monkeypatch.setattr(bert_model, "explain_heads", counted)
    task = begin(opened, tab, project.name, "তাড়াহুড়া").task
    rest()
    assert texts == [task.item.text]
    # It is there, and neither the browser nor the store knows.
    assert "data-word" not in opened[tab.desk]
    assert opened[tab.explanation] == ""
    assert tab.store.task(task.assignment_id).explained is None
    list(act(opened, tab, "decide", sentiment="negative"))
    assert state(opened, tab).explained.explanations["sentiment"].text == task.item.text
    assert len(texts) == 1
    # The next one is begun with the next text, and not for who has left.
    list(act(opened, tab, "next"))
    opened.leave()
    rest()
    n_before = len(texts)
    task = state(opened, tab).place.task
    list(act(opened, tab, "decide", sentiment="negative"))
    assert texts[n_before:] == [task.item.text]


@pytest.mark.parametrize("language", LANGUAGES)
def test_hostile_texts_and_names_are_escaped(opened, tab, project, language):
    begin(opened, tab, project.name, "<u>নাম</u>" + language)
    while state(opened, tab).place.task.item.text != HOSTILE:
        assert "<u>" not in opened[tab.desk]
        list(act(opened, tab, "skip", note="</textarea><b>"))
    desk = opened[tab.desk]
    assert "<b o" not in desk
    assert Shown(re.sub("<input [^<>]*>", "", desk)).text.count(HOSTILE) == 1
    list(act(opened, tab, "back"))
    desk = opened[tab.desk]
    assert "</textarea><b>" not in desk
    assert "&lt;/textarea&gt;&lt;b&gt;" in desk


def test_whoever_sat_here_goes_on_after_a_reload(pages, opened, tab, project):
    place = begin(opened, tab, project.name, "ফিরে আসা")
    again = OpenPage(pages.blocks)
    again[tab.kept] = f'{{"project": "{project.name}", "name": "ফিরে আসা"}}'
    again.touch(tab.tab, "select")
    assert (again[tab.project], again[tab.name]) == (project.name, "ফিরে আসা")
    assert state(again, tab).place.task.assignment_id == place.task.assignment_id
    # Where somebody sits already, only the projects are read anew.
    desk = again[tab.desk]
    again[tab.kept] = f'{{"project": "{project.name}", "name": "অন্য কেউ"}}'
    again.touch(tab.tab, "select")
    assert (again[tab.name], again[tab.desk]) == ("ফিরে আসা", desk)


def test_whoever_sat_here_goes_on_also_with_a_project_that_is_new_since(pages, tab, project):
    """The projects and the desk come in one message, as Gradio drops a second one outside its queue."""
    older = pages.blocks.blocks[tab.events.state._id]
    again = OpenPage(pages.blocks)
    again[tab.events.state] = StateCell(replace(older.value.state, projects=()))
    again[tab.kept] = f'{{"project": "{project.name}", "name": "ফিরে আসা"}}'
    again.touch(tab.tab, "select")
    assert isinstance(state(again, tab).place, Desk)
    assert "review-desk" in again[tab.desk]
    assert "data-assignment" in again[tab.desk]


@given(st.text(max_size=40) | st.sampled_from(["null", "[]", '{"project": 1, "name": "a"}', '"a"']))
def test_anything_may_be_kept_by_the_browser(pages, kept):
    tab = pages.of["bn"].review
    opened = OpenPage(pages.blocks)
    opened[tab.kept] = kept
    opened.touch(tab.tab, "select")
    assert state(opened, tab).place is None
    assert not opened[tab.name]


@pytest.mark.parametrize("language", LANGUAGES)
def test_errors_are_in_the_pages_language(opened, tab, project, language):
    for asked in (("নেই", "রহিমা"), (None, "রহিমা")):
        begin(opened, tab, *asked)
        assert say("error_unknown_review", language) in Shown(opened[tab.desk]).text
    begin(opened, tab, project.name, "")
    assert say("error_invalid_review", language) in Shown(opened[tab.desk]).text


def open_dashboard(opened, tab, project):
    opened[tab.part], opened[tab.project] = "lead", project
    opened.touch(tab.part, "input")


def open_cell(opened, tab, name):
    opened[tab.dashboard.cell] = name
    opened.touch(tab.dashboard.browser_events, "cell")


@pytest.mark.parametrize("language", LANGUAGES)
def test_figures_say_why_there_are_none(opened, tab, project, bert_model, tmp_path, language):
    path = tmp_path / "texts.csv"
    path.write_text("text\nএক\nদুই\n", encoding="utf-8")
    name, dashboard = f"খালি {language}", tab.dashboard
    import_file(tab.store, path, name, lambda: bert_model)
    opened[tab.project] = name
    opened.touch(tab.project, "input")
    assert state(opened, tab).figures is None  # as it is not seen
    open_dashboard(opened, tab, name)
    # Once, and no table of figures that do not exist yet.
    shown = Shown(opened[dashboard.figures])
    assert shown.text.count(say("review_reason_nothing_decided", language)) == 1
    assert [tag for tag, _ in shown.elements if tag == "table"] == []
    assert say("review_reason_nothing_decided", language) in Shown(opened[dashboard.curves]).text
    open_cell(opened, tab, "sentiment negative positive")
    assert "<ol>\n</ol>" in opened[dashboard.items]
    # A cell of another project's figures is not shown under these.
    open_dashboard(opened, tab, project.name)
    assert opened[dashboard.items] == ""
    open_dashboard(opened, tab, name)
    assert "<ol>\n</ol>" in opened[dashboard.items]
    open_cell(opened, tab, "sentiment x positive")
    assert opened[dashboard.items] == ""
    assert f'lang="{language}"' in opened[dashboard.curves]
    open_dashboard(opened, tab, "নেই")
    assert "error" in opened[dashboard.figures]


def test_a_cell_loads_its_own_texts_alone(opened, tab, bert_model, tmp_path, monkeypatch):
    path = tmp_path / "texts.csv"
    path.write_text("text\n" + "".join(f"লেখা {n}\n" for n in range(6)), encoding="utf-8")
    found = import_file(tab.store, path, "ঘর", lambda: bert_model)
    text = begin(opened, tab, found.name, "রহিমা").task.item.text
    list(act(opened, tab, "decide", sentiment="negative", emotion="fear"))
    open_dashboard(opened, tab, found.name)
    rows = state(opened, tab).figures.figures.heads["sentiment"].confusion.rows
    (cell,) = [cell for row in rows for cell in row if cell.n]
    loaded, contents = [], Store.contents

    def counted(*asked):
        loaded.append(contents(*asked))
        return loaded[-1]

    monkeypatch.setattr(Store, "contents", counted)
    open_cell(opened, tab, f"sentiment {cell.human} {cell.model}")
    assert text in opened[tab.dashboard.items]
    assert [[item.text for item in one.items] for one in loaded] == [[text]]


@pytest.mark.parametrize(
    ("told", "wanted"),
    [("70", 0.7), ("100", 1), ("101", 0.9), ("-1", 0.9), ("৭০", 0.9), ("9" * 5000, 0.9), (None, 0.9)],
)
def test_what_is_wanted_comes_from_the_slider(opened, tab, told, wanted):
    opened[tab.dashboard.percent] = told
    opened.touch(tab.dashboard.browser_events, "wanted")
    assert state(opened, tab).wanted == wanted


def test_export_is_what_the_command_writes(opened, tab, project, tmp_path):
    dashboard = tab.dashboard
    opened[tab.project] = project.name
    opened.touch(dashboard.browser_events, "export", {"format": "csv"})
    file = json.loads(opened[tab.events.saved])
    assert file["name"] == "a-<i>প্রকল্প<-i>.csv"
    path = tmp_path / "x.csv"
    path.write_bytes(b64decode(file["content"]))
    assert {row["text"] for row in read_export(path)} == {*SENTENCES[:3], HOSTILE}
    for data in ({"format": "exe"}, {"format": ["csv"]}, {"format": 7}, {}, None):
        opened.touch(dashboard.browser_events, "export", data)
        assert opened[tab.events.saved] is None


@pytest.mark.parametrize("kept", ["[" * 100_000, "{", '{"project": 1, "name": "ক"}', "[]", '"a"', ""])
def test_what_the_browser_kept_may_be_anything(kept):
    assert stored_annotator(kept) == ("", "")


# The server has lost the desk and the figures: it was restarted


def lose(opened, tab):
    """Let the server forget what it knew of this visitor."""
    opened[tab.events.state] = deepcopy(tab.events.state.value)


SENTENCES_OF_LOSS = [("en", "Every saved decision is still there"), ("bn", "আপনার আগের সব সিদ্ধান্ত সংরক্ষিত আছে")]


@pytest.mark.parametrize(("language", "sentence"), SENTENCES_OF_LOSS)
def test_a_lost_desk_is_set_up_again_by_what_the_annotator_does(opened, tab, project, language, sentence):
    place = begin(opened, tab, project.name, "পুনরারম্ভ " + language)
    work = act(opened, tab, "decide", sentiment="negative")
    lose(opened, tab)
    list(work)
    now = state(opened, tab)
    assert (now.place.stage, now.place.task.assignment_id) == ("decided", place.task.assignment_id)
    assert f'lang="{language}"' in opened[tab.desk]
    assert "data-shown" in opened[tab.explanation]
    for do in ("next", "skip", "back"):
        work = act(opened, tab, do)
        lose(opened, tab)
        list(work)
        assert sentence not in opened[tab.desk]
        assert state(opened, tab).place.annotator.name == place.annotator.name
    lose(opened, tab)
    assert begin(opened, tab, project.name, place.annotator.name).annotator.name == place.annotator.name


@pytest.mark.parametrize(("language", "sentence"), SENTENCES_OF_LOSS)
def test_an_explanation_of_a_lost_desk_does_not_wait(opened, tab, project, language, sentence):
    begin(opened, tab, project.name, "হারানো " + language)
    work = act(opened, tab, "decide")
    next(work)
    assert "aria-busy" in opened[tab.explanation]
    lose(opened, tab)
    list(work)
    assert sentence in opened[tab.desk]
    assert opened[tab.explanation] == ""


@pytest.mark.parametrize(("language", "sentence"), SENTENCES_OF_LOSS)
def test_a_cell_of_lost_figures_says_so(opened, tab, project, sentence):
    open_dashboard(opened, tab, project.name)
    open_cell(opened, tab, "sentiment negative positive")
    assert "<ol" in opened[tab.dashboard.items]
    lose(opened, tab)
    open_cell(opened, tab, "sentiment negative positive")
    assert sentence in opened[tab.dashboard.figures]
    assert (opened[tab.dashboard.curves], opened[tab.dashboard.items]) == ("", "")
    # They are counted again on request.
    opened.touch(tab.dashboard.refresh)
    assert "data-error" not in opened[tab.dashboard.figures]
    assert opened[tab.dashboard.curves]


def test_lost_figures_are_counted_again(opened, tab, project):
    dashboard = tab.dashboard
    for component, event in (
        (dashboard.refresh, "click"),
        (dashboard.stage, "input"),
        (tab.project, "input"),
        (tab.part, "input"),
        (dashboard.browser_events, "wanted"),
    ):
        open_dashboard(opened, tab, project.name)
        open_cell(opened, tab, "sentiment negative positive")
        lose(opened, tab)
        opened[dashboard.percent] = "80"
        opened.touch(component, event)
        assert state(opened, tab).figures.project == project.name
        assert "data-error" not in opened[dashboard.figures]
        assert opened[dashboard.items] == ""


def test_an_export_needs_no_figures(opened, tab, project):
    open_dashboard(opened, tab, project.name)
    lose(opened, tab)
    opened.touch(tab.dashboard.browser_events, "export", {"format": "jsonl"})
    assert json.loads(opened[tab.events.saved])["name"].endswith(".jsonl")


# Something outside our own code fails


def fails(*_, **__):
    raise RuntimeError(f"about {SENTENCES[0]}")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("do", ["decide", "next", "skip", "back"])
def test_an_unexpected_failure_frees_the_desk(opened, tab, project, monkeypatch, caplog, do, language):
    place = begin(opened, tab, project.name, f"{do} {language}")
    with monkeypatch.context() as broken, caplog.at_level(logging.ERROR):
        broken.setattr(tab.reviewer, "act", fails)
        list(act(opened, tab, do))
    assert f'lang="{language}" data-error="event_failed"' in opened[tab.desk]
    assert "RuntimeError" in caplog.text
    assert SENTENCES[0] not in caplog.text
    # The script waits for another turn.
    now = state(opened, tab).place
    assert now.turn != place.turn
    assert now.task == place.task
    list(act(opened, tab, do))
    assert "data-error" not in opened[tab.desk]


def test_an_unexpected_failure_of_an_explanation_ends_the_waiting(opened, tab, project, monkeypatch):
    begin(opened, tab, project.name, "ব্যর্থ")
    rest()
    with monkeypatch.context() as broken:
        broken.setattr(tab.store, "show_explanation", fails)
        list(act(opened, tab, "decide"))
    assert 'data-error="event_failed"' in opened[tab.explanation]
    assert "aria-busy" not in opened[tab.explanation]
    list(act(opened, tab, "next"))
    assert state(opened, tab).place.stage == "deciding"
    assert "data-error" not in opened[tab.desk]


def test_nobody_sits_down_after_an_unexpected_failure(opened, tab, project, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr(tab.reviewer, "begin", fails)
        begin(opened, tab, project.name, "কেউ না")
    assert 'data-error="event_failed"' in opened[tab.desk]
    assert isinstance(begin(opened, tab, project.name, "কেউ না"), Desk)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_unexpected_failure_of_the_dashboard_is_told_there(opened, tab, project, monkeypatch, language):
    dashboard = tab.dashboard
    place = begin(opened, tab, project.name, "নেতা " + language)
    for happens in (
        lambda: open_dashboard(opened, tab, project.name),
        lambda: open_cell(opened, tab, "sentiment negative positive"),
        lambda: opened.touch(dashboard.browser_events, "export", {"format": "csv"}),
    ):
        open_dashboard(opened, tab, project.name)
        with monkeypatch.context() as broken:
            broken.setattr(tab.store, "contents", fails)
            happens()
        assert f'lang="{language}" data-error="event_failed"' in opened[dashboard.figures]
        assert (opened[dashboard.items], opened[tab.events.saved]) == ("", None)
        assert state(opened, tab).place is place
    opened.touch(dashboard.refresh)
    assert "data-error" not in opened[dashboard.figures]


def test_what_is_answered_past_the_queue_is_one_message(pages):
    """Gradio takes the first message of a generator there, and drops the others."""
    past = [event for event in pages.blocks.fns.values() if event.fn is not None and not event.queue]
    assert len(past) > 30
    assert [event.name for event in past if inspect.isgeneratorfunction(event.fn)] == []
