"""Launch the page: theme, fonts and limits. No external resources are used."""

import os
from typing import Any, Final

import gradio as gr
from markupsafe import Markup
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from sentimotion.assets import ASSETS
from sentimotion.i18n.messages import LANGUAGES
from sentimotion.templating import render_template
from sentimotion.web.failed_requests import FailedRequests
from sentimotion.web.frontend import page_scripts, page_style, redirect_script
from sentimotion.web.http.access import Access
from sentimotion.web.http.stack import MOST_SESSIONS, lifespan, use_fair_queue
from sentimotion.web.operating.options import Operation
from sentimotion.web.operating.request_log import write_to_stderr
from sentimotion.web.operating.routes import routes

_FONTS: Final = ASSETS / "fonts"
_FONT_FILE: Final = _FONTS / "NotoSansBengali-wght.woff2"
_TEXT_FONTS: Final = ["Noto Sans Bengali", "system-ui", "sans-serif"]

# Read by uvicorn, which by default takes every program of this machine for a trusted proxy.
_TRUSTED_PROXIES: Final = "FORWARDED_ALLOW_IPS"


def launch(
    blocks: gr.Blocks, access: Access | None = None, operation: Operation | None = None, **options: Any
) -> Any:
    """Serve the page. GRADIO_SERVER_NAME and GRADIO_SERVER_PORT apply.

    :param blocks: The page.
    :param access: Who may reach it, and how often; None for this machine alone, and the default limits.
    :param operation: How it is operated; None without a token or a log.
    :param options: Further options of ``gr.Blocks.launch``, for tests.
    """
    access, operation = access or Access(), operation or Operation()
    if operation.logs_requests:
        write_to_stderr()
    os.environ[_TRUSTED_PROXIES] = access.trusted_proxies
    gr.set_static_paths([_FONTS])
    # api_open: requests that bypass the queue would run concurrently without a limit.
    blocks.queue(default_concurrency_limit=8, api_open=False)
    queue = use_fair_queue(blocks, access)
    return blocks.launch(
        theme=_theme(),
        head=_head(),
        footer_links=[],
        run_history=False,
        # One of an address that has many is dropped before that (http/sessions.py); the rest are API calls.
        state_session_capacity=MOST_SESSIONS + 100,
        enable_monitoring=False,
        # Rendered on the server, the app's root page would come in place of the redirect.
        ssr_mode=False,
        app_kwargs={
            # Gradio (6.31) compresses files only; the page itself becomes a seventh of its size. What is
            # compressed already, and streams of events, are passed on as they are.
            "middleware": [Middleware(GZipMiddleware, compresslevel=5), Middleware(FailedRequests)],
            "lifespan": lifespan(
                blocks, access, frozenset([_FONT_FILE]), logs_requests=operation.logs_requests
            ),
            "routes": [
                Route("/", _redirect),
                *routes(queue, has_run=operation.has_run, token=operation.token),
            ],
        },
        **options,
    )


def _redirect(_: Request) -> HTMLResponse:
    """The root, which goes on to the page in the visitor's language."""
    script = Markup(redirect_script())  # noqa: S704 - a file of the package
    return HTMLResponse(render_template("web/language_redirect.html", script=script, languages=LANGUAGES))


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
    """HTML head with font, style sheet and scripts. Gradio adds it before it mounts the page."""
    font = (
        '@font-face { font-family: "Noto Sans Bengali"; font-weight: 400 700; font-display: swap;'
        # The font is used for Bangla only; Latin text keeps the system font.
        " unicode-range: U+0951-0952, U+0964-0965, U+0980-09FE, U+200C-200D, U+20B9, U+25CC;"
        f' src: url("gradio_api/file={_FONT_FILE.as_posix()}") format("woff2"); }}'
    )
    scripts = "".join(f"<script>{script}</script>" for script in page_scripts().values())
    return f"<style>{font}\n{page_style()}</style>{scripts}"
