"""Launch the page: theme, fonts and limits. No external resources are used."""

import json
from typing import Any, Final

import gradio as gr
from starlette.middleware import Middleware

from sentimotion.assets import ASSETS
from sentimotion.web.http_middleware import HttpMiddleware

_FONTS: Final = ASSETS / "fonts"
_FONT_FILE: Final = _FONTS / "NotoSansBengali-wght.woff2"
_TEXT_FONTS: Final = ["Noto Sans Bengali", "system-ui", "sans-serif"]

# Ctrl+Enter (or Cmd+Enter) in a text box clicks its button.
_BUTTON_OF: Final = {
    "text": "analyze",
    "compare-text-0": "compare-pair",
    "compare-text-1": "compare-pair",
    "swap-text": "swap-read",
    "swap-alternatives": "swap-run",
    "learn-text": "learn-use",
}
_SHORTCUT: Final = f"""
document.addEventListener("keydown", (event) => {{
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  const buttons = {json.dumps(_BUTTON_OF)};
  const box = Object.keys(buttons).find((id) => event.target.closest(`#${{id}}`));
  if (!box) return;
  event.preventDefault();
  document.querySelector(`#${{buttons[box]}}`).click();
}});
"""
# While a threshold is typed, its box may be empty or out of range. Such events are not passed on to Gradio,
# whose server would respond with an error.
_NUMBER_BOX: Final = """
document.addEventListener("input", (event) => {
  const box = event.target;
  const isThreshold = box.matches(".threshold input[type=number]");
  if (isThreshold && !(box.value !== "" && box.value >= 0 && box.value <= 1)) {
    event.stopImmediatePropagation();
  }
}, true);
"""
# Gradio labels the inputs of sliders "range slider for ..." in English; this replaces it by the visible
# label.
_SLIDER_NAMES: Final = """
new MutationObserver(() => {
  for (const input of document.querySelectorAll(".threshold input")) {
    const name = input.closest(".threshold").querySelector("label").textContent.trim();
    if (input.getAttribute("aria-label") !== name) input.setAttribute("aria-label", name);
  }
}).observe(document, {childList: true, characterData: true, attributeFilter: ["aria-label"], subtree: true});
"""
# Maximum queued events of all visitors, enough for a class of sixty.
_MAX_WAITING: Final = 500


def launch(blocks: gr.Blocks, **options: Any) -> Any:
    """Serve the page. GRADIO_SERVER_NAME and GRADIO_SERVER_PORT apply.

    :param blocks: The page.
    :param options: Further options of ``gr.Blocks.launch``, for tests.
    """
    gr.set_static_paths([_FONTS])
    # api_open: requests that bypass the queue would run concurrently without a limit.
    return blocks.queue(max_size=_MAX_WAITING, default_concurrency_limit=8, api_open=False).launch(
        theme=_theme(),
        head=_head(),
        footer_links=[],
        run_history=False,
        state_session_capacity=500,
        enable_monitoring=False,
        app_kwargs={"middleware": [Middleware(HttpMiddleware)]},
        **options,
    )


def _theme() -> gr.themes.Base:
    # Font names rather than gr.themes.GoogleFont, which would be fetched from another site.
    return gr.themes.Default(
        primary_hue=gr.themes.colors.sky,
        neutral_hue=gr.themes.colors.zinc,
        font=_TEXT_FONTS,
        font_mono=["ui-monospace", "monospace"],
    ).set(
        # Darker than Gradio's default, for a contrast of 4.5:1 with the white button text.
        button_primary_background_fill="*primary_700",
        button_primary_background_fill_hover="*primary_800",
        button_primary_background_fill_dark="*primary_700",
        button_primary_background_fill_hover_dark="*primary_800",
    )


def _head() -> str:
    """HTML head with style sheet, font and shortcut, so that they apply to the first paint."""
    font = (
        '@font-face { font-family: "Noto Sans Bengali"; font-weight: 100 900; font-display: swap;'
        # The font is used for Bangla only; Latin text keeps the system font.
        " unicode-range: U+0951-0952, U+0964-0965, U+0980-09FE, U+200C-200D, U+20B9, U+25CC;"
        f' src: url("gradio_api/file={_FONT_FILE.as_posix()}") format("woff2"); }}'
    )
    style = (ASSETS / "style.css").read_text(encoding="utf-8")
    scripts = [(ASSETS / name).read_text(encoding="utf-8") for name in ("page.js", "stage.js")]
    script = "".join([*scripts, _SHORTCUT, _NUMBER_BOX, _SLIDER_NAMES])
    return f"<style>{font}\n{style}</style><script>{script}</script>"
