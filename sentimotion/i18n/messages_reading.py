"""Messages about tokenization and text quality."""

from typing import Final, Literal

READING: Final[dict[str, dict[Literal["en", "bn"], str]]] = {
    # The panel.
    "reading": {"en": "What the model read", "bn": "মডেল যা পড়েছে"},
    "reading_sum": {
        "en": "tokens: {tokens} · unknown: {unknown} · changed or dropped: {changed}",
        "bn": "টোকেন: {tokens} · অজানা: {unknown} · বদলানো বা বাদ পড়া: {changed}",
    },
    "reading_intro": {
        "en": "The model does not read words but tokens: pieces from its vocabulary. Below each word are its "
        "pieces: on top as typed, below as the vocabulary spells them.",
        "bn": "মডেল আস্ত শব্দ পড়ে না, পড়ে টোকেন: তার শব্দভান্ডারের টুকরো। প্রতিটি শব্দের নিচে তার টুকরোগুলো আছে: ওপরে যেভাবে লেখা "
        "হয়েছে, নিচে শব্দভান্ডারে যেভাবে আছে।",
    },
    "reading_metaspace": {
        "en": "The mark {mark} means that a space comes before the piece.",
        "bn": "{mark} চিহ্নের মানে, টুকরোটির আগে একটি স্পেস আছে।",
    },
    "reading_continues": {
        "en": "The mark {mark} means that the piece continues a word.",
        "bn": "{mark} চিহ্নের মানে, টুকরোটি আগের টুকরোর সঙ্গে একই শব্দে আছে।",
    },
    "reading_pieces": {"en": "Words and their pieces", "bn": "শব্দ ও তার টুকরো"},
    "reading_unknown": {"en": "unknown", "bn": "অজানা"},
    "reading_space": {"en": "space", "bn": "স্পেস"},
    "reading_shared": {"en": "read with its neighbor", "bn": "পাশের শব্দের সঙ্গে পড়া"},
    "reading_cut": {"en": "cut off here", "bn": "এখানে কাটা পড়েছে"},
    "reading_changes": {"en": "Changed or dropped before reading", "bn": "পড়ার আগে যা বদলেছে বা বাদ পড়েছে"},
    "reading_no_changes": {
        "en": "Nothing: all that was read was read as typed.",
        "bn": "কিছুই না: যতটুকু পড়া হয়েছে, যেভাবে লেখা সেভাবেই পড়া হয়েছে।",
    },
    "reading_more": {"en": "and {count} more kinds of change", "bn": "এবং আরও {count} রকমের বদল"},
    "reading_unread": {
        "en": "Cut off: the model takes at most {tokens} tokens. From “{word}” on, nothing was read; words left "
        "unread: {count}.",
        "bn": "এখানেই পড়া শেষ: মডেল সর্বোচ্চ {tokens}টি টোকেন নেয়। “{word}” থেকে আর কিছু পড়া হয়নি; না-পড়া শব্দ {count}টি।",
    },
    "reading_times": {"en": "{count} times", "bn": "{count} বার"},
    "reading_in": {"en": "in {words}", "bn": "{words}-এ"},
    # What became of a character.
    "change_joiner_dropped": {
        "en": "{name}: dropped; the word is read without it",
        "bn": "{name}: বাদ পড়েছে; শব্দটি এটি ছাড়াই পড়া হয়েছে",
    },
    "change_emoji_split": {
        "en": "{name}: dropped; the emoji is read as its parts",
        "bn": "{name}: বাদ পড়েছে; ইমোজিটি ভেঙে আলাদা আলাদা অংশ হিসেবে পড়া হয়েছে",
    },
    "change_invisible_dropped": {
        "en": "{name}: dropped; it could not be seen anyway",
        "bn": "{name}: বাদ পড়েছে; এটি এমনিতেই চোখে দেখা যায় না",
    },
    "change_word_split": {
        "en": "{name}: read as a space, which splits the word in two",
        "bn": "{name}: স্পেস হিসেবে পড়া হয়েছে, তাতে শব্দটি দুই ভাগ হয়ে গেছে",
    },
    "change_dropped": {"en": "{name}: dropped", "bn": "{name}: বাদ পড়েছে"},
    "change_same_letter": {
        "en": "“{before}”: read as the same letter in another spelling (characters: {after_count} instead of "
        "{before_count})",
        "bn": "“{before}”: একই অক্ষর, তবে ভেতরে অন্যভাবে লেখা ({before_count}টির বদলে {after_count}টি সংকেতে)",
    },
    "change_simpler_form": {"en": "{name}: read as “{after}”", "bn": "{name}: পড়া হয়েছে “{after}”"},
    "change_replaced": {"en": "“{before}”: read as “{after}”", "bn": "“{before}”: পড়া হয়েছে “{after}”"},
    "change_unknown_emoji": {
        "en": "{before}: an emoji that the vocabulary does not have; the model sees only that something is there",
        "bn": "{before}: ইমোজিটি শব্দভান্ডারে নেই; মডেল শুধু বোঝে যে এখানে কিছু একটা আছে",
    },
    "change_unknown": {
        "en": "“{before}”: not in the vocabulary; the model sees only that something is there",
        "bn": "“{before}”: শব্দভান্ডারে নেই; মডেল শুধু বোঝে যে এখানে কিছু একটা আছে",
    },
    "reading_known_form": {
        "en": "“{typed}”: not in the vocabulary as typed ({letters}); it is there in another encoding: {known}",
        "bn": "“{typed}”: যেভাবে লেখা ({letters}), সেভাবে শব্দভান্ডারে নেই। একই শব্দ অন্য সংকেতে লেখা আছে: {known}",
    },
    "reading_letter": {"en": "{typed} instead of {known}", "bn": "{known}-এর বদলে {typed}"},
    # Characters that cannot be seen, by code point.
    "character_200d": {"en": "zero-width joiner (ZWJ)", "bn": "অদৃশ্য যোজক চিহ্ন"},
    "character_200c": {"en": "zero-width non-joiner (ZWNJ)", "bn": "অদৃশ্য বিযোজক চিহ্ন"},
    "character_200b": {"en": "zero-width space", "bn": "শূন্য প্রস্থের স্পেস"},
    "character_feff": {"en": "byte order mark", "bn": "ফাইলের শুরুর অদৃশ্য চিহ্ন"},
    "character_00ad": {"en": "soft hyphen", "bn": "অদৃশ্য হাইফেন"},
    "character_200e": {"en": "left-to-right mark", "bn": "বাঁ থেকে ডানে লেখার অদৃশ্য চিহ্ন"},
    "character_200f": {"en": "right-to-left mark", "bn": "ডান থেকে বাঁয়ে লেখার অদৃশ্য চিহ্ন"},
    "character_2060": {"en": "word joiner", "bn": "শব্দ জোড়া রাখার অদৃশ্য চিহ্ন"},
    "character_fe0f": {"en": "emoji variation selector", "bn": "ইমোজির রূপ বাছাইয়ের অদৃশ্য চিহ্ন"},
    "character_control": {"en": "control character", "bn": "একটি নিয়ন্ত্রণ-সংকেত"},
    "character_invisible": {"en": "invisible character", "bn": "একটি অদৃশ্য চিহ্ন"},
    # What a text looks like before it is read.
    "suspect_romanized": {
        "en": "This looks like Bangla in Latin letters. The model knows Bangla in Bangla script: do not trust "
        "what it says here. A phonetic keyboard (Avro, Gboard) writes Bangla script from the same keys.",
        "bn": "মনে হচ্ছে, বাংলাই লিখেছেন, তবে রোমান হরফে। মডেলটি বাংলা হরফে লেখা বাংলা চেনে; এখানকার উত্তরে ভরসা "
        "করবেন না। অভ্র বা জিবোর্ডের মতো ফোনেটিক কিবোর্ডে এভাবে টাইপ করেই বাংলা হরফ পাবেন।",
    },
    "suspect_english": {
        "en": "This looks like English. The model knows Bangla in Bangla script: do not trust what it says here.",
        "bn": "লেখাটি ইংরেজি বলে মনে হচ্ছে। মডেলটি বাংলা হরফে লেখা বাংলা চেনে; এখানকার উত্তরে ভরসা করবেন না।",
    },
    "suspect_bijoy": {
        "en": "{words}: this looks like text for an old font (SutonnyMJ, Bijoy). Only in that font is it Bangla; "
        "the model sees Latin letters. Copy it from a page or file in Unicode, or put it through a Bijoy to "
        "Unicode converter first.",
        "bn": "{words}: মনে হচ্ছে, লেখাটি পুরোনো ফন্টের (বিজয়, সুতন্বী)। শুধু ওই ফন্টেই এটি বাংলা দেখায়; মডেল দেখে "
        "রোমান হরফ। ইউনিকোডে লেখা কোনো পাতা বা ফাইল থেকে কপি করুন, অথবা আগে বিজয় থেকে ইউনিকোডে বদলে নিন।",
    },
    "suspect_mojibake": {
        "en": "This is Bangla that was read with the wrong encoding before it came here.",
        "bn": "লেখাটি বাংলাই, তবে কপি হয়ে আসার পথে ভুল এনকোডিংয়ে ভেঙে গেছে।",
    },
    "suspect_damaged": {
        "en": "{words}: characters were lost before the text came here. If you can, copy it from its source again.",
        "bn": "{words}: লেখাটির কিছু অক্ষর নষ্ট হয়ে গেছে, এখান থেকে আর ফেরানো যায় না। পারলে মূল জায়গা থেকে আবার কপি করুন।",
    },
    "suspect_markup": {
        "en": "{words}: this is HTML code from a web page or an export. The model reads it as part of the text.",
        "bn": "{words}: এগুলো ওয়েব পাতার এইচটিএমএল কোড, লেখার অংশ নয়। মডেল কিন্তু এগুলোও লেখা ভেবে পড়ে।",
    },
    "suspect_danda_lookalike": {
        "en": "{words}: a sign that only looks like a danda (।). The model does not see a sentence end here.",
        "bn": "{words}: চিহ্নটি দেখতে দাঁড়ির (।) মতো, কিন্তু দাঁড়ি নয়। বাক্য যে এখানে শেষ, মডেল তা বোঝে না।",
    },
    "suspect_colon_for_visarga": {
        "en": "{words}: a colon is typed for the visarga.",
        "bn": "{words}: বিসর্গের জায়গায় কোলন লেখা হয়েছে।",
    },
    "suspect_foreign_sign": {
        "en": "{words}: a sign of another script looks like a Bangla one. The model does not know the word.",
        "bn": "{words}: অন্য লিপির একটি চিহ্ন ঢুকে গেছে, দেখতে বাংলার মতো। মডেল শব্দটি চেনে না।",
    },
    "suspect_khanda_ta": {
        "en": "{words}: khanda ta is written as ta and a hasanta, as in old files. The model does not know the word.",
        "bn": "{words}: ৎ লেখা হয়েছে ত আর হসন্ত দিয়ে, পুরোনো ফাইলে যেমন থাকে। মডেল শব্দটি চেনে না।",
    },
    "suspect_visual_order": {
        "en": "{words}: a vowel sign is typed before its letter, where it is seen, and not after it.",
        "bn": "{words}: কার-চিহ্ন অক্ষরের আগে বসে আছে। চোখে আগে দেখালেও লেখার ক্রমে চিহ্নটি অক্ষরের পরে থাকার কথা।",
    },
    "suspect_parted_sign": {
        "en": "{words}: there is a space between a letter and its sign.",
        "bn": "{words}: অক্ষর আর তার কার বা ফলার মাঝখানে স্পেস পড়ে গেছে।",
    },
    "suspect_stray_sign": {
        "en": "{words}: a vowel sign or hasanta has no letter to belong to.",
        "bn": "{words}: কার-চিহ্ন বা হসন্তটি যেখানে আছে, সেখানে তার বসার মতো অক্ষর নেই।",
    },
    "suspect_double_sign": {
        "en": "{words}: a letter has two signs where it takes one.",
        "bn": "{words}: যেখানে একটি কার বা হসন্ত বসে, সেখানে একাধিক বসেছে।",
    },
    "suspect_late_sign": {
        "en": "{words}: the signs of a letter are typed in the wrong order.",
        "bn": "{words}: একই অক্ষরের চিহ্নগুলো উল্টো ক্রমে লেখা হয়েছে।",
    },
    "suspect_split_letter": {
        "en": "{words}: one letter is typed as two. It looks right, but the model does not know it.",
        "bn": "{words}: একটি স্বরবর্ণ দুই টুকরো করে লেখা। দেখতে ঠিক হলেও মডেল এটি চেনে না।",
    },
    "suspect_places": {"en": "({count} places)", "bn": "({count} জায়গায়)"},
    "suggestion": {"en": "Corrected: {text}", "bn": "ঠিক করে লিখলে: {text}"},
    "accept_suggestion": {"en": "Use the corrected text", "bn": "ঠিক করা লেখাটি নিন"},
}
