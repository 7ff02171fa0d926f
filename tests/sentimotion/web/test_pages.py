"""One page for each language: what stands on it, what it asks of the server, and the API beside them."""

import inspect
import json
import re

import gradio as gr
import pytest

from sentimotion.i18n.messages import HEAD_NAMES, LABEL_NAMES, LANGUAGES, STRINGS, say
from sentimotion.labels import HEADS
from sentimotion.web.session.session import Sessions
from tests.sentimotion.web import Shown

# Attributes whose texts are shown or read out.
READ_OUT = ("aria-label", "title", "alt", "placeholder")
# The first part of a message has this many characters where it is looked for within a longer text.
LONG = 12


@pytest.fixture(scope="module")
def config(pages):
    """What browsers get of the pages."""
    return json.loads(json.dumps(pages.blocks.get_config_file(), default=str))


@pytest.fixture
def components(config, language):
    """The components of the page in a language."""
    own = set(config["page"][language]["components"])
    return [part for part in config["components"] if part["id"] in own]


def words_of_html(html):
    # Shown expects an end tag, which an input does not have.
    shown = Shown(html.replace("<input", "<br"))
    yield from (text.strip() for text in shown.texts)
    for name in READ_OUT:
        yield from (element[name] or "" for element in shown.with_attribute(name))


def words_of(part):
    """All that a component shows."""
    props, value = part["props"], part["props"].get("value")
    yield from (props.get(name) or "" for name in ("label", "placeholder", "info"))
    yield from (name for name, _ in props.get("choices") or [])
    if part["type"] == "html":
        yield from words_of_html(value)
    elif part["type"] in ("button", "textbox"):
        yield value or ""
    elif part["type"] == "plot" and value is not None:
        for trace in json.loads(value["plot"])["data"]:
            yield from (*(trace.get("y") or ()), *(trace.get("text") or ()))


def messages(language):
    """The messages that differ between the languages: whole, and the longest part of those with gaps."""
    tables = (STRINGS, LABEL_NAMES, HEAD_NAMES)
    texts = [texts[language] for table in tables for texts in table.values() if texts["bn"] != texts["en"]]
    parts = [max(re.split(r"\{\w+\}", text), key=len).strip() for text in texts]
    return {*texts}, {part for part in parts if len(part) >= LONG}


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_on_a_page_is_in_its_language(components, language):
    (other,) = {*LANGUAGES} - {language}
    (own, _), (foreign, parts) = messages(language), messages(other)
    texts = {text for part in components for text in words_of(part)}
    # Each language has its own name on both pages.
    assert texts & foreign <= {*LANGUAGES.values()}
    assert [text for text in texts if any(part in text for part in parts)] == []
    # The same texts are seen in the page's language.
    assert len(texts & own) > 100


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_tabs_of_a_page(components, language):
    tabs = [part["props"]["label"] for part in components if part["type"] == "tabitem"]
    names = ("analyze", "compare", "learn", "score", "about")
    assert tabs == [say(f"tab_{name}", language) for name in names]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_links_to_the_pages(components, language):
    (nav,) = (part["props"]["value"] for part in components if part["props"].get("elem_id") == "language")
    links = Shown(nav).with_attribute("href")
    assert [(link["href"], link["hreflang"], link["lang"]) for link in links] == [
        (name, name, name) for name in LANGUAGES
    ]
    assert [link["href"] for link in links if link.get("aria-current") == "page"] == [language]
    assert Shown(nav).texts_of("languages")[0].split() == list(LANGUAGES.values())


def test_a_page_for_each_language_and_the_root(config):
    assert {path for path, _, _ in config["pages"]} == set(config["page"]) == {"", *LANGUAGES}
    assert [path for path, _, is_in_navigation in config["pages"] if path and is_in_navigation] == []


def test_the_root_has_the_api_alone(config):
    """The door answers there; what Gradio would show is never seen."""
    types = {part["type"] for part in config["components"] if part["id"] in config["page"][""]["components"]}
    assert types == {"api"}


def test_the_pages_have_the_same_components_and_events(config):
    def layout(node):
        part = parts.get(node["id"], {"type": "page", "props": {}})
        return (part["type"], part["props"].get("elem_id"), [layout(one) for one in node.get("children", [])])

    parts = {part["id"]: part for part in config["components"]}
    pages = [config["page"][language] for language in LANGUAGES]
    first, second = (layout(page["layout"]) for page in pages)
    assert first == second
    first, second = (
        [
            (event["js"], [name for _, name in event["targets"]], len(event["inputs"]), len(event["outputs"]))
            for event in config["dependencies"]
            if event["id"] in page["dependencies"]
        ]
        for page in pages
    )
    assert first == second
    assert len(first) > 80


def test_an_event_stays_on_its_page(pages):
    """One that changed another page's component would wait for it in the browser for ever."""
    for function in pages.blocks.fns.values():
        touched = [*function.inputs, *function.outputs]
        assert {component.page for component in touched} <= {function.page}, function.name


def test_the_api_has_two_endpoints(pages):
    assert set(pages.blocks.get_api_info()["named_endpoints"]) == {"/predict", "/explain"}
    public = [one.api_name for one in pages.blocks.fns.values() if one.api_visibility == "public"]
    assert public == ["predict", "explain"]


def test_no_event_is_told_the_language(pages):
    """Each page knows its own."""
    functions = [one.fn for one in pages.blocks.fns.values() if inspect.isroutine(one.fn)]
    assert len(functions) > 100
    assert [one for one in functions if "language" in inspect.signature(one).parameters] == []


def test_who_leaves_is_told_once(opened, monkeypatch):
    """Gradio calls the functions of all pages."""
    left = []
    monkeypatch.setattr(Sessions, "leave", lambda _, session_hash: left.append(session_hash))
    opened.leave()
    assert left == [opened.visitor.session_hash]


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_tab_has_one_state(pages, language):
    def tab_of(block):
        return block.id if isinstance(block, gr.Tab) else tab_of(block.parent)

    states = [block for block in pages.blocks.blocks.values() if isinstance(block, gr.State)]
    assert sorted(tab_of(state) for state in states if state.page == language) == [
        "analyze-tab",
        "compare-tab",
        "learn-tab",
        "score-tab",
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_browser_restores(config, language):
    """In the order of FIELDS in assets/js/typed.js."""
    (load,) = (
        event
        for event in config["dependencies"]
        if event["id"] in config["page"][language]["dependencies"] and event["js"]
        if event["js"].endswith("restoreTyped")
    )
    names = {part["id"]: part["props"].get("elem_id") for part in config["components"]}
    fields = [
        "text",
        *(f"threshold-{head}" for head in HEADS),
        *("compare-text-0", "compare-text-1", "swap-text", "swap-alternatives"),
        *("learn-text", "learn-steps", "learn-head"),
    ]
    assert [names[key] for key in load["inputs"]] == fields
    assert [names[key] for key in load["outputs"]] == ["tabs", *fields]
    assert load["backend_fn"] is False
