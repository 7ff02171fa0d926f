"""The page's scripts by themselves: in a bare page, without Gradio and without a server."""

import base64
import json
from urllib.parse import parse_qs, urlsplit

import pytest

from sentimotion.labels import HEADS
from sentimotion.web.frontend import page_scripts, redirect_script
from sentimotion.web.learn.lesson import STEPS
from tests.browser.driver.windows import open_window
from tests.sentimotion.web.test_frontend import NAMED

pytestmark = pytest.mark.browser

ADDRESS = "http://scripts.test/"
SCRIPTS = {**page_scripts(), "language_redirect.js": redirect_script()}


@pytest.fixture(scope="module")
def window(browser):
    """One page for all tests, with the scripts in its head; nothing may fail in it."""
    page = open_window(browser)
    page.set_default_timeout(10_000)
    scripts = "".join(f"<script>{script}</script>" for script in page_scripts().values())
    names = "<script>window.before = Object.keys(window)</script>"
    body = f'<!DOCTYPE html><html lang="en"><head>{names}{scripts}</head><body></body></html>'
    page.route("**/*", lambda route: route.fulfill(body=body, content_type="text/html; charset=utf-8"))
    failures = []
    page.on("pageerror", lambda error: failures.append(str(error)))
    page.goto(ADDRESS)
    yield page
    page.context.close()
    assert failures == []


@pytest.fixture
def show(window):
    """Puts HTML into the page, as another visit would find it; what is triggered comes into ``events``."""

    def put(html):
        window.evaluate(
            """(html) => {
              document.body.innerHTML = html;
              document.documentElement.lang = "en";
              window.events = [];
              window.trigger = (name, data) => events.push(data === undefined ? [name] : [name, data]);
              window.redraws = [];
              window.watch = (name, act) => redraws.push(act);
            }""",
            html,
        )
        return window

    return put


def events(page):
    return page.evaluate("events")


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_file_can_be_parsed(window, name):
    script = SCRIPTS[name]
    assert window.evaluate("(script) => { new Function(script); return true; }", script)


def test_one_name_reaches_the_page(window):
    assert window.evaluate("Object.keys(window).filter((name) => !before.includes(name))")[0] == "before"
    found = window.evaluate(
        "Object.keys(window).filter((name) => !before.includes(name) && name !== 'before')"
    )
    assert set(found) - {"events", "trigger", "redraws", "watch", "props"} == {"sentimotion"}


def test_what_python_names_can_be_called(window):
    named = sorted({name for names in NAMED.values() for name in names})
    assert (
        window.evaluate("(names) => names.filter((name) => typeof sentimotion[name] !== 'function')", named)
        == []
    )


@pytest.mark.parametrize("content", ["", "a", "কেমন আছ", "a,b\r\n1,2\r\n", "😀 <b>&amp;</b>"])
def test_a_file_is_saved(show, tmp_path, content):
    page = show("")
    sent = base64.b64encode(content.encode()).decode()
    file = {"name": "result.csv", "type": "text/csv", "content": sent}
    with page.expect_download() as download:
        page.evaluate("(file) => sentimotion.saveFile(file)", json.dumps(file))
    assert download.value.suggested_filename == "result.csv"
    download.value.save_as(tmp_path / "saved")
    assert (tmp_path / "saved").read_bytes() == content.encode()


def test_without_a_file_nothing_is_saved(show):
    assert show("").evaluate("[null, ''].map((none) => sentimotion.saveFile(none))") == [None] * 2


UPLOAD = """<div class="file-choice">
  <input type="file" id="score-file" data-limit="10" data-reading="reading">
  <p role="status"><b>old.csv</b></p></div><div id="score-column"></div><button id="score-run"></button>"""


@pytest.mark.parametrize(
    ("content", "sent"),
    [
        (b"", {"content": ""}),
        (b"a", {"content": "YQ=="}),
        (b"0123456789", {"content": "MDEyMzQ1Njc4OQ=="}),
        (b"0123456789a", {"size": 11}),
        (b"\xff\x00\n", {"content": "/wAK"}),
    ],
)
def test_a_chosen_file_is_forwarded(show, content, sent):
    page = show(UPLOAD)
    page.evaluate("sentimotion.forwardFiles(trigger)")
    page.locator("#score-file").set_input_files(
        {"name": "new.csv", "mimeType": "text/csv", "buffer": content}
    )
    page.wait_for_function("events.length === 1")
    assert events(page) == [["file", {"name": "new.csv", **sent}]]
    assert page.evaluate(
        "[document.querySelector('#score-run').inert, document.querySelector('[role=status]').innerText]"
    ) == [
        True,
        "reading",
    ]
    page.evaluate("sentimotion.fileReceived()")
    assert page.locator("[role=status]").inner_html() == "<b>old.csv</b>"
    assert page.evaluate("document.querySelector('#score-run').inert") is False
    assert page.evaluate("document.activeElement.id") == "score-file"


