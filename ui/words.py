"""The words of the web page, in Swedish and in English, and Gradio's missing Swedish ones."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

Language = Literal["sv", "en"]


@dataclass(frozen=True, slots=True)
class Words:
    """Every word that the page shows in one language; braces are filled in by the caller."""

    lang: Language
    months: tuple[str, ...]
    decimal: str
    tagline: str
    other_language: str  # the link that switches, in the language it switches to
    sign_out: str
    skip: str
    home: str
    # the chat
    welcome: str
    welcome_text: str
    box_label: str
    box_placeholder: str
    send: str
    stop: str
    new_chat: str
    searching: str
    conversation: str
    archive_line: str
    archive_empty: str
    archive_building: str
    archive_stale: str
    archive_damaged: str
    model_missing: str
    ask_decided: str
    ask_present: str
    ask_when: str
    ask_day: str
    ask_chair: str
    # an answer
    not_found: str
    not_found_searched: str
    not_found_hint: str
    not_found_selection: str
    refused_meeting: str
    refused_word: str
    refused_words: str
    refused_decision: str
    no_question: str
    near_meetings: str
    meeting_number: str
    nearest: str
    searched: str
    searched_nothing: str
    read_as: str
    sources: str
    item: str
    frame: str
    blank_question: str
    long_question: str
    failed: str
    needs_script: str
    selected: str
    selected_all: str
    narrow: str
    search_all: str
    body: str
    all_bodies: str
    first_year: str
    last_year: str
    any_year: str
    person: str
    with_person: str
    use: str
    cancel: str
    conversations: str
    archive: str
    # the source view
    source: str
    close: str
    open_alone: str
    minutes_of: str
    undated: str
    unnamed_body: str
    meeting: str
    present: str
    absent: str
    guests: str
    attendance: str
    from_time: str
    to_time: str
    previous: str
    next: str
    file: str
    page: str
    reference: str
    copy: str
    copied: str
    presenters: str
    case_number: str
    agenda: str
    sub_items: str
    whole_meeting: str
    time_and_place: str
    chair: str
    secretary: str
    opening: str
    warnings: str
    read_by_ocr: str
    bad_quote: str
    missing_title: str
    missing_item: str
    missing_meeting: str
    missing_page: str
    missing_file: str
    missing_hint: str
    page_picture: str
    picture: str
    picture_marked: str
    not_marked: str
    to_chat: str

    # the language model
    model_writing: str
    model_wrote: str
    model_removed_one: str
    model_removed: str
    model_unproven: str
    model_withheld: str
    model_unreachable: str
    model_slow: str
    model_busy: str
    model_refused: str
    model_garbled: str
    model_endless: str
    model_silent: str
    own_words: str

    def day(self, date: dt.date) -> str:
        """Return `date` as people write it: "21 mars 2018"."""
        return f"{date.day} {self.months[date.month - 1]} {date.year}"

    def period(self, first: dt.date | None, last: dt.date | None) -> str:
        """Return the days from `first` to `last`: "12 juni 2015 – 29 september 2023"."""
        days = [self.day(day) for day in (first, last) if day is not None]
        return " – ".join(dict.fromkeys(days))

    def seconds(self, seconds: float) -> str:
        """Return a duration with this language's decimal mark: "0,02 s"."""
        return f"{max(seconds, 0.01):.2f}".replace(".", self.decimal) + " s"


