"""The training loop on a tiny network: it learns, it can be stopped and resumed, labels reach their head."""

from dataclasses import replace

import pytest
import torch
from transformers import BertConfig

from sentimotion.rows import Row
from sentimotion.training import fit as fit_module
from sentimotion.training.fit import fit
from sentimotion.training.recipe import UNLABELLED, Recipe
from tests.checkpoints import SIZES, seeded_network, unigram_tokenizer

RECIPE = Recipe(
    seed=3,
    epochs=3,
    batch_size=4,
    learning_rate=3e-3,
    head_learning_rate=1e-2,
    save_every_steps=2,
    mask_shares=(0.3, 0.0),
)
ROWS = [
    Row("আজ মনটা ভালো", "positive", "happy", "toy"),
    Row("খাবার একদম বাজে", "negative", "anger_disgust", "toy"),
    Row("একা ভয় লাগে", "negative", "fear", "toy"),
    Row("সবাই অবাক", "neutral", "surprise", "toy"),
    Row("টাকা নষ্ট", "negative", None, "toy"),
    Row("darun match", None, "happy", "toy"),
    Row("ভোটের দিন", "neutral", "neutral", "toy"),
    Row("বৃষ্টি পড়ছে", None, None, UNLABELLED),
    Row("ট্রেন আসছে", None, None, UNLABELLED),
] * 2


@pytest.fixture(scope="module")
def tokenizer():
    return unigram_tokenizer()


def network_of(tokenizer):
    config = BertConfig(
        **SIZES | {"initializer_range": 0.1}, vocab_size=tokenizer.get_vocab_size(), pad_token_id=1
    )
    return seeded_network(config)


def train(tokenizer, path, rows=ROWS, recipe=RECIPE, network=None, on_epoch=lambda _epoch, _network: None):
    return fit(network or network_of(tokenizer), tokenizer, rows, recipe, path, on_epoch)


def loss_of(network, tokenizer, rows=ROWS):
    total = 0.0
    with torch.no_grad():
        for row in rows:
            logits = network(input_ids=torch.tensor([tokenizer.encode(row.text).ids]))
            for head in ("sentiment", "emotion"):
                target = torch.tensor([row.label_index(head)])
                total += torch.nn.functional.cross_entropy(
                    getattr(logits, head), target, reduction="sum"
                ).item()
    return total / len(rows)


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

    fitted = train(tokenizer, tmp_path / "state.pt", recipe=replace(RECIPE, epochs=20), on_epoch=report)
    assert loss_of(fitted.network, tokenizer) < 0.5 * before
    assert epochs == list(range(1, 21))
    assert not fitted.network.training
    assert fitted.seconds > 0


def test_seeds_decide_everything(tokenizer, tmp_path):
    one, again = (train(tokenizer, tmp_path / f"{name}.pt") for name in "ab")
    assert_same(one, again)
    other = train(tokenizer, tmp_path / "c.pt", recipe=replace(RECIPE, seed=4))
    assert not torch.equal(one.network.sentiment_head.weight, other.network.sentiment_head.weight)


