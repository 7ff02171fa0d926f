"""What explanations cost and what they are worth: ``python -m tests.benchmarks.explain --data DIR``.

DIR holds ``dev/<set>.csv`` (sentimotion/training/README.md says where such data come from). Prints what it
measures, all in one run on one machine, some 90 minutes; ``--parts`` takes some of it, ``--quick`` few texts,
to see that it runs. full_size is a network of the published model's size with random weights.
"""

import argparse
import copy
import platform
import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import get_args

import numpy as np
import torch
from tqdm import tqdm

import sentimotion
from explain import DEFAULT_TOLERANCE, Baseline
from sentimotion.explanations.results import Explanation
from sentimotion.inference.precision import GradientPlan, half_precision_is_fast
from sentimotion.training.data.dataset import read_sets
from tests.benchmarks.explain_speed import LENGTHS, growth, retry_share, speed_embedded, speed_full_size
from tests.benchmarks.planted import shortcut_found

PARTS = ("completeness", "precision", "planted", "speed", "full_size")
_STEPS_HELP = (
    "for speed: the mean steps of ours, and the plain rule's that add up as often, as completeness found"
)
FIXED_STEPS = (32, 50, 64, 96, 128, 192, 256)


def sample(folder: Path, n_texts: int, seed: int = 0) -> list[str]:
    """Dev texts of all sets, in random order."""
    texts = sorted({row.text for rows in read_sets(folder / "dev").values() for row in rows})
    return random.Random(seed).sample(texts, n_texts)


def processor() -> str:
    """The processor by its name, where the system tells it."""
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text().splitlines() if cpuinfo.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def completeness(model: sentimotion.SentimotionModel, texts: Sequence[str]) -> list[Explanation]:
    """Both heads of all texts, and the share that adds up."""
    found = [e for text in tqdm(texts, desc="completeness") for e in model.explain_heads(text).values()]
    steps = [explanation.n_steps for explanation in found]
    share = np.mean([explanation.converged for explanation in found])
    print(f"\nCompleteness, {len(texts)} texts, both heads: within 1 % {share:.1%}; steps: mean")
    print(
        f"{np.mean(steps):.0f}, median {median(steps):.0f}, 95th percentile {np.percentile(steps, 95):.0f},"
    )
    print(f"largest {max(steps)}.")
    return found


def plain_steps(model: sentimotion.SentimotionModel, texts: Sequence[str], wanted: float) -> int:
    """The fixed number of steps with which the plain rule adds up on as many texts."""
    print(f"\n| plain rule, fixed steps | within 1 % of {len(texts)} texts |\n|---|---|")
    for n_steps in FIXED_STEPS:
        found = [
            explanation.converged
            for text in tqdm(texts, desc=f"{n_steps} steps", leave=False)
            for explanation in model.explain_heads(text, n_steps=n_steps).values()
        ]
        print(f"| {n_steps} | {np.mean(found):.1%} |", flush=True)
        if np.mean(found) >= wanted:
            return n_steps
    return FIXED_STEPS[-1]


