"""Messages of the Score tab."""

from typing import Final, Literal

SCORE: Final[dict[str, dict[Literal["en", "bn"], str]]] = {
    "tab_score": {"en": "File", "bn": "ফাইল"},
    "score_title": {"en": "Score a file", "bn": "পুরো ফাইল একবারে"},
    "score_lead": {
        "en": "CSV, Excel (.xlsx), JSONL or Parquet, up to {rows} rows and {size} MB. Every column stays as it is; "
        "the answers of both heads are added, with every probability. A row that cannot be read says so in "
        "the column “error”.",
        "bn": "CSV, এক্সেল, JSONL বা Parquet ফাইল, সর্বোচ্চ {rows} সারি ও {size} মেগাবাইট। সব কলাম যেমন আছে তেমনই থাকে; পাশে যোগ হয় "
        "মডেলের দুটি উত্তর আর প্রতিটি সম্ভাবনা। কোনো সারি পড়া না গেলে “error” কলামে তা লেখা থাকে।",
    },
    "score_kept": {
        "en": "Your file stays in the server’s memory while this page is open, and is deleted no later than an "
        "hour after you close it; while it is processed, it is in a temporary folder. It is never logged.",
        "bn": "পাতাটি খোলা থাকা পর্যন্ত আপনার ফাইল সার্ভারের মেমোরিতে থাকে; বন্ধ করার বড়জোর এক ঘণ্টা পর মুছে যায়। কাজ চলার সময় "
        "সাময়িক একটি ফোল্ডারে থাকে। কোনো লগে কিছু লেখা হয় না।",
    },
    "score_choose": {"en": "Choose a file, or drop it here", "bn": "ফাইল বেছে নিন, বা এখানে টেনে এনে ছাড়ুন"},
    "score_kinds": {"en": "CSV, TSV, XLSX, JSONL or Parquet", "bn": "CSV, TSV, XLSX, JSONL বা Parquet"},
    "score_sample": {"en": "Try a sample file", "bn": "নমুনা ফাইল দিয়ে দেখুন"},
    "score_open": {"en": "Open in Analyze", "bn": "বিশ্লেষণে খুলুন"},
    "score_reading": {"en": "Reading the file …", "bn": "ফাইলটি পড়া হচ্ছে …"},
    "score_chosen": {"en": "{name}: {rows} rows", "bn": "{name}: {rows} সারি"},
    "score_header": {"en": "The first row of the file is", "bn": "ফাইলের প্রথম সারিটি"},
    "score_header_row": {"en": "a text like the others", "bn": "অন্যগুলোর মতোই একটি লেখা"},
    "score_header_names": {"en": "the names of the columns", "bn": "কলামের নাম"},
    "score_text_column": {"en": "Column with the texts", "bn": "যে কলামে লেখা আছে"},
    "score_run": {"en": "Score the file", "bn": "ফাইলটি বিশ্লেষণ করুন"},
    "score_waiting": {
        "en": "Waiting for its turn: one file at a time …",
        "bn": "পালা এলেই শুরু হবে: একবারে একটি ফাইল …",
    },
    "score_running": {"en": "Scoring … {percent}", "bn": "লেখাগুলো বিশ্লেষণ করা হচ্ছে … {percent}"},
    "score_stopped": {"en": "Stopped. Nothing was saved.", "bn": "থামানো হয়েছে। কিছুই সংরক্ষণ করা হয়নি।"},
    "score_save": {"en": "Download the scored file", "bn": "ফলসহ ফাইলটি ডাউনলোড করুন"},
    "score_prefix": {
        "en": "The file already has columns with these names: those added begin with {prefix}.",
        "bn": "ফাইলে এসব নামের কলাম আগেই ছিল: নতুন কলামগুলোর নাম তাই {prefix} দিয়ে শুরু।",
    },
    "score_first": {"en": "The first rows", "bn": "প্রথম কয়েকটি সারি"},
    "score_text": {"en": "text", "bn": "লেখা"},
    "score_closest": {"en": "(closest: {label}, {percent})", "bn": "(সবচেয়ে কাছে: {label}, {percent})"},
    "score_row_error": {"en": "could not be read", "bn": "পড়া যায়নি"},
    # The report
    "score_report_title": {"en": "Sentiment and emotion report", "bn": "মনোভাব ও আবেগের প্রতিবেদন"},
    "score_report_lead": {
        "en": "One HTML file that opens without this page: shares with intervals, over time and by group if there "
        "are such columns, the strongest words of each label, typical and doubtful texts. What the model is "
        "not for comes first.",
        "bn": "একটি ওয়েব পাতার ফাইল, এই পাতা ছাড়াই খোলে: প্রতিটি লেবেলের হার ও আস্থা ব্যবধান; কলাম থাকলে সময় ও শ্রেণি অনুযায়ী; "
        "প্রতিটি লেবেলের সবচেয়ে প্রভাবশালী শব্দ; উদাহরণ লেখা আর যেসব লেখায় মডেল দ্বিধায়। মডেলটি কোন কাজের জন্য নয়, তা "
        "শুরুতেই লেখা আছে।",
    },
    "score_date_column": {"en": "Column with dates", "bn": "তারিখের কলাম"},
    "score_group_column": {"en": "Column with groups", "bn": "শ্রেণির কলাম"},
    "score_no_column": {"en": "none", "bn": "নেই"},
    "score_words": {"en": "Texts whose words are weighed", "bn": "কয়টি লেখার শব্দের প্রভাব মাপা হবে"},
    "score_no_words": {"en": "none: ready at once", "bn": "একটিও নয়: সঙ্গে সঙ্গে তৈরি"},
    "score_n_words": {"en": "{count} texts", "bn": "{count}টি লেখা"},
    "score_report_run": {"en": "Make the report", "bn": "প্রতিবেদন তৈরি করুন"},
    "score_report_running": {"en": "Making the report … {percent}", "bn": "প্রতিবেদন তৈরি হচ্ছে … {percent}"},
    "score_report_waiting": {"en": "Waiting for its turn …", "bn": "পালার অপেক্ষায় …"},
    "score_report_done": {"en": "The report is ready: {name}", "bn": "প্রতিবেদন তৈরি: {name}"},
    "score_report_save": {"en": "Download the report", "bn": "প্রতিবেদন ডাউনলোড করুন"},
    # Errors
    "error_file_too_large": {
        "en": "The file has {size} MB, and this page takes at most {limit}: split it, or use the command “score” "
        "on your own machine.",
        "bn": "ফাইলটি {size} মেগাবাইটের, এখানে সর্বোচ্চ {limit} মেগাবাইট নেওয়া যায়: ভাগ করে দিন, বা নিজের কম্পিউটারে কমান্ড দিয়ে "
        "চালান।",
    },
    "error_too_many_rows": {
        "en": "The file has {rows} rows, and this page takes at most {limit}: split it, or use the command “score” "
        "on your own machine.",
        "bn": "ফাইলে {rows}টি সারি, এখানে সর্বোচ্চ {limit}টি নেওয়া যায়: ভাগ করে দিন, বা নিজের কম্পিউটারে কমান্ড দিয়ে চালান।",
    },
    "error_content_too_large": {
        "en": "Uncompressed, the file has more than {limit} MB of text, which is more than this page takes: split it, or "
        "use the command “score” on your own machine.",
        "bn": "ফাইলটির ভেতরে সব মিলিয়ে {limit} মেগাবাইটের বেশি লেখা আছে, এখানে এত নেওয়া যায় না: ভাগ করে দিন, বা নিজের কম্পিউটারে কমান্ড "
        "দিয়ে চালান।",
    },
    "error_time_limit": {
        "en": "Reading this file takes more than {seconds} seconds: split it, or use the command “score” on your own machine.",
        "bn": "ফাইলটি পড়তে {seconds} সেকেন্ডের বেশি লাগছে: ভাগ করে দিন, বা নিজের কম্পিউটারে কমান্ড দিয়ে চালান।",
    },
    "error_memory_limit": {
        "en": "Reading this file takes more than {megabytes} MB of memory: split it, or use the command “score” on your own "
        "machine.",
        "bn": "ফাইলটি পড়তে {megabytes} মেগাবাইটের বেশি মেমোরি লাগছে: ভাগ করে দিন, বা নিজের কম্পিউটারে কমান্ড দিয়ে চালান।",
    },
    "error_process_crashed": {
        "en": "Reading this file stopped unexpectedly; it may be damaged. Save it again, for example as CSV, and "
        "try again.",
        "bn": "ফাইলটি পড়তে পড়তে কাজ হঠাৎ থেমে গেছে; ফাইলটি হয়তো নষ্ট। নতুন করে, যেমন CSV হিসেবে সংরক্ষণ করে আবার চেষ্টা করুন।",
    },
    "error_file_expired": {
        "en": "The server has been restarted, or an hour has passed: your file is no longer there. Choose it again.",
        "bn": "সার্ভার নতুন করে চালু হয়েছে, বা এক ঘণ্টা পেরিয়ে গেছে: আপনার ফাইলটি সেখানে আর নেই। ফাইলটি আবার বেছে নিন।",
    },
    "error_server_fault": {
        "en": "Something went wrong on our server, not with your file. Try again in a few minutes.",
        "bn": "আমাদের সার্ভারে সমস্যা হয়েছে, আপনার ফাইলে নয়। কয়েক মিনিট পরে আবার চেষ্টা করুন।",
    },
    "error_data": {
        "en": "The file cannot be read: expected a CSV, an Excel workbook without a password, one JSON object per "
        "line, or Parquet, with at least one row and a file name that fits its format. Save it again, and "
        "try again.",
        "bn": "ফাইলটি পড়া যাচ্ছে না। চাই CSV, পাসওয়ার্ড ছাড়া এক্সেল, প্রতি লাইনে একটি JSON, অথবা Parquet; নামের শেষটাও যেন ফাইলের "
        "ধরনের সঙ্গে মেলে; আর অন্তত একটি সারি। নতুন করে সংরক্ষণ করে আবার চেষ্টা করুন।",
    },
    "error_columns": {
        "en": "The columns do not fit: none of them contains texts, or two have the same name. Fix the first line, "
        "and try again.",
        "bn": "কলামে গোলমাল আছে: কোনোটিতে লেখা নেই, অথবা দুটির একই নাম। প্রথম লাইনটি ঠিক করে আবার চেষ্টা করুন।",
    },
    "error_scoring": {
        "en": "This kind of file cannot be read here: its name has to end in .csv, .tsv, .xlsx, .jsonl or .parquet.",
        "bn": "এ ধরনের ফাইল এখানে পড়া যায় না: CSV, এক্সেল, JSONL বা Parquet ফাইল দিন।",
    },
}
