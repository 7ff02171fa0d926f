"""The tab where texts are compared: two of them, a word swapped, sets of templates."""

import pytest
from playwright.sync_api import expect

from sentimotion.explanations.counterfactuals import (
    MAX_ALTERNATIVES,
    label_ranges,
    label_spreads,
    slot,
    substitute,
)
from sentimotion.i18n.messages import STRINGS, count, head_name, label_name, percent, say
from sentimotion.label_colors import LABEL_COLORS
from sentimotion.labels import HEADS, LABELS
from sentimotion.web.compare.templates import read_templates
from tests.browser.driver.page_checks import contrasts, english_words, latin_digits, read
from tests.browser.driver.steps import (
    ONE,
    OTHER,
    box,
    compare,
    open_compare,
    open_part,
    run_example,
    stop_at_once,
    wait_for_comparison,
)
from tests.browser.driver.visitor import PATIENCE, PHONE

pytestmark = pytest.mark.browser

SENTENCE = "কাল সকালে রহিম আসবে, রহিম!"
TEMPLATES = read_templates()
_WIDTHS = "() => [document.documentElement.scrollWidth, window.innerWidth]"


def choose(page, text, index):
    """Have a sentence's words shown, and click one."""
    open_part(page, "swap")
    box(page, "swap-text").fill(text)
    page.locator("#swap-read").click()
    expect(page.locator("#swap-words .sentence")).to_have_text(text, timeout=PATIENCE)
    page.locator("#swap-words button").nth(index).click()
    expect(page.locator("#swap-chosen")).to_contain_text("“", timeout=PATIENCE)


def swap(page, lines):
    box(page, "swap-alternatives").fill(lines)
    page.locator("#swap-run").click()


def drawn(page, head):
    """What Plotly has drawn of a strip chart, in a row a label: (word, share), the original first."""
    chart = page.locator(f"#swap-{head} .js-plotly-plot")
    swaps, original = chart.evaluate(
        "element => element.data.map(d => [Array.from(d.customdata), Array.from(d.x)])"
    )
    n_swaps = len(swaps[0]) // len(LABELS[head])
    dots = [list(zip(*trace, strict=True)) for trace in (original, swaps)]
    return [[dots[0][row], *dots[1][row * n_swaps : (row + 1) * n_swaps]] for row in range(len(LABELS[head]))]


def test_two_texts_side_by_side(visitor, served, explained):
    page = open_compare(visitor)
    compare(page)
    wait_for_comparison(page)
    predictions = served.predict_batch([ONE, OTHER])
    for head in HEADS:
        for index, text in enumerate((ONE, OTHER)):
            card = page.locator(f"#compare-{head}-{index}")
            decision, probabilities = (
                predictions[index].decision(head),
                predictions[index].probabilities.of(head),
            )
            expect(card.locator("[data-decision]")).to_have_attribute("data-decision", decision.label)
            shares = card.locator(".js-plotly-plot").evaluate("element => Array.from(element.data[0].x)")
            assert shares == pytest.approx(probabilities, abs=1e-5)
            explanation = explained(text)[head]
            expect(card.locator(".sentence")).to_have_text(text)
            words = card.locator("[data-word]").evaluate_all("all => all.map(w => w.dataset.attribution)")
            assert [float(value) for value in words] == pytest.approx(
                [word.attribution for word in explanation.words], abs=1e-4
            )
            expect(card.locator("[data-label]")).to_have_attribute("data-label", explanation.label)
        one, other = (prediction.decision(head).label for prediction in predictions)
        line = page.locator(f"#compare-difference-{head} [data-changed]")
        expect(line).to_have_attribute("data-changed", str(one != other).lower())
        expect(line).to_contain_text(f"“{label_name(other, 'en')}”")
        expect(line).to_contain_text("Changed most")


@pytest.mark.slow
def test_an_example_is_compared_at_a_click(visitor):
    page = open_compare(visitor)
    run_example(page, "pair", 2)
    wait_for_comparison(page)
    for index, text in enumerate(TEMPLATES.pairs[2].texts):
        assert box(page, f"compare-text-{index}").input_value() == text
        expect(page.locator(f"#compare-sentiment-{index} .sentence")).to_have_text(text)


