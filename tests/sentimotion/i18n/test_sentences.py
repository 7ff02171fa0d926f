"""What the page says where one sentence in place of another would mislead: the words themselves.

Other tests ask for a sentence by its key, so they pass where the sentences of two keys have been exchanged.
"""

from itertools import combinations

import pytest

from sentimotion.i18n.messages import STRINGS

# How each begins, in English and in Bangla; short ones whole.
BEGINNINGS = {
    # A score, a decision and what is behind it.
    "reached": ("Reaches the threshold of {threshold}.", "{threshold} সীমা ছুঁয়েছে বা পার হয়েছে।"),
    "top_below": ("Most probable, though", "এটিই সবচেয়ে সম্ভাব্য,"),
    "fell_back": ("Neutral only because", "কোনোটিই {threshold} সীমায় পৌঁছায়নি,"),
    "toward": ("toward “{label}”", "“{label}”-এর দিকে"),
    "away": ("away from it", "উল্টো দিকে"),
    "take_out": ("take out", "বাদ দিন"),
    "taken_out": ("taken out", "বাদ দেওয়া"),
    "receipt_blank": ("a blank text", "ফাঁকা লেখা"),
    "receipt_marks": ("punctuation", "যতিচিহ্ন"),
    "receipt_error": ("error and rounding", "ভুল ও সংখ্যা কাটছাঁট"),
    "receipt_score": ("the model’s score", "মডেলের স্কোর"),
    "decided_by_setting": ("a setting", "সেটিং অনুযায়ী"),
    "decided_by_card": ("the published model’s card", "প্রকাশিত মডেলের কার্ড অনুযায়ী"),
    "decided_by_convention": ("convention", "প্রচলিত রীতি অনুযায়ী"),
    # Other methods.
    "order_same": ("much the same", "প্রায় একই"),
    "order_partly": ("partly the same", "আংশিক এক"),
    "order_other": ("different", "ভিন্ন"),
    "order_none": ("No order to compare.", "তুলনার মতো ক্রম নেই।"),
    "row_sum": ("Adds up:", "যোগফল মেলে:"),
    "row_sum_off": ("Does not add up:", "যোগফল মেলে না:"),
    "row_start_biases": ("the network’s biases", "নেটওয়ার্কের বায়াস"),
    "row_start_neutral": ("neutral texts", "নিরপেক্ষ লেখা"),
    "row_rank": ("Beats {beaten} of", "দৈবচয়নে নেওয়া শব্দের {sets}টি বাছাইয়ের {beaten}টিকে"),
    "row_rank_weak": ("Beats only {beaten} of", "দৈবচয়নে নেওয়া শব্দের {sets}টি বাছাইয়ের মাত্র"),
    "method_decomposition": ("decomposition", "স্তরে স্তরে বিভাজন"),
    "method_expected_gradients": ("expected gradients", "এক্সপেক্টেড গ্রেডিয়েন্টস"),
    "method_shapley_sampling": ("Shapley values", "শ্যাপলি মান"),
    "method_pad": ("integrated gradients, padding baseline", "ইন্টিগ্রেটেড গ্রেডিয়েন্টস, বেসলাইন প্যাডিং"),
    "method_mask": ("integrated gradients, mask baseline", "ইন্টিগ্রেটেড গ্রেডিয়েন্টস, বেসলাইন মাস্ক"),
    "method_zero": ("integrated gradients, zero baseline", "ইন্টিগ্রেটেড গ্রেডিয়েন্টস, বেসলাইন শূন্য"),
    "method_leave_one_out": ("each word left out in turn", "একটি একটি করে শব্দ বাদ দিয়ে"),
    "method_gradient_x_input": ("gradient × input", "গ্রেডিয়েন্ট × ইনপুট"),
    # What is wrong with a text, and what became of its characters.
    "suspect_romanized": ("This looks like Bangla", "মনে হচ্ছে, বাংলাই লিখেছেন,"),
    "suspect_english": ("This looks like English.", "লেখাটি ইংরেজি বলে মনে"),
    "no_bangla": ("There are no Bangla", "এই লেখায় কোনো বাংলা"),
    "suspect_bijoy": ("{words}: this looks", "{words}: মনে হচ্ছে,"),
    "suspect_mojibake": ("This is Bangla that", "লেখাটি বাংলাই, তবে"),
    "suspect_damaged": ("{words}: characters were lost", "{words}: লেখাটির কিছু অক্ষর"),
    "suspect_markup": ("{words}: this is HTML", "{words}: এগুলো ওয়েব পাতার"),
    "suspect_danda_lookalike": ("{words}: a sign that only", "{words}: চিহ্নটি দেখতে দাঁড়ির"),
    "suspect_colon_for_visarga": ("{words}: a colon", "{words}: বিসর্গের জায়গায় কোলন লেখা"),
    "suspect_foreign_sign": ("{words}: a sign of another", "{words}: অন্য লিপির"),
    "suspect_khanda_ta": ("{words}: khanda ta is", "{words}: ৎ লেখা হয়েছে"),
    "suspect_visual_order": ("{words}: a vowel sign is", "{words}: কার-চিহ্ন অক্ষরের"),
    "suspect_parted_sign": ("{words}: there is a", "{words}: অক্ষর আর তার"),
    "suspect_stray_sign": ("{words}: a vowel sign or", "{words}: কার-চিহ্ন বা"),
    "suspect_double_sign": ("{words}: a letter has", "{words}: যেখানে একটি"),
    "suspect_late_sign": ("{words}: the signs", "{words}: একই অক্ষরের"),
    "suspect_split_letter": ("{words}: one letter", "{words}: একটি স্বরবর্ণ"),
    "change_joiner_dropped": ("{name}: dropped; the word is read without it", "{name}: বাদ পড়েছে; শব্দটি"),
    "change_emoji_split": ("{name}: dropped; the emoji", "{name}: বাদ পড়েছে; ইমোজিটি"),
    "change_invisible_dropped": ("{name}: dropped; it could not be seen anyway", "{name}: বাদ পড়েছে; এটি"),
    "change_word_split": ("{name}: read as a space,", "{name}: স্পেস হিসেবে পড়া"),
    "change_dropped": ("{name}: dropped", "{name}: বাদ পড়েছে"),
    "change_same_letter": ("“{before}”: read as the", "“{before}”: একই অক্ষর,"),
    "change_simpler_form": ("{name}: read as “{after}”", "{name}: পড়া হয়েছে “{after}”"),
    "change_replaced": ("“{before}”: read as “{after}”", "“{before}”: পড়া হয়েছে “{after}”"),
    "change_unknown_emoji": ("{before}: an emoji", "{before}: ইমোজিটি শব্দভান্ডারে"),
    "change_unknown": ("“{before}”: not in", "“{before}”: শব্দভান্ডারে নেই;"),
    "reading_unknown": ("unknown", "অজানা"),
    "reading_space": ("space", "স্পেস"),
    "reading_shared": ("read with its neighbor", "পাশের শব্দের সঙ্গে পড়া"),
    "reading_cut": ("cut off here", "এখানে কাটা পড়েছে"),
    "character_200c": ("zero-width non-joiner (ZWNJ)", "অদৃশ্য বিযোজক চিহ্ন"),
    "character_200d": ("zero-width joiner (ZWJ)", "অদৃশ্য যোজক চিহ্ন"),
    "character_200b": ("zero-width space", "শূন্য প্রস্থের স্পেস"),
    "character_200e": ("left-to-right mark", "বাঁ থেকে ডানে লেখার অদৃশ্য চিহ্ন"),
    "character_200f": ("right-to-left mark", "ডান থেকে বাঁয়ে লেখার অদৃশ্য চিহ্ন"),
    # Errors.
    "error_blank_text": ("There is nothing to", "পড়ার মতো কিছু নেই: অন্তত একটি শব্দ লিখুন।"),
    "error_invalid_text": ("The text contains a broken", "লেখায় একটি ভাঙা অক্ষর"),
    "error_text_too_long": ("The text has {length}", "লেখাটিতে {length}টি অক্ষর"),
    "error_explanation": ("The model could not", "এই লেখার জন্য মডেলের"),
    "error_other": ("That did not work;", "কিছু একটা ভুল হয়েছে;"),
    "error_file_too_large": ("The file has {size}", "ফাইলটি {size} মেগাবাইটের,"),
    "error_too_many_rows": ("The file has {rows}", "ফাইলে {rows}টি সারি,"),
    "error_content_too_large": ("Uncompressed, the file has", "ফাইলটির ভেতরে সব মিলিয়ে {limit}"),
    "error_time_limit": (
        "Reading this file takes more than {seconds} seconds:",
        "ফাইলটি পড়তে {seconds} সেকেন্ডের",
    ),
    "error_memory_limit": (
        "Reading this file takes more than {megabytes} MB",
        "ফাইলটি পড়তে {megabytes} মেগাবাইটের",
    ),
    "error_process_crashed": ("Reading this file stopped unexpectedly;", "ফাইলটি পড়তে পড়তে কাজ"),
    "error_data": ("The file cannot be", "ফাইলটি পড়া যাচ্ছে"),
    "error_columns": ("The columns do not", "কলামে গোলমাল আছে: কোনোটিতে"),
    "error_scoring": ("This kind of file cannot", "এ ধরনের ফাইল এখানে"),
    "error_item_taken": ("This text was open", "লেখাটি অনেকক্ষণ খোলা"),
    "error_review_database": ("The database is not", "ডেটাবেস সাড়া দিচ্ছে না:"),
    "error_unknown_review": ("This project or text", "প্রকল্পটি বা লেখাটি"),
    "error_invalid_review": ("That could not be saved:", "এটি সংরক্ষণ করা যায়নি: নাম"),
    "error_too_many_decisions": ("That was not saved: your decision", "এটি সংরক্ষণ করা হয়নি: এই লেখায়"),
    "error_too_many_names": ("From your network, {limit}", "আপনার নেটওয়ার্ক থেকে এখনই {limit}টি"),
    "error_decisions_too_fast": ("That was not saved: more than", "এটি সংরক্ষণ করা হয়নি: আপনার নেটওয়ার্ক"),
    # What was stopped, and how to go on.
    "stopped": ("Stopped. Press Analyze", "থামানো হয়েছে। শব্দগুলোর প্রভাব আবার মাপতে “বিশ্লেষণ"),
    "pair_stopped": ("Stopped. Press Compare", "থামানো হয়েছে। শব্দগুলোর প্রভাব আবার মাপতে “তুলনা"),
    "swap_stopped": ("Stopped. Press Swap to begin again.", "থামানো হয়েছে। আবার শুরু"),
    "set_stopped": (
        "Stopped. Press a set’s button to run it again.",
        "থামানো হয়েছে। আবার চালাতে সেটটির বোতাম চাপুন।",
    ),
    "learn_stopped": ("Stopped. Press “Use", "থামানো হয়েছে। শব্দগুলোর প্রভাব আবার মাপতে “এই"),
    "quiz_stopped": ("Stopped. Choose a word to guess again.", "থামানো হয়েছে। আবার আন্দাজ"),
    "score_stopped": ("Stopped. Nothing was saved.", "থামানো হয়েছে। কিছুই সংরক্ষণ করা হয়নি।"),
    # Comparisons.
    "pair_text_0": ("First text", "প্রথম লেখা"),
    "pair_text_1": ("Second text", "দ্বিতীয় লেখা"),
    "pair_decision_changed": (
        "The answer changes from “{one}” to “{other}”.",
        "উত্তর “{one}” থেকে বদলে “{other}” হয়েছে।",
    ),
    "pair_decision_same": ("The answer stays “{label}”.", "উত্তর বদলায়নি: “{label}”।"),
    "pair_rises": ("Changed most: “{label}” rises", "সবচেয়ে বেশি বদলেছে “{label}”: {points} বেড়েছে,"),
    "pair_falls": ("Changed most: “{label}” falls", "সবচেয়ে বেশি বদলেছে “{label}”: {points} কমেছে,"),
    "pair_still": ("No label’s probability", "কোনো লেবেলের সম্ভাবনাই এক শতাংশ পয়েন্টও"),
    "column_lowest": ("Lowest", "সবচেয়ে কম"),
    "column_highest": ("Highest", "সবচেয়ে বেশি"),
    "column_mean": ("Mean range", "গড়"),
    "column_largest": ("Largest range", "বৃহত্তম"),
    "column_lowest_for": ("Lowest for", "কম যার বেলায়"),
    "column_highest_for": ("Highest for", "বেশি যার বেলায়"),
    # The lesson and its quiz.
    "learn_same_order": ("The same words in the", "একই শব্দ, একই ক্রমে:"),
    "learn_same_words": ("The same words, but", "শব্দ একই, তবে ক্রম বা দিক আলাদা।"),
    "learn_same_first": ("The strongest word", "সবচেয়ে প্রভাবশালী শব্দটি"),
    "learn_not_same": ("Not even the strongest", "সবচেয়ে প্রভাবশালী শব্দ বা"),
    "learn_agree_same": ("nearly the same order.", "ক্রম প্রায় একই।"),
    "learn_agree_like": ("much alike.", "অনেকটাই মেলে।"),
    "learn_agree_little": ("little in common.", "মিল সামান্য।"),
    "learn_agree_none": ("nothing in common.", "কোনো মিল নেই।"),
    "learn_agree_opposite": ("rather the opposite.", "বরং উল্টো।"),
    "learn_full_sure": ("The model is sure here:", "মডেল এখানে নিশ্চিত:"),
    "learn_full_unsure": ("Here the model is not", "এখানে মডেল ততটা নিশ্চিত"),
    "learn_measure_odds": ("log-odds", "লগ-অডস"),
    "learn_measure_probability": ("probability", "সম্ভাবনা"),
    "learn_blank_pad": ("padding", "প্যাডিং টোকেন"),
    "learn_blank_mask": ("mask tokens", "আড়াল করা (মাস্ক) টোকেন"),
    "learn_blank_zero": ("zeros", "শুধু শূন্য"),
    "learn_row_blank": ("score of the blank text", "ফাঁকা লেখার নিজের স্কোর"),
    "learn_row_score": ("score of your sentence", "আপনার বাক্যের স্কোর"),
    "learn_play": ("Play", "চালান"),
    "learn_pause": ("Pause", "থামান"),
    "quiz_right": ("Right: “{word}”, {value}.", "ঠিক ধরেছেন: “{word}”, {value}।"),
    "quiz_wrong": ("It was “{top}”, {top_value}.", "শব্দটি ছিল “{top}”,"),
    "quiz_next": ("Next sentence", "পরের বাক্য"),
    "quiz_again": ("Play again", "আবার খেলুন"),
    # Opinion reports.
    "opinion_read": ("rows in the file", "ফাইলে মোট সারি"),
    "opinion_counted": ("counted below", "নিচের হিসাবে ধরা হয়েছে"),
    "opinion_errors": ("not scored and in no share", "বিশ্লেষণ হয়নি, কোনো হারেও ধরা"),
    "opinion_unreadable": ("without a usable label or probability", "ঠিকঠাক লেবেল বা সম্ভাবনা লেখা নেই"),
    "opinion_truncated": ("counted, but read only", "হিসাবে আছে, তবে লেখা"),
    "opinion_undated": ("counted, but without a readable date", "হিসাবে আছে, তবে তারিখ পড়া যায়নি"),
    "opinion_dateless": ("counted, but the date is empty", "হিসাবে আছে, তবে তারিখের ঘর খালি"),
    "opinion_ungrouped": ("counted, but in no group", "হিসাবে আছে, তবে কোন শ্রেণির, তা লেখা নেই"),
    "opinion_outlying": ("counted, but not drawn", "হিসাবে আছে, তবে তারিখ বাকি"),
    "opinion_nameless": ("counted among all others:", "“বাকি সব”-এর মধ্যে"),
    "opinion_toward": ("toward it", "এর দিকে টেনেছে"),
    "opinion_away": ("away from it", "উল্টো দিকে টেনেছে"),
    "opinion_typical": ("Typical texts", "উদাহরণ লেখা"),
    "opinion_doubtful": ("Doubtful texts", "যেসব লেখায় মডেল দ্বিধায়"),
    "opinion_time_day": ("By day, from the column “{column}”.", "দিন অনুযায়ী, “{column}” কলাম থেকে।"),
    "opinion_time_week": ("By week, Monday to", "সপ্তাহ অনুযায়ী (সোম থেকে"),
    "opinion_time_month": ("By month, from the column “{column}”.", "মাস অনুযায়ী, “{column}” কলাম থেকে।"),
    "opinion_time_year": ("By year, from the column “{column}”.", "বছর অনুযায়ী, “{column}” কলাম থেকে।"),
    "opinion_order_shown": (
        "“{cell}” was read as {day}: {order}, as other",
        "“{cell}” পড়া হয়েছে {day} হিসেবে, অর্থাৎ {order}; কলামের",
    ),
    "opinion_order_open": (
        "“{cell}” was read as {day}: {order}. The dates",
        "“{cell}” পড়া হয়েছে {day} হিসেবে, অর্থাৎ {order}। কোনটি",
    ),
    "opinion_order_day_first": ("the day first", "আগে দিন"),
    "opinion_order_month_first": ("the month first", "আগে মাস"),
    "opinion_order_year_first": ("the year first", "আগে বছর"),
    "opinion_order_epoch": (
        "“{cell}” was read as {day}: Unix time",
        "“{cell}” পড়া হয়েছে {day} হিসেবে: সংখ্যাটি ইউনিক্স",
    ),
    "opinion_order_serial": (
        "“{cell}” was read as {day}: the number of a day",
        "“{cell}” পড়া হয়েছে {day} হিসেবে: স্প্রেডশিটে",
    ),
    "opinion_warning_bijoy": ("old Bijoy font", "পুরোনো বিজয় ফন্ট"),
    "opinion_warning_damaged": ("damaged characters", "নষ্ট অক্ষর"),
    "opinion_warning_mojibake": ("wrong encoding", "ভুল এনকোডিং"),
    "opinion_warning_romanized": ("Bangla in Latin letters", "রোমান হরফে বাংলা"),
    "opinion_warning_english": ("English", "ইংরেজি"),
    "opinion_warning_no_bangla": ("no Bangla letters", "বাংলা অক্ষর নেই"),
    "opinion_warning_markup": ("HTML markup", "এইচটিএমএল চিহ্ন"),
    "opinion_warning_visual_order": ("vowel sign before its letter", "অক্ষরের আগে কার-চিহ্ন"),
    "opinion_warning_parted_sign": ("space before a sign", "অক্ষর ও চিহ্নের মাঝে স্পেস"),
    "opinion_warning_stray_sign": ("sign without a letter", "অক্ষর ছাড়া চিহ্ন"),
    "opinion_warning_double_sign": ("doubled sign", "একই জায়গায় একাধিক চিহ্ন"),
    "opinion_warning_late_sign": ("signs in the wrong order", "উল্টো ক্রমে চিহ্ন"),
    "opinion_warning_danda_lookalike": ("sign that looks like a danda", "দাঁড়ির মতো দেখতে"),
    "opinion_warning_colon_for_visarga": ("colon for a visarga", "বিসর্গের জায়গায় কোলন"),
    "opinion_warning_foreign_sign": ("sign of another script", "অন্য লিপির চিহ্ন"),
    "opinion_warning_khanda_ta": ("old encoding of ta", "পুরোনো সংকেতে লেখা"),
    "opinion_warning_split_letter": ("letter typed as two", "দুই টুকরো করে লেখা অক্ষর"),
    "score_date_column": ("Column with dates", "তারিখের কলাম"),
    "score_group_column": ("Column with groups", "শ্রেণির কলাম"),
    # Spot checks.
    "review_saved_decided": ("Saved.", "সংরক্ষিত হয়েছে।"),
    "review_saved_changed": ("Your new decision is saved.", "আপনার নতুন সিদ্ধান্ত সংরক্ষিত হয়েছে।"),
    "review_saved_skipped": ("Skipped; others may decide.", "এড়িয়ে যাওয়া হলো; অন্যরা সিদ্ধান্ত নিতে পারবেন।"),
    "review_saved_same": ("Your decision stays as it is.", "আপনার সিদ্ধান্ত আগের মতোই রইল।"),
    "review_agree": ("Agree and save", "একমত, সংরক্ষণ করুন"),
    "review_skip": ("Skip", "এড়িয়ে যান"),
    "review_keep": ("Keep and continue", "ঠিক আছে, পরেরটি"),
    "review_change": ("Change decision", "সিদ্ধান্ত বদলান"),
    "review_key_sentiment": ("a sentiment", "মনোভাব"),
    "review_key_emotion": ("an emotion", "আবেগ"),
    "review_key_keep": ("then: keep the decision and continue", "তারপর: সিদ্ধান্ত ঠিক রেখে পরের লেখা"),
    "review_key_change": ("or: change the decision", "অথবা: সিদ্ধান্ত বদলানো"),
    "review_key_skip": ("skip", "এড়িয়ে যাওয়া"),
    "review_towards": ("toward the model", "মডেলের দিকে"),
    "review_from": ("away from the model", "মডেলের উল্টো দিকে"),
    "review_stage_final": ("final decisions", "চূড়ান্ত সিদ্ধান্ত"),
    "review_stage_before": ("decisions before the colors", "রং দেখার আগের সিদ্ধান্ত"),
    "review_precision": ("precision", "প্রিসিশন (যা থাকে, তার কতটা সঠিক)"),
    "review_recall": ("recall", "রিকল (সঠিকের কতটা থাকে)"),
    "review_kept": ("share kept", "মোটের কতটা থাকে"),
    "review_kappa": ("Cohen’s kappa", "কোহেনের কাপা"),
    "review_alpha": ("Krippendorff’s alpha", "ক্রিপেনডর্ফের আলফা"),
    "review_model_random": ("the model, random texts", "মডেল, দৈবচয়নে নেওয়া লেখায়"),
    "review_model_all": ("the model, all texts", "মডেল, সব লেখায়"),
    "review_gold_random": ("gold labels, random texts", "আগে থেকে দেওয়া লেবেল, দৈবচয়নে নেওয়া লেখায়"),
    "review_gold_all": ("gold labels, all texts", "আগে থেকে দেওয়া লেবেল, সব লেখায়"),
    "review_alpha_random": ("everyone, random texts", "সবাই, দৈবচয়নে নেওয়া লেখায়"),
    "review_alpha_all": ("everyone, all texts", "সবাই, সব লেখায়"),
    "review_curve_random": ("From random texts.", "দৈবচয়নে নেওয়া লেখা থেকে।"),
    "review_curve_all": ("From all decided texts,", "সিদ্ধান্ত হওয়া সব"),
    "review_reason_nothing_decided": ("nothing is decided yet", "এখনো কোনো সিদ্ধান্ত হয়নি"),
    "review_reason_no_gold": ("no gold labels there", "আগে থেকে দেওয়া লেবেল নেই"),
    "review_reason_one_annotator": ("only one person so far", "এ পর্যন্ত মাত্র একজন"),
    "review_reason_no_overlap": ("no text that two people decided", "দুজন দেখেছেন এমন কোনো লেখা নেই"),
    "review_reason_one_label": ("everything has the same label", "সবকিছুর লেবেল একই"),
    "review_reason_never_right": ("none of it is right", "একটিও সঠিক নয়"),
    "review_reason_not_reached": ("not reached", "পৌঁছানো যায়নি"),
    "review_reason_nothing_explained": (
        "colors were not shown after any decision yet",
        "এখনো কোনো সিদ্ধান্তের পর রং দেখানো হয়নি",
    ),
    # Meanings of labels.
    "meaning_sentiment_negative": ("Anger, contempt, grief,", "রাগ, তাচ্ছিল্য, শোক,"),
    "meaning_sentiment_neutral": ("Facts, questions, requests,", "তথ্য, প্রশ্ন, অনুরোধ"),
    "meaning_sentiment_positive": ("Praise, love, thanks, good", "প্রশংসা, ভালোবাসা, ধন্যবাদ, শুভকামনা,"),
    "meaning_emotion_neutral": ("The writer shows no feeling:", "লেখকের নিজের কোনো আবেগ"),
    "meaning_emotion_happy": ("Praise, love, thanks, congratulation,", "প্রশংসা, ভালোবাসা, ধন্যবাদ, অভিনন্দন,"),
    "meaning_emotion_anger_disgust": ("Insult, mockery, contempt,", "অপমান, বিদ্রূপ, তাচ্ছিল্য,"),
    "meaning_emotion_sadness": ("Grief, pain, pity,", "শোক, কষ্ট, করুণা, অনুশোচনা,"),
    "meaning_emotion_surprise": ("Astonishment or disbelief", "অবাক হওয়া বা বিশ্বাস"),
    "meaning_emotion_fear": ("Fear, worry, dread,", "ভয়, দুশ্চিন্তা, আতঙ্ক,"),
}
MONTHS = {
    "en": "January February March April May June July August September October November December",
    "bn": "জানুয়ারি ফেব্রুয়ারি মার্চ এপ্রিল মে জুন জুলাই আগস্ট সেপ্টেম্বর অক্টোবর নভেম্বর ডিসেম্বর",
}


PLACES = {"en": 0, "bn": 1}


def begins_like(key, other, language):
    """Whether one sentence begins as is wanted of another."""
    return STRINGS[key][language].startswith(BEGINNINGS[other][PLACES[language]])


@pytest.mark.parametrize("language", PLACES)
def test_every_sentence_is_its_own(language):
    assert [key for key in BEGINNINGS if not begins_like(key, key, language)] == []


@pytest.mark.parametrize("language", PLACES)
def test_any_two_that_are_exchanged_are_seen(language):
    unseen = [
        (one, other)
        for one, other in combinations(BEGINNINGS, 2)
        if begins_like(one, other, language) and begins_like(other, one, language)
    ]
    # Both are that, of one chart and of another.
    assert unseen == ([("away", "opinion_away")] if language == "en" else [])


@pytest.mark.parametrize("language", PLACES)
def test_months_follow_each_other(language):
    assert [STRINGS[f"month_{number}"][language] for number in range(1, 13)] == MONTHS[language].split()
