"""A planted shortcut: a tiny model whose label one nonsense word decides, and who finds that word.

The protocol of Bastings et al. 2022 (arXiv 2111.07367) in small: words are random, one of two nonsense words
stands at a random place and decides the label; an explanation is right if it ranks that word first. A third
of the training texts has neither word and a label of its own: else a model may look for one of the two only,
and take its absence for the other.
"""

from collections.abc import Callable, Sequence

import torch

from explain import (
    ModelInput,
    Target,
    TokenAttribution,
    gradient_x_input,
    integrated_gradients,
    leave_one_out,
    shapley_sampling,
)
from tests.explain.models import CLS_ID, PAD_ID, SEP_ID, TwoHeadModel, encode, tiny_bert

PLANTED = (38, 39)
N_WORDS = 9
HEAD = "sentiment"

Method = Callable[[TwoHeadModel, ModelInput, Target], TokenAttribution]
METHODS: dict[str, Method] = {
    "integrated_gradients": lambda model, text, target: integrated_gradients(
        model, text, [target], fill_id=PAD_ID
    )[0],
    "leave_one_out": lambda model, text, target: leave_one_out(
        model, text, [target], word_groups_of(text), fill_id=PAD_ID
    )[0],
    "shapley_sampling": lambda model, text, target: shapley_sampling(
        model, text, [target], word_groups_of(text), fill_id=PAD_ID
    )[0],
    "gradient_x_input": lambda model, text, target: gradient_x_input(model, text, [target], fill_id=PAD_ID)[
        0
    ],
}


def word_groups_of(text: ModelInput) -> Sequence[tuple[int]]:
    return [(position,) for position in range(1, text.input_ids.shape[1] - 1)]


def sentences(n_texts: int, generator: torch.Generator) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Token ids (n_texts, N_WORDS + 2), labels (2 for no planted word), and where the planted word stands."""
    words = torch.randint(4, 36, (n_texts, N_WORDS), generator=generator)
    labels = torch.randint(0, 3, (n_texts,), generator=generator)
    places = torch.randint(0, N_WORDS, (n_texts,), generator=generator)
    planted = torch.arange(n_texts)[labels < len(PLANTED)]
    words[planted, places[planted]] = torch.tensor(PLANTED)[labels[planted]]
    ends = torch.full((n_texts, 1), CLS_ID), torch.full((n_texts, 1), SEP_ID)
    return torch.cat([ends[0], words, ends[1]], dim=1), labels, places + 1


def trained(generator: torch.Generator, steps: int = 600) -> TwoHeadModel:
    """A tiny encoder that has learned the shortcut."""
    model = tiny_bert()
    optimizer = torch.optim.AdamW(model.parameters(), lr=3e-3)
    for _ in range(steps):
        ids, labels, _ = sentences(64, generator)
        logits = model.logits_of_ids(ids, torch.ones_like(ids))[HEAD]
        loss = torch.nn.functional.cross_entropy(logits, labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    for parameter in model.parameters():
        parameter.requires_grad_(False)
    return model


def shortcut_found(n_texts: int = 200, seed: int = 0) -> tuple[float, dict[str, float]]:
    """The model's accuracy, and by method the share of texts whose planted word it ranks first."""
    generator = torch.Generator().manual_seed(seed)
    model = trained(generator)
    ids, labels, places = sentences(n_texts, generator)
    said = model.logits_of_ids(ids, torch.ones_like(ids))[HEAD].argmax(dim=1)
    found, n_planted = dict.fromkeys(METHODS, 0), int((said < len(PLANTED)).sum())
    for row, label, place in zip(ids, said.tolist(), places.tolist(), strict=True):
        if label == len(PLANTED):
            continue
        text = encode(*row[1:-1].tolist())
        for name, method in METHODS.items():
            attributions = method(model, text, Target(HEAD, label)).attributions
            found[name] += max(range(len(attributions)), key=attributions.__getitem__) == place
    accuracy = float((said == labels).float().mean())
    return accuracy, {name: count / n_planted for name, count in found.items()}
