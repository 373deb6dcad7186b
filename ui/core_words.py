"""What the core says in English, in the words of the page: reasons, warnings, the archive's state.

The core's sentences are for the command line. What a visitor can meet of them has a translation
here, found by a telling part of the sentence; a sentence without one is shown as it is, as English.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ui.words import Words

_REASONS = (
    (r"is empty \(0 bytes\)", "Filen är tom."),
    (r"password", "Filen är skyddad med lösenord. Spara den utan."),
    (r"cut off|damaged|cannot be unpacked|is no such file inside",
     "Filen är skadad. Hämta den igen."),
    (r"scan without a text layer|is a picture, and|has scanned pages, and",
     "Filen är inskannad, och textigenkänning (Tesseract med svenska) saknas på servern."),
    (r"holds no text|without any content|file without text",
     "Filen innehåller ingen text, bara tomrum eller bilder."),
    (r"unpacks to ([\d ]+ MB)", r"Filen packas upp till \1, mer än vad som läses."),
    (r"is ([\d ]+ MB) large where at most ([\d ]+ MB)", r"Filen är \1. Högst \2 läses."),
    (r"has (\d+) pages where at most (\d+)", r"Filen har \1 sidor. Högst \2 läses."),
    (r"has (\d+) lines on page (\d+) where at most (\d+)",
     r"Filen har \1 rader på sidan \2, så den är knappast ett protokoll. Högst \3 läses."),
    (r"(?:is an image of|too large an image)", "Bilden har för många bildpunkter. Gör den mindre."),
    (r"was not read within (\d+) seconds", r"Filen blev inte läst inom \1 sekunder. Dela den."),
    (r"takes more than (\d+) MB of memory", r"Filen kräver mer än \1 MB minne att läsa. Dela den."),
    (r"old \.doc file", "Filen är en gammal .doc-fil. Spara den som .docx."),
    (r"RTF file", "Filen är en RTF-fil. Spara den som .docx eller .pdf."),
    (r"(GIF|WebP) image", r"Bilden är en \1-bild. Spara den som .png."),
    (r"(7z|RAR|gzip) archive", r"Filen är ett \1-arkiv. Packa om den som .zip."),
    (r"PostScript", "Filen är en PostScript-fil. Spara den som .pdf."),
    (r"office file of another kind", "Filen är ett kalkylark eller bildspel. Spara den som .pdf."),
    (r"binary data|neither UTF-8", "Filen är varken text eller ett format som läses här."),
    (r"archives inside each other",
     "Zip-filerna ligger för djupt i varandra. Packa upp dem först."),
    (r"holds (\d+) files where at most (\d+)", r"Zip-filen har \1 filer. Högst \2 läses."),
    (r"zip archive without any file", "Zip-filen är tom."),
    (r"zip archive and no document|so no Word file", "Filen är ett zip-arkiv och inget dokument."),
    (r"content was erased", "Filens innehåll är raderat ur arkivet och tas inte in igen."),
    (r"could not be parsed", "Protokollets uppställning kunde inte tolkas. Anmäl det."),
    (r"another model|tables of version",
     "Arkivet är gjort med en annan modell eller version. Den som driver tjänsten behöver bygga om "
     "det med: protokollsvar index --rebuild"),
    (r"cannot be written|free space",
     "Arkivet kan inte skrivas. Den som driver tjänsten behöver se till diskens utrymme."),
)  # fmt: skip
_WARNINGS = (
    (r"no item headings were found",
     "Inga rubriker för punkter hittades, så hela texten är en punkt."),
    (r"the vote at item (.+) was not understood", r"Omröstningen i punkt \1 kunde inte tolkas."),
    (r"items? (.+) missing before item (.+)", r"Punkt \1 saknas före punkt \2."),
    (r"item (.+), which the first page announces, is missing",
     r"Punkt \1, som första sidan anger, saknas."),
    (r"the meeting's body was not found", "Vilket organ som sammanträdde hittades inte."),
    (r"the meeting's date was not found", "Mötets datum hittades inte."),
    (r"page (\d+) is scanned, and", r"Sidan \1 är inskannad och kunde inte läsas."),
    (r"page (\d+) has a broken font map, and",
     r"Sidan \1 har en trasig teckentabell och är oläslig."),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence to show, and its language where that is not the page's."""

    text: str
    lang: str


def reason(sentence: str, name: str, words: Words) -> Said:
    """Return why a file was refused; `name` need not be said again."""
    plain = sentence.removeprefix(".uploads/").removeprefix(name).strip(" :")
    return _translated(plain[:1].upper() + plain[1:], _REASONS, words)


def warning(message: str, words: Words) -> Said:
    """Return what of a protocol could not be understood."""
    return _translated(message[:1].upper() + message[1:], _WARNINGS, words)


def _translated(sentence: str, table: tuple[tuple[str, str], ...], words: Words) -> Said:
    if words.lang == "sv":
        for pattern, swedish in table:
            found = re.search(pattern, sentence, re.IGNORECASE)
            if found:
                return Said(found.expand(swedish), "sv")
    return Said(sentence, "en")
