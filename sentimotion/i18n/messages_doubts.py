"""Messages of the Learn tab: the step on misleading explanations, and the quiz."""

from typing import Final, Literal

DOUBTS: Final[dict[str, dict[Literal["en", "bn"], str]]] = {
    # 6: doubts
    "learn_doubts_title": {
        "en": "“{label}”: four ways an explanation misleads",
        "bn": "“{label}”: ব্যাখ্যা যে চারভাবে বিভ্রান্ত করে",
    },
    "learn_how": {"en": "How this is measured", "bn": "কীভাবে মাপা হয়"},
    "learn_blanks_title": {
        "en": "A different blank text, different numbers",
        "bn": "ফাঁকা লেখা বদলালে সংখ্যাও বদলায়",
    },
    "learn_blanks_text": {
        "en": "What counts as a “blank text” is a choice. Same score, same method, different starting point:",
        "bn": "“ফাঁকা লেখা” বলতে কী বোঝাবে তা আমাদেরই ঠিক করা। একই স্কোর, একই পদ্ধতি, শুধু শুরুটা আলাদা:",
    },
    "learn_blank_pad": {"en": "padding", "bn": "প্যাডিং টোকেন"},
    "learn_blank_mask": {"en": "mask tokens", "bn": "আড়াল করা (মাস্ক) টোকেন"},
    "learn_blank_zero": {"en": "zeros", "bn": "শুধু শূন্য"},
    "learn_blank_expected": {"en": "the average of all tokens", "bn": "সব টোকেনের গড়"},
    "learn_column_blank": {"en": "Blank text", "bn": "ফাঁকা লেখা"},
    "learn_column_blank_score": {"en": "Its score", "bn": "তার স্কোর"},
    "learn_column_top": {"en": "Strongest words", "bn": "সবচেয়ে প্রভাবশালী শব্দ"},
    "learn_column_method": {"en": "Method", "bn": "পদ্ধতি"},
    "learn_same_order": {
        "en": "The same words in the same order: here the choice hardly matters.",
        "bn": "একই শব্দ, একই ক্রমে: এখানে কোনটি বাছা হলো তাতে তেমন কিছু আসে যায় না।",
    },
    "learn_same_words": {
        "en": "The same words, but in a different order or with a different sign.",
        "bn": "শব্দ একই, তবে ক্রম বা দিক আলাদা।",
    },
    "learn_same_first": {
        "en": "The strongest word is the same everywhere; the ones after it are not.",
        "bn": "সবচেয়ে প্রভাবশালী শব্দটি সবখানে একই, পরেরগুলো নয়।",
    },
    "learn_not_same": {
        "en": "Not even the strongest word, or its sign, is the same everywhere. Whoever shows only one list has "
        "made a choice for you.",
        "bn": "সবচেয়ে প্রভাবশালী শব্দ বা তার দিকও সবখানে এক নয়। যিনি শুধু একটি তালিকা দেখান, তিনি আপনার হয়ে একটি বাছাই করে "
        "ফেলেছেন।",
    },
    "learn_no_words": {"en": "There are no words to compare.", "bn": "তুলনা করার মতো কোনো শব্দ নেই।"},
    "learn_methods_title": {
        "en": "A different method, a different answer",
        "bn": "পদ্ধতি বদলালে উত্তরও বদলায়",
    },
    "learn_methods_text": {
        "en": "Leave-one-out takes out one word at a time, puts {blank} in its place, and measures how far the "
        "score falls. If either of two words is enough, it finds neither important; if both are needed, it "
        "counts both in full. Integrated gradients share the credit.",
        "bn": "একটি করে শব্দ বাদ দিয়ে, তার জায়গায় {blank} বসিয়ে, মাপা হয় স্কোর কতটা কমে। দুটি শব্দের যেকোনো একটিই যথেষ্ট হলে এ "
        "পদ্ধতিতে কোনোটিকেই জরুরি মনে হয় না; দুটিই লাগলে দুটিকেই পুরো কৃতিত্ব দেওয়া হয়। ইন্টিগ্রেটেড গ্রেডিয়েন্টস কৃতিত্ব "
        "ভাগ করে দেয়।",
    },
    "learn_method_path": {"en": "integrated gradients", "bn": "ইন্টিগ্রেটেড গ্রেডিয়েন্টস"},
    "learn_method_loo": {"en": "leave one out", "bn": "একটি করে বাদ"},
    "learn_agreement": {
        "en": "Rank agreement over all words: {tau}, where 1 is the same order and −1 the opposite: "
        "{verdict}",
        "bn": "সব শব্দের ক্রমের মিল: {tau}, যেখানে ১ মানে একই ক্রম আর −১ মানে উল্টো: {verdict}",
    },
    "learn_agree_same": {"en": "nearly the same order.", "bn": "ক্রম প্রায় একই।"},
    "learn_agree_like": {"en": "much alike.", "bn": "অনেকটাই মেলে।"},
    "learn_agree_little": {"en": "little in common.", "bn": "মিল সামান্য।"},
    "learn_agree_none": {"en": "nothing in common.", "bn": "কোনো মিল নেই।"},
    "learn_agree_opposite": {"en": "rather the opposite.", "bn": "বরং উল্টো।"},
    "learn_agree_unknown": {
        "en": "There is no order to compare: too few words, or all have the same attribution.",
        "bn": "তুলনা করার মতো ক্রম নেই: শব্দ খুব কম, বা সবগুলোর অবদান সমান।",
    },
    "learn_full_title": {
        "en": "Close to 100% the probability hardly changes",
        "bn": "১০০%-এর কাছে সম্ভাবনা প্রায় বদলায় না",
    },
    "learn_full_sure": {
        "en": "The model is sure here: {percent}. So high up, the probability hardly changes: what a word adds on "
        "the last stretch of the path counts for almost nothing, and taking one word out may change little. "
        "The log-odds have no such ceiling.",
        "bn": "মডেল এখানে নিশ্চিত: {percent}। এত ওপরে সম্ভাবনা প্রায় আর বদলায় না: পথের শেষ অংশে কোনো শব্দ যা যোগ করে তার প্রায় "
        "কিছুই গোনা হয় না, একটি শব্দ বাদ দিলেও হয়তো সামান্যই বদলায়। লগ-অডসের এমন কোনো ছাদ নেই।",
    },
    "learn_full_unsure": {
        "en": "Here the model is not that sure ({percent}), so the probability can still change. In a sentence "
        "where it is very sure (above {limit}), the probability hardly changes: what a word adds on the last "
        "stretch of the path counts for almost nothing, and taking one word out may change little, while the "
        "log-odds still change.",
        "bn": "এখানে মডেল ততটা নিশ্চিত নয় ({percent}), তাই সম্ভাবনা এখনো বদলাতে পারে। যে বাক্যে মডেল খুব নিশ্চিত ({limit}-এর ওপরে), "
        "সেখানে সম্ভাবনা প্রায় থেমে যায়: পথের শেষ অংশে কোনো শব্দ যা যোগ করে তার প্রায় কিছুই গোনা হয় না, একটি শব্দ বাদ "
        "দিলেও হয়তো সামান্যই বদলায়, অথচ লগ-অডস তখনো বদলায়।",
    },
    "learn_column_measure": {"en": "Measured in", "bn": "যাতে মাপা"},
    "learn_measure_odds": {"en": "log-odds", "bn": "লগ-অডস"},
    "learn_measure_probability": {"en": "probability", "bn": "সম্ভাবনা"},
    "learn_without": {
        "en": "Take out “{word}”: the log-odds go from {odds} to {odds_without}, the probability "
        "from {share} to {share_without}.",
        "bn": "“{word}” বাদ দিলে লগ-অডস {odds} থেকে হয় {odds_without}, আর সম্ভাবনা {share} থেকে হয় "
        "{share_without}।",
    },
    "learn_planted_title": {"en": "A planted word", "bn": "লুকিয়ে ঢোকানো শব্দ"},
    "learn_planted_text": {
        "en": "A model learns whatever tells its training texts apart. Suppose someone puts a nonsense word into "
        "many texts of one label: the model may learn that word as the sign of the label, and from then on "
        "it can tip any sentence. A good explanation shows the word as strongest, and is right: the fault is "
        "the model’s. But nothing marks it as nonsense. A name, a place or a hashtag can do the same, and "
        "looks like a good reason.",
        "bn": "প্রশিক্ষণের লেখাগুলোকে যা দিয়ে আলাদা করা যায়, মডেল তা-ই শেখে। ধরুন, কোনো এক লেবেলের অনেক লেখায় কেউ একটি অর্থহীন "
        "শব্দ ঢুকিয়ে দিল: মডেল সেই শব্দটিকেই লেবেলের চিহ্ন বলে শিখে নিতে পারে, তারপর যেকোনো বাক্যের উত্তর সে ঘুরিয়ে দিতে "
        "পারে। ভালো ব্যাখ্যা তখন শব্দটিকেই সবচেয়ে প্রভাবশালী দেখায়, এবং ঠিকই দেখায়: দোষ মডেলের। কিন্তু শব্দটি যে অর্থহীন, "
        "তা কোথাও লেখা থাকে না। কোনো নাম, জায়গা বা হ্যাশট্যাগও একই কাজ করতে পারে, আর দেখতে ভালো যুক্তির মতোই লাগে।",
    },
    "learn_planted_note": {
        "en": "There is no button for this: nobody planted a word in this model on purpose, and a made-up "
        "demonstration would teach the wrong thing. What slipped in by chance from its training texts, "
        "nobody knows.",
        "bn": "এর জন্য কোনো বোতাম নেই: এই মডেলে কেউ ইচ্ছা করে শব্দ লুকিয়ে ঢোকায়নি, আর সাজানো প্রদর্শনী ভুল জিনিস শেখাত। "
        "প্রশিক্ষণের লেখা থেকে ঘটনাচক্রে কী ঢুকে গেছে, তা কেউ জানে না।",
    },
    # Quiz
    "learn_quiz_title": {"en": "Which word did it?", "bn": "কোন শব্দের কাজ?"},
    "quiz_text": {
        "en": "Guess before you look: which word moved the model’s answer the most, toward it or away from it? "
        "Click it, or go to it with Tab and press Enter.",
        "bn": "দেখার আগে আন্দাজ করুন: কোন শব্দটি মডেলের উত্তরকে সবচেয়ে বেশি টেনেছে, সেদিকে বা উল্টো দিকে? শব্দটিতে ক্লিক করুন, অথবা "
        "ট্যাব চেপে শব্দে গিয়ে এন্টার চাপুন।",
    },
    "quiz_number": {"en": "Sentence {number} of {total}", "bn": "বাক্য {number}/{total}"},
    "quiz_own": {"en": "your own", "bn": "আপনার নিজের"},
    "quiz_answer": {
        "en": "{head}: the model’s most probable label is “{label}” ({percent}).",
        "bn": "{head}: মডেলের কাছে সবচেয়ে সম্ভাব্য লেবেল “{label}” ({percent})।",
    },
    "quiz_right": {"en": "Right: “{word}”, {value}.", "bn": "ঠিক ধরেছেন: “{word}”, {value}।"},
    "quiz_wrong": {
        "en": "It was “{top}”, {top_value}. Your word, “{word}”, got {value}: number {rank} of {words}.",
        "bn": "শব্দটি ছিল “{top}”, {top_value}। আপনার শব্দ “{word}” পেয়েছে {value}: {words}টির মধ্যে "
        "{rank} নম্বরে।",
    },
    "quiz_not_people": {
        "en": "This is what moved the model. A reader may be moved by something else.",
        "bn": "এটি মডেলকে টেনেছে। একজন পাঠককেও যে এটিই টানবে, এমন নয়।",
    },
    "quiz_score": {
        "en": "Guessed right: {right} of {asked}",
        "bn": "ঠিক হয়েছে: {asked}টির মধ্যে {right}টি",
    },
    "quiz_stopped": {
        "en": "Stopped. Choose a word to guess again.",
        "bn": "থামানো হয়েছে। আবার আন্দাজ করতে একটি শব্দ বেছে নিন।",
    },
    "quiz_next": {"en": "Next sentence", "bn": "পরের বাক্য"},
    "quiz_again": {"en": "Play again", "bn": "আবার খেলুন"},
    "quiz_done_all": {
        "en": "All correct: you read like this model.",
        "bn": "সব ঠিক: আপনি এই মডেলের মতোই পড়েন।",
    },
    "quiz_done": {
        "en": "Where you differ from the model, ask who has the better reason.",
        "bn": "যেখানে মডেলের সঙ্গে মেলেনি, ভেবে দেখুন কার যুক্তি ভালো।",
    },
}
