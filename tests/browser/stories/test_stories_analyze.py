"""A visitor's stories on the tab Analyze, from end to end, in either language.

Each of the two visitors stays on one page for most of them; the other files hold the same parts in depth.
"""

import json
from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

from sentimotion.i18n.messages import STRINGS, head_name, label_name, percent, say, signed
from sentimotion.inference.decisions import decide
from sentimotion.labels import DEFAULT_THRESHOLDS, HEADS, LABELS
from sentimotion.text.words import word_spans
from sentimotion.web.analyze.stability import compare_methods, stability_of
from tests.browser.driver.shots import OTHER, SHOTS, assert_speaks, keep, staying, take
from tests.browser.driver.steps import click_bar
from tests.browser.driver.visitor import PATIENCE

pytestmark = pytest.mark.browser

MIXED = "সিনেমাটা দেখে মন ভরে গেল, কিন্তু হলের এসি নষ্ট থাকায় গরমে কষ্ট পেলাম।"
HEADLINE = "টানা বৃষ্টিতে শহরের নিচু এলাকায় জলাবদ্ধতা, ভোগান্তিতে অফিসগামীরা"
INSULT = "তোর মতো অকর্মা লোক আমি জীবনে দেখিনি, যা এখান থেকে!"
PRAISE = "আপু, তোমার আঁকা ছবিটা অসম্ভব সুন্দর হয়েছে 😍"
ROMANIZED = "vai khabar ta joss chilo, abar asbo"
BIJOY = "Avgvi †mvbvi evsjv Avwg †Zvgvq fv‡jvevwm|"
VISUAL, CORRECTED = "আিম েরাজ িবেকেল হাঁিট", "আমি রোজ বিকেলে হাঁটি"
# A joiner, a nukta typed apart, a space that cannot be seen, Bangla digits, emoji known and unknown.
ODD = "র\u200d্যাব ব\u09a1\u09bc পা\u200bহারায়, ১২.৫ কেজি 🫠 👨\u200d👩\u200d👧"
RANT = " ".join(
    [
        "সকাল থেকে লাইনে দাঁড়িয়ে আছি, কাউন্টারে লোক নেই, যে আছে সে-ও কথা বলে না।",
        "তিনবার টাকা কেটে নিয়েছে, তবু টিকিট দেয়নি, ফোন করলে শুধু গান বাজে।",
        "আর কত সহ্য করব বলুন তো?",
    ]
    * 10
)


@pytest.fixture(scope="module")
def newcomer(browser, server, language):
    """Someone whose browser prefers the other language."""
    with staying(browser, server.url, OTHER[language]) as visitor:
        yield visitor


def analyze(visitor, text):
    visitor.analyze(text)
    visitor.wait_for_words(text)


def test_a_text_is_typed_and_both_heads_answer(stay, language, served, explained):
    """Decision, bars and words of each head, the words signed by color and line; the receipt adds up."""
    stay.text.press_sequentially(MIXED[:12])
    analyze(stay, MIXED)
    prediction = served.predict(MIXED)
    for head in HEADS:
        card, decision = stay.card(head), prediction.decision(head)
        expect(card.locator("h2")).to_have_text(head_name(head, language))
        expect(card.locator(".verdict")).to_contain_text(label_name(decision.label, language))
        expect(card.locator(".detail").first).to_contain_text(percent(DEFAULT_THRESHOLDS[head], language))
        shares = prediction.probabilities.of(head)
        chart = stay.chart(head)
        assert chart["names"] == [label_name(label, language) for label in LABELS[head]]
        assert chart["texts"] == [percent(share, language) for share in shares]
        explanation = explained(MIXED)[head]
        assert stay.shows(explanation)
        strongest = max(range(len(explanation.words)), key=lambda i: abs(explanation.words[i].attribution))
        value = explanation.words[strongest].attribution
        word = stay.words(head).nth(strongest)
        line = word.evaluate("e => getComputedStyle(e).textDecorationStyle")
        assert line == ("solid" if value > 0 else "dotted")
        assert signed(value, language) in word.get_attribute("data-tip")
        card.locator("details[data-keep^=receipt] summary").click()
        expect(card.locator(".waterfall .score")).to_contain_text(say("receipt_score", language))
    assert_speaks(stay, language)
    keep(stay, "both-heads", language, phone=True, dark=True)


