"""Page text in English and Bangla, and number formatting for both languages."""

from typing import Final, Literal

from sentimotion.i18n.messages_about import ABOUT
from sentimotion.i18n.messages_analyze import ANALYZE
from sentimotion.i18n.messages_compare import COMPARE
from sentimotion.i18n.messages_guideline import GUIDELINE
from sentimotion.i18n.messages_learn import LEARN
from sentimotion.i18n.messages_opinion import OPINION
from sentimotion.i18n.messages_reading import READING
from sentimotion.i18n.messages_review import REVIEW
from sentimotion.i18n.messages_score import SCORE
from sentimotion.i18n.messages_together import TOGETHER
from sentimotion.labels import Head

Language = Literal["en", "bn"]
LANGUAGES: Final[dict[Language, str]] = {"bn": "বাংলা", "en": "English"}

_MINUS: Final = "\u2212"
_BANGLA_DIGITS: Final = str.maketrans("0123456789", "০১২৩৪৫৬৭৮৯")

# Labels of both heads; "neutral" is the same word in both.
LABEL_NAMES: Final[dict[str, dict[Language, str]]] = {
    "negative": {"en": "negative", "bn": "নেতিবাচক"},
    "neutral": {"en": "neutral", "bn": "নিরপেক্ষ"},
    "positive": {"en": "positive", "bn": "ইতিবাচক"},
    "happy": {"en": "happiness", "bn": "আনন্দ"},
    "anger_disgust": {"en": "anger/disgust", "bn": "রাগ/বিতৃষ্ণা"},
    "sadness": {"en": "sadness", "bn": "দুঃখ"},
    "surprise": {"en": "surprise", "bn": "বিস্ময়"},
    "fear": {"en": "fear", "bn": "ভয়"},
}
HEAD_NAMES: Final[dict[Head, dict[Language, str]]] = {
    "sentiment": {"en": "Sentiment", "bn": "মনোভাব"},
    "emotion": {"en": "Emotion", "bn": "আবেগ"},
}

