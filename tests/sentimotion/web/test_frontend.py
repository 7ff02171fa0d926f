"""The page's scripts and style sheet are files of their own; Python only names their functions."""

import ast
import re
from pathlib import Path

import pytest

from sentimotion.assets import ASSETS
from sentimotion.label_colors import color_variables
from sentimotion.web.frontend import page_scripts, page_style, redirect_script

PACKAGE = Path(__file__).resolve().parents[3] / "sentimotion"
MODULES = sorted(PACKAGE.rglob("*.py"))
SCRIPTS = {path.name: path.read_text(encoding="utf-8") for path in sorted((ASSETS / "js").glob("*.js"))}
SHEETS = {path.name: path.read_text(encoding="utf-8") for path in sorted((ASSETS / "css").glob("*.css"))}
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
        ('f(js="sentimotion.readStored")', ["readStored"]),
        ('f(js="() => sentimotion.readStored()")', [None]),
        ('f(js="sentimotion.readStored()")', [None]),
        ("f(js=SCRIPT)", [None]),
        ('f(js=f"sentimotion.{name}")', [None]),
        ('x = {"js": "sentimotion.readStored"}', ["readStored"]),
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
    assert sum(map(len, NAMED.values())) >= 25
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
    # That of the root runs there alone.
    assert set(page_scripts()) == set(SCRIPTS) - {"language_redirect.js"}
    assert SCRIPTS["language_redirect.js"] in redirect_script()


def test_nothing_ends_its_element_early():
    """A closing tag within a script or a style sheet would end the element that holds it."""
    scripts = page_scripts() | {"language_redirect.js": redirect_script()}
    assert [name for name, script in scripts.items() if "</script" in script.lower()] == []
    assert "</style" not in page_style().lower()


def test_no_style_sheet_is_left_out():
    style = page_style()
    assert len(SHEETS) > 10
    assert [name for name, sheet in SHEETS.items() if sheet not in style] == []
    assert style.startswith(color_variables())


@pytest.mark.parametrize("name", SHEETS)
def test_each_important_has_its_reason(name):
    """In the comment above it."""
    for declaration in re.finditer(r"!important\s*[;}]", SHEETS[name]):
        comments = re.findall(r"/\*.*?\*/", SHEETS[name][: declaration.start()], flags=re.S)
        assert re.search("Gradio|Plotly", comments[-1]), comments[-1]


@pytest.mark.parametrize(
    "color", ["#0072B2", "#D55E00", "#B34E00", "#009E73", "#B88600", "#7A7A7A", "#18181b"]
)
def test_a_color_of_the_palette_stands_in_one_place(color):
    for path in [*ASSETS.rglob("*.css"), *(ASSETS / "js").glob("*.js")]:
        assert color.lower() not in path.read_text(encoding="utf-8").lower(), path.name
    found = [path.name for path in MODULES if color.lower() in path.read_text(encoding="utf-8").lower()]
    assert found == ["label_colors.py"]