def test_a_visitor_who_disagrees_reads_and_copies_a_report(stay, language):
    """The sentence is on top with both answers; the report holds what is said here, and is not sent."""
    analyze(stay, MIXED)
    overview = stay.page.locator("#overview")
    expect(overview.locator(".sentence")).to_have_text(MIXED)
    expect(overview.locator(".mark")).to_have_count(len(word_spans(MIXED)))
    assert overview.locator("[data-word], [data-decision], [data-attribution]").count() == 0
    for head in HEADS:
        label = stay.decision(head).get_attribute("data-decision")
        expect(overview).to_contain_text(label_name(label, language))
    stay.context.grant_permissions(["clipboard-read", "clipboard-write"])
    stay.rest()
    asked = len(stay.posted)
    stay.page.locator("[data-disagree]").click()
    dialog = stay.page.locator("dialog.disagreement")
    dialog.locator("#disagree-emotion").select_option(label=label_name("sadness", language))
    dialog.locator("textarea").fill("গরমে কষ্ট")
    assert_speaks(stay, language, say("wrong_model", language, source="মডেল"))
    # Behind the dialog nothing can be clicked, such as the switch between light and dark.
    take(stay.page, f"disagreement-{language}", whole=False)
    dialog.locator("[data-copy-report]").click()
    expect(dialog.locator("[role=status]")).to_have_text(STRINGS["wrong_copied"][language])
    report = stay.page.evaluate("navigator.clipboard.readText()")
    assert report == dialog.locator(".written").inner_text()
    assert report.startswith(f"```\n{MIXED}\n```")
    should_be = say(
        "wrong_view", language, head=head_name("emotion", language), label=label_name("sadness", language)
    )
    assert should_be in report
    assert report.endswith("গরমে কষ্ট\n```")
    # No Space is named here, so there is nowhere to discuss.
    assert dialog.locator("[data-discussions]").count() == 0
    stay.page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    stay.rest()
    assert len(stay.posted) == asked


@pytest.mark.slow
def test_the_threshold_is_moved_under_the_chart(stay, language, served):
    analyze(stay, HEADLINE)
    shares = served.predict(HEADLINE).probabilities.of("emotion")
    track = stay.slider("emotion").bounding_box()
    for share, fell_back in ((0.99, True), (0.03, False)):
        stay.slider("emotion").click(position={"x": share * track["width"], "y": track["height"] / 2})
        expect(stay.decision("emotion")).to_have_attribute("data-fell-back", str(fell_back).lower())
        threshold = float(stay.slider("emotion").input_value())
        assert threshold == pytest.approx(share, abs=0.03)
        decision = decide("emotion", shares, threshold)
        expect(stay.decision("emotion")).to_have_attribute("data-decision", decision.label)
        expect(stay.decision("emotion")).to_contain_text(percent(threshold, language))
        if fell_back:
            keep(stay, "threshold", language)
    # What stood under the other head is as it was.
    expect(stay.decision("sentiment")).to_contain_text(percent(DEFAULT_THRESHOLDS["sentiment"], language))
    stay.slider("emotion").fill(str(DEFAULT_THRESHOLDS["emotion"]))
    expect(stay.decision("emotion")).to_contain_text(percent(DEFAULT_THRESHOLDS["emotion"], language))


