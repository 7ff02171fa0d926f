"""A generator as the function of an event."""

import inspect

import gradio as gr

from sentimotion.web.session.events import skip_if_empty


def spoken(handler, *arguments):
    return list(skip_if_empty(handler, ["one output", "another"])(*arguments))


def test_who_says_nothing_changes_nothing():
    assert spoken(lambda: iter([])) == [[gr.skip()] * 2]


def test_what_is_said_is_all_that_is_said():
    assert spoken(lambda text: iter([[text, 1], [text, 2]]), "শুভ") == [["শুভ", 1], ["শুভ", 2]]


def test_closing_closes_what_is_inside():
    closed = []

    def handler():
        try:
            yield [1, 2]
        finally:
            closed.append(True)

    messages = skip_if_empty(handler, [None, None])()
    next(messages)
    messages.close()
    assert closed == [True]


def test_gradio_sees_what_the_function_asks_for():
    def handler(request: gr.Request, language: str):
        yield [request, language]

    wrapped = skip_if_empty(handler, [None, None])
    assert inspect.isgeneratorfunction(wrapped)
    assert inspect.signature(wrapped) == inspect.signature(handler)
