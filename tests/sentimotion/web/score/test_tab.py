"""Events of the Score tab, without a browser."""

import asyncio
import errno
import os
import signal
import subprocess
import time
from base64 import b64decode, b64encode
from contextlib import suppress
from pathlib import Path
from threading import Thread
from types import SimpleNamespace

import pytest

from sentimotion.i18n.messages import LANGUAGES, label_name, say
from sentimotion.labels import HEADS
from sentimotion.scoring.resumable_output import WorkFolder
from sentimotion.web.page import Page
from sentimotion.web.score import upload
from sentimotion.web.score.scoring import ReportFile
from sentimotion.web.score.tab import ScoreTab
from sentimotion.web.score.upload import MAX_BYTES
from sentimotion.web.score.views import render_choice, render_progress
from tests.checkpoints import SENTENCES
from tests.endless_reader import PID_FILE, read_for_ever
from tests.sentimotion.web import VISITOR, Shown
from tests.sentimotion.web.open_page import OpenPage
from tests.sentimotion.web.score.hostile_files import cells, long_texts, workbook

OTHER = SimpleNamespace(session_hash="another")
TEXTS = [*SENTENCES, "<b>খারাপ</b>", ""]
CONTENT = (
    "text,day\r\n" + "".join(f'"{text}",2026-01-0{1 + index % 9}\r\n' for index, text in enumerate(TEXTS))
).encode()


@pytest.fixture(scope="module")
def page(bert_model):
    async def build():
        return Page(bert_model)

    # Without a running event loop, Gradio creates some and never closes them.
    return asyncio.run(build())


@pytest.fixture(scope="module")
def tab(page):
    return next(one for one in page.tabs if isinstance(one, ScoreTab))


@pytest.fixture
def opened(page):
    return OpenPage(page.blocks)


def sent(name="a.csv", content=CONTENT, **more):
    return {"name": name, "content": b64encode(content).decode()} | more


def choose(opened, tab, data):
    opened.touch(tab.browser_events, "file", data)


def scored(opened, tab, data=None):
    """A page on which a file has been scored."""
    choose(opened, tab, data or sent())
    opened.touch(tab.run)
    assert opened[tab.notice] is None
    return opened


def switch_language(opened, page, language):
    opened[page.language] = language
    opened.touch(page.language, "change")


def test_columns_of_the_file_are_offered(opened, tab):
    choose(opened, tab, sent())
    assert (opened[tab.file].n_rows, opened[tab.notice]) == (len(TEXTS), None)
    assert (opened.property(tab.column, "choices"), opened[tab.column]) == (["text", "day"], "text")
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
def test_errors_are_in_the_language_of_the_page(opened, page, tab, data, code, language):
    switch_language(opened, page, language)
    choose(opened, tab, data)
    assert (opened[tab.file], opened.property(tab.column, "choices")) == (None, [])
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
    opened, page, tab, monkeypatch, code, sentences, language
):
    if code == "time_limit":
        monkeypatch.setattr(upload, "MAX_CPU_SECONDS", 1)
    switch_language(opened, page, language)
    choose(opened, tab, sent(*HOSTILE[code]()))
    assert opened[tab.file] is None
    shown = Shown(opened[tab.status])
    assert shown.with_attribute("data-error")[0]["data-error"] == code
    assert shown.text.strip().startswith(sentences[language])
    monkeypatch.undo()
    choose(opened, tab, sent())
    assert (opened[tab.file].n_rows, opened[tab.status]) == (len(TEXTS), "")
    assert opened.property(tab.ask, "visible") is True


def test_two_files_at_a_time_are_read(page, tab):
    """Others wait in the queue, and do not occupy the threads of the server."""
    events = [event for event in page.blocks.fns.values() if event.concurrency_id == "read"]
    assert {event.fn for event in events} == {tab._receive, tab._read_again}
    assert [(event.queue, event.concurrency_limit) for event in events] == [(True, 2)] * 2