@pytest.mark.slow
def test_what_is_wrong_with_a_text_stands_beside_it(visitor):
    page = open_compare(visitor)
    compare(page, ONE, " ")
    expect(page.locator("#compare-notices-1 .error")).to_have_attribute(
        "data-error", "blank_text", timeout=PATIENCE
    )
    expect(page.locator("#compare-notices-0 .notice")).to_have_count(0)
    expect(page.locator("#compare-pair-result")).to_be_hidden()
    compare(page)
    wait_for_comparison(page)
    expect(page.locator("#compare-notices-1 .notice")).to_have_count(0)


def test_a_word_is_swapped(visitor, served):
    """The second of two equal words: only it is swapped; every dot is what the model says of that text."""
    page = open_compare(visitor)
    choose(page, SENTENCE, 4)
    expect(page.locator("#swap-words button[aria-pressed=true]")).to_have_count(1)
    swap(page, "সীতা\n\nজন\nসীতা\nরহিম")
    page.locator("#swap-emotion tr[data-label=fear]").wait_for()
    words = ["রহিম", "সীতা", "জন"]
    found = served.predict_batch([f"কাল সকালে রহিম আসবে, {word}!" for word in words])
    probabilities = [prediction.probabilities for prediction in found]
    expect(page.locator("#swap-summary .swap-slot")).to_have_text("রহিম")
    expect(page.locator("#swap-summary .sentence")).to_have_text(SENTENCE)
    for key, values in (
        ("swap_blank", {"count": "1"}),
        ("swap_repeated", {"words": "“সীতা”"}),
        ("swap_itself", {"word": "রহিম"}),
    ):
        expect(page.locator("#swap-summary")).to_contain_text(say(key, "en", **values))
    for head in HEADS:
        for row, dots in enumerate(drawn(page, head)):
            assert [word for word, _ in dots] == words
            shares = [values.of(head)[row] for values in probabilities]
            assert [share for _, share in dots] == pytest.approx(shares, abs=1e-5)
    for of_label in label_ranges(probabilities):
        row = page.locator(f"#swap-{of_label.head} tr[data-label={of_label.label}]")
        for share, at in (
            (of_label.lowest, of_label.lowest_at),
            (of_label.highest, of_label.highest_at),
        ):
            expect(row).to_contain_text(percent(share, "en"))
            expect(row).to_contain_text(words[at])


@pytest.mark.slow
def test_words_are_chosen_by_keyboard(visitor):
    page = open_compare(visitor, "swap")
    box(page, "swap-text").fill(SENTENCE)
    box(page, "swap-text").press("Control+Enter")
    words = page.locator("#swap-words button")
    words.first.wait_for()
    words.first.focus()
    for key, index in (("ArrowRight", 1), ("End", 4), ("ArrowRight", 4), ("ArrowLeft", 3), ("Home", 0)):
        page.keyboard.press(key)
        expect(words.nth(index)).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(words.nth(1)).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#swap-chosen")).to_contain_text("“সকালে”", timeout=PATIENCE)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    expect(page.locator("#swap-words [aria-pressed=true]")).to_have_text(["রহিম"])
    expect(page.locator("#swap-chosen")).to_contain_text("“রহিম”")
    # From the words the next stop is the list: the sentence is one stop, however long.
    page.keyboard.press("Tab")
    expect(box(page, "swap-alternatives")).to_be_focused()
    box(page, "swap-alternatives").fill("করিম")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#swap-summary")).to_contain_text("“রহিম”", timeout=PATIENCE)


@pytest.mark.slow
def test_control_enter_compares(visitor):
    page = open_compare(visitor)
    box(page, "compare-text-0").fill(ONE)
    box(page, "compare-text-1").fill(OTHER)
    box(page, "compare-text-1").press("Control+Enter")
    wait_for_comparison(page)
    assert [box(page, f"compare-text-{index}").input_value() for index in (0, 1)] == [ONE, OTHER]


