"""The training loop of one stage, resumable from its last saved state."""

import hashlib
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor, nn
from tqdm import tqdm

from sentimotion.errors import DataError
from sentimotion.inference.network import HeadLogits, JointClassifier
from sentimotion.inference.precision import half_precision_is_fast
from sentimotion.inference.predictor import pad
from sentimotion.labels import HEADS, Head
from sentimotion.training.data.augmentation import vary
from sentimotion.training.data.dataset import bucketed_batches
from sentimotion.training.data.names import replace_names
from sentimotion.training.fit.masking import draw_masked_shares, mask_tokens
from sentimotion.training.fit.objective import joint_loss, pairing_loss
from sentimotion.training.fit.recipe import Stage
from sentimotion.training.fit.vocabulary import MASK_TOKEN, SPECIAL_TOKENS


@dataclass(frozen=True, slots=True, eq=False)
class TrainingExamples:
    """Texts with their targets."""

    texts: tuple[str, ...]
    targets: Mapping[Head, NDArray[np.float64]]
    """By head, (texts, labels): target probabilities times the text's weight; zeros without a target."""

    def fingerprint(self) -> str:
        """SHA-256 of texts and targets, to recognize the same examples."""
        digest = hashlib.sha256(repr(self.texts).encode("utf-8", "surrogatepass"))
        for head in HEADS:
            digest.update(np.ascontiguousarray(self.targets[head], np.float64).tobytes())
        return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class Fitted:
    """A finished stage."""

    network: JointClassifier
    """The trained model, in eval mode."""
    losses: tuple[float, ...]
    """Loss of every step, including those before the run was resumed."""
    seconds: float
    """Time spent in steps."""


def fit(
    network: JointClassifier,
    tokenizer: Tokenizer,
    examples: TrainingExamples,
    stage: Stage,
    seed: int,
    state_path: Path,
    on_epoch: Callable[[int, JointClassifier], None],
) -> Fitted:
    """Train both heads and the encoder in place.

    The complete state is saved every ``save_every_steps`` steps. If there is a saved state at the start,
    training resumes from it, with the same batches in the same order.

    :param network: The model, on the device for training.
    :param tokenizer: Its tokenizer, truncating to the recipe's length.
    :param examples: The training examples.
    :param stage: The settings.
    :param seed: Seed of all random choices.
    :param state_path: File for the state; an existing one must be of the same stage, seed and examples.
    :param on_epoch: Called after each epoch with the number of finished epochs and the model, in eval mode;
        called again if the run is stopped before the following state is saved.
    :raises DataError: If the saved state belongs to another stage, seed or other examples.
    """
    torch.manual_seed(seed)
    run = _Run(network, tokenizer, examples, stage, seed)
    if state_path.exists():
        run.restore(state_path)
    while run.epoch < stage.epochs:
        batches = run.batches()
        network.train()
        progress = tqdm(
            batches[run.batches_done :],
            desc=f"{state_path.stem}, epoch {run.epoch + 1}/{stage.epochs}",
            initial=run.batches_done,
            total=len(batches),
            mininterval=10,
        )
        for batch in progress:
            run.step(batch)
            if run.steps_done % stage.save_every_steps == 0:
                run.save(state_path)
                progress.set_postfix(loss=f"{np.mean(run.losses[-100:]):.3f}", refresh=False)
        network.eval()
        on_epoch(run.epoch + 1, network)
        run.epoch, run.batches_done = run.epoch + 1, 0
        run.save(state_path)
    network.eval()
    return Fitted(network, tuple(run.losses), run.seconds)


@dataclass(frozen=True, slots=True)
class _EpochText:
    """A text as used in an epoch: its index, its token ids, and those with its original names."""

    index: int
    ids: list[int]
    original_ids: list[int] | None
    """None if no name is replaced."""


