"""How many steps are taken when the caller does not say."""

import math

import pytest
import torch

from explain import Target, captum_integrated_gradients, integrated_gradients, walk
from explain.panels import MAX_NODES, coarse_panel
from explain.quadrature import STEP_SCHEDULE
from tests.explain.models import PAD_ID, TableModel, encode

METHODS = [integrated_gradients, captum_integrated_gradients]
# How many nodes each tries first.
FIRST = {integrated_gradients: 21, captum_integrated_gradients: STEP_SCHEDULE[0]}
TEXT = encode(4)


def sharp(steepness):
    """A step from 0 to 1 at 0.37 of the path; the steeper, the more nodes it takes to see it."""
    return lambda embeds: torch.sigmoid(steepness * (embeds[:, 1, 0] - 0.37))


def model(**functions):
    return TableModel([[0.0], [7.0], [8.0], [9.0], [1.0]], **functions)


@pytest.mark.parametrize(("method", "n_steps"), FIRST.items())
def test_stops_at_once_where_the_first_rule_is_enough(method, n_steps):
    (result,) = method(model(head=sharp(5.0)), TEXT, [Target("head", 1)], fill_id=PAD_ID)
    assert (result.n_steps, result.converged) == (n_steps, True)


@pytest.mark.parametrize(("method", "n_steps"), FIRST.items())
def test_refines_only_the_targets_that_miss(method, n_steps):
    sharpened = model(smooth=sharp(5.0), sharp=sharp(300.0), smooth_too=sharp(6.0))
    targets = [Target("smooth", 1), Target("sharp", 1), Target("smooth_too", 1)]
    smooth, rough, smooth_too = method(sharpened, TEXT, targets, fill_id=PAD_ID, chunk_size=16)
    assert smooth.n_steps == smooth_too.n_steps == n_steps
    assert rough.n_steps > n_steps
    assert smooth.converged
    assert rough.converged
    # and is what it would be without the others
    (alone,) = method(sharpened, TEXT, [targets[1]], fill_id=PAD_ID, chunk_size=16)
    assert alone.n_steps == rough.n_steps
    assert alone.attributions == pytest.approx(rough.attributions, rel=1e-6)


def test_captums_rule_is_not_a_mixture():
    sharpened = model(head=sharp(300.0))
    (refined,) = captum_integrated_gradients(sharpened, TEXT, [Target("head", 1)], fill_id=PAD_ID)
    assert refined.n_steps == 128
    (fixed,) = captum_integrated_gradients(sharpened, TEXT, [Target("head", 1)], fill_id=PAD_ID, n_steps=128)
    assert fixed == refined


def test_refining_goes_where_the_score_changes():
    """Of three panels only the one that holds the step at 0.37 gets more nodes, and those again and again."""
    sharpened = model(head=sharp(300.0))
    (result,) = integrated_gradients(sharpened, TEXT, [Target("head", 1)], fill_id=PAD_ID, chunk_size=16)
    assert result.converged
    # Both ends, the two bounds between panels, 21 nodes in chunks of like size, Kronrod's 8; then halving:
    # the score in the middle, and 7 nodes for each half, again refined where that misses.
    assert sharpened.batches[:8] == [1, 1, 2, 11, 10, 8, 1, 14]
    assert result.n_steps == sum(size for size in sharpened.batches[3:] if size > 1)
    (uniform,) = captum_integrated_gradients(sharpened, TEXT, [Target("head", 1)], fill_id=PAD_ID)
    assert result.n_steps < uniform.n_steps


def test_finds_a_step_that_no_rule_for_the_whole_path_would():
    (result,) = integrated_gradients(model(head=sharp(1e5)), TEXT, [Target("head", 1)], fill_id=PAD_ID)
    assert result.converged
    assert result.attributions[1] == pytest.approx(1.0, abs=0.01)
    (uniform,) = captum_integrated_gradients(
        model(head=sharp(1e5)), TEXT, [Target("head", 1)], fill_id=PAD_ID
    )
    assert not uniform.converged


