"""Messages of the Review tab."""

from typing import Final, Literal

REVIEW: Final[dict[str, dict[Literal["en", "bn"], str]]] = {
    "tab_review": {"en": "Review", "bn": "যাচাই"},
    "review_part": {"en": "What to do", "bn": "কী করবেন"},
    "review_part_annotate": {"en": "Check texts", "bn": "লেখা যাচাই"},
    "review_part_lead": {"en": "Figures and export", "bn": "ফলাফল ও ডাউনলোড"},
    "review_project": {"en": "Project", "bn": "প্রকল্প"},
    "review_project_size": {"en": "{name} · {total} texts", "bn": "{name} · {total}টি লেখা"},
    "review_name": {"en": "Your name", "bn": "আপনার নাম"},
    "review_begin": {"en": "Begin", "bn": "শুরু করুন"},
    "review_no_project": {
        "en": "There is no project yet. To create one, run on the server: {command}",
        "bn": "এখনো কোনো প্রকল্প নেই। লেখার একটি ফাইল থেকে প্রকল্প বানাতে সার্ভারে এই কমান্ড চালান: {command}",
    },
    "review_welcome": {
        "en": "Choose a project, give a name, and begin. You see a text and the model’s label for each head: "
        "agree, or choose another. Why the model said so is shown only after your decision is saved, so that "
        "it does not influence you. Each person needs their own name: with the same name you continue where "
        "you left off. The name, your decisions and your notes are stored with the project.",
        "bn": "প্রকল্প বেছে নিয়ে নিজের নাম লিখে শুরু করুন। প্রতিটি লেখার সঙ্গে মডেলের দেওয়া মনোভাব ও আবেগ দেখবেন: একমত হোন, নয়তো "
        "অন্যটি বেছে নিন। মডেল কেন এমন বলল, তা দেখানো হয় আপনার সিদ্ধান্ত সংরক্ষণের পরেই, যাতে সিদ্ধান্তটি আপনার নিজেরই থাকে। "
        "প্রত্যেকের আলাদা নাম চাই: একই নামে ফিরলে যেখানে ছিলেন সেখান থেকেই শুরু হবে। আপনার নাম, সিদ্ধান্ত ও মন্তব্য প্রকল্পের "
        "সঙ্গে সংরক্ষিত থাকে।",
    },
    "review_progress": {
        "en": "{name} · {done} of {total} texts of the project are done",
        "bn": "{name} · প্রকল্পের {total}টি লেখার মধ্যে {done}টি শেষ",
    },
    "review_saved_decided": {"en": "Saved.", "bn": "সংরক্ষিত হয়েছে।"},
    "review_saved_changed": {"en": "Your new decision is saved.", "bn": "আপনার নতুন সিদ্ধান্ত সংরক্ষিত হয়েছে।"},
    "review_saved_skipped": {
        "en": "Skipped; others may decide.",
        "bn": "এড়িয়ে যাওয়া হলো; অন্যরা সিদ্ধান্ত নিতে পারবেন।",
    },
    "review_saved_same": {"en": "Your decision stays as it is.", "bn": "আপনার সিদ্ধান্ত আগের মতোই রইল।"},
    "review_text": {"en": "Text to check", "bn": "যাচাইয়ের লেখা"},
    "review_model": {"en": "model: {label}", "bn": "মডেল: {label}"},
    "review_second": {"en": "Second model: {label}, {percent}", "bn": "দ্বিতীয় মডেল: {label}, {percent}"},
    "review_truncated": {
        "en": "The model read only the beginning of this text.",
        "bn": "মডেল এই লেখার শুধু শুরুর অংশ পড়েছে।",
    },
    "review_again": {
        "en": "You have already checked this text; a new decision replaces the old one.",
        "bn": "এই লেখাটি আপনি আগে দেখেছেন; নতুন সিদ্ধান্ত দিলে আগেরটির জায়গায় সেটিই ধরা হবে।",
    },
    "review_note": {"en": "Note", "bn": "মন্তব্য"},
    "review_agree": {"en": "Agree and save", "bn": "একমত, সংরক্ষণ করুন"},
    "review_save": {"en": "Save", "bn": "সংরক্ষণ করুন"},
    "review_save_change": {"en": "Save the change", "bn": "নতুন সিদ্ধান্ত সংরক্ষণ করুন"},
    "review_skip": {"en": "Skip", "bn": "এড়িয়ে যান"},
    "review_back": {"en": "Back", "bn": "আগেরটি"},
    "review_keep": {"en": "Keep and continue", "bn": "ঠিক আছে, পরেরটি"},
    "review_change": {"en": "Change decision", "bn": "সিদ্ধান্ত বদলান"},
    "review_next": {"en": "Look for a text again", "bn": "আবার খুঁজুন"},
    "review_yours": {"en": "You said", "bn": "আপনি বলেছেন"},
    "review_done_title": {"en": "Nothing left for you to check", "bn": "আপনার জন্য আর কোনো লেখা বাকি নেই"},
    "review_done_text": {
        "en": "Every text is decided, or with someone else right now. What others leave undecided comes back after "
        "a while.",
        "bn": "সব লেখার সিদ্ধান্ত হয়ে গেছে, নয়তো সেগুলো এখন অন্যদের কাছে আছে। কেউ শেষ না করলে সেগুলো কিছুক্ষণ পর আবার ফিরে আসে।",
    },
    "review_keys": {"en": "Keys", "bn": "কিবোর্ড"},
    "review_key_sentiment": {"en": "a sentiment", "bn": "মনোভাব"},
    "review_key_emotion": {"en": "an emotion", "bn": "আবেগ"},
    "review_key_agree": {
        "en": "save; where nothing is chosen, the model’s label",
        "bn": "সংরক্ষণ; যেখানে কিছু বাছেননি, সেখানে মডেলের লেবেলই থাকে",
    },
    "review_key_keep": {
        "en": "then: keep the decision and continue",
        "bn": "তারপর: সিদ্ধান্ত ঠিক রেখে পরের লেখা",
    },
    "review_key_change": {"en": "or: change the decision", "bn": "অথবা: সিদ্ধান্ত বদলানো"},
    "review_key_skip": {"en": "skip", "bn": "এড়িয়ে যাওয়া"},
    "review_key_note": {"en": "write a note; {leave} leaves it", "bn": "মন্তব্য লেখা; বেরোতে {leave}"},
    "review_key_back": {"en": "back to the one before", "bn": "আগের লেখায় ফেরা"},
    "review_or": {"en": "or", "bn": "বা"},
    "review_to": {"en": "to", "bn": "থেকে"},
    "review_colors": {"en": "Why the model says so", "bn": "মডেল কেন এমন বলছে"},
    "review_coloring": {"en": "Weighing the words … {percent}", "bn": "শব্দগুলোর প্রভাব মাপা হচ্ছে … {percent}"},
    "review_other_weights": {
        "en": "The labels come from {labels}, but this page runs {page}: the colors come from that model, and may "
        "not match the labels.",
        "bn": "লেবেলগুলো দিয়েছে {labels}, কিন্তু এই পাতায় চলছে {page}: রংগুলো এই মডেলের, তাই লেবেলের সঙ্গে না-ও মিলতে পারে।",
    },
    # The lead's part
    "review_computing": {"en": "Counting …", "bn": "হিসাব হচ্ছে …"},
    "review_refresh": {"en": "Count again", "bn": "আবার হিসাব করুন"},
    "review_stage": {"en": "Which decisions count", "bn": "কোন সিদ্ধান্ত ধরা হবে"},
    "review_stage_final": {"en": "final decisions", "bn": "চূড়ান্ত সিদ্ধান্ত"},
    "review_stage_before": {"en": "decisions before the colors", "bn": "রং দেখার আগের সিদ্ধান্ত"},
    "review_progress_title": {"en": "Progress", "bn": "অগ্রগতি"},
    "review_decided_of": {
        "en": "{decided} of {items} texts are decided, among them {random} of the {all_random} that were drawn at "
        "random. Figures on random texts are estimates for the whole file; intervals are 95%.",
        "bn": "{items}টি লেখার মধ্যে {decided}টির সিদ্ধান্ত হয়েছে; দৈবচয়নে নেওয়া {all_random}টির মধ্যে হয়েছে {random}টির। "
        "দৈবচয়নে নেওয়া লেখা থেকে পুরো ফাইলের আনুমানিক হিসাব পাওয়া যায়; আস্থা ব্যবধান ৯৫%।",
    },
    "review_person": {"en": "annotator", "bn": "যাচাইকারী"},
    "review_n_decided": {"en": "decided", "bn": "সিদ্ধান্ত"},
    "review_n_skipped": {"en": "skipped", "bn": "এড়িয়ে যাওয়া"},
    "review_n_notes": {"en": "notes", "bn": "মন্তব্য"},
    "review_last": {"en": "last (UTC)", "bn": "সর্বশেষ (ইউটিসি)"},
    "review_changes_title": {"en": "Decisions changed after the colors", "bn": "রং দেখার পর বদলানো সিদ্ধান্ত"},
    "review_changes": {"en": "changed", "bn": "বদলানো"},
    "review_towards": {"en": "toward the model", "bn": "মডেলের দিকে"},
    "review_from": {"en": "away from the model", "bn": "মডেলের উল্টো দিকে"},
    "review_any_head": {"en": "either head", "bn": "যেকোনো একটিতে"},
    "review_agreement": {"en": "agreement with", "bn": "যার সঙ্গে মিল"},
    "review_share": {"en": "share", "bn": "হার"},
    "review_kappa": {"en": "Cohen’s kappa", "bn": "কোহেনের কাপা"},
    "review_model_random": {"en": "the model, random texts", "bn": "মডেল, দৈবচয়নে নেওয়া লেখায়"},
    "review_model_all": {"en": "the model, all texts", "bn": "মডেল, সব লেখায়"},
    "review_gold_random": {
        "en": "gold labels, random texts",
        "bn": "আগে থেকে দেওয়া লেবেল, দৈবচয়নে নেওয়া লেখায়",
    },
    "review_gold_all": {"en": "gold labels, all texts", "bn": "আগে থেকে দেওয়া লেবেল, সব লেখায়"},
    "review_among": {"en": "among people", "bn": "মানুষে মানুষে মিল"},
    "review_alpha": {"en": "Krippendorff’s alpha", "bn": "ক্রিপেনডর্ফের আলফা"},
    "review_alpha_random": {"en": "everyone, random texts", "bn": "সবাই, দৈবচয়নে নেওয়া লেখায়"},
    "review_alpha_all": {"en": "everyone, all texts", "bn": "সবাই, সব লেখায়"},
    "review_pair": {"en": "{one} and {other}", "bn": "{one} ও {other}"},
    "review_interval": {"en": "{low} to {high}, n = {n}", "bn": "{low} থেকে {high}, মোট {n}"},
    "review_n": {"en": "n = {n}", "bn": "মোট {n}"},
    "review_confusion": {
        "en": "People (rows) against the model (columns). A number opens its texts.",
        "bn": "সারিতে মানুষের সিদ্ধান্ত, কলামে মডেলের উত্তর। সংখ্যায় চাপ দিলে সেই লেখাগুলো দেখা যাবে।",
    },
    "review_people_model": {"en": "people \\ model", "bn": "মানুষ / মডেল"},
    "review_cell": {
        "en": "{head}: people say {human}, the model {model}",
        "bn": "{head}: মানুষ বলেছে {human}, মডেল {model}",
    },
    "review_cell_n": {"en": "{n} decisions; show the texts", "bn": "{n}টি সিদ্ধান্ত; লেখাগুলো দেখুন"},
    "review_more": {
        "en": "Only the first {n} of {total} are shown; the export has all.",
        "bn": "{total}টির মধ্যে প্রথম {n}টি দেখানো হলো; ডাউনলোড করা ফাইলে সব আছে।",
    },
    "review_row": {"en": "row {row}", "bn": "সারি {row}"},
    "review_gold": {"en": "gold: {label}", "bn": "আগে থেকে দেওয়া লেবেল: {label}"},
    "review_close": {"en": "Close", "bn": "বন্ধ করুন"},
    "review_thresholds": {"en": "Thresholds", "bn": "সীমা (থ্রেশহোল্ড)"},
    "review_table": {"en": "As a table", "bn": "সারণি"},
    "review_wanted": {"en": "Target precision", "bn": "কাঙ্ক্ষিত প্রিসিশন"},
    "review_best": {
        "en": "{head}: at a threshold of {threshold}, {precision} of what is kept is right; {share} is kept, and "
        "{recall} of all that is right.",
        "bn": "{head}: সীমা {threshold} হলে যা থাকে তার {precision} সঠিক; থাকে মোটের {share}, আর সব সঠিক উত্তরের {recall}।",
    },
    "review_not_reached": {
        "en": "{head}: no threshold reaches {wanted}; the highest precision is {highest}.",
        "bn": "{head}: কোনো সীমাতেই প্রিসিশন {wanted} হয় না; সর্বোচ্চ {highest}।",
    },
    "review_curve_none": {"en": "{head}: {reason}", "bn": "{head}: {reason}"},
    "review_curve_random": {"en": "From random texts.", "bn": "দৈবচয়নে নেওয়া লেখা থেকে।"},
    "review_curve_all": {
        "en": "From all decided texts, since no random one is decided yet.",
        "bn": "সিদ্ধান্ত হওয়া সব লেখা থেকে, কারণ দৈবচয়নে নেওয়া কোনো লেখার সিদ্ধান্ত এখনো হয়নি।",
    },
    "review_threshold": {"en": "threshold", "bn": "সীমা"},
    "review_precision": {"en": "precision", "bn": "প্রিসিশন (যা থাকে, তার কতটা সঠিক)"},
    "review_recall": {"en": "recall", "bn": "রিকল (সঠিকের কতটা থাকে)"},
    "review_kept": {"en": "share kept", "bn": "মোটের কতটা থাকে"},
    "review_curve": {
        "en": "Curves of {head}: precision (solid), recall (dashed) and share kept (dotted) as the threshold moves",
        "bn": "{head}: সীমা বদলালে প্রিসিশন (টানা রেখা), রিকল (ভাঙা রেখা) ও মোটের কতটা থাকে (ফুটকি রেখা)",
    },
    "review_export": {"en": "Download all decisions", "bn": "সব সিদ্ধান্ত ডাউনলোড করুন"},
    "review_export_csv": {"en": "CSV", "bn": "CSV"},
    "review_export_jsonl": {"en": "JSONL", "bn": "JSONL"},
    "review_export_parquet": {"en": "Parquet", "bn": "Parquet"},
    "review_export_label-studio": {"en": "Label Studio", "bn": "লেবেল স্টুডিও"},
    "review_export_argilla": {"en": "Argilla", "bn": "আর্জিলা"},
    "review_reason_nothing_decided": {"en": "nothing is decided yet", "bn": "এখনো কোনো সিদ্ধান্ত হয়নি"},
    "review_reason_no_gold": {"en": "no gold labels there", "bn": "আগে থেকে দেওয়া লেবেল নেই"},
    "review_reason_one_annotator": {"en": "only one person so far", "bn": "এ পর্যন্ত মাত্র একজন"},
    "review_reason_no_overlap": {
        "en": "no text that two people decided",
        "bn": "দুজন দেখেছেন এমন কোনো লেখা নেই",
    },
    "review_reason_one_label": {"en": "everything has the same label", "bn": "সবকিছুর লেবেল একই"},
    "review_reason_never_right": {"en": "none of it is right", "bn": "একটিও সঠিক নয়"},
    "review_reason_not_reached": {"en": "not reached", "bn": "পৌঁছানো যায়নি"},
    "review_reason_nothing_explained": {
        "en": "colors were not shown after any decision yet",
        "bn": "এখনো কোনো সিদ্ধান্তের পর রং দেখানো হয়নি",
    },
    "error_review_expired": {
        "en": "The server has been restarted. Every saved decision is still there: press “Begin”, or “Count again” "
        "for the figures.",
        "bn": "সার্ভার নতুন করে চালু হয়েছে। আপনার আগের সব সিদ্ধান্ত সংরক্ষিত আছে: “শুরু করুন” চাপুন, আর সংখ্যাগুলো দেখতে “আবার "
        "হিসাব করুন”।",
    },
    "error_item_taken": {
        "en": "This text was open for too long and went to someone else: your decision on it was not saved. Here is the next one.",
        "bn": "লেখাটি অনেকক্ষণ খোলা ছিল বলে আরেকজনের কাছে চলে গেছে: এটির ওপর আপনার সিদ্ধান্ত সংরক্ষিত হয়নি। এবার পরেরটি দেখুন।",
    },
    "error_review_database": {
        "en": "The database is not responding: this step was not saved. What you chose is still here; try again.",
        "bn": "ডেটাবেস সাড়া দিচ্ছে না: এই ধাপটি সংরক্ষিত হয়নি। আপনি যা বেছেছেন তা এখনো আছে; আবার চেষ্টা করুন।",
    },
    "error_unknown_review": {
        "en": "This project or text is no longer there: choose a project and begin again.",
        "bn": "প্রকল্পটি বা লেখাটি আর নেই: প্রকল্প বেছে নিয়ে আবার শুরু করুন।",
    },
    "error_invalid_review": {
        "en": "That could not be saved: give a name of at most 100 characters, and a note of at most 10,000.",
        "bn": "এটি সংরক্ষণ করা যায়নি: নাম সর্বোচ্চ ১০০ অক্ষরের আর মন্তব্য সর্বোচ্চ ১০,০০০ অক্ষরের হতে হবে।",
    },
    "error_too_many_decisions": {
        "en": "That was not saved: your decision on this text has been changed {limit} times, and the last one counts. "
        "Go on with the next text.",
        "bn": "এটি সংরক্ষণ করা হয়নি: এই লেখায় আপনার সিদ্ধান্ত {limit} বার বদলেছে, শেষ সিদ্ধান্তটিই ধরা হবে। পরের লেখায় যান।",
    },
    "error_too_many_names": {
        "en": "From your network, {limit} names are checking texts already: begin under one of them, or try again in half "
        "an hour.",
        "bn": "আপনার নেটওয়ার্ক থেকে এখনই {limit}টি নামে লেখা যাচাই চলছে: সেগুলোর একটি নামে শুরু করুন, নয়তো আধা ঘণ্টা পর আবার চেষ্টা "
        "করুন।",
    },
    "error_decisions_too_fast": {
        "en": "That was not saved: more than {limit} decisions a minute came from your network. Wait a moment, then save "
        "again.",
        "bn": "এটি সংরক্ষণ করা হয়নি: আপনার নেটওয়ার্ক থেকে মিনিটে {limit}টির বেশি সিদ্ধান্ত এসেছে। একটু অপেক্ষা করে আবার সংরক্ষণ করুন।",
    },
}
