"""Scores and word attributions at points along the integration path, for teaching."""

from collections.abc import Sequence
from dataclasses import dataclass

from explain import NonFiniteAttribution, ProgressCallback, sum_to_words, walk
from sentimotion.errors import ExplanationError, InvalidRequest, SentimotionError
from sentimotion.explanations.attribution import (
    ExplainedModel,
    text_explanation,
    to_model_input,
    words_within_limit,
)
from sentimotion.explanations.network import AttributableNetwork
from sentimotion.explanations.results import AttributionSettings, Explanation, Request
from sentimotion.text.encoding import EncodedText


@dataclass(frozen=True, slots=True)
class TextWalk:
    """Scores and cumulative word attributions at points from the baseline (0) to the text (1).

    ``scores`` has one value per point; ``words``, (points, words), the attributions accumulated up to each
    point; ``other`` those of tokens outside words. At every point, baseline_score + words + other equals the
    score, within the error of the integral. ``explanation`` is that of the whole path, equal to the last
    point.
    """

    points: tuple[float, ...]
    scores: tuple[float, ...]
    words: tuple[tuple[float, ...], ...]
    other: tuple[float, ...]
    explanation: Explanation


def walk_text(
    model: ExplainedModel,
    sentence: EncodedText,
    request: Request,
    settings: AttributionSettings,
    points: Sequence[float],
    on_progress: ProgressCallback | None = None,
) -> TextWalk:
    """Compute the scores and attributions along the path of one score, in float32.

    :param model: The model.
    :param sentence: The encoded text.
    :param request: The score.
    :param settings: The baseline; method and n_steps are ignored.
    :param points: 2 to 33 points, increasing from 0 to 1.
    :param on_progress: Called with (done, total); an exception it raises stops the work.
    :raises InvalidRequest: If the points are invalid or the tokenizer has no token for the baseline.
    :raises ExplanationError: If a score or a gradient is not finite.
    """
    fill_id = model.fill_id(settings.baseline)
    try:
        (found,) = walk(
            AttributableNetwork(model.network),
            to_model_input(model.network, sentence),
            [request.engine_target()],
            points=points,
            baseline=settings.baseline,
            fill_id=fill_id,
            chunk_size=model.gradient_plan.chunk_size(len(sentence.tokens)),
            on_progress=on_progress,
        )
    except NonFiniteAttribution as error:
        raise ExplanationError(f"{error}; the checkpoint may be damaged") from error
    except SentimotionError:  # raised by the callback
        raise
    except ValueError as error:  # invalid points: everything else was checked before
        raise InvalidRequest(str(error)) from error
    spans, token_spans = words_within_limit(sentence), [token.span for token in sentence.tokens]
    totals = [sum_to_words(spans, token_spans, gathered) for gathered in found.attributions]
    return TextWalk(
        found.points,
        found.scores,
        tuple(total.words for total in totals),
        tuple(total.other for total in totals),
        text_explanation(model, sentence, request, found.result),
    )
