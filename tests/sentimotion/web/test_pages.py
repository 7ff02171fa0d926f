"""One page for each language: what stands on it, what it asks of the server, and the API beside them."""

import inspect

import gradio as gr
import pytest

from sentimotion.i18n.messages import LANGUAGES, say
from sentimotion.labels import HEADS
from tests.sentimotion.web import Shown
from tests.sentimotion.web.page_words import not_in, texts_on


@pytest.fixture(scope="module")
def config(pages):
    """What browsers get of the pages."""
    return pages.blocks.get_config_file()


@pytest.fixture
def components(config, language):
    """The components of the page in a language."""
    own = set(config["page"][language]["components"])
    return [part for part in config["components"] if part["id"] in own]


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_on_a_page_is_in_its_language(pages, language):
    texts = texts_on(pages, language)
    assert not_in(language, texts) == set()
    # So would texts of the other page be.
    (other,) = {*LANGUAGES} - {language}
    assert len(not_in(other, texts)) > 100


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_tabs_of_a_page(components, language):
    tabs = [part["props"] for part in components if part["type"] == "tabitem"]
    names = ("analyze", "compare", "learn", "score", "about")
    own = [tab["label"] for tab in tabs if tab["id"].endswith("-tab")]
    assert own == [say(f"tab_{name}", language) for name in names]
    parts = [tab["label"] for tab in tabs if tab["id"].endswith("-part")]
    assert parts == [say(f"{name}_title", language) for name in ("pair", "swap", "set")]


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
    """The redirect answers there; what Gradio would show is never seen."""
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
    assert [names[key] for key in load["outputs"]] == ["tabs", None, None, *fields]
    assert load["backend_fn"] is False


def test_a_load_asks_nothing_of_the_server(pages):
    """It may have to wait there for others, and a page that restores nothing has all that it shows."""
    functions = pages.blocks.fns
    loads = {key for key, one in functions.items() if any(event == "load" for _, event in one.targets)}
    assert len(loads) == len(LANGUAGES)
    assert [functions[key].fn for key in loads] == [None] * len(loads)
    assert not any(one.trigger_after in loads for one in functions.values())
