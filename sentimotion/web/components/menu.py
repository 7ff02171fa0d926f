"""Menus whose choice a handler checks: an error of Gradio's own would put it into the log."""

from typing import Any

import gradio as gr

from sentimotion.web.gradio_import import without_stub_files

with without_stub_files():

    class Menu(gr.Dropdown):
        """A dropdown that passes a text or a number on, and anything else as None.

        ``gr.Dropdown`` (6.31) refuses a value that is not among the choices, in English, and logs it: the
        name of a column in a visitor's file, where the server has dropped the session. Here the handler says
        what is wrong.
        """

        # Gradio's mark of a component that browsers show as its parent.
        is_template = True

        def preprocess(self, payload: Any) -> Any:
            """Take what the browser sends; untrusted."""
            return payload if isinstance(payload, str | int) else None

    class Choices(gr.Radio):
        """Radio buttons that pass one of their values on, and anything else as None."""

        is_template = True

        def preprocess(self, payload: Any) -> Any:
            """Take what the browser sends; untrusted."""
            return next((value for _, value in self.choices if value == payload), None)
