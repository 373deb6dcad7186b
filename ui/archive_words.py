"""The words of the archive's pages, in both languages."""

from __future__ import annotations

from dataclasses import dataclass

from ui.words import Language


@dataclass(frozen=True, slots=True)
class ArchiveWords:
    """What the archive's pages show; braces are filled in by the caller."""

    archive: str
    meetings: str
    decisions: str
    people: str
    chat: str
    sections: str
    search: str
    search_meetings: str
    search_decisions: str
    search_people: str
    show: str
    found_meetings: str
    found_decisions: str
    found_people: str
    nothing: str
    ask_here: str
    decisions_here: str
    clear: str
    over_time: str
    meetings_in: str
    items: str
    uncertain: str
    scanned: str
    undated: str
    date: str
    body: str
    kind: str
    any_kind: str
    decision: str
    item: str
    amount: str
    at_least: str
    order: str
    newest: str
    largest: str
    as_csv: str
    as_excel: str
    previous_page: str
    next_page: str
    roles: str
    first_last: str
    name: str
    attended: str
    named_in: str
    given: str
    status: str
    role: str
    ask_person: str
    missing_person: str
    address: str
    matter: str
    this_item: str
    original: str
    read_by: str
    by_ocr: str
    by_text: str
    to_archive: str
    print_page: str


ARCHIVE_WORDS: dict[Language, ArchiveWords] = {
    "sv": ArchiveWords(
        archive="Arkiv",
        meetings="Möten",
        decisions="Beslut",
        people="Personer",
        chat="Fråga",
        sections="Sidor",
        search="Sök",
        search_meetings="Organ, rubrik eller diarienummer",
        search_decisions="Ord i beslutet",
        search_people="Namn",
        show="Visa",
        found_meetings="{count} möten",
        found_decisions="{count} beslutspunkter",
        found_people="{count} personer",
        nothing="Inget i arkivet motsvarar det. Pröva färre villkor.",
        ask_here="Ställ en fråga om de här mötena",
        decisions_here="Besluten på de här mötena",
        clear="Visa allt",
        over_time="Möten per år",
        meetings_in="{year}: {count} möten",
        items="{items} punkter, {decisions} beslut",
        uncertain="delvis osäkert tolkat",
        scanned="inskannat",
        undated="Utan datum",
        date="Datum",
        body="Organ",
        kind="Slag",
        any_kind="Alla slag",
        decision="Beslut",
        item="Ärende",
        amount="Belopp, kr",
        at_least="Belopp, minst kr",
        order="Ordning",
        newest="Senaste först",
        largest="Största belopp först",
        as_csv="Spara som CSV",
        as_excel="Spara som Excel",
        previous_page="Föregående sida",
        next_page="Nästa sida",
        roles="Roller över tid",
        first_last="{first} till {last}",
        name="Namn",
        attended="Möten",
        named_in="Nämns i",
        given="Uppdrag och val",
        status="Deltagande",
        role="Roll",
        ask_person="Ställ en fråga om möten med {name}",
        missing_person="Det finns ingen person med den här adressen i arkivet.",
        address="Sidans adress",
        matter="Samma ärende över tid",
        this_item="den här punkten",
        original="Hämta originalfilen",
        read_by="Läst",
        by_ocr="med textigenkänning, säkerhet {confidence} av 100",
        by_text="ur filens egen text",
        to_archive="Till arkivet",
        print_page="Skriv ut",
    ),
    "en": ArchiveWords(
        archive="Archive",
        meetings="Meetings",
        decisions="Decisions",
        people="People",
        chat="Ask",
        sections="Pages",
        search="Search",
        search_meetings="Body, title or case number",
        search_decisions="Words of the decision",
        search_people="Name",
        show="Show",
        found_meetings="{count} meetings",
        found_decisions="{count} points of decisions",
        found_people="{count} people",
        nothing="Nothing in the archive fits. Try fewer conditions.",
        ask_here="Ask about these meetings",
        decisions_here="The decisions of these meetings",
        clear="Show all",
        over_time="Meetings by year",
        meetings_in="{year}: {count} meetings",
        items="{items} items, {decisions} decisions",
        uncertain="partly uncertain",
        scanned="scanned",
        undated="Undated",
        date="Date",
        body="Body",
        kind="Kind",
        any_kind="All kinds",
        decision="Decision",
        item="Matter",
        amount="Amount, SEK",
        at_least="Amount, at least SEK",
        order="Order",
        newest="Newest first",
        largest="Largest amount first",
        as_csv="Save as CSV",
        as_excel="Save as Excel",
        previous_page="Previous page",
        next_page="Next page",
        roles="Roles over time",
        first_last="{first} to {last}",
        name="Name",
        attended="Meetings",
        named_in="Named in",
        given="Assignments and elections",
        status="Attendance",
        role="Role",
        ask_person="Ask about meetings with {name}",
        missing_person="No person in the archive has this address.",
        address="Address of this page",
        matter="The same matter over time",
        this_item="this item",
        original="Download the original file",
        read_by="Read",
        by_ocr="by optical character recognition, confidence {confidence} of 100",
        by_text="from the file's own text",
        to_archive="To the archive",
        print_page="Print",
    ),
}
