"""Colors of labels: told apart, and seen on either theme."""

import pytest

from sentimotion.label_colors import LABEL_COLORS, color_variables
from sentimotion.labels import LABELS
from tests.sentimotion.web.contrast import contrast, rgb_of_hex

PANELS = {"light": "#ffffff", "dark": "#27272a"}


def test_contrast_itself():
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast((255, 0, 0), (255, 255, 255)) == pytest.approx(3.998, abs=1e-3)


def test_every_label_has_a_color_of_its_own():
    assert set(LABEL_COLORS) == {label for labels in LABELS.values() for label in labels}
    assert len({color.lower() for color in LABEL_COLORS.values()}) == len(LABEL_COLORS)


@pytest.mark.parametrize("panel", PANELS.values(), ids=PANELS)
@pytest.mark.parametrize("label", LABEL_COLORS)
def test_a_bar_is_seen(label, panel):
    assert contrast(rgb_of_hex(LABEL_COLORS[label]), rgb_of_hex(panel)) >= 3


@pytest.mark.parametrize(
    "variable",
    [
        "--blue: #0072B2;",
        "--gold: #B88600;",
        "--label-negative: #D55E00;",
        "--label-anger_disgust: #C8442E;",
        "--label-fear: #8466C4;",
        "--toward: 0, 114, 178;",
        "--away: 213, 94, 0;",
    ],
)
def test_variables_of_the_style_sheets(variable):
    assert color_variables().startswith(":root { ")
    assert color_variables().endswith("; }\n")
    assert f" {variable} " in color_variables()
