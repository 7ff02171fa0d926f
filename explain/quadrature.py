"""Quadrature rules and step schedules for integrating along the path."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.polynomial.legendre import leggauss

# Nodes that captum's rule tries one after the other. On a trained 12-layer model (log-odds, [PAD] baseline)
# 32 nodes brought 70 % of the explanations within 1 % of completeness and 64 nodes 94 %; 16 nodes, which
# would have to be thrown away for most texts, only 16 to 25 %. What 256 do not bring within the tolerance is
# reported as not converged.
STEP_SCHEDULE = (32, 64, 128, 256)


@dataclass(frozen=True)
class QuadratureRule:
    """Integral of f over [0, 1] ~ sum of weight * f(node); nodes increase, positive weights sum to 1."""

    nodes: tuple[float, ...]
    weights: tuple[float, ...]


@lru_cache(maxsize=16)  # the nodes are eigenvalues of a matrix: not for every text anew
def gauss_legendre(n_steps: int) -> QuadratureRule:
    """Gauss-Legendre rule on [0, 1]: exact for polynomials up to degree 2 * n_steps - 1.

    :param n_steps: Number of nodes, at least 1.
    :returns: Nodes, all strictly inside (0, 1), and weights.
    :raises ValueError: If ``n_steps`` is less than 1.
    """
    if n_steps < 1:
        raise ValueError(f"n_steps is {n_steps}; it must be at least 1")
    nodes, weights = leggauss(n_steps)  # on [-1, 1]
    return QuadratureRule(tuple((0.5 * (1.0 + nodes)).tolist()), tuple((0.5 * weights).tolist()))


# Nodes and weights of the Gauss-Kronrod pair 7, 15 on [-1, 1], those that are not positive mirrored (Piessens
# et al., QUADPACK, 1983, routine qk15). Every second node is one of Gauss's.
_KRONROD_NODES = (
    *(0.991455371120812639206854697526329, 0.949107912342758524526189684047851),
    *(0.864864423359769072789712788640926, 0.741531185599394439863864773280788),
    *(0.586087235467691130294144691693318, 0.405845151377397166906606412076961),
    *(0.207784955007898467600689403773245, 0.0),
)
_KRONROD_WEIGHTS = (
    *(0.022935322010529224963732008058970, 0.063092092629978553290700663189204),
    *(0.104790010322250183839876322541518, 0.140653259715525918745189590510238),
    *(0.169004726639267902826583426598550, 0.190350578064785409913256402421014),
    *(0.204432940075298892414161999234649, 0.209482141084727828012999174891714),
)


@lru_cache(maxsize=1)
def kronrod() -> QuadratureRule:
    """Kronrod's extension of :func:`gauss_legendre` with 7 nodes: 15 on [0, 1], exact up to degree 22.

    Nodes 1, 3, 5, ... (from 0) are those of the 7, so values computed there are reused.
    """
    nodes = (*(-node for node in _KRONROD_NODES), *_KRONROD_NODES[-2::-1])
    weights = (*_KRONROD_WEIGHTS, *_KRONROD_WEIGHTS[-2::-1])
    return QuadratureRule(
        tuple(0.5 * (1.0 + node) for node in nodes), tuple(0.5 * weight for weight in weights)
    )


@lru_cache(maxsize=4)
def half_rule(rule: QuadratureRule) -> tuple[float, ...]:
    """Weights of the rule on every second node, from the second on, and 0 at the others.

    It integrates the polynomial through those nodes: of Kronrod's 15 nodes this is Gauss's rule with 7.

    :returns: One weight per node of the rule, which sum to 1.
    """
    nodes = np.asarray(rule.nodes[1::2])
    powers = np.vander(nodes, increasing=True).T
    weights = np.zeros(len(rule.nodes))
    weights[1::2] = np.linalg.solve(powers, 1.0 / np.arange(1, len(nodes) + 1))
    return tuple(weights.tolist())


def step_schedule(n_steps: int | None) -> tuple[int, ...]:
    """List the numbers of nodes to try, in order, until the integral converges.

    :param n_steps: An exact number to use, or None to start small and refine.
    :returns: At least one number, increasing.
    :raises ValueError: If ``n_steps`` is less than 1.
    """
    if n_steps is None:
        return STEP_SCHEDULE
    if n_steps < 1:
        raise ValueError(f"n_steps is {n_steps}; it must be at least 1, or None to choose it automatically")
    return (n_steps,)
