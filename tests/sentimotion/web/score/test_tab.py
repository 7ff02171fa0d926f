"""Events of the Score tab, without a browser."""

import asyncio
import errno
import json
import logging
import os
import signal
import subprocess
import time
from base64 import b64decode, b64encode
from contextlib import suppress
from copy import deepcopy
from pathlib import Path
from threading import Thread
from types import SimpleNamespace

import gradio as gr
import pytest
from gradio.state_holder import SessionState

from sentimotion.i18n.messages import LANGUAGES, label_name, say
from sentimotion.labels import HEADS
from sentimotion.scoring.resumable_output import WorkFolder
from sentimotion.web.score import events, upload
from sentimotion.web.score.scoring import ReportFile
from sentimotion.web.score.upload import MAX_BYTES
from sentimotion.web.score.views import render_choice, render_progress
from tests.checkpoints import SENTENCES
from tests.endless_reader import PID_FILE, read_for_ever
from tests.sentimotion.web import VISITOR, Shown
from tests.sentimotion.web.open_page import OpenPage
from tests.sentimotion.web.score.hostile_files import cells, long_texts, workbook

OTHER = SimpleNamespace(session_hash="another", client=None)
TEXTS = [*SENTENCES, "<b>খারাপ</b>", ""]
CONTENT = (
    "text,day\r\n" + "".join(f'"{text}",2026-01-0{1 + index % 9}\r\n' for index, text in enumerate(TEXTS))
).encode()


@pytest.fixture
def tab(page):
    return page.score


def sent(name="a.csv", content=CONTENT, **more):
    return {"name": name, "content": b64encode(content).decode()} | more


def choose(opened, tab, data):
    opened.touch(tab.browser_events, "file", data)


def state(opened, tab):
    return opened[tab.events.state].state


def scored(opened, tab, data=None):
    """A page on which a file has been scored."""
    choose(opened, tab, data or sent())
    opened.touch(tab.run)
    assert state(opened, tab).score.status is None
    return opened


def test_columns_of_the_file_are_offered(opened, tab):
    choose(opened, tab, sent())
    assert (state(opened, tab).file.n_rows, state(opened, tab).score.status) == (len(TEXTS), None)
    names = [("text", "text"), ("day", "day")]
    assert (opened.property(tab.column, "choices"), opened[tab.column]) == (names, "text")
    assert opened.property(tab.ask, "visible") is True


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (sent("a.pdf"), "scoring"),
        (sent(content=b""), "data"),
        (sent(content=b"x" * (MAX_BYTES + 10)), "file_too_large"),
        (sent(content=b"text\n" + b"x\n" * 2001), "too_many_rows"),
        ({"name": "a.csv", "size": MAX_BYTES + 1}, "file_too_large"),
        ({"name": "a.csv"}, "data"),
        ({"name": "a.csv", "content": "§§"}, "data"),
        ({"name": 7, "content": ""}, "data"),
        ("anything", "data"),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_errors_are_in_the_language_of_the_page(opened, tab, data, code, language):
    choose(opened, tab, data)
    assert (state(opened, tab).file, opened.property(tab.column, "choices")) == (None, [])
    shown = Shown(opened[tab.status])
    assert shown.with_attribute("data-error")[0]["data-error"] == code
    assert shown.with_attribute("lang")[0]["lang"] == language
    assert not opened.property(tab.ask, "visible")
    assert not opened.property(tab.result, "visible")
    assert code in ("file_too_large", "too_many_rows") or say(f"error_{code}", language) in shown.text
    assert {"en": "Choose a file", "bn": "ফাইল বেছে নিন"}[language] in opened[tab.choice]


HOSTILE = {
    "memory_limit": lambda: (
        "a.parquet",
        long_texts(1, 150_000_000, use_dictionary=False, compression="zstd"),
    ),
    "time_limit": lambda: ("a.xlsx", workbook(cells(b"text") + cells(b"a") * 300_000)),
    "content_too_large": lambda: (
        "a.parquet",
        long_texts(1000, 34_000, use_dictionary=False, compression="zstd"),
    ),
}


