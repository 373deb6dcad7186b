"""A corpus of hostile files: made to be run, to read what they should not, to take all there is.

Each is made here, from nothing but its description; none needs more than some megabytes until it
is unpacked. What they try to read lies beside the archive, under the name `secret`.
"""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path

import docx
from reportlab.pdfgen import canvas

PROTOCOL = """Hamnnämndens protokoll 7/2024
Datum: 2024-05-06
Plats: {0}
Närvarande: {0}, ordförande, Bo Dal

§ 1 {0}
Beslut
Nämnden beslutar att {0} för 100 000 kr.
"""
_BILLION = (
    '<!DOCTYPE x [<!ENTITY a "skratt">'
    + "".join(
        f'<!ENTITY {name} "{f"&{before};" * 10}">'
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]>"
)


def hostile_files(secret: Path, scripts: Sequence[str]) -> list[tuple[str, bytes]]:
    """Return names and contents; `scripts` are what a page must not run."""
    outside = f'<!DOCTYPE x [<!ENTITY a SYSTEM "{secret.as_uri()}">]>'
    told = "".join(PROTOCOL.format(script) for script in scripts)
    return [
        *((f"skript-{n}.txt", PROTOCOL.format(one).encode()) for n, one in enumerate(scripts)),
        ("skript.html", _html(scripts)),
        ("skript.md", told.replace("§ 1", "## 1.").encode()),
        ("skript.docx", _word(told)),
        ("yttre.docx", _word("Hej", declared=outside)),
        ("miljard.docx", _word("Hej", declared=_BILLION)),
        ("yttre.odt", _odt(outside)),
        ("miljard.odt", _odt(_BILLION)),
        ("yttre.html", f'<object data="{secret.as_uri()}"></object><p>Protokoll</p>'.encode()),
        ("ut.zip", _zip({f"{'../' * 9}{secret.name}": b"x", str(secret): b"x", "a/../../b": b"x"})),
        ("lank.zip", _link(secret)),
        ("manga.zip", _zip({f"{n}.txt": b"x" for n in range(600)})),
        ("djup.zip", _nested(12)),
        ("bomb.zip", _zip({"a.txt": bytes(40_000_000)})),
        ("samma.zip", _twice()),
        ("stor.png", _picture(60_000, 60_000)),
        ("kapad.png", _picture(2_000, 2_000)[:60]),
        ("djup.html", b"<div>" * 20_000 + b"Protokoll"),
        ("attribut.html", b"<p " + b"a=1 " * 100_000 + b">Protokoll</p>"),
        ("skript.pdf", _pdf(told)),
        ("ring.pdf", _ring()),
        ("sidor.pdf", _pdf("x\f" * 400)),
        ("lang-rad.txt", b"Beslut " * 20_000),
        ("nollor.txt", PROTOCOL.format("a\x00b").encode()),
        ("riktning.txt", PROTOCOL.format("\u202eexe.fdp\u2066\ufeff").encode()),
        ("halva.txt", PROTOCOL.format("x").encode("utf-16")[:-1]),
        ("staplade.txt", PROTOCOL.format("e" + "\u0301" * 20_000).encode()),
        ("många-§.txt", ("§ 1 " * 5_000).encode()),
    ]  # fmt: skip


def _html(scripts: Sequence[str]) -> bytes:
    body = "".join(f"<h2>§ {n} {one}</h2><p>{one}</p>" for n, one in enumerate(scripts, 1))
    return (
        f"<html><head><title>{scripts[0]}</title><meta http-equiv=refresh content='0;url=//x'>"
        f"</head><body onload=zqx(1)><h1>Protokoll 2024-05-06</h1>{body}</body></html>"
    ).encode()


def _word(text: str, declared: str = "") -> bytes:
    """Return a Word file; what is `declared` stands before its text, which uses the entity."""
    made = docx.Document()
    for line in text.splitlines():
        made.add_paragraph("".join(letter for letter in line if letter >= " "))
    buffer = io.BytesIO()
    made.save(buffer)
    if not declared:
        return buffer.getvalue()
    with zipfile.ZipFile(buffer) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    main = parts["word/document.xml"].decode()
    start = main.index("<w:document")
    used = "&i;" if "ENTITY i" in declared else "&a;"
    parts["word/document.xml"] = (
        main[:start] + declared + main[start:].replace(">Hej<", f">{used}<")
    ).encode()
    return _zip(parts)


def _odt(declared: str) -> bytes:
    used = "&i;" if "ENTITY i" in declared else "&a;"
    office = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<?xml version="1.0"?>{declared}<office:document-content '
        f'xmlns:office="{office}:office:1.0" xmlns:text="{office}:text:1.0"><office:body>'
        f"<office:text><text:p>Protokoll {used}</text:p></office:text></office:body>"
        "</office:document-content>"
    )
    kind = b"application/vnd.oasis.opendocument.text"
    return _zip({"mimetype": kind, "content.xml": content.encode()})


def _zip(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def _twice() -> bytes:
    """Return an archive with one name twice: two programs may read different ones."""
    first = _zip({"samma.txt": b"Protokoll ett", "sanna.txt": PROTOCOL.format("två").encode()})
    return first.replace(b"sanna.txt", b"samma.txt")


def _link(secret: Path) -> bytes:
    """Return an archive with a link to a file outside."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        link = zipfile.ZipInfo("lank.txt")
        link.create_system = 3  # Unix: the attributes say that it is a link
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, str(secret))
    return buffer.getvalue()


def _nested(times: int) -> bytes:
    data = PROTOCOL.format("djup").encode()
    for n in range(times):
        data = _zip({f"{n}.zip" if n else "0.txt": data})
    return data


def _picture(width: int, height: int) -> bytes:
    """Return a PNG that claims a size and holds a line or so."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    lines = zlib.compress(bytes(width // 8 + 1) * 3)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", lines) + chunk(b"IEND", b"")


def _pdf(text: str) -> bytes:
    """Return a PDF whose pages are parted by form feeds, with a script and a foreign address."""
    buffer = io.BytesIO()
    page = canvas.Canvas(buffer, invariant=True)
    for part in text.split("\f"):
        for n, line in enumerate(part.splitlines()):
            page.drawString(50, 800 - 12 * (n % 60), line[:200])
        page.linkURL("javascript:zqx(1)", (0, 0, 100, 100))
        page.showPage()
    page.setTitle("<script>zqx(1)</script>")
    page.save()
    script = b"/OpenAction << /S /JavaScript /JS (zqx\\(1\\)) >> /Type /Catalog"
    return buffer.getvalue().replace(b"/Type /Catalog", script)


def _ring() -> bytes:
    """Return a PDF whose tree of pages holds itself."""
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2147483647/Parent 2 0 R>>endobj\n"
        b"trailer<</Root 1 0 R/Size 3/Prev 0>>\nstartxref\n0\n%%EOF\n"
    )
