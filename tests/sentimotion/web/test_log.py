"""Nothing that visitors type or upload is printed, whatever they do with it: others read the log."""

from base64 import b64encode

import pytest

from sentimotion.i18n.messages import LANGUAGES
from sentimotion.web.learn.lesson import STEPS
from tests.sentimotion.web import rest

SECRET = "গোপন কথা লিখলাম"
BROKEN = f"{SECRET}\ud800"
LONG = f"{SECRET} " * 500


def analyze(opened, tab):
    for text in (BROKEN, LONG, SECRET):
        opened[tab.text] = text
        opened.touch(tab.analyze)
    assert "গোপন" in opened[tab.trace]
    opened.touch(tab.browser_events, "word", {"index": 1})
    opened.touch(tab.browser_events, "word", {"index": SECRET})
    opened.touch(tab.browser_events, "bar", {"head": SECRET, "index": 0})
    for button in tab.doubt_buttons.values():
        opened.touch(button)
    opened.touch(tab.browser_events, "save", {"kind": "json"})


def compare(opened, tab):
    pair, swap = tab.pair, tab.swap
    for text in (BROKEN, LONG, SECRET):
        opened[pair.texts[0]] = opened[pair.texts[1]] = text
        opened.touch(pair.run)
        opened[swap.text] = text
        opened.touch(swap.read)
    assert opened[tab.events.state].state.pair.analyses is not None
    opened[swap.index] = "1"
    opened.touch(swap.words, "select")
    assert "কথা" in opened[swap.chosen]
    for lines in (BROKEN, f"{SECRET}\n{SECRET * 9}"):
        opened[swap.alternatives] = lines
        opened.touch(swap.run)
    assert "গোপন" in opened[swap.summary]


def learn(opened, tab):
    for text in (BROKEN, LONG, SECRET):
        opened[tab.text] = text
        for step in STEPS:
            opened[tab.step] = step
            opened.touch(tab.use)
    assert opened[tab.events.state].state.lesson.explanations


def score(opened, tab):
    for name, content in (
        ("গোপন.pdf", SECRET),
        ("গোপন.csv", f"{SECRET},{SECRET}\n"),
        ("গোপন.csv", f"text\n{SECRET}\n \n"),
    ):
        opened.touch(
            tab.browser_events, "file", {"name": name, "content": b64encode(content.encode()).decode()}
        )
        opened.touch(tab.run)
    assert opened[tab.events.state].state.score.result.opinion.n_read == 2
    opened[tab.report.words] = 20
    opened.touch(tab.report.run)
    assert "গোপন" in opened[tab.report.status]
    opened.touch(tab.report.save)


@pytest.mark.parametrize("do", [analyze, compare, learn, score], ids=lambda do: do.__name__)
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_printed(page, opened, capfd, do):
    do(opened, getattr(page, do.__name__))
    rest()
    printed = capfd.readouterr()
    assert printed.out + printed.err == ""
