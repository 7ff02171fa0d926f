"""Reliability diagrams as SVG: accuracy by confidence."""

from markupsafe import Markup

from sentimotion.evaluation.calibration import Reliability
from sentimotion.templating import render_template


def reliability_svg(before: Reliability, after: Reliability) -> Markup:
    """Render the diagrams before and after calibration side by side, as SVG.

    The height of a bar is the accuracy of its bin, its opacity the number of texts, and the dot the mean
    confidence. With perfect calibration, bars end at the dashed diagonal.
    """
    return render_template("training/reliability_diagram.svg", before=before, after=after)
