"""No module builds HTML out of strings, so that no value gets into a page unescaped by a forgotten call."""

import ast
import re
from pathlib import Path

import pytest

import sentimotion

PACKAGE = Path(sentimotion.__file__).parent
# A tag, but for a named group of a regular expression.
TAG = re.compile(r"(?<!\?P)(?<!\?)<[a-zA-Z/!]")
# What is built with angle brackets and holds no value that would have to be escaped as HTML.
EXCEPTIONS = {
    "tables/labeled_rows.py": "<set> stands for a name in the sentence of an error",
    "text/markup.py": "a regular expression that finds tags",
    "web/launch.py": "the page's own style sheet and scripts, which must not be escaped",
}


def built_markup(source: str) -> list[int]:
    """Lines where a literal with a tag is combined with something: f-string, ``+``, ``%``, or a method."""
    lines = []
    for node in ast.walk(ast.parse(source)):
        parts: list[ast.expr] = []
        if isinstance(node, ast.JoinedStr):
            parts = node.values
        elif isinstance(node, ast.BinOp):
            parts = [node.left, node.right]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            # "<p>{}</p>".format(text), "<br>".join(lines), text.replace("\n", "<br>")
            parts = [node.func.value, *(node.args if node.func.attr == "replace" else ())]
        for part in parts:
            if isinstance(part, ast.Constant) and isinstance(part.value, str) and TAG.search(part.value):
                lines.append(part.lineno)
    return sorted(set(lines))


@pytest.mark.parametrize(
    "expression",
    [
        'f"<p>{text}</p>"',
        'f"{text}</p>"',
        '"<p>" + text',
        'text + "</p>"',
        '"<p>%s</p>" % text',
        '"<p>{}</p>".format(text)',
        '"<br>".join(lines)',
        'text.replace("\\n", "<br>")',
        '("<!DOCTYPE html>" "{}").format(text)',
        'Markup(f"<p>{text}</p>")',
        'f"{a}" f"<i style=\\"left:{b}\\">"',
        'lines += ["x" + "<li>"]',
    ],
)
def test_built_markup_is_found(expression):
    assert built_markup(expression) == [1]


@pytest.mark.parametrize(
    "expression",
    [
        'Markup("<p>{}</p>").format(text)',
        'Markup("<br>").join(lines)',
        'f"{a} < {b}"',
        '"< " + percent',
        're.compile(r"(?P<day>\\d+)" + rest)',
        'label = "<b>"',
    ],
)
def test_all_else_is_left_alone(expression):
    assert built_markup(expression) == []


def test_no_module_builds_markup():
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE).as_posix()
        if name not in EXCEPTIONS:
            found[name] = built_markup(path.read_text(encoding="utf-8"))
    assert {name: lines for name, lines in found.items() if lines} == {}


def test_every_exception_is_needed():
    for name in EXCEPTIONS:
        assert built_markup((PACKAGE / name).read_text(encoding="utf-8")), name