SWEDISH = Words(
    lang="sv",
    months=(
        "januari",
        "februari",
        "mars",
        "april",
        "maj",
        "juni",
        "juli",
        "augusti",
        "september",
        "oktober",
        "november",
        "december",
    ),
    decimal=",",
    tagline="Svar ur protokollen, ord för ord",
    other_language="English",
    sign_out="Logga ut",
    skip="Hoppa till innehållet",
    home="Protokollsvar, till frågorna",
    welcome="Vad vill du veta?",
    welcome_text=(
        "Ställ en fråga om vad som har sagts och beslutats. Svaret hämtas ordagrant ur "
        "protokollen och visar var det står."
    ),
    box_label="Din fråga",
    box_placeholder="Skriv din fråga",
    send="Fråga",
    stop="Avbryt",
    new_chat="Nytt samtal",
    searching="Söker i protokollen",
    conversation="Samtal",
    archive_line="{meetings} protokoll, {period}",
    archive_empty="Arkivet är tomt. Lägg till protokoll med kommandot protokollsvar index.",
    archive_building=(
        "Arkivet byggs just nu. Protokollen kan frågas om så snart de är inlästa; det tar några "
        "minuter."
    ),
    archive_stale=(
        "Arkivet är gjort med en annan modell eller en annan version. Den som driver tjänsten "
        "behöver bygga om det: protokollsvar index --rebuild."
    ),
    archive_damaged=(
        "Arkivet kan inte läsas. Den som driver tjänsten behöver se till det: protokollsvar verify."
    ),
    model_missing=(
        "Sökmodellen kan inte läsas in. Den som driver tjänsten ser orsaken i serverns logg."
    ),
    ask_decided="Vad beslutades om {title}?",
    ask_present="Vilka var närvarande den {day}?",
    ask_when="När behandlades {title}?",
    ask_day="När beslutades det?",
    ask_chair="Vem var ordförande den {day}?",
    not_found="Jag hittar inget svar på det i protokollen.",
    not_found_searched="Sökt i {meetings} protokoll, {period}.",
    not_found_hint="Pröva andra ord, ett namn eller ett årtal.",
    not_found_selection="Bara i urvalet {selection}.",
    refused_meeting="Bland protokollen finns inget från {meeting}.",
    refused_word="Ordet {words} står inte i något av dem.",
    refused_words="Orden {words} står inte i något av dem.",
    refused_decision="Det nämns i protokollen, men där finns inget beslut om det.",
    no_question="Fråga gärna något om det som står i protokollen.",
    near_meetings="Närmast finns",
    meeting_number="möte",
    nearest="Närmast i protokollen, utan att svara på frågan",
    searched="Sökt i {meetings} protokoll, {period}, på {seconds}",
    searched_nothing="Arkivet är tomt.",
    read_as="Frågan lästes som",
    sources="Källor",
    item="punkt",
    frame="protokollets uppgifter",
    blank_question="Skriv en fråga först, så letar jag i protokollen.",
    long_question="Frågan är {found} tecken lång. Korta den till högst {limit} tecken.",
    failed="Något gick fel när frågan skulle besvaras. Försök igen om en stund.",
    needs_script="Frågorna behöver JavaScript. Protokollens egna sidor går att läsa utan.",
    selected="Söker bara i: {selection}",
    selected_all="Söker i alla protokoll",
    narrow="Begränsa sökningen",
    search_all="Sök i alla",
    body="Organ",
    all_bodies="Alla organ",
    first_year="Från och med år",
    last_year="Till och med år",
    any_year="Alla år",
    person="Person som deltog",
    with_person="med {person}",
    use="Använd",
    cancel="Avbryt",
    conversations="Samtal",
    archive="Arkiv",
    source="Källa",
    close="Stäng källan",
    open_alone="Öppna som egen sida",
    minutes_of="{body} protokoll",
    undated="odaterat",
    unnamed_body="Protokoll",
    meeting="Möte",
    present="Närvarande",
    absent="Frånvarande",
    guests="Gäster",
    attendance="Vilka var med",
    from_time="från {time}",
    to_time="till {time}",
    previous="Föregående punkt",
    next="Nästa punkt",
    file="Fil",
    page="sida {page}",
    reference="Hänvisning",
    copy="Kopiera",
    copied="Kopierad",
    presenters="Föredragande",
    case_number="Diarienummer",
    agenda="Mötets punkter",
    sub_items="Delpunkter",
    whole_meeting="Hela protokollet",
    time_and_place="Tid och plats",
    chair="Ordförande",
    secretary="Sekreterare",
    opening="Protokollets inledning",
    warnings="Det här kunde inte tolkas säkert",
    read_by_ocr="Texten är avläst från en inskannad sida och kan innehålla läsfel.",
    bad_quote="Citatet i länken ligger utanför den här punkten och kan inte markeras.",
    missing_title="Sidan finns inte",
    missing_item="Det finns ingen punkt med den här adressen i arkivet.",
    missing_meeting="Det finns inget möte med den här adressen i arkivet.",
    missing_page="Det finns ingen sida med den här adressen.",
    missing_file="Originalfilen finns inte kvar eller har ändrats sedan protokollet lästes in.",
    page_picture="Sidan som den ser ut",
    picture="Sidan {page} i originalet som bild",
    picture_marked="Sidan {page} i originalet som bild, citatet är markerat",
    not_marked="Citatet är inte markerat på bilden",
    missing_hint="Protokollet kan ha bytts ut eller tagits bort. Sök efter ärendet i stället.",
    to_chat="Till frågorna",
    model_writing="Språkmodellen {model} skriver …",
    model_wrote="Skrivet av språkmodellen {model}. Varje mening är prövad mot källorna.",
    model_removed_one="1 mening togs bort, eftersom källorna inte styrker den.",
    model_removed="{count} meningar togs bort, eftersom källorna inte styrker dem.",
    model_unproven="Språkmodellen {model} skrev inget som källorna styrker.",
    model_withheld="Källorna vänder sig till en språkmodell och gavs därför inte till {model}.",
    model_unreachable="Språkmodellen {model} gick inte att nå.",
    model_slow="Språkmodellen {model} blev inte klar i tid.",
    model_busy="Språkmodellen {model} har för mycket att göra just nu.",
    model_refused="Språkmodellen {model} tog inte emot frågan.",
    model_garbled="Språkmodellen {model} svarade obegripligt.",
    model_endless="Språkmodellen {model} slutade inte skriva.",
    model_silent="Språkmodellen {model} skrev ingenting.",
    own_words="Svaret är protokollens egna ord.",
)

