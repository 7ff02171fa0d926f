"""What is fixed at a text."""

import pytest
import torch
from torch import nn

from explain.decomposition.affine import fixed_norm, zero_reference_slope


def test_slopes_from_the_origin():
    values = torch.tensor([-2.0, 0.5, 4.0])
    assert zero_reference_slope(torch.square, values).tolist() == [-2.0, 0.5, 4.0]
    assert zero_reference_slope(torch.relu, values).tolist() == [0.0, 1.0, 1.0]
    assert zero_reference_slope(torch.tanh, values).tolist() == pytest.approx(
        (values.tanh() / values).tolist()
    )


@pytest.mark.parametrize(
    ("activation", "slope"), [(torch.relu, 1.0), (torch.tanh, 1.0), (nn.GELU(), 0.5), (nn.SiLU(), 0.5)]
)
def test_at_0_it_is_the_slope_there(activation, slope):
    assert float(zero_reference_slope(activation, torch.zeros(1))) == pytest.approx(slope, abs=1e-5)


def test_a_norm_is_itself_at_its_states_and_linear_beside_its_bias():
    torch.manual_seed(0)
    norm, states, other = nn.LayerNorm(8), torch.randn(3, 8), torch.randn(3, 8)
    nn.init.normal_(norm.weight)
    nn.init.normal_(norm.bias)
    with torch.no_grad():
        fixed = fixed_norm(norm, states)
        torch.testing.assert_close(fixed(states), norm(states))
        bias = fixed(torch.zeros_like(states))
        torch.testing.assert_close(bias, norm.bias.expand_as(states))
        torch.testing.assert_close(fixed(states + other), fixed(states) + fixed(other) - bias)
