"""Means with 95 % intervals, as Markdown. Pure."""

from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np

from sentimotion.faithfulness.trial import RANDOM, Trial
from sentimotion.labels import HEADS

INTEGRATED_GRADIENTS: Final = "integrated_gradients"
_RESAMPLES: Final = 2000
_LEVEL: Final = 95


def render_tables(texts: Sequence[Sequence[Trial]], default_baseline: str) -> str:
    """All tables of a run.

    :param texts: The trials of each text.
    :param default_baseline: With which the baselines of integrated gradients are compared.
    """
    erasers = list(dict.fromkeys(trial.eraser for trials in texts for trial in trials))
    parts = [_of_eraser(texts, eraser) for eraser in erasers]
    return "\n\n".join([*parts, *_normalized(texts), _differences(texts, erasers, default_baseline)])


def mean_with_interval(values: Iterable[float], percent: bool = False) -> str:
    """Such as ``0.431 (0.397 to 0.462)``; the interval is that of means of resampled texts."""
    found = np.asarray(list(values))
    draws = np.random.default_rng(0).integers(len(found), size=(_RESAMPLES, len(found)))
    tail = (100 - _LEVEL) / 2
    low, high = np.percentile(found[draws].mean(axis=1), [tail, 100 - tail])
    if percent:
        return f"{100 * found.mean():.0f} ({100 * low:.0f} to {100 * high:.0f})"
    return f"{found.mean():.3f} ({low:.3f} to {high:.3f})"


def _of_eraser(texts: Sequence[Sequence[Trial]], eraser: str) -> str:
    chosen = [trial for trials in texts for trial in trials if trial.eraser == eraser]
    lines = [
        f"Words taken out by: {eraser}. {_n_texts(texts)}; comprehensiveness (-1 to 1, higher is better),",
        "sufficiency (-1 to 1, lower is better), percent of texts whose score falls without the first word.",
        "",
        "| head | method | baseline | comprehensiveness | sufficiency | falls |",
        "|---|---|---|---|---|---|",
    ]
    for head, method, baseline in _explainers(chosen):
        own = [one for one in chosen if (one.head, one.method, one.baseline) == (head, method, baseline)]
        if method == "shapley_sampling":
            continue  # of short texts only
        cells = (
            mean_with_interval(one.comprehensiveness for one in own),
            mean_with_interval(one.sufficiency for one in own),
            mean_with_interval((one.falls for one in own), percent=True),
        )
        lines.append(f"| {head} | {method} | {baseline} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _normalized(texts: Sequence[Sequence[Trial]]) -> Iterable[str]:
    short = [
        [trial for trial in trials if trial.normalized_aopc is not None]
        for trials in texts
        if any(trial.normalized_aopc is not None for trial in trials)
    ]
    if not short:
        return
    chosen = [trial for trials in short for trial in trials]
    lines = [
        "Normalized area over the perturbation curve: 0 is the worst order of the words, 1 the best."
        f" {_n_texts(short)} of at most 10 words, words taken out by: {chosen[0].eraser}.",
        "",
        "| head | method | baseline | normalized AOPC |",
        "|---|---|---|---|",
    ]
    for head, method, baseline in _explainers(chosen):
        scores = [
            one.normalized_aopc
            for one in chosen
            if (one.head, one.method, one.baseline) == (head, method, baseline)
            and one.normalized_aopc is not None
        ]
        lines.append(f"| {head} | {method} | {baseline} | {mean_with_interval(scores)} |")
    yield "\n".join(lines)


def _differences(texts: Sequence[Sequence[Trial]], erasers: Sequence[str], default_baseline: str) -> str:
    """Other baselines of integrated gradients minus the default one, text by text."""
    lines = [
        f"Integrated gradients with another baseline than {default_baseline}: comprehensiveness minus that of"
        f" {default_baseline}, text by text.",
        "",
        "| head | baseline |" + "".join(f" {eraser} |" for eraser in erasers),
        "|---|---|" + "---|" * len(erasers),
    ]
    found = {
        (index, one.head, one.baseline, one.eraser): one.comprehensiveness
        for index, trials in enumerate(texts)
        for one in trials
        if one.method == INTEGRATED_GRADIENTS
    }
    baselines = list(dict.fromkeys(baseline for _, _, baseline, _ in found))
    for head in HEADS:
        for baseline in baselines:
            if baseline != default_baseline:
                cells = [
                    mean_with_interval(
                        found[index, head, baseline, eraser] - found[index, head, default_baseline, eraser]
                        for index in range(len(texts))
                    )
                    for eraser in erasers
                ]
                lines.append(f"| {head} | {baseline} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _explainers(trials: Sequence[Trial]) -> list[tuple[str, str, str]]:
    """Each once, by head; words in random order last."""
    found = dict.fromkeys((one.head, one.method, one.baseline) for one in trials)
    return sorted(found, key=lambda each: (HEADS.index(each[0]), each[1] == RANDOM))


def _n_texts(texts: Sequence[object]) -> str:
    return f"{len(texts)} text{'s' * (len(texts) != 1)}"
