"""How long explanations take, beside plain captum; part of ``python -m tests.benchmarks.explain``."""

import math
from collections.abc import Callable, Sequence
from functools import partial
from importlib.util import find_spec
from statistics import median
from time import perf_counter

import numpy as np
import torch
from captum.attr import LayerIntegratedGradients
from transformers import ElectraConfig

import sentimotion
from explain import ModelInput, Target, integrated_gradients
from sentimotion.explanations.attribution import to_model_input
from sentimotion.explanations.network import AttributableNetwork
from sentimotion.inference.network import JointClassifier
from sentimotion.inference.precision import GradientPlan, plan_gradients
from sentimotion.inference.predictor import predict_probabilities
from sentimotion.labels import HEADS, LABELS

LENGTHS = (8, 20, 60, 128)
# The last label of each head: which one makes no difference to the time.
TARGETS = [Target(head, len(LABELS[head]) - 1) for head in HEADS]


def seconds(work: Callable[[], object], rounds: int) -> float:
    """Median of some runs, after one that is not counted; with 0 rounds that one alone."""
    start = perf_counter()
    work()
    times = [] if rounds else [perf_counter() - start]
    for _ in range(rounds):
        start = perf_counter()
        work()
        times.append(perf_counter() - start)
    return median(times)


def of_length(model: sentimotion.SentimotionModel, texts: Sequence[str], n_tokens: int) -> ModelInput:
    """A text of so many tokens, for the engine."""
    encoded = to_model_input(model.network, model.encode(" ".join(texts), max_length=n_tokens))
    assert encoded.input_ids.shape[1] == n_tokens
    return encoded


def plain_captum(network: JointClassifier, encoded: ModelInput, fill_id: int, n_steps: int) -> None:
    """As captum's tutorials do it: one LayerIntegratedGradients run a head, in fp32."""
    baseline = torch.where(encoded.special_tokens_mask, encoded.input_ids, fill_id)
    for target in TARGETS:

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


def ours(
    network: JointClassifier,
    encoded: ModelInput,
    fill_id: int,
    n_steps: int | None,
    plan: GradientPlan,
    targets: Sequence[Target] = TARGETS,
    tolerance: float = 0.01,
) -> list[int]:
    """All targets in shared passes, end points included; the steps that each took.

    :param tolerance: As the engine's; infinity takes what comes out, and does nothing again.
    """
    results = integrated_gradients(
        AttributableNetwork(network),
        encoded,
        targets,
        fill_id=fill_id,
        n_steps=n_steps,
        chunk_size=plan.chunk_size(encoded.input_ids.shape[1]),
        gradient_dtype=plan.dtype,
        tolerance=tolerance,
    )
    return [result.n_steps for result in results]


def blank_id(model: sentimotion.SentimotionModel) -> int:
    """Id of the token that the model's default baseline is filled with."""
    ids = {"pad": model.tokenizer.pad_token_id, "mask": model.tokenizer.mask_token_id}
    return int(ids[model.default_baseline])


def speed_embedded(
    model: sentimotion.SentimotionModel, texts: Sequence[str], fixed: int, rounds: int
) -> None:
    """The embedded checkpoint at several lengths, each text with the steps that it asks for."""
    fill_id, plan = blank_id(model), model.gradient_plan
    print_speed_head("embedded", fixed)
    for n_tokens in LENGTHS:
        encoded = of_length(model, texts, n_tokens)
        theirs = [
            seconds(partial(plain_captum, model.network, encoded, fill_id, n), rounds) for n in (fixed, 50)
        ]
        work = partial(ours, model.network, encoded, fill_id, None, plan)
        print_speed_row(f"{n_tokens}", "/".join(map(str, work())), seconds(work, rounds), theirs)