class _Run:
    """State of a training run: weights, optimizer, learning rate schedule, position in the data."""

    def __init__(
        self,
        network: JointClassifier,
        tokenizer: Tokenizer,
        examples: TrainingExamples,
        stage: Stage,
        seed: int,
    ) -> None:
        self.network, self.tokenizer, self.examples = network, tokenizer, examples
        self.stage, self.seed = stage, seed
        self.fingerprint = examples.fingerprint()  # computed once, not for every save
        self.device = next(network.parameters()).device
        self.pad_id = network.config.pad_token_id
        vocabulary = tokenizer.get_vocab()
        self.mask_id = vocabulary[MASK_TOKEN]
        self.special_ids = frozenset(vocabulary[token] for token in SPECIAL_TOKENS)
        self.targets = {head: torch.from_numpy(examples.targets[head]).float() for head in HEADS}
        self.epoch = self.batches_done = self.steps_done = 0
        self.losses: list[float] = []
        self.new_losses: list[Tensor] = []  # on the device, as reading each would wait for its step
        self.seconds = 0.0
        self.optimizer = torch.optim.AdamW(_parameter_groups(network, stage), fused=True)
        total = -(-len(examples.texts) // stage.batch_size) * stage.epochs
        warmup = max(1, round(stage.warmup_share * total))
        left = (1 - stage.final_share) / max(1, total - warmup)
        self.schedule = torch.optim.lr_scheduler.LambdaLR(
            self.optimizer,
            lambda step: min((step + 1) / warmup, stage.final_share + left * max(0, total - step)),
        )

    def batches(self) -> list[list[_EpochText]]:
        """Batches of the current epoch; deterministic."""
        generator = np.random.default_rng((self.seed, self.epoch))
        texts = [replace_names(text, generator, self.stage.name_share) for text in self.examples.texts]
        original_ids = self._original_ids(texts)
        varied = generator.random(len(texts)) < self.stage.variant_share
        texts = [vary(text, generator) if other else text for text, other in zip(texts, varied, strict=True)]
        ids = [encoding.ids for encoding in self.tokenizer.encode_batch(texts)]
        positions = bucketed_batches(
            [len(tokens) for tokens in ids], self.stage.batch_size, self.seed + self.epoch
        )
        return [
            [_EpochText(index, ids[index], original_ids.get(index)) for index in batch] for batch in positions
        ]

    def _original_ids(self, texts: Sequence[str]) -> dict[int, list[int]]:
        """Token ids of the original texts, by index, for texts with replaced names."""
        if not self.stage.name_pairing:
            return {}
        pairs = zip(texts, self.examples.texts, strict=True)
        changed = [index for index, (text, original) in enumerate(pairs) if text != original]
        encodings = self.tokenizer.encode_batch([self.examples.texts[index] for index in changed])
        return {index: encoding.ids for index, encoding in zip(changed, encodings, strict=True)}

    def step(self, batch: list[_EpochText]) -> None:
        start = perf_counter()
        # A separate generator for each step, so that a resumed run masks the same tokens.
        generator = np.random.default_rng((self.seed, self.epoch, self.batches_done))
        shares = draw_masked_shares(len(batch), self.stage.masked_texts, self.stage.masked_shares, generator)
        # Masked texts are not paired, as their predictions should differ from those of the whole text.
        paired = [row for row, text in enumerate(batch) if text.original_ids and not shares[row]]
        original_ids = [batch[row].original_ids or [] for row in paired]
        input_ids, attention_mask = pad([text.ids for text in batch] + original_ids, self.pad_id)
        shares = np.append(shares, np.zeros(len(paired)))
        masked = mask_tokens(input_ids.numpy(), self.special_ids, self.mask_id, shares, generator)
        targets = {
            head: values[[text.index for text in batch]].to(self.device)
            for head, values in self.targets.items()
        }
        with torch.autocast(self.device.type, torch.bfloat16, enabled=half_precision_is_fast(self.device)):
            logits = self.network(
                input_ids=torch.from_numpy(masked).to(self.device),
                attention_mask=attention_mask.to(self.device),
            )
            loss = joint_loss(_of(logits, slice(len(batch))), targets)
            if paired:
                pairing = pairing_loss(_of(logits, paired), _of(logits, slice(len(batch), None)))
                loss = loss + self.stage.name_pairing * pairing / len(batch)
        self.optimizer.zero_grad(set_to_none=True)
        torch.autograd.backward(loss)
        nn.utils.clip_grad_norm_(self.network.parameters(), self.stage.max_gradient_norm)
        self.optimizer.step()
        self.schedule.step()
        self.batches_done += 1
        self.steps_done += 1
        self.new_losses.append(loss.detach())
        self.seconds += perf_counter() - start

    def save(self, path: Path) -> None:
        if self.new_losses:
            self.losses += torch.stack(self.new_losses).tolist()
            self.new_losses = []
        state: dict[str, Any] = {
            "stage": asdict(self.stage),
            "seed": self.seed,
            "examples": self.fingerprint,
            "place": [self.epoch, self.batches_done, self.steps_done],
            "losses": self.losses,
            "seconds": self.seconds,
            "network": self.network.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "schedule": self.schedule.state_dict(),
            "random": _random_state(self.device),
        }
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(".unfinished")
        torch.save(state, unfinished)
        os.replace(unfinished, path)  # if killed here, the previous state remains

    def restore(self, path: Path) -> None:
        state = torch.load(path, map_location=self.device, weights_only=True)
        expected = asdict(self.stage), self.seed, self.fingerprint  # torch.load keeps tuples as tuples
        if (state["stage"], state["seed"], state["examples"]) != expected:
            raise DataError(f"{path} belongs to a run with other settings or data; delete it to start again")
        self.epoch, self.batches_done, self.steps_done = state["place"]
        self.losses, self.seconds = state["losses"], state["seconds"]
        self.network.load_state_dict(state["network"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.schedule.load_state_dict(state["schedule"])
        _set_random_state(self.device, state["random"])


def _random_state(device: torch.device) -> list[Tensor]:
    """Random state of the CPU and, if different, of the device, which dropout uses."""
    states = [torch.get_rng_state()]
    return states if device.type == "cpu" else [*states, torch.get_device_module(device).get_rng_state()]


def _set_random_state(device: torch.device, states: Sequence[Tensor]) -> None:
    torch.set_rng_state(states[0].cpu())
    if device.type != "cpu":
        torch.get_device_module(device).set_rng_state(states[1].cpu())


def _of(logits: HeadLogits, rows: slice | list[int]) -> HeadLogits:
    """Logits of some texts of a batch."""
    return HeadLogits(*(getattr(logits, head)[rows] for head in HEADS))


def _parameter_groups(network: JointClassifier, stage: Stage) -> list[dict[str, Any]]:
    """Parameters of the encoder and the heads, each with and without weight decay."""
    groups: dict[tuple[float, bool], list[nn.Parameter]] = {}
    for name, parameter in network.named_parameters():
        rate = stage.learning_rate if name.startswith("encoder.") else stage.head_learning_rate
        groups.setdefault((rate, parameter.ndim > 1), []).append(parameter)
    return [
        {"params": parameters, "lr": rate, "weight_decay": stage.weight_decay if decays else 0.0}
        for (rate, decays), parameters in groups.items()
    ]
