"""What the tab Score answers to its events, without a browser."""

import asyncio
from base64 import b64decode, b64encode
from types import SimpleNamespace

import gradio as gr
import pytest

from sentimotion.i18n.messages import LANGUAGES, label_name, say
from sentimotion.labels import HEADS
from sentimotion.web.page import Page
from sentimotion.web.score import tab as score_tab
from sentimotion.web.score.scoring import Report
from sentimotion.web.score.tab import ScoreTab
from sentimotion.web.score.upload import MOST_BYTES
from sentimotion.web.score.views import render_choice, render_meter, render_preview, render_scored
from tests.checkpoints import SENTENCES
from tests.sentimotion.web import VISITOR, Shown

OTHER = SimpleNamespace(session_hash="another")
TEXTS = [*SENTENCES, "<b>খারাপ</b>", ""]
CONTENT = (
    "text,day\r\n" + "".join(f'"{text}",2026-01-0{1 + index % 9}\r\n' for index, text in enumerate(TEXTS))
).encode()


@pytest.fixture(scope="module")
def tab(bert_model):
    async def build():
        return Page(bert_model)

    # Where no event loop runs, Gradio makes some and never closes them.
    page = asyncio.run(build())
    return next(one for one in page.tabs if isinstance(one, ScoreTab))


def sent(name="a.csv", content=CONTENT, **more):
    return SimpleNamespace(_data={"name": name, "content": b64encode(content).decode()} | more)


def receive(tab, event, visitor=VISITOR):
    file, scored, notice, column = tab._receive(visitor, event)
    assert scored is None
    return file, notice, column


def run(tab, file, column="text", visitor=VISITOR):
    return list(tab._score(visitor, file, column))


@pytest.fixture(scope="module")
def scored(tab):
    *_, (scored, notice, _) = run(tab, receive(tab, sent())[0])
    assert notice is None
    return scored


def test_a_file_comes_and_its_columns_are_offered(tab):
    file, notice, column = receive(tab, sent())
    assert (file.n_rows, notice) == (len(TEXTS), None)
    assert (column["choices"], column["value"]) == (["text", "day"], "text")
    _, ask, *_ = tab._show("en", file, None, None)
    assert ask["visible"] is True