def test_unlabelled_rows_are_left_out_after_the_first_epochs(tokenizer, tmp_path):
    per_epoch = -(-len(ROWS) // RECIPE.batch_size)
    labelled_only = -(-sum(row.source != UNLABELLED for row in ROWS) // RECIPE.batch_size)
    assert per_epoch > labelled_only
    assert len(train(tokenizer, tmp_path / "state.pt").losses) == per_epoch + 2 * labelled_only


# As many steps as three epochs have; a state is written every second.
@pytest.mark.parametrize("steps", [0, 1, 2, 3, 5, 8])
def test_a_run_stopped_anywhere_goes_on_to_the_same_weights(tokenizer, tmp_path, monkeypatch, steps):
    whole = train(tokenizer, tmp_path / "whole.pt")
    hide_tokens, begun = fit_module.hide_tokens, []

    def power_cut(*arguments):
        begun.append(1)
        if len(begun) > steps:
            raise KeyboardInterrupt
        return hide_tokens(*arguments)

    monkeypatch.setattr(fit_module, "hide_tokens", power_cut)
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


def test_a_state_of_other_settings_is_refused(tokenizer, tmp_path):
    train(tokenizer, tmp_path / "state.pt")
    with pytest.raises(ValueError, match="belongs to a run with other settings"):
        train(tokenizer, tmp_path / "state.pt", recipe=replace(RECIPE, learning_rate=1e-5))
    with pytest.raises(ValueError, match="belongs to a run with other settings or data"):
        train(tokenizer, tmp_path / "state.pt", rows=[*ROWS[1:], ROWS[0]])


def test_averaged_weights_are_served_and_survive_a_stop(tokenizer, tmp_path):
    recipe = replace(RECIPE, average_decay=0.9)
    whole = train(tokenizer, tmp_path / "whole.pt", recipe=recipe)
    plain = train(tokenizer, tmp_path / "plain.pt")
    assert whole.losses == plain.losses  # the run itself goes its way
    assert not torch.equal(whole.network.sentiment_head.weight, plain.network.sentiment_head.weight)

    def stop(epoch, _network):
        if epoch == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        train(tokenizer, tmp_path / "state.pt", recipe=recipe, on_epoch=stop)
    assert_same(train(tokenizer, tmp_path / "state.pt", recipe=recipe), whole)


def test_a_moving_average_of_one_step_is_that_step(tokenizer, tmp_path):
    nothing_learned = replace(RECIPE, average_decay=0.9, learning_rate=0.0, head_learning_rate=0.0)
    network = train(tokenizer, tmp_path / "state.pt", recipe=nothing_learned).network
    start = network_of(tokenizer)
    assert torch.allclose(network.sentiment_head.weight, start.sentiment_head.weight)


def test_lower_layers_learn_slower(tokenizer, tmp_path):
    """With a decay of zero only the last layer and the heads learn anything."""
    recipe = replace(RECIPE, layer_decay=0.0, weight_decay=0.0)
    network = train(tokenizer, tmp_path / "state.pt", recipe=recipe).network.state_dict()
    last = f".layer.{SIZES['num_hidden_layers'] - 1}."
    moved = {
        name
        for name, before in network_of(tokenizer).state_dict().items()
        if not torch.equal(network[name], before)
    }
    encoder = {name for name in moved if name.startswith("encoder.")}
    assert encoder
    assert all(last in name for name in encoder)
    assert "sentiment_head.weight" in moved


@pytest.mark.parametrize("labelled", ["sentiment", "emotion"])
def test_rows_without_a_label_leave_that_head_alone(tokenizer, tmp_path, labelled):
    other = "emotion" if labelled == "sentiment" else "sentiment"
    rows = [replace(row, **{other: None}) for row in ROWS]
    # Decay and the bias added at export would move a head that learned nothing.
    recipe = replace(RECIPE, weight_decay=0.0, served_neutral_shift=0.0)
    network = train(tokenizer, tmp_path / "state.pt", rows=rows, recipe=recipe).network
    untrained = network_of(tokenizer)
    for name in ("weight", "bias"):
        after, before = network.state_dict(), untrained.state_dict()
        assert torch.equal(after[f"{other}_head.{name}"], before[f"{other}_head.{name}"])
        assert not torch.equal(after[f"{labelled}_head.{name}"], before[f"{labelled}_head.{name}"])
    assert not torch.equal(network.get_input_embeddings().weight, untrained.get_input_embeddings().weight)


def test_one_label_of_the_other_head_is_enough_to_move_it(tokenizer, tmp_path):
    """So that the test above shows something."""
    labelled = [row for row in ROWS if row.source != UNLABELLED]
    rows = [replace(row, emotion=None) for row in labelled[:-1]] + labelled[-1:]
    network = train(
        tokenizer, tmp_path / "state.pt", rows=rows, recipe=replace(RECIPE, weight_decay=0.0)
    ).network
    assert not torch.equal(network.emotion_head.weight, network_of(tokenizer).emotion_head.weight)