# The other values that the page begins with, after those of the text and the thresholds.
STEP, HEAD = ({"choices": [], "value": value} for value in ("tokens", "emotion"))
OTHERS = ["a", "b", "c", "d", "e", STEP, HEAD]
RESTORED = f"sentimotion.restoreTyped('typed', 0.5, 0.6, ...{OTHERS})"
UNCHANGED = {"__type__": "update"}


@pytest.mark.parametrize(
    ("fragment", "read", "step"),
    [
        ("", ["typed", 0.5, 0.6], ""),
        ("#s=0.2", ["typed", 0.5, 0.6], ""),
        ("#t=", ["typed", 0.5, 0.6], ""),
        ("#l=bn", ["typed", 0.5, 0.6], ""),
        ("#t=ভালো", ["ভালো", 0.5, 0.6], ""),
        ("#t=a+b%26c&s=0.2&e=1", ["a b&c", 0.2, 1], ""),
        ("#t=a&s=0&e=-1", ["a", 0, 0.6], ""),
        ("#t=a&s=x&e=1.01", ["a", 0.5, 0.6], ""),
        ("#tab=learn&step=path", ["typed", 0.5, 0.6], "path"),
        ("#tab=nowhere%22]&step=none&head=none", ["typed", 0.5, 0.6], ""),
    ],
)
def test_a_link_is_read(show, fragment, read, step):
    page = show('<div id="tabs"><button data-tab-id="learn-tab"></button></div>')
    page.evaluate("(fragment) => history.replaceState(null, '', location.pathname + fragment)", fragment)
    try:
        tab, text, lesson, *values = page.evaluate(RESTORED)
        assert tab == UNCHANGED | ({"selected": "learn-tab"} if "tab=learn" in fragment else {})
        assert values == [*read, *OTHERS[:-2], STEP | {"value": step or "tokens"}, HEAD]
        # Whether it is analyzed, and the step shown, after loading.
        assert (text, lesson) == ("" if read[0] == "typed" else "restored", "restored" if step else "")
    finally:
        page.evaluate("history.replaceState(null, '', location.pathname)")


ALLOW_CLIPBOARD = """(isAllowed) => {
  const writeText = async (text) => { if (!isAllowed) throw new Error(); window.copied = text; };
  Object.defineProperty(navigator, "clipboard", {value: {writeText}, configurable: true});
}"""
LINKED = (
    '<div id="take"><button data-copy-link data-text="ভালো" data-copied="copied" data-shown="copy it">'
    'link</button><span role="status"></span></div>'
)


@pytest.mark.parametrize("is_allowed", [True, False])
def test_a_link_has_no_query_and_can_be_copied_without_a_clipboard(show, is_allowed):
    page = show(LINKED)
    page.evaluate("history.replaceState(null, '', '/page?__sign=secret#old')")
    try:
        page.evaluate(ALLOW_CLIPBOARD, is_allowed)
        page.locator("button").click()
        note = page.locator("[role=status]")
        note.get_by_text("copied" if is_allowed else "copy it").wait_for()
        link = page.evaluate("window.copied") if is_allowed else note.locator("input").input_value()
        assert link.startswith("http://scripts.test/page#t=")
        assert "secret" not in link
        if not is_allowed:
            assert page.evaluate("document.activeElement.value") == link
        # The address itself is still that of the private page.
        assert page.evaluate("location.search") == "?__sign=secret"
        assert page.evaluate("location.pathname + location.hash") == link.removeprefix("http://scripts.test")
    finally:
        page.evaluate("delete window.copied; delete navigator.clipboard")
        page.evaluate("history.replaceState(null, '', '/')")


def test_what_was_typed_is_kept_over_one_reload(show):
    sliders = "".join(
        f'<div id="threshold-{head}"><input type="range" min="0" max="1" step="0.01" value="{value}">'
        '<input type="number" value="2"></div>'
        for head, value in (("sentiment", 0.25), ("emotion", 0.75))
    )
    page = show(f'<div id="text"><textarea>অর্ধেক লেখা & আরও\nএক লাইন</textarea></div>{sliders}')
    assert page.evaluate("sentimotion.keepTyped('en')") is True
    kept = ["অর্ধেক লেখা & আরও\nএক লাইন", 0.25, 0.75]
    assert page.evaluate(RESTORED) == [UNCHANGED, "restored", "", *kept, *OTHERS]
    assert page.evaluate(RESTORED) == [UNCHANGED, "", "", "typed", 0.5, 0.6, *OTHERS]
    # What was kept for the other page, or before the page was left for another site.
    for language in ("bn", ""):
        page.evaluate("(language) => sentimotion.keepTyped(language)", language)
        assert page.evaluate(RESTORED) == [UNCHANGED, "", "", "typed", 0.5, 0.6, *OTHERS]