@pytest.mark.parametrize("place", ["write", "start", "score", "part", "finish"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_fault_of_the_server_is_not_told_as_one_of_the_file(
    opened, page, tab, monkeypatch, place, language
):
    def fail(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    switch_language(opened, page, language)
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


def leave(page, visitor):
    (unload,) = (
        event.fn
        for event in page.blocks.fns.values()
        if any(target[1] == "unload" for target in event.targets)
    )
    unload(visitor)


def test_the_process_that_reads_ends_with_the_visit(opened, page, tab, reading):
    waiting, pid = reading
    leave(page, OTHER)
    waiting.join(0.5)
    assert waiting.is_alive()
    leave(page, VISITOR)
    waiting.join(20)
    assert not waiting.is_alive()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    assert (opened[tab.file], opened[tab.notice]) == (None, None)


def test_another_file_ends_the_process_that_reads_the_first(opened, tab, reading):
    waiting, pid = reading
    choose(opened, tab, sent())
    waiting.join(20)
    assert not waiting.is_alive()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    assert (opened[tab.file].name, opened[tab.notice]) == ("a.csv", None)


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
    assert opened[tab.scored].opinion.n_read == len(TEXTS)
    assert opened[tab.status] == ""
    assert opened.property(tab.run, "interactive")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_result_is_shown(opened, page, tab, language):
    scored(opened, tab)
    switch_language(opened, page, language)
    assert opened.property(tab.result, "visible") is True
    shown = Shown(opened[tab.shares])
    assert shown.with_attribute("data-rows")[0]["data-rows"] == str(len(TEXTS))
    assert shown.with_attribute("data-errors")[0]["data-errors"] == "1"
    first = Shown(opened[tab.preview])
    assert "<b>খারাপ</b>" in first.text
    labels = [attributes["data-label"] for attributes in first.with_attribute("data-label")]
    assert labels == [row.labels[head] for row in opened[tab.scored].preview for head in HEADS]
    assert label_name(labels[0], language) in first.text


def test_failed_rows_in_the_preview(opened, page, tab):
    scored(opened, tab, sent(content=b"text\n \nx\n"))
    assert "could not be read" in Shown(opened[tab.preview]).text
    switch_language(opened, page, "bn")
    assert "পড়া যায়নি" in Shown(opened[tab.preview]).text


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Texts with a warning: 2. By warning: Bangla in Latin letters 1, wrong encoding 1."),
        ("bn", "সতর্কতা আছে এমন লেখা: ২টি। সতর্কতা ধরে: রোমান হরফে বাংলা ১, ভুল এনকোডিং ১।"),
    ],
)
def test_what_is_wrong_with_texts_is_counted(opened, page, tab, language, sentence):
    texts = ["সেবা খুব ভালো", "bhai ajke match ta darun chilo", "à¦¨à¦¾à¦Ÿà¦•à¦Ÿà¦¾ à¦­à¦¾à¦²"]
    scored(opened, tab, sent(content="\n".join(["text", *texts]).encode()))
    switch_language(opened, page, language)
    assert sentence in Shown(opened[tab.shares]).text


def test_a_file_without_any_scored_row(opened, tab):
    scored(opened, tab, sent(content=b"text,n\n,1\n"))
    assert 'data-errors="1"' in opened[tab.shares]


def test_stop(opened, page, tab):
    choose(opened, tab, sent())
    work = opened.steps(tab.run)
    for _ in range(2):
        next(work)
    OpenPage(page.blocks, OTHER).touch(tab.stop)  # of another visitor
    next(work)
    assert "<progress" in opened[tab.status]
    opened.touch(tab.stop)
    assert list(work)
    assert opened[tab.scored] is None
    assert "Stopped. Nothing was kept." in opened[tab.status]
    switch_language(opened, page, "bn")
    assert "থামানো হয়েছে। কিছুই রাখা হয়নি।" in opened[tab.status]


def test_stop_while_queued(opened, tab):
    choose(opened, tab, sent())
    work = opened.steps(tab.run)
    next(work)
    opened.touch(tab.stop)
    assert list(work)
    assert (opened[tab.scored], opened[tab.notice]) == (None, "score_stopped")


def test_another_file_cancels_the_work_on_the_previous_one(opened, tab):
    choose(opened, tab, sent())
    work = opened.steps(tab.run)
    for _ in range(2):
        next(work)
    choose(opened, tab, sent("b.csv"))
    assert list(work)
    assert (opened[tab.scored], opened[tab.notice], opened[tab.file].name) == (None, None, "b.csv")


def test_visitors_do_not_cancel_the_work_of_others(opened, page, tab):
    choose(opened, tab, sent())
    work = opened.steps(tab.run)
    for _ in range(2):
        next(work)
    choose(OpenPage(page.blocks, OTHER), tab, sent())
    assert list(work)
    assert opened[tab.scored].opinion.n_read == len(TEXTS)


@pytest.mark.parametrize(("data", "column"), [(None, "text"), (sent(), "none"), (sent(), None)])
def test_run_without_a_file_or_column(opened, tab, data, column):
    if data:
        choose(opened, tab, data)
    opened[tab.column] = column
    opened.touch(tab.run)
    assert opened[tab.scored] is None
    if data:
        assert opened[tab.notice].code == "columns"
        assert 'data-error="columns"' in opened[tab.status]
    else:
        assert opened[tab.notice] is None


def test_save(opened, tab):
    opened.touch(tab.save)
    assert opened[tab.saved] is None
    scored(opened, tab).touch(tab.save)
    content = b64decode(opened[tab.saved]["content"])
    assert (opened[tab.saved]["name"], content) == ("a-scored.csv", opened[tab.scored].content)
    # The input is unchanged.
    assert CONTENT.split(b"\r\n")[1].split(b",2026")[0] in content


class TestReport:
    def test_build_and_save(self, opened, page, tab):
        part = tab.report
        scored(opened, tab)
        switch_language(opened, page, "bn")
        opened[part.day], opened[part.words] = "day", 20
        meters = []
        for _ in opened.steps(part.run):
            if opened[part.outcome] == "score_report_running":
                meters.append(opened[part.status])
        assert len(meters) > 2
        assert all("<progress" in meter for meter in meters)
        report = opened[part.outcome]
        assert isinstance(report, ReportFile)
        assert '<html lang="bn">' in report.html
        assert '<section class="time"' in report.html
        assert not opened.property(part.stop, "visible")
        assert opened.property(part.save, "visible")
        assert "a-scored-report.html" in opened[part.status]
        opened.touch(part.save)
        saved = opened[tab.saved]
        assert (saved["name"], b64decode(saved["content"])) == ("a-scored-report.html", report.html.encode())

    def test_a_number_of_texts_that_is_not_offered(self, opened, tab):
        scored(opened, tab)
        opened[tab.report.words] = 10**9
        opened.touch(tab.report.run)
        assert "No words were computed for this report." in opened[tab.report.outcome].html

    def test_missing_column(self, opened, tab):
        scored(opened, tab)
        opened[tab.report.day] = "none"
        opened.touch(tab.report.run)
        assert opened[tab.report.outcome].code == "columns"
        assert 'data-error="columns"' in opened[tab.report.status]

    def test_without_a_scored_file(self, opened, tab):
        opened.touch(tab.report.run)
        assert (opened[tab.report.outcome], opened[tab.report.status]) == (None, "")

    def test_stop(self, opened, tab):
        scored(opened, tab)
        opened[tab.report.words] = 20
        work = opened.steps(tab.report.run)
        for _ in range(2):
            next(work)
        opened.touch(tab.report.stop)
        assert list(work)
        assert opened[tab.report.outcome] == "score_stopped"
        assert "Stopped" in opened[tab.report.status]

    def test_another_file_resets_it(self, opened, page, tab):
        switch_language(opened, page, "bn")
        scored(opened, tab)
        part = tab.report
        opened[part.day], opened[part.words] = "day", 20
        work = opened.steps(part.run)
        for _ in range(2):
            next(work)
        choose(opened, tab, sent())
        assert list(work)
        assert (opened[part.outcome], opened[part.day]) == (None, "")
        assert opened.property(part.group, "choices") == [("নেই", "")]
        opened.touch(tab.run)
        for menu in (part.day, part.group):
            assert opened.property(menu, "choices") == [("নেই", ""), ("day", "day")]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("notice", [None, "score_waiting", "score_stopped"])
def test_language_switch(opened, page, tab, language, notice):
    choose(opened, tab, sent("<i>a.csv"))
    opened[tab.notice] = notice
    switch_language(opened, page, language)
    assert "<i>a" not in opened[tab.choice]
    # Shown expects an end tag, which an input does not have.
    assert "<i>a.csv" in Shown(opened[tab.choice].replace("<input", "<br")).text
    # Progress is shown in both languages.
    assert ("Stopped" in opened[tab.status]) == (notice == "score_stopped" and language == "en")


def test_file_dialog_offers_the_formats():
    # Shown expects an end tag, which an input does not have.
    shown = Shown(str(render_choice(None, "bn")).replace("<input", "<br"))
    (field,) = shown.with_attribute("data-limit")
    assert field["type"] == "file"
    assert ".parquet" in field["accept"]


def test_progress_is_in_both_languages():
    shown = Shown(render_progress("score_running", 0.25))
    assert shown.texts_of("in-en") == ["Scoring … 25\u00a0%"]
    assert shown.texts_of("in-bn")[0].endswith("২৫\u00a0%")
