"""What the server does when the machine fails it: ``python -m tests.soak.faults``.

Each fault is made, then what was said and what was kept is looked at.
"""

import argparse
import asyncio
import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from time import perf_counter
from typing import Any, Final

from playwright.sync_api import Locator, sync_playwright

from sentimotion.checkpoints.sources import EMBEDDED_FOLDER
from sentimotion.i18n.messages import STRINGS
from sentimotion.review.store.store import Store
from tests.browser.driver.server import APP, Server
from tests.browser.driver.steps import FILE_TEXTS, choose_file, long_file, open_score, open_tab
from tests.browser.driver.visitor import SENTENCE, Visitor
from tests.browser.driver.windows import open_window
from tests.sentimotion.review.killing import check
from tests.sentimotion.review.stub import make_project
from tests.soak.queue_client import QueueError, Session, event_numbers, open_http

LONG: Final = "দাম বাড়ছে, আয় বাড়ছে না; সংসার চলবে কীভাবে, সেটা কেউ বলে না। " * 20


def the_model_file_is_gone(folder: Path) -> str:
    """The checkpoint is deleted while it runs."""
    model = shutil.copytree(EMBEDDED_FOLDER, folder / "model")
    server = Server(folder, SENTIMOTION_MODEL=str(model))
    try:
        before = ask(server, "explain", SENTENCE, "emotion", None)
        shutil.rmtree(model)
        assert ask(server, "explain", SENTENCE, "emotion", None) == before
        ask(server, "predict", LONG, 0.5, 0.5)
    finally:
        server.stop()
    return "answers as before, from memory"


def memory_runs_out_in_an_explanation(folder: Path) -> str:
    """No more memory can be had while a long text is explained; later there is some again."""
    server = Server(folder)
    try:
        before = ask(server, "predict", SENTENCE, 0.5, 0.5)
        limits = resource.prlimit(server.pid, resource.RLIMIT_AS)
        resource.prlimit(server.pid, resource.RLIMIT_AS, (memory_bytes(server.pid) + (8 << 20), limits[1]))
        try:
            said = ask(server, "explain", LONG, "emotion", None)
            raise AssertionError(f"there was memory: {str(said)[:100]}")
        except QueueError as error:
            said = str(error)
        resource.prlimit(server.pid, resource.RLIMIT_AS, limits)
        assert ask(server, "predict", SENTENCE, 0.5, 0.5) == before
        assert len(ask(server, "explain", LONG, "emotion", None)["words"]) > 20
        assert LONG[:20] not in server.log
    finally:
        server.stop()
    return f"said ({said}); afterwards answers as before"


def sigterm_in_the_middle_of_an_answer(folder: Path) -> str:
    """The operator stops the server while a long text is explained."""
    server = Server(folder)

    async def explain_and_stop() -> tuple[int, str]:
        async with open_http(server.url) as http:
            session = Session(http, await event_numbers(http))
            event = await session.join("explain", LONG, "emotion", None)
            await asyncio.sleep(0.3)
            os.kill(server.pid, signal.SIGTERM)
            await asyncio.sleep(0.3)
            health = (await http.get("/healthz")).status_code
            refused = await http.post("/gradio_api/call/predict", json={"data": [SENTENCE, 0.5, 0.5]})
            return len((await session.answer(event))["words"]), f"{health}, {refused.status_code}"

    try:
        n_words, statuses = asyncio.run(explain_and_stop())
    finally:
        server.stop()
    assert n_words > 20
    assert statuses == "503, 503", statuses
    assert server.exit_code == 0, server.exit_code
    return "the answer came, new events were refused with status 503, exit code 0"


def the_server_is_restarted_under_an_open_page(folder: Path) -> str:
    """The page stays open while the server is stopped and started again."""
    first = Server(folder)
    again: list[Server] = []
    try:
        with page_of(first) as visitor:
            visitor.analyze(SENTENCE)
            visitor.wait_for_words(SENTENCE)
            first.stop()
            visitor.text.fill(LONG.strip())
            visitor.page.locator("#analyze").click()
            told = visitor.page.locator("#failure [data-failure=connection]")
            told.wait_for()
            sentence = told.inner_text()
            assert sentence == STRINGS["failure_connection"]["en"]
            # Gradio loads the page again as soon as the server answers.
            visitor.load_by(lambda: again.append(Server(folder, port=first.port)))
            visitor.wait_for_page("en")
            visitor.rest()
            assert visitor.text.input_value() == LONG.strip()
            visitor.page.locator("#analyze").click()
            visitor.wait_for_words(LONG.strip())
    finally:
        (again or [first])[0].stop()
    return f"the page said: {sentence} What was typed stayed, and was answered afterwards"


def the_review_database_is_locked(folder: Path) -> str:
    """Another process holds the database while an annotator decides: for a moment, then for too long."""
    database = folder / "review.db"
    store = Store.open(database)
    make_project(store, folder, [SENTENCE, LONG.strip()])
    server = Server(folder, SENTIMOTION_REVIEW=str(database))
    try:
        with page_of(server) as visitor:
            page = visitor.page
            open_tab(visitor, "review", "en")
            page.locator("#review-project select").select_option("প্রকল্প")
            page.locator("#review-name").locator("input, textarea").fill("রহিমা")
            page.keyboard.press("Enter")
            first = on_the_desk(visitor, "deciding")
            page.keyboard.press("1")
            with locked(database):
                page.keyboard.press("Enter")
                page.wait_for_timeout(3000)
                assert page.locator(".review-desk[data-stage=decided]").count() == 0
                assert store.task(first).verdicts == (), "saved past the lock"
            assert on_the_desk(visitor, "decided") == first
            assert [verdict.sentiment for verdict in store.task(first).verdicts] == ["negative"]
            page.keyboard.press("Enter")
            second = on_the_desk(visitor, "deciding")
            page.keyboard.press("2")
            with locked(database):
                page.keyboard.press("Enter")
                told = page.locator(".review-desk .notice.error")
                told.wait_for()
                sentence = told.inner_text()
            assert sentence == STRINGS["error_review_database"]["en"]
            assert store.task(second).verdicts == ()
            assert on_the_desk(visitor, "deciding") == second
            assert page.locator("[data-head=sentiment] input:checked").input_value() == "neutral"
            page.keyboard.press("Enter")
            assert on_the_desk(visitor, "decided") == second
            assert [verdict.sentiment for verdict in store.task(second).verdicts] == ["neutral"]
    finally:
        server.stop()
        store.close()
    return (
        "for 3 s: the decision was saved afterwards, once; for more than 30 s: the page said: "
        f"{sentence} The choice stayed, and was saved afterwards"
    )


