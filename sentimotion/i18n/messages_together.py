"""Messages of the Analyze tab: words that work together, and what would change the answer."""

from typing import Final, Literal

TOGETHER: Final[dict[str, dict[Literal["en", "bn"], str]]] = {
    "words_together": {"en": "Which words work together?", "bn": "কোন শব্দগুলো একসঙ্গে কাজ করে?"},
    "pairs_measuring": {
        "en": "Looking at every two words … {percent}",
        "bn": "প্রতি দুটি শব্দ দেখা হচ্ছে … {percent}",
    },
    "pairs_title": {
        "en": "{head}, “{label}”: words that work together",
        "bn": "{head}, “{label}”: যে শব্দগুলো একসঙ্গে কাজ করে",
    },
    "pairs_explained": {
        "en": "An arc joins two words that raise the label’s score more (solid) or less (dotted) together than their "
        "effects alone add up to. At most three pairs are drawn, the strongest. Each pair is scored with no other word in "
        "the text. {eraser}.",
        "bn": "যে দুটি শব্দ একসঙ্গে লেবেলের স্কোর আলাদা আলাদা প্রভাবের যোগফলের চেয়ে বেশি (টানা রেখা) বা কম (ফুটকি রেখা) বাড়ায়, ধনুরেখা "
        "তাদের যুক্ত করে। সবচেয়ে প্রভাবশালী জোড়াগুলো আঁকা হয়, সর্বোচ্চ তিনটি। প্রতিটি জোড়ার স্কোর মাপার সময় লেখায় অন্য কোনো শব্দ থাকে না। {eraser}।",
    },
    "pairs_contrast": {
        "en": "The score here: “{label}” compared with “{contrast}”.",
        "bn": "এখানে স্কোর: “{contrast}”-এর তুলনায় “{label}”।",
    },
    "pairs_more": {"en": "more together", "bn": "একসঙ্গে বেশি"},
    "pairs_less": {"en": "less together", "bn": "একসঙ্গে কম"},
    "pairs_none": {
        "en": "There is only one word, so none that it could work together with.",
        "bn": "শব্দ একটিই, তাই একসঙ্গে কাজ করার মতো আর কোনো শব্দ নেই।",
    },
    "error_too_many_words": {
        "en": "This works for short texts only, of at most {limit} words; this one has {words}.",
        "bn": "এটি শুধু ছোট লেখার জন্য, সর্বোচ্চ {limit}টি শব্দের; এই লেখায় শব্দ {words}টি।",
    },
    "what_changes": {"en": "What would change the answer?", "bn": "কী বদলালে উত্তর বদলাত?"},
    "change_searching": {
        "en": "Taking out and replacing words … {percent}",
        "bn": "শব্দ বাদ দিয়ে ও বদলে দেখা হচ্ছে … {percent}",
    },
    "change_title": {
        "en": "{head}: what would change “{label}”",
        "bn": "{head}: কী বদলালে “{label}” বদলাত",
    },
    "change_to": {
        "en": "Without {words} the answer would be “{label}” ({percent}).",
        "bn": "{words} ছাড়া উত্তর হতো “{label}” ({percent})।",
    },
    "change_to_neutral": {
        "en": "Without {words} no label would reach the threshold of {threshold}, so the answer would be “{label}”.",
        "bn": "{words} ছাড়া কোনো লেবেল {threshold} সীমায় পৌঁছাত না, তাই উত্তর হতো “{label}”।",
    },
    "change_needs_all": {
        "en": "With any one of them back in, it is “{label}” again.",
        "bn": "এর যেকোনো একটি ফিরিয়ে আনলে উত্তর আবার “{label}”।",
    },
    "change_none": {
        "en": "Taking out words, up to {count} at a time, the answer stayed “{label}”.",
        "bn": "একসঙ্গে {count}টি পর্যন্ত শব্দ বাদ দিয়েও উত্তর “{label}”-ই থেকেছে।",
    },
    "change_one_word": {
        "en": "There is only one word; without it there would be nothing to read.",
        "bn": "শব্দ একটিই; সেটি বাদ দিলে পড়ার মতো কিছু থাকত না।",
    },
    "change_swap": {
        "en": "Of {count} words from Compare’s lists put in place of its own, this one moves “{label}” most, {before} → "
        "{after}:",
        "bn": "তুলনা ট্যাবের তালিকার {count}টি শব্দ এ লেখার শব্দের জায়গায় বসিয়ে “{label}” সবচেয়ে বেশি বদলায় এটিতে, {before} → {after}:",
    },
    "change_swap_to": {"en": "The answer would be “{label}”.", "bn": "উত্তর হতো “{label}”।"},
    "change_swap_stays": {"en": "The answer stays “{label}”.", "bn": "উত্তর “{label}”-ই থাকে।"},
    "change_no_swap": {
        "en": "None of its words is in Compare’s lists of words to swap.",
        "bn": "এর কোনো শব্দ তুলনা ট্যাবের অদলবদলের তালিকায় নেই।",
    },
}
