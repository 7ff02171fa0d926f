"""The tab Review's answers to its events, and when there is such a tab."""

import asyncio
import builtins
import re
import sys
from base64 import b64decode
from types import SimpleNamespace

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
from sentimotion.web.page import Page, build_page
from sentimotion.web.review import store as review_store
from sentimotion.web.review.dashboard import _open, _wanted_precision
from sentimotion.web.review.tab import ReviewTab, _stored_annotator
from tests.checkpoints import SENTENCES
from tests.sentimotion.web import VISITOR, Shown, rest

HOSTILE = '<b onclick="x">খারাপ</b> {{a}} ${b}'


def built(model, environ, build=Page):
    """The page as it is where the environment is this one."""

    async def build_it():
        return build(model, Settings.from_environ(environ))

    # Where no event loop runs, Gradio makes some and never closes them.
    return asyncio.run(build_it())


@pytest.fixture(scope="module")
def tab(bert_model, tmp_path_factory):
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
    found = next(one for one in page.tabs if isinstance(one, ReviewTab))
    yield found
    found.store.close()
    store.close()


@pytest.fixture(scope="module")
def project(tab):
    return tab.store.projects()[0]


def acted(tab, place, do, language="en", **said):
    said = {"do": do, "project": place.project.name, "name": place.annotator.name, **said}
    if place.task is not None:
        said.setdefault("assignment", place.task.assignment_id)
    return tab._act(VISITOR, SimpleNamespace(_data=said), language, place)


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


def test_colors_come_after_the_decision_and_never_before(tab, project):
    place, colored, desk, colors = tab._begin(VISITOR, "en", project.name, "রহিমা")
    assert (colored, colors) == (None, "")
    assert list(tab._explain(VISITOR, "en", place, None)) == []
    assert tab.store.task(place.task.assignment_id).explained is None
    assert "data-word" not in desk
    place, colored, desk, colors = acted(tab, place, "decide", sentiment="negative")
    assert (place.stage, colored) == ("decided", None)
    assert "data-word" not in colors
    *_, (colored, colors) = tab._explain(VISITOR, "en", place, None)
    assert set(colored.explanations) == set(HEADS)
    assert "data-shown" in colors
    assert "data-word" in colors
    assert STRINGS["review_other_weights"]["en"][:20] not in colors
    assert tab.store.task(place.task.assignment_id).explained is not None
    # In another language what is known is shown anew, and nothing is computed.
    ((_, again),) = tab._explain(VISITOR, "bn", place, colored)
    assert f'lang="bn" data-assignment="{place.task.assignment_id}" data-shown' in again
    # Who has gone on sees none of it.
    place, colored, desk, colors = acted(tab, place, "next")
    assert (place.stage, colored, colors) == ("deciding", None, "")


def test_words_are_weighed_while_the_annotator_reads_and_only_once(tab, project, monkeypatch):
    rest()  # earlier tests' work is not counted
    texts, explain_heads = [], tab.model.explain_heads

    def counted(text, **options):
        texts.append(text)
        return explain_heads(text, **options)

    monkeypatch.setattr(tab.model, "explain_heads", counted)
    place, _, desk, colors = tab._begin(VISITOR, "en", project.name, "তাড়াহুড়া")
    rest()
    assert texts == [place.task.item.text]
    # It is there, and neither the browser nor the store knows.
    assert ("data-word" not in desk, colors) == (True, "")
    assert tab.store.task(place.task.assignment_id).explained is None
    place, *_ = acted(tab, place, "decide", sentiment="negative")
    *_, (colored, _) = tab._explain(VISITOR, "en", place, None)
    assert colored.explanations["sentiment"].text == place.task.item.text
    assert len(texts) == 1
    # The next one is begun with the next text, and not for who has left.
    place, *_ = acted(tab, place, "next")
    tab.leave(VISITOR)
    rest()
    n_before = len(texts)
    place, *_ = acted(tab, place, "decide", sentiment="negative")
    *_, (colored, _) = tab._explain(VISITOR, "en", place, None)
    assert texts[n_before:] == [place.task.item.text]


@pytest.mark.parametrize("language", LANGUAGES)
def test_hostile_texts_and_names_are_escaped(tab, project, language):
    name = "<u>নাম</u>" + language
    place, _, desk, _ = tab._begin(VISITOR, language, project.name, name)
    while place.task.item.text != HOSTILE:
        assert "<u>" not in desk
        place, _, desk, _ = acted(tab, place, "skip", language, note="</textarea><b>")
    assert "<b o" not in desk
    assert Shown(re.sub("<input [^<>]*>", "", desk)).text.count(HOSTILE) == 1
    back, _, desk, _ = acted(tab, place, "back", language)
    assert "</textarea><b>" not in desk
    assert "&lt;/textarea&gt;&lt;b&gt;" in desk
    views = tab.translate(language, back, None, None, None, 0.9)
    assert len(views) == len(tab.views)
    assert views[5] == desk