@pytest.mark.parametrize(
    ("code", "sentences"),
    [
        (
            "memory_limit",
            {
                "en": "Reading this file takes more than 256 MB of memory: split it",
                "bn": "ফাইলটি পড়তে ২৫৬ মেগাবাইটের বেশি মেমোরি লাগছে: ভাগ করে দিন",
            },
        ),
        (
            "time_limit",
            {
                "en": "Reading this file takes more than 1 seconds: split it",
                "bn": "ফাইলটি পড়তে ১ সেকেন্ডের বেশি লাগছে: ভাগ করে দিন",
            },
        ),
        (
            "content_too_large",
            {
                "en": "Uncompressed, the file has more than 32 MB of text",
                "bn": "ফাইলটির ভেতরে সব মিলিয়ে ৩২ মেগাবাইটের বেশি লেখা আছে",
            },
        ),
    ],
)
@pytest.mark.parametrize("language", ["bn", pytest.param("en", marks=pytest.mark.slow)])
def test_after_a_file_beyond_the_limits_another_can_be_chosen(
    opened, tab, monkeypatch, code, sentences, language
):
    if code == "time_limit":
        monkeypatch.setattr(upload, "MAX_CPU_SECONDS", 1)
    choose(opened, tab, sent(*HOSTILE[code]()))
    assert state(opened, tab).file is None
    shown = Shown(opened[tab.status])
    assert shown.with_attribute("data-error")[0]["data-error"] == code
    assert shown.text.strip().startswith(sentences[language])
    monkeypatch.undo()
    choose(opened, tab, sent())
    assert (state(opened, tab).file.n_rows, opened[tab.status]) == (len(TEXTS), "")
    assert opened.property(tab.ask, "visible") is True


def test_two_files_at_a_time_are_read(pages, tab):
    """Others wait in the queue, and do not occupy the threads of the server."""
    events = [
        event
        for event in pages.blocks.fns.values()
        if event.concurrency_id == "read" and tab.events.state in event.inputs
    ]
    targets = {target for event in events for target in event.targets}
    assert targets == {(tab.browser_events._id, "file"), (tab.header._id, "input")}
    assert [(event.queue, event.concurrency_limit) for event in events] == [(True, 2)] * 2