def test_the_chosen_theme_outlasts_the_systems(show):
    page = show("<button data-theme-switch>theme</button>")
    page.evaluate("sentimotion.keepTheme(); sentimotion.keepTheme()")
    seen = [page.evaluate("document.body.classList.contains('dark')")]
    page.locator("button").click()
    seen.append(page.evaluate("document.body.classList.contains('dark')"))
    # As Gradio does when the system changes, before the page's own listener.
    page.evaluate("document.body.classList.remove('dark')")
    page.emulate_media(color_scheme="dark")
    page.wait_for_function("document.body.classList.contains('dark')")
    page.evaluate("document.body.classList.remove('dark')")
    page.emulate_media(color_scheme="light")
    page.wait_for_function("document.body.classList.contains('dark')")
    page.locator("button").click()
    seen.append(page.evaluate("document.body.classList.contains('dark')"))
    page.evaluate("localStorage.clear()")
    assert seen == [False, True, False]


@pytest.mark.parametrize(
    ("box", "button"),
    [
        ("text", "analyze"),
        ("compare-text-0", "compare-pair"),
        ("compare-text-1", "compare-pair"),
        ("swap-text", "swap-read"),
        ("swap-alternatives", "swap-run"),
        ("learn-text", "learn-use"),
        ("other", None),
    ],
)
def test_control_enter_presses_the_button_of_its_box(show, box, button):
    buttons = ["analyze", "compare-pair", "swap-read", "swap-run", "learn-use"]
    page = show(
        f'<div id="{box}"><textarea></textarea></div>'
        + "".join(f'<button id="{name}" onclick="events.push(this.id)"></button>' for name in buttons)
    )
    for keys in ("Enter", "Control+Enter", "Meta+Enter", "Control+a"):
        page.locator("textarea").press(keys)
    assert events(page) == ([button] * 2 if button else [])


SLIDER = (
    '<div class="threshold"><input type="range" min="0" max="1" step="0.01" aria-label="Limit">'
    '<label><span>Limit</span><input type="number" min="0" max="1" step="0.01"></label></div>'
)


@pytest.fixture
def slider(show):
    """A threshold of 0.5: the page, its slider and its box."""
    page = show(SLIDER)
    page.evaluate(
        """() => {
          window.props = {value: 0.5};
          sentimotion.thresholdSlider(document.querySelector(".threshold"), props, trigger, watch);
        }"""
    )
    return page, page.get_by_role("slider", name="Limit"), page.get_by_role("spinbutton", name="Limit")


@pytest.mark.parametrize(
    ("typed", "threshold"),
    [("0.25", 0.25), ("0", 0), ("1", 1), ("", None), ("-0.1", None), ("1.5", None), ("2", None)],
)
def test_a_threshold_is_typed(slider, typed, threshold):
    """What is none is not passed on, and is gone when the box is left."""
    page, handle, box = slider
    box.fill(typed)
    assert box.input_value() == typed
    assert page.evaluate("props.value") == (0.5 if threshold is None else threshold)
    assert events(page) == ([] if threshold is None else [["input"]])
    box.press("Tab")
    for one in (handle, box):
        assert float(one.input_value()) == (0.5 if threshold is None else threshold)


def test_a_threshold_is_moved_by_hand_and_by_the_server(slider):
    page, handle, box = slider
    handle.press("ArrowRight")
    assert (page.evaluate("props.value"), box.input_value(), events(page)) == (0.51, "0.51", [["input"]])
    page.evaluate("() => { props.value = 0.75; redraws.forEach((act) => act()); }")
    assert [float(one.input_value()) for one in (handle, box)] == [0.75, 0.75]
    assert events(page) == [["input"]]


DETAILS = '<details data-keep="{name}"><summary>more</summary><p>text</p></details>'


@pytest.mark.parametrize(
    ("region", "mount"),
    [
        ("heads", "sentimotion.forwardCards(trigger)"),
        ("review-annotate", "sentimotion.forwardDesk(trigger)"),
        ("review-lead", "sentimotion.forwardDashboard(trigger)"),
        ("pair", "sentimotion.keepDetails(document.querySelector('#pair'), watch)"),
    ],
)
def test_opened_details_stay_open_when_redrawn(show, region, mount):
    html = DETAILS.format(name=f"a-{region}") + DETAILS.format(name=f"b-{region}")
    page = show(f'<div id="{region}">{html}</div>')
    page.evaluate(mount)
    redraw = "(html) => { document.querySelector('div').innerHTML = html; for (const act of redraws) act(); }"
    # The event comes some time after the press; what is redrawn in between has not been opened yet.
    press = """() => new Promise((heard) => {
      const first = document.querySelector("details");
      first.addEventListener("toggle", () => heard(), {once: true});
      first.querySelector("summary").click();
    })"""
    states = "[...document.querySelectorAll('details')].map((one) => one.open)"
    page.evaluate(press)
    page.evaluate(redraw, html)
    page.wait_for_function(f"{states}[0]")
    assert page.evaluate(states) == [True, False]
    page.evaluate(press)
    page.evaluate(redraw, html)
    page.evaluate("() => new Promise(requestAnimationFrame)")
    assert page.evaluate(states) == [False, False]