def precision(model: sentimotion.SentimotionModel, texts: Sequence[str], n_steps: int) -> None:
    """Errors in sum and of each word, and whether the top three words are the same, against many steps."""
    exact = [model.explain_heads(text, n_steps=n_steps) for text in tqdm(texts, desc=f"{n_steps} steps")]
    plans = {"float32": GradientPlan(torch.float32)}
    if half_precision_is_fast(model.device):
        plans["bfloat16, redone where it misses 1 %"] = GradientPlan(torch.bfloat16)
    print(f"\nAgainst float32 at {n_steps} steps, {len(texts)} texts, both heads: which add up within 1 %;")
    print(
        "the largest error of a word as a share of the explanation's largest word; the three largest words.\n"
    )
    print(
        "| gradients | steps, median | sum within 1 % | every word within 3 % | error of a word, median ",
        end="",
    )
    print("| 95th percentile | top three the same, in order | as a set |\n|---|---|---|---|---|---|---|---|")
    for name, plan in plans.items():
        other = copy.copy(model)
        other.explained_model = replace(model.explained_model, gradient_plan=plan)
        found = [other.explain_heads(text) for text in texts]
        errors, ordered, sets = [], [], []
        pairs = [(one[head], true[head]) for one, true in zip(found, exact, strict=True) for head in one]
        for explanation, reference in pairs:
            one, true = (
                np.array([word.attribution for word in shown.words]) for shown in (explanation, reference)
            )
            if not len(one) or np.abs(true).max() == 0:
                continue
            errors.append(np.abs(one - true).max() / np.abs(true).max())
            top, true_top = (np.argsort(-np.abs(values))[:3] for values in (one, true))
            ordered.append((top == true_top).all())
            sets.append(set(top) == set(true_top))
        print(
            f"| {name} | {median(one.n_steps for one, _ in pairs):.0f} "
            f"| {np.mean([one.relative_error <= DEFAULT_TOLERANCE for one, _ in pairs]):.1%} "
            f"| {np.mean(np.array(errors) <= 0.03):.1%} "
            f"| {median(errors):.2%} | {np.percentile(errors, 95):.2%} | {np.mean(ordered):.1%} "
            f"| {np.mean(sets):.1%} |",
            flush=True,
        )
    references = [reference for by_head in exact for reference in by_head.values()]
    n_other = sum(outside_words(reference) > 0.2 for reference in references)
    print(f"\nTokens outside words (punctuation, special tokens) weigh over a fifth in {n_other} of", end=" ")
    print(f"{len(references)}: their share of the sum of absolute attributions.", flush=True)
    if half_precision_is_fast(model.device):
        print(f"\nDone again after bfloat16: {retry_share(model, texts, torch.bfloat16):.0%} of the targets.")


def outside_words(explanation: Explanation) -> float:
    """Share of the tokens outside words in the sum of all tokens' absolute attributions, 0 to 1."""
    sizes = [(abs(token.attribution), token.word is None) for token in explanation.tokens]
    return sum(size for size, is_outside in sizes if is_outside) / sum(size for size, _ in sizes)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS, help="default: all")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument(
        "--reference-steps", type=int, default=1000, metavar="N", help="that precision compares with (1000)"
    )
    parser.add_argument("--n-precise", type=int, default=72, metavar="N", help="texts for precision (72)")
    parser.add_argument("--steps", type=int, nargs=2, metavar=("OURS", "FIXED"), help=_STEPS_HELP)
    parser.add_argument("--baseline", choices=get_args(Baseline)[:2], help="default: the checkpoint's own")
    options = parser.parse_args()
    timed = {"speed", "full_size"} & set(options.parts)
    if timed and not (options.steps or "completeness" in options.parts):
        parser.error("times without completeness need --steps")
    model = sentimotion.load()
    model.default_baseline = options.baseline or model.default_baseline
    n_complete, n_plain, n_precise = (6, 4, 4) if options.quick else (500, 40, options.n_precise)
    texts = sample(options.data, 500)
    print(f"{processor()}, {torch.get_num_threads()} threads, torch {torch.__version__}, {model.describe()}")
    print(f"Baseline: {model.default_baseline}")
    n_steps, fixed = options.steps or (0, 0)
    if "completeness" in options.parts:
        found = completeness(model, texts[:n_complete])
        n_steps = round(float(np.mean([explanation.n_steps for explanation in found])))
        fixed = plain_steps(model, texts[:n_plain], float(np.mean([e.converged for e in found])))
    if "precision" in options.parts:
        precision(model, texts[:n_precise], options.reference_steps)
    if "planted" in options.parts:
        accuracy, shares = shortcut_found(30 if options.quick else 300)
        print(f"\nPlanted word ranked first (a model that finds it in {accuracy:.0%} of texts):")
        print(", ".join(f"{name} {share:.0%}" for name, share in shares.items()), flush=True)
    if "speed" in options.parts:
        # Times last: what comes before may share the machine, this may not.
        rounds = 1 if options.quick else 3
        speed_embedded(model, texts, fixed, rounds)
        growth(model, texts, rounds)
    if "full_size" in options.parts:
        speed_full_size(model, texts, fixed, n_steps, LENGTHS[:1] if options.quick else LENGTHS)


if __name__ == "__main__":
    main()