STRINGS: Final[dict[str, dict[Language, str]]] = {
    "tagline": {
        "en": "Sentiment and emotion of Bangla text, word by word",
        "bn": "বাংলা লেখার মনোভাব ও আবেগ, শব্দ ধরে ধরে",
    },
    "leave_title": {
        "en": "The page in the other language starts afresh. This is lost:",
        "bn": "অন্য ভাষার পাতাটি নতুন করে শুরু হয়। যা হারাবে:",
    },
    "leave_file": {"en": "the chosen file and its results", "bn": "বেছে নেওয়া ফাইল ও তার ফলাফল"},
    "leave_comparison": {"en": "the results of Compare", "bn": "তুলনার ফলাফল"},
    "leave_quiz": {"en": "the answers of the quiz", "bn": "কুইজের উত্তরগুলো"},
    "leave_work": {"en": "work that is still running", "bn": "যে কাজ এখনো চলছে"},
    "leave_kept": {
        "en": "Typed texts, thresholds and the tab come along.",
        "bn": "লেখা, সীমা ও খোলা পাতাটি সঙ্গে যাবে।",
    },
    "leave_stay": {"en": "Stay here", "bn": "এখানেই থাকুন"},
    "leave_go": {"en": "Switch the language", "bn": "ভাষা বদলান"},
    "language": {"en": "Language", "bn": "ভাষা"},
    "checkpoint_embedded": {
        "en": "A small embedded model answers here, not the published Sentimotion. It can be wrong; see {about}.",
        "bn": "এখানে উত্তর দেয় সঙ্গে দেওয়া ছোট মডেল, প্রকাশিত Sentimotion নয়। ভুল হতে পারে; “{about}” পাতা দেখুন।",
    },
    "checkpoint_other": {
        "en": "Model: {source}. It can be wrong; see {about}.",
        "bn": "মডেল: {source}। ভুল হতে পারে; “{about}” পাতা দেখুন।",
    },
    "theme": {"en": "Light or dark theme", "bn": "হালকা বা গাঢ় থিম"},
    "broken": {
        "en": "The model file cannot be opened, so nothing can be analyzed here. See below for the cause and the "
        "fix, then restart the app.",
        "bn": "মডেলের ফাইল খোলা যাচ্ছে না, তাই এখানে এখন কিছু বিশ্লেষণ করা যাবে না। কী সমস্যা আর কী করতে হবে, তা নিচে (ইংরেজিতে) "
        "লেখা আছে; ঠিক করে অ্যাপটি আবার চালু করুন।",
    },
    "tab_analyze": {"en": "Analyze", "bn": "বিশ্লেষণ"},
    "tab_compare": {"en": "Compare", "bn": "তুলনা"},
    "tab_learn": {"en": "Learn", "bn": "শেখা"},
    "decided": {
        "en": "Settings the model file does not state",
        "bn": "মডেলের ফাইলে যা লেখা নেই, তা কীভাবে ধরে নেওয়া হয়েছে",
    },
    "decided_by_setting": {"en": "a setting", "bn": "সেটিং অনুযায়ী"},
    "decided_by_card": {"en": "the published model’s card", "bn": "প্রকাশিত মডেলের কার্ড অনুযায়ী"},
    "decided_by_convention": {"en": "convention", "bn": "প্রচলিত রীতি অনুযায়ী"},
    "text": {"en": "Bangla text", "bn": "বাংলা লেখা"},
    "placeholder": {
        "en": "Type or paste Bangla here, or choose an example below",
        "bn": "এখানে বাংলা লিখুন বা পেস্ট করুন, অথবা নিচের কোনো উদাহরণ বেছে নিন",
    },
    "analyze": {"en": "Analyze", "bn": "বিশ্লেষণ করুন"},
    "waiting": {
        "en": "The answer and the words behind it will appear here.",
        "bn": "উত্তর ও তার পেছনের শব্দগুলো এখানে দেখা যাবে।",
    },
    "fell_back": {
        "en": "Neutral only because nothing reached {threshold}. Closest: {label}, {percent}.",
        "bn": "কোনোটিই {threshold} সীমায় পৌঁছায়নি, তাই নিরপেক্ষ ধরা হয়েছে। সবচেয়ে কাছে: {label}, {percent}।",
    },
    "top_below": {
        "en": "Most probable, though below the threshold of {threshold}.",
        "bn": "এটিই সবচেয়ে সম্ভাব্য, যদিও {threshold} সীমার নিচে।",
    },
    "reached": {
        "en": "Reaches the threshold of {threshold}.",
        "bn": "{threshold} সীমা ছুঁয়েছে বা পার হয়েছে।",
    },
    "threshold": {"en": "Threshold: below it, neutral", "bn": "সীমা (থ্রেশহোল্ড): এর নিচে হলে নিরপেক্ষ"},
    "chart": {"en": "Probabilities: {values}", "bn": "সম্ভাবনা: {values}"},
    "why": {"en": "Words for", "bn": "কোন লেবেলের শব্দ"},
    "toward": {"en": "toward “{label}”", "bn": "“{label}”-এর দিকে"},
    "away": {"en": "away from it", "bn": "উল্টো দিকে"},
    "receipt": {
        "en": "{blank} (a blank text) {words} (the words) {other} (punctuation) = {total}; "
        "the model’s score: {score}",
        "bn": "{blank} (ফাঁকা লেখা) {words} (শব্দগুলো) {other} (যতিচিহ্ন) = {total}; মডেলের স্কোর: {score}",
    },
    "receipt_unit": {
        "en": "in log-odds of “{label}”; {steps} steps",
        "bn": "“{label}”-এর লগ-অডসে মাপা; {steps} ধাপে",
    },
    "not_converged": {
        "en": "The words do not add up to the score within 1%: read the colors with care.",
        "bn": "শব্দগুলোর যোগফল স্কোরের সঙ্গে ১%-এর মধ্যে মেলেনি: রংগুলো সাবধানে দেখুন।",
    },
    "explaining": {"en": "Weighing the words … {percent}", "bn": "শব্দগুলোর প্রভাব মাপা হচ্ছে … {percent}"},
    "truncated": {
        "en": "The model read only the first {tokens} tokens; from “{word}” on the text was not read.",
        "bn": "মডেল শুধু প্রথম {tokens}টি টোকেন পড়েছে; “{word}” থেকে বাকিটা পড়া হয়নি।",
    },
    "truncated_end": {
        "en": "The model read only the first {tokens} tokens; the end of the text was not read.",
        "bn": "মডেল শুধু প্রথম {tokens}টি টোকেন পড়েছে; লেখার শেষটুকু পড়া হয়নি।",
    },
    "no_bangla": {
        "en": "There are no Bangla letters in this text. The model knows Bangla in Bangla script; do not trust "
        "what it says here.",
        "bn": "এই লেখায় কোনো বাংলা অক্ষর নেই। মডেলটি বাংলা হরফে লেখা বাংলা চেনে; এখানকার উত্তরে ভরসা করবেন না।",
    },
    "about_colors": {
        "en": "What the colors mean",
        "bn": "রংগুলোর অর্থ",
    },
    "about_colors_text": {
        "en": "Blue with a solid line: the word raised the score of the chosen label. Orange with a dotted line: "
        "it lowered it. The stronger the shade, the larger the word’s attribution. Attributions come from "
        "integrated gradients (Sundararajan et al. 2017) and add up to the score minus that of a blank text "
        "(the baseline). They say what moved this model, not what is true of the world: influence is not "
        "causality, and a different baseline gives different numbers.",
        "bn": "নীল, টানা রেখা: শব্দটি বাছাই করা লেবেলের স্কোর বাড়িয়েছে। কমলা, ফুটকি রেখা: কমিয়েছে। রং যত গাঢ়, শব্দের অবদান তত "
        "বড়। অবদানগুলো এসেছে ইন্টিগ্রেটেড গ্রেডিয়েন্টস (Sundararajan ও অন্যরা, ২০১৭) থেকে; যোগ করলে লেখার স্কোর আর ফাঁকা "
        "লেখার (বেসলাইন) স্কোরের তফাত পাওয়া যায়। এগুলো বলে কোন শব্দ এই মডেলের উত্তরকে কোন দিকে টেনেছে, বাস্তবে কী সত্য তা "
        "নয়: প্রভাব মানেই কারণ নয়, আর ফাঁকা লেখা হিসেবে অন্য কিছু ধরলে সংখ্যাও বদলায়।",
    },
    "about_limits": {"en": "What it is not for", "bn": "যে কাজে ব্যবহার করবেন না"},
    "about_limits_text": {
        "en": "Do not remove comments on its word alone. Do not use it for legal, medical or police decisions, or "
        "for automated decisions about people: a person must look. Political text may be labeled anger "
        "whatever it says; surprise and fear are often missed (F1 0.26 and 0.44 on the published model’s "
        "card); irony, dialect and Bangla in Latin letters are often misread. Check by eye before you rely "
        "on it.",
        "bn": "শুধু এর ভরসায় মন্তব্য মুছবেন না; আইন, চিকিৎসা বা পুলিশের সিদ্ধান্তে, কিংবা মানুষ সম্পর্কে স্বয়ংক্রিয় সিদ্ধান্তে "
        "এটি ব্যবহার করবেন না: মানুষকেই দেখে নিতে হবে। রাজনৈতিক লেখায় বক্তব্য যা-ই হোক “রাগ” আসতে পারে; বিস্ময় ও ভয় প্রায়ই "
        "ধরা পড়ে না (প্রকাশিত মডেলের কার্ডে F1 ০.২৬ ও ০.৪৪); ব্যঙ্গ, আঞ্চলিক ভাষা ও রোমান হরফের বাংলা প্রায়ই ভুল পড়ে। ভরসা "
        "করার আগে নিজে দেখে নিন।",
    },
    "error_blank_text": {
        "en": "There is nothing to read: type at least one word.",
        "bn": "পড়ার মতো কিছু নেই: অন্তত একটি শব্দ লিখুন।",
    },
    "error_invalid_text": {
        "en": "The text contains a broken character that no model can read: remove it, or paste the text again.",
        "bn": "লেখায় একটি ভাঙা অক্ষর আছে, যা কোনো মডেল পড়তে পারে না: সেটি মুছুন, বা লেখাটি আবার পেস্ট করুন।",
    },
    "error_text_too_long": {
        "en": "The text has {length} characters, and the page takes at most {limit}: shorten it, or split it.",
        "bn": "লেখাটিতে {length}টি অক্ষর আছে, এখানে সর্বোচ্চ {limit}টি নেওয়া যায়: ছোট করুন বা ভাগ করে দিন।",
    },
    "error_explanation": {
        "en": "The model could not compute usable numbers for this text, so there is no explanation.",
        "bn": "এই লেখার জন্য মডেলের হিসাব থেকে কোনো অর্থপূর্ণ সংখ্যা পাওয়া যায়নি, তাই ব্যাখ্যা দেখানো যাচ্ছে না।",
    },
    "failure_connection": {
        "en": "The server is not responding: it may be restarting, or the connection is interrupted. What you "
        "typed is still here; try again in a moment.",
        "bn": "সার্ভার সাড়া দিচ্ছে না: হয়তো নতুন করে চালু হচ্ছে, বা সংযোগ কেটে গেছে। আপনার লেখা এখানেই আছে; একটু পরে আবার চেষ্টা "
        "করুন।",
    },
    "failure_busy": {
        "en": "Too many people are using the page right now. What you typed is still here; try again in a moment.",
        "bn": "এই মুহূর্তে অনেকে একসঙ্গে পাতাটি ব্যবহার করছেন। আপনার লেখা এখানেই আছে; একটু পরে আবার চেষ্টা করুন।",
    },
    "failure_waiting": {
        "en": "Several requests from this page, or from your network, are still waiting for their answers. What "
        "you typed is still here; wait for an answer, then try again.",
        "bn": "এই পাতার, বা আপনার নেটওয়ার্কের, কয়েকটি অনুরোধ এখনো উত্তরের অপেক্ষায় আছে। আপনার লেখা এখানেই আছে; একটি উত্তর এলে "
        "আবার চেষ্টা করুন।",
    },
    "failure_refused": {
        "en": "The server does not accept this request from here: the page was opened through another site or "
        "through a proxy. Open it at its own address.",
        "bn": "এখান থেকে আসা এই অনুরোধ সার্ভার নেয় না: পাতাটি অন্য কোনো সাইট বা প্রক্সি হয়ে খোলা হয়েছে। পাতাটির নিজের ঠিকানায় "
        "খুলুন।",
    },
    "failure_too_large": {
        "en": "This is too large for the server: choose a smaller file, or a shorter text.",
        "bn": "এটি সার্ভারের জন্য বেশি বড়: ছোট একটি ফাইল বেছে নিন, বা লেখাটি ছোট করুন।",
    },
    "failure_other": {
        "en": "The server could not respond. What you typed is still here; try again, or reload the page.",
        "bn": "সার্ভার সাড়া দিতে পারেনি। আপনার লেখা এখানেই আছে; আবার চেষ্টা করুন, বা পাতাটি নতুন করে খুলুন।",
    },
    "failure_dismiss": {"en": "Close", "bn": "বন্ধ করুন"},
    "error_result_expired": {
        "en": "The server has been restarted or has dropped this result. Analyze the text again.",
        "bn": "সার্ভার নতুন করে চালু হয়েছে বা এই ফলটি সেখানে আর নেই। লেখাটি আবার বিশ্লেষণ করুন।",
    },
    "error_gpu_minutes_spent": {
        "en": "Your GPU minutes for today are used up; the small embedded model answers without them.",
        "bn": "আপনার আজকের জিপিইউ ব্যবহারের সময় শেষ; সঙ্গে দেওয়া ছোট মডেলটি জিপিইউ ছাড়াই উত্তর দেয়।",
    },
    "embedded_instead": {"en": "Ask the embedded model", "bn": "ছোট মডেলটিকে জিজ্ঞাসা করুন"},
    "error_event_failed": {
        "en": "Something went wrong on the server. Nothing you entered is lost: please try again.",
        "bn": "সার্ভারে কিছু একটা গোলমাল হয়েছে। আপনার কিছুই হারায়নি: আবার চেষ্টা করুন।",
    },
    "error_other": {
        "en": "That did not work; your text is still there. Please try again.",
        "bn": "কিছু একটা ভুল হয়েছে; আপনার লেখাটি মুছে যায়নি। আবার চেষ্টা করুন।",
    },
    **ABOUT,
    **GUIDELINE,
    **ANALYZE,
    **TOGETHER,
    **READING,
    **COMPARE,
    **LEARN,
    **OPINION,
    **REVIEW,
    **SCORE,
}