def test_stop_is_forwarded_once_to_its_region(show):
    page = show(
        '<div id="a"><button data-stop>Stop</button></div><div id="b"><button data-stop>Stop</button></div>'
    )
    page.evaluate(
        """for (const region of ["#a", "#a", "#b"]) {
          sentimotion.forwardStop((name) => events.push([name, region]), {region});
        }"""
    )
    page.locator("#a button").click()
    assert events(page) == [["stop", "#a"]]
    page.locator("#b button").press("Enter")
    assert events(page) == [["stop", "#a"], ["stop", "#b"]]
    # Redrawn between press and release.
    page.locator("#a button").hover()
    page.mouse.down()
    page.evaluate("document.querySelector('#a').innerHTML = '<button data-stop>Stop</button>'")
    page.mouse.up()
    assert events(page)[2:] == [["stop", "#a"]]


WORDS = "".join(
    f'<span class="word" role="button" tabindex="0" data-word="{i}">w{i}</span> ' for i in range(4)
)
CARD = f'<p class="sentence">{WORDS}</p><button data-put-back>back</button>'
CARDS = (
    f'<div id="heads"><div class="card" id="head-sentiment">{CARD}</div></div>'
    '<div id="take"><button data-file="json">save</button></div>'
)


def test_words_are_forwarded_and_keep_the_focus(show):
    page = show(CARDS)
    # Mounted twice, as when Gradio draws a tab anew: each press still counts once.
    page.evaluate("sentimotion.forwardCards(trigger); sentimotion.forwardCards(trigger)")
    page.locator("[data-word='2']").click()
    page.evaluate("(html) => { document.querySelector('.card').innerHTML = html; }", CARD)
    page.wait_for_function("document.activeElement.dataset.word === '2'")
    page.locator("[data-put-back]").click()
    page.locator("[data-file]").click()
    assert events(page) == [["word", {"index": 2}], ["put_back", {}], ["save", {"kind": "json"}]]


@pytest.mark.parametrize(
    ("keys", "at"),
    [
        (["ArrowRight"], "2"),
        (["ArrowLeft", "ArrowLeft", "ArrowLeft"], "0"),
        (["End", "ArrowRight"], "3"),
        (["Home"], "0"),
        (["Control+ArrowRight", "x"], "1"),
    ],
)
def test_arrow_keys_move_between_words(show, keys, at):
    page = show(CARDS)
    page.evaluate("sentimotion.forwardCards(trigger)")
    page.locator("[data-word='1']").focus()
    for key in keys:
        page.keyboard.press(key)
    assert page.evaluate("document.activeElement.dataset.word") == at
    page.keyboard.press("Enter")
    page.keyboard.press(" ")
    assert events(page) == [["word", {"index": int(at)}]] * 2


def answer(turn, busy=False):
    decision = f'<div data-turn="{turn}"><div class="decision" data-decision="neutral">neutral</div></div>'
    state = 'aria-busy="true"' if busy else ""
    words = "" if busy else '<span class="word" data-word="0" data-attribution="1">ভালো</span>'
    return f'{decision}<div data-turn="{turn}"><div class="why" {state}>{words}</div></div>'


@pytest.mark.parametrize("ask", ["#analyze", ".example", "Shift+Enter"])
def test_nothing_of_the_old_answer_is_left_from_a_click_on(show, ask):
    page = show(
        '<div id="text"><textarea></textarea></div><button id="analyze">a</button>'
        f'<div id="heads"><div class="card" style="height: 300px">{answer("1")}</div></div>'
        '<button class="example">b</button><div id="reading">r</div>'
    )
    page.evaluate("sentimotion.forwardCards(trigger)")
    marks = "#heads :is([data-decision], [data-word], [data-attribution])"
    assert page.locator(marks).count() == 2
    if ask == "Shift+Enter":
        page.locator("textarea").press(ask)
    else:
        page.evaluate("(selector) => document.querySelector(selector).click()", ask)
    assert page.locator(marks).count() == 0
    assert page.locator(".card").bounding_box()["height"] == 300
    draw = "(html) => { document.querySelector('.card').innerHTML = html; }"
    # An explanation of the old text arrives late.
    page.evaluate(draw, answer("1"))
    page.wait_for_function("(marks) => !document.querySelector(marks)", arg=marks)
    assert page.locator("#heads.outdated").count() == 1
    page.evaluate(draw, answer("2", busy=True))
    page.wait_for_function("!document.querySelector('.outdated')")
    assert page.locator(marks).count() == 1
    assert page.evaluate("document.querySelector('.card').style.minHeight") == "300px"
    page.evaluate(draw, answer("2"))
    page.wait_for_function("!document.querySelector('.card').style.minHeight")
    assert page.locator(marks).count() == 2