def the_disk_for_temporary_files_is_full(folder: Path) -> str:
    """No file can be written while a file is sent, scored and reported on; each time there is room again."""
    server = Server(folder)
    said = STRINGS["error_server_fault"]["en"]
    try:
        with page_of(server) as visitor:
            page = open_score(visitor)
            told = page.get_by_text(said)
            received = page.locator(".file-choice [role=status]").filter(has_text="20 rows")
            steps: tuple[tuple[Callable[[], None], Locator], ...] = (
                (lambda: choose_file(page, long_file(20)), received),
                (page.locator("#score-run").click, page.locator("#score-result .preview")),
                (page.locator("#score-report-run").click, page.locator("#score-report-save")),
            )
            for act, outcome in steps:
                with full_disk(server):
                    act()
                    told.wait_for()
                assert not outcome.is_visible()
                act()
                outcome.wait_for()
                told.wait_for(state="hidden")
            with full_disk(server), page.expect_download() as saved:
                page.locator("#score-report-save").click()
            report = Path(saved.value.path()).read_text(encoding="utf-8")
            assert report.rstrip().endswith("</html>")
        assert FILE_TEXTS[0] not in server.log
    finally:
        server.stop()
    return f"of an upload, a scoring and a report the page said: {said} Each worked afterwards"


def the_disk_of_the_review_database_is_full(folder: Path) -> str:
    """Annotators decide until the database can grow no further."""
    database = str(folder / "review.db")
    store = Store.open(database)
    make_project(store, folder, 3000)
    store.close()
    limit = (folder / "review.db").stat().st_size + (64 << 10)
    done = subprocess.run(
        [sys.executable, "-m", "tests.sentimotion.review.killed_server", database, "প্রকল্প", "0", "2"],
        cwd=APP.parent,
        capture_output=True,
        text=True,
        encoding="utf-8",
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
    )
    acknowledged = [tuple(line.split()) for line in done.stdout.splitlines()]
    said = [line for line in done.stderr.splitlines() if "nothing was stored" in line]
    assert acknowledged
    assert said, done.stderr[-500:]
    kept = check(database, "প্রকল্প", acknowledged)
    return (
        f"{len(acknowledged)} decisions acknowledged, {kept} kept, then said ({said[0].partition(': ')[2]})"
    )


FAULTS: Final[tuple[Callable[[Path], str], ...]] = (
    the_model_file_is_gone,
    memory_runs_out_in_an_explanation,
    sigterm_in_the_middle_of_an_answer,
    the_server_is_restarted_under_an_open_page,
    the_review_database_is_locked,
    the_disk_of_the_review_database_is_full,
    the_disk_for_temporary_files_is_full,
)


@contextmanager
def page_of(server: Server) -> Iterator[Visitor]:
    """The page of a server in a real browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            args=["--no-sandbox"], executable_path=os.environ["SENTIMOTION_BROWSER"]
        )
        try:
            yield Visitor(open_window(browser), server.url)
        finally:
            browser.close()


@contextmanager
def locked(database: Path) -> Iterator[None]:
    """Within it this process holds a SQLite file against all others that write."""
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        try:
            yield
        finally:
            connection.execute("ROLLBACK")


@contextmanager
def full_disk(server: Server) -> Iterator[None]:
    """Within it the server can write no byte to a file."""
    limits = resource.prlimit(server.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(server.pid, resource.RLIMIT_FSIZE, (0, limits[1]))
    try:
        yield
    finally:
        resource.prlimit(server.pid, resource.RLIMIT_FSIZE, limits)


def on_the_desk(visitor: Visitor, stage: str) -> int:
    """Wait for a stage of the desk; returns the assignment on it."""
    desk = visitor.page.locator(f".review-desk[data-stage={stage}]")
    desk.wait_for()
    return int(desk.get_attribute("data-assignment") or 0)


def ask(server: Server, name: str, *data: Any) -> Any:
    """The answer of an endpoint to a visitor of its own."""

    async def answer() -> Any:
        async with open_http(server.url) as http:
            return (await Session(http, await event_numbers(http)).ask(name, *data)).value

    return asyncio.run(answer())


def memory_bytes(pid: int) -> int:
    """Address space of a process."""
    return int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="faults with this in their name (all)")
    only = parser.parse_args().only
    failed = 0
    for fault in (fault for fault in FAULTS if only in fault.__name__):
        start = perf_counter()
        with tempfile.TemporaryDirectory() as folder:
            try:
                outcome = fault(Path(folder))
            except AssertionError as error:
                failed += 1
                outcome = f"DOES NOT HOLD: {error}"
        print(f"{fault.__name__.replace('_', ' ')}: {outcome} ({perf_counter() - start:.0f} s)", flush=True)
    raise SystemExit(1 if failed else 0)


if __name__ == "__main__":
    main()
