"""Score one chunk of texts into columns; shared by all engines."""

from collections.abc import Sequence

from sentimotion.errors import BlankText, InvalidText
from sentimotion.inference.predictor import PLACES, Prediction
from sentimotion.labels import HEADS
from sentimotion.model import SentimotionModel
from sentimotion.scoring.options import ScoreOptions
from sentimotion.scoring.second_classifier import ClassifierPrediction, SecondClassifier
from sentimotion.tables.chunks import Engine, Texts
from sentimotion.tables.columns import (
    REPAIRED_COLUMN,
    VERSION_COLUMN,
    WARNINGS_COLUMN,
    Scores,
    added_columns,
    failed,
)
from sentimotion.tables.missing import why_missing


def score_rows(
    texts: Texts, model: SentimotionModel, options: ScoreOptions, second: SecondClassifier | None = None
) -> list[Scores | None]:
    """Compute the added columns of texts, in order.

    :param texts: Texts; None for rows without a text to score.
    :param model: The model.
    :param options: Thresholds, sequence length, and whether texts are repaired.
    :param second: A second classifier, if any.
    :returns: Columns without prefix; only ``error`` for a text that the model cannot read; None for None.
    :raises CheckpointError: If the model's scores are not finite.
    """
    columns = added_columns(second is not None, options.repair)
    scores: list[Scores | None] = [None] * len(texts)
    readable = [(index, text) for index, text in enumerate(texts) if text is not None]
    try:
        predictions = _predict([text for _, text in readable], model, options)
    except (BlankText, InvalidText):
        # Rare: a text that consists only of characters that the tokenizer drops. Check each text separately.
        candidates, readable = readable, []
        for index, text in candidates:
            try:
                model.encode(text, options.max_length, repair=options.repair)
                readable.append((index, text))
            except (BlankText, InvalidText) as error:
                scores[index] = failed(str(error), columns)
        predictions = _predict([text for _, text in readable], model, options)
    opinions: Sequence[ClassifierPrediction | None] = [None] * len(readable)
    if second is not None:
        opinions = second.classify([one.repaired_text or one.text for one in predictions])
    for (index, _), prediction, opinion in zip(readable, predictions, opinions, strict=True):
        # <p>nan</p> is found to be no text by its repair.
        reason = why_missing(prediction.repaired_text or "")
        row = columns_of(prediction, opinion, options.repair) if reason is None else failed(reason, columns)
        scores[index] = row
    return scores


def columns_of(
    prediction: Prediction, opinion: ClassifierPrediction | None = None, repair: bool = False
) -> Scores:
    """Convert a prediction to columns: confidences rounded as in the model card, probabilities in full.

    :param repair: Whether to add the repaired text.
    """
    scores: Scores = {}
    for head in HEADS:
        decision = prediction.decision(head)
        scores |= {head: decision.label, f"{head}_confidence": round(decision.confidence, PLACES)}
    for head in HEADS:
        probabilities = prediction.probabilities.scores(head)
        scores |= {f"{head}_{label}": value for label, value in probabilities.items()}
    scores["truncated"] = prediction.truncated_at is not None
    scores[WARNINGS_COLUMN] = " ".join(prediction.text_warnings)
    if repair:
        scores[REPAIRED_COLUMN] = prediction.repaired_text
    if opinion is not None:
        scores |= {"second_label": opinion.label, "second_score": opinion.score}
    return scores | {VERSION_COLUMN: prediction.checkpoint_version, "error": None}


def local_engine(
    model: SentimotionModel, options: ScoreOptions, second: SecondClassifier | None = None
) -> Engine:
    """Create an engine that scores in this process."""
    return lambda chunks: (score_rows(texts, model, options, second) for texts in chunks)


def _predict(texts: Sequence[str], model: SentimotionModel, options: ScoreOptions) -> list[Prediction]:
    return model.predict_batch(
        texts,
        sent_threshold=options.sent_threshold,
        emo_threshold=options.emo_threshold,
        max_length=options.max_length,
        repair=options.repair,
    )
