"""The model as its users hold it: load, predict, explain."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, get_args

import torch
from transformers import PreTrainedTokenizerBase

from explain import TENTHS, Baseline, ProgressCallback, TargetKind
from sentimotion.checkpoints.opening import Checkpoint, CheckpointInfo, LayoutOptions, open_checkpoint
from sentimotion.errors import InvalidRequest, SentimotionError
from sentimotion.explanations.attribution import explain_encoded
from sentimotion.explanations.integration_path import TextWalk, walk_text
from sentimotion.explanations.methods import Method
from sentimotion.explanations.results import (
    AttributionSettings,
    Explanation,
    HeadsRequest,
    Request,
    check_head,
)
from sentimotion.explanations.word_deletion import Deletion, delete_words
from sentimotion.inference.decisions import check_threshold
from sentimotion.inference.device import chosen_device, chosen_dtype
from sentimotion.inference.network import JointClassifier
from sentimotion.inference.precision import GradientPlan, plan_gradients
from sentimotion.inference.predictor import Prediction, Probabilities, predict_probabilities, predictions
from sentimotion.labels import DEFAULT_THRESHOLDS, HEADS, Head
from sentimotion.text.encoding import EncodedText, Encoder
from sentimotion.text.limits import DEFAULT_LENGTH, check_max_length


def load(
    source: str | Path | None = None,
    *,
    revision: str | None = None,
    device: str | torch.device | None = None,
    dtype: str | torch.dtype | None = None,
    layout: LayoutOptions = None,
) -> "SentimotionModel":
    """Open a checkpoint.

    :param source: ``"embedded"`` (or None) for the one that ships with the code, a folder, or a hub id such
        as ``"arafatfahim/sentimotion"``.
    :param revision: Branch, tag or commit of a hub repository.
    :param device: Where to run; None takes a GPU where there is one, else the CPU.
    :param dtype: Precision of predictions' matrix products: float32, bfloat16 or float16; None takes bfloat16
        for wide networks where the hardware has it, else float32. The scores that explanations are held to
        are float32 whatever is chosen; their gradients follow ``gradient_plan``.
    :param layout: What a foreign weights file cannot tell about its heads, ``{"head_activation": "gelu"}``;
        an error asks for what is needed. All settings: :class:`LayoutSettings`.
    :raises CheckpointError: The checkpoint cannot be found or read, or is not one of this model.
    :raises InvalidRequest: An unknown device, dtype or layout setting.
    """
    return SentimotionModel(
        open_checkpoint(
            source,
            revision=revision,
            layout=layout,
            device=chosen_device(device),
            dtype=chosen_dtype(dtype),
        )
    )


class SentimotionModel:
    """The joint model, ready to predict and explain; safe to share between threads.

    :param checkpoint: An opened checkpoint.
    """

    def __init__(self, checkpoint: Checkpoint) -> None:
        self.checkpoint = checkpoint
        self.info: CheckpointInfo = checkpoint.info
        self.network: JointClassifier = checkpoint.network
        self.tokenizer: PreTrainedTokenizerBase = checkpoint.tokenizer
        self.dtype: torch.dtype = checkpoint.dtype
        self.default_baseline: Baseline = checkpoint.default_baseline
        self._predictor: JointClassifier = checkpoint.predictor
        self.gradient_plan: GradientPlan = plan_gradients(self.network)
        self._encoder = Encoder(self.tokenizer, self.network.config.max_position_embeddings)
        self._fill_ids = {"pad": self.tokenizer.pad_token_id, "mask": self.tokenizer.mask_token_id}

    @property
    def device(self) -> torch.device:
        """Where the network runs."""
        return next(self.network.parameters()).device

    @property
    def other_baselines(self) -> tuple[Baseline, ...]:
        """Baselines to compare the default with: all others that the tokenizer has a token for."""
        return tuple(
            baseline
            for baseline in get_args(Baseline)
            if baseline != self.default_baseline
            and (baseline == "zero" or self._fill_ids[baseline] is not None)
        )

    def encode(self, text: str, max_length: int = DEFAULT_LENGTH) -> EncodedText:
        """The text as the model reads it; raises as :meth:`predict` does."""
        return self._encoder.encode(text, max_length)

    def predict(
        self,
        text: str,
        sent_threshold: float = DEFAULT_THRESHOLDS["sentiment"],
        emo_threshold: float = DEFAULT_THRESHOLDS["emotion"],
        max_length: int = DEFAULT_LENGTH,
    ) -> Prediction:
        """Probabilities and decisions of both heads for one text.

        :param text: The text, as typed.
        :param sent_threshold: 0 to 1; a head whose highest probability is strictly below says neutral.
        :param emo_threshold: The same for the emotion head.
        :param max_length: Tokens read at most, special ones included, 8 to 512.
        :raises BlankText: The text holds nothing but white space.
        :raises InvalidText: It is no string of valid Unicode.
        :raises InvalidThreshold: A threshold is no number in [0, 1].
        :raises InvalidMaxLength: max_length is not a whole number from 8 to 512.
        """
        thresholds = _thresholds(sent_threshold, emo_threshold)
        return self._predict([self.encode(text, max_length)], thresholds)[0]

    def predict_batch(
        self,
        texts: Sequence[str],
        sent_threshold: float = DEFAULT_THRESHOLDS["sentiment"],
        emo_threshold: float = DEFAULT_THRESHOLDS["emotion"],
        max_length: int = DEFAULT_LENGTH,
    ) -> list[Prediction]:
        """The same for many texts, in their order; an error names the index of its text."""
        if isinstance(texts, str):
            raise InvalidRequest("predict_batch takes a list of texts; for one text call predict")
        thresholds = _thresholds(sent_threshold, emo_threshold)
        check_max_length(max_length)
        encoded = []
        for index, text in enumerate(texts):
            try:
                encoded.append(self.encode(text, max_length))
            except SentimotionError as error:
                raise error.at(index) from None
        return self._predict(encoded, thresholds)

    def _predict(self, encoded: Sequence[EncodedText], thresholds: dict[Head, float]) -> list[Prediction]:
        probabilities = predict_probabilities(self._predictor, encoded, self.dtype)
        return predictions(encoded, probabilities, thresholds, self.info.source, self.info.checkpoint_version)

    def explain(
        self,
        text: str,
        head: Head = "sentiment",
        label: str | None = None,
        *,
        contrast: str | None = None,
        target: TargetKind = "log_odds",
        baseline: Baseline | None = None,
        method: Method = "integrated_gradients",
        n_steps: int | None = None,
        max_length: int = DEFAULT_LENGTH,
        on_progress: ProgressCallback | None = None,
    ) -> Explanation:
        """Tell one score of one head apart into the words of the text, by integrated gradients.

        :param text: The text, as typed.
        :param head: ``"sentiment"`` or ``"emotion"``.
        :param label: What to explain; None takes the most probable label, before thresholds.
        :param contrast: Explain why label and not this one: the difference of their logits.
        :param target: The score: ``"log_odds"`` of the label, its ``"logit"``, or its ``"probability"``.
        :param baseline: What a text without content is: its tokens replaced by ``"pad"``, by ``"mask"``, or
            their embeddings by ``"zero"``; None takes ``default_baseline``, the one that the checkpoint's
            config names (else ``"pad"``).
        :param method: ``"integrated_gradients"``, captum's own as ``"captum_integrated_gradients"``, or
            ``"leave_one_out"``, ``"shapley_sampling"`` (short texts), ``"gradient_x_input"``.
        :param n_steps: Exactly so many points on the path; None takes as many as the error asks for.
        :param max_length: Tokens read at most, special ones included, 8 to 512.
        :param on_progress: Called with (done, total) while computing; an exception it raises ends the work.
        :raises SentimotionError: One class a cause, see ``sentimotion.errors``.
        """
        check_head(head)
        explanations = self.explain_heads(
            text,
            heads=(head,),
            labels={head: label},
            contrasts={head: contrast},
            target=target,
            baseline=baseline,
            method=method,
            n_steps=n_steps,
            max_length=max_length,
            on_progress=on_progress,
        )
        return explanations[head]

    def explain_heads(
        self,
        text: str,
        *,
        heads: Sequence[Head] = HEADS,
        labels: Mapping[Head, str | None] | None = None,
        contrasts: Mapping[Head, str | None] | None = None,
        target: TargetKind = "log_odds",
        baseline: Baseline | None = None,
        method: Method = "integrated_gradients",
        n_steps: int | None = None,
        max_length: int = DEFAULT_LENGTH,
        on_progress: ProgressCallback | None = None,
    ) -> dict[Head, Explanation]:
        """Explain both heads (or the given ones) in one shared pass; options as for :meth:`explain`.

        :param labels: The label of a head; missing or None takes the most probable one.
        :param contrasts: The contrast of a head, if any.
        """
        settings = AttributionSettings(self._baseline(baseline), method, n_steps)
        labels, contrasts = labels or {}, contrasts or {}
        for head in (*heads, *labels, *contrasts):
            check_head(head)
        asked = HeadsRequest(
            tuple(heads),
            tuple(labels.get(head) for head in heads),
            tuple(contrasts.get(head) for head in heads),
            target,
            settings,
        )
        return self._explain(self.encode(text, max_length), asked, on_progress)

    def _explain(
        self, encoded: EncodedText, asked: HeadsRequest, on_progress: ProgressCallback | None
    ) -> dict[Head, Explanation]:
        explanations = explain_encoded(
            self.network,
            encoded,
            self._requests(encoded, asked),
            asked.settings,
            self.gradient_plan,
            self._fill_ids,
            self.info.source,
            on_progress,
            self.info.checkpoint_version,
        )
        return dict(zip(asked.heads, explanations, strict=True))

    def _requests(self, encoded: EncodedText, asked: HeadsRequest) -> list[Request]:
        @cache  # one pass tells the most probable labels of both heads
        def probabilities() -> Probabilities:
            return predict_probabilities(self._predictor, [encoded], self.dtype)[0]

        return asked.requests(lambda head: probabilities().top_label(head))

    def delete_words(
        self,
        text: str,
        words: Sequence[int],
        explanations: Mapping[Head, Explanation] | None = None,
        *,
        baseline: Baseline | None = None,
        max_length: int = DEFAULT_LENGTH,
    ) -> Deletion:
        """What both heads say without some words, and how far explained scores fell.

        One forward pass, in fp32; the words are replaced as an explanation's baseline replaces them.

        :param text: The text, as typed.
        :param words: Indexes of words, as in ``Explanation.words``.
        :param explanations: Explanations of this text, by head, to compare with; none is fine.
        :param baseline: What replaces the words, as for :meth:`explain`; that of the explanations, if any.
        :param max_length: Tokens read at most, as for the explanations.
        :raises SentimotionError: One class a cause, see ``sentimotion.errors``.
        """
        encoded = self.encode(text, max_length)
        return self._delete_words(encoded, words, explanations or {}, self._baseline(baseline))

    def _delete_words(
        self,
        encoded: EncodedText,
        words: Sequence[int],
        explanations: Mapping[Head, Explanation],
        baseline: Baseline,
    ) -> Deletion:
        return delete_words(self.network, encoded, words, explanations, baseline, self._fill_ids)

    def walk(
        self,
        text: str,
        head: Head = "sentiment",
        label: str | None = None,
        *,
        points: Sequence[float] = TENTHS,
        contrast: str | None = None,
        target: TargetKind = "log_odds",
        baseline: Baseline | None = None,
        max_length: int = DEFAULT_LENGTH,
        on_progress: ProgressCallback | None = None,
    ) -> TextWalk:
        """The way from the blank text to the text: the score and each word's part at points of it.

        :param points: Where to look: 0 the blank text, 1 the text, both among them, rising; 2 to 33 of them.

        All else is as for :meth:`explain`.
        """
        settings = AttributionSettings(self._baseline(baseline))
        asked = HeadsRequest((head,), (label,), (contrast,), target, settings)
        return self._walk(self.encode(text, max_length), asked, tuple(points), on_progress)

    def _walk(
        self,
        encoded: EncodedText,
        asked: HeadsRequest,
        points: tuple[float, ...],
        on_progress: ProgressCallback | None,
    ) -> TextWalk:
        (request,) = self._requests(encoded, asked)
        return walk_text(
            self.network,
            encoded,
            request,
            asked.settings,
            points,
            self.gradient_plan,
            self._fill_ids,
            self.info.source,
            on_progress,
            self.info.checkpoint_version,
        )

    def _baseline(self, asked: Baseline | None) -> Baseline:
        return self.default_baseline if asked is None else asked

    def describe(self) -> dict[str, Any]:
        """What runs where: for a page or a log line."""
        return {
            "source": self.info.source,
            "checkpoint_version": self.info.checkpoint_version,
            "n_parameters": self.info.n_parameters,
            "device": str(self.device),
            "dtype": str(self.dtype).removeprefix("torch."),
            "gradient_dtype": str(self.gradient_plan.dtype).removeprefix("torch."),
        }


def _thresholds(sentiment: float, emotion: float) -> dict[Head, float]:
    given: dict[Head, float] = {"sentiment": sentiment, "emotion": emotion}
    return {head: check_threshold(value, head) for head, value in given.items()}
