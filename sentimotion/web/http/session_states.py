"""What Gradio keeps of a session, without a copy of the page."""

from types import SimpleNamespace
from typing import Any, cast

import gradio as gr
from gradio.state_holder import SessionState, StateHolder


class SessionStates(StateHolder):
    """Makes the state of a new session at once.

    Gradio (6.31) copies the config of every component for each session, and writes each value into it that
    the session sends or is sent. Only deep links read it, which are closed here (``routes.py``). With the 484
    components of the page that took 0.05 s, in which nobody is answered, for each visitor and each call of a
    program.

    :param blocks: The app.
    """

    def __init__(self, blocks: gr.Blocks) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.set_blocks(blocks)

    def __getitem__(self, session_id: str) -> SessionState:
        """The state of a session, which begins here if there is none."""
        if session_id not in self.session_data:
            self.session_data[session_id] = _State(self.blocks)
        return super().__getitem__(session_id)


class _State(SessionState):
    """The values of ``gr.State``, and the components that an event has changed."""

    def __init__(self, blocks: gr.Blocks) -> None:
        # Of an app's components the configs are copied.
        super().__init__(cast(gr.Blocks, SimpleNamespace(default_config=blocks.default_config, blocks={})))

    def _update_config(self, key: int) -> None: ...

    def _update_value_in_config(self, key: int, value: Any) -> None: ...
