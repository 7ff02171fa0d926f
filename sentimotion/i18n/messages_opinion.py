"""Messages of the opinion report."""

from typing import Final, Literal

OPINION: Final[dict[str, dict[Literal["en", "bn"], str]]] = {
    "opinion_title": {"en": "Sentiment and emotion report", "bn": "মনোভাব ও আবেগের প্রতিবেদন"},
    "opinion_file": {"en": "File: {name}", "bn": "ফাইল: {name}"},
    "opinion_model": {"en": "Model: {source}", "bn": "মডেল: {source}"},
    "opinion_made": {"en": "Made on {day}", "bn": "তৈরির তারিখ: {day}"},
    # What to know before any figure
    "opinion_first": {"en": "Read this first", "bn": "আগে এটুকু পড়ুন"},
    "opinion_sampling": {
        "en": "Every figure below describes how this model labels the texts of this file, not what people think. "
        "The intervals ({level}) show how far chance alone could move a share if the texts were drawn at "
        "random from many more; they do not include the model’s mistakes, or the fact that not everyone "
        "writes in public.",
        "bn": "নিচের প্রতিটি সংখ্যা বলে এই ফাইলের লেখাগুলোকে মডেল কীভাবে পড়েছে; মানুষ কী ভাবে, তা নয়। লেখাগুলো আরও বড় ভান্ডার "
        "থেকে দৈবচয়নে নেওয়া হলে নিছক কাকতালে হার কতটা কমবেশি হতে পারত, আস্থা ব্যবধান ({level}) তা দেখায়। মডেলের নিজের ভুল "
        "এতে ধরা নেই; সবাই যে প্রকাশ্যে লেখে না, সেটাও নয়।",
    },
    "opinion_check": {
        "en": "Before you quote a figure, read at least a hundred texts of the file yourself and count how often you "
        "disagree with the model.",
        "bn": "কোনো সংখ্যা উদ্ধৃত করার আগে ফাইলের অন্তত এক শ লেখা নিজে পড়ুন, আর গুনে দেখুন মডেলের সঙ্গে কতবার আপনার মত মেলে না।",
    },
    "opinion_card": {
        "en": "Warnings from the model card",
        "bn": "মডেলের নিজের কার্ডে যেসব সতর্কতা আছে (ইংরেজিতে)",
    },
    # Rows
    "opinion_rows": {"en": "Rows", "bn": "সারি"},
    "opinion_read": {"en": "rows in the file", "bn": "ফাইলে মোট সারি"},
    "opinion_counted": {"en": "counted below", "bn": "নিচের হিসাবে ধরা হয়েছে"},
    "opinion_errors": {
        "en": "not scored and in no share (no text, a spreadsheet error, a damaged row): the column “error” has "
        "the reason",
        "bn": "বিশ্লেষণ হয়নি, কোনো হারেও ধরা হয়নি (লেখা নেই, স্প্রেডশিটের ত্রুটি বা ভাঙা সারি): কারণ “error” কলামে লেখা আছে",
    },
    "opinion_unreadable": {
        "en": "without a usable label or probability",
        "bn": "ঠিকঠাক লেবেল বা সম্ভাবনা লেখা নেই",
    },
    "opinion_truncated": {
        "en": "counted, but read only in part: the text was too long",
        "bn": "হিসাবে আছে, তবে লেখা বড় বলে শেষটুকু পড়া হয়নি",
    },
    "opinion_undated": {"en": "counted, but without a readable date", "bn": "হিসাবে আছে, তবে তারিখ পড়া যায়নি"},
    "opinion_dateless": {"en": "counted, but the date is empty", "bn": "হিসাবে আছে, তবে তারিখের ঘর খালি"},
    "opinion_ungrouped": {"en": "counted, but in no group", "bn": "হিসাবে আছে, তবে কোন শ্রেণির, তা লেখা নেই"},
    "opinion_outlying": {
        "en": "counted, but not drawn over time: the date is far from all others",
        "bn": "হিসাবে আছে, তবে তারিখ বাকি সব থেকে অনেক দূরে বলে সময়ের ছবিতে নেই",
    },
    "opinion_nameless": {
        "en": "counted among all others: there are too many groups to tell apart",
        "bn": "“বাকি সব”-এর মধ্যে ধরা হয়েছে: শ্রেণি এত বেশি যে সব আলাদা করে গোনা হয়নি",
    },
    # Warnings about texts
    "opinion_warnings": {
        "en": "Texts with a warning: {count}. By warning: {codes}. A text may have several.",
        "bn": "সতর্কতা আছে এমন লেখা: {count}টি। সতর্কতা অনুযায়ী: {codes}। একটি লেখায় একাধিক সতর্কতা থাকতে পারে।",
    },
    "opinion_warnings_garbled": {
        "en": "The letters of {count} of these texts are garbled ({names}). They are counted in the shares, "
        "although the model could not read them properly; they are not used as examples or for the lists of "
        "words.",
        "bn": "এর মধ্যে {count}টি লেখার অক্ষর ভাঙা ({names})। মডেল এগুলো ঠিকমতো পড়তে না পারলেও হারের হিসাবে এগুলো আছে; উদাহরণে বা "
        "শব্দের তালিকায় এগুলো নেই।",
    },
    "opinion_warning": {"en": "{name} {count}", "bn": "{name} {count}"},
    "opinion_warning_bijoy": {"en": "old Bijoy font", "bn": "পুরোনো বিজয় ফন্ট"},
    "opinion_warning_damaged": {"en": "damaged characters", "bn": "নষ্ট অক্ষর"},
    "opinion_warning_mojibake": {"en": "wrong encoding", "bn": "ভুল এনকোডিং"},
    "opinion_warning_romanized": {"en": "Bangla in Latin letters", "bn": "রোমান হরফে বাংলা"},
    "opinion_warning_english": {"en": "English", "bn": "ইংরেজি"},
    "opinion_warning_no_bangla": {"en": "no Bangla letters", "bn": "বাংলা অক্ষর নেই"},
    "opinion_warning_markup": {"en": "HTML markup", "bn": "এইচটিএমএল চিহ্ন"},
    "opinion_warning_visual_order": {"en": "vowel sign before its letter", "bn": "অক্ষরের আগে কার-চিহ্ন"},
    "opinion_warning_parted_sign": {"en": "space before a sign", "bn": "অক্ষর ও চিহ্নের মাঝে স্পেস"},
    "opinion_warning_stray_sign": {"en": "sign without a letter", "bn": "অক্ষর ছাড়া চিহ্ন"},
    "opinion_warning_double_sign": {"en": "doubled sign", "bn": "একই জায়গায় একাধিক চিহ্ন"},
    "opinion_warning_late_sign": {"en": "signs in the wrong order", "bn": "উল্টো ক্রমে চিহ্ন"},
    "opinion_warning_danda_lookalike": {
        "en": "sign that looks like a danda",
        "bn": "দাঁড়ির মতো দেখতে অন্য চিহ্ন",
    },
    "opinion_warning_colon_for_visarga": {"en": "colon for a visarga", "bn": "বিসর্গের জায়গায় কোলন"},
    "opinion_warning_foreign_sign": {"en": "sign of another script", "bn": "অন্য লিপির চিহ্ন"},
    "opinion_warning_khanda_ta": {"en": "old encoding of ta", "bn": "পুরোনো সংকেতে লেখা ৎ"},
    "opinion_warning_split_letter": {"en": "letter typed as two", "bn": "দুই টুকরো করে লেখা অক্ষর"},
    "opinion_none": {
        "en": "Not one row could be counted, so there is nothing to show.",
        "bn": "একটি সারিও হিসাবে ধরা যায়নি, তাই দেখানোর কিছু নেই।",
    },
    # Shares
    "opinion_shares": {"en": "{head}: shares", "bn": "{head}: কোনটির হার কত"},
    "opinion_label": {"en": "label", "bn": "লেবেল"},
    "opinion_share": {"en": "share", "bn": "হার"},
    "opinion_interval": {"en": "interval, {level}", "bn": "আস্থা ব্যবধান, {level}"},
    "opinion_n": {"en": "rows", "bn": "সারি"},
    "opinion_mean": {"en": "mean probability", "bn": "গড় সম্ভাবনা"},
    "opinion_range": {"en": "{low} to {high}", "bn": "{low} থেকে {high}"},
    "opinion_fallback": {
        "en": "In {count} of the “neutral” rows no label reached the threshold. Where the share and the mean "
        "probability of a label are far apart, the threshold determines the share more than the texts do.",
        "bn": "“নিরপেক্ষ” সারিগুলোর মধ্যে {count}টিতে কোনো লেবেলই সীমায় (থ্রেশহোল্ড) পৌঁছায়নি। কোনো লেবেলের হার আর গড় সম্ভাবনায় "
        "অনেক তফাত থাকলে বুঝতে হবে, লেখার চেয়ে সীমাটিই ফল বেশি ঠিক করে দিচ্ছে।",
    },
    # Over time
    "opinion_time_title": {"en": "Over time", "bn": "সময় অনুযায়ী"},
    "opinion_time": {"en": "{head} over time", "bn": "{head}: সময় অনুযায়ী"},
    "opinion_time_day": {
        "en": "By day, from the column “{column}”.",
        "bn": "দিন অনুযায়ী, “{column}” কলাম থেকে।",
    },
    "opinion_time_week": {
        "en": "By week, Monday to Sunday, from the column “{column}”.",
        "bn": "সপ্তাহ অনুযায়ী (সোম থেকে রবি), “{column}” কলাম থেকে।",
    },
    "opinion_time_month": {
        "en": "By month, from the column “{column}”.",
        "bn": "মাস অনুযায়ী, “{column}” কলাম থেকে।",
    },
    "opinion_time_year": {
        "en": "By year, from the column “{column}”.",
        "bn": "বছর অনুযায়ী, “{column}” কলাম থেকে।",
    },
    "opinion_time_band": {
        "en": "The line is the share, the band its interval. With few rows the band is wide: then a rise or fall "
        "may be chance.",
        "bn": "রেখাটি হার, তার চারপাশের ছায়া আস্থা ব্যবধান। সারি কম হলে ছায়া চওড়া হয়: তখন ওঠানামা কাকতালীয়ও হতে পারে।",
    },
    "opinion_no_dates": {
        "en": "No row has a date that can be read (such as 2026-03-31, 31/03/2026 or 31 March 2026) in the column "
        "“{column}”.",
        "bn": "“{column}” কলামে পড়ার মতো কোনো তারিখ নেই (যেমন ২০২৬-০৩-৩১, ৩১/০৩/২০২৬ বা ৩১ মার্চ ২০২৬)।",
    },
    "opinion_order_shown": {
        "en": "“{cell}” was read as {day}: {order}, as other dates of the column show.",
        "bn": "“{cell}” পড়া হয়েছে {day} হিসেবে, অর্থাৎ {order}; কলামের অন্য তারিখ থেকে তা বোঝা যায়।",
    },
    "opinion_order_open": {
        "en": "“{cell}” was read as {day}: {order}. The dates of the column do not show which comes first, so the "
        "chart may have days and months, or days and years, swapped.",
        "bn": "“{cell}” পড়া হয়েছে {day} হিসেবে, অর্থাৎ {order}। কোনটি আগে, কলামের তারিখগুলো থেকে তা বোঝা যায় না; তাই সময়ের ছবিতে "
        "দিন ও মাস, বা দিন ও বছর, উল্টে যেতে পারে।",
    },
    "opinion_order_day_first": {"en": "the day first", "bn": "আগে দিন"},
    "opinion_order_month_first": {"en": "the month first", "bn": "আগে মাস"},
    "opinion_order_year_first": {"en": "the year first", "bn": "আগে বছর"},
    "opinion_order_epoch": {
        "en": "“{cell}” was read as {day}: Unix time, in UTC.",
        "bn": "“{cell}” পড়া হয়েছে {day} হিসেবে: সংখ্যাটি ইউনিক্স সময়, ইউটিসি অনুযায়ী।",
    },
    "opinion_order_serial": {
        "en": "“{cell}” was read as {day}: the number of a day, as spreadsheets count.",
        "bn": "“{cell}” পড়া হয়েছে {day} হিসেবে: স্প্রেডশিটে দিন যেভাবে গোনা হয়।",
    },
    "opinion_unread_dates": {
        "en": "Rows without a readable date: {count}, for example “{cell}”.",
        "bn": "{count}টি সারির তারিখ পড়া যায়নি, যেমন “{cell}”।",
    },
    "opinion_volume": {"en": "rows per period", "bn": "কোন সময়ে কত সারি"},
    "opinion_line": {
        "en": "{label} over time: {first} at the start ({start}), {last} at the end ({end}); between {low} and "
        "{high}",
        "bn": "সময় অনুযায়ী {label}: শুরুতে {first} ({start}), শেষে {last} ({end}); {low} থেকে {high}-এর মধ্যে",
    },
    "opinion_volume_line": {
        "en": "rows over time: {start} to {end}, at most {most} per period",
        "bn": "সময় অনুযায়ী সারির সংখ্যা: {start} থেকে {end}, একেক সময়ে সর্বোচ্চ {most}",
    },
    "opinion_figures": {"en": "All figures", "bn": "সব সংখ্যা"},
    "opinion_from": {"en": "from", "bn": "শুরু"},
    # By group
    "opinion_groups_title": {"en": "By group", "bn": "শ্রেণি অনুযায়ী"},
    "opinion_groups": {"en": "{head} by group", "bn": "{head}: শ্রেণি অনুযায়ী"},
    "opinion_groups_by": {
        "en": "From the column “{column}”. Where intervals overlap widely, the groups may not differ at all; with "
        "many groups, some differ by chance.",
        "bn": "“{column}” কলাম থেকে। আস্থা ব্যবধান অনেকটা মিলে গেলে শ্রেণিগুলোর মধ্যে আদৌ তফাত আছে কি না, বলা যায় না; শ্রেণি অনেক "
        "হলে কয়েকটিতে তফাত কাকতালেই দেখা দেয়।",
    },
    "opinion_group": {"en": "group", "bn": "শ্রেণি"},
    "opinion_others": {"en": "all others", "bn": "বাকি সব"},
    "opinion_no_groups": {
        "en": "No row names a group in the column “{column}”.",
        "bn": "“{column}” কলামে কোনো শ্রেণির নাম নেই।",
    },
    # Words
    "opinion_words": {
        "en": "Words with the strongest influence on a label",
        "bn": "কোনো লেবেলের ওপর যেসব শব্দের প্রভাব সবচেয়ে বেশি",
    },
    "opinion_words_version": {
        "en": "The file was scored with version {versions}; the words were computed with {model}.",
        "bn": "ফাইলটি বিশ্লেষণ করেছে মডেলের {versions} সংস্করণ; শব্দের প্রভাব মেপেছে {model}।",
    },
    "opinion_words_how": {
        "en": "Integrated gradients on {count} texts of the file, drawn at random from each label in turn: how far "
        "a word moved the score of the label (log-odds), on average over the texts with that word and label; "
        "in parentheses, their number. Influence is not causality, and a word in few texts may owe its place "
        "to its neighbors.",
        "bn": "ফাইলের {count}টি লেখায় ইন্টিগ্রেটেড গ্রেডিয়েন্টস চালানো হয়েছে; লেখাগুলো প্রতিটি লেবেল থেকে পালা করে দৈবচয়নে "
        "নেওয়া। যেসব লেখায় লেবেলটি ও শব্দটি আছে, সেগুলোতে শব্দটি লেবেলের স্কোর (লগ-অডস) গড়ে কতটা বদলেছে, সংখ্যাটি তা-ই। "
        "বন্ধনীতে: কয়টি লেখায়। প্রভাব মানেই কারণ নয়; অল্প লেখায় থাকা শব্দ পাশের শব্দের জোরেও তালিকায় আসতে পারে।",
    },
    "opinion_words_left": {
        "en": "Left out: {differing} answers where this model disagrees with the file, {not_converged} whose words "
        "did not add up to the score.",
        "bn": "বাদ পড়েছে: {differing}টি উত্তর, যেখানে এই মডেল ফাইলের সঙ্গে একমত নয়; {not_converged}টি, যার শব্দগুলোর যোগফল স্কোরের "
        "সঙ্গে মেলেনি।",
    },
    "opinion_words_label": {
        "en": "texts: {count}; words in at least {least} of them",
        "bn": "{count}টি লেখা; অন্তত {least}টিতে আছে এমন শব্দ",
    },
    "opinion_toward": {"en": "toward it", "bn": "এর দিকে টেনেছে"},
    "opinion_away": {"en": "away from it", "bn": "উল্টো দিকে টেনেছে"},
    "opinion_push": {"en": "{mean} ({count} texts)", "bn": "{mean} ({count}টি লেখায়)"},
    "opinion_no_words": {"en": "no word occurs often enough", "bn": "কোনো শব্দ যথেষ্টবার নেই"},
    "opinion_words_off": {
        "en": "No words were computed for this report.",
        "bn": "এই প্রতিবেদনের জন্য শব্দের প্রভাব মাপা হয়নি।",
    },
    # Examples
    "opinion_typical": {"en": "Typical texts", "bn": "উদাহরণ লেখা"},
    "opinion_typical_how": {
        "en": "From a random sample of each label’s texts: high probability, little in common. Quoted as written, "
        "shortened.",
        "bn": "প্রতিটি লেবেলের লেখা থেকে দৈবচয়নে নেওয়া অংশের মধ্যে যেগুলোর সম্ভাবনা বেশি, আর পরস্পর মিল কম। যেমন লেখা, তেমনই; শুধু "
        "ছোট করা।",
    },
    "opinion_doubtful": {"en": "Doubtful texts", "bn": "যেসব লেখায় মডেল দ্বিধায়"},
    "opinion_doubtful_how": {
        "en": "The model nearly gave another answer here: its two most probable labels are closest. Read these "
        "texts first.",
        "bn": "এগুলোতে মডেল প্রায় অন্য উত্তর দিয়ে ফেলেছিল: সবচেয়ে সম্ভাব্য দুটি লেবেল এখানেই সবচেয়ে কাছাকাছি। আগে এগুলো পড়ুন।",
    },
    "opinion_private": {
        "en": "The texts below appear as written: before you share this report, check whether they may be shared.",
        "bn": "নিচের লেখাগুলো লেখকেরা যেমন লিখেছেন তেমনই আছে: প্রতিবেদনটি কাউকে দেওয়ার আগে ভাবুন, লেখাগুলো দেওয়া চলে কি না।",
    },
    "opinion_no_examples": {"en": "none", "bn": "নেই"},
    # Method
    "opinion_method": {"en": "How it was counted", "bn": "যেভাবে গোনা হয়েছে"},
    "opinion_method_text": {
        "en": "A row counts for the label it has in the scored file, under the thresholds it was scored with. "
        "Intervals are Wilson score intervals, each label on its own (Wilson 1927; Brown, Cai and DasGupta "
        "2001). Examples and explained texts are drawn with the seed {seed}: the same file gives the same "
        "report. No text was left out because of what it says.",
        "bn": "ফাইলে যে সারিতে যে লেবেল আছে, সারিটি তাতেই গোনা হয়েছে; সীমাগুলো ফাইলটি বিশ্লেষণের সময়কার। আস্থা ব্যবধান উইলসনের "
        "পদ্ধতিতে, প্রতিটি লেবেলের জন্য আলাদা (উইলসন ১৯২৭; ব্রাউন, কাই ও দাশগুপ্ত ২০০১)। দৈবচয়নের সিড (seed) {seed}: একই "
        "ফাইলে একই প্রতিবেদন পাওয়া যায়। বক্তব্যের কারণে কোনো লেখা বাদ দেওয়া হয়নি।",
    },
    # Days
    "opinion_day": {"en": "{day} {month} {year}", "bn": "{day} {month} {year}"},
    "opinion_month": {"en": "{month} {year}", "bn": "{month} {year}"},
    "month_1": {"en": "January", "bn": "জানুয়ারি"},
    "month_2": {"en": "February", "bn": "ফেব্রুয়ারি"},
    "month_3": {"en": "March", "bn": "মার্চ"},
    "month_4": {"en": "April", "bn": "এপ্রিল"},
    "month_5": {"en": "May", "bn": "মে"},
    "month_6": {"en": "June", "bn": "জুন"},
    "month_7": {"en": "July", "bn": "জুলাই"},
    "month_8": {"en": "August", "bn": "আগস্ট"},
    "month_9": {"en": "September", "bn": "সেপ্টেম্বর"},
    "month_10": {"en": "October", "bn": "অক্টোবর"},
    "month_11": {"en": "November", "bn": "নভেম্বর"},
    "month_12": {"en": "December", "bn": "ডিসেম্বর"},
}
