"""Messages of the Analyze tab."""

from typing import Final, Literal

ANALYZE: Final[dict[str, dict[Literal["en", "bn"], str]]] = {
    "rather_than": {"en": "compared with", "bn": "কোনটির তুলনায়"},
    "no_contrast": {"en": "all other labels", "bn": "বাকি সব"},
    "click_hint": {
        "en": "Click a bar to see the words for its label, then another bar for “why this and not that”. Click a "
        "word to take it out.",
        "bn": "কোনো দণ্ডে ক্লিক করলে সেই লেবেলের শব্দ দেখা যাবে, এরপর আরেকটিতে করলে “এটি কেন, ওটি কেন নয়”। কোনো শব্দে ক্লিক করলে "
        "সেটি বাদ দেওয়া হবে।",
    },
    "overview_above": {
        "en": "Above the words: toward “{label}”.",
        "bn": "শব্দের ওপরের রেখা: “{label}”-এর দিকে।",
    },
    "overview_below": {"en": "Below: toward “{label}”.", "bn": "নিচের রেখা: “{label}”-এর দিকে।"},
    "overview_lines": {"en": "Dotted lines: away from it.", "bn": "ফুটকি রেখা: উল্টো দিকে।"},
    "against": {"en": "toward “{label}”", "bn": "“{label}”-এর দিকে"},
    "contrast_unit": {
        "en": "in logits: “{label}” minus “{contrast}”; {steps} steps",
        "bn": "লজিটে মাপা: “{label}” বিয়োগ “{contrast}”; {steps} ধাপে",
    },
    "receipt_blank": {"en": "a blank text", "bn": "ফাঁকা লেখা"},
    "receipt_others": {"en": "{count} other words", "bn": "বাকি {count}টি শব্দ"},
    "receipt_one_other": {"en": "1 other word", "bn": "বাকি ১টি শব্দ"},
    "receipt_marks": {"en": "punctuation", "bn": "যতিচিহ্ন"},
    "receipt_error": {"en": "error and rounding", "bn": "ভুল ও সংখ্যা কাটছাঁট"},
    "receipt_score": {"en": "the model’s score", "bn": "মডেলের স্কোর"},
    "receipt_adds_up": {
        "en": "Off by {error} ({percent} of the change); up to {limit} counts as adding up.",
        "bn": "গরমিল {error} (মোট পরিবর্তনের {percent}); {limit} পর্যন্ত হলে হিসাব মিলেছে ধরা হয়।",
    },
    "receipt_table": {"en": "From the blank text to the score", "bn": "ফাঁকা লেখা থেকে স্কোর পর্যন্ত"},
    "take_out": {"en": "take out", "bn": "বাদ দিন"},
    "taken_out": {"en": "taken out", "bn": "বাদ দেওয়া"},
    "without": {"en": "Without {words}:", "bn": "{words} ছাড়া:"},
    "without_change": {
        "en": "“{label}” {before} → {after}. Change of its score: {measured}; predicted by its words: {attributed}.",
        "bn": "“{label}” {before} → {after}। স্কোরের পরিবর্তন {measured}; শব্দের অবদান অনুযায়ী হওয়ার কথা ছিল {attributed}।",
    },
    "put_all_back": {"en": "Put all words back", "bn": "সব শব্দ ফিরিয়ে আনুন"},
    "pulls_apart": {
        "en": "Some words pull sentiment and emotion opposite ways: {cases}.",
        "bn": "কিছু শব্দ মনোভাব ও আবেগকে দুই দিকে টেনেছে: {cases}।",
    },
    "for_and_against": {
        "en": "{words} for “{one}” but against “{other}”",
        "bn": "{words} “{one}”-এর পক্ষে, কিন্তু “{other}”-এর বিপক্ষে",
    },
    "close_call": {
        "en": "A close call: {first} {first_percent}, {second} {second_percent}.",
        "bn": "প্রায় সমান সমান: {first} {first_percent}, {second} {second_percent}।",
    },
    "weak_label": {
        "en": "“{label}” is often wrong or missed: F1 {f1} on the published model’s card.",
        "bn": "“{label}” প্রায়ই ভুল হয় বা ধরা পড়ে না: প্রকাশিত মডেলের কার্ডে F1 {f1}।",
    },
    "stop": {"en": "Stop", "bn": "থামান"},
    "stopped": {
        "en": "Stopped. Press Analyze to weigh the words again.",
        "bn": "থামানো হয়েছে। শব্দগুলোর প্রভাব আবার মাপতে “বিশ্লেষণ করুন” চাপুন।",
    },
    "test_chance": {"en": "Better than chance, word by word?", "bn": "কাকতালের চেয়ে ভালো? শব্দে শব্দে দেখুন"},
    "chance_better": {
        "en": "Better than chance: these colors beat {beaten} of {sets} random choices of words.",
        "bn": "কাকতালের চেয়ে ভালো: দৈবচয়নে নেওয়া শব্দের {sets}টি বাছাইয়ের {beaten}টিকে এই রঙ ছাড়িয়েছে।",
    },
    "chance_not_better": {
        "en": "Not clearly better than chance: these colors beat only {beaten} of {sets} random choices of words. Do "
        "not rely on them.",
        "bn": "কাকতালের চেয়ে স্পষ্টভাবে ভালো নয়: দৈবচয়নে নেওয়া শব্দের {sets}টি বাছাইয়ের মাত্র {beaten}টিকে এই রঙ "
        "ছাড়িয়েছে। এর ওপর ভরসা করবেন না।",
    },
    "chance_so_far": {
        "en": "Comparing with random choices of words: better than {beaten} of {sets} so far …",
        "bn": "দৈবচয়নে নেওয়া শব্দের সঙ্গে তুলনা চলছে: এ পর্যন্ত {sets}টির মধ্যে {beaten}টির চেয়ে ভালো …",
    },
    "chance_short": {
        "en": "The text is too short to tell whether the colors are better than chance.",
        "bn": "লেখাটি এত ছোট যে রঙগুলো কাকতালের চেয়ে ভালো কি না, তা বলা যায় না।",
    },
    "chance_testing": {"en": "Testing the explanation … {percent}", "bn": "ব্যাখ্যা যাচাই হচ্ছে … {percent}"},
    "chance_title": {
        "en": "{head}, “{label}”: the score as words are taken out",
        "bn": "{head}, “{label}”: শব্দ বাদ দিলে স্কোর যেভাবে বদলায়",
    },
    "chance_explained": {
        "en": "A fifth of the words, the strongest, is taken out beside {sets} random choices of as many words: it beats "
        "those without which the score falls less. The line: all words are taken out one after the other, the "
        "strongest first; the band: {orders} random orders. The further the line falls below the band, the better the "
        "colors.",
        "bn": "সবচেয়ে প্রভাবশালী এক-পঞ্চমাংশ শব্দ বাদ দিয়ে স্কোর মাপা হয়, পাশাপাশি দৈবচয়নে নেওয়া ততগুলো শব্দের {sets}টি বাছাই "
        "বাদ দিয়েও; যেগুলো বাদ দিলে স্কোর কম কমে, রঙ সেগুলোকে ছাড়িয়েছে। রেখা: সবচেয়ে প্রভাবশালীটি থেকে শুরু করে একে একে সব শব্দ বাদ "
        "দেওয়া হয়েছে; ফিতা: দৈবচয়নে নেওয়া {orders}টি ক্রম। রেখা ফিতার যত নিচে নামে, রঙগুলো তত ভালো।",
    },
    "chance_curve": {
        "en": "Score {whole} with all words, {without} without any",
        "bn": "সব শব্দসহ স্কোর {whole}, কোনো শব্দ ছাড়া {without}",
    },
    "chance_words_out": {"en": "words taken out: {words}", "bn": "বাদ দেওয়া শব্দ: {words}টি"},
    "eraser_mask": {"en": "Words replaced by mask tokens", "bn": "শব্দের জায়গায় মাস্ক টোকেন"},
    "eraser_pad": {"en": "Words replaced by padding", "bn": "শব্দের জায়গায় প্যাডিং"},
    "eraser_zero": {"en": "Words replaced by zeros", "bn": "শব্দের জায়গায় শূন্য"},
    "eraser_expected": {
        "en": "Words replaced by the average of all tokens",
        "bn": "শব্দের জায়গায় সব টোকেনের গড়",
    },
    "eraser_cut": {"en": "Words cut out", "bn": "শব্দ কেটে বাদ"},
    "check_stability": {
        "en": "Methods side by side: would others say the same?",
        "bn": "পাশাপাশি পদ্ধতি: অন্যগুলোও কি একই কথা বলে?",
    },
    "checking": {"en": "Running other methods … {percent}", "bn": "অন্য পদ্ধতিতে দেখা হচ্ছে … {percent}"},
    "stability_title": {
        "en": "{head}, “{label}”: methods side by side",
        "bn": "{head}, “{label}”: পাশাপাশি পদ্ধতি",
    },
    "stability_contrast_title": {
        "en": "{head}, “{label}” and not “{contrast}”: methods side by side",
        "bn": "{head}, “{label}”, “{contrast}” নয়: পাশাপাশি পদ্ধতি",
    },
    "methods_explained": {
        "en": "Every row explains the same score, by another method. The shade is that of the cards above: the strongest "
        "word of a row has the fullest. Where a row adds up, its starting point plus its parts is the score.",
        "bn": "প্রতিটি সারি একই স্কোরের ব্যাখ্যা, ভিন্ন পদ্ধতিতে। রঙের নিয়ম ওপরের কার্ডের মতোই: সারির সবচেয়ে প্রভাবশালী শব্দের রঙ "
        "সবচেয়ে গাঢ়। যে সারির যোগফল মেলে, সেখানে শুরুর মান আর সব অংশ যোগ করলে স্কোর পাওয়া যায়।",
    },
    "methods_left_out": {
        "en": "Left out, because they do not apply to this text or would take too long: {methods}.",
        "bn": "নেওয়া হয়নি, কারণ এই লেখায় প্রযোজ্য নয় বা অনেক সময় লাগত: {methods}।",
    },
    "row_sum": {
        "en": "Adds up: {blank} ({start}) {words} (the words) {other} (the rest) = {total}; score: {score}.",
        "bn": "যোগফল মেলে: {blank} ({start}) {words} (শব্দগুলো) {other} (বাকি অংশ) = {total}; স্কোর: {score}।",
    },
    "row_sum_off": {
        "en": "Does not add up: {blank} ({start}) {words} (the words) {other} (the rest) = {total}; score: {score}.",
        "bn": "যোগফল মেলে না: {blank} ({start}) {words} (শব্দগুলো) {other} (বাকি অংশ) = {total}; স্কোর: {score}।",
    },
    "row_start_biases": {"en": "the network’s biases", "bn": "নেটওয়ার্কের বায়াস"},
    "row_start_neutral": {"en": "neutral texts", "bn": "নিরপেক্ষ লেখা"},
    "row_rank": {
        "en": "Beats {beaten} of {sets} random choices of words.",
        "bn": "দৈবচয়নে নেওয়া শব্দের {sets}টি বাছাইয়ের {beaten}টিকে ছাড়িয়েছে।",
    },
    "row_rank_weak": {
        "en": "Beats only {beaten} of {sets} random choices of words: not clearly better than chance.",
        "bn": "দৈবচয়নে নেওয়া শব্দের {sets}টি বাছাইয়ের মাত্র {beaten}টিকে ছাড়িয়েছে: কাকতালের চেয়ে স্পষ্টভাবে ভালো নয়।",
    },
    "row_rank_short": {"en": "Too short to tell from chance.", "bn": "এত ছোট যে কাকতালের সঙ্গে তুলনা চলে না।"},
    "row_order": {
        "en": "Order of the words, beside the first row: {order} (τ = {tau}).",
        "bn": "শব্দের ক্রম, প্রথম সারির তুলনায়: {order} (τ = {tau})।",
    },
    "method_shown": {"en": "{method} (shown above)", "bn": "{method} (ওপরে দেখানো)"},
    "method_pad": {
        "en": "integrated gradients, padding baseline",
        "bn": "ইন্টিগ্রেটেড গ্রেডিয়েন্টস, বেসলাইন প্যাডিং টোকেন",
    },
    "method_mask": {
        "en": "integrated gradients, mask baseline",
        "bn": "ইন্টিগ্রেটেড গ্রেডিয়েন্টস, বেসলাইন মাস্ক টোকেন",
    },
    "method_zero": {
        "en": "integrated gradients, zero baseline",
        "bn": "ইন্টিগ্রেটেড গ্রেডিয়েন্টস, বেসলাইন শূন্য",
    },
    "method_expected": {
        "en": "integrated gradients, baseline the average of all tokens",
        "bn": "ইন্টিগ্রেটেড গ্রেডিয়েন্টস, বেসলাইন সব টোকেনের গড়",
    },
    "method_leave_one_out": {"en": "each word left out in turn", "bn": "একটি একটি করে শব্দ বাদ দিয়ে"},
    "method_gradient_x_input": {"en": "gradient × input", "bn": "গ্রেডিয়েন্ট × ইনপুট"},
    "method_decomposition": {
        "en": "decomposition through the layers",
        "bn": "স্তরে স্তরে বিভাজন (ডিকম্পোজিশন)",
    },
    "method_expected_gradients": {
        "en": "expected gradients, baseline neutral texts",
        "bn": "এক্সপেক্টেড গ্রেডিয়েন্টস, বেসলাইন নিরপেক্ষ লেখা",
    },
    "method_shapley_sampling": {
        "en": "Shapley values, by sampling",
        "bn": "শ্যাপলি মান, নমুনা থেকে",
    },
    "order_same": {"en": "much the same", "bn": "প্রায় একই"},
    "order_partly": {"en": "partly the same", "bn": "আংশিক এক"},
    "order_other": {"en": "different", "bn": "ভিন্ন"},
    "order_none": {"en": "No order to compare.", "bn": "তুলনার মতো ক্রম নেই।"},
    "stable": {
        "en": "Stable: {word} is the strongest word in {count} of {all}.",
        "bn": "স্থিতিশীল: {all}টির মধ্যে {count}টিতেই {word} সবচেয়ে প্রভাবশালী শব্দ।",
    },
    "unstable": {
        "en": "Not stable: {word} is the strongest word in only {count} of {all}. Do not rely on it.",
        "bn": "স্থিতিশীল নয়: {all}টির মধ্যে মাত্র {count}টিতে {word} সবচেয়ে প্রভাবশালী শব্দ। এর ওপর ভরসা করবেন না।",
    },
    "present": {"en": "Present", "bn": "পর্দায় দেখান"},
    "present_next": {"en": "Next", "bn": "পরেরটি"},
    "present_previous": {"en": "Previous", "bn": "আগেরটি"},
    "present_close": {"en": "Close", "bn": "বন্ধ করুন"},
    "take_along": {"en": "Save or share", "bn": "সংরক্ষণ ও শেয়ার"},
    "save_report": {"en": "Report (HTML)", "bn": "প্রতিবেদন (ওয়েব পাতা)"},
    "save_json": {"en": "JSON", "bn": "JSON"},
    "save_csv": {"en": "Words (CSV)", "bn": "শব্দের ছক (CSV)"},
    "copy_link": {"en": "Copy link", "bn": "লিংক কপি করুন"},
    "link_copied": {
        "en": "Link copied. It contains the text itself; nothing is stored here.",
        "bn": "লিংক কপি হয়েছে। লেখাটি লিংকের ভেতরেই আছে; এখানে কিছু সংরক্ষণ করা হয় না।",
    },
    "link_shown": {
        "en": "Copy the link from this field:",
        "bn": "এই ঘর থেকে লিংকটি কপি করুন:",
    },
    "wrong": {"en": "This is wrong", "bn": "উত্তরটি ভুল"},
    "wrong_title": {"en": "What should the answer be?", "bn": "উত্তর কী হওয়া উচিত?"},
    "wrong_no_view": {"en": "no opinion", "bn": "মতামত নেই"},
    "wrong_why": {"en": "Why? (optional)", "bn": "কেন? (না লিখলেও চলে)"},
    "wrong_holds": {"en": "This is the whole report:", "bn": "পুরো প্রতিবেদনটি এই:"},
    "wrong_report": {"en": "Report", "bn": "প্রতিবেদন"},
    "wrong_kept": {
        "en": "Nothing is sent or stored by itself. Anyone can read a discussion.",
        "bn": "নিজে থেকে কিছুই পাঠানো বা সংরক্ষণ করা হয় না। আলোচনা সবাই পড়তে পারে।",
    },
    "wrong_copy": {"en": "Copy report", "bn": "প্রতিবেদন কপি করুন"},
    "wrong_copied": {"en": "Copied.", "bn": "কপি হয়েছে।"},
    "wrong_select": {"en": "The report is selected: copy it.", "bn": "প্রতিবেদনটি বাছাই করা আছে: কপি করে নিন।"},
    "wrong_discuss": {"en": "Open as a discussion", "bn": "আলোচনা হিসেবে খুলুন"},
    "wrong_discussion_title": {"en": "A wrong answer", "bn": "একটি ভুল উত্তর"},
    "wrong_too_long": {
        "en": "The report is too long for a link: copy it, and paste it into the discussion.",
        "bn": "প্রতিবেদনটি লিংকের জন্য বেশি বড়: কপি করে আলোচনায় পেস্ট করুন।",
    },
    "wrong_close": {"en": "Close", "bn": "বন্ধ করুন"},
    "wrong_said": {
        "en": "{head}: the model says “{label}” ({values}); threshold {threshold}.",
        "bn": "{head}: মডেলের উত্তর “{label}” ({values}); সীমা {threshold}।",
    },
    "wrong_view": {
        "en": "{head}: it should be “{label}”.",
        "bn": "{head}: হওয়া উচিত “{label}”।",
    },
    "wrong_because": {"en": "Why:", "bn": "কারণ:"},
    "wrong_model": {"en": "Model: {source}.", "bn": "মডেল: {source}।"},
    "save_picture": {"en": "Save as a picture", "bn": "ছবি সংরক্ষণ করুন"},
    "picture_chart_svg": {"en": "chart, SVG", "bn": "চার্ট, SVG"},
    "picture_chart_png": {"en": "chart, PNG", "bn": "চার্ট, PNG"},
    "picture_sentence_svg": {"en": "sentence, SVG", "bn": "বাক্য, SVG"},
    "picture_sentence_png": {"en": "sentence, PNG", "bn": "বাক্য, PNG"},
    "report_title": {"en": "Sentimotion: one text", "bn": "Sentimotion: একটি লেখা"},
    "report_model": {
        "en": "Model: {source}. Thresholds: {thresholds}.",
        "bn": "মডেল: {source}। সীমা (থ্রেশহোল্ড): {thresholds}।",
    },
    "report_caution": {
        "en": "The colors say what moved this model, not what is true of the world. Not for decisions about people.",
        "bn": "রংগুলো বলে কী এই মডেলকে টেনেছে, বাস্তবে কী সত্য তা নয়। মানুষ সম্পর্কে সিদ্ধান্তের জন্য নয়।",
    },
}
