"""Messages of the Learn tab."""

from typing import Final, Literal

from sentimotion.i18n.messages_doubts import DOUBTS

LEARN: Final[dict[str, dict[Literal["en", "bn"], str]]] = {
    # The tab itself
    "learn_text": {"en": "A sentence of your own", "bn": "আপনার নিজের একটি বাক্য"},
    "learn_use": {"en": "Use this sentence", "bn": "এই বাক্যটি নিন"},
    "learn_steps": {"en": "Steps", "bn": "ধাপ"},
    "learn_back": {"en": "Back", "bn": "আগের ধাপ"},
    "learn_next": {"en": "Next", "bn": "পরের ধাপ"},
    "learn_stopped": {
        "en": "Stopped. Press “Use this sentence” to weigh the words again.",
        "bn": "থামানো হয়েছে। শব্দগুলোর প্রভাব আবার মাপতে “এই বাক্যটি নিন” চাপুন।",
    },
    "learn_head": {"en": "Which head’s answer?", "bn": "কোন শাখার উত্তর?"},
    "learn_step_name": {"en": "{number} · {name}", "bn": "{number} · {name}"},
    "learn_tokens": {"en": "Tokens", "bn": "টোকেন"},
    "learn_heads": {"en": "Two heads", "bn": "দুই শাখা"},
    "learn_thresholds": {"en": "Probabilities", "bn": "সম্ভাবনা"},
    "learn_path": {"en": "The path", "bn": "পথ"},
    "learn_receipt": {"en": "How it adds up", "bn": "হিসাব"},
    "learn_doubts": {"en": "Where it misleads", "bn": "যেখানে বিভ্রান্ত করে"},
    "learn_quiz": {"en": "Quiz", "bn": "কুইজ"},
    # 1: tokens
    "learn_tokens_title": {"en": "How the model reads your sentence", "bn": "মডেল আপনার বাক্য কীভাবে পড়ে"},
    "learn_tokens_text": {
        "en": "The model sees neither letters nor words. A tokenizer cuts the sentence into tokens, pieces from a "
        "fixed list. Frequent words stay whole, rare ones are split; a punctuation mark is a token too. A "
        "cut may fall inside a Bangla syllable: the pieces are for the model, not for the eye.",
        "bn": "মডেল অক্ষরও দেখে না, শব্দও না। টোকেনাইজার বাক্যটিকে টোকেনে ভাগ করে: একটি বাঁধা তালিকার টুকরো। যেসব শব্দ ঘন ঘন আসে "
        "সেগুলো আস্ত থাকে, কম চেনা শব্দ ভেঙে যায়; যতিচিহ্নও আলাদা টোকেন। যুক্তাক্ষরের মাঝখানে বা কারের আগেও কাটা পড়তে পারে: "
        "টুকরোগুলো মডেলের জন্য, মানুষের পড়ার জন্য নয়।",
    },
    "learn_tokens_special": {
        "en": "Two rows: above, your words; below, their tokens. The special tokens {special} are added to every "
        "sentence. At {first}, the model gathers what it takes from the whole sentence.",
        "bn": "দুটি সারি: ওপরে আপনার শব্দ, নিচে তার টোকেন। বিশেষ টোকেন {special} সব বাক্যেই যোগ হয়। {first} যেখানে বসে, পুরো বাক্য "
        "থেকে মডেল যা বোঝে তা সেখানেই জমা করে।",
    },
    "learn_tokens_start": {
        "en": "{mark} marks the start of a word.",
        "bn": "{mark} মানে এখানে একটি শব্দ শুরু।",
    },
    "learn_tokens_inner": {
        "en": "{mark} marks a piece that continues a word.",
        "bn": "{mark} মানে টুকরোটি আগের টুকরোর সঙ্গে জোড়া।",
    },
    "learn_tokens_count": {
        "en": "Words: {words}. Tokens: {tokens}, of which special: {special}.",
        "bn": "শব্দ {words}টি। টোকেন {tokens}টি, তার মধ্যে বিশেষ টোকেন {special}টি।",
    },
    "learn_tokens_cut": {
        "en": "The model takes at most {tokens} tokens: the rest of your text is not read.",
        "bn": "মডেল সর্বোচ্চ {tokens}টি টোকেন নেয়: আপনার লেখা আরও আছে, কিন্তু পড়া এখানেই শেষ।",
    },
    "learn_tokens_list": {"en": "Words and their tokens", "bn": "শব্দ ও তাদের টোকেন"},
    # 2: heads
    "learn_heads_title": {"en": "One reading, two answers", "bn": "পড়া একবার, উত্তর দুটি"},
    "learn_heads_text": {
        "en": "All tokens enter one encoder. In each of its {layers} layers every token takes in something of all "
        "the others. At the end the two heads get only the state of the first token: {width} numbers for the "
        "whole sentence. Both read these same numbers, each with its own weights. Neither sees the other’s "
        "answer, so they may disagree.",
        "bn": "সব টোকেন ঢোকে একটি এনকোডারে। তার {layers}টি স্তরের প্রতিটিতে প্রত্যেক টোকেন বাকি সবার কাছ থেকে কিছু না কিছু নেয়। "
        "শেষে শাখা (হেড) দুটি পায় শুধু প্রথম টোকেনের অবস্থা: গোটা বাক্যের জন্য {width}টি সংখ্যা। দুটি শাখা এই একই সংখ্যাগুলো "
        "পড়ে, তবে প্রতিটির নিজস্ব ওজন দিয়ে। কোনোটিই অন্যটির উত্তর দেখে না, তাই দুটির উত্তর দুই রকম হতেই পারে।",
    },
    "learn_sentence": {"en": "Your sentence", "bn": "আপনার বাক্য"},
    "learn_token_count": {"en": "Tokens: {tokens}", "bn": "টোকেন: {tokens}টি"},
    "learn_encoder": {"en": "Encoder, {layers} layers", "bn": "এনকোডার, {layers} স্তর"},
    "learn_state": {"en": "State of {first}: {width} numbers", "bn": "{first}-এর অবস্থা: {width}টি সংখ্যা"},
    "learn_head_box": {"en": "{head}: {labels} labels", "bn": "{head}: {labels}টি লেবেল"},
    "learn_drawing": {
        "en": "Drawing: the tokens go into one encoder, the first token’s state goes to both heads, and each gives "
        "its own answer.",
        "bn": "চিত্র: টোকেনগুলো একটি এনকোডারে যায়, প্রথম টোকেনের অবস্থা যায় দুই শাখায়, প্রতিটি শাখা নিজের উত্তর দেয়।",
    },
    # 3: thresholds
    "learn_thresholds_title": {"en": "From probability to answer", "bn": "সম্ভাবনা থেকে উত্তর"},
    "learn_thresholds_text": {
        "en": "Each head turns its numbers into probabilities that add up to 100% (softmax). The highest one is "
        "the answer if it reaches the threshold; if not, the answer is neutral. Move a threshold: the bars "
        "stay as they are, only the answer changes. The model does not run again.",
        "bn": "প্রতিটি শাখা নিজের সংখ্যাগুলোকে সম্ভাবনায় বদলায়, যার যোগফল ১০০% (সফটম্যাক্স)। সবচেয়ে বড়টিই উত্তর, যদি তা সীমায় "
        "পৌঁছায়। না পৌঁছালে উত্তর নিরপেক্ষ। সীমা সরিয়ে দেখুন: দণ্ডগুলো একই থাকে, শুধু উত্তর বদলায়। মডেল আবার চালাতে হয় না।",
    },
    "learn_thresholds_note": {
        "en": "A probability says how sure the model is, not how right. And “neutral” because no label reached the "
        "threshold is not the same as a sentence that the model finds neutral.",
        "bn": "সম্ভাবনা বলে মডেল কতটা নিশ্চিত, কতটা ঠিক তা নয়। আর কোনো লেবেল সীমায় না পৌঁছানোয় বলা “নিরপেক্ষ” এবং যে বাক্যকে মডেল "
        "সত্যিই নিরপেক্ষ মনে করে, দুটি এক কথা নয়।",
    },
    # 4: path
    "learn_path_title": {
        "en": "From a blank text to your sentence: where does “{label}” come from?",
        "bn": "ফাঁকা লেখা থেকে আপনার বাক্য: “{label}” এল কোথা থেকে?",
    },
    "learn_path_text": {
        "en": "Start with a blank text (the baseline): as many tokens, but {blank} instead of yours. Then walk in "
        "a straight line to your sentence, through the numbers that represent the tokens. At each point the "
        "gradient says how much the score would change if only this token went a little further. Added up "
        "along the path, that is each word’s attribution: integrated gradients.",
        "bn": "শুরু ফাঁকা লেখা (বেসলাইন) দিয়ে: টোকেন ততগুলোই, তবে প্রতিটির জায়গায় {blank}। সেখান থেকে সোজা পথে আপনার বাক্যের দিকে "
        "হাঁটা, টোকেনগুলো যেসব সংখ্যায় প্রকাশ পায় তার ভেতর দিয়ে। প্রতিটি বিন্দুতে গ্রেডিয়েন্ট বলে: শুধু এই টোকেনটি আর একটু "
        "এগোলে স্কোর কতটা বদলাত। পুরো পথে এগুলো যোগ করলে পাওয়া যায় প্রতিটি শব্দের অবদান: ইন্টিগ্রেটেড গ্রেডিয়েন্টস।",
    },
    "learn_score": {
        "en": "The score is the log-odds of “{label}”: 0 means 50%, +2 about 88%, −2 about 12%.",
        "bn": "স্কোর হলো “{label}”-এর লগ-অডস: ০ মানে ৫০%, +২ মানে প্রায় ৮৮%, −২ মানে প্রায় ১২%।",
    },
    "learn_points": {
        "en": "The points in between are not sentences that anyone could write.",
        "bn": "পথের মাঝের বিন্দুগুলো এমন কোনো বাক্য নয় যা কেউ লিখতে পারে।",
    },
    "learn_path_slider": {"en": "How far along the path", "bn": "পথের কতটা পার"},
    "learn_path_at": {"en": "{share} of the way: score {score}", "bn": "পথের {share}: স্কোর {score}"},
    "learn_play": {"en": "Play", "bn": "চালান"},
    "learn_pause": {"en": "Pause", "bn": "থামান"},
    "learn_one_step": {"en": "One step further", "bn": "এক ধাপ এগোন"},
    "learn_blank": {"en": "blank text", "bn": "ফাঁকা লেখা"},
    "learn_words": {"en": "words", "bn": "শব্দগুলো"},
    "learn_rest": {"en": "punctuation", "bn": "যতিচিহ্ন"},
    "learn_sum": {"en": "their sum", "bn": "যোগফল"},
    "learn_model_score": {"en": "the model’s score", "bn": "মডেলের স্কোর"},
    "learn_axis_path": {"en": "from the blank text to the sentence", "bn": "ফাঁকা লেখা থেকে বাক্য পর্যন্ত"},
    "learn_axis_score": {"en": "score (log-odds)", "bn": "স্কোর (লগ-অডস)"},
    # 5: receipt
    "learn_receipt_title": {"en": "How the score adds up", "bn": "স্কোরের হিসাব যেভাবে মেলে"},
    "learn_receipt_text": {
        "en": "At the end of the path the attributions add up: blank text + words + punctuation = score of your "
        "sentence. This is called completeness, and it can be checked: both scores are measured by running "
        "the model, the attributions come from the path, and what is missing is the method’s error.",
        "bn": "পথের শেষে অবদানগুলো মিলে যায়: ফাঁকা লেখা + শব্দ + যতিচিহ্ন = আপনার বাক্যের স্কোর। একে বলে সম্পূর্ণতা, আর এটি যাচাই "
        "করা যায়: দুই প্রান্তের স্কোর মডেল চালিয়ে মাপা, অবদানগুলো আসে পথ থেকে, আর যেটুকু মেলে না সেটিই পদ্ধতির ভুল।",
    },
    "learn_column_part": {"en": "Part", "bn": "অংশ"},
    "learn_column_value": {"en": "Changes the score by", "bn": "স্কোর কতটা বদলায়"},
    "learn_column_sum": {"en": "Sum so far", "bn": "এ পর্যন্ত যোগফল"},
    "learn_row_blank": {"en": "score of the blank text", "bn": "ফাঁকা লেখার নিজের স্কোর"},
    "learn_row_small": {"en": "all other words ({words})", "bn": "বাকি সব শব্দ ({words}টি)"},
    "learn_row_score": {"en": "score of your sentence", "bn": "আপনার বাক্যের স্কোর"},
    "learn_error": {
        "en": "From the blank text to the sentence the score changes by {change}. The attributions miss that by "
        "{error} ({share}), computed at {steps} points on the path.",
        "bn": "ফাঁকা লেখা থেকে বাক্য পর্যন্ত স্কোর বদলায় {change}। অবদানগুলোর যোগফল তা থেকে {error} সরে আছে ({share}); পথের "
        "{steps}টি বিন্দু দেখা হয়েছে।",
    },
    "learn_below": {"en": "less than {limit}", "bn": "{limit}-এর কম"},
    **DOUBTS,
}
