"""The first view on a phone with slow mobile data: ``python -m tests.benchmarks.phone``.

Opens an empty ``gr.Blocks`` page and the page in both languages, each in a browser without a cache, at
1.6 Mbit/s and 150 ms a round trip. Prints requests, kilobytes over the wire, and seconds until there is
something to see.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
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


def visit(browser: Browser, url: str, selectors: tuple[str, ...]) -> tuple[int, float, list[float]]:
    """Open a page as a new visitor: requests, kilobytes, and seconds until each selector is seen."""
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
    seconds = []
    for selector in selectors:
        window.locator(selector).first.wait_for(timeout=300_000)
        seconds.append(monotonic() - begin)
    window.wait_for_timeout(2000)
    context.close()
    return len(sizes), sum(sizes) / 1000, seconds


def main() -> None:
    """Print the table."""
    found: dict[str, list[tuple[int, float, list[float]]]] = {name: [] for name in STEPS}
    with servers() as addresses, sync_playwright() as playwright:
        path = os.environ.get("SENTIMOTION_BROWSER") or which("chromium")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        # In turn, so that what else the machine does meets all of them.
        for _ in range(RUNS):
            for name, url in addresses.items():
                found[name].append(visit(browser, url, STEPS[name]))
        browser.close()
    print(f"{'page':<18}{'requests':>9}{'kB':>8}{'first view, s':>15}{'charts, s':>11}")
    for name, runs in found.items():
        requests, size = (median(run[place] for run in runs) for place in (0, 1))
        seconds = [median(run[2][place] for run in runs) for place in range(len(STEPS[name]))]
        print(f"{name:<18}{requests:>9.0f}{size:>8.0f}" + "".join(f"{one:>13.1f}" for one in seconds))


if __name__ == "__main__":
    main()
