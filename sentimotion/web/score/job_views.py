"""The buttons and the line of a job of the Score tab, drawn from its state."""

from collections.abc import Iterable
from typing import Any

import gradio as gr

from sentimotion.errors import SentimotionError
from sentimotion.i18n.messages import Language
from sentimotion.web.components.decision import render_error, render_notice
from sentimotion.web.components.visible_if import visible_if
from sentimotion.web.score.scoring import ReportFile
from sentimotion.web.score.state import Job, JobName, ScoreState
from sentimotion.web.score.views import render_progress
from sentimotion.web.session.state import View


def job_views(
    name: JobName, prefix: str, run: gr.Button, stop: gr.Button, status: gr.HTML
) -> Iterable[View[ScoreState]]:
    """The views of the button that begins a job, the one that stops it, and what it tells.

    :param prefix: How the keys of its messages begin.
    """
    yield View(
        run,
        lambda _, running: gr.update(interactive=not running),
        lambda state: (state.job(name).is_running,),
    )
    yield visible_if(stop, lambda state: state.job(name).is_running)
    yield View(
        status,
        lambda language, job: _show_status(prefix, language, job),
        lambda state: (state.job(name),),
    )


def _show_status(prefix: str, language: Language, job: Job[Any]) -> str:
    if isinstance(job.result, ReportFile):
        return render_notice("score_report_done", language, name=job.result.name)
    if job.status is None:
        return ""
    if isinstance(job.status, SentimotionError):
        return render_error(job.status, language)
    if job.status == "stopped":
        return render_notice("score_stopped", language)
    if job.status == "waiting":
        return render_progress(f"{prefix}_waiting", 0.0, language)
    return render_progress(f"{prefix}_running", job.status, language)