@pytest.mark.parametrize(
    ("event", "code"),
    [
        (sent("a.pdf"), "scoring"),
        (sent(content=b""), "data"),
        (sent(content=b"x" * (MOST_BYTES + 10)), "file_too_large"),
        (sent(content=b"text\n" + b"x\n" * 2001), "too_many_rows"),
        (SimpleNamespace(_data={"name": "a.csv", "size": MOST_BYTES + 1}), "file_too_large"),
        (SimpleNamespace(_data={"name": "a.csv"}), "data"),
        (SimpleNamespace(_data={"name": "a.csv", "content": "§§"}), "data"),
        (SimpleNamespace(_data={"name": 7, "content": ""}), "data"),
        (SimpleNamespace(_data="anything"), "data"),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_wrong_is_said_in_the_pages_language(tab, event, code, language):
    file, notice, column = receive(tab, event)
    assert (file, column["choices"]) == (None, [])
    choice, ask, _, _, status, result, *_ = tab._show(language, None, None, notice)
    shown = Shown(status)
    assert shown.with_attribute("data-error")[0]["data-error"] == code
    assert shown.with_attribute("lang")[0]["lang"] == language
    assert (ask["visible"], result["visible"]) == (False, False)
    assert code in ("file_too_large", "too_many_rows") or say(f"error_{code}", language) in shown.text
    assert say("score_choose", language) in choice


def test_progress_then_the_result(tab):
    *steps, last = run(tab, receive(tab, sent())[0])
    assert all("<progress" in status for _, _, status in steps)
    assert last[0].opinion.n_read == len(TEXTS)
    assert all(value == gr.skip() for value in (last[2], steps[0][0]))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_result_is_shown(tab, scored, language):
    *_, result, shares, preview = tab._show(language, None, scored, None)
    assert result["visible"] is True
    shown = Shown(shares)
    assert shown.with_attribute("data-rows")[0]["data-rows"] == str(len(TEXTS))
    assert shown.with_attribute("data-errors")[0]["data-errors"] == "1"
    first = Shown(preview)
    assert "<b>খারাপ</b>" in first.text
    said = [attributes["data-said"] for attributes in first.with_attribute("data-said")]
    assert said == [row.labels[head] for row in scored.preview for head in HEADS]
    assert label_name(said[0], language) in first.text


def test_a_row_that_could_not_be_read_is_said_in_the_preview(tab):
    *_, (scored, _, _) = run(tab, receive(tab, sent(content=b"text\n \nx\n"))[0])
    assert say("score_row_error", "bn") in Shown(render_preview(scored, "bn")).text


def test_nothing_but_errors_is_shown_too(tab):
    *_, (scored, _, _) = run(tab, receive(tab, sent(content=b"text,n\n,1\n"))[0])
    assert 'data-errors="1"' in render_scored(scored, "bn")


def test_stop(tab):
    work = tab._score(VISITOR, receive(tab, sent())[0], "text")
    next(work)
    tab._stop(OTHER)  # somebody else's stop is not heard here
    next(work)
    tab._stop(VISITOR)
    assert [event[:2] for event in work] == [[None, "score_stopped"]]
    status = tab._show("bn", None, None, "score_stopped")[4]
    assert say("score_stopped", "bn") in status


def test_a_stop_while_waiting_for_a_turn(tab):
    file, *_ = receive(tab, sent())
    tab._stop(VISITOR)
    assert [event[:2] for event in run(tab, file)] == [[None, "score_stopped"]]


def test_another_file_ends_the_work_on_the_one_before(tab):
    work = tab._score(VISITOR, receive(tab, sent())[0], "text")
    next(work)
    receive(tab, sent())
    assert list(work) == []


def test_visitors_do_not_end_each_others_work(tab):
    work = tab._score(VISITOR, receive(tab, sent())[0], "text")
    next(work)
    receive(tab, sent(), OTHER)
    assert [*work][-1][0].opinion.n_read == len(TEXTS)


@pytest.mark.parametrize(("file", "column"), [(None, "text"), ("file", "none"), ("file", None)])
def test_a_press_without_a_file_or_column(tab, file, column):
    taken = receive(tab, sent())[0] if file else None
    events = run(tab, taken, column)
    assert [event[1].code for event in events] == (["columns"] if file else [])


def test_the_scored_file_is_handed_over(scored):
    saved = score_tab._scored_file(scored)
    assert (saved["name"], b64decode(saved["content"])) == ("a-scored.csv", scored.content)
    assert score_tab._scored_file(None) is None
    # What came in is there as it was.
    assert CONTENT.split(b"\r\n")[1].split(b",2026")[0] in scored.content


class TestReport:
    def test_made_and_handed_over(self, tab, scored):
        part = tab.report
        *steps, last = part._make(VISITOR, "bn", scored, "day", "", 20)
        assert all("<progress" in status for _, status in steps)
        assert isinstance(last[0], Report)
        assert '<html lang="bn">' in last[0].html
        assert '<section class="time"' in last[0].html
        _, stop, status, save = part._show("bn", last[0])
        assert (stop["visible"], save["visible"]) == (False, True)
        assert "a-scored-report.html" in status

    def test_a_number_that_is_not_offered_weighs_nothing(self, tab, scored):
        *_, last = tab.report._make(VISITOR, "en", scored, "", "", 10**9)
        assert say("opinion_words_off", "en") in last[0].html

    def test_a_column_that_is_not_there(self, tab, scored):
        *_, last = tab.report._make(VISITOR, "en", scored, "none", "", 0)
        assert last[0].code == "columns"
        assert 'data-error="columns"' in tab.report._show("en", last[0])[2]

    def test_nothing_scored(self, tab):
        assert [event[0] for event in tab.report._make(VISITOR, "en", None, "", "", 0)] == [None]

    def test_stop(self, tab, scored):
        work = tab.report._make(VISITOR, "en", scored, "", "", 20)
        next(work)
        tab.report._stop(VISITOR)
        assert [event[0] for event in work] == ["score_stopped"]

    def test_another_file_resets_it(self, tab, scored):
        work = tab.report._make(VISITOR, "en", scored, "", "", 20)
        next(work)
        day, group, *_, outcome = tab.report._reset(VISITOR, "bn", scored)
        assert list(work) == []
        assert day["choices"] == group["choices"] == [(say("score_no_column", "bn"), ""), ("day", "day")]
        assert outcome is None


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("notice", [None, "score_waiting", "score_stopped"])
def test_the_tab_in_either_language(tab, scored, language, notice):
    file, *_ = receive(tab, sent("<i>a</i>.csv"))
    views = tab.translate(language, file, scored, notice, None)
    assert len(views) == len(tab.views)
    assert "<i>a" not in views[len(tab._fixed)]


def test_the_choice_takes_the_formats_that_are_read():
    # An input has no end tag, which Shown knows of other elements only.
    shown = Shown(render_choice(None, "bn").replace("<input", "<br"))
    (field,) = shown.with_attribute("data-limit")
    assert field["type"] == "file"
    assert ".parquet" in field["accept"]


def test_progress_is_in_both_languages():
    shown = Shown(render_meter("score_running", 0.25))
    assert shown.texts_of("in-en") == ["Scoring … 25\u00a0%"]
    assert shown.texts_of("in-bn")[0].endswith("২৫\u00a0%")
