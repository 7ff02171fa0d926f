"""Menus pass on what they are sent, and quote none of it."""

import subprocess

import pytest

from sentimotion.assets import ASSETS
from sentimotion.web.components.menu import Choices, Menu


@pytest.mark.parametrize(
    ("sent", "taken"),
    [("a", "a"), ("গোপন কলাম", "গোপন কলাম"), (2, 2), (None, None), (["a"], None), ({"a": 1}, None)],
)
def test_a_menu_leaves_the_choice_to_the_handler(sent, taken):
    assert Menu([("a", "a"), ("b", "b")], render=False).preprocess({"value": sent}) == taken


@pytest.mark.parametrize(
    ("sent", "taken"), [(1, 1), ("one", None), (None, None), ([1], None), ("x" * 99, None)]
)
def test_choices_take_their_own_values_only(sent, taken):
    assert Choices([("one", 1), ("two", 2)], render=False).preprocess({"value": sent}) == taken


def test_a_name_of_a_choice_is_in_no_template():
    """Gradio evaluates templates; names can be a visitor's own."""
    for made in (Menu, Choices):
        menu = made([("${alert(1)}", "a")], "a", label="Why", render=False)
        assert "alert" not in menu.html_template
        assert menu.value == {"choices": [["${alert(1)}", "a"]], "value": "a"}


@pytest.mark.parametrize("sent", ["a", None, [], 1])
def test_what_no_page_sends_is_no_choice(sent):
    assert Menu([("a", "a")], render=False).preprocess(sent) is None
    assert Choices([("a", "a")], render=False).preprocess(sent) is None


def test_a_value_is_no_html(recwarn):
    Menu([("<script>", "<script>")], "<script>", render=False).postprocess("<script>")
    assert not recwarn.list


def test_the_page_has_no_others():
    listed = subprocess.run(
        ["git", "grep", "-lE", r"gr\.(Dropdown|Radio|Slider)\(", "--", "sentimotion"],
        cwd=ASSETS.parent,
        capture_output=True,
        text=True,
        check=False,  # 1 where it finds none
    )
    assert (listed.returncode, listed.stdout) == (1, "")