def test_bars_are_forwarded_also_of_a_new_chart(show):
    page = show(CARDS)
    page.evaluate("sentimotion.forwardCards(trigger)")
    for number in range(3):
        page.evaluate(
            """() => {
              const chart = document.createElement("div");
              chart.className = "js-plotly-plot";
              chart.on = (name, act) => { chart[name] = (chart[name] ?? []).concat(act); };
              document.querySelector(".card").append(chart);
            }"""
        )
        page.wait_for_function("document.querySelector('.js-plotly-plot:last-child').plotly_click")
        page.evaluate(
            """(number) => {
              const acts = document.querySelector(".js-plotly-plot:last-child").plotly_click;
              for (const act of acts) act({points: [{pointNumber: number}]});
            }""",
            number,
        )
    assert events(page) == [["bar", {"head": "sentiment", "index": number}] for number in range(3)]


def test_a_word_to_swap_is_chosen(show):
    buttons = "".join(f'<button data-swap="{i}" aria-pressed="false">w{i}</button>' for i in range(3))
    page = show(f'<div id="swap-words">{buttons}</div>')
    page.evaluate("sentimotion.chooseWord(document.querySelector('#swap-words'), trigger)")
    assert page.evaluate("sentimotion.chosenWord(null, 'turn', '')") == [None, "turn", ""]
    page.locator("[data-swap='1']").click()
    page.locator("[data-swap='2']").click()
    assert page.evaluate("sentimotion.chosenWord(null, 'turn', '')") == [None, "turn", "2"]
    for key, at in (("ArrowLeft", "1"), ("Home", "0"), ("ArrowLeft", "0"), ("End", "2"), ("ArrowRight", "2")):
        page.keyboard.press(key)
        assert page.evaluate("document.activeElement.dataset.swap") == at
    assert events(page) == [["select"], ["select"]]


MENU = '<div id="field"><label><span>Why</span><select></select></label></div>'
RADIOS = '<div id="field"><fieldset><legend>Why</legend></fieldset></div>'
CHOICES = [["<b>এক</b> ${alert(1)}", "one"], ["দুই", "two"], ["তিন", 3]]


def draw_field(page, value):
    """Draw a menu or radio buttons, with an object in place of what Gradio keeps of it."""
    page.evaluate(
        """([choices, value]) => {
          window.props = {value: {choices, value}};
          sentimotion.menu(document.querySelector("#field"), props, trigger, watch);
        }""",
        [CHOICES, value],
    )


def redraw(page, value, choices=CHOICES):
    page.evaluate(
        "(value) => { props.value = value; redraws.forEach((act) => act()); }",
        {"choices": choices, "value": value},
    )


def test_a_menu_shows_names_as_text_and_passes_values_on(show):
    page = show(MENU)
    draw_field(page, "two")
    select = page.get_by_label("Why")
    assert select.locator("option").all_text_contents() == [name for name, _ in CHOICES]
    assert select.input_value() == "two"
    # An event sends it along: without the names, which can be long and many.
    assert page.evaluate("props.value") == {"value": "two"}
    select.select_option(index=2)
    assert (page.evaluate("props.value.value"), events(page)) == (3, [["input"]])
    # What the server chooses is shown, and is no input.
    redraw(page, "one", None)
    assert select.input_value() == "one"
    redraw(page, "", [["চার", "four"]])
    assert (select.locator("option").all_text_contents(), select.input_value()) == (["চার"], "")
    assert events(page) == [["input"]]


def test_radio_buttons_are_one_group(show):
    page = show(RADIOS)
    draw_field(page, None)
    group = page.get_by_role("group", name="Why")
    radios = group.get_by_role("radio")
    assert group.locator("label").all_text_contents() == [name for name, _ in CHOICES]
    assert page.locator("#field :checked").count() == 0
    radios.first.check()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert (page.evaluate("props.value.value"), events(page)) == (3, [["input"]] * 3)
    redraw(page, "two", None)
    assert [radio.is_checked() for radio in radios.all()] == [False, True, False]
    assert len(events(page)) == 3


STEP_RADIOS = "".join(f'<input type="radio" name="s" value="{name}">' for name in ("tokens", "heads", "path"))
LESSON = (
    f'<div id="learn-steps">{STEP_RADIOS}</div>'
    '<div id="learn-panels"><div data-step="heads"><h2 tabindex="-1">Heads</h2></div></div>'
    '<div id="learn-turn"><button id="learn-back" onclick="events.push(-1)">back</button>'
    '<button id="learn-next" onclick="events.push(1)">next</button></div>'
)


@pytest.mark.parametrize(
    ("step", "before", "after"),
    [("tokens", "tokens", "heads"), ("heads", "tokens", "path"), ("path", "heads", "path")],
)
def test_pages_of_the_lesson_are_turned(show, step, before, after):
    page = show(LESSON)
    menu = {"value": step}
    assert page.evaluate("(menu) => sentimotion.previousStep(menu)", menu) == {"value": before}
    assert page.evaluate("(menu) => sentimotion.nextStep(menu)", menu) == {"value": after}