def say(key: str, language: Language, **values: str) -> str:
    """A string of the page.

    :param key: One of ``STRINGS``.
    :param language: ``"en"`` or ``"bn"``.
    :param values: What stands in its braces; the result is plain text, to be escaped where it is shown.
    """
    return STRINGS[key][language].format(**values)


def label_name(label: str, language: Language) -> str:
    """A label as the page shows it."""
    return LABEL_NAMES[label][language]


def head_name(head: Head, language: Language) -> str:
    """A head as the page shows it."""
    return HEAD_NAMES[head][language]


def localize_digits(text: str, language: Language) -> str:
    """Digits of a formatted number in the language's own."""
    return text.translate(_BANGLA_DIGITS) if language == "bn" else text


def percent(share: float, language: Language, decimals: int = 0) -> str:
    """A share from 0 to 1 as a percentage, such as ``83%``, or ``34.2%`` with one decimal.

    What is not quite everything is not shown as 100%.
    """
    steps = 100 * 10**decimals
    rounded = min(steps - 1, round(steps * share)) if share < 1 else steps
    return localize_digits(f"{100 * rounded / steps:.{decimals}f}%", language)


def decimal(value: float, language: Language) -> str:
    """A number with two decimals and a real minus, such as ``−0.41``."""
    text = f"{value:.2f}".replace("-", _MINUS)
    return localize_digits(text.removeprefix(_MINUS) if text == f"{_MINUS}0.00" else text, language)


def signed(value: float, language: Language) -> str:
    """A number that is always signed, such as ``+1.97``."""
    return ("" if round(value, 2) < 0 else "+") + decimal(value, language)


def term(value: float, language: Language) -> str:
    """A number as a further term of a sum, such as ``− 0.26``."""
    return (f"{_MINUS} " if round(value, 2) < 0 else "+ ") + decimal(abs(value), language)


def count(number: int, language: Language) -> str:
    """A whole number, its digits in groups: thousands, in Bangla also lakhs and crores (১২,৩৪,৫৬৭)."""
    if language == "en":
        return f"{number:,}"
    higher, thousands = divmod(abs(number), 1000)
    groups = [f"{thousands:03}"] if higher else [str(thousands)]
    while higher:
        higher, group = divmod(higher, 100)
        groups.insert(0, f"{group:02}" if higher else str(group))
    return localize_digits(("-" if number < 0 else "") + ",".join(groups), language)