def test_whoever_sat_here_goes_on_after_a_reload(tab, project):
    place, *_ = tab._begin(VISITOR, "en", project.name, "ফিরে আসা")
    kept = f'{{"project": "{project.name}", "name": "ফিরে আসা"}}'
    choices, name, again, *_ = tab._arrive(VISITOR, kept, "en", None, None)
    assert (choices["value"], name) == (project.name, "ফিরে আসা")
    assert again.task.assignment_id == place.task.assignment_id
    # Where somebody sits already, only the projects are read anew.
    _, *others = tab._arrive(VISITOR, kept, "en", place, None)
    assert others == [gr.skip()] * 5


@given(st.text(max_size=40) | st.sampled_from(["null", "[]", '{"project": 1, "name": "a"}', '"a"']))
def test_anything_may_be_kept_by_the_browser(kept):
    assert _stored_annotator(kept) == ("", "")


def test_errors_are_in_the_pages_language(tab, project):
    for language in LANGUAGES:
        for asked in (("নেই", "রহিমা"), (None, "রহিমা")):
            *_, desk, _ = tab._begin(VISITOR, language, *asked)
            assert say("error_unknown_review", language) in Shown(desk).text
        *_, desk, _ = tab._begin(VISITOR, language, project.name, "")
        assert say("error_invalid_review", language) in Shown(desk).text


@pytest.mark.parametrize("language", LANGUAGES)
def test_figures_say_why_there_are_none(tab, bert_model, tmp_path, language):
    path = tmp_path / "texts.csv"
    path.write_text("text\nএক\nদুই\n", encoding="utf-8")
    name = f"খালি {language}"
    import_file(tab.store, path, name, lambda: bert_model)
    lead = tab.dashboard
    sight, figures, curves = lead._count(language, "lead", name, "final", 0.9)
    for reason in ("nothing_decided", "nothing_explained"):
        assert say(f"review_reason_{reason}", language) in Shown(figures).text
    assert say("review_reason_nothing_decided", language) in Shown(curves).text
    assert lead._count(language, "annotate", name, "final", 0.9) == [gr.skip()] * 3
    assert "error" in lead._count(language, "lead", "নেই", "final", 0.9)[1]
    opened = _open("sentiment negative positive", sight)
    assert "<ol></ol>" in lead._show_items(language, sight, opened)
    # A cell of another project's figures is not shown under these.
    assert lead._show_items(language, sight, ("another", opened[1])) == ""
    assert _open("sentiment x positive", sight) is None
    assert lead._show_items(language, sight, None) == ""
    assert len(lead.translate(language, sight, opened, 0.9)) == len(lead.views)


def test_a_cell_loads_its_own_texts_alone(tab, bert_model, tmp_path, monkeypatch):
    path = tmp_path / "texts.csv"
    path.write_text("text\n" + "".join(f"লেখা {n}\n" for n in range(6)), encoding="utf-8")
    found = import_file(tab.store, path, "ঘর", lambda: bert_model)
    place, *_ = tab._begin(VISITOR, "en", found.name, "রহিমা")
    place, *_ = acted(tab, place, "decide", sentiment="negative", emotion="fear")
    text = place.task.item.text
    sight, *_ = tab.dashboard._count("en", "lead", found.name, "final", 0.9)
    rows = sight.figures.heads["sentiment"].confusion.rows
    (cell,) = [cell for row in rows for cell in row if cell.n]
    loaded, contents = [], Store.contents

    def counted(*asked):
        loaded.append(contents(*asked))
        return loaded[-1]

    monkeypatch.setattr(Store, "contents", counted)
    opened = _open(f"sentiment {cell.human} {cell.model}", sight)
    assert text in tab.dashboard._show_items("en", sight, opened)
    assert [[item.text for item in one.items] for one in loaded] == [[text]]


@pytest.mark.parametrize(
    ("told", "wanted"),
    [("70", 0.7), ("100", 1), ("101", 0.9), ("-1", 0.9), ("৭০", 0.9), ("9" * 5000, 0.9), (None, 0.9)],
)
def test_what_is_wanted_comes_from_the_slider(told, wanted):
    assert _wanted_precision(told, 0.9) == wanted


def test_export_is_what_the_command_writes(tab, project, tmp_path):
    file = tab.dashboard._export(SimpleNamespace(_data={"format": "csv"}), project.name)
    assert file["name"] == "a-<i>প্রকল্প<-i>.csv"
    path = tmp_path / "x.csv"
    path.write_bytes(b64decode(file["content"]))
    assert {row["text"] for row in read_export(path)} == {*SENTENCES[:3], HOSTILE}
    for said in ({"format": "exe"}, {}, None):
        assert tab.dashboard._export(SimpleNamespace(_data=said), project.name) is None
