"""Messages of the labeling guideline on the About tab.

The whole of it, with more examples, is assets/guideline.md. Labels stand in braces, as the code calls them.
"""

from typing import Final, Literal

GUIDELINE: Final[dict[str, dict[Literal["en", "bn"], str]]] = {
    "guideline": {"en": "What the labels mean", "bn": "কোন লেবেলের কী অর্থ"},
    "guideline_text": {
        "en": "This guideline explains the labels of the embedded model. What counts is what the writer expresses "
        "or plainly implies, not what the topic is, nor what the reader feels about it. Each text gets one "
        "sentiment and one emotion, the dominant one.",
        "bn": "সঙ্গে দেওয়া মডেলের লেবেলগুলো কী অর্থে, তা এই নির্দেশিকায় বলা আছে। লেখক যা প্রকাশ করেছেন বা স্পষ্ট বুঝিয়েছেন, লেবেল "
        "তারই; বিষয়টি কী কিংবা পড়ে পাঠকের কেমন লাগল, তা ধরা হয় না। প্রতিটি লেখার একটি মনোভাব ও একটি আবেগ, যেটি প্রধান।",
    },
    "guideline_label": {"en": "Label", "bn": "লেবেল"},
    "guideline_meaning": {"en": "What it means", "bn": "অর্থ"},
    "meaning_sentiment_negative": {
        "en": "Anger, contempt, grief, disappointment or fear; or the report of something plainly harmful.",
        "bn": "রাগ, তাচ্ছিল্য, শোক, হতাশা বা ভয়; কিংবা এমন কিছুর খবর, যা স্পষ্টতই ক্ষতিকর।",
    },
    "meaning_sentiment_neutral": {
        "en": "Facts, questions, requests, plans; or good and bad truly in balance.",
        "bn": "তথ্য, প্রশ্ন, অনুরোধ বা পরিকল্পনা; কিংবা ভালো ও মন্দ সত্যিই সমান সমান।",
    },
    "meaning_sentiment_positive": {
        "en": "Praise, love, thanks, good wishes, hope, satisfaction; or the report of something plainly good.",
        "bn": "প্রশংসা, ভালোবাসা, ধন্যবাদ, শুভকামনা, আশা বা তৃপ্তি; কিংবা এমন কিছুর খবর, যা স্পষ্টতই ভালো।",
    },
    "meaning_emotion_neutral": {
        "en": "The writer shows no feeling: information, a plain question, a request, a headline.",
        "bn": "লেখকের নিজের কোনো আবেগ ধরা পড়ে না: তথ্য, সাধারণ প্রশ্ন, অনুরোধ, খবরের শিরোনাম।",
    },
    "meaning_emotion_happy": {
        "en": "Praise, love, thanks, congratulation, good wishes, hope, pride, satisfaction, good-humored joking.",
        "bn": "প্রশংসা, ভালোবাসা, ধন্যবাদ, অভিনন্দন, শুভকামনা, আশা, গর্ব, তৃপ্তি, নির্মল রসিকতা।",
    },
    "meaning_emotion_anger_disgust": {
        "en": "Insult, mockery, contempt, accusation, complaint, outrage, sarcasm, threats.",
        "bn": "অপমান, বিদ্রূপ, তাচ্ছিল্য, দোষারোপ, অভিযোগ, ক্ষোভ, ব্যঙ্গ, হুমকি।",
    },
    "meaning_emotion_sadness": {
        "en": "Grief, pain, pity, regret, disappointment, loneliness, missing someone; prayers for somebody in "
        "misfortune.",
        "bn": "শোক, কষ্ট, করুণা, অনুশোচনা, হতাশা, একাকিত্ব, কারও জন্য মন কেমন করা; মৃত বা বিপদে পড়া কারও জন্য দোয়া।",
    },
    "meaning_emotion_surprise": {
        "en": "Astonishment or disbelief is the dominant feeling, welcome or not.",
        "bn": "অবাক হওয়া বা বিশ্বাস করতে না পারাটাই প্রধান, তা সুখের হোক বা না হোক।",
    },
    "meaning_emotion_fear": {
        "en": "Fear, worry, dread, feeling threatened; prayer for protection from a danger.",
        "bn": "ভয়, দুশ্চিন্তা, আতঙ্ক, বিপন্ন বোধ; বিপদ থেকে রক্ষা পাওয়ার প্রার্থনা।",
    },
    "guideline_rules": {
        "en": "The rules, in order",
        "bn": "নিয়মগুলো, যে ক্রমে দেখা হয়",
    },
    "rule_1": {
        "en": "Insult, mockery, contempt, accusation, complaint, outrage, sarcasm, threats, sexual or religious "
        "abuse, demands for punishment: {negative}, {anger_disgust}. Sarcasm is read as it is meant: “What "
        "service!” after a wait of three hours is not praise.",
        "bn": "অপমান, বিদ্রূপ, তাচ্ছিল্য, দোষারোপ, অভিযোগ, ক্ষোভ, ব্যঙ্গ, হুমকি, যৌন বা ধর্মীয় গালি, শাস্তির দাবি: {negative}, "
        "{anger_disgust}। ব্যঙ্গ পড়তে হয় তার আসল অর্থে: তিন ঘণ্টা অপেক্ষার পর “বাহ কী সেবা!” প্রশংসা নয়।",
    },
    "rule_2": {
        "en": "Grief, pain, pity, regret, disappointment, helplessness, loneliness, missing someone, failure: "
        "{negative}, {sadness}. Disappointed criticism without contempt is labeled by its tone: “They never "
        "learned to play!” is {anger_disgust}, “We lost again today” is {sadness}.",
        "bn": "শোক, কষ্ট, করুণা, অনুশোচনা, হতাশা, অসহায়তা, একাকিত্ব, কারও জন্য মন কেমন করা, ব্যর্থতা: {negative}, {sadness}। "
        "তাচ্ছিল্য ছাড়া হতাশ সমালোচনায় সুরটাই আসল: “খেলা শিখতে পারলো না!” হলো {anger_disgust}, “আজও হেরে গেলাম” হলো "
        "{sadness}।",
    },
    "rule_3": {
        "en": "Fear, worry, dread, feeling threatened, prayer for protection from a danger: {negative}, {fear}.",
        "bn": "ভয়, দুশ্চিন্তা, আতঙ্ক, বিপন্ন বোধ, বিপদ থেকে রক্ষা পাওয়ার প্রার্থনা: {negative}, {fear}।",
    },
    "rule_4": {
        "en": "Praise, love, thanks, congratulation, blessing, good wishes, hope, pride, good-humored joking, satisfaction, "
        "recommendation: {positive}, {happy}. A prayer for somebody in misfortune (“may God grant him paradise”) is "
        "{negative}, {sadness}; a plain good wish is {positive}, {happy}.",
        "bn": "প্রশংসা, ভালোবাসা, ধন্যবাদ, অভিনন্দন, আশীর্বাদ, শুভকামনা, আশা, গর্ব, নির্মল রসিকতা, তৃপ্তি, সুপারিশ: "
        "{positive}, {happy}। মৃত বা বিপদে পড়া কারও জন্য দোয়া (“আল্লাহ তাকে জান্নাত দিন”): {negative}, "
        "{sadness}; শুধু শুভকামনা (“দোয়া রইল”): {positive}, {happy}।",
    },
    "rule_5": {
        "en": "Astonishment, disbelief or amazement as the dominant feeling: {surprise}; the sentiment is "
        "{positive} where the event is welcome, {negative} where it is unwelcome, {neutral} where it is "
        "neither. An angry rhetorical question is {anger_disgust}.",
        "bn": "অবাক হওয়া, বিশ্বাস করতে না পারা বা মুগ্ধ বিস্ময়ই প্রধান হলে: {surprise}; সঙ্গে ঘটনাটি সুখের হলে {positive}, "
        "অপ্রীতিকর হলে {negative}, কোনোটিই না হলে {neutral}। রাগের যে প্রশ্ন উত্তর চায় না, তা {anger_disgust}।",
    },
    "rule_6": {
        "en": "Statement of fact, information, plain question, request, suggestion, instruction, advertisement, plan, "
        "definition, neutral forecast: {neutral} in both. A suggestion with plain annoyance is {negative}, "
        "{anger_disgust}; a mild wish for change is {neutral}.",
        "bn": "তথ্য, সাধারণ প্রশ্ন, অনুরোধ, পরামর্শ, নির্দেশনা, বিজ্ঞাপন, পরিকল্পনা, সংজ্ঞা, আবেগহীন পূর্বাভাস: মনোভাব ও আবেগ "
        "দুটিই {neutral}। পরামর্শে স্পষ্ট বিরক্তি থাকলে {negative}, {anger_disgust}; পরিবর্তনের হালকা ইচ্ছা {neutral}।",
    },
    "rule_7": {
        "en": "Reports and headlines without the writer’s feeling: the emotion is {neutral}; the sentiment is {negative} "
        "where the outcome is plainly harmful (death, crime, disaster, loss), {positive} where it is plainly good "
        "(victory, rescue, success), else {neutral}. Where the wording itself mourns, cheers or accuses, that counts.",
        "bn": "যে খবর বা শিরোনামে লেখকের নিজের আবেগ নেই, তার আবেগ {neutral}; মনোভাব {negative}, যদি পরিণতি স্পষ্টতই ক্ষতিকর "
        "হয় (মৃত্যু, অপরাধ, দুর্যোগ, লোকসান), {positive}, যদি স্পষ্টতই ভালো হয় (জয়, উদ্ধার, সাফল্য), নইলে {neutral}। ভাষাতেই "
        "শোক, উল্লাস বা দোষারোপ থাকলে সেটিই ধরা হয়।",
    },
    "rule_8": {
        "en": "Mixed texts: the part that carries the writer’s conclusion counts, usually after “but”. Where both sides "
        "are truly in balance, the sentiment is {neutral}.",
        "bn": "মিশ্র লেখা: লেখকের শেষ কথা যে অংশে, সেটিই ধরা হয়; সাধারণত তা থাকে “কিন্তু” বা “তবে”-র পরে। দুই দিক সত্যিই "
        "সমান সমান হলে মনোভাব {neutral}।",
    },
    "rule_9": {
        "en": "Negation, idiom, irony and emoji count: “not bad” is mildly {positive}; 😂 at someone’s expense is "
        "{anger_disgust}, at a joke it is {happy}. Alone, ❤️ is {positive}, {happy}; 😢 is {negative}, {sadness}; 😡 is "
        "{negative}, {anger_disgust}; 😮 is {neutral}, {surprise}.",
        "bn": "না-বোধক কথা, বাগ্‌ধারা, ব্যঙ্গ আর ইমোজিও হিসাবে আসে: “খারাপ না” কিছুটা {positive}; কাউকে নিয়ে হাসলে 😂 "
        "{anger_disgust}, রসিকতায় হাসলে {happy}। একা ❤️ মানে {positive}, {happy}; 😢 মানে {negative}, {sadness}; "
        "😡 মানে {negative}, {anger_disgust}; 😮 মানে {neutral}, {surprise}।",
    },
    "rule_10": {
        "en": "Bangla in Latin letters and English are labeled the same way.",
        "bn": "রোমান হরফের বাংলা ও ইংরেজিতেও একই নিয়ম।",
    },
    "rule_11": {
        "en": "Where another label is nearly as plausible to a careful reader, it is noted as the alternative: about one "
        "text in four.",
        "bn": "মনোযোগী পাঠকের কাছে আরেকটি লেবেলও প্রায় সমান মানানসই হলে সেটি বিকল্প হিসেবে লেখা থাকে: মোটামুটি চারটি লেখার একটিতে।",
    },
    "guideline_more": {"en": "With more examples: {file}", "bn": "আরও উদাহরণসহ, ইংরেজিতে: {file}"},
    "guideline_made": {"en": "How the labels came about", "bn": "লেবেলগুলো যেভাবে দেওয়া হয়েছে"},
    "guideline_made_text": {
        "en": "A large language model read every text under this guideline and labeled it; the sentences written "
        "for this project were composed by one too. No human annotator has confirmed the labels yet. The "
        "public data sets’ own labels agree with them in {sentiment} (sentiment) and {emotion} (emotion) of "
        "the cases: those labeling schemes differ that much from a plain reading.",
        "bn": "একটি বৃহৎ ভাষা মডেল এই নির্দেশিকা মেনে প্রতিটি লেখা পড়ে লেবেল দিয়েছে; এই প্রকল্পের জন্য লেখা বাক্যগুলোও এমন মডেলের "
        "লেখা। কোনো মানুষ এখনো লেবেলগুলো যাচাই করেননি। উন্মুক্ত ডেটাসেটগুলোর নিজস্ব লেবেল এগুলোর সঙ্গে মেলে {sentiment} "
        "(মনোভাব) ও {emotion} (আবেগ) ক্ষেত্রে: লেখা সোজাসুজি পড়লে যা দাঁড়ায়, ওই লেবেলগুলো তা থেকে এতটাই আলাদা।",
    },
}
