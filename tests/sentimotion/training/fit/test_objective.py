"""The loss and its targets."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from sentimotion.inference.network import HeadLogits
from sentimotion.labels import HEADS
from sentimotion.tables.labeled_rows import LabeledRow
from sentimotion.training.fit.objective import joint_loss, mix, pairing_loss, soft_targets, weight_rows

NAN = float("nan")


def test_targets_are_the_label_smoothed():
    rows = [LabeledRow("ক", "positive", None, "toy"), LabeledRow("খ", "negative", "fear", "toy")]
    assert soft_targets(rows, "sentiment", 0.3, 0.4) == pytest.approx(
        np.array([[0.1, 0.1, 0.8], [0.8, 0.1, 0.1]])
    )
    found = soft_targets(rows, "emotion", 0.06, 0.4)
    assert np.isnan(found[0]).all()
    assert found[1] == pytest.approx([0.01] * 5 + [0.95])


def test_an_alternative_has_a_share_of_the_label():
    row = LabeledRow(
        "ক", "positive", "sadness", "toy", sentiment_alternative="neutral", emotion_alternative="fear"
    )
    assert soft_targets([row], "sentiment", 0.0, 0.25).tolist() == [[0.0, 0.25, 0.75]]
    # 0.8 of the label less a quarter of it; the alternative has that and its own 0.1.
    assert soft_targets([row], "sentiment", 0.3, 0.25)[0] == pytest.approx([0.1, 0.3, 0.6])
    assert soft_targets([row], "emotion", 0.0, 0.3)[0] == pytest.approx([0, 0, 0, 0.7, 0, 0.3])


def test_an_alternative_without_a_label_says_nothing():
    row = LabeledRow("ক", None, None, "toy", sentiment_alternative="neutral")
    assert np.isnan(soft_targets([row], "sentiment", 0.1, 0.3)).all()


def test_soft_labels_have_their_share_where_there_are_any():
    targets = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [NAN] * 3])
    soft_labels = np.array([[0.2, 0.3, 0.5], [NAN] * 3, [0.2, 0.3, 0.5]])
    found = mix(targets, soft_labels, 0.25)
    assert found[0] == pytest.approx([0.8, 0.075, 0.125])
    assert found[1].tolist() == [0.0, 1.0, 0.0]
    assert np.isnan(found[2]).all()  # soft labels alone make no target


# Three rows of the first label for one of the second.
THREE_TO_ONE = np.array([[1.0, 0.0], [1.0, 0.0], [1.0, 0.0], [0.0, 1.0], [NAN, NAN]])


@pytest.mark.parametrize(
    ("power", "common", "rare"),
    [(0.0, 1.0, 1.0), (1.0, 2 / 3, 2.0), (0.5, 4 / (3 + 3**0.5), 4 * 3**0.5 / (3 + 3**0.5))],
)
def test_rare_labels_weigh_more(power, common, rare):
    found = weight_rows(THREE_TO_ONE, power)
    assert found == pytest.approx(np.array([[common, 0]] * 3 + [[0, rare], [0, 0]]))


def test_a_label_that_no_row_has_takes_nothing():
    assert weight_rows(np.array([[1.0, 0.0], [1.0, 0.0]]), 1.0).tolist() == [[1.0, 0.0], [1.0, 0.0]]
    assert weight_rows(np.full((2, 3), NAN), 0.5).tolist() == [[0.0] * 3] * 2


@given(st.integers(0, 2**32 - 1), st.integers(1, 40), st.floats(0, 1))
def test_the_mean_weight_is_1(seed, n_rows, power):
    generator = np.random.default_rng(seed)
    targets = generator.dirichlet([0.3] * 6, n_rows)
    targets[generator.random(n_rows) < 0.3] = NAN
    found = weight_rows(targets, power)
    known = ~np.isnan(targets[:, 0])
    assert (found[~known] == 0).all()
    if known.any():
        assert found[known].sum(axis=1).mean() == pytest.approx(1)
        # A row's own target keeps its shape.
        weights = found[known].sum(axis=1, keepdims=True)
        assert found[known] == pytest.approx(targets[known] * weights)


def test_the_loss_is_cross_entropy_of_both_heads():
    generator = torch.Generator().manual_seed(0)
    logits = HeadLogits(*(torch.randn(2, n, generator=generator) for n in (3, 6)))
    targets = {head: torch.softmax(getattr(logits, head).flip(-1), -1) for head in HEADS}
    expected = sum(torch.nn.functional.cross_entropy(getattr(logits, head), targets[head]) for head in HEADS)
    assert joint_loss(logits, targets).item() == pytest.approx(expected.item(), rel=1e-6)


def test_a_row_without_targets_adds_nothing_but_counts():
    logits = HeadLogits(torch.zeros(2, 3), torch.zeros(2, 6))
    targets = {"sentiment": torch.tensor([[0.0, 1.0, 0.0], [0.0] * 3]), "emotion": torch.zeros(2, 6)}
    # Even probabilities: the logarithm of 3, over two rows.
    assert joint_loss(logits, targets).item() == pytest.approx(np.log(3) / 2)
    targets["sentiment"] = torch.zeros(2, 3)
    assert joint_loss(logits, targets).item() == 0


def test_the_pairing_loss_is_the_divergence_in_both_directions():
    one = HeadLogits(torch.log(torch.tensor([[0.5, 0.25, 0.25]])), torch.zeros(1, 6))
    other = HeadLogits(torch.log(torch.tensor([[0.25, 0.5, 0.25]])), torch.zeros(1, 6))
    # By hand: KL = 0.5 ln 2 + 0.25 ln 0.5 = 0.25 ln 2 either way.
    assert pairing_loss(one, other).item() == pytest.approx(0.5 * np.log(2), abs=1e-6)
    assert pairing_loss(one, one).item() == 0
    twice = [HeadLogits(*(torch.cat([head, head]) for head in logits)) for logits in (one, other)]
    assert pairing_loss(*twice).item() == pytest.approx(np.log(2), abs=1e-6)
