"""What TF-IDF says of rows that it was not trained on."""

import warnings

import numpy as np
import pytest

from sentimotion.tables.labeled_rows import LabeledRow
from sentimotion.training.fit.tfidf import out_of_fold

GOOD = [LabeledRow(f"খুব ভালো দিন {word}", "positive", None, "toy") for word in ("আজ", "কাল", "পরশু", "রোজ")]
BAD = [LabeledRow(f"একদম বাজে খবর {word}", "negative", "fear", "toy") for word in ("আজ", "কাল", "পরশু", "রোজ")]


def test_rows_without_a_label_have_no_prediction():
    found = out_of_fold([*GOOD, *BAD], "sentiment", folds=2, seed=0)
    assert found.shape == (8, 3)
    assert found.sum(axis=1) == pytest.approx(1)
    assert found.argmax(axis=1).tolist() == [2] * 4 + [0] * 4
    assert (found[:, 1] == 0).all()  # no row is neutral
    assert np.isnan(out_of_fold(GOOD, "emotion", folds=2, seed=0)).all()


def test_a_row_does_not_teach_itself():
    """A wrong label is doubted, since its like say otherwise."""
    rows = [*GOOD, *BAD, LabeledRow("খুব ভালো দিন তবু", "negative", None, "toy")]
    found = out_of_fold(rows, "sentiment", folds=3, seed=0)
    assert found[-1].argmax() == 2


def test_a_label_rarer_than_the_folds():
    rows = [*GOOD, *BAD, LabeledRow("ভোটের দিন", "neutral", None, "toy")]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # scikit-learn says that the parts are uneven
        found = out_of_fold(rows, "sentiment", folds=2, seed=0)
    assert found.sum(axis=1) == pytest.approx(1)
    assert found[-1, 1] == 0  # the model that judged it has seen no neutral row
