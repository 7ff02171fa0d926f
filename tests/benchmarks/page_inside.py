"""How simple the page is inside, as numbers: ``python -m tests.benchmarks.page_inside``.

Counts the files that a click on Analyze passes until the words are colored, the states of each tab, what is
remembered by session outside the session object, markup built from strings, and JavaScript in Python.
"""

import ast
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType
from typing import Any

import gradio as gr

import sentimotion
from tests.checkpoints import write_bert
from tests.sentimotion.test_markup_in_python import EXCEPTIONS, built_markup
from tests.sentimotion.web.open_page import OpenPage
from tests.sentimotion.web.pages import Pages, build_pages
from tests.sentimotion.web.test_frontend import JAVASCRIPT

ROOT = Path(__file__).resolve().parents[2]
MODULES = sorted((ROOT / "sentimotion").rglob("*.py"))


# Where a click's text is encoded, predicted, explained, and drawn with its words colored.
STATIONS = ("Encoder.encode", "predict_probabilities", "explain_encoded", "render_highlight")


@contextmanager
def calls() -> Iterator[tuple[set[str], set[str]]]:
    """The project's files whose functions run meanwhile, in any thread; and those that lead to a station."""
    run: set[str] = set()
    leading: set[str] = set()

    def own(frame: FrameType) -> str | None:
        name = frame.f_code.co_filename
        is_own = name.startswith(str(ROOT)) and "/tests/" not in name and frame.f_code.co_name != "<module>"
        return Path(name).relative_to(ROOT).as_posix() if is_own else None

    def note(frame: FrameType, event: str, _argument: Any) -> None:
        name = own(frame)
        if event != "call" or name is None:
            return
        run.add(name)
        if frame.f_code.co_qualname in STATIONS:
            at: FrameType | None = frame
            while at is not None:
                leading.update(filter(None, [own(at)]))
                at = at.f_back

    # Threads that begin from now on; the pool of explanations has none yet.
    threading.setprofile(note)
    sys.setprofile(note)
    try:
        yield run, leading
    finally:
        sys.setprofile(None)
        threading.setprofile(None)


def walk(pages: Pages) -> tuple[list[str], list[str]]:
    """The files that lead from a click on Analyze to the colored words, and all whose functions run."""
    opened, tab = OpenPage(pages.blocks), pages.of["bn"].analyze
    opened[tab.text] = "আজ সকালে বৃষ্টি ছিল।"
    with calls() as (run, leading):
        opened.touch(tab.analyze)
    assert "data-word=" in opened[tab.cards[0].explanation]
    return sorted(leading), sorted(run)


def states(pages: Pages) -> list[str]:
    """Each tab's components that hold a state, by the page and the name of the tab."""
    found = []
    for block in pages.blocks.blocks.values():
        if isinstance(block, gr.State):
            tab = block.parent
            while tab is not None and not isinstance(tab, gr.Tab):
                tab = tab.parent
            found.append(f"/{block.page}: " + ("outside the tabs" if tab is None else str(tab.id)))
    return sorted(found)


def sessions() -> list[str]:
    """Modules that keep something by a visitor's session, outside ``web/session/``."""
    return [
        path.relative_to(ROOT).as_posix()
        for path in MODULES
        if "session_hash" in path.read_text(encoding="utf-8")
        and path.parent.name != "session"
        and path.name != "page.py"
    ]


def markup() -> list[str]:
    """Lines where markup is built from strings, but for the listed exceptions."""
    package = ROOT / "sentimotion"
    return [
        f"{path.relative_to(ROOT).as_posix()}:{line}"
        for path in MODULES
        if path.relative_to(package).as_posix() not in EXCEPTIONS
        for line in built_markup(path.read_text(encoding="utf-8"))
    ]


def javascript() -> list[str]:
    """Modules with JavaScript in them."""
    return [
        path.relative_to(ROOT).as_posix()
        for path in MODULES
        if any(
            isinstance(node, ast.Constant) and isinstance(node.value, str) and JAVASCRIPT.search(node.value)
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        )
    ]


def main() -> None:
    """Print the counts, each with what is counted."""
    with TemporaryDirectory() as folder:
        write_bert(Path(folder))
        model = sentimotion.load(folder, device="cpu")

    pages = build_pages(model)
    leading, run = walk(pages)
    of_page = [name for name in run if name.startswith("sentimotion/web/")]
    for what, found in (
        ("files that lead from a click on Analyze to the colored words", leading),
        ("files of the page whose functions run meanwhile, to draw all else as well", of_page),
        ("files of the whole project whose functions run meanwhile", run),
        ("states, by page and tab", states(pages)),
        ("modules outside web/session/ that keep something by session", sessions()),
        ("lines of markup built from strings", markup()),
        ("modules with JavaScript", javascript()),
    ):
        print(f"{len(found):3} {what}")
        for name in found:
            print(f"      {name}")


if __name__ == "__main__":
    main()
