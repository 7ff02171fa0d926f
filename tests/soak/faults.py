"""What the server does when the machine fails it: ``python -m tests.soak.faults``.

Each fault is made, then what was said and what was kept is looked at.
"""

import argparse
import asyncio
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any, Final

from playwright.sync_api import sync_playwright

from sentimotion.checkpoints.sources import EMBEDDED_FOLDER
from sentimotion.i18n.messages import STRINGS
from sentimotion.review.store.store import Store
from tests.browser.driver.server import APP, Server
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
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            args=["--no-sandbox"], executable_path=os.environ["SENTIMOTION_BROWSER"]
        )
        try:
            visitor = Visitor(open_window(browser), first.url)
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
            browser.close()
            (again or [first])[0].stop()
    return f"the page said: {sentence} What was typed stayed, and was answered afterwards"


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
    the_disk_of_the_review_database_is_full,
)


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
    argparse.ArgumentParser(description=__doc__).parse_args()
    failed = 0
    for fault in FAULTS:
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
