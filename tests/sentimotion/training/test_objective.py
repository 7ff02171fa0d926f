"""The loss, its targets, and what of it is exported."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from transformers import BertConfig

from sentimotion.labels import HEADS, LABELS
from sentimotion.rows import Row
from sentimotion.training.masking import NOT_HIDDEN
from sentimotion.training.objective import Objective, soft_targets
from sentimotion.training.recipe import Recipe
from tests.checkpoints import SIZES, seeded_network

ROWS = [
    Row("ক", "positive", "happy", "mixed"),
    Row("খ", "negative", None, "mixed"),
    Row("গ", "neutral", "neutral", "single"),
    Row("ঘ", "neutral", None, "single"),
]
RECIPE = Recipe(
    served_as={"sentiment": ("mixed",), "emotion": ()},
    served_neutral_shift=0.7,
    label_smoothing=0.1,
    teacher_share=0.5,
)
IDS = torch.tensor([[0, 7, 8, 2], [0, 9, 2, 1]])
MASK = torch.tensor([[1, 1, 1, 1], [1, 1, 1, 0]])
NOTHING_HIDDEN = torch.full_like(IDS, NOT_HIDDEN)


@pytest.fixture
def objective():
    network = seeded_network(BertConfig(**SIZES, vocab_size=20, pad_token_id=1))
    return Objective(network, ROWS, RECIPE).eval()


def targets_of(*indexes):
    found = {head: soft_targets(ROWS, head, RECIPE, np.ones(len(LABELS[head])), None) for head in HEADS}
    return {head: torch.tensor(values[list(indexes)]).float() for head, values in found.items()}


def test_targets_are_the_label_smoothed():
    found = soft_targets(ROWS, "sentiment", RECIPE, np.array([2.0, 1.0, 0.5]), None)
    third = 0.1 / 3
    assert found[0] == pytest.approx(0.5 * np.array([third, third, 0.9 + third]))
    assert found[1] == pytest.approx(2.0 * np.array([0.9 + third, third, third]))
    assert (soft_targets(ROWS, "emotion", RECIPE, np.ones(6), None)[1] == 0).all()


def test_the_teacher_counts_where_it_has_an_opinion():
    teacher = np.array([[0.2, 0.3, 0.5], [np.nan] * 3])  # of the first rows only
    found = soft_targets(ROWS, "sentiment", RECIPE, np.ones(3), teacher)
    plain = soft_targets(ROWS, "sentiment", RECIPE, np.ones(3), None)
    assert found[0] == pytest.approx(0.5 * plain[0] + 0.5 * teacher[0])
    assert (found[1:] == plain[1:]).all()


def test_a_doubted_label_gives_way_to_the_teacher():
    recipe = replace(RECIPE, doubted_below=0.25, doubted_teacher_share=0.9)
    teacher = np.array(
        [[0.5, 0.3, 0.2], [0.25, 0.7, 0.05]]
    )  # of positive and of negative; the bound itself stays
    found = soft_targets(ROWS, "sentiment", recipe, np.ones(3), teacher)
    plain = soft_targets(ROWS, "sentiment", RECIPE, np.ones(3), None)
    assert found[0] == pytest.approx(0.1 * plain[0] + 0.9 * teacher[0])
    assert found[1] == pytest.approx(0.5 * plain[1] + 0.5 * teacher[1])


def test_a_teacher_says_nothing_where_there_is_no_label():
    found = soft_targets(ROWS, "emotion", RECIPE, np.ones(6), np.full((4, 6), 1 / 6))
    assert (found[1] == 0).all()


def test_the_loss_is_cross_entropy(objective):
    targets = targets_of(0, 1)
    sources = torch.tensor([objective.sources.index("mixed")] * 2)
    loss = objective(IDS, MASK, NOTHING_HIDDEN, sources, targets)
    logits = objective.network(input_ids=IDS, attention_mask=MASK)
    expected = sum(
        torch.nn.functional.cross_entropy(getattr(logits, head), targets[head], reduction="sum") / 2
        for head in HEADS
    )
    assert loss.item() == pytest.approx(expected.item(), rel=1e-5)


def test_guessing_tokens_adds_to_the_loss(objective):
    sources = torch.zeros(2, dtype=torch.long)
    nothing = {head: torch.zeros(2, len(LABELS[head])) for head in HEADS}
    assert objective(IDS, MASK, NOTHING_HIDDEN, sources, nothing).item() == 0
    guesses = NOTHING_HIDDEN.clone()
    guesses[0, 1] = 7
    loss = objective(IDS, MASK, guesses, sources, nothing)
    assert loss.item() > 0
    loss.backward()
    assert objective.guess_bias.grad is not None
    assert objective.network.sentiment_head.weight.grad.abs().sum() == 0


def test_a_source_of_one_label_has_no_bias(objective):
    with torch.no_grad():
        for values in objective.source_bias.values():
            values.fill_(1.5)
    mixed, single = (objective.sources.index(name) for name in ("mixed", "single"))
    assert (objective.bias_of("sentiment")[mixed] == 1.5).all()
    assert (objective.bias_of("sentiment")[single] == 0).all()
    # One emotion in two rows each: both have only that.
    assert (objective.bias_of("emotion") == 0).all()


def test_the_exported_head_has_the_bias_of_its_sources(objective):
    with torch.no_grad():
        objective.source_bias["sentiment"][objective.sources.index("mixed")] = torch.tensor([1.0, -2.0, 0.5])
    before = objective.network.sentiment_head.bias.clone()
    served = objective.train().served()
    assert torch.allclose(served.sentiment_head.bias, before + torch.tensor([1.0, -2.0, 0.5]))
    shift = torch.tensor([RECIPE.served_neutral_shift, 0.0, 0.0, 0.0, 0.0, 0.0])
    assert torch.allclose(served.emotion_head.bias, objective.network.emotion_head.bias + shift)
    assert torch.equal(objective.network.sentiment_head.bias, before)  # training goes on as it was
    assert not served.training
    assert objective.network.training
