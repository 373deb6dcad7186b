"""Invented minutes of a harbour council, in the layouts of real ones, and an archive of them."""

from __future__ import annotations

import hashlib
from pathlib import Path

from index.archive import Archive
from index.embedding import Embedder
from index.indexing import sync
from index.nouns import FRAME_SUFFIX, Document, Item, Meeting, Page
from index.parsing import parse_document
from index.search import Searcher
from qa.nouns import Citation

BRYGGA = """Bryggrådets protokoll 2/2018

Tid/Plats: 180321 kl. 08.30-11.50, Gamla tullhuset, Granvik

Närvarande: Siv Ahlmark, Granvik, Bo Rask, Ljungås (från kl 09.20), ~~Mia Norén, Ljungås,~~ \
Pia Wall, Strömby (till kl 10.45), Jan Dahl och Tea Lind, sekretariatet.

Anmält förhinder: Mia Norén, Ljungås.

Inbjudna gäster: Otto Krans, Vågbolaget AB, och Lo Ekman, fiskerikonsulent.

1. Ny brygga i Granvik

Lo Ekman redogjorde för läget. Bryggan har ruttnat och beräknas kosta 1,5 mnkr. \
Den 15 april 2018 ska bygget starta. Bryggan får 24 båtplatser.

Beslut:

att anslå 150 000 kr till bryggan

att utse Bo Rask till projektledare för bryggan.

2. Ansökan om bastu

Vågbolaget AB söker stöd för en flytande bastu i Strömby. Rådet anser att bastun stör fåglarna.

Beslut:

att avslå ansökan om en bastu.

3. Övriga ärenden

- Vinterförvaring

Platserna räcker inte. Pia Wall undersöker till nästa möte om Ljungås har plats.

Vid tangenterna

Tea Lind
sekreterare
"""

FYR = """Bryggrådets protokoll 4/2019

Tid/Plats: 190912 kl. 13.00-15.30, Fyrmästarbostaden, Strömby

Närvarande: Siv Ahlmark, Granvik, Bo Rask, Ljungås, Pia Wall, Strömby, Ulf Sten, Granvik \
och Tea Lind, sekretariatet.

1. Fyren i Strömby

Fyren är från 1887 och ska målas om. Målningen kostar 85 000 kr enligt anbudet från Fyrmålarna AB.

Beslut:

att anta anbudet från Fyrmålarna AB.

2. Bryggan i Granvik

Bo Rask rapporterade att bryggan stod klar den 2 augusti 2019. Slutkostnaden blev 1 720 000 kr.

Beslut:

att notera informationen.

Vid tangenterna

Tea Lind
sekreterare
"""

NAMND = """Sjönämndens protokoll 1/2020

Tid/Plats: 200206 kl. 09.00-10.00, Sjöbodens sal, Ljungås

Närvarande: Vera Holm, Ljungås, Ebbe Kvist, Ljungås och Tea Lind, sekretariatet.

1. Badtemperaturer

Ebbe Kvist visade att havet var 21 grader i juli 2019. Sex givare har köpts in.

Beslut:

att lägga informationen till handlingarna.

2. Val av sekreterare

Beslut:

att utse Ulf Sten till nämndens sekreterare från den 1 mars 2020.

Vid tangenterna

Tea Lind
sekreterare
"""

HAMN = """Granviks kommun                     PROTOKOLL                          1 (3)
Hamnstyrelsen                        2021-03-09

Plats och tid:     Tullsalen, Rådhuset, kl. 13.00–15.40

Beslutande:        Siv Ahlmark (S), ordförande
                   Bo Rask (M)
                   Mia Norén (C)
                   Jan Dahl (S), tjänstgörande ersättare för Pia Wall (S)

Övriga deltagare:  Otto Krans, hamnchef
                   Tea Lind, sekreterare

Justerare:         Bo Rask
Justerade paragrafer: §§ 11–12

Underskrifter
Sekreterare        Tea Lind
Ordförande         Siv Ahlmark
Justerande         Bo Rask

§ 11 Muddring av inloppet

Tf hamnchef Otto Krans redogör. Det är billigt.

Beslut

Hamnstyrelsen beslutar
att muddra inloppet för 400 000 kr.

§ 12 Ny hamnchef

Beslut

Hamnstyrelsen beslutar
att utse Lo Ekman till hamnchef från den 1 maj 2021.
"""

FILES = {"brygga-2018.txt": BRYGGA, "fyr-2019.txt": FYR, "namnd/2020.txt": NAMND,
         "hamn.txt": HAMN}  # fmt: skip

# What stands before the items in protocols that only try the forms of one thing.
FRONT = """Protokoll
Kommunstyrelsen
2024-04-09
Plats och tid\tKommunhuset kl. 13.00-15.00
Beslutande\tAnna Berg (S), ordförande
Bo Ek (M)
"""


def invented_document(text: str, path: str = "protokoll.txt") -> Document:
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    return Document(path, sha256, "text/plain", text, (Page(1, 0, len(text)),))


def invented_meeting(text: str, path: str = "protokoll.txt") -> Meeting:
    (meeting,) = parse_document(invented_document(text, path))
    return meeting


def invented_meetings() -> tuple[Meeting, ...]:
    """Return the meetings by date, without an archive."""
    return tuple(invented_meeting(text, path) for path, text in FILES.items())


def item_of(meeting: Meeting, number: str) -> Item:
    return next(item for item in meeting.items if item.number == number)


def cited(archive: Archive, citation: Citation) -> tuple[Meeting, Item]:
    """Return the meeting and the item of a citation; KeyError if the archive lacks either."""
    if citation.item_id.endswith(FRAME_SUFFIX):
        meeting = archive.meeting(citation.item_id.removesuffix(FRAME_SUFFIX))
        return meeting, meeting.frame
    return archive.find_item(citation.item_id)


def invented_archive(folder: Path, embedder: Embedder) -> tuple[Archive, Searcher]:
    """Make a real archive of the protocols."""
    for path, text in FILES.items():
        file = folder / "protokoll" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    report = sync([folder / "protokoll"], folder / "archive", embedder)
    assert (report.meetings, report.failed) == (len(FILES), ())
    archive = Archive.open(folder / "archive", embedder.identity)
    return archive, Searcher(archive, embedder)
