import math

import pytest
import torch

from explain import ModelInput, Target, TokenAttribution

# Two rows of three logits.
LOGITS = {"head": torch.tensor([[1.0, 2.0, 4.0], [0.5, 0.0, -3.0]])}


def test_log_odds_are_those_of_the_softmax_probability():
    p = LOGITS["head"].softmax(dim=1)[:, 1]
    torch.testing.assert_close(Target("head", 1).score(LOGITS), torch.log(p / (1 - p)))


def test_log_odds_ignore_what_is_added_to_every_logit_and_a_logit_does_not():
    raised = {"head": LOGITS["head"] + 10.0}
    torch.testing.assert_close(Target("head", 2).score(raised), Target("head", 2).score(LOGITS))
    torch.testing.assert_close(Target("head", 2, kind="logit").score(raised), torch.tensor([14.0, 7.0]))


def test_log_odds_stay_finite_where_the_probability_rounds_to_one():
    score = Target("head", 0).score({"head": torch.tensor([[200.0, 0.0]])})
    assert score.item() == 200.0


@pytest.mark.parametrize("label", [0, 1, 2])
def test_probability(label):
    score = Target("head", label, kind="probability").score(LOGITS)
    torch.testing.assert_close(score, LOGITS["head"].softmax(dim=1)[:, label])


@pytest.mark.parametrize("kind", ["log_odds", "logit", "probability"])
def test_contrast_is_the_difference_of_two_logits_whatever_the_kind(kind):
    target = Target("head", 2, contrast=0, kind=kind)
    assert target.score(LOGITS).tolist() == [3.0, -3.5]
    assert target.kind == kind


@pytest.mark.parametrize(
    ("target", "message"),
    [
        (Target("tone", 0), "no head 'tone'; its heads: head, single"),
        (Target("single", 0), "'single' has 1 label"),
        (Target("head", 3), r"label 3 of head 'head' is not in 0\.\.2"),
        (Target("head", -1), r"label -1 of head 'head' is not in 0\.\.2"),
        (Target("head", 0, contrast=3), r"contrast 3 of head 'head' is not in 0\.\.2"),
        (Target("head", 0, contrast=-1), r"contrast -1 of head 'head' is not in 0\.\.2"),
    ],
)
def test_target_that_does_not_fit_the_heads(target, message):
    with pytest.raises(ValueError, match=message):
        target.score(LOGITS | {"single": torch.zeros(2, 1)})


def test_contrast_with_itself_and_unknown_kind():
    with pytest.raises(ValueError, match="contrast 1 is the label itself"):
        Target("head", 1, contrast=1)
    with pytest.raises(ValueError, match="'odds' is not one of log_odds, logit, probability"):
        Target("head", 1, kind="odds")


IDS = torch.tensor([[1, 5, 2]])


@pytest.mark.parametrize(
    ("input_ids", "attention_mask", "special_tokens_mask", "message"),
    [
        (IDS[0], IDS[0], IDS[0].bool(), r"input_ids has shape \(3,\)"),
        (IDS.repeat(2, 1), IDS.repeat(2, 1), IDS.repeat(2, 1).bool(), r"input_ids has shape \(2, 3\)"),
        (IDS[:, :0], IDS[:, :0], IDS[:, :0].bool(), r"input_ids has shape \(1, 0\)"),
        (IDS, IDS[:, :2], IDS.bool(), r"attention_mask has shape \(1, 2\), input_ids has \(1, 3\)"),
        (IDS, IDS, IDS.bool()[0], r"special_tokens_mask has shape \(3,\)"),
        (IDS, IDS, IDS, r"special_tokens_mask is torch\.int64; it must be torch\.bool"),
    ],
)
def test_encoded_text_checks_its_shapes(input_ids, attention_mask, special_tokens_mask, message):
    with pytest.raises(ValueError, match=message):
        ModelInput(input_ids, attention_mask, special_tokens_mask)


def attribution(*attributions, score, baseline_score):
    return TokenAttribution(
        Target("head", 0), attributions, score, baseline_score, 32, True, "integrated_gradients", "pad"
    )


def test_a_wrong_sum_is_reported():
    wrong = attribution(0.5, 0.75, score=3.0, baseline_score=1.0)  # 1.25 where it should be 2
    assert wrong.convergence_delta == -0.75
    assert wrong.relative_error == 0.375


def test_a_small_change_is_measured_against_a_tenth():
    small = attribution(0.03, score=1.01, baseline_score=1.0)  # off by 0.02, twice the change itself
    assert math.isclose(small.relative_error, 0.2, rel_tol=1e-9)


def test_delta_adds_up_without_loss():
    large_and_small = attribution(1e16, 1.0, -1e16, score=1.0, baseline_score=0.0)
    assert large_and_small.convergence_delta == 0.0
