"""Decomposition of a score through the layers into the parts of the tokens and of the biases.

Modarressi, Fayyaz, Aghazadeh, Yaghoobzadeh, Pilehvar: DecompX: Explaining Transformers Decisions by
Propagating Token Decomposition, ACL 2023 (arXiv 2306.02873).
"""

from collections.abc import Mapping, Sequence

import torch
from torch import Tensor

from explain.attribution import DEFAULT_TOLERANCE, ModelInput, Target, TokenAttribution
from explain.convergence import check_tolerance, to_attribution
from explain.decomposition.affine import Affine, fixed_layers, fixed_steps
from explain.decomposition.layers import DecomposableModel
from explain.errors import NonFiniteAttribution, NotDecomposable

NAME = "decomposition"
BASELINE = "biases"
"""What is left of the network where every token contributes nothing."""


def decomposition(
    model: DecomposableModel,
    encoded: ModelInput,
    targets: Sequence[Target],
    *,
    tolerance: float = DEFAULT_TOLERANCE,
) -> list[TokenAttribution]:
    """Attribute to each token what its vector contributes to the score on its way through the layers.

    Each state of the network is a sum of vectors, one for each token of the text and one for the biases. They
    pass through attention with the weights of the text, through layer norms with their standard deviations,
    through activations with the slope f(x)/x (zero-reference), and through residuals and linear layers as
    they are. That is the paper's decomposition but for the biases, which it divides among the tokens: here
    they remain a part of their own, ``baseline_score``, so that the attributions of all tokens, special ones
    included, add up to score - baseline_score. A token's vector begins as its state before the first layer:
    word, position and type embedding after their norm.

    With all that fixed the network is an affine map (:mod:`explain.decomposition.affine`). What it makes of a
    token's vector is computed from the score back, in one backward pass per target rather than one forward
    pass per token; both are the same product. The biases' part is a forward pass in which all tokens' vectors
    are 0. ``score`` is a forward pass of the model itself, so that an adapter that leaves something out shows
    in ``convergence_delta``.

    Log-odds are z - logsumexp(others) = z - Σ p_k z_k - H(p), with p the softmax of the other logits: p is
    fixed like the attention weights, and its entropy H counts with the biases. A probability has no such
    form.

    The model is not modified; several threads may explain and predict with it at once. Always in float32.

    :param model: The model to explain, in eval mode.
    :param encoded: The text, on the model's device.
    :param targets: What to explain; empty gives an empty list.
    :param tolerance: Largest ``relative_error`` that counts as converged, at least 0.
    :returns: One result per target, in their order, with 1 step. Unlike other methods, special tokens have
        attributions: the first token's own vector is a part of the score.
    :raises ValueError: If the tolerance is out of range or a target does not fit the model's heads.
    :raises NotDecomposable: If a target is a probability, or an activation is not 0 at 0.
    :raises NonFiniteAttribution: If a score or an attribution is NaN or infinite.
    """
    check_tolerance(tolerance)
    for target in targets:
        if target.kind == "probability" and target.contrast is None:
            raise NotDecomposable(
                "a probability is not a sum of parts that pass through the softmax; explain the label's"
                " log_odds or logit, or add a contrast"
            )
    if not targets:
        return []
    with torch.inference_mode(False), torch.autocast(encoded.input_ids.device.type, enabled=False):
        with torch.no_grad():
            # A mask made under inference_mode could not be saved for the backward pass; its copy can.
            mask = encoded.attention_mask.clone()
            inputs_embeds = model.embed(encoded.input_ids)
            head_logits = model.head_logits(inputs_embeds, mask)
            scores = [_finite_score(target, head_logits) for target in targets]
            tokens = model.first_states(inputs_embeds)[0]
            encode = fixed_layers(model.encoder_layers(), tokens, mask[0])
            state, bias_state = encode(tokens)[0], encode(torch.zeros_like(tokens))[0]
            heads = {target.head: fixed_steps(model.head_steps(target.head), state) for target in targets}
        gradients = _gradients(
            encode, heads, tokens, [_weights(one, head_logits)[0] for one in targets], targets
        )
        results = []
        for target, score, gradient in zip(targets, scores, gradients, strict=True):
            weights, constant = _weights(target, head_logits)
            with torch.no_grad():
                bias_logits = heads[target.head](bias_state).cpu().double()
            results.append(
                to_attribution(
                    target,
                    (tokens.cpu().double() * gradient.cpu().double()).sum(dim=-1),
                    score,
                    float(weights @ bias_logits) + constant,
                    n_steps=1,
                    method=NAME,
                    baseline=BASELINE,
                    tolerance=tolerance,
                )
            )
    return results


def _gradients(
    encode: Affine,
    heads: Mapping[str, Affine],
    tokens: Tensor,
    weights: Sequence[Tensor],
    targets: Sequence[Target],
) -> list[Tensor]:
    """What the affine map multiplies each token's vector with: for each target, (n_tokens, hidden)."""
    gradients = []
    with torch.enable_grad():
        leaves = tokens.detach().clone().requires_grad_()
        state = encode(leaves)[0]
        for position, (target, weight) in enumerate(zip(targets, weights, strict=True), start=1):
            logits = heads[target.head](state)
            (gradient,) = torch.autograd.grad(
                logits @ weight.to(logits), leaves, retain_graph=position < len(targets)
            )
            gradients.append(gradient)
    return gradients


def _finite_score(target: Target, head_logits: Mapping[str, Tensor]) -> float:
    score = target.score(head_logits)
    if not score.isfinite().all():
        raise NonFiniteAttribution(f"the score of head {target.head!r}, label {target.label} is not finite")
    return float(score)


def _weights(target: Target, head_logits: Mapping[str, Tensor]) -> tuple[Tensor, float]:
    """The score as a weighted sum of logits: float64 (n_labels,) on the CPU, and what is added to it."""
    logits = head_logits[target.head][0].detach().cpu().double()
    weights = torch.zeros_like(logits)
    constant = 0.0
    if target.contrast is not None:
        weights[target.contrast] = -1.0
    elif target.kind == "log_odds":
        others = logits.clone()
        others[target.label] = -torch.inf
        shares = others.softmax(0)
        weights -= shares
        constant = float(torch.special.xlogy(shares, shares).sum())  # minus the entropy
    weights[target.label] = 1.0
    return weights, constant
