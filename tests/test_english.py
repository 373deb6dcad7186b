"""English: which questions are, what they are in Swedish, and how their answers are worded."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from eval.archives import DEMO_PROTOCOLS
from eval.questions import load_questions
from index.archive import Archive
from index.embedding import load_embedder
from invented import cited, invented_archive, invented_meetings
from qa.assistant import ArchiveAssistant
from qa.claims import tokens
from qa.drafts import Draft, DraftSentence, Quote
from qa.english import is_english, spoken
from qa.facts import answer_from_facts
from qa.nouns import Assistant
from qa.own_words import NUMBER_WORDS
from qa.scope import resolve
from qa.to_english import in_english
from qa.to_swedish import in_swedish
from qa.understanding import understand

ENGLISH = [
    "Who chaired the meeting?", "Who was absent on 3 May 2019?", "And when?", "When?", "Why?",
    "What was decided about Hammarbron?", "Was Bo Rask present at meeting 2/2018?",
    "How much did Kvarnleden cost?", "How many meetings did Siv Ahlmark attend?",
    "Which company painted the lighthouse?", "Where was the last meeting held?",
    "Did Kommunstyrelsen approve the plan?", "Has the council appointed a director?",
    "Who took over after him?", "How much did it cost?", "I meant 2018", "More about item 2",
    "And in the spring of 2018?", "What about the library?", "Tell me about Tallbadet",
    "who was appointed sekretariatschef in 2018", "what did kommunstyrelsen decide on 3 May 2019",
    "List the meetings in 2019", "Summarise the meeting on 3 May 2019",
    "Is there a plan for Västra Hagen?", "Were any votes taken in Fullmäktige?",
    "Will the bridge in Norrhult be rebuilt?", "Whose proposal was rejected?",
    "What's the fee for Ålvik?", "Why wasn't the roof of Bergaskolan fixed?",
    "Does Mosslunda take part in the archive?", "the decision on Stora torget",
    "At which meeting was Mellanarkivet discussed?", "Please show the minutes of 2/2018",
    "Can you tell me who was secretary?", "No, I meant Ekehult", "who is Palle Lundberg",
    "What happened with Var dags IT?", "Who was present in Höganäs?", "bridge cost 2018",
    "fire engine price", "How has the membership fee developed?",
]  # fmt: skip
SWEDISH = [
    "Vem var ordförande?", "Vem ar ordforande for The Loop?", "Vad kostade Business Arena?",
    "Vad beslutades om Smart Cities of the Future?", "Och när?", "Och nar?", "När?", "Nar?",
    "Varför?", "Varfor?", "var holls motet", "Var hölls mötet?", "Vem var Will Smith?",
    "Vilka var med pa motet den 3 maj 2019?", "Hur manga moten deltog Bo Rask i?",
    "Vem presenterade rapporten Who Cares?", "Vad handlade projektet What About Us om?",
    "Beslut om traineer 2022?", "tf kommunchef 2018", "pentest 2019 kostnad", "budget 2018",
    "Deltog Ann The på mötet?", "Är There is no Planet B ett projekt?", "Ska bron byggas?",
    "Har vi fått svar från Visit Sweden in Skåne?", "Fick IT-chefen uppdraget?",
    "Vem pratade om Internet of Things?", "hur mycket kostar the Tube", "I juni 2019?",
    "Och i maj 2018?", "Mer om punkt 2", "Jag menade 2018", "Nej, jag menade Ekehult",
    "Vad blev beslutet?", "Vem tog över efter honom?", "Hur mycket kostade det?",
    "At vilka hölls kursen?", "Is i hamnen 2019, vad beslutades?",
    "Do It Yourself – vem leder det?",
    "Vilket bolag köpte Norrhult 4:12?", "Gick styrelsen på förslaget om The Office?",
    "En till fråga: vem var sekreterare?", "Over tid, hur har avgiften ändrats?",
    "Vad sa The Body Shop om how to?", "for vem galler avtalet", "Men vem betalar?",
    "An vad kostar bussen?", "Hur gick det med when-projektet?", "arkiv norrsjö kostnad",
]  # fmt: skip


def _uses(word: str) -> int:
    return int(word in {"kostnad", "arkiv", "budget", "plan"})


@pytest.mark.parametrize("question", ENGLISH)
def test_a_question_is_english(question: str) -> None:
    assert is_english(question, _uses) is True


@pytest.mark.parametrize("question", SWEDISH)
def test_a_swedish_question_is_none_whatever_it_names(question: str) -> None:
    assert not is_english(question, _uses)


def test_no_labelled_swedish_question_is_english() -> None:
    questions = load_questions(DEMO_PROTOCOLS.parent / "questions")
    asked = [text for question in questions for text in (question.question, *question.history)]
    real = Path(__file__).with_name("real_questions.jsonl")
    asked += [question.question for question in load_questions(real)]
    assert len(asked) > 400
    assert [text for text in asked if is_english(text, _uses)] == []


TRANSLATIONS = [
    ("How many times did the group meet in 2015?", "Hur många gånger träffades gruppen 2015?"),
    ("How often did the group meet?", "Hur många gånger träffades gruppen?"),
    ("Which assignments were not reported back?", "Vilka uppdrag rapporterades inte?"),
    ("Which tasks are still open?", "Vilka uppdrag finns kvar?"),
    ("Who was appointed project manager for the pier?",
     "Vem utsågs till projektledare för bryggan?"),
    ("How much does the painting of the lighthouse cost?", "Hur mycket kostar målningen av fyren?"),
    ("When will the construction of the pier start?", "När ska bygget av bryggan börja?"),
    ("When was the pier finished?", "När var bryggan klar?"),
    ("Which company is painting the lighthouse?", "Vilket företag målar fyren?"),
    ("What did the council decide about the sauna?", "Vad beslutade rådet om bastun?"),
    ("Was the sauna rejected?", "Avslogs bastun?"),
    ("Who was absent from meeting 2/2018?", "Vilka var frånvarande på mötet 2/2018?"),
    ("Who didn't attend meeting 2/2018?", "Vilka var frånvarande på mötet 2/2018?"),
    ("Who was present on May 3, 2019?", "Vilka var närvarande den 3 maj 2019?"),
    ("Who was present at the meeting on the 3rd of May 2019?",
     "Vilka var närvarande på mötet den 3 maj 2019?"),
    ("Was Mia Norén at meeting 2/2018?", "Var Mia Norén med på mötet 2/2018?"),
    ("When did Pia Wall leave the last meeting?", "När lämnade Pia Wall senaste mötet?"),
    ("Who was head of secretariat in May 2019?", "Vem var sekretariatschef i maj 2019?"),
    ("Who was head of secretariat in the spring of 2018?", "Vem var sekretariatschef våren 2018?"),
    ("Who chaired the board's last meeting?", "Vem var ordförande på styrelsens senaste möte?"),
    ("Who is vice chair of the board?", "Vem är vice ordförande i styrelsen?"),
    ("Who took the minutes on 8 February 2019?", "Vem var sekreterare den 8 februari 2019?"),
    ("Who approved the minutes of 9 March 2021?", "Vem justerade protokollet den 9 mars 2021?"),
    ("Who served instead of Pia Wall?", "Vem tjänstgjorde i stället för Pia Wall?"),
    ("What was decided on item 3?", "Vad beslutades på punkt 3?"),
    ("What does section 12 say?", "Vad säger § 12?"),
    ("How has the membership fee developed over the years?",
     "Hur har medlemsavgiften utvecklats genom åren?"),
    ("Which two networks were closed down in 2017?", "Vilka två nätverk lades ned 2017?"),
    ("How big a grant did the rowing club get?", "Hur stort bidrag fick roddklubben?"),
    ("Where was the archive going to be located?", "Var skulle arkivet placeras?"),
    ("How did the vote on the roof go?", "Hur gick omröstningen om taket?"),
    ("Will the new fire engine be delivered in 2024?", "Ska den nya brandbilen levereras 2024?"),
    ("Who has been chair of the council?", "Vem har varit ordförande i rådet?"),
    ("Who took over after him?", "Vem tog över efter honom?"),
    ("And when?", "Och när?"),
    ("When did meeting 2/2018 start and end?", "När började och slutade mötet 2/2018?"),
    ("Who was unable to attend in June 2015?", "Vilka var frånvarande i juni 2015?"),
    ("What does the board want to build?", "Vad vill styrelsen bygga?"),
    ("When did the HR network meet?", "När träffades HR nätverket?"),
    ("What percentage of the goals was reached?", "Vilken andel av målen nåddes?"),
    ("No, I meant 2018", "Nej, jag menade 2018"),
    ("More about item 2", "Mer om punkt 2"),
    ("What was the decision?", "Vad blev beslutet?"),
    ("Who was present at the Skolrådet meeting?", "Vilka var närvarande på Skolrådets möte?"),
    ("What was said about ”the new bridge”?", "Vad sades om ”the new bridge”?"),
    ("Who leads the Young Leaders project?", "Vem leder Young Leaders projektet?"),
    ("How much does the space ferry cost?", "Hur mycket kostar space ferry?"),
]  # fmt: skip


@pytest.mark.parametrize(("question", "swedish"), TRANSLATIONS)
def test_a_question_in_swedish(question: str, swedish: str) -> None:
    assert in_swedish(question) == swedish


def test_of_words_that_mean_the_same_the_archives_is_taken() -> None:
    asked = "Who was appointed director of the board?"
    assert in_swedish(asked) == "Vem utsågs till direktör i styrelsen?"
    counts = {"nämnden": 2, "styrelse": 1}
    said = in_swedish(asked, lambda word: counts.get(word, 0))
    assert said == "Vem utsågs till direktör i nämnden?"
    assert in_swedish("the school roof", lambda word: word == "skoltak") == "Skoltaket"
    assert in_swedish("the school roof") == "Skola taket"


def test_a_name_and_a_noun_are_one_word_where_the_archive_writes_them_so() -> None:
    asked = "What happened to the Hammar bridge?"
    assert in_swedish(asked, lambda word: word == "hammarbron") == "Vad hände med Hammarbron?"
    assert in_swedish(asked) == "Vad hände med Hammar bron?"


def test_what_is_of_no_language_is_of_the_one_before_it() -> None:
    said = spoken("Bo Rask?", ["Who was absent at meeting 2/2018?", "In May 2019?"], _uses)
    assert said.english
    assert said.history == ("Vilka var frånvarande på mötet 2/2018?", "I maj 2019?")
    assert not spoken("Bo Rask?", ["Vilka var frånvarande på mötet 2/2018?"], _uses).english
    assert not spoken("Bo Rask?", [], _uses).english
    mixed = spoken("Och när?", ["Who chaired the meeting?"], _uses)
    assert (mixed.question, mixed.english) == ("Och när?", False)


BRYGGA, FYR, NAMND, HAMN = invented_meetings()
_MONTHS = "januari februari mars april maj juni juli augusti september oktober november december"
_ENGLISH_MONTHS = (
    "January February March April May June July August September October November December"
)
WORDED = [  # everything that answers say in our words; a new phrasing belongs here too
    ("Närvarande vid mötet 2/2018 den 21 mars 2018: A (B och C), D och E.",
     "Present at meeting 2/2018 on 21 March 2018: A (B och C), D and E."),
    ("Frånvarande vid mötet den 9 mars 2021: Mia Norén (C).",
     "Absent at the meeting on 9 March 2021: Mia Norén (C)."),
    ("Gäster vid mötet 2/2018: Otto Krans (Vågbolaget AB) och Lo Ekman.",
     "Guests at meeting 2/2018: Otto Krans (Vågbolaget AB) and Lo Ekman."),
    ("2 stycken: A (B) och C.", "2 people: A (B) and C."),
    ("Ja. Bo Rask var närvarande vid mötet 2/2018 den 21 mars 2018.",
     "Yes. Bo Rask was present at meeting 2/2018 on 21 March 2018."),
    ("Nej. Mia Norén var frånvarande vid mötet 2/2018.",
     "No. Mia Norén was absent at meeting 2/2018."),
    ("Lo Ekman var gäst vid mötet.", "Lo Ekman was a guest at the meeting."),
    ("3 möten: 21 mars 2018, 12 september 2019 och 9 mars 2021.",
     "3 meetings: 21 March 2018, 12 September 2019 and 9 March 2021."),
    ("1 möten.", "1 meeting."),
    ("Pia Wall lämnade mötet 2/2018 den 21 mars 2018 kl. 10.45.",
     "Pia Wall left meeting 2/2018 on 21 March 2018 at 10.45."),
    ("Bo Rask kom till mötet 2/2018 kl. 09.20.", "Bo Rask came to meeting 2/2018 at 09.20."),
    ("Bo Rask var med på mötet den 3 maj 2019 från kl. 09.20 till kl. 10.45.",
     "Bo Rask was at the meeting on 3 May 2019 from 09.20 to 10.45."),
    ("Otto Krans: Vågbolaget AB (vid mötet 2/2018 den 21 mars 2018).",
     "Otto Krans: Vågbolaget AB (at meeting 2/2018 on 21 March 2018)."),
    ("Jan Dahl tjänstgjorde i stället för Pia Wall vid mötet den 9 mars 2021.",
     "Jan Dahl served in place of Pia Wall at the meeting on 9 March 2021."),
    ("Siv Ahlmark var ordförande vid mötet den 9 mars 2021.",
     "Siv Ahlmark was chair at the meeting on 9 March 2021."),
    ("Tea Lind var sekreterare vid mötet 4/2019.", "Tea Lind was secretary at meeting 4/2019."),
    ("Bo Rask och Jan Dahl justerade protokollet från mötet den 9 mars 2021.",
     "Bo Rask and Jan Dahl approved the minutes of the meeting on 9 March 2021."),
    ("Mötet 2/2018 den 21 mars 2018 pågick från kl. 08.30 till kl. 11.50.",
     "Meeting 2/2018 on 21 March 2018 lasted from 08.30 to 11.50."),
    ("Mötet pågick från kl. 08.30.", "The meeting began at 08.30."),
    ("Mötet 2/2018 hölls på Gamla tullhuset, Granvik.",
     "Meeting 2/2018 was held at Gamla tullhuset, Granvik."),
    ("Bryggrådet 2/2018, 21 mars 2018.", "Bryggrådet 2/2018, 21 March 2018."),
    ("Otto Krans (Tf hamnchef), enligt protokollet från den 9 mars 2021.",
     "Otto Krans (Tf hamnchef), according to the minutes of 9 March 2021."),
    ("Otto Krans (hamnchef).", "Otto Krans (hamnchef)."),
    ("Bryggrådet beslutade vid mötet 2/2018 den 21 mars 2018: ”att avslå.” ”att maj.”",
     "Bryggrådet decided at meeting 2/2018 on 21 March 2018: ”att avslå.” ”att maj.”"),
    ("Mötet beslutade vid mötet den 9 mars 2021: ”att avslå.”",
     "The meeting decided at the meeting on 9 March 2021: ”att avslå.”"),
    ("Nej. ”att avslå ansökan den 3 maj 2019.”", "No. ”att avslå ansökan den 3 maj 2019.”"),
    ("Den 21 mars 2018 (möte 2/2018). ”Så blev det.”",
     "On 21 March 2018 (meeting 2/2018). ”Så blev det.”"),
    ("Den 21 mars 2018 (2/2018).", "On 21 March 2018 (meeting 2/2018)."),
    ("Den 21 mars 2018.", "On 21 March 2018."),
    ("21 mars 2018: ”Bryggan.”", "21 March 2018: ”Bryggan.”"),
    ("Utan datum: ”Bryggan.”", "Undated: ”Bryggan.”"),
    ("Ny brygga i Granvik: ”att anslå 150 000 kr”", "Ny brygga i Granvik: ”att anslå 150 000 kr”"),
    ("Senare, den 9 mars 2021: ”Bryggan.”", "Later, on 9 March 2021: ”Bryggan.”"),
    ("Senare: ”Bryggan den 21 mars 2018.”", "Later: ”Bryggan den 21 mars 2018.”"),
    ("Hellre: ”Bryggan den 21 mars 2018.”", "Hellre: ”Bryggan den 21 mars 2018.”"),
    ("Ett ord som ingen tabell har.", "Ett ord som ingen tabell har."),
]  # fmt: skip


def _english(text: str, highlight: str | None = None) -> Draft:
    quote = Quote(BRYGGA, BRYGGA.frame, BRYGGA.start, BRYGGA.start + 10)
    return in_english(Draft((DraftSentence(text, (quote,)),), highlight))


@pytest.mark.parametrize(("swedish", "english"), WORDED)
def test_our_words_in_english(swedish: str, english: str) -> None:
    assert _english(swedish).sentences[0].text == english


LEADS = [  # the exact fact before its quote
    ("Bo Rask", "Bo Rask"), ("85 000 kr", "85 000 kr"), ("24", "24"),
    ("HR nätverket", "HR nätverket"),
    ("den 15 april 2018", "15 April 2018"), ("senast den 3 maj", "3 May at the latest"),
    ("12-13 mars 2019", "12-13 March 2019"), ("maj 2019", "May 2019"),
    ("våren 2019", "spring 2019"),
    ("Sex", "Six"), ("tre månader", "three months"), ("40 procent", "40 per cent"),
    ("en vecka", "en vecka"), ("efter sommaren", "efter sommaren"), ("inte i maj", "inte i maj"),
]  # fmt: skip


@pytest.mark.parametrize(("swedish", "english"), LEADS)
def test_a_highlight_is_in_the_sentence(swedish: str, english: str) -> None:
    draft = _english(f"{swedish}. ”Orden {swedish} står här.”", swedish)
    assert draft.highlight == english
    assert draft.sentences[0].text == f"{english}. ”Orden {swedish} står här.”"


def test_a_highlight_of_more_than_a_lead_is_in_the_sentence() -> None:
    assert _english("Ja. ”Det är så.”", "Ja").highlight == "Yes"
    assert _english("Den 3 maj 2019. ”Det är så.”", "3 maj 2019").highlight == "3 May 2019"
    said = "Närvarande vid mötet 2/2018: Siv Ahlmark (Granvik) och Bo Rask (Ljungås)."
    assert _english(said, "Siv Ahlmark och Bo Rask").highlight is None  # as in Swedish
    said = "Bo Rask och Jan Dahl justerade protokollet från mötet 2/2018."
    assert _english(said, "Bo Rask och Jan Dahl").highlight == "Bo Rask and Jan Dahl"
    dated = _english("180503 (3 maj 2018). ”Klart 180503.”", "180503")
    assert dated.sentences[0].text == "180503 (3 May 2018). ”Klart 180503.”"


def _carried(text: str) -> list[str]:
    """Return the names, numbers, days and negations of a sentence, in their order."""
    months = dict(zip(_ENGLISH_MONTHS.split(), _MONTHS.split(), strict=True))
    for english, swedish in months.items():
        text = re.sub(rf"\b{english}\b", swedish, text)
    own = {"Present", "Absent", "Guests", "Närvarande", "Frånvarande", "Gäster", "Den", "On", "Yes",
           "Mötet", "Meeting", "The", "Ja", "Utan", "Undated", "Senare", "Later"}  # fmt: skip
    text = re.sub(r"^(?:No|Nej)\.", "NEJ.", text)
    found = [
        match.group()
        for match in re.finditer(r"[^\W_]+(?:[./:][^\W_]+)*", text)
        if match.group() not in own
        and (match.group()[0].isupper() or match.group()[0].isdigit()
             or match.group() in _MONTHS.split() or match.group() in NUMBER_WORDS
             or match.group() in {"inte", "ej", "absent", "frånvarande"})
    ]  # fmt: skip
    return ["frånvarande" if word == "absent" else word for word in found]


@pytest.mark.parametrize("swedish", [swedish for swedish, _ in WORDED])
def test_english_carries_the_same_names_numbers_days_and_negations(swedish: str) -> None:
    english = _english(swedish).sentences[0].text
    assert _carried(english) == _carried(swedish) or swedish.startswith("1 möten")


FACTS = [
    "Vilka var närvarande på mötet {m}?", "Vilka var frånvarande på mötet {m}?",
    "Vilka gäster var med på mötet {m}?", "Hur många var närvarande på mötet {m}?",
    "Var Bo Rask med på mötet {m}?", "Var Mia Norén med på mötet {m}?",
    "Hur många möten deltog Bo Rask i?", "När kom Bo Rask till mötet {m}?",
    "När lämnade Pia Wall mötet {m}?", "Vilket företag kom Otto Krans från?",
    "Vem tjänstgjorde i stället för Pia Wall på mötet {m}?", "Vem var ordförande på mötet {m}?",
    "Vem var sekreterare på mötet {m}?", "Vem justerade protokollet från mötet {m}?",
    "När började mötet {m}?", "Var hölls mötet {m}?", "Vilka möten hölls 2018?",
]  # fmt: skip


def test_every_fact_of_the_records_is_worded_in_english() -> None:
    meetings = (BRYGGA, FYR, NAMND, HAMN)
    told = 0
    for asked in FACTS:
        for meeting in ("2/2018", "4/2019", "1/2020", "den 9 mars 2021"):
            question = understand(asked.format(m=meeting))
            draft = answer_from_facts(question, resolve(question, meetings))
            for sentence in draft.sentences if draft else ():
                english = in_english(Draft((sentence,))).sentences[0]
                told += 1
                assert english.text != sentence.text
                assert english.quotes == sentence.quotes
                assert _carried(english.text) == _carried(sentence.text)
                ours = {token.text for token in tokens(re.sub(r"\(.*?\)", "", english.text))}
                assert not ours & {"vid", "och", "den", "mötet", "kl", "var", "från", "till"}
    assert told > 40


INVENTED = [
    ("Who was appointed project manager for the pier?", "Bo Rask", "2018-03-21", "1"),
    ("How much does the painting of the lighthouse cost?", "85 000 kr", "2019-09-12", "1"),
    ("How many berths will the pier get?", "24", "2018-03-21", "1"),
    ("When will the construction of the pier start?", "15 April 2018", "2018-03-21", "1"),
    ("When was the pier finished?", "2 August 2019", "2019-09-12", "2"),
    ("Who is investigating whether Ljungås has room?", "Pia Wall", "2018-03-21", "3"),
    ("Which company is painting the lighthouse?", "Fyrmålarna AB", "2019-09-12", "1"),
    ("Was the sauna rejected?", "Yes", "2018-03-21", "2"),
    ("Who was the secretary at meeting 4/2019?", "Tea Lind", "2019-09-12", None),
    ("Who was absent from meeting 2/2018?", "Mia Norén", "2018-03-21", None),
    ("Who could not attend meeting 2/2018?", "Mia Norén", "2018-03-21", None),
    ("Was Bo Rask present at the meeting on 12 September 2019?", "Yes", "2019-09-12", None),
    ("Was Mia Norén at meeting 2/2018?", "No", "2018-03-21", None),
    ("When did Bo Rask arrive at meeting 2/2018?", "09.20", "2018-03-21", None),
    ("When did Pia Wall leave meeting 2/2018?", "10.45", "2018-03-21", None),
    ("How many meetings did Bo Rask attend?", "3", "2018-03-21", None),
    ("Who chaired the meeting on March 9, 2021?", "Siv Ahlmark", "2021-03-09", None),
    ("Who approved the minutes of the 9th of March 2021?", "Bo Rask", "2021-03-09", None),
    ("Where was meeting 4/2019 held?", "Fyrmästarbostaden, Strömby", "2019-09-12", None),
    ("When did meeting 2/2018 end?", "11.50", "2018-03-21", None),
    ("How many meetings were there in 2019?", "1", "2019-09-12", None),
    ("Who served instead of Pia Wall on 9 March 2021?", "Jan Dahl", "2021-03-09", None),
    ("Who was appointed harbour master?", "Lo Ekman", "2021-03-09", "§ 12"),
    ("What was the final cost of the pier in Granvik?", "1 720 000 kr", "2019-09-12", "2"),
    ("How much money was granted for the pier?", "150 000 kr", "2018-03-21", "1"),
    ("How much will the dredging of the inlet cost?", "400 000 kr", "2021-03-09", "§ 11"),
    ("How many sensors were bought?", "Six", "2020-02-06", "1"),
]  # fmt: skip
SAID = [
    ("What did the council decide about the sauna?",
     "Bryggrådet decided at meeting 2/2018 on 21 March 2018: ”att avslå ansökan om en bastu.” [1]"),
    ("Why was the sauna rejected?", "”Rådet anser att bastun stör fåglarna.” [1]"),
    ("Which meetings were held in 2019?", "Bryggrådet 4/2019, 12 September 2019. [1]"),
    ("How long did meeting 2/2018 last?",
     "Meeting 2/2018 on 21 March 2018 lasted from 08.30 to 11.50. [1]"),
]  # fmt: skip
NOT_FOUND = [
    "How much does the space ferry cost?", "Who is the project manager for the tunnel?",
    "Who was present at meeting 7/2019?", "Who was present at the meeting on May 3, 2017?",
    "Was Anna Svensson at the meeting on 12 September 2019?",
]  # fmt: skip
TALKS: list[tuple[list[str], str, str, bool]] = [  # …, in the answer, whether it is English
    (["Who was appointed project manager for the pier?"], "When was it decided?",
     "On 21 March 2018 (meeting 2/2018).", True),
    (["When was the pier finished?"], "And the cost?", "1 720 000 kr", True),
    (["Was the sauna rejected?"], "And why?", "fåglarna", True),
    (["Who was absent from meeting 2/2018?"], "Who was the secretary?",
     "Tea Lind was secretary at meeting 2/2018 on 21 March 2018.", True),
    (["How much does the painting of the lighthouse cost?"], "Which company is doing it?",
     "Fyrmålarna AB", True),
    (["Vem utsågs till projektledare för bryggan?"], "When was that decided?", "21 March 2018",
     True),
    (["Who was appointed project manager for the pier?"], "När beslutades det?", "21 mars 2018",
     False),
    (["Was Bo Rask present at meeting 2/2018?"], "Mia Norén?", "No. Mia Norén was absent", True),
    (["Var Bo Rask närvarande på mötet 2/2018?"], "Mia Norén?", "Nej. Mia Norén var från", False),
]  # fmt: skip


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> tuple[Archive, Assistant]:
    archive, searcher = invented_archive(tmp_path_factory.mktemp("hamn"), load_embedder())
    return archive, ArchiveAssistant(archive, searcher)


@pytest.mark.model
@pytest.mark.parametrize(("question", "highlight", "day", "item"), INVENTED)
def test_an_english_question_has_an_english_answer(
    invented: tuple[Archive, Assistant], question: str, highlight: str, day: str, item: str | None
) -> None:
    archive, assistant = invented
    answer = assistant.ask(question)
    assert answer.highlight == highlight
    assert highlight in answer.sentences[0].text
    assert (day, item) in {(str(c.date), c.item) for c in answer.citations}
    assert answer.question == question
    assert answer.standalone_question == in_swedish(question)
    for citation in answer.citations:
        meeting, _ = cited(archive, citation)
        assert citation.quote == meeting.document.text[citation.start : citation.end]


@pytest.mark.model
@pytest.mark.parametrize(("question", "said"), SAID)
def test_english_words_stand_around_swedish_quotes(
    invented: tuple[Archive, Assistant], question: str, said: str
) -> None:
    assert invented[1].ask(question).text == said


@pytest.mark.model
@pytest.mark.parametrize("question", NOT_FOUND)
def test_what_is_not_there_is_not_found_in_english_either(
    invented: tuple[Archive, Assistant], question: str
) -> None:
    assert invented[1].ask(question).status == "not_found"


@pytest.mark.model
@pytest.mark.parametrize(("history", "question", "said", "english"), TALKS)
def test_a_conversation_in_either_language(
    invented: tuple[Archive, Assistant], history: list[str], question: str, said: str,
    english: bool,
) -> None:  # fmt: skip
    answer = invented[1].ask(question, history)
    assert said in answer.text
    own = re.sub(r"”.*?”", "", answer.text)
    assert english is not bool(re.search(r"\b(?:mötet|den|vid|mars)\b", own)) or not own.strip()