@pytest.mark.parametrize("method", METHODS)
def test_says_so_when_nothing_is_enough(method):
    # So steep that it lies between any two nodes: every gradient is 0, nothing adds up to the change of 1.
    (result,) = method(model(head=sharp(1e9)), TEXT, [Target("head", 1)], fill_id=PAD_ID)
    assert not result.converged
    assert 200 < result.n_steps <= MAX_NODES == STEP_SCHEDULE[-1]
    assert result.score - result.baseline_score == pytest.approx(1.0)
    assert result.attributions == pytest.approx((0.0, 0.0, 0.0), abs=1e-6)
    assert result.convergence_delta == pytest.approx(-1.0)


def test_errors_that_cancel_out_are_not_taken_for_none():
    """Two steps of opposite sign, each missed: the sum is right and the panels are not."""
    steps = (lambda x: torch.sigmoid(4000.0 * (x - 0.11))), (lambda x: torch.sigmoid(4000.0 * (x - 0.64)))
    opposite = model(head=lambda embeds: steps[0](embeds[:, 1, 0]) - steps[1](embeds[:, 1, 0]))
    (result,) = integrated_gradients(opposite, TEXT, [Target("head", 1)], fill_id=PAD_ID)
    assert result.n_steps > 21


def bumpy(height):
    """A line with a step up in the first panel and one down in the last, at like places within them.

    Each is missed by as much as the other, so that the sum is right; what is missed grows with the height.
    """

    def score(embeds):
        place = embeds[:, 1, 0]
        up = torch.sigmoid(20.0 * (place / 0.35 - 0.4))
        down = torch.sigmoid(20.0 * ((place - 0.6) / 0.4 - 0.4))
        return place + height * (up - down)

    return score


# The change of the score is 1: panels may miss 0.02 together, whatever the unit of the score and its zero.
@pytest.mark.parametrize(("height", "n_steps"), [(0.05, 21), (0.077, 37)])
@pytest.mark.parametrize(("unit", "zero"), [(1.0, 0.0), (10.0, 0.0), (1.0, 10.0), (-10.0, -10.0)])
def test_panels_may_miss_twice_the_tolerance_together(height, n_steps, unit, zero):
    score = bumpy(height)
    scaled = model(head=lambda embeds: unit * score(embeds) + zero)
    (result,) = integrated_gradients(scaled, TEXT, [Target("head", 1)], fill_id=PAD_ID)
    assert abs(result.convergence_delta) < 0.002 * abs(unit)
    assert (result.n_steps, result.converged) == (n_steps, True)


def test_panels_that_are_not_refined_stay():
    """A slope over the whole path, and a step in one panel of three."""
    sloping = model(head=lambda embeds: sharp(300.0)(embeds) + 2.0 * embeds[:, 1, 0])
    (result,) = integrated_gradients(sloping, TEXT, [Target("head", 1)], fill_id=PAD_ID)
    assert result.converged
    assert 21 < result.n_steps < 100
    assert result.attributions[1] == pytest.approx(3.0, abs=0.03)


@pytest.mark.parametrize(
    ("steps", "tolerance", "n_steps"),
    [
        ([(1e9, 0.1), (300.0, 0.3)], 0.01, 249),
        ([(1e9, 0.8), (300.0, 0.7)], 1e-6, 243),
    ],
)
def test_256_nodes_are_not_exceeded(steps, tolerance, n_steps):
    """As many as fit: Kronrod's 8 for a panel, or 14 for the halves of one that has them."""

    def score(embeds):
        return sum(torch.sigmoid(steepness * (embeds[:, 1, 0] - place)) for steepness, place in steps)

    (result,) = integrated_gradients(
        model(head=score), TEXT, [Target("head", 1)], fill_id=PAD_ID, tolerance=tolerance
    )
    assert (result.n_steps, result.converged) == (n_steps, False)


def test_all_256_nodes_are_taken_where_they_fit():
    """Twenty panels, of which eleven have a step that no node sees: 20 times 7, 11 times 8, twice 14."""

    def score(embeds):
        places = torch.arange(11) / 20 + 0.0185
        return torch.sigmoid(1e9 * (embeds[:, 1, :1] - places)).sum(dim=1)

    points = [place / 20 for place in range(21)]
    (found,) = walk(model(head=score), TEXT, [Target("head", 1)], points=points, fill_id=PAD_ID)
    assert (found.result.n_steps, found.result.converged) == (256, False)


