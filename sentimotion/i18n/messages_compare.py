"""Messages of the Compare tab."""

from typing import Final, Literal

COMPARE: Final[dict[str, dict[Literal["en", "bn"], str]]] = {
    "points": {"en": "{count} percentage points", "bn": "{count} শতাংশ পয়েন্ট"},
    "point": {"en": "{count} percentage point", "bn": "{count} শতাংশ পয়েন্ট"},
    # Two texts.
    "pair_title": {"en": "Two texts side by side", "bn": "দুটি লেখা পাশাপাশি"},
    "pair_lead": {
        "en": "Change one thing, and see what the model makes of it. Answers here follow the default thresholds: "
        "{sentiment} for sentiment, {emotion} for emotion.",
        "bn": "কোনো একটি জায়গা বদলে দিন, দেখুন মডেলের উত্তর কতটা বদলায়। এখানে উত্তর ঠিক হয় শুরুর নির্ধারিত সীমা (থ্রেশহোল্ড) "
        "অনুযায়ী: মনোভাবে {sentiment}, আবেগে {emotion}।",
    },
    "pair_text_0": {"en": "First text", "bn": "প্রথম লেখা"},
    "pair_text_1": {"en": "Second text", "bn": "দ্বিতীয় লেখা"},
    "pair_run": {"en": "Compare", "bn": "তুলনা করুন"},
    "pair_decision_changed": {
        "en": "The answer changes from “{one}” to “{other}”.",
        "bn": "উত্তর “{one}” থেকে বদলে “{other}” হয়েছে।",
    },
    "pair_decision_same": {"en": "The answer stays “{label}”.", "bn": "উত্তর বদলায়নি: “{label}”।"},
    "pair_rises": {
        "en": "Changed most: “{label}” rises by {points}, from {one} to {other}.",
        "bn": "সবচেয়ে বেশি বদলেছে “{label}”: {points} বেড়েছে, {one} থেকে {other}।",
    },
    "pair_falls": {
        "en": "Changed most: “{label}” falls by {points}, from {one} to {other}.",
        "bn": "সবচেয়ে বেশি বদলেছে “{label}”: {points} কমেছে, {one} থেকে {other}।",
    },
    "pair_still": {
        "en": "No label’s probability changes by as much as a percentage point.",
        "bn": "কোনো লেবেলের সম্ভাবনাই এক শতাংশ পয়েন্টও বদলায়নি।",
    },
    "pair_stopped": {
        "en": "Stopped. Press Compare to weigh the words again.",
        "bn": "থামানো হয়েছে। শব্দগুলোর প্রভাব আবার মাপতে “তুলনা করুন” চাপুন।",
    },
    # A word swapped.
    "swap_title": {"en": "Swap a word", "bn": "শব্দ বদলে দেখুন"},
    "swap_lead": {
        "en": "Choose a word of a sentence and list what could replace it: you see how far the probability of "
        "every label changes while the rest stays the same.",
        "bn": "বাক্যের একটি শব্দ বেছে নিয়ে তার জায়গায় আর কী কী বসতে পারে লিখুন। বাকি সব এক থাকলেও কোন লেবেলের সম্ভাবনা কতটা "
        "বদলায়, তা দেখা যাবে।",
    },
    "swap_text": {"en": "Sentence", "bn": "বাক্য"},
    "swap_read": {"en": "Show its words", "bn": "শব্দগুলো দেখান"},
    "swap_words": {
        "en": "Words of the sentence; arrow keys move between them",
        "bn": "বাক্যের শব্দগুলো; তীরচিহ্নের বোতাম চেপে এক শব্দ থেকে অন্যটিতে যাওয়া যায়",
    },
    "swap_no_words": {
        "en": "There is no word in this text to swap.",
        "bn": "বদলানো যায় এমন কোনো শব্দ এই লেখায় নেই।",
    },
    "swap_choose": {"en": "Which word do you want to swap?", "bn": "কোন শব্দটি বদলাবেন? বেছে নিন।"},
    "swap_chosen": {
        "en": "Word to swap: “{word}”. If it has an ending, give the others the same one.",
        "bn": "বদলানো হবে “{word}”। শব্দটিতে বিভক্তি থাকলে বিকল্পগুলোতেও একই বিভক্তি দিন।",
    },
    "swap_alternatives": {
        "en": "In its place, one per line: at most {lines}, each of up to {length} characters",
        "bn": "তার জায়গায় যা বসবে, প্রতি লাইনে একটি: সর্বোচ্চ {lines}টি, প্রতিটি {length} অক্ষরের মধ্যে",
    },
    "swap_run": {"en": "Swap", "bn": "বদলে দেখুন"},
    "swap_choose_first": {
        "en": "First choose the word to swap: one of the buttons above the list.",
        "bn": "আগে কোন শব্দটি বদলাবেন বেছে নিন: তালিকার ওপরের বোতামগুলোর একটি।",
    },
    "swap_nothing": {
        "en": "Nothing to put in its place: write at least one other word.",
        "bn": "জায়গাটিতে বসানোর মতো কিছু নেই: অন্তত একটি অন্য শব্দ লিখুন।",
    },
    "swap_result": {
        "en": "In place of “{word}”: {count} others",
        "bn": "“{word}”-এর জায়গায়: {count}টি বিকল্প",
    },
    "swap_result_one": {"en": "In place of “{word}”: “{other}”", "bn": "“{word}”-এর জায়গায়: “{other}”"},
    "swap_original": {"en": "{word} (original)", "bn": "{word} (মূল শব্দ)"},
    "swap_key": {
        "en": "◆ original · ● others, touch one for its word · dashed line: threshold",
        "bn": "◆ মূল শব্দ · ● বিকল্প, কোনটি কোন শব্দ তা ছুঁলে দেখা যাবে · ভাঙা রেখা: সীমা",
    },
    "swap_key_still": {
        "en": "◆ original · ● others · dashed line: threshold",
        "bn": "◆ মূল শব্দ · ● বিকল্প · ভাঙা রেখা: সীমা",
    },
    "swap_blank": {
        "en": "Blank lines, skipped: {count}.",
        "bn": "খালি লাইন, এড়িয়ে যাওয়া হয়েছে: {count}টি।",
    },
    "swap_repeated": {
        "en": "Written more than once, counted once: {words}.",
        "bn": "একাধিকবার লেখা, একবারই ধরা হয়েছে: {words}।",
    },
    "swap_itself": {
        "en": "“{word}” is the word itself; it is shown as the original.",
        "bn": "“{word}” তো মূল শব্দটিই; সেটি আলাদা করে দেখানো আছে।",
    },
    "swap_too_long": {
        "en": "Longer than {limit} characters, left out: {words}.",
        "bn": "{limit} অক্ষরের বেশি, তাই বাদ পড়েছে: {words}।",
    },
    "swap_beyond": {
        "en": "Only the first {limit} were taken, left out: {words}.",
        "bn": "শুধু প্রথম {limit}টি নেওয়া হয়েছে, বাদ পড়েছে: {words}।",
    },
    "swap_and_more": {"en": "{words} and {count} more", "bn": "{words} এবং আরও {count}টি"},
    "swap_truncated": {
        "en": "The model did not read all of the text: the end was cut off in {count} of {all} cases, and a "
        "longer word leaves less room for it.",
        "bn": "মডেল লেখার সবটা পড়েনি: {all}টির মধ্যে {count}টিতে শেষটুকু বাদ পড়েছে; শব্দ বড় হলে জায়গা আরও কমে।",
    },
    "swap_running": {"en": "Asking the model … {percent}", "bn": "মডেলের উত্তর নেওয়া হচ্ছে … {percent}"},
    "swap_stopped": {
        "en": "Stopped. Press Swap to begin again.",
        "bn": "থামানো হয়েছে। আবার শুরু করতে “বদলে দেখুন” চাপুন।",
    },
    "swap_widest": {
        "en": "“{label}” changes most, by {points}: {lowest} with “{low}”, {highest} with “{high}”.",
        "bn": "সবচেয়ে বেশি বদলায় “{label}”, {points}: “{low}” বসালে {lowest}, “{high}” বসালে {highest}।",
    },
    "swap_ranges": {"en": "{head}: how far each label changes", "bn": "{head}: কোন লেবেল কতটা বদলায়"},
    "swap_all": {"en": "{head}: every number", "bn": "{head}: সব সংখ্যা"},
    "column_label": {"en": "Label", "bn": "লেবেল"},
    "column_word": {"en": "Word", "bn": "শব্দ"},
    "column_range": {"en": "Range, percentage points", "bn": "পরিসর, শতাংশ পয়েন্টে"},
    "column_lowest": {"en": "Lowest", "bn": "সবচেয়ে কম"},
    "column_highest": {"en": "Highest", "bn": "সবচেয়ে বেশি"},
    # A set of templates.
    "set_title": {"en": "Only the group changes", "bn": "শুধু নাম বা গোষ্ঠী বদলায়"},
    "set_lead": {
        "en": "Neutral sentences in which nothing but the named group changes. One click runs a whole set.",
        "bn": "কিছু নিরপেক্ষ বাক্য, যেখানে শুধু উল্লেখ করা নাম, গোষ্ঠী, দল বা জায়গাটি বদলায়। এক ক্লিকেই পুরো সেট চলবে।",
    },
    "set_running": {"en": "Running the set … {percent}", "bn": "সেটটি চলছে … {percent}"},
    "set_stopped": {
        "en": "Stopped. Press a set’s button to run it again.",
        "bn": "থামানো হয়েছে। আবার চালাতে সেটটির বোতাম চাপুন।",
    },
    "set_caption": {"en": "{head}: range in percentage points", "bn": "{head}: পরিসর, শতাংশ পয়েন্টে"},
    "column_mean": {"en": "Mean range", "bn": "গড়"},
    "column_largest": {"en": "Largest range", "bn": "বৃহত্তম"},
    "column_lowest_for": {"en": "Lowest for", "bn": "কম যার বেলায়"},
    "column_highest_for": {"en": "Highest for", "bn": "বেশি যার বেলায়"},
    "set_how": {
        "en": "Range: the highest probability minus the lowest, over all names in one sentence. Mean: over the "
        "{templates} sentences. Lowest and highest: in the sentence with the largest range.",
        "bn": "পরিসর: একই বাক্যে সব নাম মিলিয়ে সবচেয়ে বেশি আর সবচেয়ে কম সম্ভাবনার তফাত। গড়: {templates}টি বাক্যের। সবচেয়ে কম ও "
        "বেশি: যে বাক্যে পরিসর সবচেয়ে বড়, সেটিতে।",
    },
    "set_means": {
        "en": "What it means: a model that does not care who is named would show 0 everywhere. What changes here "
        "was learned from the training texts, for example from the words that a name appeared with. The "
        "published model’s card warns of the same: political text may trigger anger, whatever it says.",
        "bn": "এর মানে: কার নাম এল তাতে যে মডেলের কিছু যায় আসে না, তার সব ঘরে ০ থাকত। এখানে যা বদলাচ্ছে তা এসেছে মডেল যেসব লেখা "
        "দেখে শিখেছে সেখান থেকে, যেমন নামগুলো সেখানে কী ধরনের কথার পাশে ছিল। প্রকাশিত মডেলের কার্ডেও একই সতর্কতা আছে: বক্তব্য "
        "যা-ই হোক, রাজনৈতিক লেখায় রাগ আসতে পারে।",
    },
    "set_means_not": {
        "en": "What it does not mean: it says nothing about the groups themselves. Any two words change the "
        "probabilities a little, even two names of one group. And small numbers in a few sentences do not "
        "show that the model is fair in others.",
        "bn": "এর মানে যা নয়: গোষ্ঠীগুলো কেমন, তা এখান থেকে জানা যায় না। যেকোনো দুটি শব্দেই সম্ভাবনা একটু বদলায়, একই গোষ্ঠীর দুটি "
        "নামেও। আর অল্প কটি বাক্যে সংখ্যা ছোট হলেই প্রমাণ হয় না যে অন্য বাক্যে মডেলটি পক্ষপাতহীন।",
    },
    "set_sentences": {
        "en": "The {templates} sentences and {names} names",
        "bn": "{templates}টি বাক্য ও {names}টি নাম",
    },
}
