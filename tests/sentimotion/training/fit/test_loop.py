"""The training loop on a tiny network: it learns, it can be stopped and resumed, labels reach their head."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from sentimotion.errors import DataError
from sentimotion.labels import HEADS
from sentimotion.training.fit import loop as fit_module
from sentimotion.training.fit.loop import fit
from tests.checkpoints import unigram_tokenizer
from tests.sentimotion.training.tiny_run import EXAMPLES, ROWS, SEED, STAGE, examples_of, network_of


@pytest.fixture(scope="module")
def tokenizer():
    return unigram_tokenizer()


def train(tokenizer, path, examples=EXAMPLES, stage=STAGE, seed=SEED, on_epoch=lambda _epoch, _network: None):
    return fit(network_of(tokenizer), tokenizer, examples, stage, seed, path, on_epoch)


def loss_of(network, tokenizer):
    total = 0.0
    with torch.no_grad():
        for index, text in enumerate(EXAMPLES.texts):
            logits = network(input_ids=torch.tensor([tokenizer.encode(text).ids]))
            for head in HEADS:
                target = torch.from_numpy(EXAMPLES.targets[head][[index]]).float()
                total += torch.nn.functional.cross_entropy(getattr(logits, head), target).item()
    return total / len(EXAMPLES.texts)


def assert_same(one, other):
    """Two runs: the same losses at every step, and the same weights."""
    assert one.losses == other.losses
    states = one.network.state_dict().items(), other.network.state_dict().values()
    for (name, tensor), expected in zip(*states, strict=True):
        assert torch.equal(tensor, expected), name


def test_it_learns(tokenizer, tmp_path):
    before = loss_of(network_of(tokenizer), tokenizer)
    epochs = []

    def report(epoch, network):
        assert not network.training
        epochs.append(epoch)

    fitted = train(tokenizer, tmp_path / "state.pt", stage=replace(STAGE, epochs=20), on_epoch=report)
    assert loss_of(fitted.network, tokenizer) < 0.5 * before
    assert epochs == list(range(1, 21))
    assert not fitted.network.training
    assert fitted.seconds > 0


def test_seeds_decide_everything(tokenizer, tmp_path):
    one, again = (train(tokenizer, tmp_path / f"{name}.pt") for name in "ab")
    assert_same(one, again)
    other = train(tokenizer, tmp_path / "c.pt", seed=4)
    assert not torch.equal(one.network.sentiment_head.weight, other.network.sentiment_head.weight)


# As many steps as three epochs have; a state is written every second.
@pytest.mark.parametrize("steps", [0, 1, 2, 3, 5, 8, 11])
def test_a_run_stopped_anywhere_goes_on_to_the_same_weights(tokenizer, tmp_path, monkeypatch, steps):
    whole = train(tokenizer, tmp_path / "whole.pt")
    mask_tokens, begun = fit_module.mask_tokens, []

    def power_cut(*arguments):
        begun.append(1)
        if len(begun) > steps:
            raise KeyboardInterrupt
        return mask_tokens(*arguments)

    monkeypatch.setattr(fit_module, "mask_tokens", power_cut)
    with pytest.raises(KeyboardInterrupt):
        train(tokenizer, tmp_path / "state.pt")
    assert (tmp_path / "state.pt").exists() == (steps >= 2)
    monkeypatch.undo()
    torch.manual_seed(99)  # another process would not have the same random state
    assert_same(train(tokenizer, tmp_path / "state.pt"), whole)


def test_a_run_stopped_between_epochs(tokenizer, tmp_path):
    whole = train(tokenizer, tmp_path / "whole.pt")

    def stop(epoch, _network):
        if epoch == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        train(tokenizer, tmp_path / "state.pt", on_epoch=stop)
    epochs = []
    resumed = train(tokenizer, tmp_path / "state.pt", on_epoch=lambda epoch, _network: epochs.append(epoch))
    assert_same(resumed, whole)
    assert epochs == [1, 2, 3]  # the report that was cut off is made again
    # A run that is done has nothing more to do.
    assert_same(train(tokenizer, tmp_path / "state.pt", on_epoch=pytest.fail), whole)


@pytest.mark.parametrize(
    "other",
    [
        {"stage": replace(STAGE, learning_rate=1e-5)},
        {"stage": replace(STAGE, masked_shares=(0.0, 0.6))},
        {"seed": SEED + 1},
        {"examples": examples_of([*ROWS[1:], ROWS[0]] * 2)},
    ],
    ids=lambda other: next(iter(other)),
)
def test_a_state_of_other_settings_or_examples_is_refused(tokenizer, tmp_path, other):
    train(tokenizer, tmp_path / "state.pt")
    with pytest.raises(DataError, match="belongs to a run with other settings or data"):
        train(tokenizer, tmp_path / "state.pt", **other)


def test_each_part_of_the_examples_is_in_their_fingerprint():
    def changed(head):
        values = EXAMPLES.targets[head].copy()
        values[0, 0] += 1e-9
        return replace(EXAMPLES, targets=EXAMPLES.targets | {head: values})

    others = [
        replace(EXAMPLES, texts=("আজ", *EXAMPLES.texts[1:])),
        changed("sentiment"),
        changed("emotion"),
    ]
    assert examples_of(ROWS * 2).fingerprint() == EXAMPLES.fingerprint()
    assert len({one.fingerprint() for one in [EXAMPLES, *others]}) == 4


def rates_of(tokenizer, path, monkeypatch, stage):
    """The heads' learning rate at each step."""
    rates, step = [], torch.optim.AdamW.step

    def recorded(optimizer, *arguments, **options):
        rates.append(max(group["lr"] for group in optimizer.param_groups))
        return step(optimizer, *arguments, **options)

    monkeypatch.setattr(torch.optim.AdamW, "step", recorded)
    train(tokenizer, path, stage=stage)
    return rates