@pytest.mark.slow
def test_what_is_missing_is_said(visitor):
    page = open_compare(visitor, "swap")
    box(page, "swap-text").fill(SENTENCE)
    page.locator("#swap-read").click()
    page.locator("#swap-words button").first.wait_for()
    swap(page, "জন")
    said = page.locator("#swap-summary")
    expect(said).to_contain_text(STRINGS["swap_choose_first"]["en"], timeout=PATIENCE)
    page.locator("#swap-words button").first.click()
    # Marked at once by the browser; what will be swapped is what the server has heard of.
    expect(page.locator("#swap-chosen")).to_contain_text("“")
    swap(page, " \n")
    expect(said).to_contain_text(STRINGS["swap_nothing"]["en"], timeout=PATIENCE)
    swap(page, "\n".join(f"নাম{index}" for index in range(MAX_ALTERNATIVES + 5)))
    expect(said).to_contain_text("left out", timeout=PATIENCE)
    page.locator("#swap-emotion tr[data-label=fear]").wait_for()
    assert len(drawn(page, "emotion")[0]) == MAX_ALTERNATIVES + 1


def test_a_dot_names_its_word_and_hostile_words_do_no_harm(visitor):
    page = open_compare(visitor)
    hostile = "<img src=x onerror=window.hacked=1> {{value}} ${value}"
    choose(page, f"কাল {hostile} আসবে", 0)
    swap(page, f"<b>আজ</b>\n{hostile}")
    page.locator("#swap-sentiment tr[data-label=positive]").wait_for()
    dot = page.locator("#swap-sentiment .scatterlayer .trace").first.locator(".points path").first
    dot.hover(force=True)
    expect(page.locator("#swap-sentiment .hoverlayer")).to_contain_text("<b>আজ</b>", timeout=PATIENCE)
    assert page.evaluate("() => window.hacked") is None
    expect(page.locator("#swap-words .sentence")).to_have_text(f"কাল {hostile} আসবে")
    expect(page.locator("#swap-emotion details td, #swap-emotion details th").first).to_be_hidden()
    page.locator("#swap-emotion summary").click()
    expect(page.locator("#swap-emotion details th span").nth(1)).to_have_text("<b>আজ</b>")


@pytest.mark.slow
def test_dots_in_the_labels_colors(visitor):
    page = open_compare(visitor)
    run_example(page, "swap", 2)
    page.locator("#swap-emotion tr[data-label=fear]").wait_for()
    fills = page.locator("#swap-emotion .scatterlayer .trace").first.locator(".points path")
    expected = [tuple(bytes.fromhex(LABEL_COLORS[label][1:])) for label in LABELS["emotion"]]
    n_swaps = len(TEMPLATES.swaps[2].alternatives)
    expect(fills).to_have_count(len(expected) * n_swaps)
    found = fills.evaluate_all("dots => dots.map(dot => getComputedStyle(dot).fill)")
    assert found == [f"rgb({r}, {g}, {b})" for r, g, b in expected for _ in range(n_swaps)]


@pytest.mark.slow
def test_a_whole_set_at_a_click(visitor, served):
    page = open_compare(visitor)
    run_example(page, "set", 2)
    page.locator("[data-set='2']").wait_for()
    template_set = TEMPLATES.sets[2]
    texts = [
        [
            prediction.probabilities
            for prediction in served.predict_batch(
                [substitute(template, slot(template), name.text) for name in template_set.names]
            )
        ]
        for template in template_set.templates
    ]
    rows = page.locator("#compare-set-result tbody tr")
    for index, spread in enumerate(label_spreads(texts)):
        numbers = [round(100 * share) for share in (spread.mean, spread.largest)]
        names = [template_set.names[at].text for at in (spread.lowest_at, spread.highest_at)]
        cells = [label_name(spread.label, "en"), *(count(number, "en") for number in numbers), *names]
        assert rows.nth(index).locator("th, td").all_inner_texts() == cells
    for key in ("set_means", "set_means_not"):
        expect(page.locator("#compare-set-result")).to_contain_text(STRINGS[key]["en"])


