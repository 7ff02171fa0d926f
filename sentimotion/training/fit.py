"""Multi-task fine-tuning of the joint model, resumable at any time."""

import math
import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn
from tqdm import tqdm

from sentimotion.errors import DataError
from sentimotion.labels import HEADS, Head
from sentimotion.modeling import JointClassifier
from sentimotion.precision import half_precision_is_fast
from sentimotion.predictor import pad
from sentimotion.rows import Row
from sentimotion.training.dataset import (
    bucketed_batches,
    class_weights,
    fingerprint,
    label_counts,
    sample_rows,
)
from sentimotion.training.masking import hide_tokens
from sentimotion.training.objective import Objective, soft_targets
from sentimotion.training.recipe import Recipe
from sentimotion.training.variants import vary
from sentimotion.training.vocabulary import MASK_TOKEN, SPECIAL_TOKENS


@dataclass(frozen=True, slots=True)
class Fitted:
    """A finished run."""

    network: JointClassifier
    """The model to export, in eval mode."""
    steps: int
    losses: tuple[float, ...]
    """Of every step, whether or not the run was stopped in between."""
    seconds: float
    """Spent in steps."""


def fit(
    network: JointClassifier,
    tokenizer: Tokenizer,
    rows: Sequence[Row],
    recipe: Recipe,
    state_path: Path,
    on_epoch: Callable[[int, JointClassifier], None],
    teacher: Mapping[Head, np.ndarray] | None = None,
) -> Fitted:
    """Train both heads and the encoder in place; each row trains the heads that it has a label for.

    After every ``save_every_steps`` steps the whole state is written to state_path; if that file is there at
    the start, training goes on from it, with the same batches in the same order.

    :param network: The model, on the device where it is to be trained.
    :param tokenizer: Its tokenizer, truncating to the recipe's length.
    :param rows: The texts. One without any label only has tokens to guess.
    :param recipe: The settings.
    :param state_path: Where to keep the state; its recipe must be the same as recipe.
    :param on_epoch: Called after each epoch with the number of epochs done and the model as it would be
        exported, in eval mode; again if the run is stopped before the state after it is written.
    :param teacher: By head, (rows or fewer, labels): probabilities of the first rows' labels, NaN for none.
    :raises DataError: The saved state belongs to another recipe or to other rows.
    """
    torch.manual_seed(recipe.seed)
    run = _Run(network, tokenizer, rows, recipe, teacher or {})
    if state_path.exists():
        run.restore(state_path)
    while run.epoch < recipe.epochs:
        batches = run.batches()
        run.objective.train()
        progress = tqdm(
            batches[run.batches_done :],
            desc=f"epoch {run.epoch + 1}/{recipe.epochs}",
            initial=run.batches_done,
            total=len(batches),
            mininterval=10,
        )
        for batch in progress:
            progress.set_postfix(loss=f"{run.step(batch):.3f}", refresh=False)
            if run.steps_done % recipe.save_every_steps == 0:
                run.save(state_path)
        on_epoch(run.epoch + 1, run.served())
        run.epoch, run.batches_done = run.epoch + 1, 0
        run.save(state_path)
    network.eval()
    return Fitted(run.served(), run.steps_done, tuple(run.losses), run.seconds)


