"""Names and notes that no database or page should have to bear: refused with a reason, nothing stored."""

import json
from contextlib import closing

import httpx
import pytest
from sqlalchemy import func, select

from sentimotion.errors import InvalidReview, SentimotionError
from sentimotion.i18n.messages import LANGUAGES, say
from sentimotion.review.store.schema import (
    AnnotatorRow,
    AssignmentRow,
    CheckpointRow,
    DecisionRow,
    ItemRow,
    ProjectRow,
)
from sentimotion.review.store.store import Store
from sentimotion.settings import Settings
from sentimotion.web.http.access import Access
from tests.sentimotion.review.stub import SEEN, make_project
from tests.sentimotion.web.pages import build_pages
from tests.sentimotion.web.served import served

SURROGATE, NUL = "ক\ud800", "ক\0"
NAMES = {
    "surrogate": SURROGATE,
    "two surrogates": "\udc00\ud800",
    "NUL": NUL,
    "only NUL": "\0",
    "control": "ক\x1b[2Jখ",
    "long": "ক" * 101,
    "very long": "ক" * 10_000,
    "empty": "",
    "blank": " \t\u200b\u202e",
}
NOTES = {"surrogate": SURROGATE, "NUL": NUL, "long": "ক" * 10_001}
_TABLES = (AnnotatorRow, AssignmentRow, CheckpointRow, DecisionRow, ItemRow, ProjectRow)


@pytest.fixture
def store(tmp_path):
    store = Store.open(tmp_path / "review.db")
    yield store
    store.close()


def counts(store):
    """Rows of each table."""
    with store.database.reading() as session:
        return [session.execute(select(func.count()).select_from(table)).scalar_one() for table in _TABLES]


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_project_of_such_a_name_is_not_made(store, tmp_path, name):
    with pytest.raises(InvalidReview, match="project's name"):
        make_project(store, tmp_path, 2, name=name)
    assert counts(store) == [0] * len(_TABLES)
    with pytest.raises(SentimotionError):
        store.contents(name)


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_an_annotator_of_such_a_name_does_not_join(store, tmp_path, name):
    project = make_project(store, tmp_path, 2)
    before = counts(store)
    with pytest.raises(InvalidReview, match="annotator's name"):
        store.join(project.id, name)
    assert counts(store) == before


@pytest.mark.parametrize("note", NOTES.values(), ids=NOTES)
def test_such_a_note_is_not_stored(store, tmp_path, note):
    task = store.take(store.join(make_project(store, tmp_path, 2).id, "রহিমা").id)
    before = counts(store)
    with pytest.raises(InvalidReview, match="note"):
        store.skip(task.assignment_id, checkpoint=SEEN, note=note)
    with pytest.raises(InvalidReview, match="note"):
        store.decide(task.assignment_id, "neutral", "neutral", checkpoint=SEEN, note=note)
    assert counts(store) == before


@pytest.fixture(scope="module")
def site(bert_model, tmp_path_factory):
    """Pages with a project, served; with the database and the numbers of the events."""
    folder = tmp_path_factory.mktemp("review")
    with closing(Store.open(folder / "review.db")) as store:
        make_project(store, folder, 3, name="প্রকল্প")
        pages = build_pages(bert_model, Settings(review=str(folder / "review.db")))
        with served(pages.blocks, Access()) as url:
            yield url, pages, store
        next(iter(pages.of.values())).review.store.close()


def send(site, language, component, event, values, data=None):
    """Send an event with values for its inputs beside the state; the answer."""
    url, pages, _ = site
    target = (component._id, event)
    (number,) = (key for key, one in pages.blocks.fns.items() if target in one.targets and one.fn is not None)
    n_hidden = len(pages.blocks.fns[number].inputs) - len(values)
    body = {
        "data": [None, "", *([None] * (n_hidden - 2)), *values],
        "event_data": data,
        "fn_index": number,
        "session_hash": f"stranger{language}",
    }
    # A lone surrogate is written as an escape.
    return httpx.post(
        f"{url}/gradio_api/run/predict",
        content=json.dumps(body),
        headers={"Content-Type": "application/json"},
        timeout=60,
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
@pytest.mark.parametrize("is_project", [True, False])
def test_the_page_says_so_and_the_server_lives(site, language, name, is_project, caplog):
    _, pages, store = site
    tab, before = pages.of[language].review, counts(store)
    values = [{"value": name}, "রহিমা"] if is_project else [{"value": "প্রকল্প"}, name]
    answer = send(site, language, tab.begin, "click", values)
    error = "error_unknown_review" if is_project else "error_invalid_review"
    assert answer.status_code == 200, answer.text
    assert say(error, language) in json.dumps(answer.json(), ensure_ascii=False)
    assert counts(store) == before
    assert [record for record in caplog.records if record.exc_info] == []
    assert not any("ক" in record.getMessage() for record in caplog.records)
    good = send(site, language, tab.begin, "click", [{"value": "প্রকল্প"}, "রহিমা"])
    assert 'class=\\"review-desk' in good.text, good.text[:500]


@pytest.mark.parametrize(
    "data",
    [
        {"do": "decide", "project": SURROGATE, "name": "রহিমা"},
        {"do": "decide", "project": "প্রকল্প", "name": SURROGATE},
        {"do": "decide", "project": "প্রকল্প", "name": "রহিমা", "assignment": 10**30},
        {"do": "decide", "project": "প্রকল্প", "name": "রহিমা", "assignment": 1, "note": SURROGATE},
        {"do": "skip", "project": "প্রকল্প", "name": "রহিমা", "assignment": 1, "note": NUL},
        {"do": "decide", "project": "প্রকল্প", "name": "রহিমা", "assignment": 1, "note": "ক" * 10_001},
        {"do": "decide", "project": "প্রকল্প", "name": "রহিমা", "assignment": 1, "sentiment": SURROGATE},
    ],
)
def test_such_an_act_at_the_desk_is_told_and_stores_nothing(site, data):
    _, pages, store = site
    tab = pages.of["en"].review
    send(site, "en", tab.begin, "click", [{"value": "প্রকল্প"}, "রহিমা"])
    before = counts(store)
    answer = send(site, "en", tab.browser_events, "act", [], data)
    assert answer.status_code == 200, answer.text
    assert "data-error=" in answer.text
    assert "event_failed" not in answer.text
    assert counts(store) == before
