"""The tab Review's answers to its events, and when there is such a tab."""

import asyncio
import builtins
import re
import sys
from base64 import b64decode

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
from sentimotion.web.page import Page, build_page
from sentimotion.web.review import store as review_store
from sentimotion.web.review.tab import ReviewTab, _stored_annotator
from tests.checkpoints import SENTENCES
from tests.sentimotion.web import VISITOR, Shown, rest
from tests.sentimotion.web.open_page import OpenPage

HOSTILE = '<b onclick="x">খারাপ</b> {{a}} ${b}'


def built(model, environ, build=Page):
    """The page with the settings of an environment."""

    async def build_it():
        return build(model, Settings.from_environ(environ))

    # Where no event loop runs, Gradio makes some and never closes them.
    return asyncio.run(build_it())


@pytest.fixture(scope="module")
def page(bert_model, tmp_path_factory):
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
    page = built(bert_model, {"SENTIMOTION_REVIEW": str(folder / "review.db")})
    yield page
    review_tab(page).store.close()
    store.close()


def review_tab(page):
    return next(one for one in page.tabs if isinstance(one, ReviewTab))


@pytest.fixture(scope="module")
def tab(page):
    return review_tab(page)


@pytest.fixture(scope="module")
def project(tab):
    return tab.store.projects()[0]


@pytest.fixture
def opened(page):
    return OpenPage(page.blocks)


def begin(opened, tab, project, name):
    """Begin to annotate; the annotator's desk."""
    opened[tab.project], opened[tab.name] = project, name
    opened.touch(tab.begin)
    return opened[tab.place]


def act(opened, tab, do, **chosen):
    """Do something at the desk: the messages of the server, one by one."""
    place = opened[tab.place]
    data = {"do": do, "project": place.project.name, "name": place.annotator.name, **chosen}
    if place.task is not None:
        data.setdefault("assignment", place.task.assignment_id)
    return opened.steps(tab.browser_events, "act", data)


def speak(opened, page, language):
    opened[page.language] = language
    opened.touch(page.language, "change")


@pytest.mark.parametrize("revision", ["v1.2", ""])
def test_decisions_name_the_revision_that_was_asked_for(bert_model, tmp_path, revision):
    path = str(tmp_path / "review.db")
    Store.open(path).close()
    page = built(bert_model, {"SENTIMOTION_REVIEW": path, "SENTIMOTION_REVISION": revision})
    (tab,) = (one for one in page.tabs if isinstance(one, ReviewTab))
    assert tab.reviewer.page.revision == revision
    tab.store.close()


def test_no_tab_unless_a_database_is_named(bert_model):
    assert not any(isinstance(one, ReviewTab) for one in built(bert_model, {}).tabs)
    assert not any(isinstance(one, ReviewTab) for one in built(bert_model, {"SENTIMOTION_REVIEW": ""}).tabs)


def test_the_app_ends_in_one_line_where_the_database_is_not_there(bert_model, tmp_path, capsys):
    missing = tmp_path / "none.db"
    with pytest.raises(SystemExit) as ended:
        built(bert_model, {"SENTIMOTION_REVIEW": str(missing)}, build_page)
    assert ended.value.code == 2
    line = capsys.readouterr().err
    assert line.startswith("error: ")
    assert str(missing) in line
    assert line.count("\n") == 1
    assert not missing.exists()


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
        review_store.open_review_store("x.db")


def test_a_wrong_url_is_no_traceback():
    with pytest.raises(ReviewDatabaseError):
        review_store.open_review_store("mysql://x/y")


def test_words_are_explained_after_the_decision_and_never_before(opened, page, tab, project):
    task = begin(opened, tab, project.name, "রহিমা").task
    # Nor is a text explained that is not decided, where the language changes.
    speak(opened, page, "bn")
    speak(opened, page, "en")
    assert (opened[tab.explained], opened[tab.explanation]) == (None, "")
    assert tab.store.task(task.assignment_id).explained is None
    assert "data-word" not in opened[tab.desk]
    work = act(opened, tab, "decide", sentiment="negative")
    next(work)
    assert (opened[tab.place].stage, opened[tab.explained]) == ("decided", None)
    assert "data-word" not in opened[tab.explanation]
    list(work)
    assert set(opened[tab.explained].explanations) == set(HEADS)
    shown = opened[tab.explanation]
    assert "data-shown" in shown
    assert "data-word" in shown
    assert STRINGS["review_other_weights"]["en"][:20] not in shown
    assert tab.store.task(task.assignment_id).explained is not None
    # Who has gone on sees none of it.
    list(act(opened, tab, "next"))
    assert (opened[tab.place].stage, opened[tab.explained], opened[tab.explanation]) == ("deciding", None, "")


def test_an_explanation_in_another_language_is_not_computed_again(opened, page, tab, project, monkeypatch):
    begin(opened, tab, project.name, "ভাষা")
    list(act(opened, tab, "decide"))
    explained = opened[tab.explained]
    monkeypatch.setattr(tab.model, "explain_heads", pytest.fail)
    speak(opened, page, "bn")
    assert opened[tab.explained] is explained
    assert f'lang="bn" data-assignment="{explained.assignment}" data-shown' in opened[tab.explanation]


