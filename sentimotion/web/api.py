"""API endpoints of the page, for gradio_client and plain HTTP.

Programs read what stands before "Args:" of the docstrings.
"""

from collections.abc import Callable
from typing import Any, cast

import gradio as gr
from gradio.events import api

from explain import ProgressCallback
from sentimotion.errors import SentimotionError
from sentimotion.labels import DEFAULT_THRESHOLDS, Head
from sentimotion.model import SentimotionModel
from sentimotion.web.session.analysis import check_length
from sentimotion.web.session.background import Work


def add_endpoints(model: SentimotionModel) -> None:
    """Add ``/predict`` and ``/explain`` to the page that is being built."""

    def predict(
        text: str,
        sent_threshold: float = DEFAULT_THRESHOLDS["sentiment"],
        emo_threshold: float = DEFAULT_THRESHOLDS["emotion"],
    ) -> dict[str, Any]:
        """Sentiment and emotion of a Bangla text, by one joint model with two heads.

        Takes 1 to 5000 characters of Bangla in Bangla letters; text_warnings tells what makes another text
        hard to read. The model reads the first 128 tokens. A text that is blank or too long, or a threshold
        out of range, is answered with an error of one sentence.

        The answer is a JSON object. sentiment (negative, neutral, positive) and emotion (neutral, happy,
        anger_disgust, sadness, surprise, fear) are the decisions; sentiment_confidence and emotion_confidence
        their probabilities, 0 to 1. sentiment_scores and emotion_scores map every label to its probability
        and add up to 1. truncated: whether the text is longer than the model reads. text_warnings: codes.
        checkpoint and checkpoint_version: which model answered.
        Example: predict("জনগণ নির্ধারণ করবে কে জয়ী হবে।") returns {"sentiment": "neutral", ...}.

        Args:
            text: Bangla text, 1 to 5000 characters.
            sent_threshold: 0 to 1; if no sentiment is as probable as this, the decision is neutral.
            emo_threshold: 0 to 1; the same for the emotion.

        """
        return _answer(lambda: model.predict(check_length(text), sent_threshold, emo_threshold).to_dict())

    def explain(text: str, head: str = "sentiment", label: str | None = None) -> dict[str, Any]:
        """Which words of a Bangla text moved one label's score, by integrated gradients.

        Takes 1 to 5000 characters, and one to three seconds for a sentence. Errors are as those of /predict;
        an unknown head or label is one too.

        The answer is a JSON object. words is a list of {text, start, end, attribution}: positions in code
        points of the text, and by how much the word raises (above 0) or lowers (below 0) the score, in its
        unit. score is the log-odds of the label, baseline_score that of the text without its words; the
        attributions of all words, plus other (punctuation), add up to score - baseline_score +
        convergence_delta. converged: whether they do so within 1 percent. tokens: the same by the model's
        tokens.
        Example: explain("মায়ের হাতের রান্না আজও সেরা।", "emotion") returns {"label": "happy", "words": ...}.

        Args:
            text: Bangla text, 1 to 5000 characters.
            head: "sentiment" or "emotion".
            label: A label of that head, as /predict names them; null takes the most probable one.

        """

        def explained(report: ProgressCallback) -> dict[str, Any]:
            found = model.explain(check_length(text), cast(Head, head), label, on_progress=report)
            return found.to_dict()

        # In a thread of explanations, which leaves the core to predictions.
        return _answer(Work(explained).result)

    api(predict, api_name="predict", concurrency_id="predict", concurrency_limit=2)
    api(explain, api_name="explain", concurrency_id="explain", concurrency_limit=1)


def _answer(work: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    try:
        return work()
    except SentimotionError as error:
        # No traceback in the log: it would hold the visitor's text.
        raise gr.Error(str(error), print_exception=False) from None