@pytest.mark.slow
def test_the_bangla_page_is_bangla(visit):
    visitor = visit("bn")
    page = open_compare(visitor)
    compare(page)
    wait_for_comparison(page)
    choose(page, SENTENCE, 2)
    swap(page, "সীতা\nজন\n\nজন")
    page.locator("#swap-emotion tr[data-label=fear]").wait_for()
    run_example(page, "set", 3)
    page.locator("[data-set='3']").wait_for()
    page.locator("#compare-set-result summary").click()
    texts = read(visitor)
    open_part(page, "swap")
    page.wait_for_function(
        "name => document.querySelector('#swap-sentiment .js-plotly-plot').layout.yaxis.ticktext[0] === name",
        arg=label_name("negative", "bn"),
    )
    expect(page.locator("#swap-words [aria-pressed=true]")).to_have_text(["রহিম"])
    page.locator("#swap-sentiment summary").click()
    texts += read(visitor)
    open_part(page, "pair")
    expect(page.locator("#compare-emotion-1 [data-label]")).to_have_attribute("lang", "bn", timeout=PATIENCE)
    assert box(page, "compare-text-1").input_value() == OTHER
    texts += read(visitor)
    assert len(texts) > 150
    assert english_words(texts) == []
    assert latin_digits(texts) == []
    expect(page.locator("#compare-difference-emotion strong")).to_have_text(head_name("emotion", "bn"))


@pytest.mark.slow
def test_stop_in_the_middle(visitor):
    """Of what is weighed: it ends, says so, and the next one goes on to its end."""
    page = open_compare(visitor)
    stop_at_once(page, "#compare-emotion-1")
    compare(page, ONE * 12, OTHER * 12)
    for head in HEADS:
        said = page.locator(f"#compare-{head}-1 .stopped")
        expect(said).to_have_text("Stopped. Press Compare to weigh the words again.")
        expect(page.locator(f"#compare-{head}-1 .sentence")).to_have_text(OTHER * 12)
    compare(page)
    wait_for_comparison(page)


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "bn"])
def test_a_phone_scrolls_down_only(visit, language):
    visitor = visit(language, **{**PHONE, "viewport": {"width": 360, "height": 740}})
    page = open_compare(visitor)
    # Wide, of few tokens.
    compare(page, "বাংলাদেশ" * 10, ONE)
    wait_for_comparison(page)
    choose(page, "কাল " + "বাংলাদেশ" * 10 + " পথ", 1)
    swap(page, "ছোট\n" + "বড়" * 20)
    page.locator("#swap-emotion tr[data-label=fear]").wait_for()
    page.locator("#swap-emotion summary").click()
    run_example(page, "set", 0)
    page.locator("[data-set='0']").wait_for()
    assert page.evaluate(_WIDTHS) == [360, 360]


@pytest.mark.slow
def test_everything_can_be_read(visitor):
    page = open_compare(visitor)
    run_example(page, "pair", 0)
    wait_for_comparison(page)
    run_example(page, "swap", 0)
    page.locator("#swap-emotion tr[data-label=fear]").wait_for()
    run_example(page, "set", 0)
    page.locator("[data-set='0']").wait_for()
    page.mouse.move(0, 0)
    shown = {
        "pair": (".compare-difference", ".compare-whose", ".compare-card .word", "#compare-pair"),
        "swap": (
            *(".swap-word", ".swap-word[aria-pressed=true]", ".swap-slot", ".compare-chosen", ".compare-key"),
            *(".compare-table caption", ".compare-table th", ".compare-table td", "#swap-run", "#swap-read"),
        ),
        "set": (".compare-set p", ".compare-set small", ".compare-all summary"),
    }
    of_all = (".compare-section p", ".compare-example", "#compare-parts [role=tab]")
    for theme in visitor.themes():
        for part, selectors in shown.items():
            open_part(page, part)
            for selector in (*selectors, *of_all):
                found = contrasts(page.locator(selector).filter(visible=True))
                assert found, selector
                assert min(found) >= 4.5, (theme, selector, min(found))