@pytest.mark.parametrize("place", ["write", "start", "score", "part", "finish"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_fault_of_the_server_is_not_told_as_one_of_the_file(opened, tab, monkeypatch, place, language):
    def fail(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    if place == "write":
        monkeypatch.setattr(Path, "write_bytes", fail)
    elif place == "start":
        monkeypatch.setattr(subprocess, "Popen", fail)
    choose(opened, tab, sent())
    if place in ("score", "part", "finish"):
        name = {"score": "begin", "part": "add", "finish": "finish"}[place]
        monkeypatch.setattr(WorkFolder, name, fail)
        opened.touch(tab.run)
    shown = Shown(opened[tab.status])
    assert shown.with_attribute("data-error")[0]["data-error"] == "server_fault"
    assert {"en": "went wrong on our server", "bn": "আমাদের সার্ভারে সমস্যা"}[language] in shown.text


@pytest.fixture
def reading(opened, tab, tmp_path, monkeypatch):
    """A file that is being read and never ends: the thread that waits, and the id of the child process."""
    pid_file = tmp_path / "pid"
    monkeypatch.setenv(PID_FILE, str(pid_file))
    with monkeypatch.context() as patched:
        patched.setattr(upload, "inspect_file", read_for_ever)
        patched.setattr(upload, "MAX_SECONDS", 100)
        waiting = Thread(target=choose, args=(opened, tab, sent("slow.csv")))
        waiting.start()
        while not pid_file.exists():
            assert waiting.is_alive()
            time.sleep(0.01)
    pid = int(pid_file.read_text())
    yield waiting, pid
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def test_the_process_that_reads_ends_with_the_visit(opened, pages, tab, reading):
    waiting, pid = reading
    OpenPage(pages.blocks, OTHER).leave()
    waiting.join(0.5)
    assert waiting.is_alive()
    opened.leave()
    waiting.join(20)
    assert not waiting.is_alive()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    assert (state(opened, tab).file, state(opened, tab).score.status) == (None, None)


def test_another_file_ends_the_process_that_reads_the_first(opened, tab, reading):
    waiting, pid = reading
    choose(opened, tab, sent())
    waiting.join(20)
    assert not waiting.is_alive()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    assert (state(opened, tab).file.name, state(opened, tab).score.status) == ("a.csv", None)


def test_progress_then_the_result(opened, tab):
    choose(opened, tab, sent())
    meters = []
    for _ in opened.steps(tab.run):
        if opened[tab.status]:
            meters.append(opened[tab.status])
            assert not opened.property(tab.result, "visible")
            assert not opened.property(tab.run, "interactive")
    assert len(meters) > 2
    assert all("<progress" in meter for meter in meters)
    assert state(opened, tab).score.result.opinion.n_read == len(TEXTS)
    assert opened[tab.status] == ""
    assert opened.property(tab.run, "interactive")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_result_is_shown(opened, tab, language):
    scored(opened, tab)
    assert opened.property(tab.result, "visible") is True
    shown = Shown(opened[tab.shares])
    assert shown.with_attribute("data-rows")[0]["data-rows"] == str(len(TEXTS))
    assert shown.with_attribute("data-errors")[0]["data-errors"] == "1"
    first = Shown(opened[tab.preview])
    assert "<b>খারাপ</b>" in first.text
    labels = [attributes["data-label"] for attributes in first.with_attribute("data-label")]
    assert labels == [row.labels[head] for row in state(opened, tab).score.result.preview for head in HEADS]
    assert label_name(labels[0], language) in first.text


@pytest.mark.parametrize(("language", "sentence"), [("en", "could not be read"), ("bn", "পড়া যায়নি")])
def test_failed_rows_in_the_preview(opened, tab, sentence):
    scored(opened, tab, sent(content=b"text\n \nx\n"))
    assert sentence in Shown(opened[tab.preview]).text


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Texts with a warning: 2. By warning: Bangla in Latin letters 1, wrong encoding 1."),
        ("bn", "সতর্কতা আছে এমন লেখা: ২টি। সতর্কতা অনুযায়ী: রোমান হরফে বাংলা ১, ভুল এনকোডিং ১।"),
    ],
)
def test_what_is_wrong_with_texts_is_counted(opened, tab, sentence):
    texts = ["সেবা খুব ভালো", "bhai ajke match ta darun chilo", "à¦¨à¦¾à¦Ÿà¦•à¦Ÿà¦¾ à¦­à¦¾à¦²"]
    scored(opened, tab, sent(content="\n".join(["text", *texts]).encode()))
    assert sentence in Shown(opened[tab.shares]).text


def test_a_file_without_any_scored_row(opened, tab):
    scored(opened, tab, sent(content=b"text,n\n,1\n"))
    assert 'data-errors="1"' in opened[tab.shares]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("en", "Stopped. Nothing was saved."), ("bn", "থামানো হয়েছে। কিছুই সংরক্ষণ করা হয়নি।")],
)
def test_stop(opened, pages, tab, sentence):
    choose(opened, tab, sent())
    work = opened.steps(tab.run)
    for _ in range(2):
        next(work)
    OpenPage(pages.blocks, OTHER).touch(tab.stop)  # of another visitor
    next(work)
    assert "<progress" in opened[tab.status]
    opened.touch(tab.stop)
    for _ in [None, *work]:
        assert state(opened, tab).score.result is None
        assert sentence in opened[tab.status]
        assert opened.property(tab.run, "interactive")


def test_stop_while_queued(opened, tab):
    choose(opened, tab, sent())
    work = opened.steps(tab.run)
    next(work)
    opened.touch(tab.stop)
    for _ in [None, *work]:
        assert (state(opened, tab).score.result, state(opened, tab).score.status) == (None, "stopped")
    opened.touch(tab.run)
    assert state(opened, tab).score.result is not None


def test_a_late_stop_does_not_stop_what_is_begun_later(opened, tab):
    scored(opened, tab).touch(tab.stop)
    opened.touch(tab.run)
    assert state(opened, tab).score.result is not None


def test_another_file_cancels_the_work_on_the_previous_one(opened, tab):
    choose(opened, tab, sent())
    work = opened.steps(tab.run)
    for _ in range(2):
        next(work)
    choose(opened, tab, sent("b.csv"))
    for _ in [None, *work]:
        now = state(opened, tab)
        assert (now.score.result, now.score.status, now.file.name) == (None, None, "b.csv")
        assert (opened[tab.status], opened.property(tab.run, "interactive")) == ("", True)


def test_a_file_chosen_while_another_waits_is_not_scored(opened, tab):
    """Only its own click on Score begins that."""
    choose(opened, tab, sent())
    work = opened.steps(tab.run)
    next(work)
    choose(opened, tab, sent("b.csv"))
    for _ in work:
        pass
    assert (state(opened, tab).score.result, state(opened, tab).score.status) == (None, None)