@pytest.mark.parametrize("final_share", [0.0, 0.6])
def test_the_learning_rate_rises_and_falls_linearly(tokenizer, tmp_path, monkeypatch, final_share):
    # 14 texts in batches of 4, thrice: 12 steps, of which 4 are warm-up.
    stage = replace(STAGE, warmup_share=1 / 3, final_share=final_share, head_learning_rate=0.01)
    rates = rates_of(tokenizer, tmp_path / "state.pt", monkeypatch, stage)
    fall = [1 - (1 - final_share) * step / 8 for step in range(8)]
    assert rates == pytest.approx([0.0025, 0.005, 0.0075, 0.01, *(0.01 * share for share in fall)])


def test_names_are_read_alike(tokenizer, tmp_path):
    """Labels hang on who is named: less when names are replaced, much less when paired."""
    negative, positive = "রোহিঙ্গা মিছিল করেছে", "মুসলিম মিছিল করেছে"
    rows = [(negative, "negative", "anger_disgust"), (positive, "positive", "happy")] * 6
    stage = replace(STAGE, epochs=12, masked_texts=0.0, variant_share=0.0)
    gaps = []
    for number, (share, weight) in enumerate([(0.0, 0.0), (0.5, 0.0), (0.5, 4.0)]):
        found = train(
            tokenizer,
            tmp_path / f"{number}.pt",
            examples=examples_of(rows),
            stage=replace(stage, name_share=share, name_pairing=weight),
        )
        ids = [torch.tensor([tokenizer.encode(text).ids]) for text in (negative, positive)]
        with torch.no_grad():
            one, other = (found.network(input_ids=each).sentiment.softmax(-1) for each in ids)
        gaps.append((one - other).abs().max().item())
    alone, replaced, paired = gaps
    assert alone > replaced > 2 * paired


def test_a_run_with_pairs_goes_on_to_the_same_weights(tokenizer, tmp_path):
    rows = [("রোহিঙ্গা মিছিল করেছে", "negative", "fear"), ("হিন্দু গান গাইছে", "positive", "happy")] * 4
    stage = replace(STAGE, name_share=1.0, name_pairing=1.0)

    def stop(epoch, _network):
        if epoch == 2:
            raise KeyboardInterrupt

    whole = train(tokenizer, tmp_path / "whole.pt", examples_of(rows), stage)
    with pytest.raises(KeyboardInterrupt):
        train(tokenizer, tmp_path / "state.pt", examples_of(rows), stage, on_epoch=stop)
    assert_same(train(tokenizer, tmp_path / "state.pt", examples_of(rows), stage), whole)


@pytest.mark.parametrize("labeled", HEADS)
def test_rows_of_zeros_leave_a_head_alone(tokenizer, tmp_path, labeled):
    other = "emotion" if labeled == "sentiment" else "sentiment"
    zeros = np.zeros_like(EXAMPLES.targets[other])
    examples = replace(EXAMPLES, targets=EXAMPLES.targets | {other: zeros})
    stage = replace(STAGE, weight_decay=0.0)  # decay would move a head that learned nothing
    network = train(tokenizer, tmp_path / "state.pt", examples=examples, stage=stage).network
    untrained = network_of(tokenizer)
    for name in ("weight", "bias"):
        after, before = network.state_dict(), untrained.state_dict()
        assert torch.equal(after[f"{other}_head.{name}"], before[f"{other}_head.{name}"])
        assert not torch.equal(after[f"{labeled}_head.{name}"], before[f"{labeled}_head.{name}"])
    assert not torch.equal(network.get_input_embeddings().weight, untrained.get_input_embeddings().weight)


def test_one_target_of_the_other_head_is_enough_to_move_it(tokenizer, tmp_path):
    """So that the test above shows something."""
    emotion = EXAMPLES.targets["emotion"].copy()
    emotion[:-1] = 0
    examples = replace(EXAMPLES, targets=EXAMPLES.targets | {"emotion": emotion})
    stage = replace(STAGE, weight_decay=0.0)
    network = train(tokenizer, tmp_path / "state.pt", examples=examples, stage=stage).network
    assert not torch.equal(network.emotion_head.weight, network_of(tokenizer).emotion_head.weight)