def test_a_turned_page_has_the_focus_on_its_heading(show):
    page = show(LESSON)
    page.locator("[value=heads]").check()
    page.locator("#learn-next").focus()
    page.evaluate("sentimotion.nextStep({value: 'tokens'}); sentimotion.focusHeading()")
    page.wait_for_function("document.activeElement.tagName === 'H2'")
    for key in ("ArrowRight", "ArrowLeft", "Control+ArrowRight", "x"):
        page.keyboard.press(key)
    assert events(page) == [1, -1]
    # Not from a button to which the visitor has gone back.
    page.locator("#learn-next").focus()
    page.evaluate("sentimotion.focusHeading()")
    page.evaluate("() => new Promise(requestAnimationFrame)")
    assert page.evaluate("document.activeElement.id") == "learn-next"


def test_the_walk_shows_the_entry_of_a_point(show):
    drawn = [json.dumps([i / 2, 0.1, [0.5 * i, -1], [i, -1], ["up", "down"]]) for i in range(3)]
    frames = json.dumps({"said": ["zero", "half", "one"], "drawn": drawn})
    words = '<span class="word" data-word="0">a</span><span class="word" data-word="1">b</span>'
    page = show(
        '<div id="w"><div data-walk><input type="range" min="0" max="2" value="0">'
        '<p data-frame="said">zero</p>'
        '<button class="walk-play" data-play="Play" data-pause="Pause"><i class="moving">Play</i></button>'
        f"{words}</div></div>"
    )
    page.evaluate("(frames) => { document.querySelector('[data-walk]').dataset.walk = frames; }", frames)
    page.evaluate("sentimotion.walk(document.querySelector('#w'))")
    page.locator("input").press("ArrowRight")
    assert page.locator("p").inner_text() == "half"
    assert page.locator("[data-word]").evaluate_all("words => words.map(word => word.className)") == [
        "word toward",
        "word away",
    ]
    page.locator(".walk-play").click()
    assert page.locator(".moving").inner_text() == "Pause"
    page.wait_for_function("document.querySelector('p').innerText === 'one'")
    page.wait_for_function("document.querySelector('.moving').innerText === 'Play'")


def test_a_guess_is_forwarded_and_the_verdict_has_the_focus(show):
    page = show('<div id="q"><button data-guess="3">w</button></div>')
    page.evaluate("sentimotion.quiz(document.querySelector('#q'), trigger, watch)")
    page.locator("[data-guess]").click()
    page.evaluate("document.querySelector('#q').innerHTML = '<p class=verdict-line tabindex=-1>Right</p>'")
    page.evaluate("redraws.forEach((act) => act())")
    assert page.evaluate("document.activeElement.className") == "verdict-line"
    assert events(page) == [["click", {"word": 3}]]


def desk(turn, stage="deciding"):
    names = ("negative", "positive")
    radios = "".join(f'<input type="radio" name="review-sentiment" value="{name}">' for name in names)
    return (
        f'<div class="review-desk" tabindex="-1" lang="en" data-turn="{turn}" data-stage="{stage}"'
        f' data-project="p" data-name="Rina" data-assignment="7"><fieldset>{radios}</fieldset>'
        '<textarea></textarea><button data-do="decide">decide</button></div>'
    )


@pytest.mark.parametrize(
    ("keys", "act"),
    [
        (["Enter"], {"do": "decide"}),
        (["2", "a"], {"do": "decide", "sentiment": "positive"}),
        (["1", "1", "Enter"], {"do": "decide"}),
        (["s"], {"do": "skip"}),
        (["Backspace"], {"do": "back"}),
        (["n", "x", "Escape", "Enter"], {"do": "decide", "note": "x"}),
        (["Control+s", "z"], None),
    ],
    ids=str,
)
def test_keys_of_the_desk(show, keys, act):
    page = show(
        f'<div id="review-annotate"><div id="review-desk">{desk(f"turn {keys}")}</div>'
        '<div id="review-colors"></div></div>'
    )
    page.evaluate("sentimotion.forwardDesk(trigger)")
    assert page.evaluate("document.activeElement.className") == "review-desk"
    for key in keys:
        page.keyboard.press(key)
    about = {"project": "p", "name": "Rina", "assignment": 7, "note": ""}
    assert events(page) == ([["act", {**about, **act}]] if act else [])
    assert json.loads(page.evaluate("sentimotion.storedAnnotator(null, 't', '', 'p')")[2]) == {
        "project": "p",
        "name": "Rina",
    }
    # Until the next text is there, keys do nothing.
    page.keyboard.press("Enter")
    assert len(events(page)) == 1
    page.evaluate("sessionStorage.clear()")