def test_visitors_do_not_cancel_the_work_of_others(opened, pages, tab):
    choose(opened, tab, sent())
    work = opened.steps(tab.run)
    for _ in range(2):
        next(work)
    choose(OpenPage(pages.blocks, OTHER), tab, sent())
    assert list(work)
    assert state(opened, tab).score.result.opinion.n_read == len(TEXTS)


@pytest.mark.parametrize(("data", "column"), [(None, "text"), (sent(), "none"), (sent(), None)])
def test_run_without_a_file_or_column(opened, tab, data, column):
    if data:
        choose(opened, tab, data)
    opened[tab.column] = column
    opened.touch(tab.run)
    assert state(opened, tab).score.result is None
    assert ('data-error="columns"' in opened[tab.status]) == (data is not None)
    assert (opened[tab.status] == "") == (data is None)


def test_save(opened, tab):
    opened.touch(tab.save)
    assert opened[tab.events.saved] is None
    scored(opened, tab).touch(tab.save)
    saved = json.loads(opened[tab.events.saved])
    content = b64decode(saved["content"])
    assert (saved["name"], content) == (
        "a-scored.csv",
        state(opened, tab).score.result.content,
    )
    # The input is unchanged.
    assert CONTENT.split(b"\r\n")[1].split(b",2026")[0] in content


