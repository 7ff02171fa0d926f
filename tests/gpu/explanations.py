"""Explanations: they add up, agree with captum's and with the CPU's, and take so long."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

import torch
from captum.attr import LayerIntegratedGradients

from explain import SMALLEST_CHANGE, Target, integrated_gradients
from sentimotion import SentimotionModel
from sentimotion.explanations.attribution import to_model_input
from sentimotion.explanations.network import AttributableNetwork
from sentimotion.explanations.results import Explanation
from sentimotion.inference.precision import GradientPlan
from sentimotion.labels import HEADS, LABELS, Head
from tests.gpu.bench import Bench, long_text, with_plan
from tests.gpu.report import Section

Explanations = Mapping[Head, Explanation]
N_STEPS = 50
COMPLETENESS = 0.01
# Of the change of the score: by two implementations in float32, or on two devices.
SAME = 1e-3
# The engine promises sums within COMPLETENESS; single tokens may be off by as much in half precision.
HALF = 0.05
PLANS = {
    "the device's own": None,
    "16 points, 512 tokens a pass": GradientPlan(torch.float32),
}


def captum() -> Section:
    return Section(
        "explanations",
        f"Both heads explained, beside captum with {N_STEPS} steps in float32. Relative error: of the sum of "
        f"the attributions, at most {COMPLETENESS}. Difference: the largest of a token, as a share of the "
        "change of the score, from LayerIntegratedGradients",
        ["tokens", "way", "gradients", "seconds", "times as fast", "steps", "relative error", "difference"],
    )


def measure_captum(section: Section, bench: Bench) -> None:
    model = bench.model("bfloat16")
    plan = model.gradient_plan
    for n_tokens in (20, 128):
        text = long_text()
        exact = with_plan(model, replace(plan, dtype=torch.float32))
        half = with_plan(model, replace(plan, dtype=torch.bfloat16))
        fixed = exact.explain_heads(text, n_steps=N_STEPS, max_length=n_tokens)
        layer = partial(layer_integrated_gradients, model, text, n_tokens, fixed)
        theirs, captum_seconds = layer(), bench.seconds(layer, 3)
        section.row(n_tokens, "captum, LayerIntegratedGradients", "float32", captum_seconds, 1.0, N_STEPS,
                    errors_of(theirs, fixed), "-")  # fmt: skip
        ways = (
            ("captum, IntegratedGradients of the embeddings", exact,
             {"n_steps": N_STEPS, "method": "captum_integrated_gradients"}, SAME),
            ("explain_heads", exact, {"n_steps": N_STEPS}, SAME),
            ("explain_heads, adaptive", exact, {}, COMPLETENESS),
            ("explain_heads, adaptive", half, {}, HALF),
        )  # fmt: skip
        for way, asked, options, most in ways:
            work = partial(asked.explain_heads, text, max_length=n_tokens, **options)
            found, seconds = work(), bench.seconds(work, 5)
            shares = {head: [token.attribution for token in one.tokens] for head, one in found.items()}
            apart = largest_share(shares, theirs, fixed)
            gradients = "float32"
            if asked is half:
                gradients = f"bfloat16, {n_retried(asked, text, n_tokens, found)} of 2 again in float32"
            steps = "/".join(str(one.n_steps) for one in found.values())
            section.row(n_tokens, way, gradients, seconds, captum_seconds / seconds, steps,
                        errors_of(shares, found), apart)  # fmt: skip
            name = f"{n_tokens} tokens, {way}, {gradients}"
            section.bound(f"{name}: relative error", max(map(relative_error, found.values())), COMPLETENESS)
            section.bound(f"{name}: difference", apart, most)


def layer_integrated_gradients(
    model: SentimotionModel, text: str, n_tokens: int, asked: Explanations
) -> dict[Head, list[float]]:
    """As captum's tutorials do it: one run for each head, by a hook on the embeddings; a number per token."""
    encoded = to_model_input(model.network, model.encode(text, n_tokens))
    fill_id = model.explained_model.fill_id(model.default_baseline)
    baseline = torch.where(encoded.special_tokens_mask, encoded.input_ids, fill_id)
    found = {}
    for head, target in zip(HEADS, targets_of(asked), strict=True):

        def score(input_ids: torch.Tensor, mask: torch.Tensor, target: Target = target) -> torch.Tensor:
            logits = model.network(input_ids=input_ids, attention_mask=mask.expand(input_ids.shape[0], -1))
            return target.score(dict(zip(HEADS, logits, strict=True)))

        attributions = LayerIntegratedGradients(score, model.network.get_input_embeddings()).attribute(
            encoded.input_ids,
            baselines=baseline,
            additional_forward_args=(encoded.attention_mask,),
            n_steps=N_STEPS,
            internal_batch_size=16,
        )
        found[head] = attributions[0].detach().double().sum(dim=-1).cpu().tolist()
    return found


def targets_of(asked: Explanations) -> list[Target]:
    return [Target(head, LABELS[head].index(one.label)) for head, one in asked.items()]