class _Run:
    """What changes while training: weights, optimizer, schedule, place in the data."""

    def __init__(
        self,
        network: JointClassifier,
        tokenizer: Tokenizer,
        rows: Sequence[Row],
        recipe: Recipe,
        teacher: Mapping[Head, np.ndarray],
    ) -> None:
        self.tokenizer, self.rows, self.recipe = tokenizer, rows, recipe
        self.device = next(network.parameters()).device
        self.objective = Objective(network, rows, recipe).to(self.device)
        # Averaged weights follow the run from its start; they are what is served where the recipe says so.
        self.averaged = (
            AveragedModel(self.objective, multi_avg_fn=get_ema_multi_avg_fn(recipe.average_decay))
            if recipe.average_decay
            else None
        )
        self.pad_id = network.config.pad_token_id
        vocabulary = tokenizer.get_vocab()
        self.mask_id = vocabulary[MASK_TOKEN]
        self.special_ids = frozenset(vocabulary[token] for token in SPECIAL_TOKENS)
        self.targets = {
            head: soft_targets(
                rows,
                head,
                recipe,
                class_weights(label_counts(rows, head), recipe.balance_power),
                teacher.get(head),
            )
            for head in HEADS
        }
        self.epoch = self.batches_done = self.steps_done = 0
        self.running_loss = math.nan
        self.losses: list[float] = []
        self.seconds = 0.0
        self.optimizer = torch.optim.AdamW(_parameter_groups(self.objective, recipe), fused=True)
        total = sum(
            len(bucketed_batches([0] * len(self._chosen(epoch)), recipe.batch_size, recipe.seed))
            for epoch in range(recipe.epochs)
        )
        warmup = max(1, round(recipe.warmup_share * total))
        self.schedule = torch.optim.lr_scheduler.LambdaLR(
            self.optimizer,
            lambda step: min((step + 1) / warmup, max(0.0, (total - step) / max(1, total - warmup))),
        )

    def served(self) -> JointClassifier:
        """The model as it would be exported now, in eval mode."""
        if self.averaged is None:
            return self.objective.served()
        averaged = self.averaged.module
        assert isinstance(averaged, Objective)
        return averaged.served()

    def _chosen(self, epoch: int) -> list[int]:
        return sample_rows(self.rows, self.recipe.weights_of_sources(epoch), seed=self.recipe.seed + epoch)

    def batches(self) -> list[list[tuple[int, list[int]]]]:
        """Batches of the present epoch, the same whenever it is asked: row indexes with their token ids."""
        generator = np.random.default_rng((self.recipe.seed, self.epoch))
        chosen = self._chosen(self.epoch)
        varied = generator.random(len(chosen)) < self.recipe.variant_share
        texts = [
            vary(self.rows[index].text, generator) if other else self.rows[index].text
            for index, other in zip(chosen, varied, strict=True)
        ]
        ids = [encoding.ids for encoding in self.tokenizer.encode_batch(texts)]
        positions = bucketed_batches(
            [len(tokens) for tokens in ids], self.recipe.batch_size, self.recipe.seed + self.epoch
        )
        return [[(chosen[position], ids[position]) for position in batch] for batch in positions]

    def step(self, batch: list[tuple[int, list[int]]]) -> float:
        start = perf_counter()
        # Chance of its own for each step, so that a resumed run hides the same tokens.
        generator = np.random.default_rng((self.recipe.seed, self.epoch, self.batches_done))
        indexes = [index for index, _ in batch]
        input_ids, attention_mask = pad([ids for _, ids in batch], self.pad_id)
        hidden_ids, guesses = hide_tokens(
            input_ids.numpy(), self.special_ids, self.mask_id, self.recipe.mask_share(self.epoch), generator
        )
        sources = [self.objective.sources.index(self.rows[index].source) for index in indexes]
        targets = {head: torch.tensor(values[indexes]).float() for head, values in self.targets.items()}
        with torch.autocast(self.device.type, torch.bfloat16, enabled=half_precision_is_fast(self.device)):
            loss = self.objective(
                torch.from_numpy(hidden_ids).to(self.device),
                attention_mask.to(self.device),
                torch.from_numpy(guesses).to(self.device),
                torch.tensor(sources, device=self.device),
                {head: values.to(self.device) for head, values in targets.items()},
            )
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(self.objective.parameters(), self.recipe.max_gradient_norm)
        self.optimizer.step()
        self.schedule.step()
        if self.averaged is not None:
            self.averaged.update_parameters(self.objective)
        self.batches_done += 1
        self.steps_done += 1
        value = loss.item()
        self.losses.append(value)
        self.seconds += perf_counter() - start
        self.running_loss = (
            value if math.isnan(self.running_loss) else 0.98 * self.running_loss + 0.02 * value
        )
        return self.running_loss

    def save(self, path: Path) -> None:
        state: dict[str, Any] = {
            "recipe": asdict(self.recipe),
            "data": fingerprint(self.rows),
            "place": [self.epoch, self.batches_done, self.steps_done, self.running_loss],
            "losses": self.losses,
            "seconds": self.seconds,
            "objective": self.objective.state_dict(),
            "averaged": None if self.averaged is None else self.averaged.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "schedule": self.schedule.state_dict(),
            "random": torch.get_rng_state(),
        }
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(".unfinished")
        torch.save(state, unfinished)
        os.replace(unfinished, path)  # a run that is killed here leaves the last whole state

    def restore(self, path: Path) -> None:
        state = torch.load(path, map_location=self.device, weights_only=True)
        if (state["recipe"], state["data"]) != (asdict(self.recipe), fingerprint(self.rows)):
            raise DataError(f"{path} belongs to a run with other settings or data; remove it to start anew")
        self.epoch, self.batches_done, self.steps_done, self.running_loss = state["place"]
        self.losses, self.seconds = state["losses"], state["seconds"]
        self.objective.load_state_dict(state["objective"])
        if self.averaged is not None:
            self.averaged.load_state_dict(state["averaged"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.schedule.load_state_dict(state["schedule"])
        torch.set_rng_state(state["random"].cpu())


def _parameter_groups(objective: Objective, recipe: Recipe) -> list[dict[str, Any]]:
    groups: dict[tuple[float, bool], list[nn.Parameter]] = {}
    for name, parameter in objective.named_parameters():
        rate = recipe.head_learning_rate
        if (depth := _depth(name)) is not None:
            above = objective.network.config.num_hidden_layers - depth
            rate = recipe.learning_rate * recipe.layer_decay**above
        decays = parameter.ndim > 1 and not name.startswith("source_bias.")
        groups.setdefault((rate, decays), []).append(parameter)
    return [
        {"params": parameters, "lr": rate, "weight_decay": recipe.weight_decay if decays else 0.0}
        for (rate, decays), parameters in groups.items()
    ]


def _depth(name: str) -> int | None:
    """Of a parameter of the encoder its layer, counted from 1, the embeddings 0; None outside of it."""
    if not name.startswith("network.encoder."):
        return None
    found = re.search(r"\.layer\.(\d+)\.", name)
    return int(found.group(1)) + 1 if found else 0