@pytest.mark.parametrize(
    ("key", "code", "do"),
    [
        ("ন", "KeyS", "skip"),  # a layout that has the letter on the key S
        ("স", "", "skip"),
        ("ব", "", "back"),
        ("া", "", "decide"),
        ("আ", "", "decide"),
        ("ক", "", None),
        ("", "", None),
    ],
)
def test_bangla_keys_of_the_desk_with_and_without_a_position(show, key, code, do):
    page = show(
        f'<div id="review-annotate"><div id="review-desk">{desk(f"bangla {key}{code}")}</div>'
        '<div id="review-colors"></div></div>'
    )
    page.evaluate("sentimotion.forwardDesk(trigger)")
    page.evaluate(
        "(keys) => document.body.dispatchEvent(new KeyboardEvent("
        "'keydown', {key: keys[0], code: keys[1], bubbles: true}))",
        [key, code],
    )
    assert [data["do"] for _, data in events(page)] == ([do] if do else [])
    page.evaluate("sessionStorage.clear()")


@pytest.mark.parametrize("style", ["", "display: none", "visibility: hidden"])
def test_what_can_be_seen_also_in_older_browsers(show, style):
    page = show(f'<div style="{style}"><p>text</p></div>')
    seen = "sentimotion.isVisible(document.querySelector('p'))"
    assert page.evaluate(seen) == (style == "")
    page.evaluate("document.querySelector('p').checkVisibility = undefined")
    assert page.evaluate(seen) == (style == "")


def test_what_is_pressed_on_the_dashboard(show):
    page = show(
        '<div id="review-lead"><button data-cell="a|b">3</button><button data-export="csv">csv</button>'
        '<p><input type="range" id="review-wanted" min="0" max="100" value="90"><output></output></p>'
        '<div id="items"></div></div>'
    )
    page.evaluate("sentimotion.forwardDashboard(trigger)")
    page.locator("[data-cell]").click()
    assert page.evaluate("sentimotion.pressedCell(null, 't', '')") == [None, "t", "a|b"]
    items = '<div class="review-items" tabindex="-1" data-items="a|b"><button data-close>close</button></div>'
    page.evaluate("(html) => { document.querySelector('#items').innerHTML = html; }", items)
    page.wait_for_function("document.activeElement.className === 'review-items'")
    page.locator("[data-close]").click()
    assert page.evaluate(
        "[sentimotion.pressedCell(null, 't', '')[2], document.activeElement.dataset.cell]"
    ) == [
        "",
        "a|b",
    ]
    page.locator("[data-export]").click()
    page.locator("#review-wanted").press("ArrowRight")
    assert page.locator("output").inner_text() == "91%"
    assert page.evaluate("sentimotion.wantedPrecision(null, 't', '')") == [None, "t", "91"]
    assert events(page) == [["cell"], ["cell"], ["export", {"format": "csv"}], ["wanted"]]


FAILURES = "".join(
    f'<p data-failure="{kind}" hidden>{kind}</p>'
    for kind in ("connection", "busy", "waiting", "too_large", "refused", "other")
)


def failing(page, how, path="/gradio_api/queue/join"):
    """Send an event's request that fails in some way; the kind of failure that the page shows."""
    address = f"{ADDRESS.rstrip('/')}{path}"
    page.route(address, how)
    try:
        page.evaluate(
            "async (address) => { try { await (await fetch(address)).text(); } catch { /* shown */ } }",
            address,
        )
    finally:
        page.unroute(address)
    return page.evaluate(
        "[...document.querySelectorAll('[data-failure]:not([hidden])')].map((line) => line.dataset.failure)"
    ), page.evaluate("document.documentElement.dataset.failed ?? null")


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        *((403, "refused"), (413, "too_large"), (429, "waiting"), (503, "busy")),
        *((500, "other"), (502, "other"), (404, "other")),
    ],
)
def test_a_refused_event_is_told(show, status, kind):
    page = show(f'<div id="failure">{FAILURES}<button data-dismiss>x</button></div>')
    assert failing(page, lambda route: route.fulfill(status=status)) == ([kind], kind)
    page.locator("[data-dismiss]").click()
    assert page.evaluate("document.documentElement.dataset.failed ?? null") is None


@pytest.mark.parametrize("path", ["/gradio_api/queue/join", "/gradio_api/queue/data?session_hash=a"])
def test_a_lost_connection_is_told_until_an_event_arrives_again(show, path):
    page = show(f'<div id="failure">{FAILURES}</div>')
    assert failing(page, lambda route: route.abort(), path) == (["connection"], "connection")
    assert failing(page, lambda route: route.fulfill(body="{}"))[1] is None


@pytest.mark.parametrize("path", ["/theme.css", "/gradio_api/heartbeat/a", "/gradio_api/startup-events"])
def test_other_requests_are_no_events(show, path):
    page = show(f'<div id="failure">{FAILURES}</div>')
    assert failing(page, lambda route: route.fulfill(status=500), path) == ([], None)


def test_an_answer_still_comes_in_pieces(show):
    page = show("")
    address = f"{ADDRESS}gradio_api/queue/data?session_hash=b"
    page.route(address, lambda route: route.fulfill(body="data: 1\n\ndata: 2\n\n"))
    read = "async (address) => { const answer = await fetch(address); return [answer.status, %s]; }"
    assert page.evaluate(read % "await answer.text()", address) == [200, "data: 1\n\ndata: 2\n\n"]
    page.unroute(address)


