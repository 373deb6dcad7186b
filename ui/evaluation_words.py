"""The words of the evaluation page, in Swedish and in English."""

from __future__ import annotations

from dataclasses import dataclass

from ui.words import Language


@dataclass(frozen=True, slots=True)
class EvaluationWords:
    """Every word that the evaluation page shows in one language; braces are filled in."""

    title: str
    intro: str
    choose: str
    demo_set: str  # "{name}, {count} frågor"
    upload: str
    upload_hint: str
    start: str
    earlier: str
    running: str
    progress: str  # "{done} av {total} frågor"
    waiting: str
    failed: str
    refused: str
    foreign: str
    busy: str
    too_large: str
    nothing_chosen: str
    missing_run: str
    summary: str  # "{questions} frågor på {seconds}"
    interval_note: str
    measure: str
    value: str
    interval: str
    by_type: str
    type: str
    questions: str
    where_found: str
    rank: str
    not_among: str
    only_wrong: str
    all_questions: str
    right: str
    wrong: str
    expected: str
    given: str
    cited: str
    found: str
    why: str
    read_as: str
    first_right: str
    nothing_found: str
    score: str
    shared_words: str
    shared_parts: str
    part_in: str
    download_report: str
    download_json: str
    again: str
    legs: dict[str, str]
    measures: dict[str, str]


SWEDISH = EvaluationWords(
    title="Utvärdering",
    intro=(
        "Pröva arkivet med frågor som har ett känt rätt svar. Varje fråga ställs, svaret jämförs "
        "med facit, och sidan visar hur ofta rätt ärende hittas och rätt svar ges."
    ),
    choose="Välj frågor",
    demo_set="{name}, {count} frågor",
    upload="Ladda upp en frågefil",
    upload_hint="En fil i JSONL: ett JSON-objekt på varje rad, se beskrivningen i README.",
    start="Kör",
    earlier="Tidigare körningar",
    running="Körningen pågår",
    progress="{done} av {total} frågor",
    waiting="Sidan uppdateras av sig själv.",
    failed="Körningen avbröts av ett fel. Försök igen om en stund.",
    refused="Frågefilen kan inte användas:",
    foreign="Formuläret skickades från en annan webbplats.",
    busy="En annan körning pågår. Vänta tills den är klar.",
    too_large="Filen är större än {limit} MB. Dela upp den.",
    nothing_chosen="Välj en fråguppsättning eller en fil först.",
    missing_run="Körningen finns inte längre. De senaste sparas tills programmet stängs.",
    summary="{questions} frågor på {seconds}",
    interval_note="Intervallen är 95 %, beräknade med omsampling av frågorna.",
    measure="Mått",
    value="Värde",
    interval="95 % intervall",
    by_type="Efter frågetyp",
    type="Typ",
    questions="Frågor",
    where_found="Var det första rätta ärendet kom",
    rank="plats {rank}",
    not_among="inte funnet",
    only_wrong="Visa bara fel",
    all_questions="Visa alla",
    right="rätt",
    wrong="fel",
    expected="Förväntat",
    given="Svar",
    cited="Citerat",
    found="Funnet",
    why="därför",
    read_as="Sökt som",
    first_right="första rätta ärendet på plats {rank}",
    nothing_found="inget rätt ärende funnet",
    score="poäng {score}",
    shared_words="gemensamma ord: {words}",
    shared_parts="orddelar: {parts}",
    part_in="{part} i {word}",
    download_report="Ladda ner som HTML",
    download_json="Ladda ner som JSON",
    again="Ny utvärdering",
    legs={"dense": "betydelse", "words": "ord", "grams": "orddelar"},
    measures={
        "nDCG@10": "hur högt upp rätt ärende kommer bland de tio första",
        "R@1": "rätt ärende först",
        "R@5": "rätt ärende bland de fem första",
        "R@10": "rätt ärende bland de tio första",
        "R@100": "rätt ärende bland de hundra första",
        "RR@10": "ett delat med platsen för det första rätta",
        "MAP": "medelprecision",
        "answer_accuracy": "rätt svar med rätt källa, av de frågor som har svar",
        "highlight_em": "framhävda ord som är just de rätta",
        "highlight_f1": "ord som det framhävda delar med det rätta",
        "citation_precision": "källor som är rätt ärende",
        "citation_recall": "rätta ärenden som svaret hänvisar till",
        "supported": "meningar som inte säger mer än källan",
        "refusal_precision": "”inget svar” som var riktiga",
        "refusal_recall": "frågor utan svar som fick ”inget svar”",
    },
)

ENGLISH = EvaluationWords(
    title="Evaluation",
    intro=(
        "Try the archive with questions whose right answer is known. Each is asked, the answer is "
        "compared with the key, and the page shows how often the right item is found and the "
        "right answer given."
    ),
    choose="Choose questions",
    demo_set="{name}, {count} questions",
    upload="Upload a question file",
    upload_hint="A file in JSONL: one JSON object a line, described in the README.",
    start="Run",
    earlier="Earlier runs",
    running="Running",
    progress="{done} of {total} questions",
    waiting="This page renews itself.",
    failed="The run was ended by an error. Please try again in a moment.",
    refused="The question file cannot be used:",
    foreign="The form was sent from another site.",
    busy="Another run is under way. Wait until it is done.",
    too_large="The file is larger than {limit} MB. Divide it.",
    nothing_chosen="Choose a question set or a file first.",
    missing_run="This run is gone. The latest runs are kept until the program is closed.",
    summary="{questions} questions in {seconds}",
    interval_note="The intervals are 95 %, from resampling the questions.",
    measure="Measure",
    value="Value",
    interval="95 % interval",
    by_type="By type of question",
    type="Type",
    questions="Questions",
    where_found="Where the first right item came",
    rank="rank {rank}",
    not_among="not found",
    only_wrong="Show only the wrong ones",
    all_questions="Show all",
    right="right",
    wrong="wrong",
    expected="Expected",
    given="Answer",
    cited="Cited",
    found="Found",
    why="because",
    read_as="Searched for",
    first_right="first right item at rank {rank}",
    nothing_found="no right item found",
    score="score {score}",
    shared_words="shared words: {words}",
    shared_parts="parts of words: {parts}",
    part_in="{part} in {word}",
    download_report="Download as HTML",
    download_json="Download as JSON",
    again="New evaluation",
    legs={"dense": "meaning", "words": "words", "grams": "parts of words"},
    measures={
        "nDCG@10": "how far up the right item comes among the first ten",
        "R@1": "the right item first",
        "R@5": "the right item among the first five",
        "R@10": "the right item among the first ten",
        "R@100": "the right item among the first hundred",
        "RR@10": "one divided by the rank of the first right one",
        "MAP": "mean average precision",
        "answer_accuracy": "right answers with the right source, of the answerable questions",
        "highlight_em": "emphasised words that are just the right ones",
        "highlight_f1": "words that the emphasised share with the right ones",
        "citation_precision": "sources that are the right item",
        "citation_recall": "right items that the answer cites",
        "supported": "sentences that say no more than their source",
        "refusal_precision": "refusals that were right",
        "refusal_recall": "questions without an answer that were refused",
    },
)

EVALUATION_WORDS: dict[Language, EvaluationWords] = {"sv": SWEDISH, "en": ENGLISH}
