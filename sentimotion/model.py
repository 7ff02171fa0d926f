"""The public model class: load a checkpoint, predict, explain."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, partial, wraps
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar, get_args

import torch
from transformers import PreTrainedTokenizerBase

from explain import TENTHS, Baseline, ChanceRank, DeletionCurve, Eraser, ProgressCallback, TargetKind
from sentimotion.checkpoints.opening import Checkpoint, CheckpointInfo, LayoutOptions, open_checkpoint
from sentimotion.errors import InvalidRequest, SentimotionError
from sentimotion.explanations.attribution import NEUTRAL, ExplainedModel, explain_encoded
from sentimotion.explanations.decision_change import Counterfactual, find_counterfactual
from sentimotion.explanations.erasing import erasers_of
from sentimotion.explanations.faithfulness import Faithfulness, Key, delete_in_order, rank_explanations
from sentimotion.explanations.integration_path import TextWalk, walk_text
from sentimotion.explanations.interactions import Interactions, measure_interactions
from sentimotion.explanations.neutral_texts import NEUTRAL_TEXTS
from sentimotion.explanations.removal_search import MAX_REMOVED
from sentimotion.explanations.results import (
    AttributionSettings,
    Explanation,
    HeadsRequest,
    Method,
    Request,
    check_baseline,
    check_head,
)
from sentimotion.explanations.swap_lists import SwapLists, read_swap_lists
from sentimotion.explanations.word_deletion import Deletion, delete_words
from sentimotion.inference.decisions import check_threshold
from sentimotion.inference.device import chosen_device, chosen_dtype
from sentimotion.inference.network import JointClassifier
from sentimotion.inference.precision import GradientPlan, plan_gradients
from sentimotion.inference.predictor import Prediction, Probabilities, predict_probabilities, predictions
from sentimotion.labels import DEFAULT_THRESHOLDS, HEADS, Head
from sentimotion.text.encoding import EncodedText, Encoder
from sentimotion.text.limits import DEFAULT_LENGTH, check_max_length

P = ParamSpec("P")
T = TypeVar("T")


def load(
    source: str | Path | None = None,
    *,
    revision: str | None = None,
    device: str | torch.device | None = None,
    dtype: str | torch.dtype | None = None,
    layout: LayoutOptions = None,
) -> "SentimotionModel":
    """Open a checkpoint.

    :param source: ``"embedded"`` (or None) for the checkpoint that ships with the code, a folder, or a hub id
        such as ``"arafatfahim/sentimotion"``.
    :param revision: Branch, tag or commit of a hub repository.
    :param device: Where to run; None chooses a GPU if there is one, otherwise the CPU.
    :param dtype: Precision of the matrix products of predictions: float32, bfloat16 or float16; None chooses
        bfloat16 for wide networks if the hardware supports it, otherwise float32. Scores in explanations are
        always float32; their gradients follow ``gradient_plan``.
    :param layout: Settings that a weights file of another origin does not contain, such as
        ``{"head_activation": "gelu"}``; an error names those that are needed. All settings:
        :class:`LayoutSettings`.
    :raises CheckpointError: If the checkpoint cannot be found or read, or is not one of this model.
    :raises InvalidRequest: If device, dtype or a layout setting is unknown.
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


def _computation(
    method: "Callable[Concatenate[SentimotionModel, P], T]",
) -> "Callable[Concatenate[SentimotionModel, P], T]":
    """Mark a method that runs the network: it is called by :meth:`SentimotionModel.compute`."""

    @wraps(method)
    def call(self: "SentimotionModel", /, *args: P.args, **options: P.kwargs) -> T:
        return self.compute(method, *args, **options)

    return call