@pytest.mark.parametrize(("shown", "typed"), [("first", "নতুন"), ("later", "ভালো আছিনতুন")])
@pytest.mark.parametrize("way", ["keyboard", "mouse"])
def test_what_is_typed_takes_the_place_of_the_first_sentence(show, shown, typed, way):
    card = f'<div data-turn="{shown}"><p class="sentence">ভালো আছি</p></div>'
    page = show(f'<div id="text"><textarea>ভালো আছি</textarea></div><div id="heads">{card}</div>')
    box = page.locator("textarea")
    box.evaluate("box => box.setSelectionRange(box.value.length, box.value.length)")
    if way == "mouse":
        box.click()
        if shown == "later":
            page.keyboard.press("Control+End")
    else:
        box.focus()
    page.keyboard.insert_text("নতুন")
    assert box.input_value() == typed


DISAGREEING = """<div><button data-disagree='{"text": "%s", "said": ["Sentiment: negative."]}'
 >wrong</button><dialog class="disagreement"><form method="dialog">
<select><option></option><option data-line="Sentiment: it should be neutral.">neutral</option></select>
<textarea data-why="Why:"></textarea><pre class="written" tabindex="0"></pre>
<button type="button" data-copy-report data-copied="copied" data-select="select">copy</button>
<a data-discussions="https://hub.test/new" data-title="A wrong answer">open</a>
<span role="status" data-too-long="too long"></span></form></dialog></div>"""


def test_a_report_grows_with_what_the_visitor_says_and_is_all_that_the_link_holds(show):
    page = show(DISAGREEING % "ভালো ```js")
    page.locator("[data-disagree]").click()
    written = page.locator(".written")
    # The fence around the text is longer than any in it: in a discussion it stays one piece, and no markup.
    assert written.inner_text() == "````\nভালো ```js\n````\n\nSentiment: negative."
    page.locator("select").select_option(index=1)
    page.locator("textarea").fill(" <b>কারণ</b> ")
    said = "````\nভালো ```js\n````\n\nSentiment: negative.\n\nSentiment: it should be neutral."
    assert written.inner_text() == f"{said}\n\nWhy:\n\n```\n<b>কারণ</b>\n```"
    assert written.locator("b").count() == 0
    address = urlsplit(page.locator("a").get_attribute("href"))
    assert (address.netloc, address.path) == ("hub.test", "/new")
    assert parse_qs(address.query) == {"title": ["A wrong answer"], "description": [written.inner_text()]}
    assert page.locator("[role=status]").inner_text() == ""


def test_a_report_too_long_for_a_link_is_copied(show):
    page = show(DISAGREEING % ("ভালো " * 400))
    page.locator("[data-disagree]").click()
    assert page.locator("a").get_attribute("href") == "https://hub.test/new?title=A+wrong+answer"
    assert page.locator("[role=status]").inner_text() == "too long"


@pytest.mark.parametrize("is_allowed", [True, False])
def test_a_report_can_be_copied_without_a_clipboard(show, is_allowed):
    page = show(DISAGREEING % "ভালো")
    page.evaluate(ALLOW_CLIPBOARD, is_allowed)
    try:
        page.locator("[data-disagree]").click()
        page.locator("[data-copy-report]").click()
        page.locator("[role=status]").get_by_text("copied" if is_allowed else "select").wait_for()
        copied = page.evaluate("window.copied" if is_allowed else "getSelection().toString()")
        assert copied == page.locator(".written").inner_text()
    finally:
        page.evaluate("delete window.copied; delete navigator.clipboard")


# Slides

DECKS = ("analysis", "pair", "swap", "set", *STEPS)


def test_each_result_and_each_step_of_the_lesson_has_its_slides(window):
    assert set(window.evaluate("Object.keys(sentimotion.slides)")) == set(DECKS)


@pytest.mark.parametrize("deck", DECKS)
def test_no_slide_is_there_twice_and_none_is_empty(window, deck):
    slides = window.evaluate("(deck) => sentimotion.slides[deck]", deck)
    assert len(set(map(str, slides))) == len(slides) > 0
    assert all(slide["parts"] and all(slide["parts"]) for slide in slides)
    assert {slide["look"] for slide in slides} == {"lesson" if deck in STEPS else ""}


@pytest.mark.parametrize("deck", ["analysis", "pair", "swap", "set", "thresholds"])
def test_slides_show_both_heads(window, deck):
    shown = str(window.evaluate("(deck) => sentimotion.slides[deck]", deck))
    assert all(head in shown for head in HEADS)


def test_the_path_is_shown_at_each_place_of_its_slider(window):
    along = window.evaluate("sentimotion.slides.path.map((slide) => slide.along)")
    assert along == ["", "#learn-path .walk input[type=range]"]