@pytest.mark.slow
def test_why_this_and_not_that(stay, language, served):
    """A bar clicked, then a second: the words for the one and against the other."""
    analyze(stay, INSULT)
    shares = served.predict(INSULT).probabilities.scores("emotion")
    second, first = sorted(shares, key=shares.__getitem__)[-2:]
    card = stay.card("emotion")
    click_bar(stay, "emotion", second)
    card.locator(f".explanation[data-label={second}][data-contrast='']").wait_for()
    expect(card.locator(".key.away")).to_have_text(say("away", language))
    click_bar(stay, "emotion", first)
    card.locator(f".explanation[data-label={second}][data-contrast={first}]").wait_for()
    expect(card.locator(".key.toward")).to_have_text(
        say("toward", language, label=label_name(second, language))
    )
    expect(card.locator(".key.away")).to_have_text(
        say("against", language, label=label_name(first, language))
    )
    assert stay.shows(served.explain(INSULT, "emotion", second, contrast=first))
    assert_speaks(stay, language)
    keep(stay, "why-not", language)


@pytest.mark.slow
def test_a_word_is_taken_out_and_put_back(stay, language, served, explained):
    """Both heads move, and what was measured stands beside what was attributed."""
    analyze(stay, PRAISE)
    before = {head: stay.chart(head) for head in HEADS}
    index = 5
    word = PRAISE[slice(*word_spans(PRAISE)[index])]
    stay.words("emotion").nth(index).click()
    without = served.delete_words(PRAISE, [index], explained(PRAISE))
    for head in HEADS:
        said = stay.card(head).locator(".taken-out")
        expect(said).to_contain_text(say("without", language, words=f"“{word}”"))
        change = without.changes[head]
        for number in (change.measured, change.attributed):
            expect(said).to_contain_text(signed(-number, language))
        shares = without.probabilities.of(head)
        stay.wait_for_bars(head, shares)
        assert stay.chart(head)["texts"] == [percent(share, language) for share in shares]
    assert_speaks(stay, language)
    keep(stay, "word-out", language)
    stay.card("sentiment").locator("[data-put-back]").click()
    for head in HEADS:
        expect(stay.card(head).locator(".taken-out")).to_have_count(0)
        stay.wait_for_bars(head, before[head]["shares"])
        assert stay.chart(head)["texts"] == before[head]["texts"]


@pytest.mark.slow
def test_are_the_top_words_stable(stay, language, served, explained):
    analyze(stay, MIXED)
    stay.page.locator("#check-stability").click()
    answers = stay.page.locator("[data-stability]")
    # The verdict comes when all methods have been asked.
    expect(answers.locator("[data-compared] [role=status]")).to_have_count(2, timeout=PATIENCE)
    *_, (_, found) = compare_methods(served, served.encode(MIXED), explained(MIXED), lambda: False)
    words = {"en": ("Not stable:", "Stable:"), "bn": ("স্থিতিশীল নয়:", "স্থিতিশীল:")}[language]
    for head, section in zip(HEADS, answers.locator("section").all(), strict=True):
        is_stable = stability_of(found.rows[head]).is_stable
        expect(section).to_contain_text(words[is_stable])
        expect(section).not_to_contain_text(words[not is_stable])
    assert_speaks(stay, language)
    keep(stay, "stability", language)


@pytest.mark.slow
def test_what_the_model_read(stay, language, served):
    """Of a text with signs that cannot be seen; then of one that is too long."""
    analyze(stay, ODD)
    panel = stay.page.locator("#reading details")
    panel.locator("summary").click()
    for kind in ("joiner_dropped", "word_split", "unknown_emoji"):
        expect(panel.locator(f"[data-change={kind}]").first).to_be_visible()
    expect(panel.locator("[data-change=joiner_dropped]").first).to_contain_text(
        say("character_200d", language)
    )
    assert_speaks(stay, language)
    keep(stay, "what-was-read", language, phone=True)
    analyze(stay, RANT)
    cut = served.predict(RANT).truncated_at
    assert cut is not None
    unread = [RANT[slice(*span)] for span in word_spans(RANT) if span.start >= cut]
    expect(stay.page.locator("#notices .notice")).to_contain_text(f"“{unread[0]}”")
    # It is still open.
    expect(panel.locator(".read-part.cut")).to_contain_text(say("reading_cut", language))
    assert_speaks(stay, language)
    keep(stay, "cut-off", language)


