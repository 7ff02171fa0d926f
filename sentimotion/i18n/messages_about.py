"""Messages of the About tab."""

from typing import Final, Literal

ABOUT: Final[dict[str, dict[Literal["en", "bn"], str]]] = {
    "tab_about": {"en": "About", "bn": "পরিচিতি"},
    "about_model": {"en": "The model in use", "bn": "যে মডেল চলছে"},
    "about_model_embedded": {
        "en": "The embedded model: a small stand-in for the published Sentimotion model, trained on public "
        "research data so that everything works without a network. What it says is not what the published "
        "model says.",
        "bn": "সঙ্গে দেওয়া মডেল: প্রকাশিত Sentimotion মডেলের ছোট বিকল্প, গবেষণার উন্মুক্ত ডেটাসেট দিয়ে প্রশিক্ষিত, যাতে ইন্টারনেট "
        "ছাড়াই সব চলে। এর উত্তর আর প্রকাশিত মডেলের উত্তর এক নয়।",
    },
    "about_model_other": {
        "en": "Not the embedded model: its own card says what it was trained on and what it is for.",
        "bn": "এটি সঙ্গে দেওয়া মডেল নয়: কী দিয়ে প্রশিক্ষিত ও কী কাজের জন্য, তা এর নিজের কার্ডে লেখা আছে।",
    },
    "about_published": {
        "en": "To answer with the published weights, start the app with {command}",
        "bn": "প্রকাশিত মডেল দিয়ে উত্তর চাইলে অ্যাপটি এভাবে চালু করুন: {command}",
    },
    "about_baseline": {
        "en": "Which baseline names the words that this model depends on has not been measured; this does: {command}",
        "bn": "এই মডেল আসলে যেসব শব্দের ওপর নির্ভর করে সেগুলো কোন বেসলাইনে ঠিকমতো ধরা পড়ে, তা মাপা হয়নি; মাপতে চালান: {command}",
    },
    "about_runs_on": {"en": "runs on", "bn": "যেখানে চলছে"},
    "about_source": {"en": "source", "bn": "উৎস"},
    "about_version": {"en": "version", "bn": "সংস্করণ"},
    "about_parameters": {"en": "parameters", "bn": "প্যারামিটার"},
    "about_millions": {"en": "{count} M", "bn": "{count} মিলিয়ন"},
    "about_layers": {"en": "layers", "bn": "স্তর"},
    "about_width": {"en": "numbers per token", "bn": "প্রতি টোকেনে সংখ্যা"},
    "about_pieces": {"en": "tokens in the vocabulary", "bn": "শব্দভান্ডারের টোকেন"},
    "about_thresholds": {"en": "thresholds, sentiment and emotion", "bn": "সীমা (থ্রেশহোল্ড), মনোভাব ও আবেগ"},
    "about_data": {"en": "Data sets and licenses", "bn": "ডেটাসেট ও লাইসেন্স"},
    "about_data_text": {
        "en": "The embedded weights were trained on research data sets, several of them for non-commercial use "
        "only: use them under CC BY-NC-SA 4.0. The code is under Apache 2.0. The texts were comments by "
        "private persons; no row of any set is shipped. The card below names every set with its license.",
        "bn": "সঙ্গে দেওয়া মডেলটি গবেষণার কয়েকটি ডেটাসেট দিয়ে প্রশিক্ষিত, যার কিছু শুধু অবাণিজ্যিক ব্যবহারের জন্য: তাই মডেলটিও "
        "শুধু অবাণিজ্যিক কাজে, একই শর্তে (CC BY-NC-SA 4.0) ব্যবহার করুন। কোডের লাইসেন্স Apache 2.0। লেখাগুলো সাধারণ মানুষের "
        "মন্তব্য; কোনো ডেটাসেটের একটি সারিও এখানে দেওয়া হয়নি। প্রতিটির নাম ও লাইসেন্স নিচের কার্ডে আছে।",
    },
    "about_for": {"en": "What it is for", "bn": "যে কাজের জন্য"},
    "about_for_text": {
        "en": "Research, teaching, lectures, experiments; a first look at a text before a person reads it; spot "
        "checks in annotation, with a person deciding.",
        "bn": "গবেষণা, পাঠদান, বক্তৃতা, পরখ করে দেখা; মানুষ পড়ার আগে লেখায় একবার চোখ বোলানো; লেবেল দেওয়ার কাজে নমুনা যাচাই, "
        "যেখানে সিদ্ধান্ত মানুষের।",
    },
    "about_not_for_text": {
        "en": "Not for decisions about people: hiring, moderation without a person, credit, policing, medicine. Not for "
        "profiling persons or groups. Not for counting public opinion without checking samples by hand.",
        "bn": "মানুষ সম্পর্কে সিদ্ধান্তের জন্য নয়: নিয়োগ, মানুষ ছাড়া মডারেশন, ঋণ, পুলিশি কাজ, চিকিৎসা। ব্যক্তি বা গোষ্ঠীর "
        "প্রোফাইল তৈরির জন্য নয়। নমুনা নিজে যাচাই না করে জনমত গোনার জন্যও নয়।",
    },
    "about_stored": {"en": "What is stored", "bn": "কী সংরক্ষিত থাকে"},
    "about_stored_text": {
        "en": "Nothing you type: the server keeps it in memory while your page is open and for up to an hour "
        "after, and writes it neither to disk nor to a log. Your browser keeps the language you chose and the "
        "light or dark theme. Until its tab is closed, it also keeps what you typed, so that a switch of the "
        "language or a reload loses nothing. Nothing is sent to any other site. Only the Review tab, where there "
        "is one, stores something on the server: names, decisions and notes.",
        "bn": "আপনার লেখার কিছুই নয়: পাতা খোলা থাকা পর্যন্ত আর বন্ধ করার পর বড়জোর এক ঘণ্টা তা সার্ভারের মেমোরিতে থাকে, ডিস্কে বা "
        "লগে লেখা হয় না। আপনার ব্রাউজারে সংরক্ষিত থাকে আপনার বেছে নেওয়া ভাষা, আর হালকা না গাঢ় থিম। ব্রাউজারের ট্যাব বন্ধ না করা "
        "পর্যন্ত আপনার লেখাও সেখানে থাকে, যাতে ভাষা বদলালে বা পাতাটি আবার খুললে কিছু না হারায়। অন্য কোনো ঠিকানায় কিছু পাঠানো "
        "হয় না। শুধু “যাচাই” পাতাটি থাকলে সার্ভারে কিছু সংরক্ষণ করা হয়: নাম, সিদ্ধান্ত আর মন্তব্য।",
    },
    "about_claims": {"en": "What is not claimed", "bn": "যা দাবি করা হচ্ছে না"},
    "about_claims_text": {
        "en": "That the answer is right, that the writer felt that way, or that a colored word is the cause of "
        "anything but this model’s score. Integrated gradients depend on the baseline; other methods may say "
        "something else.",
        "bn": "উত্তরটি যে ঠিক, লেখকের মনে যে তা-ই ছিল, বা রঙিন শব্দটি যে এই মডেলের স্কোর ছাড়া আর কিছুর কারণ, এমন দাবি করা হচ্ছে না। "
        "ইন্টিগ্রেটেড গ্রেডিয়েন্টসের ফল ফাঁকা লেখার (বেসলাইন) ওপর নির্ভর করে; অন্য পদ্ধতি অন্য কথা বলতে পারে।",
    },
    "about_cite": {"en": "How to cite", "bn": "যেভাবে উল্লেখ করবেন"},
    "about_cite_text": {
        "en": "The published model is the work of its authors; please cite it by its card:",
        "bn": "প্রকাশিত মডেলটি তার নির্মাতাদের কাজ; তার কার্ডটি এভাবে উল্লেখ করুন:",
    },
    "about_card": {"en": "The checkpoint’s model card", "bn": "চেকপয়েন্টের (মডেলের ফাইল) কার্ড, ইংরেজিতে"},
}
