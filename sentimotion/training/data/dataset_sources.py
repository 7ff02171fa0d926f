"""Origins and licenses of the public data sets, as stated on their own pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Source:
    """A data set's origin and license as stated."""

    origin: str
    license: str


_TRIPTO: Final = "original none; MIT, CC BY-NC and CC BY-NC-SA in different places of the copy"
_ABSA: Final = "original none; CC BY 4.0 says the copy"
SOURCES: Final[Mapping[str, Source]] = {
    "sentnob": Source(
        "KhondokerIslam/SentNoB, third-party copy by shahidul034",
        "none there; CC BY-NC-SA 4.0 says blp_task2",
    ),
    "emonoba": Source("KhondokerIslam/EmoNoBa, third-party copy by xmahfujur", "“other” on its hub card"),
    "mubase": Source("MUBASE dev, AridHasan/MUBASE", "CC BY-NC-SA 4.0"),
    "bemoc6k": Source("BEmoC, omar-sharif03/NAACL-SRW-2021", "none stated"),
    "bemoc7k": Source("BEmoC, avishek-018/BEmoC-Bengali-Emotion-Courpus", "none stated"),
    "banglaemotion": Source("BanglaEmotion, shaoncsecu/BanglaEmotion", "MIT for the code; data not stated"),
    "ubmec": Source("UBMEC, Biplob1233/Emotion_Bangla_Text", "none stated"),
    "banemo": Source("BANEmo, sakhawat3003/BANEmo-Dataset", "CC BY-NC-SA 4.0"),
    "youtube_sentiment": Source("Tripto and Ali 2018, by banglanlp/bnlp-resources", _TRIPTO),
    "youtube_emotion": Source("Tripto and Ali 2018, by banglanlp/bnlp-resources", _TRIPTO),
    "absa_cricket": Source("atik-05/Bangla_ABSA_Datasets, by banglanlp/bnlp-resources", _ABSA),
    "absa_restaurant": Source("atik-05/Bangla_ABSA_Datasets, by banglanlp/bnlp-resources", _ABSA),
    "sail": Source("SAIL 2015, banglanlp/bnlp-resources", "“Non-profit”"),
    "sazzad_drama": Source("sazzadcsedu/BN-Dataset, banglanlp/bnlp-resources", "none stated"),
    "multichannel": Source(
        "rezacsedu, banglanlp/bnlp-resources", "MIT (repository); holds GPLv3 rows of socian"
    ),
    "news_comments": Source("Mendeley n53xt69gnf, third-party copy by shahidul034", "not seen"),
    "unlabelled": Source(
        "comments without labels: BLP-2025 task 1 (mahbubislammahim), rezacsedu/Bengali-Hate-Speech-Dataset",
        "CC BY-NC-SA 4.0; MIT",
    ),
}
