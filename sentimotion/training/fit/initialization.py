"""Initialize the network from the base encoder with a reduced vocabulary, or from a checkpoint."""

import copy
from collections.abc import Sequence

import torch
from tokenizers import Tokenizer

from sentimotion.checkpoints.opening import open_checkpoint
from sentimotion.checkpoints.sources import resolve
from sentimotion.inference.network import JointClassifier
from sentimotion.labels import HEADS, LABELS
from sentimotion.training.fit.base_encoder import installed_file, read_base_encoder
from sentimotion.training.fit.calibration import fold_temperatures
from sentimotion.training.fit.vocabulary import trim


def build_network(texts: Sequence[str], device: torch.device) -> tuple[JointClassifier, Tokenizer]:
    """Build the joint model with the base encoder's weights, and its tokenizer with a reduced vocabulary.

    :param texts: Training texts, which determine the vocabulary.
    :param device: Device for training.
    :returns: The model and its tokenizer.
    :raises DataError: If the base encoder is not installed.
    """
    base = read_base_encoder(installed_file())
    tokenizer, word_embeddings = trim(base, texts)
    config = copy.deepcopy(base.config)
    config.vocab_size = len(word_embeddings)
    config.pad_token_id = base.special_ids["pad"]
    # Attention dropout takes a sixth of the training time on a CPU; other dropout is kept.
    config.attention_probs_dropout_prob = 0.0
    network = JointClassifier(config)
    state = base.state | {"embeddings.word_embeddings.weight": word_embeddings}
    network.encoder.load_state_dict(state, strict=True)
    return _prepare_for_training(network, device), tokenizer


def open_start(source: str, device: torch.device) -> tuple[JointClassifier, Tokenizer]:
    """Load the model and tokenizer of a checkpoint to continue training from.

    Its calibration is undone.

    :param source: As for :func:`sentimotion.load`.
    :param device: Device for training.
    :returns: The model and its tokenizer.
    :raises CheckpointError: If the checkpoint cannot be found or read.
    """
    checkpoint = open_checkpoint(source, device=torch.device("cpu"))
    network, training = checkpoint.network.requires_grad_(True), checkpoint.info.training
    if "temperatures" in training:
        fold_temperatures(network, {head: 1 / training["temperatures"][head] for head in HEADS})
    # The first embedded checkpoint was served with a manually lowered bias of neutral emotion.
    shift = training.get("recipe", {}).get("served_neutral_shift", 0.0)
    with torch.no_grad():
        network.emotion_head.bias[LABELS["emotion"].index("neutral")] -= shift
    _, folder = resolve(source, None)
    return _prepare_for_training(network, device), Tokenizer.from_file(str(folder / "tokenizer.json"))


def _prepare_for_training(network: JointClassifier, device: torch.device) -> JointClassifier:
    # This half of the dropout within layers takes a tenth of the time; masked tokens regularize enough.
    for layer in network.encoder.encoder.layer:
        layer.attention.output.dropout.p = 0.0
    # On a CPU, the backward pass of torch's fused attention is slower than that of plain matrix products.
    if device.type == "cpu":
        network.encoder.fused_attention = False
    return network.to(device)
