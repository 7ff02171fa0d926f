"""The page's scripts and style sheet are files of their own; Python only names their functions."""

import ast
import re
from pathlib import Path

import pytest

from sentimotion.assets import ASSETS
from sentimotion.web.frontend import page_scripts, page_style

PACKAGE = Path(__file__).resolve().parents[3] / "sentimotion"
MODULES = sorted(PACKAGE.rglob("*.py"))
SCRIPTS = {path.name: path.read_text(encoding="utf-8") for path in sorted((ASSETS / "js").glob("*.js"))}
# An event's js= names a function. js_on_load calls one, with what Gradio gives it and its events' names.
NAME = re.compile(r"sentimotion\.(\w+)")
CALL = re.compile(r'sentimotion\.(\w+)\((?:(?:element|trigger|props|watch|"\w+")(?:, (?!\))|(?=\))))*\)')
# What no sentence of a docstring or a message has.
JAVASCRIPT = re.compile(
    r"addEventListener|querySelector|document\.\w+[.(]|window\.\w|\)\s*=>|<script>.*\w.*</script>"
)


def named_in(tree):
    """Functions that a module names in js= and js_on_load; None for anything but a bare name or a call."""
    for node in ast.walk(tree):
        pairs = []
        if isinstance(node, ast.Call):
            pairs = [(keyword.arg, keyword.value) for keyword in node.keywords]
        elif isinstance(node, ast.Dict):
            pairs = [
                (getattr(key, "value", None), value)
                for key, value in zip(node.keys, node.values, strict=True)
            ]
        for key, value in pairs:
            if key in ("js", "js_on_load"):
                text = value.value if isinstance(value, ast.Constant) else ""
                found = (NAME if key == "js" else CALL).fullmatch(text)
                yield found and found[1]


NAMED = {path: list(named_in(ast.parse(path.read_text(encoding="utf-8")))) for path in MODULES}


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ('f(js="sentimotion.readLink")', ["readLink"]),
        ('f(js="() => sentimotion.readLink()")', [None]),
        ('f(js="sentimotion.readLink()")', [None]),
        ("f(js=SCRIPT)", [None]),
        ('f(js=f"sentimotion.{name}")', [None]),
        ('x = {"js": "sentimotion.readLink"}', ["readLink"]),
        ('x = {"js": "alert(1)"}', [None]),
        ('f(js_on_load="sentimotion.quiz(element, trigger, watch)")', ["quiz"]),
        ("f(js_on_load='sentimotion.desk(trigger, \"act\")')", ["desk"]),
        ('f(js_on_load="sentimotion.desk(trigger); alert(1)")', [None]),
        ('f(js_on_load="sentimotion.desk(() => 1)")', [None]),
        ('f(js_on_load="sentimotion.keepTheme()")', ["keepTheme"]),
    ],
)
def test_what_counts_as_a_name(code, found):
    assert list(named_in(ast.parse(code))) == found


def test_python_only_names_functions():
    assert sum(map(len, NAMED.values())) > 25
    assert [str(path) for path, names in NAMED.items() if None in names] == []


def test_each_named_function_is_defined_once_and_each_is_used():
    defined = [
        name for script in SCRIPTS.values() for name in re.findall(r"^sentimotion\.(\w+) = ", script, re.M)
    ]
    assert len(defined) == len(set(defined))
    named = {name for names in NAMED.values() for name in names}
    assert named - set(defined) == set()
    used = named | {
        name for script in SCRIPTS.values() for name in re.findall(r"sentimotion\.(\w+)(?! = )\b", script)
    }
    assert set(defined) - used == set()


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_javascript_in_python(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    texts = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    assert [text for text in texts if JAVASCRIPT.search(text)] == []


@pytest.mark.parametrize("name", SCRIPTS)
def test_one_observer_a_file_and_none_of_the_whole_page(name):
    assert SCRIPTS[name].count("new MutationObserver(") <= 1
    assert not re.search(r"\.observe\(\s*document", SCRIPTS[name])


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_file_says_what_it_is_for(name):
    assert SCRIPTS[name].startswith("// ")


def test_the_namespace_comes_first_and_no_file_is_left_out():
    assert list(page_scripts())[0] == "namespace.js"
    assert set(page_scripts()) == set(SCRIPTS)


def test_nothing_ends_its_element_early():
    """A closing tag within a script or a style sheet would end the element that holds it."""
    assert [name for name, script in page_scripts().items() if "</script" in script.lower()] == []
    assert "</style" not in page_style().lower()
