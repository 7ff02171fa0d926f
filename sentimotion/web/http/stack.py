"""Put the parts of this folder around the app."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any, Final

import gradio as gr
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.types import ASGIApp

from sentimotion.web.http.access import Access
from sentimotion.web.http.answer_streams import AnswerStreams
from sentimotion.web.http.event_kinds import EventKinds
from sentimotion.web.http.fair_queue import FairQueue, drop_state, has_all_answers
from sentimotion.web.http.gate import EventGate
from sentimotion.web.http.headers import SecurityHeaders
from sentimotion.web.http.heartbeats import Heartbeats
from sentimotion.web.http.open_requests import OpenRequests
from sentimotion.web.http.origins import Origins
from sentimotion.web.http.request_headers import RequestHeaders
from sentimotion.web.http.routes import OpenRoutes
from sentimotion.web.http.session_states import SessionStates
from sentimotion.web.http.sessions import KnownSessions
from sentimotion.web.operating.request_log import RequestLog

MOST_SESSIONS: Final = 500


def lifespan(
    blocks: gr.Blocks, access: Access, files: frozenset[Path], *, logs_requests: bool
) -> Callable[[Any], AbstractAsyncContextManager[None]]:
    """What the app does as it starts: middleware outside of Gradio's own, sessions in place of its.

    As middleware of the app the first would be inside Gradio's (6.31), which answers all other sites first.

    :param blocks: The app.
    :param access: Who may reach it.
    :param files: The files that browsers may load.
    :param logs_requests: Whether each request is logged, refused ones too.
    """

    @asynccontextmanager
    async def started(app: Any) -> AsyncIterator[None]:
        stack = with_middleware(app.middleware_stack, blocks, access, files)
        app.middleware_stack = RequestLog(stack) if logs_requests else stack
        app.state_holder = SessionStates(blocks)
        yield

    return started


def with_middleware(app: ASGIApp, blocks: gr.Blocks, access: Access, files: frozenset[Path]) -> ASGIApp:
    """Wrap an app; the last is the first to see a request."""
    sessions = KnownSessions(access.sessions_per_minute, MOST_SESSIONS, partial(drop_state, blocks))
    app = RequestHeaders(app, access)
    # Only ``PageBlocks`` hold work of visitors.
    app = Heartbeats(app, getattr(blocks, "has_left", lambda _: None))
    app = AnswerStreams(app, partial(has_all_answers, blocks))
    app = EventGate(app, EventKinds(blocks), sessions)
    app = Origins(app, access)
    app = OpenRoutes(app, files)
    app = TrustedHostMiddleware(app, access.answered_hosts, www_redirect=False)
    app = OpenRequests(app, access.open_per_address)
    return SecurityHeaders(app, access.frame_ancestors)


def use_fair_queue(blocks: gr.Blocks, access: Access) -> FairQueue:
    """Give the app a queue with limits, in place of the one that ``gr.Blocks.queue`` made."""
    blocks._queue = queue = FairQueue(blocks._queue, access)
    return queue
