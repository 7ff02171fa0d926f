"""Whether explanations name the words that the model uses; part of ``python -m tests.benchmarks.explain``."""

from collections.abc import Sequence

import numpy as np
from scipy.stats import bootstrap
from tqdm import tqdm

import sentimotion
from explain import Target, faithfulness, rank_agreement
from sentimotion.explanations.attribution import AttributableNetwork, to_model_input, token_groups
from sentimotion.explanations.results import Explanation, Method
from sentimotion.labels import HEADS, LABELS, Head
from tests.benchmarks.explain_speed import blank_id

WORD_METHODS: tuple[Method, ...] = ("integrated_gradients", "leave_one_out", "gradient_x_input")
SHORT_METHODS: tuple[Method, ...] = (*WORD_METHODS, "shapley_sampling")
# Shapley sampling runs the model 25 times a word: only short texts can be had in numbers.
SHORT_WORDS = 10


def faithful(model: sentimotion.SentimotionModel, texts: Sequence[str], methods: Sequence[Method]) -> None:
    """Comprehensiveness and sufficiency of each method and of random orders, with 95 % intervals."""
    fill_id, network = blank_id(model), AttributableNetwork(model.network)
    found: dict[tuple[Head, str], list[tuple[float, float]]] = {}
    agreements: dict[tuple[Head, str], list[float]] = {}
    n_texts = 0
    for text in tqdm(texts, desc="faithfulness"):
        encoded = model.encode(text)
        explanations = {method: model.explain_heads(text, method=method) for method in methods}
        n_words = len({token.word for token in explanations[methods[0]]["emotion"].tokens} - {None})
        groups = token_groups(encoded)[:n_words]
        if len(groups) < 2:
            continue
        n_texts += 1
        for head in HEADS:
            values = {method: by_group(of[head], groups) for method, of in explanations.items()}
            label = LABELS[head].index(explanations[methods[0]][head].label)
            for method in methods:
                result = faithfulness(
                    network,
                    to_model_input(model.network, encoded),
                    Target(head, label),
                    groups,
                    values[method],
                    baseline=model.default_baseline,
                    fill_id=fill_id,
                )
                found.setdefault((head, method), []).append((result.comprehensiveness, result.sufficiency))
                agreement = rank_agreement(values[methods[0]], values[method])
                if agreement is not None:
                    agreements.setdefault((head, method), []).append(agreement)
            found.setdefault((head, "random order"), []).append(
                (result.random_comprehensiveness, result.random_sufficiency)
            )
    print(f"\n{n_texts} texts of two words or more. Comprehensiveness -1 to 1, higher is better; sufficiency")
    print("-1 to 1, lower is better; agreement: Kendall's tau-b with integrated gradients, mean.\n")
    print("| head | method | comprehensiveness | sufficiency | agreement |\n|---|---|---|---|---|")
    for (head, method), pairs in found.items():
        cells = []
        for numbers in zip(*pairs, strict=True):
            interval = bootstrap((numbers,), np.mean, random_state=0).confidence_interval
            cells.append(f"{np.mean(numbers):.3f} ({interval.low:.3f} to {interval.high:.3f})")
        mean = agreements.get((head, method))
        print(f"| {head} | {method} | {' | '.join(cells)} | {np.mean(mean):.2f} |" if mean else
              f"| {head} | {method} | {' | '.join(cells)} | |", flush=True)  # fmt: skip


def by_group(explanation: Explanation, groups: Sequence[Sequence[int]]) -> list[float]:
    """Each group's attribution: the sum of its tokens'."""
    return [sum(explanation.tokens[position].attribution for position in group) for group in groups]


def short_texts(model: sentimotion.SentimotionModel, texts: Sequence[str], n_texts: int) -> list[str]:
    """The first texts that Shapley sampling can be asked about in numbers."""
    return [text for text in texts if len(token_groups(model.encode(text))) <= SHORT_WORDS][:n_texts]