def test_words_are_explained_while_the_annotator_reads_and_only_once(opened, tab, project, monkeypatch):
    rest()  # earlier tests' work is not counted
    texts, explain_heads = [], tab.model.explain_heads

    def counted(text, **options):
        texts.append(text)
        return explain_heads(text, **options)

    monkeypatch.setattr(tab.model, "explain_heads", counted)
    task = begin(opened, tab, project.name, "তাড়াহুড়া").task
    rest()
    assert texts == [task.item.text]
    # It is there, and neither the browser nor the store knows.
    assert "data-word" not in opened[tab.desk]
    assert opened[tab.explanation] == ""
    assert tab.store.task(task.assignment_id).explained is None
    list(act(opened, tab, "decide", sentiment="negative"))
    assert opened[tab.explained].explanations["sentiment"].text == task.item.text
    assert len(texts) == 1
    # The next one is begun with the next text, and not for who has left.
    list(act(opened, tab, "next"))
    tab.leave(VISITOR)
    rest()
    n_before = len(texts)
    task = opened[tab.place].task
    list(act(opened, tab, "decide", sentiment="negative"))
    assert texts[n_before:] == [task.item.text]


@pytest.mark.parametrize("language", LANGUAGES)
def test_hostile_texts_and_names_are_escaped(opened, page, tab, project, language):
    opened[page.language] = language
    begin(opened, tab, project.name, "<u>নাম</u>" + language)
    while opened[tab.place].task.item.text != HOSTILE:
        assert "<u>" not in opened[tab.desk]
        list(act(opened, tab, "skip", note="</textarea><b>"))
    desk = opened[tab.desk]
    assert "<b o" not in desk
    assert Shown(re.sub("<input [^<>]*>", "", desk)).text.count(HOSTILE) == 1
    list(act(opened, tab, "back"))
    desk = opened[tab.desk]
    assert "</textarea><b>" not in desk
    assert "&lt;/textarea&gt;&lt;b&gt;" in desk
    opened[tab.desk] = "as before"
    opened.touch(page.language, "change")
    assert opened[tab.desk] == desk


def test_whoever_sat_here_goes_on_after_a_reload(page, opened, tab, project):
    place = begin(opened, tab, project.name, "ফিরে আসা")
    again = OpenPage(page.blocks)
    again[tab.kept] = f'{{"project": "{project.name}", "name": "ফিরে আসা"}}'
    again.touch(tab.tab, "select")
    assert (again[tab.project], again[tab.name]) == (project.name, "ফিরে আসা")
    assert again[tab.place].task.assignment_id == place.task.assignment_id
    # Where somebody sits already, only the projects are read anew.
    desk = again[tab.desk]
    again[tab.kept] = f'{{"project": "{project.name}", "name": "অন্য কেউ"}}'
    again.touch(tab.tab, "select")
    assert (again[tab.name], again[tab.desk]) == ("ফিরে আসা", desk)


@given(st.text(max_size=40) | st.sampled_from(["null", "[]", '{"project": 1, "name": "a"}', '"a"']))
def test_anything_may_be_kept_by_the_browser(page, tab, kept):
    opened = OpenPage(page.blocks)
    opened[tab.kept] = kept
    opened.touch(tab.tab, "select")
    assert opened[tab.place] is None
    assert not opened[tab.name]


def test_errors_are_in_the_pages_language(opened, page, tab, project):
    for language in LANGUAGES:
        opened[page.language] = language
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
def test_figures_say_why_there_are_none(opened, page, tab, project, bert_model, tmp_path, language):
    path = tmp_path / "texts.csv"
    path.write_text("text\nএক\nদুই\n", encoding="utf-8")
    name, dashboard = f"খালি {language}", tab.dashboard
    import_file(tab.store, path, name, lambda: bert_model)
    opened[page.language] = language
    opened[tab.project] = name
    opened.touch(tab.project, "input")
    assert opened[dashboard.state] is None  # as it is not seen
    open_dashboard(opened, tab, name)
    for reason in ("nothing_decided", "nothing_explained"):
        assert say(f"review_reason_{reason}", language) in Shown(opened[dashboard.figures]).text
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
    states = (dashboard.state, dashboard.opened, dashboard.wanted)
    assert len(dashboard.translate(language, *(opened[state] for state in states))) == len(dashboard.views)
    open_dashboard(opened, tab, "নেই")
    assert "error" in opened[dashboard.figures]


def test_a_cell_loads_its_own_texts_alone(opened, tab, bert_model, tmp_path, monkeypatch):
    path = tmp_path / "texts.csv"
    path.write_text("text\n" + "".join(f"লেখা {n}\n" for n in range(6)), encoding="utf-8")
    found = import_file(tab.store, path, "ঘর", lambda: bert_model)
    text = begin(opened, tab, found.name, "রহিমা").task.item.text
    list(act(opened, tab, "decide", sentiment="negative", emotion="fear"))
    open_dashboard(opened, tab, found.name)
    rows = opened[tab.dashboard.state].figures.heads["sentiment"].confusion.rows
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
    assert opened[tab.dashboard.wanted] == wanted


def test_export_is_what_the_command_writes(opened, tab, project, tmp_path):
    dashboard = tab.dashboard
    opened[tab.project] = project.name
    opened.touch(dashboard.browser_events, "export", {"format": "csv"})
    file = opened[dashboard.saved]
    assert file["name"] == "a-<i>প্রকল্প<-i>.csv"
    path = tmp_path / "x.csv"
    path.write_bytes(b64decode(file["content"]))
    assert {row["text"] for row in read_export(path)} == {*SENTENCES[:3], HOSTILE}
    for data in ({"format": "exe"}, {}, None):
        opened.touch(dashboard.browser_events, "export", data)
        assert opened[dashboard.saved] is None


@pytest.mark.parametrize("kept", ["[" * 100_000, "{", '{"project": 1, "name": "ক"}', "[]", '"a"', ""])
def test_what_the_browser_kept_may_be_anything(kept):
    assert _stored_annotator(kept) == ("", "")
