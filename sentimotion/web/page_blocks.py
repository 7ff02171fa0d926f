"""Blocks whose failed events are answered with a structured error, without a traceback in the log."""

import re
from collections.abc import Callable
from typing import Any

import gradio as gr

from sentimotion.i18n.messages import LANGUAGES, say
from sentimotion.web.gradio_import import without_stub_files
from sentimotion.web.session.events import log_failure

with without_stub_files():

    class PageBlocks(gr.Blocks):
        """``gr.Blocks`` for values that strangers send.

        Gradio (6.31) prints a traceback for every event that fails, and most of its messages quote the values
        that were sent. It also ends the stream of a visitor's answers at a string that is not valid Unicode.
        """

        has_left: Callable[[str], object] = staticmethod(lambda _: None)
        """Called with the session of a visitor who has left (``http/heartbeats.py``)."""

        async def preprocess_data(self, block_fn: Any, *arguments: Any, **options: Any) -> list[Any]:
            """Turn what was sent into a function's arguments.

            :raises gr.Error: If the event does not take such values; nothing of them is quoted.
            """
            try:
                return list(await super().preprocess_data(block_fn, *arguments, **options))
            except Exception:  # noqa: BLE001 - every component checks in its own way; all are about what was sent
                raise _failure(block_fn, "this event does not take such values") from None

        async def process_api(self, block_fn: Any, *arguments: Any, **options: Any) -> dict[str, Any]:
            """Answer an event.

            :returns: Gradio's answer; characters that are not valid Unicode are replaced by U+FFFD.
            :raises gr.Error: If the event fails, without a traceback in the log.
            """
            try:
                answer = dict(await super().process_api(block_fn, *arguments, **options))
            except gr.Error as error:
                error.print_exception = False
                raise
            except Exception as error:  # noqa: BLE001 - the log gets its type and place, not its message
                log_failure("an event", error)
                raise _failure(block_fn, "the server could not answer; try again") from None
            answer["data"] = _valid_unicode(answer["data"])
            return answer


def _failure(block_fn: Any, sentence: str) -> gr.Error:
    """The error that an event ends with.

    :param sentence: What an endpoint says; an event of a page says one sentence in the page's language.
    """
    language = next((one for one in LANGUAGES if getattr(block_fn, "page", "").startswith(one)), None)
    said = sentence if language is None else say("failure_other", language)
    return gr.Error(said, print_exception=False)


def _valid_unicode(value: Any) -> Any:
    """A JSON value without lone surrogates."""
    if isinstance(value, str):
        return re.sub("[\ud800-\udfff]", "\ufffd", value)
    if isinstance(value, dict):
        return {_valid_unicode(key): _valid_unicode(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_valid_unicode(item) for item in value]
    return value
