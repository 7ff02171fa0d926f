"""What a pass of training starts from: the starting encoder, or a first pass's model."""

import copy
from collections.abc import Sequence

import torch
from tokenizers import Tokenizer
from transformers.models.bert.modeling_bert import BertSelfOutput

from sentimotion.checkpoint import open_checkpoint
from sentimotion.errors import DataError
from sentimotion.labels import HEADS
from sentimotion.modeling import JointClassifier
from sentimotion.sources import resolve
from sentimotion.training.base_encoder import installed_file, read_base_encoder
from sentimotion.training.calibrate import fold_temperatures, shift_neutral_emotion
from sentimotion.training.vocabulary import trim


def build_network(texts: Sequence[str]) -> tuple[JointClassifier, Tokenizer]:
    """The joint model with the starting encoder's weights, and its trimmed tokenizer.

    :param texts: Training texts, which decide what the vocabulary keeps.
    """
    base = read_base_encoder(installed_file())
    tokenizer, word_embeddings = trim(base, texts)
    config = copy.deepcopy(base.config)
    config.vocab_size = len(word_embeddings)
    config.pad_token_id = base.special_ids["pad"]
    # Dropout of attention weights costs a sixth of the time on a CPU; the other dropout stays.
    config.attention_probs_dropout_prob = 0.0
    network = JointClassifier(config)
    state = base.state | {"embeddings.word_embeddings.weight": word_embeddings}
    network.encoder.load_state_dict(state, strict=True)
    _set_for_training(network)
    return network, tokenizer


def open_start(source: str) -> tuple[JointClassifier, Tokenizer]:
    """A finished first pass's model and tokenizer from its checkpoint, ready for the second pass.

    :param source: As for :func:`sentimotion.load`.
    :raises CheckpointError: It cannot be found or read.
    :raises DataError: Its config does not say how it was trained.
    """
    checkpoint = open_checkpoint(source, device=torch.device("cpu"))
    network, training = checkpoint.network.requires_grad_(True), checkpoint.info.training
    if not {"recipe", "temperatures"} <= training.keys():
        raise DataError(
            f"{source}: its config does not say how it was trained; start from a checkpoint that train wrote"
        )
    fold_temperatures(network, {head: 1 / training["temperatures"][head] for head in HEADS})
    shift_neutral_emotion(network, -training["recipe"]["served_neutral_shift"])
    _set_for_training(network)
    _, folder = resolve(source, None)
    return network, Tokenizer.from_file(str(folder / "tokenizer.json"))


def _set_for_training(network: JointClassifier) -> None:
    # Half of the dropout inside the layers costs a tenth of the time more, and the hidden tokens do its work.
    for module in network.encoder.modules():
        if isinstance(module, BertSelfOutput):
            module.dropout.p = 0.0
    # In training on a CPU torch's fused attention is slower than plain products: its backward pass takes a
    # third of a step.
    network.encoder.set_attn_implementation("eager")
