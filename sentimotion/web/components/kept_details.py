"""HTML whose ``<details data-keep="name">`` stay open when it is drawn again (assets/js/details.js)."""

from typing import Final

# For js_on_load of the gr.HTML.
KEEP_DETAILS: Final = "sentimotion.keepDetails(element, watch)"
