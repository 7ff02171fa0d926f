"""What explanations cost and what they are worth: ``python -m tests.benchmarks.explain --data DIR``.

DIR holds ``dev/<set>.csv`` (sentimotion/training/README.md says where such data come from). Prints what it
measures, all in one run on one machine. ``--quick`` takes few texts, to see that it runs.
"""

import argparse
import platform
import random
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from time import perf_counter

import numpy as np
import torch
from captum.attr import LayerIntegratedGradients
from scipy.stats import bootstrap
from tqdm import tqdm
from transformers import ElectraConfig

import sentimotion
from explain import EncodedText, Target, faithfulness, integrated_gradients
from sentimotion.attribution import AttributableNetwork, engine_text, token_groups
from sentimotion.explanation import Explanation
from sentimotion.labels import HEADS, LABELS, Head
from sentimotion.modeling import JointClassifier
from sentimotion.precision import plan_gradients
from sentimotion.predictor import predict_probabilities
from sentimotion.training.dataset import read_sets
from tests.benchmarks.planted import shortcut_found

FIXED_STEPS = (32, 50, 64, 96, 128, 192, 256)
WORD_METHODS = ("integrated_gradients", "leave_one_out", "gradient_x_input")
LENGTHS = (8, 20, 60, 128)


def sample(folder: Path, n_texts: int, seed: int = 0) -> list[str]:
    """Dev texts of all sets, in random order."""
    texts = sorted({row.text for rows in read_sets(folder / "dev").values() for row in rows})
    return random.Random(seed).sample(texts, n_texts)


def completeness(model: sentimotion.SentimotionModel, texts: Sequence[str]) -> list[Explanation]:
    """Both heads of all texts, and the share that adds up."""
    found = [e for text in tqdm(texts, desc="completeness") for e in model.explain_heads(text).values()]
    steps = [explanation.n_steps for explanation in found]
    share = np.mean([explanation.converged for explanation in found])
    print(f"\nCompleteness, {len(texts)} texts, both heads: within 1 % {share:.1%}; steps: median")
    print(f"{median(steps):.0f}, 95th percentile {np.percentile(steps, 95):.0f}, largest {max(steps)}.")
    return found


def plain_steps(model: sentimotion.SentimotionModel, texts: Sequence[str], wanted: float) -> int:
    """The fixed number of steps with which the plain rule adds up on as many texts."""
    print("\n| plain rule, fixed steps | within 1 % |\n|---|---|")
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


def precision(model: sentimotion.SentimotionModel, texts: Sequence[str]) -> None:
    """The largest error of a word, and whether the top three words are the same, against 200 steps."""
    errors, same = [], []
    for text in tqdm(texts, desc="precision"):
        exact = model.explain_heads(text, n_steps=200)
        for head, explanation in model.explain_heads(text).items():
            ours, reference = (
                np.array([word.attribution for word in e.words]) for e in (explanation, exact[head])
            )
            if len(ours) and np.abs(reference).max() > 0:
                errors.append(np.abs(ours - reference).max() / np.abs(reference).max())
                same.append((np.argsort(-np.abs(ours))[:3] == np.argsort(-np.abs(reference))[:3]).all())
    print(f"\nAgainst 200 steps, {len(texts)} texts: largest error of a word as a share of the largest word,")
    print(f"median {median(errors):.2%}, 95th percentile {np.percentile(errors, 95):.2%};")
    print(f"top three words the same in {np.mean(same):.1%}.")


def seconds(work: Callable[[], object], rounds: int) -> float:
    """Median of some runs, after one that is not counted."""
    work()
    times = []
    for _ in range(rounds):
        start = perf_counter()
        work()
        times.append(perf_counter() - start)
    return median(times)


def of_length(model: sentimotion.SentimotionModel, texts: Sequence[str], n_tokens: int) -> EncodedText:
    """A text of so many tokens, for the engine."""
    joined = " ".join(texts)
    return engine_text(model.network, model.encode(joined, max_length=n_tokens))