def n_retried(model: SentimotionModel, text: str, n_tokens: int, asked: Explanations) -> int:
    """How many heads missed the bound in half precision and were computed again."""
    results = integrated_gradients(
        AttributableNetwork(model.network),
        to_model_input(model.network, model.encode(text, n_tokens)),
        targets_of(asked),
        baseline=model.default_baseline,
        fill_id=model.explained_model.fill_id(model.default_baseline),
        chunk_size=model.gradient_plan.chunk_size(n_tokens),
        gradient_dtype=model.gradient_plan.dtype,
    )
    return sum(result.retried for result in results)


def change_of(explanation: Explanation) -> float:
    return max(abs(explanation.score - explanation.baseline_score), SMALLEST_CHANGE)


def relative_error(explanation: Explanation) -> float:
    return abs(explanation.convergence_delta) / change_of(explanation)


def errors_of(shares: Mapping[Head, Sequence[float]], asked: Explanations) -> str:
    """Relative error of each head's sum."""
    errors = [
        abs(math.fsum(shares[head]) - (one.score - one.baseline_score)) / change_of(one)
        for head, one in asked.items()
    ]
    return "/".join(f"{error:.2g}" for error in errors)


def largest_share(
    shares: Mapping[Head, Sequence[float]], others: Mapping[Head, Sequence[float]], asked: Explanations
) -> float:
    """The largest difference of a token's attribution, as a share of the change of the score."""
    return max(
        abs(a - b) / change_of(asked[head])
        for head in asked
        for a, b in zip(shares[head], others[head], strict=True)
    )


def functions() -> Section:
    return Section(
        "functions",
        "Every function of a model on the card against the CPU, both in float32: the largest difference of a "
        f"number, as a share of the change of the score, at most {SAME}",
        ["function", "numbers", "difference"],
    )


def measure_functions(section: Section, bench: Bench) -> None:
    answers = {}
    for name, model in (("card", bench.model("float32")), ("CPU", bench.reference())):
        exact = with_plan(model, replace(model.gradient_plan, dtype=torch.float32))
        answers[name] = numbers_of_functions(exact)
    change = answers["CPU"].pop("change of the score")[0]
    answers["card"].pop("change of the score")
    for name, expected in answers["CPU"].items():
        found = answers["card"][name]
        apart = max(abs(a - b) for a, b in zip(found, expected, strict=True)) / change
        section.row(name, len(found), apart)
        section.bound(name, apart, SAME)


def numbers_of_functions(model: SentimotionModel) -> dict[str, list[float]]:
    text, short = long_text(), " ".join(long_text().split()[:3])
    integrated = model.explain(text, n_steps=8, max_length=20)
    found = {
        "change of the score": [change_of(integrated)],
        "predict": list(model.predict(text, max_length=20).probabilities.emotion),
        "explain, contrast": numbers(
            model.explain(text, label="positive", contrast="negative", n_steps=8, max_length=20)
        ),
        "explain, probability": numbers(model.explain(text, target="probability", n_steps=8, max_length=20)),
        "shapley_sampling": numbers(model.explain(short, method="shapley_sampling")),
    }
    for baseline in ("pad", "mask", "zero"):
        explanation = model.explain(text, baseline=baseline, n_steps=8, max_length=20)
        found[f"integrated_gradients, {baseline}"] = numbers(explanation)
    for method in ("captum_integrated_gradients", "gradient_x_input", "leave_one_out"):
        steps = 8 if method.startswith("captum") else None
        found[method] = numbers(model.explain(text, method=method, n_steps=steps, max_length=20))
    deletion = model.delete_words(text, [0, 2], {"sentiment": integrated}, max_length=20)
    found["delete_words"] = [*deletion.probabilities.emotion, deletion.changes["sentiment"].measured]
    found["walk, scores"] = list(model.walk(text, points=(0.0, 0.25, 1.0), max_length=20).scores)
    return found


def numbers(explanation: Explanation) -> list[float]:
    tokens = [token.attribution for token in explanation.tokens]
    return [explanation.score, explanation.baseline_score, *tokens]


def choices() -> Section:
    return Section(
        "choices",
        "What the device's plan for gradients and the attention of torch gain: both heads, adaptive",
        ["tokens", "gradients", "pass", "attention", "seconds", "peak, MiB", "of 5, unlike the first"],
    )  # fmt: skip


def measure_choices(section: Section, bench: Bench) -> None:
    model = bench.model("bfloat16")
    own = model.gradient_plan
    encoder = model.network.encoder
    before = encoder.fused_attention
    try:
        for n_tokens in (20, 128, 512) if bench.is_full else (20,):
            for dtype in (torch.bfloat16, torch.float32):
                for name, plan in PLANS.items():
                    for attention in ("sdpa", "eager") if plan is None else ("sdpa",):
                        encoder.fused_attention = attention == "sdpa"
                        asked = with_plan(model, replace(plan or own, dtype=dtype))
                        work = partial(asked.explain_heads, long_text(), max_length=n_tokens)
                        seconds, peak = bench.seconds(work, 3), bench.peak(work)
                        first = work()
                        others = sum(work() != first for _ in range(4))
                        precision = str(dtype).removeprefix("torch.")
                        section.row(n_tokens, precision, name, attention, seconds, f"{peak:.0f}", others)
    finally:
        encoder.fused_attention = before