@pytest.mark.slow
def test_what_was_pasted_is_recognized_and_mended(stay, language):
    """Romanized and Bijoy text is told; for a wrong order of vowels there is a fix, and it is taken."""
    found = stay.page.locator("#suspicions [data-suspicion]")
    for text, kind in ((ROMANIZED, "romanized"), (BIJOY, "bijoy")):
        stay.text.fill(text)
        expect(found.first).to_have_attribute("data-suspicion", kind)
        expect(found.first).to_have_attribute("lang", language)
    stay.text.fill(VISUAL)
    expect(found.first).to_have_attribute("data-suspicion", "visual_order")
    expect(stay.page.locator("#suspicions .suggestion")).to_contain_text(CORRECTED)
    assert_speaks(stay, language)
    keep(stay, "pasted", language, phone=True)
    stay.page.locator("#accept-suggestion").click()
    expect(stay.text).to_have_value(CORRECTED)
    expect(found).to_have_count(0)
    stay.page.locator("#analyze").click()
    stay.wait_for_words(CORRECTED)


@pytest.mark.slow
def test_a_result_is_presented_by_arrow_keys(stay, language):
    analyze(stay, PRAISE)
    stay.page.locator("#take [data-present]").click()
    slide = stay.page.locator("#stage .slide:not([inert])")
    expect(slide.locator(".verdict")).to_be_visible()
    take(stay.page, f"present-1-{language}", whole=False)
    stay.page.keyboard.press("ArrowRight")
    expect(slide.locator(".sentence")).to_have_text(PRAISE)
    two = {"en": "2", "bn": "২"}[language]
    expect(stay.page.locator("#stage nav")).to_contain_text(f"{two} /")
    assert_speaks(stay, language)
    take(stay.page, f"present-2-{language}", whole=False)
    stay.page.keyboard.press("ArrowRight")
    take(stay.page, f"present-3-{language}", whole=False)
    stay.page.keyboard.press("Home")
    expect(slide.locator(".verdict")).to_be_visible()
    stay.page.keyboard.press("Escape")
    expect(stay.page.locator("#stage")).to_have_count(0)


@pytest.mark.slow
def test_a_result_is_taken_along(stay, language, tmp_path):
    """As a page of its own in the same language, as data, and as pictures."""
    analyze(stay, MIXED)
    names = {"html": "sentimotion.html", "json": "sentimotion.json", "csv": "sentimotion.csv"}
    for kind, name in names.items():
        with stay.page.expect_download() as saved:
            stay.page.locator(f"#take [data-file={kind}]").click()
        assert saved.value.suggested_filename == name
        saved.value.save_as(tmp_path / name)
    assert json.loads((tmp_path / names["json"]).read_text(encoding="utf-8"))["text"] == MIXED
    assert "হলের" in (tmp_path / names["csv"]).read_text(encoding="utf-8-sig")
    card = stay.card("sentiment")
    card.locator("details[data-keep=pictures] summary").click()
    for kind in ("sentence-png", "chart-svg"):
        what, _, ending = kind.partition("-")
        with stay.page.expect_download() as saved:
            card.locator(f"[data-save={kind}]").click()
        saved.value.save_as(SHOTS / f"saved-{what}-{language}.{ending}")
    svg = (SHOTS / f"saved-chart-{language}.svg").read_text(encoding="utf-8")
    assert f">{label_name('positive', language)}<" in svg
    assert_speaks(stay, language)
    keep(stay, "take-along", language)
    report = stay.context.new_page()
    report.goto((tmp_path / names["html"]).as_uri())
    expect(report.locator(f"html[lang={language}] h1")).to_have_text(STRINGS["report_title"][language])
    expect(report.locator(".sentence").first).to_have_text(MIXED)
    take(report, f"report-{language}")
    report.goto((SHOTS / f"saved-chart-{language}.svg").as_uri())
    report.locator("svg").first.screenshot(path=SHOTS / f"saved-chart-{language}.png")
    report.close()