def plain_captum(
    network: JointClassifier, encoded: EncodedText, targets: Sequence[Target], fill_id: int, n_steps: int
) -> None:
    """As captum's tutorials do it: one LayerIntegratedGradients run a head, in fp32."""
    baseline = torch.where(encoded.special_tokens_mask, encoded.input_ids, fill_id)
    for target in targets:

        def score(input_ids: torch.Tensor, mask: torch.Tensor, target: Target = target) -> torch.Tensor:
            mask = mask.expand(input_ids.shape[0], -1)
            logits = network(input_ids=input_ids, attention_mask=mask)
            return target.score(dict(zip(HEADS, logits, strict=True)))

        LayerIntegratedGradients(score, network.get_input_embeddings()).attribute(
            encoded.input_ids,
            baselines=baseline,
            additional_forward_args=(encoded.attention_mask,),
            n_steps=n_steps,
            internal_batch_size=16,
        )


def speed(
    model: sentimotion.SentimotionModel,
    texts: Sequence[str],
    fixed: int,
    n_steps_found: int,
    rounds: int,
    full_size: bool,
) -> None:
    """Both heads, ours against plain captum, at several lengths."""
    fill_id = int(model.tokenizer.pad_token_id)
    cases: list[tuple[str, JointClassifier, int | None]] = [("embedded", model.network, None)]
    if full_size:
        config = ElectraConfig(
            vocab_size=32000, embedding_size=1024, hidden_size=1024, num_hidden_layers=24,
            num_attention_heads=16, intermediate_size=4096,
        )  # fmt: skip
        network = JointClassifier(config).eval().requires_grad_(False)
        # Random weights are smooth and need few steps, which proves nothing: ours takes what it took on the
        # embedded checkpoint.
        cases.append(("full size, random", network, n_steps_found))
    print(f"\n| model | tokens | ours | steps | captum, {fixed} steps | ratio | captum, 50 steps | ratio |")
    print("|---|---|---|---|---|---|---|---|")
    targets = [Target(head, len(LABELS[head]) - 1) for head in HEADS]
    for name, network, n_steps in cases:
        for n_tokens in LENGTHS if n_steps is None else (20,):
            encoded = of_length(model, texts, n_tokens)
            # Plain captum first: the plan may set the network's attention to suit its own precision.
            theirs = [
                seconds(lambda n=n, e=encoded, w=network: plain_captum(w, e, targets, fill_id, n), rounds)
                for n in (fixed, 50)
            ]
            engine, plan = AttributableNetwork(network), plan_gradients(network)
            chunk = plan.chunk_size(n_tokens)

            def ours(
                engine: AttributableNetwork = engine,
                encoded: EncodedText = encoded,
                n_steps: int | None = n_steps,
                chunk: int = chunk,
                dtype: torch.dtype = plan.dtype,
            ) -> list[int]:
                results = integrated_gradients(
                    engine,
                    encoded,
                    targets,
                    fill_id=fill_id,
                    n_steps=n_steps,
                    chunk_size=chunk,
                    gradient_dtype=dtype,
                )
                return [result.n_steps for result in results]

            steps = "/".join(map(str, ours()))
            names = [name]
            times = [seconds(ours, rounds)]
            if plan.dtype is not torch.float32:
                # What a target costs that is done again, times how many are: random weights need no retry.
                share = retry_share(model, texts, plan.dtype)
                again = seconds(lambda run=ours: run(dtype=torch.float32), rounds)
                names = [f"{name}, bfloat16", f"{name}, bfloat16, {share:.0%} redone", f"{name}, float32"]
                times += [times[0] + share * again, again]
            for row, mine in zip(names, times, strict=True):
                columns = " | ".join(f"{time:.2f} s | {time / mine:.1f}" for time in theirs)
                print(f"| {row} | {n_tokens} | {mine:.2f} s | {steps} | {columns} |", flush=True)


def retry_share(model: sentimotion.SentimotionModel, texts: Sequence[str], dtype: torch.dtype) -> float:
    """Share of targets that the embedded checkpoint does again after gradients of this precision."""
    retried = []
    for text in texts[:30]:
        encoded = model.encode(text)
        (probabilities,) = predict_probabilities(model.network, [encoded], torch.float32)
        results = integrated_gradients(
            AttributableNetwork(model.network),
            engine_text(model.network, encoded),
            [Target(head, LABELS[head].index(probabilities.top_label(head))) for head in HEADS],
            fill_id=int(model.tokenizer.pad_token_id),
            chunk_size=model.gradient_plan.chunk_size(len(encoded.tokens)),
            gradient_dtype=dtype,
        )
        retried += [result.retried for result in results]
    return float(np.mean(retried))