def test_a_tolerance_of_zero_is_met_where_nothing_is_missed():
    flat = model(head=lambda embeds: 0.0 * embeds[:, 1, 0])
    (result,) = integrated_gradients(flat, TEXT, [Target("head", 1)], fill_id=PAD_ID, tolerance=0.0)
    assert (result.n_steps, result.converged) == (21, True)


@pytest.mark.parametrize("method", METHODS)
def test_n_steps_is_kept_to_even_where_it_is_not_enough(method):
    (result,) = method(model(head=sharp(300.0)), TEXT, [Target("head", 1)], fill_id=PAD_ID, n_steps=20)
    assert (result.n_steps, result.converged) == (20, False)


def test_tolerance_decides():
    steps = {}
    for tolerance in (0.5, 0.01, 1e-9):
        (result,) = integrated_gradients(
            model(head=sharp(100.0)), TEXT, [Target("head", 1)], fill_id=PAD_ID, tolerance=tolerance
        )
        steps[tolerance] = result.n_steps
        assert result.converged == (result.relative_error <= tolerance)
    assert steps[0.5] < steps[0.01] < steps[1e-9]


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    ("steepness", "last_round_share"),
    [(5.0, 0.5), (300.0, 0.875), (1e6, 1.0)],  # one round, three rounds, all four
)
def test_progress_never_falls_and_ends_at_total(method, steepness, last_round_share):
    calls = []
    targets = [Target("smooth", 1), Target("sharp", 1)]
    method(
        model(smooth=sharp(5.0), sharp=sharp(steepness)),
        TEXT,
        targets,
        fill_id=PAD_ID,
        on_progress=lambda done, total: calls.append((done, total)),
    )
    done, totals = zip(*calls, strict=True)
    assert len(set(totals)) == 1
    assert list(done) == sorted(done)
    assert done.count(totals[0]) == 1
    assert done[-1] == totals[0]
    assert last_round_share in [d / totals[0] for d in done]
    assert len(calls) >= 3


@pytest.mark.parametrize(("steepness", "n_steps"), [(35.0, 21), (45.0, 37), (100.0, 37), (150.0, 37)])
@pytest.mark.parametrize("n_pairs", [1, 4])
def test_errors_that_cancel_between_words_are_seen(steepness, n_steps, n_pairs):
    """Pairs of words that do the same with opposite signs: whatever the nodes, the sum is right.

    How far each word may be off is a share of the largest word, however many there are.
    """

    def step(values):
        return torch.sigmoid(steepness * (values - 0.37))

    def score(embeds):
        return (step(embeds[:, 1:-1:2, 0]) - step(embeds[:, 2:-1:2, 0])).sum(dim=1)

    text = encode(*[4] * (2 * n_pairs))
    (found,) = integrated_gradients(model(head=score), text, [Target("head", 1)], fill_id=PAD_ID)
    part = float(step(torch.tensor(1.0)) - step(torch.tensor(0.0)))
    assert found.convergence_delta == pytest.approx(0.0, abs=1e-6)
    assert found.attributions[1:-1] == pytest.approx((part, -part) * n_pairs, rel=0.03)
    assert found.n_steps == n_steps


def test_a_panel_says_how_far_each_token_may_be_off():
    """Rates of two tokens: three nodes integrate the one, a parabola, exactly, and not the other."""
    panel, _ = coarse_panel(0.0, 1.0, [0.0], [0.0])
    nodes = torch.tensor(panel.rule.nodes, dtype=torch.float64)
    panel.rates[0] = torch.stack([nodes**2, torch.exp(8 * nodes - 8)], dim=1)
    of_parabola, of_steep = panel.token_errors(0).tolist()
    assert of_parabola == pytest.approx(0.0, abs=1e-20)
    truth = (1 - math.exp(-8)) / 8
    assert abs(float(panel.integral(0)[1]) - truth) < of_steep < 0.01 * truth
