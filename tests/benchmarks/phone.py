"""The first view on a phone with slow mobile data: ``python -m tests.benchmarks.phone``.

Opens an empty ``gr.Blocks`` page and the page in both languages, each in a browser without a cache, at
1.6 Mbit/s and 150 ms a round trip. Prints requests, kilobytes over the wire, and seconds until there is
something to see, and until the charts are drawn.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import which
from statistics import median
from tempfile import TemporaryDirectory
from time import monotonic

from playwright.sync_api import Browser, sync_playwright

from tests.browser.driver.server import Server

BITS_A_SECOND, ROUND_TRIP_MS = 1.6e6, 150
PHONE = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True}
RUNS = 3
_EMPTY = """
import gradio as gr
with gr.Blocks(analytics_enabled=False) as blocks:
    gr.HTML('<p id="empty">empty</p>')
blocks.launch(footer_links=[], ssr_mode=False, enable_monitoring=False)
"""
# What is waited for: the first answer with its marks, then both charts.
STEPS = {
    "empty gr.Blocks": ("#empty",),
    "/bn": ("#overview .mark", "#head-sentiment .js-plotly-plot .barlayer"),
    "/en": ("#overview .mark", "#head-sentiment .js-plotly-plot .barlayer"),
}


@dataclass(frozen=True, slots=True)
class Seen:
    """What had been loaded when something was seen: requests, kilobytes over the wire, seconds."""

    n_requests: int
    kilobytes: float
    seconds: float


@contextmanager
def servers() -> Iterator[dict[str, str]]:
    """The address of each page."""
    with TemporaryDirectory() as folder:
        script = Path(folder, "empty.py")
        script.write_text(_EMPTY, encoding="utf-8")
        empty = Server(Path(folder), command=[sys.executable, str(script)])
        page = Server(Path(folder))
        yield {"empty gr.Blocks": empty.url, "/bn": f"{page.url}/bn", "/en": f"{page.url}/en"}
        empty.stop()
        page.stop()


def visit(browser: Browser, url: str, selectors: tuple[str, ...]) -> list[Seen]:
    """Open a page as a new visitor, and wait for each selector."""
    context = browser.new_context(**PHONE)
    window = context.new_page()
    network = context.new_cdp_session(window)
    network.send("Network.enable")
    a_second = BITS_A_SECOND / 8
    conditions = {"latency": ROUND_TRIP_MS, "downloadThroughput": a_second, "uploadThroughput": a_second}
    network.send("Network.emulateNetworkConditions", {"offline": False, **conditions})
    sizes: list[float] = []
    network.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    begin = monotonic()
    window.goto(url, wait_until="commit", timeout=300_000)
    seen = []
    for selector in selectors:
        window.locator(selector).first.wait_for(timeout=300_000)
        seen.append(Seen(len(sizes), sum(sizes) / 1000, monotonic() - begin))
    context.close()
    return seen


def main() -> None:
    """Print the table."""
    found: dict[str, list[list[Seen]]] = {name: [] for name in STEPS}
    with servers() as addresses, sync_playwright() as playwright:
        path = os.environ.get("SENTIMOTION_BROWSER") or which("chromium")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        # In turn, so that what else the machine does meets all of them.
        for _ in range(RUNS):
            for name, url in addresses.items():
                found[name].append(visit(browser, url, STEPS[name]))
        browser.close()
    print("| page | until | requests | kB | seconds |\n|---|---|---|---|---|")
    for name, runs in found.items():
        for until, seen in zip(("first view", "charts"), zip(*runs, strict=True), strict=False):
            requests, size = (median(one.n_requests for one in seen), median(one.kilobytes for one in seen))
            seconds = median(one.seconds for one in seen)
            print(f"| {name} | {until} | {requests:.0f} | {size:.0f} | {seconds:.1f} |")


if __name__ == "__main__":
    main()
