"""Menus pass on what they are sent, and quote none of it."""

import subprocess

import gradio as gr
import pytest

from sentimotion.assets import ASSETS
from sentimotion.web.components.menu import Choices, Menu


@pytest.mark.parametrize(
    ("sent", "taken"),
    [("a", "a"), ("গোপন কলাম", "গোপন কলাম"), (2, 2), (None, None), (["a"], None), ({"a": 1}, None)],
)
def test_a_menu_leaves_the_choice_to_the_handler(sent, taken):
    assert Menu(["a", "b"], render=False).preprocess(sent) == taken


@pytest.mark.parametrize(
    ("sent", "taken"), [(1, 1), ("one", None), (None, None), ([1], None), ("x" * 99, None)]
)
def test_choices_take_their_own_values_only(sent, taken):
    assert Choices([("one", 1), ("two", 2)], render=False).preprocess(sent) == taken


@pytest.mark.parametrize(("made", "parent"), [(Menu, gr.Dropdown), (Choices, gr.Radio)])
def test_browsers_show_them_as_gradios(made, parent):
    component = made([], render=False)
    assert component.get_block_name() == parent([], render=False).get_block_name()


def test_the_page_has_no_others():
    listed = subprocess.run(
        ["git", "grep", "-lE", r"gr\.(Dropdown|Radio)\(", "--", "sentimotion"],
        cwd=ASSETS.parent,
        capture_output=True,
        text=True,
        check=False,  # 1 where it finds none
    )
    assert (listed.returncode, listed.stdout) == (1, "")
