"""Faithfulness metrics: whether the model depends on the words that an explanation ranks highest.

Comprehensiveness and sufficiency after DeYoung et al. 2020 (ERASER, arXiv 1911.03429), with words replaced by
the baseline's filling rather than deleted, so that the length stays the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

import torch

from explain.attribution import AttributableModel, ModelInput, Target
from explain.baselines import Baseline
from explain.faithfulness.chance import n_strongest
from explain.faithfulness.erasers import ErasableText

SHARES = (0.01, 0.05, 0.10, 0.20, 0.50)


@dataclass(frozen=True)
class Faithfulness:
    """Effect of removing the top words, or all other words, on a label's probability.

    ``comprehensiveness``: the probability minus the probability without the top words; -1 to 1, higher is
    better. ``sufficiency``: the probability minus the probability with only the top words; -1 to 1, lower is
    better. Both are means over SHARES of the words, at least one word each (area over the perturbation
    curve). Texts with words removed are out of distribution, so the values are only meaningful relative to
    ``random_comprehensiveness`` and ``random_sufficiency``: the same for words in random order, averaged over
    several orders.
    """

    comprehensiveness: float
    sufficiency: float
    random_comprehensiveness: float
    random_sufficiency: float


def faithfulness(
    model: AttributableModel,
    encoded: ModelInput,
    target: Target,
    groups: Sequence[Sequence[int]],
    attributions: Sequence[float],
    *,
    baseline: Baseline = "pad",
    fill_id: int | None = None,
    n_random: int = 5,
    seed: int = 0,
    chunk_size: int = 16,
) -> Faithfulness:
    """Measure one explanation of one text.

    :param model: The model that was explained.
    :param encoded: The text, on the model's device.
    :param target: The head and label whose probability is measured.
    :param groups: Token positions of each group (word), at least one group.
    :param attributions: The explanation: one number per group; the highest are removed first.
    :param baseline: What replaces a token.
    :param fill_id: Id of the [PAD] or [MASK] token, for the baseline of that name.
    :param n_random: Random orders to compare with, at least 1.
    :param seed: Seed of the random orders.
    :param chunk_size: Texts in one forward pass, at least 1.
    :raises ValueError: If an argument is out of range, or the numbers of attributions and groups differ.
    :raises NonFiniteAttribution: If a score is NaN or infinite.
    """
    text = ErasableText(model, encoded, groups, baseline, fill_id, chunk_size)
    if len(groups) != len(attributions) or not groups:
        raise ValueError(f"{len(attributions)} attributions for {len(groups)} groups; at least one of each")
    if n_random < 1:
        raise ValueError(f"n_random is {n_random}; it must be at least 1")
    generator = torch.Generator().manual_seed(seed)
    orders = [sorted(range(len(groups)), key=lambda index: -attributions[index])]
    orders += [torch.randperm(len(groups), generator=generator).tolist() for _ in range(n_random)]
    sizes = [n_strongest(len(groups), share) for share in SHARES]
    # First the whole text, then without the chosen words, then with only these.
    parts = [(order[:size], order[size:]) for order in orders for size in sizes]
    removed = [(), *(top for top, _ in parts), *(others for _, others in parts)]
    probability = Target(target.head, target.label, kind="probability")
    found = torch.cat(list(text.scores([probability], removed)))[:, 0].tolist()
    whole, rest = found[0], found[1:]
    half = len(rest) // 2
    without, only = ([whole - value for value in part] for part in (rest[:half], rest[half:]))
    n_own = len(sizes)
    return Faithfulness(
        fmean(without[:n_own]), fmean(only[:n_own]), fmean(without[n_own:]), fmean(only[n_own:])
    )
