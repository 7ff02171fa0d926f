"""TF-IDF with logistic regression: the baseline, and its out-of-fold predictions."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold
from sklearn.pipeline import FeatureUnion, Pipeline, make_pipeline, make_union

from sentimotion.labels import LABELS, Head
from sentimotion.tables.labelled_rows import NO_LABEL, LabeledRow


def tfidf_features() -> FeatureUnion:
    """TF-IDF of words 1-2 and characters 2-5."""
    # The default word pattern takes Bangla vowel signs for spaces: split at white space instead.
    words = TfidfVectorizer(token_pattern=r"\S+", ngram_range=(1, 2), min_df=2, sublinear_tf=True)
    characters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), min_df=2, sublinear_tf=True)
    return make_union(words, characters)


def fit_tfidf(rows: Sequence[LabeledRow], head: Head) -> Pipeline:
    """Class-balanced logistic regression on TF-IDF, trained on the rows that the head has."""
    labelled = [row for row in rows if row.label_index(head) != NO_LABEL]
    model = make_pipeline(tfidf_features(), _classifier())
    return model.fit([row.text for row in labelled], [row.label_index(head) for row in labelled])


def out_of_fold(rows: Sequence[LabeledRow], head: Head, folds: int, seed: int) -> np.ndarray:
    """Probabilities of each row's labels by models that were trained without the row.

    The same idea finds mislabelled rows in cleanlab (Northcutt et al. 2021, arXiv 1911.00068).

    :param rows: All rows.
    :param folds: In how many parts the rows are split, at least 2; a label with fewer rows than that leaves
        the parts uneven, with a warning by scikit-learn.
    :param seed: Of the split.
    :returns: (rows, labels of the head); NaN for a row that has no label of the head.
    """
    indexes = np.array([row.label_index(head) for row in rows])
    labelled = np.flatnonzero(indexes != NO_LABEL)
    probabilities = np.full((len(rows), len(LABELS[head])), np.nan)
    if not len(labelled):
        return probabilities
    # Document frequencies are counted over all parts: they hold no label.
    features: Any = tfidf_features().fit_transform([rows[int(index)].text for index in labelled]).tocsr()
    targets = indexes[labelled]
    for train, test in StratifiedKFold(folds, shuffle=True, random_state=seed).split(targets, targets):
        model = _classifier().fit(features[train], targets[train])
        # A label that is missing from the training part gets nothing.
        part = np.zeros((len(test), probabilities.shape[1]))
        part[:, model.classes_] = model.predict_proba(features[test])
        probabilities[labelled[test]] = part
    return probabilities


def _classifier() -> LogisticRegression:
    return LogisticRegression(class_weight="balanced", max_iter=300, random_state=0)
