"""Phrases of English questions that are not put into Swedish word by word.

Each table is of patterns with what stands for them, the narrower before the wider.
"""

from __future__ import annotations

import re

from index.dates import MONTH_NAMES

_ENGLISH_MONTHS = (
    "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul",
    "august aug", "september sept sep", "october oct", "november nov", "december dec",
)  # fmt: skip
MONTHS = {
    name: MONTH_NAMES[number]
    for number, names in enumerate(_ENGLISH_MONTHS)
    for name in names.split()
}
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_YEAR = r"(?:19|20)\d\d"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_WEEKDAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?"
# «May 3, 2019», «the 3rd of May 2019», «in May 2019», «in May»; a month alone needs its capital.
DATES = (
    re.compile(
        rf"(?:\b(?:on|of)\s+)?(?:\bthe\s+)?\b{_WEEKDAY}{_DAY}\s+(?:of\s+)?(?P<month>{_MONTH})\b\.?"
        rf"(?:,?\s+(?P<year>{_YEAR})\b)?",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?:\b(?:on|of)\s+)?\b{_WEEKDAY}(?P<month>{_MONTH})\.?\s+(?:the\s+)?{_DAY}\b(?!/)"
        rf"(?:,?\s+(?P<year>{_YEAR})\b)?",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?P<in>\b(?:in|of|from)\s+)?\b(?P<month>{_MONTH})\b\.?,?\s+(?:of\s+)?(?P<year>{_YEAR})\b",
        re.IGNORECASE,
    ),
    re.compile(rf"(?P<in>\b(?:[Ii]n|of|from)\s+)(?P<month>{_MONTH.title()})\b"),
)
_BOUND = r"(?:going|supposed|expected|due|planned|scheduled|set)"
_CLAUSE = r"(?:that|which|who|when|to)\b"
_SEASONS = {
    "spring": "våren", "summer": "sommaren", "autumn": "hösten", "fall": "hösten",
    "winter": "vintern",
}  # fmt: skip
# Said in Swedish at once, wherever they stand.
READY: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), swedish)
    for pattern, swedish in (
        *(
            (rf"\b(?:(?:in|during|of)\s+)?(?:the\s+)?{name}\s+(?:of\s+)?({_YEAR})\b", rf"{said} \1")
            for name, said in _SEASONS.items()
        ),
        (r"(?<='s)\s+meeting\s+(\d{1,3}/(?:19|20)\d\d)", r"möte \1"),
        (r"\bmeetings?\s+(?:(?:number|no\.?|nr\.?)\s+|#\s*)?(\d{1,3}/(?:19|20)\d\d)",
         r"mötet \1"),
        (r"\bitem\s+(?:number\s+|no\.?\s+|#\s*)?(\d{1,3}(?:\.\d+)?)\b", r"punkt \1"),
        (r"\b(?:section|paragraph)\s+(?:number\s+|no\.?\s+)?(\d{1,3})\b", r"§ \1"),
        (rf"\b(?:in\s+)?(?:the\s+year\s+)({_YEAR})\b", r"\1"),
        (rf"\bin\s+({_YEAR})\b", r"\1"),
        (rf"\bbetween\s+({_YEAR})\s+and\s+({_YEAR})\b", r"mellan \1 och \2"),
        (r"(?<='s)\s+(?:last|latest|most\s+recent|previous)\s+meeting\b", "senaste möte"),
        (r"(?<='s)\s+first\s+meeting\b", "första möte"),
        (r"\b(?:the\s+)?(?:very\s+)?(?:last|latest|most\s+recent|previous)\s+meeting\b",
         "senaste mötet"),
        (r"\b(?:the\s+)?first\s+meeting\b", "första mötet"),
        (r"\b(?:the\s+)?next\s+meeting\b", "nästa möte"),
        (r"\b(?:the\s+)?last\s+(?:day|date)\b", "sista dagen"),
        (r"\bthe\s+(?:last|latest|most\s+recent)(?=\s)", "senaste"),
        (r"\b(?:the\s+)?(?:next|following)\s+year\b|\bthe\s+year\s+after(?:\s+that)?(?=[?.!]|$)",
         "året efter"),
        (r"\bthe\s+(?:year\s+before(?:\s+that)?|previous\s+year)(?=[?.!]|$)", "året innan"),
        (r"\b(?:the\s+)?(\d+)\s+(?:%|per\s?cent)", r"\1 procent"),
        (r"\bmillion\b", "miljoner"),
        (r"\bbillion\b", "miljarder"),
        (r"\bthousand\b", "tusen"),
        (r"\b(\d+(?:[.,\s]\d+)*)\s*(?:SEK|kronor|crowns|swedish\s+kron(?:or|a))\b", r"\1 kr"),
        (r"\bSEK\s+(\d+(?:[., ]\d{3})*)", r"\1 kr"),
        (r"\bover\s+(?:the\s+years|time)\b", "genom åren"),
        (r"\bfrom\s+the\s+(?:beginning|start|outset)\b", "från början"),
        (r"\bin\s+(?:total|all)\b|\baltogether\b", "totalt"),
        (r"\bin\s+the\s+end\b|\bfinally\b|\beventually\b", "till slut"),
        (r"\bat\s+(?:the\s+)?most\b", "som mest"),
        (r"\bat\s+(?:the\s+)?least\b", "minst"),
        (r"\b(?:per|each|every|a)\s+month\b", "per månad"),
        (r"\b(?:per|each|every|a)\s+year\b|\bannually\b", "per år"),
        (r"\bin\s+(?:favou?r|support)\s+of\b", "för"),
        (r"\b(vot\w+)\s+yes\b", r"\1 ja"),
        (r"\b(vot\w+)\s+no\b", r"\1 nej"),
        (r"^no(?=,|\s+i\b)", "nej"),
        (r"\bupcoming\b", "kommande"),
    )
)  # fmt: skip
# Said in other English first: a way to ask that a plainer one stands for.
PLAINER: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), plain)
    for pattern, plain in (
        (r"[’‘`´]", "'"),
        (r"\bcan't\b|\bcannot\b", "can not"),
        (r"\bwon't\b", "will not"),
        (r"n't\b", " not"),
        (r"\b(who|what|when|where|how|why|that|there|it|he|she)'s\b", r"\1 is"),
        (r"\b(they|we|you)'re\b", r"\1 are"),
        (r"'ll\b", " will"),
        (r"'ve\b", " have"),
        (r"^\s*(?:please|hi|hello|hey|ok(?:ay)?|so|well)\b[\s,:!]*", ""),
        (r"\b(tell|show|give)\s+me\b", r"\1"),
        (r"[\s,]*\bplease\b(?=[?.!]|$)", ""),
        (r"^\s*(?:(?:can|could|would|will)\s+you\s+)?(?:please\s+)?(?:tell|show|remind)\s+me\s+"
         r"(?=(?:who|what|when|where|why|how|which|whose)\b)", ""),
        (r"^\s*(?:do|does|did)\s+(?:you|anyone|anybody)\s+know\s+"
         r"(?=(?:who|what|when|where|why|how|which|whose)\b)", ""),
        (r"^\s*i(?:\s+would|'d)?\s+(?:want|like|need)\s+to\s+know\s+"
         r"(?=(?:who|what|when|where|why|how|which|whose)\b)", ""),
        (r"^\s*(?:can|could|would)\s+you\s+(?=(?:list|tell|show|give|summari[sz]e)\b)", ""),
        (r"\bfor\s+(?:what|which)\s+reasons?\b|\bhow\s+come\b|\bwhat\s+for\b", "why"),
        (r"\bwhat\s+(?:was|is|were)\s+(?:the\s+)?reasons?\s+(?:for|behind|that)\s+(?:the\s+)?",
         "why was the "),
        (r"\b(?:is|was|were|are)\s+there\s+(?:a|an|any)\b", "was there any"),
        (r"\b(?:took|kept|wrote|recorded)\s+the\s+minutes\b", "was the secretary"),
        (r"\b(?:approved|adjusted|checked|signed|attested|certified)\s+(?=the\s+(?:\w+\s+)?minutes\b)",
         "verified "),
        (r"\bwho\s+(?:was|were|is|are)\s+(?:there|in\s+attendance|attending)\b", "who was present"),
        (r"\b(?:was|were)\s+(?:missing|away)\b(?=\s+(?:from|at|on|in|when)\b|\?)", "was absent"),
        (r"\b(?:missed|skipped)\s+(?=(?:the\s+)?(?:\w+\s+)?meeting\b)", "was absent at "),
        (r"\babsent\s+from\b", "absent at"),
        (r"\b(?:did|do|does|could|can|was|were|is|are)\s+not\s+(?:able\s+to\s+)?"
         r"(?:attend|participate(?:\s+in)?|take\s+part(?:\s+in)?|come(?:\s+to)?|show\s+up(?:\s+at)?"
         r"|present(?:\s+at)?)\b(?:\s+at\b)?", "was absent at"),
        (r"\b(?:was|were)\s+unable\s+to\s+(?:attend|come(?:\s+to)?|participate(?:\s+in)?)\b",
         "was absent at"),
        (r"\bwhen\s+did\s+(.+?)\s+(?:start|begin)\s+and\s+(?:end|finish)\b",
         r"when began and ended \1"),
        (r"\bshowed\s+up\b|\bturned\s+up\b", "came"),
        (r"\b(?:arrived?|came|come)\s+late\b", "came too late"),
        (r"\bin\s+(?:place|lieu)\s+of\b|\bon\s+behalf\s+of\b|\binstead\s+of\b", "instead_of"),
        (r"\bserved\s+(?:as\s+(?:a\s+)?substitute\s+for|instead_of)\b|\bstood\s+in\s+for\b",
         "served instead_of"),
        (r"\b(?:what|which|how)\s+(?:was|is|were)\s+the\s+(?:outcome|result)s?\s+of\s+the\s+vote\b",
         "how did the vote go"),
        (r"\bhow\s+(?:was|were)\s+the\s+votes?\s+(?:split|divided)\b", "how did the vote go"),
        (r"\bwhat\s+(?:company|firm|business)\b", "which firm"),
        (r"\b(?:at|on|in)\s+(?:what|which)\s+(?=(?:meetings?|dates?|days?|times?|years?)\b)",
         "which "),
        (r"\bwhat\s+does\s+(.+?)\s+cost\b", r"how much costs \1"),
        (r"^(?:and|but)\s+the\s+(?:cost|price)(?=[?.!]|$)", "and how much did it cost"),
        (r"^(?:and|but)\s+the\s+reason(?=[?.!]|$)", "and why"),
        (r"^((?:and|but)\s+)?(?:what|how)\s+about\b", "and"),
        (r"\bwhat\s+happened\s+(?:with|to)\b", "what happened with"),
        (r"\bwhat\s+(?:became|has\s+become)\s+of\b", "what happened with"),
        (rf"\b(?:is|are)\s+((?:(?!{_CLAUSE})\S+\s+){{0,6}}?){_BOUND}\s+to\b", r"will \1"),
        (rf"\b(?:was|were)\s+((?:(?!{_CLAUSE})\S+\s+){{0,6}}?){_BOUND}\s+to\b", r"would \1"),
        (r"\bhow\s+(?:expensive|costly)\s+(?:is|are)\b", "how much costs"),
        (r"\bhow\s+(?:expensive|costly)\s+(?:was|were)\b", "how much cost"),
        (r"\bwhat\s+time\b", "what_time"),
        (r"\bhow\s+(?:often|frequently)\b", "how many times"),
        (r"\b(report\w*)\s+back(?:\s+on)?\b", r"\1"),
        (r"\b(?:is|are|was|were|has\s+been|have\s+been)\s+(?:still\s+)?(?:open|outstanding|pending)\b",
         "remain"),
        (r"\bhow\s+high\b", "how large"),
        (r"\bhow\s+(?:big|large)\s+an?\b", "how large"),
        (r"\b(?:was|were)\s+received\b", "came in"),
        (r"\bbe\s+left\b(?!\s+by)", "remain"),
        (rf"\bthe\s+({_YEAR})\s+(elections?|budget|accounts|report|plan|proposal|fees?|contract)\b",
         r"the \2 \1"),
    )
)  # fmt: skip
# Mended at last, in the Swedish.
MENDED: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), said)
    for pattern, said in (
        (r"\bnär (?:var|är) (?=(?:\S+ ){0,4}?(?:mötet|möte|sammanträdet)(?:\s|$))", "när hölls "),
        (r"\bvar (?:var|är) (?=(?:\S+ ){0,4}?(?:mötet|möte|sammanträdet)(?:\s|$))", "var hölls "),
        (r"\bvilka möten (?:var|är|fanns|har varit|var det|fanns det)(?: det| där)?(?=\s|$)",
         "vilka möten hölls"),
        (r"\bhur många möten (?:var|är|fanns|har varit|har)(?: det| där)?(?: varit)?(?=\s|$)",
         "hur många möten hölls"),
        (r"\bhur många tider\b", "hur många gånger"),
        (r"\bvad var beslutet\b", "vad blev beslutet"),
        (r"\bvem (?=(?:var|är) (?:inte )?(?:närvarande|frånvarande|gäster|inbjudna)\b)", "vilka "),
        (r"\bvem (?=deltog\b|deltar\b|kom till\b)", "vilka "),
        (r"\bvilka var frånvarande (?:på|vid) på\b", "vilka var frånvarande på"),
        (r"\b(?:vem|vilka) (?:var|är) (?=(?:på|vid|i) (?:\S+ ){0,3}?(?:mötet|möte)\b)",
         "vilka var med "),
        (r"\bvad är namnet på\b|\bvad var namnet på\b|\bvad är namnet av\b", "vad heter"),
        (r"\bfrånvarande på på\b", "frånvarande på"),
        (r"\bfrånvarande på(?=$|\?| i )", "frånvarande"),
        (r"\bpå mötet på (?=den \d)", "på mötet "),
        (r"\bmöte (?=den \d|i (?:januari|februari|mars|april|maj|ju[nl]i|augusti|september|oktober"
         r"|november|december)\b)", "möte "),
        (r"\b(omröstningen|röstade|beslutet|förslaget) på\b", r"\1 om"),
        (r"\s+([?.!,])", r"\1"),
        (r"\s{2,}", " "),
    )
)  # fmt: skip
# Words and short phrases that stand for themselves.
_FUNCTION = """
    according to=enligt, because of=på grund av, as well as=och, in order to=för att
    up to=upp till, as a result of=till följd av, so far=hittills, no longer=inte längre
    not yet=inte än, due to=på grund av, such as=som, out of=av, next to=bredvid, more than=mer än
    less than=mindre än, at all=alls, as of=från, thanks to=tack vare, too late=för sent
    instead_of=i stället för, along with=tillsammans med, together with=tillsammans med
    with regard to=om, in total=totalt, in connection with=i samband med, in addition to=utöver
    prior to=före, as soon as=så snart, and=och, or=eller, but=men, not=inte, at=på, in=i, on=på
    for=för, to=till, from=från, with=med, by=av, of=av, about=om, regarding=om, concerning=om
    re=om, after=efter, before=före, during=under, between=mellan, under=under, over=över
    without=utan, against=mot, since=sedan, until=till, till=till, via=via, per=per, through=genom
    within=inom, into=i, near=nära, along=längs, around=runt, among=bland, towards=mot, toward=mot
    as=som, than=än, if=om, whether=om, when=när, where=där, who=som, which=som, why=varför
    how=hur, what=vad, whose=vars, that=det, this=det, these=de, those=de, it=det, he=han, she=hon
    him=honom, her=henne, his=hans, hers=hennes, they=de, them=dem, their=deras, its=dess, we=vi
    us=oss, our=vår, you=du, i=jag, my=min, there=där, here=här, then=då, now=nu, also=också
    soon=snart, only=bara, still=fortfarande, already=redan, again=igen, ever=någonsin
    never=aldrig, more=mer, most=mest, less=mindre, much=mycket, many=många, few=få, both=båda
    all=alla, each=varje, every=varje, any=någon, some=några, no=inget, none=ingen, other=andra
    another=en annan, same=samma, else=mer, anyone=någon, anybody=någon, someone=någon
    somebody=någon, everyone=alla, everybody=alla, anything=något, something=något, nothing=inget
    everything=allt, yes=ja, late=sent, later=senare, earlier=tidigare, early=tidigt, first=först
    last=sist, recently=nyligen, today=idag, actually=egentligen, exactly=exakt
    approximately=ungefär, one=en, two=två, three=tre, four=fyra, five=fem, six=sex, seven=sju
    eight=åtta, nine=nio, ten=tio, eleven=elva, twelve=tolv, twenty=tjugo, was=var, were=var
    is=är, are=är, am=är, be=vara, been=varit, being=vara, has=har, have=har, had=hade, will=ska
    shall=ska, would=skulle, should=ska, can=kan, could=kunde, must=måste, may=får, might=kan
    did=gjorde, does=gör, do=gör, down=ned, up=upp, off=av, away=bort, back=tillbaka
    together=tillsammans, because=eftersom, while=medan
"""
FUNCTION: dict[str, str] = {
    english: swedish
    for line in _FUNCTION.splitlines()
    for english, _, swedish in (pair.strip().partition("=") for pair in line.split(","))
    if english
}