class TestReport:
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_build_and_save(self, opened, tab, language):
        part = tab.report
        scored(opened, tab)
        opened[part.day], opened[part.words] = "day", 20
        meters = []
        for _ in opened.steps(part.run):
            if opened.property(part.stop, "visible"):
                meters.append(opened[part.status])
        assert len(meters) > 2
        assert all("<progress" in meter and f'lang="{language}"' in meter for meter in meters)
        report = state(opened, tab).report.result
        assert isinstance(report, ReportFile)
        assert f'<html lang="{language}">' in report.html
        assert '<section class="time"' in report.html
        assert not opened.property(part.stop, "visible")
        assert opened.property(part.save, "visible")
        assert "a-scored-report.html" in opened[part.status]
        opened.touch(part.save)
        saved = json.loads(opened[tab.events.saved])
        assert (saved["name"], b64decode(saved["content"])) == ("a-scored-report.html", report.html.encode())

    def test_a_number_of_texts_that_is_not_offered(self, opened, tab):
        scored(opened, tab)
        opened[tab.report.words] = 10**9
        opened.touch(tab.report.run)
        assert "No words were computed for this report." in state(opened, tab).report.result.html

    def test_missing_column(self, opened, tab):
        scored(opened, tab)
        opened[tab.report.day] = "none"
        opened.touch(tab.report.run)
        assert state(opened, tab).report.result is None
        assert 'data-error="columns"' in opened[tab.report.status]

    def test_without_a_scored_file(self, opened, tab):
        opened.touch(tab.report.run)
        assert (state(opened, tab).report.result, opened[tab.report.status]) == (None, "")

    def test_stop(self, opened, tab):
        scored(opened, tab)
        opened[tab.report.words] = 20
        work = opened.steps(tab.report.run)
        for _ in range(2):
            next(work)
        opened.touch(tab.report.stop)
        for _ in [None, *work]:
            assert "Stopped" in opened[tab.report.status]
            assert opened.property(tab.report.run, "interactive")
        assert state(opened, tab).report.result is None

    @pytest.mark.parametrize(("language", "none"), [("en", "none"), ("bn", "নেই")])
    def test_another_file_resets_it(self, opened, tab, none):
        scored(opened, tab)
        part = tab.report
        opened[part.day], opened[part.words] = "day", 20
        work = opened.steps(part.run)
        for _ in range(2):
            next(work)
        choose(opened, tab, sent())
        for _ in [None, *work]:
            assert (state(opened, tab).report.result, opened[part.status], opened[part.day]) == (None, "", "")
        assert opened.property(part.group, "choices") == [(none, "")]
        opened.touch(tab.run)
        for menu in (part.day, part.group):
            assert opened.property(menu, "choices") == [(none, ""), ("day", "day")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_name_of_a_file_is_escaped(opened, tab):
    choose(opened, tab, sent("<i>a.csv"))
    assert "<i>a" not in opened[tab.choice]
    # Shown expects an end tag, which an input does not have.
    assert "<i>a.csv" in Shown(str(opened[tab.choice]).replace("<input", "<br")).text


@pytest.mark.parametrize(
    ("language", "sentence", "stop"), [("en", "Scoring …", "Stop"), ("bn", "লেখাগুলো বিশ্লেষণ করা হচ্ছে …", "থামান")]
)
def test_while_a_file_is_scored_the_page_says_so_in_its_language(opened, tab, language, sentence, stop):
    choose(opened, tab, sent())
    work = opened.steps(tab.run)
    for _ in range(2):
        next(work)
    assert sentence in opened[tab.status]
    assert not opened.property(tab.run, "interactive")
    assert opened[tab.stop] == stop
    for _ in work:
        pass
    assert f'lang="{language}"' in opened[tab.shares]


def test_chosen_columns_stay_when_results_are_drawn(opened, tab):
    choose(opened, tab, sent(content="লেখা,তারিখ,নোট\nভালো,2026-01-01,খারাপ\n".encode()))
    opened[tab.column] = "নোট"
    opened.touch(tab.column, "input")
    opened.touch(tab.run)
    for menu in (tab.report.day, tab.report.group):
        opened[menu] = "তারিখ"
        opened.touch(menu, "input")
    opened.touch(tab.report.run)
    assert (opened[tab.column], opened[tab.report.day], opened[tab.report.group]) == (
        "নোট",
        "তারিখ",
        "তারিখ",
    )
    assert state(opened, tab).report.result is not None


def test_the_question_about_the_header(opened, tab):
    choose(opened, tab, sent("texts.csv", "খুব ভালো লাগল\nএকদম বাজে\nঅভিনয় দারুণ\n".encode()))
    assert (opened.property(tab.header, "visible"), opened[tab.header]) == (True, False)
    for header, n_rows in ((True, 2), (False, 3)):
        opened[tab.header] = header
        opened.touch(tab.header, "input")
        assert state(opened, tab).file.n_rows == n_rows
    choose(opened, tab, sent())
    assert opened.property(tab.header, "visible") is False


# The server has lost the file: it was restarted, or an hour has passed


def lose(opened, tab):
    """Let the server forget what it knew of this visitor, as Gradio does."""
    opened[tab.events.state] = deepcopy(tab.events.state.value)


EVENTS = {
    "run": lambda tab: (tab.run, "click", None),
    "stop": lambda tab: (tab.stop, "click", None),
    "save": lambda tab: (tab.save, "click", None),
    "header": lambda tab: (tab.header, "input", True),
    "column": lambda tab: (tab.column, "input", "day"),
    "day": lambda tab: (tab.report.day, "input", "day"),
    "group": lambda tab: (tab.report.group, "input", "day"),
    "report": lambda tab: (tab.report.run, "click", None),
    "stop report": lambda tab: (tab.report.stop, "click", None),
    "save report": lambda tab: (tab.report.save, "click", None),
}


@pytest.mark.parametrize(
    ("event", "language", "sentence"),
    [
        *((event, "en", "your file is no longer there") for event in EVENTS),
        ("run", "bn", "আপনার ফাইলটি সেখানে আর নেই"),
    ],
)
def test_every_event_about_a_lost_file_says_so(opened, tab, event, sentence):
    scored(opened, tab).touch(tab.report.run)
    lose(opened, tab)
    component, name, value = EVENTS[event](tab)
    if value is not None:
        opened[component] = value
    opened.touch(component, name)
    assert sentence in opened[tab.status]
    # The page shows that no file is chosen, and nothing of the lost one.
    assert "a.csv" not in opened[tab.choice]
    assert (opened[tab.shares], opened[tab.preview], opened[tab.report.status]) == ("", "", "")
    assert not any(opened.property(part, "visible") for part in (tab.ask, tab.result, tab.report.save))
    assert opened[tab.events.saved] is None
    # Another file can be chosen and scored.
    scored(opened, tab)
    assert opened[tab.status] == ""


def test_a_file_lost_while_another_was_scored_does_not_wait(opened, tab):
    choose(opened, tab, sent())
    work = opened.steps(tab.run)
    next(work)
    assert "Waiting" in opened[tab.status]
    lose(opened, tab)
    for _ in work:
        pass
    assert "your file is no longer there" in opened[tab.status]
    assert (opened.property(tab.run, "interactive"), opened.property(tab.stop, "visible")) == (True, False)


def test_another_file_takes_the_place_of_a_lost_one(opened, tab):
    scored(opened, tab).touch(tab.report.run)
    lose(opened, tab)
    choose(opened, tab, sent("b.csv"))
    assert "b.csv" in opened[tab.choice]
    assert (opened[tab.status], opened[tab.shares], opened[tab.report.status]) == ("", "", "")
    assert not opened.property(tab.result, "visible")


def test_without_a_file_nothing_is_lost(opened, tab):
    for event in EVENTS.values():
        component, name, value = event(tab)
        opened[component] = opened[component] if value is None else value
        opened.touch(component, name)
        assert (opened[tab.status], opened[tab.events.saved]) == ("", None)


def test_the_hour_begins_anew_with_each_change(pages, tab):
    """Gradio counts it from when the state was last an output, and forgets nothing that never was one."""
    session = SessionState(pages.blocks)

    def happens(component, name, data=None, *values):
        (event,) = (one for one in pages.blocks.fns.values() if (component._id, name) in one.targets)
        event_data = gr.EventData(None, data) if data else None

        async def answer():
            turn = session[tab.events.state._id].state.turn
            message = {"is_generating": True, "iterator": None}
            while message["is_generating"]:
                message = await pages.blocks.process_api(
                    event,
                    [None, turn, *values],
                    state=session,
                    request=gr.Request(session_hash=VISITOR.session_hash, client=None),
                    iterator=message["iterator"],
                    event_data=event_data,
                )

        asyncio.run(answer())

    def expires():
        return [
            cell.state.file.name for state, cell, _ in session.state_components if state is tab.events.state
        ]

    assert expires() == []
    happens(tab.browser_events, "file", sent())
    assert expires() == ["a.csv"]
    begun = session._state_ttl[tab.events.state._id]
    happens(tab.run, "click", None, "text")
    assert session._state_ttl[tab.events.state._id][0] == 3600
    assert session._state_ttl[tab.events.state._id][1] > begun[1]


# Something outside our own code fails


def fails(*_, **__):
    raise RuntimeError(f"about {TEXTS[0]}")


@pytest.mark.parametrize("place", ["read_upload", "score", "report_on"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_unexpected_failure_frees_the_page(opened, tab, monkeypatch, caplog, place, language):
    scored(opened, tab)
    with monkeypatch.context() as broken, caplog.at_level(logging.ERROR):
        broken.setattr(events, place, fails)
        if place == "read_upload":
            choose(opened, tab, sent("b.csv"))
        opened.touch({"report_on": tab.report.run}.get(place, tab.run))
    part = tab.report if place == "report_on" else tab
    if place != "read_upload":
        assert 'data-error="event_failed"' in opened[part.status]
        assert f'lang="{language}"' in opened[part.status]
    assert (opened.property(part.run, "interactive"), opened.property(part.stop, "visible")) == (True, False)
    assert "RuntimeError" in caplog.text
    assert TEXTS[0] not in caplog.text
    # The file is still there, and the page shows it.
    assert "a.csv" in opened[tab.choice]
    opened.touch(tab.run)
    assert state(opened, tab).score.result.opinion.n_read == len(TEXTS)
    opened.touch(tab.report.run)
    assert state(opened, tab).report.result is not None


def test_a_file_that_cannot_be_received_is_not_chosen(opened, tab, monkeypatch):
    scored(opened, tab)
    monkeypatch.setattr(events, "read_upload", fails)
    choose(opened, tab, sent("b.csv"))
    assert 'data-error="event_failed"' in opened[tab.status]
    assert "a.csv" in opened[tab.choice]
    assert state(opened, tab).file.name == "a.csv"


def test_file_dialog_offers_the_formats():
    # Shown expects an end tag, which an input does not have.
    shown = Shown(str(render_choice(None, "bn")).replace("<input", "<br"))
    (field,) = shown.with_attribute("data-limit")
    assert field["type"] == "file"
    assert ".parquet" in field["accept"]


def test_progress_is_in_the_language_of_the_page():
    assert Shown(render_progress("score_running", 0.25, "en")).text == "Scoring … 25%"
    assert Shown(render_progress("score_running", 0.25, "bn")).text == "লেখাগুলো বিশ্লেষণ করা হচ্ছে … ২৫%"