def speed_full_size(
    model: sentimotion.SentimotionModel,
    texts: Sequence[str],
    fixed: int,
    n_steps: int,
    lengths: Sequence[int],
) -> None:
    """A network of the published model's size with random weights, which are smooth and need few steps.

    That proves nothing, so ours takes the steps that it took on the embedded checkpoint, and pays for as many
    retries in float32 as half precision needed there. Each time is one run, not the first one. Beyond 20
    tokens captum's time at the larger number of steps is that of 50 steps in proportion, marked by a tilde.
    """
    config = ElectraConfig(
        vocab_size=32000, embedding_size=1024, hidden_size=1024, num_hidden_layers=24,
        num_attention_heads=16, intermediate_size=4096,
    )  # fmt: skip
    torch.manual_seed(0)
    network = JointClassifier(config).eval().requires_grad_(False)
    fill_id = blank_id(model)
    encodings = [of_length(model, texts, n_tokens) for n_tokens in lengths]
    plain_captum(network, encodings[0], fill_id, 2)  # the first pass is the slowest
    # Before the plan, which may set the network's attention to suit its own precision.
    theirs = []
    for encoded in encodings:
        short = encoded.input_ids.shape[1] <= 20
        at_50 = seconds(partial(plain_captum, network, encoded, fill_id, 50), 0)
        at_fixed = (
            seconds(partial(plain_captum, network, encoded, fill_id, fixed), 0)
            if short
            else at_50 * fixed / 50
        )
        theirs.append(("" if short else "~ ", (at_fixed, at_50)))
    plan = plan_gradients(network)
    share = retry_share(model, texts, plan.dtype) if plan.dtype is not torch.float32 else 0.0
    name = str(plan.dtype).removeprefix("torch.")
    print_speed_head(f"full size, {name}, {share:.0%} of the targets done again", fixed)
    for encoded, (mark, captum) in zip(encodings, theirs, strict=True):
        # Random weights' own retries prove nothing either: the embedded checkpoint's share is paid for.
        work = partial(ours, network, encoded, fill_id, n_steps, tolerance=math.inf)
        time = seconds(partial(work, plan), 1)
        if share:
            again = partial(work, GradientPlan(torch.float32), TARGETS[:1])
            time += len(TARGETS) * share * seconds(again, 0)
        print_speed_row(f"{encoded.input_ids.shape[1]}", str(n_steps), time, captum, mark)


def print_speed_head(name: str, fixed: int) -> None:
    print(f"\nBoth heads, {name}:\n")
    print(f"| tokens | ours | steps | captum, {fixed} steps | ratio | captum, 50 steps | ratio |")
    print("|---|---|---|---|---|---|---|")


def print_speed_row(tokens: str, steps: str, time: float, theirs: Sequence[float], mark: str = "") -> None:
    columns = " | ".join(f"{other:.2f} s | {other / time:.1f}" for other in theirs)
    print(f"| {tokens} | {time:.2f} s | {steps} | {mark}{columns} |", flush=True)


def retry_share(model: sentimotion.SentimotionModel, texts: Sequence[str], dtype: torch.dtype) -> float:
    """Share of targets that the embedded checkpoint does again after gradients of this precision."""
    retried = []
    for text in texts[:60]:
        encoded = model.encode(text)
        (probabilities,) = predict_probabilities(model.network, [encoded], torch.float32)
        results = integrated_gradients(
            AttributableNetwork(model.network),
            to_model_input(model.network, encoded),
            [Target(head, LABELS[head].index(probabilities.top_label(head))) for head in HEADS],
            fill_id=blank_id(model),
            chunk_size=model.gradient_plan.chunk_size(len(encoded.tokens)),
            gradient_dtype=dtype,
        )
        retried += [result.retried for result in results]
    return float(np.mean(retried))


def growth(model: sentimotion.SentimotionModel, texts: Sequence[str], rounds: int) -> None:
    """More labels at once, and words taken out, on the embedded checkpoint."""
    fill_id, plan, encoded = (
        blank_id(model),
        model.gradient_plan,
        of_length(model, texts, 20),
    )
    everything = [Target(head, label) for head in HEADS for label in range(len(LABELS[head]))]
    print("\n| labels at once (20 tokens, 29 steps) | seconds |\n|---|---|")
    for n_targets in (1, 2, 4, 9):
        work = partial(ours, model.network, encoded, fill_id, 29, plan, everything[-n_targets:])
        print(f"| {n_targets} | {seconds(work, rounds):.2f} |")
    print("\n| a word taken out of a text of | milliseconds |\n|---|---|")
    joined = " ".join(texts)
    for n_tokens in LENGTHS:
        text = joined[: model.encode(joined, max_length=n_tokens).truncated_at]
        time = seconds(partial(model.delete_words, text, [0], max_length=n_tokens), 10 * rounds)
        print(f"| {n_tokens} tokens | {1000 * time:.0f} |", flush=True)
    if find_spec("transformers_interpret") is None:
        print("\ntransformers-interpret is not installed: not compared.")