class SentimotionModel:
    """The joint model, ready to predict and explain; safe to share between threads.

    :param checkpoint: An opened checkpoint.
    """

    # Whether it runs on a device that a visitor pays for in minutes: then nothing runs that nobody asked for.
    is_on_loan = False

    def __init__(self, checkpoint: Checkpoint) -> None:
        self.checkpoint = checkpoint
        self.info: CheckpointInfo = checkpoint.info
        self.network: JointClassifier = checkpoint.network
        self.tokenizer: PreTrainedTokenizerBase = checkpoint.tokenizer
        self.dtype: torch.dtype = checkpoint.dtype
        self.default_baseline: Baseline = checkpoint.default_baseline
        self._predictor: JointClassifier = checkpoint.predictor
        self._encoder = Encoder(self.tokenizer, self.network.config.max_position_embeddings)
        self.explained_model = ExplainedModel(
            self.network,
            plan_gradients(self.network),
            {
                "pad": self.tokenizer.pad_token_id,
                "mask": self.tokenizer.mask_token_id,
                "expected": range(self.network.get_input_embeddings().num_embeddings),
                NEUTRAL: self._neutral_ids(),
            },
            self.info.source,
            self.info.checkpoint_version,
        )

    def _neutral_ids(self) -> tuple[int, ...]:
        """Ids of the tokens of neutral texts, one text after the other, without special tokens."""
        texts = (self.encode(text) for text in NEUTRAL_TEXTS)
        return tuple(
            id_
            for text in texts
            for id_, token in zip(text.input_ids, text.tokens, strict=True)
            if token.span is not None
        )

    def compute(self, method: Callable[..., T], /, *args: Any, **options: Any) -> T:
        """Call a method of this class that runs the network.

        Subclasses override it to run all of them elsewhere, or to keep results.

        :param method: The method, without its object; progress is passed as the option ``on_progress``.
        """
        return method(self, *args, **options)

    @property
    def device(self) -> torch.device:
        """Device of the network."""
        return next(self.network.parameters()).device

    @property
    def gradient_plan(self) -> GradientPlan:
        """Precision and batch size of the gradients of explanations."""
        return self.explained_model.gradient_plan

    @property
    def baselines(self) -> tuple[Baseline, ...]:
        """All baselines, without those that the tokenizer has no token for."""
        fill_ids = self.explained_model.fill_ids
        return tuple(name for name in get_args(Baseline) if name == "zero" or fill_ids[name] is not None)

    @property
    def other_baselines(self) -> tuple[Baseline, ...]:
        """What the page compares the default baseline with, without "expected", which takes an average."""
        return tuple(name for name in self.baselines if name not in (self.default_baseline, "expected"))

    def encode(
        self, text: str | EncodedText, max_length: int = DEFAULT_LENGTH, *, repair: bool = False
    ) -> EncodedText:
        """Tokenize a text; parameters and errors as for :meth:`predict`.

        :param text: The text; one that this model has encoded is returned as it is, and the other arguments
            do not apply.
        """
        if isinstance(text, EncodedText):
            return text
        return self._encoder.encode(text, max_length, repair=repair)

    def predict(
        self,
        text: str | EncodedText,
        sent_threshold: float = DEFAULT_THRESHOLDS["sentiment"],
        emo_threshold: float = DEFAULT_THRESHOLDS["emotion"],
        max_length: int = DEFAULT_LENGTH,
        *,
        repair: bool = False,
    ) -> Prediction:
        """Predict the probabilities and decisions of both heads for one text.

        :param text: The text, as typed or as :meth:`encode` returned it.
        :param sent_threshold: 0 to 1; if the highest probability is strictly below it, the decision is
            neutral.
        :param emo_threshold: The same for the emotion head.
        :param max_length: Maximum number of tokens, including special ones, 8 to 512.
        :param repair: Whether to score the corrected text where :func:`find_quality_issues` is certain of a
            correction; the result has it as ``repaired_text``.
        :raises BlankText: If the text is empty or all white space.
        :raises InvalidText: If it is not a valid Unicode string.
        :raises InvalidThreshold: If a threshold is not a number in [0, 1].
        :raises InvalidMaxLength: If max_length is not a whole number from 8 to 512.
        """
        thresholds = _thresholds(sent_threshold, emo_threshold)
        return self._predict([self.encode(text, max_length, repair=repair)], thresholds)[0]

    def predict_batch(
        self,
        texts: Sequence[str | EncodedText],
        sent_threshold: float = DEFAULT_THRESHOLDS["sentiment"],
        emo_threshold: float = DEFAULT_THRESHOLDS["emotion"],
        max_length: int = DEFAULT_LENGTH,
        *,
        repair: bool = False,
    ) -> list[Prediction]:
        """Predict many texts; parameters and errors as for :meth:`predict`.

        :returns: One prediction per text, in order.
        :raises SentimotionError: As :meth:`predict`; the message names the index of the text.
        """
        if isinstance(texts, str):
            raise InvalidRequest("predict_batch takes a list of texts; for one text call predict")
        thresholds = _thresholds(sent_threshold, emo_threshold)
        check_max_length(max_length)
        encoded = []
        for index, text in enumerate(texts):
            try:
                encoded.append(self.encode(text, max_length, repair=repair))
            except SentimotionError as error:
                raise error.at(index) from None
        return self._predict(encoded, thresholds)

    @_computation
    def _predict(self, encoded: Sequence[EncodedText], thresholds: dict[Head, float]) -> list[Prediction]:
        probabilities = predict_probabilities(self._predictor, encoded, self.dtype)
        return predictions(encoded, probabilities, thresholds, self.info.source, self.info.checkpoint_version)

    def explain(
        self,
        text: str | EncodedText,
        head: Head = "sentiment",
        label: str | None = None,
        *,
        contrast: str | None = None,
        target: TargetKind = "log_odds",
        baseline: Baseline | None = None,
        method: Method = "integrated_gradients",
        n_steps: int | None = None,
        max_length: int = DEFAULT_LENGTH,
        repair: bool = False,
        on_progress: ProgressCallback | None = None,
    ) -> Explanation:
        """Attribute one score of one head to the words of the text.

        :param text: The text, as typed or as :meth:`encode` returned it.
        :param head: ``"sentiment"`` or ``"emotion"``.
        :param label: The label to explain; None chooses the most probable label, before thresholds.
        :param contrast: Explain the label in contrast to this one: the difference of their logits.
        :param target: The score: ``"log_odds"`` of the label, its ``"logit"``, or its ``"probability"``.
        :param baseline: Representation of a text without content: its tokens replaced by ``"pad"`` or by
            ``"mask"``, or their embeddings by ``"zero"`` or by the mean of the vocabulary's, ``"expected"``;
            None chooses ``default_baseline``, the one in the checkpoint's config (otherwise ``"pad"``).
        :param method: ``"integrated_gradients"``; Captum's implementation, ``"captum_integrated_gradients"``;
            their mean over neutral texts as baselines, ``"expected_gradients"``; ``"decomposition"`` through
            the layers, where baseline_score is what the network's biases contribute; ``"leave_one_out"``;
            ``"shapley_sampling"`` (short texts); or ``"gradient_x_input"``. The decomposition explains no
            probability; it and expected gradients take no baseline.
        :param n_steps: Number of points on the path, 1 to 1000; None chooses as many as the completeness
            error requires.
        :param max_length: Maximum number of tokens, including special ones, 8 to 512.
        :param repair: Whether to explain the corrected text, as for :meth:`predict`; all positions are then
            in the corrected text.
        :param on_progress: Called with (done, total); an exception it raises stops the work.
        :raises SentimotionError: One class per cause, see ``sentimotion.errors``.
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
            repair=repair,
            on_progress=on_progress,
        )
        return explanations[head]

    def explain_heads(
        self,
        text: str | EncodedText,
        *,
        heads: Sequence[Head] = HEADS,
        labels: Mapping[Head, str | None] | None = None,
        contrasts: Mapping[Head, str | None] | None = None,
        target: TargetKind = "log_odds",
        baseline: Baseline | None = None,
        method: Method = "integrated_gradients",
        n_steps: int | None = None,
        max_length: int = DEFAULT_LENGTH,
        repair: bool = False,
        on_progress: ProgressCallback | None = None,
    ) -> dict[Head, Explanation]:
        """Explain both heads (or the given ones) in one shared pass.

        Other parameters and errors as for :meth:`explain`.

        :param heads: The heads to explain.
        :param labels: Label by head; missing or None chooses the most probable one.
        :param contrasts: Contrast by head, if any.
        :returns: Explanation by head, in the order of ``heads``.
        """
        check_baseline(baseline, method)
        settings = AttributionSettings(self._baseline(baseline), method, n_steps)
        labels, contrasts = labels or {}, contrasts or {}
        for head in (*heads, *labels, *contrasts):
            check_head(head)
        heads_request = HeadsRequest(
            tuple(heads),
            tuple(labels.get(head) for head in heads),
            tuple(contrasts.get(head) for head in heads),
            target,
            settings,
        )
        encoded = self.encode(text, max_length, repair=repair)
        found = self._explain(encoded, heads_request, on_progress=on_progress)
        # A copy, as callers may change it, and a subclass may keep it; the explanations are frozen.
        return dict(found)

    @_computation
    def _explain(
        self,
        encoded: EncodedText,
        heads_request: HeadsRequest,
        *,
        on_progress: ProgressCallback | None = None,
    ) -> dict[Head, Explanation]:
        requests = self._requests(encoded, heads_request)
        explanations = explain_encoded(
            self.explained_model, encoded, requests, heads_request.settings, on_progress
        )
        return dict(zip(heads_request.heads, explanations, strict=True))

    def _requests(self, encoded: EncodedText, heads_request: HeadsRequest) -> list[Request]:
        @cache  # one forward pass gives the most probable labels of both heads
        def probabilities() -> Probabilities:
            return predict_probabilities(self._predictor, [encoded], self.dtype)[0]

        return heads_request.requests(lambda head: probabilities().top_label(head))

    def delete_words(
        self,
        text: str | EncodedText,
        words: Sequence[int],
        explanations: Mapping[Head, Explanation] | None = None,
        *,
        baseline: Baseline | None = None,
        max_length: int = DEFAULT_LENGTH,
    ) -> Deletion:
        """Predict a text with some words removed, and measure how much the explained scores decrease.

        One forward pass in float32; the words are replaced by the baseline, as in an explanation.

        :param text: The text, as typed or as :meth:`encode` returned it.
        :param words: Indexes of words, as in ``Explanation.words``.
        :param explanations: Explanations of this text by head, to compare with; may be empty.
        :param baseline: Replacement of the words, as for :meth:`explain`; must match the explanations.
        :param max_length: Maximum number of tokens; must match the explanations.
        :raises SentimotionError: One class per cause, see ``sentimotion.errors``.
        """
        encoded = self.encode(text, max_length)
        return self._delete_words(encoded, words, explanations or {}, self._baseline(baseline))

    @_computation
    def _delete_words(
        self,
        encoded: EncodedText,
        words: Sequence[int],
        explanations: Mapping[Head, Explanation],
        baseline: Baseline,
    ) -> Deletion:
        return delete_words(self.explained_model, encoded, words, explanations, baseline)

    def faithfulness(
        self,
        text: str | EncodedText,
        head: Head = "sentiment",
        label: str | None = None,
        *,
        eraser: Eraser | None = None,
        contrast: str | None = None,
        target: TargetKind = "log_odds",
        baseline: Baseline | None = None,
        method: Method = "integrated_gradients",
        max_length: int = DEFAULT_LENGTH,
    ) -> Faithfulness:
        """Explain a text, and measure whether the explanation is better than chance.

        Its strongest words, a fifth of all, are taken out beside 200 random choices of as many words; then
        all words one after the other, beside 20 random orders. The choices are the same every time.

        Other parameters and errors as for :meth:`explain`.

        :param eraser: What stands for a word that is taken out: "mask", "pad" or "zero", or "cut", which
            leaves nothing in its place; None is the baseline.
        :raises InvalidRequest: If the text has no words, or the tokenizer no token for the eraser.
        """
        encoded = self.encode(text, max_length)
        shown = self.explain(
            encoded, head, label, contrast=contrast, target=target, baseline=baseline, method=method
        )
        eraser = eraser or self._baseline(baseline)
        *_, ranks = self.chance_ranks(encoded, {head: shown}, eraser=eraser)
        *_, curve = self.deletion_curves(encoded, shown, eraser=eraser)
        return Faithfulness(shown, eraser, ranks[head], curve)

    @property
    def erasers(self) -> tuple[Eraser, ...]:
        """What can stand for a word that is taken out, the default baseline first."""
        others = (eraser for eraser in erasers_of(self.explained_model) if eraser != self.default_baseline)
        return (self.default_baseline, *others)

    @_computation
    def chance_ranks(
        self, encoded: EncodedText, explanations: Mapping[Key, Explanation], eraser: Eraser | None = None
    ) -> Iterator[dict[Key, ChanceRank]]:
        """Compare explanations of one text with random choices of words; see :meth:`faithfulness`.

        :param explanations: By head, or any other key; at least one.
        :returns: The ranks by the same key as they grow; the last are complete.
        """
        eraser = eraser or self.default_baseline
        return rank_explanations(self.explained_model, encoded, explanations, eraser)

    @_computation
    def deletion_curves(
        self, encoded: EncodedText, explanation: Explanation, eraser: Eraser | None = None
    ) -> Iterator[DeletionCurve]:
        """Take out a text's words one after the other; see :meth:`faithfulness`.

        :returns: The curve as random orders are added; the last is complete.
        """
        eraser = eraser or self.default_baseline
        return delete_in_order(self.explained_model, encoded, explanation, eraser)

    def interactions(
        self,
        text: str | EncodedText,
        head: Head = "sentiment",
        label: str | None = None,
        *,
        eraser: Eraser | None = None,
        contrast: str | None = None,
        target: TargetKind = "log_odds",
        max_length: int = DEFAULT_LENGTH,
    ) -> Interactions:
        """Measure which words of a short text work together: the interaction of every two words.

        It is F(ab) - F(a) - F(b) + F(∅), where F is the score of the text with only these words
        (:func:`explain.pair_interactions`). Other parameters and errors as for :meth:`explain`.

        :param eraser: What stands for the other words: "mask", "pad" or "zero", or "cut", which leaves
            nothing in their place; None is the default baseline.
        :raises TooManyWords: If the text has more than 16 words.
        :raises InvalidRequest: If the text has no words, or the tokenizer no token for the eraser.
        """
        encoded = self.encode(text, max_length)
        request = HeadsRequest(
            (head,), (label,), (contrast,), target, AttributionSettings(self.default_baseline)
        )
        (asked,) = self._requests(encoded, request)
        *_, found = self.pair_interactions(encoded, {head: asked}, eraser)
        return found[head]

    @_computation
    def pair_interactions(
        self, encoded: EncodedText, requests: Mapping[Head, Request], eraser: Eraser | None = None
    ) -> Iterator[dict[Head, Interactions]]:
        """Measure how words work together in scores of both heads; see :meth:`interactions`.

        :param requests: The scores, by head; at least one.
        :returns: The interactions by head as they are measured; the last are complete.
        """
        eraser = eraser or self.default_baseline
        return measure_interactions(self.explained_model, encoded, requests, eraser)

    def counterfactual(
        self,
        text: str | EncodedText,
        head: Head = "sentiment",
        *,
        threshold: float | None = None,
        eraser: Eraser | None = None,
        swap_lists: SwapLists | None = None,
        max_words: int = MAX_REMOVED,
        max_length: int = DEFAULT_LENGTH,
    ) -> Counterfactual:
        """Look for what would change a head's decision, the one after its threshold.

        That is the smallest set of words found without which the decision is another one (each word alone,
        then greedily by attribution, then pruned), and of the swaps in the lists the one that moves the
        probability of the decision's top label most.

        :param text: The text, as typed or as :meth:`encode` returned it.
        :param head: The head.
        :param threshold: Its threshold, 0 to 1; None is the default of :meth:`predict`.
        :param eraser: What stands for a word that is taken out, as for :meth:`interactions`.
        :param swap_lists: Words that can stand for each other; None takes the lists of the page.
        :param max_words: Words that are taken out together at most, at least 1; one word always stays.
        :param max_length: Maximum number of tokens, including special ones, 8 to 512.
        :raises SentimotionError: One class per cause, see ``sentimotion.errors``.
        """
        check_head(head)
        encoded = self.encode(text, max_length)
        threshold = DEFAULT_THRESHOLDS[head] if threshold is None else threshold
        *_, found = self.counterfactuals(
            encoded, {head: threshold}, {}, eraser, swap_lists, max_words, max_length
        )
        return found[head]

    @_computation
    def counterfactuals(
        self,
        encoded: EncodedText,
        thresholds: Mapping[Head, float],
        explanations: Mapping[Head, Explanation],
        eraser: Eraser | None = None,
        swap_lists: SwapLists | None = None,
        max_words: int = MAX_REMOVED,
        max_length: int = DEFAULT_LENGTH,
    ) -> Iterator[dict[Head, Counterfactual]]:
        """Look for what would change the decisions of heads, one after the other; see :meth:`counterfactual`.

        :param thresholds: The thresholds of the heads; at least one.
        :param explanations: Explanations of the text, by head; those that explain a decision's top label are
            used, others are computed.
        :returns: What is found by head as the search goes on; the last is complete.
        """
        if max_words < 1:
            raise InvalidRequest(f"max_words is {max_words}; it must be at least 1")
        found: dict[Head, Counterfactual] = {}
        for head, threshold in thresholds.items():
            for step in find_counterfactual(
                self.explained_model,
                encoded,
                head,
                check_threshold(threshold, head),
                eraser or self.default_baseline,
                explain=partial(self._explanation_of, encoded, explanations, head),
                predict=lambda texts: [
                    one.probabilities for one in self.predict_batch(texts, max_length=max_length)
                ],
                swap_lists=read_swap_lists() if swap_lists is None else swap_lists,
                max_words=max_words,
            ):
                found = {**found, head: step}
                yield found

    def _explanation_of(
        self, encoded: EncodedText, known: Mapping[Head, Explanation], head: Head, label: str
    ) -> Explanation:
        """The explanation of a label, if it is known already."""
        found = known.get(head)
        if found is not None and found.request == Request(head, label):
            return found
        return self.explain(encoded, head, label)

    def walk(
        self,
        text: str | EncodedText,
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
        """Compute the score and the word attributions at points along the integration path.

        Other parameters and errors as for :meth:`explain`.

        :param points: 2 to 33 positions, increasing from 0 (the baseline) to 1 (the text).
        """
        settings = AttributionSettings(self._baseline(baseline))
        heads_request = HeadsRequest((head,), (label,), (contrast,), target, settings)
        encoded = self.encode(text, max_length)
        return self._walk(encoded, heads_request, tuple(points), on_progress=on_progress)

    @_computation
    def _walk(
        self,
        encoded: EncodedText,
        heads_request: HeadsRequest,
        points: tuple[float, ...],
        *,
        on_progress: ProgressCallback | None = None,
    ) -> TextWalk:
        (request,) = self._requests(encoded, heads_request)
        return walk_text(self.explained_model, encoded, request, heads_request.settings, points, on_progress)

    def _baseline(self, baseline: Baseline | None) -> Baseline:
        return self.default_baseline if baseline is None else baseline

    def describe(self) -> dict[str, Any]:
        """Describe the checkpoint, device and precision, for a page or a log line."""
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
