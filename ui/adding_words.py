"""The words of the page for adding protocols, in both languages."""

from __future__ import annotations

from dataclasses import dataclass

from ui.words import Language


@dataclass(frozen=True, slots=True)
class AddingWords:
    """What the page for adding protocols shows; braces are filled in by the caller."""

    title: str
    intro: str
    drop: str
    choose: str
    kinds: str
    send: str
    now: str
    earlier: str
    nothing: str
    states: dict[str, str]
    understood: str  # "{items} punkter, {decisions} beslut"
    warnings: str
    no_warnings: str
    remove: str
    remove_name: str
    ask: str
    sending: str  # shown by the script, "{percent}"
    not_sent: str
    too_large: str
    full: str
    summary: str
    refused: str


ADDING_WORDS: dict[Language, AddingWords] = {
    "sv": AddingWords(
        title="Lägg till protokoll",
        intro=(
            "Filerna sparas i arkivet på den här servern och kan frågas om så snart de är "
            "inlästa. Inget skickas någon annanstans."
        ),
        drop="Släpp filer här",
        choose="Välj filer",
        kinds="Text, Markdown, HTML, .docx, .odt, PDF, bilder och .zip, högst {limit} MB var.",
        send="Lägg till",
        now="Nyss tillagda",
        earlier="Tidigare tillagda",
        nothing="Inga protokoll har lagts till den här vägen.",
        states={
            "waiting": "Väntar",
            "reading": "Läses",
            "indexing": "Tas in i arkivet",
            "done": "Klar",
            "known": "Finns redan i arkivet",
            "failed": "Kunde inte läggas till",
            "removed": "Borttagen",
        },
        understood="{items} punkter, {decisions} beslut",
        warnings="Det här kunde inte tolkas säkert",
        no_warnings="Inget var osäkert.",
        remove="Ångra",
        remove_name="Ta bort {name} ur arkivet igen",
        ask="Ställ en fråga om mötet",
        sending="Skickas, {percent} %",
        not_sent="Kunde inte skickas. Försök igen.",
        too_large="Filen är större än {limit} MB. Dela den eller be den som driver tjänsten.",
        full="För många filer väntar. Försök igen om en stund.",
        summary="{done} av {total} filer är klara",
        refused="Bara redaktörer får lägga till protokoll.",
    ),
    "en": AddingWords(
        title="Add minutes",
        intro=(
            "The files are kept in the archive on this server and can be asked about as soon as "
            "they are read. Nothing is sent anywhere else."
        ),
        drop="Drop files here",
        choose="Choose files",
        kinds="Text, Markdown, HTML, .docx, .odt, PDF, pictures and .zip, {limit} MB each.",
        send="Add",
        now="Added just now",
        earlier="Added before",
        nothing="No minutes were added this way.",
        states={
            "waiting": "Waiting",
            "reading": "Being read",
            "indexing": "Being taken in",
            "done": "Done",
            "known": "In the archive already",
            "failed": "Could not be added",
            "removed": "Removed",
        },
        understood="{items} items, {decisions} decisions",
        warnings="This could not be understood with certainty",
        no_warnings="Nothing was uncertain.",
        remove="Undo",
        remove_name="Take {name} out of the archive again",
        ask="Ask about the meeting",
        sending="Being sent, {percent} %",
        not_sent="Could not be sent. Please try again.",
        too_large="The file is larger than {limit} MB. Split it or ask whoever runs this service.",
        full="Too many files are waiting. Please try again in a moment.",
        summary="{done} of {total} files are done",
        refused="Only editors may add minutes.",
    ),
}
