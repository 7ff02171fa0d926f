"""The answer with which the page begins, so that it greets with a result. Does not import gradio."""

from dataclasses import replace

from sentimotion.model import SentimotionModel
from sentimotion.web.analyze.examples import read_examples
from sentimotion.web.analyze.state import FIRST_TURN, UNANSWERED, AnalyzeState
from sentimotion.web.session.analysis import analyze, explain_questions


def first_answer(model: SentimotionModel) -> AnalyzeState:
    """Analyze and explain the example that begins the page.

    :param model: The model, shared by all visitors.
    """
    (example,) = (example for example in read_examples() if example.get("begins"))
    analysis = analyze(model, example["text"])
    state = replace(UNANSWERED.answered(analysis, None), turn=FIRST_TURN)
    state = state.explained(explain_questions(model, analysis, state.unexplained())).with_charts()
    if model.is_on_loan:
        return state
    *_, ranks = model.chance_ranks(analysis.encoded, state.explanations)
    return replace(state, ranks=ranks)