ENGLISH = Words(
    lang="en",
    months=(
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
    decimal=".",
    tagline="Answers from the minutes, word for word",
    other_language="Svenska",
    sign_out="Sign out",
    skip="Skip to the content",
    home="Protokollsvar, to the questions",
    welcome="What would you like to know?",
    welcome_text=(
        "Ask, in Swedish, about what was said and decided. The answer is taken word for word "
        "from the minutes and shows where it stands."
    ),
    box_label="Your question",
    box_placeholder="Write your question",
    send="Ask",
    stop="Stop",
    new_chat="New conversation",
    searching="Searching the minutes",
    conversation="Conversation",
    archive_line="{meetings} minutes, {period}",
    archive_empty="The archive is empty. Add minutes with the command protokollsvar index.",
    archive_building=(
        "The archive is being built. The minutes can be asked about as soon as they are read; it "
        "takes some minutes."
    ),
    archive_stale=(
        "The archive was made with another model or version. Whoever runs this service needs to "
        "build it anew: protokollsvar index --rebuild."
    ),
    archive_damaged=(
        "The archive cannot be read. Whoever runs this service needs to see to it: protokollsvar "
        "verify."
    ),
    model_missing=(
        "The search model cannot be loaded. Whoever runs this service finds the cause in the log."
    ),
    ask_decided="Vad beslutades om {title}?",
    ask_present="Vilka var närvarande den {day}?",
    ask_when="När behandlades {title}?",
    ask_day="När beslutades det?",
    ask_chair="Vem var ordförande den {day}?",
    not_found="I find no answer to that in the minutes.",
    not_found_searched="Searched {meetings} minutes, {period}.",
    not_found_hint="Try other words, a name or a year.",
    not_found_selection="Only in the selection {selection}.",
    refused_meeting="There are no minutes of {meeting}.",
    refused_word="None of them has the word {words}.",
    refused_words="None of them has the words {words}.",
    refused_decision="The minutes mention it, but have no decision on it.",
    no_question="Ask anything about what the minutes say.",
    near_meetings="The nearest are",
    meeting_number="meeting",
    nearest="Nearest in the minutes, without answering the question",
    searched="Searched {meetings} minutes, {period}, in {seconds}",
    searched_nothing="The archive is empty.",
    read_as="The question was read as",
    sources="Sources",
    item="item",
    frame="particulars of the minutes",
    blank_question="Write a question first, and I will look in the minutes.",
    long_question="The question is {found} characters long. Shorten it to {limit} at most.",
    failed="Something went wrong while answering. Please try again in a moment.",
    needs_script="The questions need JavaScript. The pages of the minutes do not.",
    selected="Searching only: {selection}",
    selected_all="Searching all minutes",
    narrow="Narrow the search",
    search_all="Search all",
    body="Body",
    all_bodies="All bodies",
    first_year="From year",
    last_year="To year",
    any_year="Any year",
    person="Person who took part",
    with_person="with {person}",
    use="Apply",
    cancel="Cancel",
    conversations="Conversations",
    archive="Archive",
    source="Source",
    close="Close the source",
    open_alone="Open as a page of its own",
    minutes_of="{body}, minutes",
    undated="undated",
    unnamed_body="Minutes",
    meeting="Meeting",
    present="Present",
    absent="Absent",
    guests="Guests",
    attendance="Who was there",
    from_time="from {time}",
    to_time="until {time}",
    previous="Previous item",
    next="Next item",
    file="File",
    page="page {page}",
    reference="Reference",
    copy="Copy",
    copied="Copied",
    presenters="Presented by",
    case_number="Case number",
    agenda="Items of the meeting",
    sub_items="Sub-items",
    whole_meeting="The whole minutes",
    time_and_place="Time and place",
    chair="Chair",
    secretary="Secretary",
    opening="The opening of the minutes",
    warnings="This could not be understood with certainty",
    read_by_ocr="The text was read from a scanned page and may contain misreadings.",
    bad_quote="The quote in the link lies outside this item and cannot be marked.",
    missing_title="This page does not exist",
    missing_item="No item in the archive has this address.",
    missing_meeting="No meeting in the archive has this address.",
    missing_page="There is no page at this address.",
    missing_file="The original file is gone or has changed since the minutes were read.",
    page_picture="The page as it looks",
    picture="Page {page} of the original as a picture",
    picture_marked="Page {page} of the original as a picture, the quote is marked",
    not_marked="The quote is not marked on the picture",
    missing_hint="The minutes may have been replaced or removed. Search for the matter instead.",
    to_chat="To the questions",
    model_writing="The language model {model} is writing …",
    model_wrote=(
        "Written by the language model {model}. Each sentence is checked against the sources."
    ),
    model_removed_one="1 sentence was taken out, because the sources do not support it.",
    model_removed="{count} sentences were taken out, because the sources do not support them.",
    model_unproven="The language model {model} wrote nothing that the sources support.",
    model_withheld="The sources speak to a language model, so {model} was not given them.",
    model_unreachable="The language model {model} could not be reached.",
    model_slow="The language model {model} was not done in time.",
    model_busy="The language model {model} has too much to do at the moment.",
    model_refused="The language model {model} did not take the question.",
    model_garbled="The language model {model} answered without sense.",
    model_endless="The language model {model} did not stop writing.",
    model_silent="The language model {model} wrote nothing.",
    own_words="The answer is in the words of the minutes.",
)

WORDS: dict[Language, Words] = {"sv": SWEDISH, "en": ENGLISH}

# Strings of Gradio 6.31 that its Swedish file lacks, all of `chat_interface.*` among them.
GRADIO_SWEDISH = {
    "chat_interface.new_chat": "Nytt samtal",
    "chat_interface.message_placeholder": "Skriv en fråga …",
    "chat_interface.additional_inputs": "Fler val",
    "chat_interface.chatbot": "Samtal",
    "chat_interface.conversation": "Samtal",
    "chatbot.complete": "Klart",
    "chatbot.copy_message": "Kopiera svaret",
    "chatbot.copied_message": "Svaret är kopierat",
    "common.download_all": "Ladda ner allt",
    "common.progress": "Förlopp",
    "common.run": "Kör",
    "common.runs": "Körningar",
    "common.back_to_app": "Till appen",
    "common.back_to_app_description": "Gå tillbaka till appen",
    "common.record": "Spela in",
    "common.stop_recording": "Sluta spela in",
    "status.queue_position": "Plats {position} av {size} i kön",
}


def language(code: str | None) -> Language:
    """Return the language that `code` asks for; Swedish for anything but English."""
    return "en" if (code or "").lower().startswith("en") else "sv"