@pytest.mark.slow
def test_a_link_restores_text_and_settings(stay, newcomer, language, server, served):
    """Copied here, opened by someone whose browser speaks the other language."""
    stay.context.grant_permissions(["clipboard-read", "clipboard-write"])
    analyze(stay, HEADLINE)
    stay.slider("sentiment").press("End")
    expect(stay.decision("sentiment")).to_have_attribute("data-fell-back", "true")
    stay.page.locator("[data-copy-link]").click()
    expect(stay.page.locator("#take [role=status]")).to_have_text(STRINGS["link_copied"][language])
    link = stay.page.evaluate("navigator.clipboard.readText()")
    assert link.startswith(f"{server.url}/{language}#")
    assert urlencode({"t": HEADLINE}) in link
    newcomer.go(link)
    newcomer.sentence("emotion").wait_for()
    newcomer.wait_for_words(HEADLINE)
    newcomer.page.locator(f".masthead[lang={language}]").wait_for()
    assert newcomer.text.input_value() == HEADLINE
    assert newcomer.slider("sentiment").input_value() == "1"
    label = served.predict(HEADLINE, sent_threshold=1.0).sentiment.label
    expect(newcomer.decision("sentiment")).to_have_attribute("data-decision", label)
    expect(newcomer.decision("sentiment")).to_contain_text(percent(1.0, language))
    assert_speaks(newcomer, language)
    keep(newcomer, "link", language)


@pytest.mark.slow
def test_language_and_dark_are_remembered(newcomer, language, server):
    if newcomer.language != OTHER[language]:
        newcomer.speak(OTHER[language])
    newcomer.speak(language)
    newcomer.page.locator("[data-theme-switch]").click()
    newcomer.go(server.url)
    newcomer.page.locator(f".masthead[lang={language}]").wait_for()
    newcomer.page.locator("body.dark").wait_for()
    expect(newcomer.page.locator("#analyze")).to_have_text(STRINGS["analyze"][language])
    newcomer.card("emotion").locator(".js-plotly-plot .main-svg").first.wait_for()
    assert_speaks(newcomer, language)
    keep(newcomer, "remembered", language)


@pytest.mark.slow
def test_from_the_first_tab_to_a_result_by_keyboard_alone(newcomer, language, server):
    newcomer.go(server.url)
    newcomer.card("emotion").locator(".js-plotly-plot .main-svg").first.wait_for()
    newcomer.page.locator(f".masthead[lang={language}]").wait_for()
    keyboard = newcomer.page.keyboard

    def tab_to(selector, limit):
        for _ in range(limit):
            keyboard.press("Tab")
            if newcomer.page.evaluate("s => document.activeElement.matches(s)", selector):
                return
        pytest.fail(f"{limit} presses of Tab do not lead to {selector}")

    tab_to("#text textarea", 12)
    keyboard.insert_text(PRAISE)
    keyboard.press("Control+Enter")
    newcomer.wait_for_words(PRAISE)
    tab_to("#head-sentiment [data-word]", 30)
    keyboard.press("ArrowRight")
    focused = newcomer.words("sentiment").nth(1)
    expect(focused).to_be_focused()
    assert focused.evaluate("e => getComputedStyle(e).outlineStyle") == "solid"
    keep(newcomer, "keyboard", language)
    keyboard.press("Enter")
    expect(newcomer.card("emotion").locator(".taken-out")).to_contain_text("“তোমার”")
