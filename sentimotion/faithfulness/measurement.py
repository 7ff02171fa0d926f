"""Measure every method and baseline on one text, under every eraser."""

from collections.abc import Iterator, Mapping

from explain import Baseline, Eraser, Faithfulness, faithfulness
from explain.faithfulness.chance import strongest_words
from explain.faithfulness.normalized_aopc import (
    MAX_WORDS,
    expected_normalized_aopc,
    normalized_aopc,
    subset_losses,
)
from sentimotion.explanations.attribution import words_of_tokens
from sentimotion.explanations.erasing import erasable_text
from sentimotion.explanations.results import Explanation, Method
from sentimotion.faithfulness.trial import RANDOM, Trial
from sentimotion.labels import HEADS, Head
from sentimotion.model import SentimotionModel
from sentimotion.text.encoding import EncodedText

Explained = Mapping[tuple[str, str], Mapping[Head, Explanation]]
"""By method and baseline."""


def measure_text(
    model: SentimotionModel, text: str | EncodedText, *, is_short: bool = False, seed: int = 0
) -> list[Trial]:
    """Measure all explanations of a text.

    :param is_short: Whether the text is one of the short ones (:func:`fits_all_subsets`), for which Shapley
        sampling and the normalized score are measured too.
    :param seed: Seed of random orders and lots.
    :returns: One for each head, explanation and eraser; none for a text of fewer than two words.
    :raises SentimotionError: If the text cannot be explained.
    """
    encoded = model.encode(text)
    if _n_words(encoded) < 2:
        return []
    explained = _explain(model, encoded, is_short)
    trials: list[Trial] = []
    for eraser in model.erasers:
        words, erasable = erasable_text(model.explained_model, encoded, eraser)
        targets = [shown.request.engine_target() for shown in _any(explained).values()]
        values = [
            [[shown.words[word].attribution for word in words] for shown in by_head.values()]
            for by_head in explained.values()
        ]
        measured, at_random = faithfulness(erasable, targets, values, seed=seed)
        with_normalized = is_short and eraser == model.default_baseline
        losses = subset_losses(erasable, targets) if with_normalized else None
        for index, head in enumerate(HEADS):
            own = None if losses is None else losses[:, index]
            for (method, baseline), found, one in zip(explained, measured, values, strict=True):
                order = strongest_words(one[index], seed, share=1.0)
                score = None if own is None else normalized_aopc(own, order)
                trials.append(_trial(head, method, baseline, eraser, found[index], score))
            score = None if own is None else expected_normalized_aopc(own)
            trials.append(_trial(head, RANDOM, "", eraser, at_random[index], score))
    return trials


def fits_all_subsets(encoded: EncodedText) -> bool:
    """Whether every subset of a text's words can be scored."""
    return 2 <= _n_words(encoded) <= MAX_WORDS


def _n_words(encoded: EncodedText) -> int:
    """Number of words that the model reads."""
    return len({*words_of_tokens(encoded)} - {None})


def _any(explained: Explained) -> Mapping[Head, Explanation]:
    return next(iter(explained.values()))


def _trial(
    head: Head, method: str, baseline: str, eraser: Eraser, found: Faithfulness, score: float | None
) -> Trial:
    return Trial(
        head, method, baseline, eraser, found.comprehensiveness, found.sufficiency, found.falls, score
    )


def _explain(model: SentimotionModel, encoded: EncodedText, is_short: bool) -> Explained:
    (whole,) = model.predict_batch([encoded])
    labels = {head: whole.decision(head).top_label for head in HEADS}
    found = (
        model.explain_heads(encoded, labels=labels, method=method, baseline=baseline)
        for method, baseline in _explainers(model, is_short)
    )
    return {(by_head[HEADS[0]].method, by_head[HEADS[0]].baseline): by_head for by_head in found}


def _explainers(model: SentimotionModel, is_short: bool) -> Iterator[tuple[Method, Baseline | None]]:
    for baseline in model.baselines:
        yield "integrated_gradients", baseline
    # With baselines of their own.
    yield "expected_gradients", None
    yield "decomposition", None
    for baseline in model.baselines:
        yield "leave_one_out", baseline
    yield "gradient_x_input", model.default_baseline  # the same for every baseline
    if is_short:
        yield "shapley_sampling", model.default_baseline
