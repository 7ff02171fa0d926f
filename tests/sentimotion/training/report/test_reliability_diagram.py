"""Reliability diagrams."""

from xml.etree import ElementTree

import numpy as np

from sentimotion.evaluation.calibration import reliability
from sentimotion.training.report.reliability_diagram import reliability_svg

SVG = "{http://www.w3.org/2000/svg}"


def test_a_bar_a_bin_as_high_as_the_share_that_was_right():
    sure = np.array([[0.95, 0.05], [0.92, 0.08], [0.55, 0.45], [0.58, 0.42]])
    before, after = reliability(sure, [0, 1, 0, 0]), reliability(sure, [0, 0, 0, 0])
    root = ElementTree.fromstring(reliability_svg(before, after))
    bars = [rect for rect in root.iter(f"{SVG}rect") if rect.get("class") == "bin"]
    # Of each diagram the bins from 0.5 and from 0.9.
    assert [float(bar.get("height")) for bar in bars] == [220.0, 110.0, 220.0, 220.0]
    assert [bar.find(f"{SVG}title").text for bar in bars][1] == "2 texts, confidence 0.935, accuracy 0.500"
    titles = [text.text for text in root.iter(f"{SVG}text")]
    assert f"before: error {before.ece:.3f}" in titles
    assert f"after: error {after.ece:.3f}" in titles
