"""API endpoints of the page, for gradio_client and plain HTTP."""

from collections.abc import Callable
from typing import Any, cast

import gradio as gr
from gradio.events import api

from sentimotion.errors import SentimotionError
from sentimotion.labels import DEFAULT_THRESHOLDS, Head
from sentimotion.model import SentimotionModel
from sentimotion.web.session.analysis import check_length


def add_endpoints(model: SentimotionModel) -> None:
    """Add ``/predict`` and ``/explain`` to the page that is being built."""

    def predict(
        text: str,
        sent_threshold: float = DEFAULT_THRESHOLDS["sentiment"],
        emo_threshold: float = DEFAULT_THRESHOLDS["emotion"],
    ) -> dict[str, Any]:
        """Both heads' probabilities and decisions for a Bangla text.

        Args:
            text: Bangla text, at most 5000 characters.
            sent_threshold: 0 to 1; below it the sentiment is neutral.
            emo_threshold: 0 to 1; below it the emotion is neutral.

        """
        return _answer(lambda: model.predict(check_length(text), sent_threshold, emo_threshold).to_dict())

    def explain(text: str, head: str = "sentiment", label: str | None = None) -> dict[str, Any]:
        """The words behind one score of one head, by integrated gradients.

        Args:
            text: Bangla text, at most 5000 characters.
            head: "sentiment" or "emotion".
            label: A label of that head; null takes the most probable one.

        """
        return _answer(lambda: model.explain(check_length(text), cast(Head, head), label).to_dict())

    api(predict, api_name="predict", concurrency_id="predict", concurrency_limit=2)
    api(explain, api_name="explain", concurrency_id="explain", concurrency_limit=1)


def _answer(work: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    try:
        return work()
    except SentimotionError as error:
        # No traceback in the log: it would hold the visitor's text.
        raise gr.Error(str(error), print_exception=False) from None
