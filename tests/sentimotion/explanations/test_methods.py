"""The methods by name, on whole models."""

import pytest

from sentimotion.errors import InvalidRequest
from sentimotion.explanations.methods import MAX_SHAPLEY_WORDS
from sentimotion.explanations.results import METHODS
from tests.checkpoints import SENTENCES

TEXT = SENTENCES[4]


@pytest.mark.parametrize("method", METHODS)
def test_every_method_gives_the_contracts_result(model, method):
    both = model.explain_heads(TEXT, method=method)
    for head, explanation in both.items():
        alone = model.explain(TEXT, head, explanation.label, method=method)
        assert [word.attribution for word in alone.words] == pytest.approx(
            [word.attribution for word in explanation.words], abs=1e-4
        )
        values = explanation.to_dict()
        assert values["method"] == method
        total = sum(token["attribution"] for token in values["tokens"])
        words = sum(word["attribution"] for word in values["words"])
        assert words + values["other"] == pytest.approx(total, abs=1e-9)
        change = values["score"] - values["baseline_score"]
        assert values["convergence_delta"] == pytest.approx(total - change, abs=1e-9)
        assert all(token["attribution"] == 0 for token in values["tokens"] if token["special"])


def test_shapley_values_add_up(bert_model):
    assert all(e.converged for e in bert_model.explain_heads(TEXT, method="shapley_sampling").values())


@pytest.mark.parametrize("method", [m for m in METHODS if not m.endswith("integrated_gradients")])
def test_steps_go_with_a_path(bert_model, method):
    with pytest.raises(InvalidRequest, match="takes no n_steps"):
        bert_model.explain(TEXT, method=method, n_steps=4)


def test_too_many_words_for_shapley(bert_model):
    text = "আজ " * (MAX_SHAPLEY_WORDS + 1)
    with pytest.raises(InvalidRequest, match="too many for shapley_sampling"):
        bert_model.explain(text, method="shapley_sampling")
    assert bert_model.explain(text, method="leave_one_out")
