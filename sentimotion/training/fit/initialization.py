"""Initialize the network from the base encoder with a reduced vocabulary, or from a checkpoint."""

import copy
from collections.abc import Sequence

import torch
from tokenizers import Tokenizer
from transformers.models.bert.modeling_bert import BertSelfOutput

from sentimotion.checkpoints.opening import open_checkpoint
from sentimotion.checkpoints.sources import resolve
from sentimotion.inference.network import JointClassifier
from sentimotion.labels import HEADS, LABELS
from sentimotion.training.fit.base_encoder import installed_file, read_base_encoder
from sentimotion.training.fit.calibration import fold_temperatures
from sentimotion.training.fit.vocabulary import trim


def build_network(texts: Sequence[str], device: torch.device) -> tuple[JointClassifier, Tokenizer]:
    """The joint model with the starting encoder's weights, and its trimmed tokenizer.

    :param texts: Training texts, which decide what the vocabulary keeps.
    :param device: Where it is to be trained.
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
    return _set_for_training(network, device), tokenizer


def open_start(source: str, device: torch.device) -> tuple[JointClassifier, Tokenizer]:
    """An older checkpoint's model and tokenizer, to go on from.

    :param source: As for :func:`sentimotion.load`.
    :param device: Where it is to be trained.
    :raises CheckpointError: It cannot be found or read.
    """
    checkpoint = open_checkpoint(source, device=torch.device("cpu"))
    network, training = checkpoint.network.requires_grad_(True), checkpoint.info.training
    if "temperatures" in training:
        fold_temperatures(network, {head: 1 / training["temperatures"][head] for head in HEADS})
    # The first embedded checkpoint lowered its bias of neutral emotion by a guess.
    shift = training.get("recipe", {}).get("served_neutral_shift", 0.0)
    with torch.no_grad():
        network.emotion_head.bias[LABELS["emotion"].index("neutral")] -= shift
    _, folder = resolve(source, None)
    return _set_for_training(network, device), Tokenizer.from_file(str(folder / "tokenizer.json"))


def _set_for_training(network: JointClassifier, device: torch.device) -> JointClassifier:
    # Half of the dropout inside the layers costs a tenth of the time more, and the masked tokens do its work.
    for module in network.encoder.modules():
        if isinstance(module, BertSelfOutput):
            module.dropout.p = 0.0
    # In training on a CPU torch's fused attention is slower than plain products: its backward pass takes a
    # third of a step.
    if device.type == "cpu":
        network.encoder.set_attn_implementation("eager")
    return network.to(device)
