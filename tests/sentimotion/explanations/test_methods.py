"""The methods by name, on whole models."""

import pytest

import sentimotion
from sentimotion.errors import InvalidRequest
from sentimotion.explanations.methods import MAX_SHAPLEY_WORDS
from sentimotion.explanations.results import METHODS
from tests.checkpoints import SENTENCES
from tests.synthetic import LAYOUTS, write_foreign

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
        special = [token["attribution"] for token in values["tokens"] if token["special"]]
        # The decomposition alone has a part for each vector that enters the network.
        assert any(special) is (method == "decomposition")


def test_shapley_values_add_up(bert_model):
    assert all(e.converged for e in bert_model.explain_heads(TEXT, method="shapley_sampling").values())


@pytest.mark.parametrize("target", ["log_odds", "logit"])
def test_the_decomposition_adds_up(model, target):
    for head, explanation in model.explain_heads(TEXT, target=target, method="decomposition").items():
        assert abs(explanation.convergence_delta) < 1e-3
        assert explanation.converged
        assert explanation.baseline == "biases"
        shown = model.explain(TEXT, head, explanation.label, target=target)
        assert explanation.score == pytest.approx(shown.score, abs=1e-4)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_decomposition_goes_through_every_kind_of_head(tmp_path, layout):
    """Norms, activations, a pooler: whatever stands between the encoder and the logits."""
    folder = write_foreign(tmp_path / layout, layout)
    loaded = sentimotion.load(folder, device="cpu", layout=LAYOUTS[layout].layout)
    for explanation in loaded.explain_heads(TEXT, method="decomposition").values():
        assert abs(explanation.convergence_delta) < 1e-3


def test_the_embedded_checkpoints_decomposition_adds_up():
    embedded = sentimotion.load("embedded", device="cpu")
    for text in SENTENCES:
        for target in ("log_odds", "logit"):
            for explanation in embedded.explain_heads(text, target=target, method="decomposition").values():
                assert abs(explanation.convergence_delta) < 1e-3
    contrast = embedded.explain(TEXT, "emotion", "happy", contrast="fear", method="decomposition")
    assert abs(contrast.convergence_delta) < 1e-3


def test_what_the_decomposition_refuses(bert_model):
    with pytest.raises(InvalidRequest, match="'decomposition' does not apply: a probability is not a sum"):
        bert_model.explain(TEXT, target="probability", method="decomposition")


@pytest.mark.parametrize("method", ["decomposition", "expected_gradients"])
def test_methods_with_a_baseline_of_their_own(bert_model, method):
    with pytest.raises(InvalidRequest, match=f"{method!r} has its own baseline"):
        bert_model.explain(TEXT, method=method, baseline="mask")


def test_expected_gradients_start_from_neutral_texts(bert_model):
    explanation = bert_model.explain(TEXT, method="expected_gradients")
    assert explanation.converged
    assert explanation.baseline == "neutral"
    assert explanation == bert_model.explain(TEXT, method="expected_gradients")


@pytest.mark.parametrize("method", [m for m in METHODS if not m.endswith("_gradients")])
def test_steps_go_with_a_path(bert_model, method):
    with pytest.raises(InvalidRequest, match="takes no n_steps"):
        bert_model.explain(TEXT, method=method, n_steps=4)


def test_too_many_words_for_shapley(bert_model):
    text = "আজ " * (MAX_SHAPLEY_WORDS + 1)
    with pytest.raises(InvalidRequest, match="too many for shapley_sampling"):
        bert_model.explain(text, method="shapley_sampling")
    assert bert_model.explain(text, method="leave_one_out")