def growth(model: sentimotion.SentimotionModel, texts: Sequence[str], rounds: int) -> None:
    """More labels at once, and words taken out, on the embedded checkpoint."""
    encoded = of_length(model, texts, 20)
    engine, fill_id = AttributableNetwork(model.network), int(model.tokenizer.pad_token_id)
    everything = [Target(head, label) for head in HEADS for label in range(len(LABELS[head]))]
    print("\n| labels at once (20 tokens, 29 steps) | seconds |\n|---|---|")
    for n_targets in (1, 2, 4, 9):
        chosen = everything[-n_targets:]
        time = seconds(
            lambda t=chosen: integrated_gradients(engine, encoded, t, fill_id=fill_id, n_steps=29), rounds
        )
        print(f"| {n_targets} | {time:.2f} |")
    print("\n| words taken out of a text of | milliseconds |\n|---|---|")
    for n_tokens in LENGTHS:
        joined = " ".join(texts)
        time = seconds(
            lambda n=n_tokens, text=joined: model.delete_words(text, [0], max_length=n), 10 * rounds
        )
        print(f"| {n_tokens} tokens | {1000 * time:.0f} |", flush=True)


def faithful(model: sentimotion.SentimotionModel, texts: Sequence[str]) -> None:
    """Comprehensiveness and sufficiency of each method and of random orders, with 95 % intervals."""
    fill_id = int(model.tokenizer.pad_token_id)
    found: dict[tuple[Head, str], list[tuple[float, float]]] = {}
    for text in tqdm(texts, desc="faithfulness"):
        encoded = model.encode(text)
        words = {token.word for token in model.explain(text, method="gradient_x_input").tokens} - {None}
        groups = token_groups(encoded)[: len(words)]
        if len(groups) < 2:
            continue
        for method in WORD_METHODS:
            for head, explanation in model.explain_heads(text, method=method).items():
                values = [
                    sum(explanation.tokens[position].attribution for position in group) for group in groups
                ]
                result = faithfulness(
                    AttributableNetwork(model.network),
                    engine_text(model.network, encoded),
                    Target(head, LABELS[head].index(explanation.label)),
                    groups,
                    values,
                    fill_id=fill_id,
                )
                found.setdefault((head, method), []).append((result.comprehensiveness, result.sufficiency))
                found.setdefault((head, "random order"), []).append(
                    (result.random_comprehensiveness, result.random_sufficiency)
                )
    print("\n| head | method | comprehensiveness (higher is better) | sufficiency (lower is better) |")
    print("|---|---|---|---|")
    for (head, method), pairs in sorted(found.items()):
        cells = []
        for values in zip(*pairs, strict=True):
            interval = bootstrap((values,), np.mean, random_state=0).confidence_interval
            cells.append(f"{np.mean(values):.3f} ({interval.low:.3f} to {interval.high:.3f})")
        print(f"| {head} | {method} | {' | '.join(cells)} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--full-size", action="store_true", help="335 M parameters, random weights")
    options = parser.parse_args()
    model = sentimotion.load()
    counts = (6, 4, 4, 4) if options.quick else (500, 40, 60, 300)
    texts = sample(options.data, max(counts))
    print(f"{platform.machine()}, {torch.get_num_threads()} threads, {model.describe()}")
    found = completeness(model, texts[: counts[0]])
    fixed = plain_steps(model, texts[: counts[1]], float(np.mean([e.converged for e in found])))
    rounds = 1 if options.quick else 3
    n_steps_found = round(float(np.mean([explanation.n_steps for explanation in found])))
    speed(model, texts, fixed, n_steps_found, rounds, options.full_size)
    growth(model, texts, rounds)
    precision(model, texts[: counts[2]])
    faithful(model, texts[: counts[3]])
    accuracy, shares = shortcut_found(30 if options.quick else 300)
    print(f"\nPlanted word ranked first (a model that finds it in {accuracy:.0%} of texts):")
    print(", ".join(f"{name} {share:.0%}" for name, share in shares.items()))


if __name__ == "__main__":
    main()
