"""Distinguish romanized Bangla from English by frequent words and endings. Pure."""

from collections.abc import Sequence
from typing import Final, Literal

import regex

_WORD = regex.compile(r"\p{Script=Latin}+(?:['’]\p{Script=Latin}+)?")
# Elongated for emphasis (khuuub, valooo).
_REPEATED = regex.compile(r"(.)\1{2,}")
_MAX_WORDS: Final = 400
"""Words examined; more do not change the result."""

# As typed on phones, without a fixed spelling. Words that are English too (to, or, are, take, more) are left
# out, whatever they mean in Bangla.
_BANGLA_WORDS: Final = """
ami amar amake amader amra tumi tomar tomake tomader tomra tui tor toke tora apni apnar apnake apnader
apnara tader uni unar ei oi eta ota eita oita seta egula ogula egulo ogulo eikhane okhane ekhane ekhon
akhon ekhono tokhon jokhon kokhon keno kano kno kemon kmn kothay kothai koto koyta kake kichu kisu kichui
sob shob sobai shobai onek anek khub khubi onno arek ekta akta ekjon duita ki kintu karon jonno jonne
theke thekey diye niye sathe shathe moto mato porjonto dike upor niche na nai nei noy noi hae hya hoy hoi
hobe hbe hoise hoice hoyeche hoyese hochche hocche hosse hoche hoilo holo hoile hoite chilo chilam silo
chhilo chile ase achi achen asen achhe achho aso kore kori koro koren korlam korle korlo korbe korbo korte
korse korche korchi korsi korcho korun koira jabe jabo jai jay jao jacche jacchi jaite gelo gelam giye
gese geche asbe asbo asche elo esho bolo boli bolte bollo bolen bolsi bolche bolchi dekhe dekhlam dekho
dekhi dekhte dekhsi dilo dilam dibo dibe debo dey dao diyo nibo nibe nilo nao parbo parbe parchi parsi
parlam pelam pabo khabo khai khaisi khawa khabar khete bhalo valo vhalo valoi bhaloi valobasi bhalobasi
valobasha bhalobasha kharap khrap sundor shundor darun mojar moja besh ekdom akdom purai puro shudhu sudhu
abar aber bhai vai bhaiya vaiya apu bondhu manush manus meye chele desh deshe desher bangla bangladesh
kotha kothar kaj kaje somoy shomoy aj ajke kalke sokal shokal raat dupur bikal moner jibon jibone jiboner
bhalobasa valobasa rag dukkho kosto koshto hasi hashi kanna bhoy voy bujhi bujhlam bujhte jani jane janina
janen mone porche lage lagse lagche laglo lagbe lagtese thako thaki thakbe thakbo thakte hoyna korena
parina nah haa jodi tahole tobe tai tao jeno ar aro kisui bhabe vabe sei jei jara jader tarpor agey aage
ekbar akbar taka poysa gari bari basa bashay dhaka kolkata allah inshallah mashallah alhamdulillah
dhonnobad dhonyobad shubho suvo
"""
_ENGLISH_WORDS: Final = """
the of and to in is was for on with as at by it its this that these those from are were be been being have
has had do does did not no but or if so than then there their they them we our us you your he his her him
she i my me an a what which who whom when where why how all any some more most very can could will would
shall should may might must about into over after before between out up down off only just also because
while such other new good great bad love hate like best worst please thanks thank hello today tomorrow
yesterday people time day year work make made go going get got see think know want need say said one two
first last every never always really movie food service money world life man woman friend don't can't
won't isn't doesn't didn't it's i'm you're that's what's here now still even much many well too again yes
"""
_BANGLA_SHAPE = regex.compile(
    r"(?:[bcdgjkptsl]h[aeiou]\w*(?:che|chi|cho|chilo|lam|tesi|tese|tam|ben|bo|te|der|ke|gulo|gula|tai|ta|er|i))$"
    r"|\w+(?:chhi|cchi|cche|chilo|chilam|tesi|tese|lam|gulo|gula|guli|der|rao|tao|bona|bena|sena|shi|ishi|oya|oyar)$"
    r"|\w*(?:aai|oyn|ooi|bhl|ngl|shk|jhh|chh|kkh|ddh|ggy|jjh|dhor|bhoy|khon|bhab|dhon|shob|gho|jho)\w*"
)
_ENGLISH_SHAPE = regex.compile(
    r"\w+(?:ing|tion|tions|ment|ness|able|ible|ous|ful|less|ight|ould|ough|edly|ally|ity|ism|ists?|ies|ied)$"
    r"|\w*(?:th[aeiou]|wh|qu|ck|[^aeiou]ly$|x)\w*"
)


_BANGLA: Final = frozenset(_BANGLA_WORDS.split())
_ENGLISH: Final = frozenset(_ENGLISH_WORDS.split())


def latin_language(text: str) -> Literal["romanized", "english"] | None:
    """The language of the words in Latin letters: romanized Bangla, English, or None if unclear.

    :param text: Any string; letters of other scripts are ignored.
    """
    words = [_REPEATED.sub(r"\1", match[0].lower()) for match in _WORD.finditer(text)][:_MAX_WORDS]
    bangla = _score(words, _BANGLA, _BANGLA_SHAPE)
    english = _score(words, _ENGLISH, _ENGLISH_SHAPE)
    enough = max(1.0, 0.15 * len(words))
    if bangla >= enough and bangla >= english:
        return "romanized"
    if english >= enough and english > bangla:
        return "english"
    return None


def _score(words: Sequence[str], known: frozenset[str], shape: regex.Pattern[str]) -> float:
    """Number of known words, plus half the number of other words of a known shape."""
    return sum(1.0 if word in known else 0.5 if shape.fullmatch(word) else 0.0 for word in words)
