"""TF-IDF with logistic regression: the baseline, and its out-of-fold predictions."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold
from sklearn.pipeline import FeatureUnion, Pipeline, make_pipeline, make_union

from sentimotion.labels import LABELS, Head
from sentimotion.tables.labeled_rows import NO_LABEL, LabeledRow


def tfidf_features() -> FeatureUnion:
    """TF-IDF of words 1-2 and characters 2-5."""
    # Split at white space: the default pattern splits words at Bangla vowel signs.
    words = TfidfVectorizer(token_pattern=r"\S+", ngram_range=(1, 2), min_df=2, sublinear_tf=True)
    characters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), min_df=2, sublinear_tf=True)
    return make_union(words, characters)


def fit_tfidf(rows: Sequence[LabeledRow], head: Head) -> Pipeline:
    """Fit class-balanced logistic regression on TF-IDF features to the rows that have a label of the head."""
    labeled = [row for row in rows if row.label_index(head) != NO_LABEL]
    model = make_pipeline(tfidf_features(), _classifier())
    return model.fit([row.text for row in labeled], [row.label_index(head) for row in labeled])


def out_of_fold(rows: Sequence[LabeledRow], head: Head, folds: int, seed: int) -> NDArray[np.float64]:
    """Predict the probabilities of each row's labels by models that were not trained on the row.

    The same method is used to find mislabeled rows (Northcutt et al. 2021, arXiv 1911.00068).

    :param rows: The rows.
    :param head: The head.
    :param folds: Number of folds, at least 2. If a label has fewer rows, folds are uneven and scikit-learn
        warns.
    :param seed: Seed of the split.
    :returns: (rows, labels of the head); NaN for rows without a label of the head.
    """
    indexes = np.array([row.label_index(head) for row in rows])
    labeled = np.flatnonzero(indexes != NO_LABEL)
    probabilities = np.full((len(rows), len(LABELS[head])), np.nan)
    if not len(labeled):
        return probabilities
    # Document frequencies are computed over all folds, as they do not depend on labels.
    features: Any = tfidf_features().fit_transform([rows[int(index)].text for index in labeled]).tocsr()
    targets = indexes[labeled]
    for train, test in StratifiedKFold(folds, shuffle=True, random_state=seed).split(targets, targets):
        model = _classifier().fit(features[train], targets[train])
        # Labels missing from the training folds have probability 0.
        part = np.zeros((len(test), probabilities.shape[1]))
        part[:, model.classes_] = model.predict_proba(features[test])
        probabilities[labeled[test]] = part
    return probabilities


def _classifier() -> LogisticRegression:
    return LogisticRegression(class_weight="balanced", max_iter=300, random_state=0)
