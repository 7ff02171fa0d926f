"""Menus and radio buttons: the browser's own, drawn by ``assets/js/menus.js``; a handler checks the choice.

``gr.Dropdown`` and ``gr.Radio`` (6.31) refuse a value that is not among the choices, in English, and log it:
the name of a column in a visitor's file, where the server has dropped the session. They also cost the first
view four requests each.
"""

from collections.abc import Sequence
from typing import Any, ClassVar

import gradio as gr
from markupsafe import Markup

from sentimotion.web.gradio_import import without_stub_files

with without_stub_files():

    class Menu(gr.HTML):
        """A menu of one choice; of none at first, where the value is none of them.

        The page has its choices together with its value. An update with other choices has to name both.

        :param choices: Names and values. Names can be a visitor's own.
        :param value: The chosen value.
        :param shows_label: Whether the label is seen; it is read out anyway.
        """

        _TEMPLATE: ClassVar = Markup(
            '<label class="menu"><span class="{}">{}</span><select></select></label>'
        )

        def __init__(
            self,
            choices: Sequence[tuple[str, Any]],
            value: Any = None,
            *,
            label: str = "",
            shows_label: bool = True,
            elem_id: str | None = None,
            visible: bool = True,
            render: bool = True,
        ) -> None:
            self.choices = choices
            super().__init__(
                value,
                html_template=self._TEMPLATE.format("" if shows_label else "visually-hidden", label),
                js_on_load="sentimotion.menu(element, props, trigger, watch)",
                apply_default_css=False,
                elem_id=elem_id,
                visible=visible,
                render=render,
            )

        def preprocess(self, payload: Any) -> Any:
            """Pass on a text or a number that the browser sends, and anything else as None; untrusted."""
            value = payload.get("value") if isinstance(payload, dict) else None
            return value if isinstance(value, str | int) else None

        def postprocess(self, value: Any) -> Any:
            """The value with its choices: an event that skips a component drops its props (Gradio 6.31)."""
            return {"choices": self.choices, "value": value}

    class Choices(Menu):
        """A menu whose choices are all seen, as radio buttons."""

        _TEMPLATE: ClassVar = Markup('<fieldset class="radios"><legend class="{}">{}</legend></fieldset>')

        def preprocess(self, payload: Any) -> Any:
            """Pass on one of the values, and anything else as None; untrusted."""
            sent = super().preprocess(payload)
            return next((value for _, value in self.choices if value == sent), None)
