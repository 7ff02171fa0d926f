import math

import pytest

from explain.quadrature import STEP_SCHEDULE, gauss_legendre, half_rule, kronrod, step_schedule


@pytest.mark.parametrize("n_steps", [1, 2, 3, 8])
def test_exact_up_to_degree_two_n_minus_one_and_no_further(n_steps):
    rule = gauss_legendre(n_steps)

    def error(degree):
        integral = math.fsum(w * x**degree for x, w in zip(rule.nodes, rule.weights, strict=True))
        return abs(integral - 1 / (degree + 1))

    assert all(error(degree) < 1e-14 for degree in range(2 * n_steps))
    assert error(2 * n_steps) > 1e-11


def test_two_nodes_by_hand():
    # Solve w(a^k + (1-a)^k) = 1/(k+1) for k = 0..3: w = 1/2, a = 1/2 - 1/(2 sqrt 3).
    rule = gauss_legendre(2)
    assert rule.weights == pytest.approx((0.5, 0.5), abs=1e-15)
    assert rule.nodes == pytest.approx((0.5 - 0.5 / math.sqrt(3), 0.5 + 0.5 / math.sqrt(3)), abs=1e-15)


@pytest.mark.parametrize("n_steps", STEP_SCHEDULE)
def test_every_rule_of_the_schedule_is_sound(n_steps):
    # numpy vouches for up to 100 nodes only; the schedule goes further.
    rule = gauss_legendre(n_steps)
    assert len(rule.nodes) == len(rule.weights) == n_steps
    assert all(0 < left < right < 1 for left, right in zip(rule.nodes, rule.nodes[1:], strict=False))
    assert min(rule.weights) > 0
    assert math.fsum(rule.weights) == pytest.approx(1.0, abs=1e-13)
    integral = math.fsum(w * math.exp(x) for x, w in zip(rule.nodes, rule.weights, strict=True))
    assert integral == pytest.approx(math.e - 1, abs=1e-13)


def test_kronrods_rule_is_exact_up_to_degree_22_and_holds_gausss_nodes():
    rule = kronrod()
    assert list(rule.nodes) == sorted(rule.nodes)
    assert rule.nodes[1::2] == pytest.approx(gauss_legendre(7).nodes, abs=1e-15)
    for degree in range(23):
        integral = sum(weight * node**degree for node, weight in zip(rule.nodes, rule.weights, strict=True))
        assert integral == pytest.approx(1 / (degree + 1), rel=1e-13)


def test_schedule():
    assert step_schedule(None) == (32, 64, 128, 256)
    assert step_schedule(50) == (50,)


@pytest.mark.parametrize("n_steps", [0, -1])
def test_at_least_one_step(n_steps):
    with pytest.raises(ValueError, match=f"n_steps is {n_steps}"):
        step_schedule(n_steps)
    with pytest.raises(ValueError, match=f"n_steps is {n_steps}"):
        gauss_legendre(n_steps)


@pytest.mark.parametrize("rule", [gauss_legendre(7), kronrod()], ids=["gauss", "kronrod"])
def test_every_second_node_is_a_rule_of_its_own(rule):
    weights = half_rule(rule)
    assert weights[0::2] == (0.0,) * len(weights[0::2])
    for degree in range(len(weights[1::2])):
        total = sum(weight * node**degree for node, weight in zip(rule.nodes, weights, strict=True))
        assert total == pytest.approx(1 / (degree + 1), abs=1e-12)


def test_every_second_node_of_kronrod_is_gauss():
    assert half_rule(kronrod())[1::2] == pytest.approx(gauss_legendre(7).weights, abs=1e-12)
