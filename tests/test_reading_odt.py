from __future__ import annotations

import io
import zipfile

import pytest

from index.errors import ReadError
from index.formats import Format
from index.limits import Limits
from index.nouns import Document
from index.reading import read_bytes

NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in (
        ("office", "office"), ("text", "text"), ("table", "table"), ("style", "style"),
        ("draw", "drawing"), ("fo", "xsl-fo-compatible"), ("dc", "dc"),
    )
)  # fmt: skip
AUTOMATIC = """
<style:style style:name="S"><style:text-properties style:text-line-through-style="solid"/>
</style:style>
<style:style style:name="S2" style:parent-style-name="S"/>
<style:style style:name="Dold"><style:text-properties text:display="none"/></style:style>
<style:style style:name="Ny"><style:paragraph-properties fo:break-before="page"/></style:style>
<text:list-style style:name="L">
  <text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."
    text:start-value="3"/>
  <text:list-level-style-number text:level="2" style:num-format="a" style:num-suffix=")"
    text:display-levels="2"/>
</text:list-style>
<text:list-style style:name="B"><text:list-level-style-bullet text:level="1"/></text:list-style>
"""
OUTLINE = """<text:outline-style style:name="Outline">
<text:outline-level-style text:level="1" style:num-format="1" style:num-prefix="§ "/>
</text:outline-style>"""


def odt(body: str, *, master: str = "", manifest: str = "<m/>") -> bytes:
    content = (
        f"<office:document-content {NAMES}><office:automatic-styles>{AUTOMATIC}"
        f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
        "</office:document-content>"
    )
    styles = (
        f"<office:document-styles {NAMES}><office:styles>{OUTLINE}</office:styles>"
        f"<office:master-styles><style:master-page>{master}</style:master-page>"
        "</office:master-styles></office:document-styles>"
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", Format.ODT.value, zipfile.ZIP_STORED)
        archive.writestr("content.xml", content)
        archive.writestr("styles.xml", styles)
        archive.writestr("META-INF/manifest.xml", manifest)
    return buffer.getvalue()


def read(body: str, *, master: str = "") -> Document:
    document = read_bytes(odt(body, master=master), "protokoll.bin")
    assert document.media_type == Format.ODT
    assert "".join(document.text[p.start : p.end] for p in document.pages) == document.text
    return document


def item(text: str, inner: str = "") -> str:
    return f"<text:list-item><text:p>{text}</text:p>{inner}</text:list-item>"


def list_of(*items: str, name: str = "L", more: str = "") -> str:
    style = f'text:style-name="{name}"' if name else ""
    return f"<text:list {style} {more}>{''.join(items)}</text:list>"


CELL = "<table:table-cell>{}</table:table-cell>"
TABLE = (
    "<table:table><table:table-header-rows><table:table-row>"
    + CELL.format("<text:p>Post</text:p>")
    + CELL.format("<text:p>Kronor</text:p>")
    + "</table:table-row></table:table-header-rows><table:table-row>"
    + CELL.format("<text:p>Väg</text:p>")
    + "<table:covered-table-cell/>"
    + CELL.format("<text:p>75 kkr</text:p>")
    + "</table:table-row></table:table>"
)
NOTE = (
    '<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation>'
    "<text:note-body><text:p>Enligt taxan.</text:p></text:note-body></text:note>"
)


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<text:p>Nämnden\n  beslutar</text:p><text:p/><text:p>att</text:p>",
         "Nämnden beslutar\n\natt"),
        ('<text:p>a<text:s text:c="3"/>b<text:tab/>c<text:line-break/> d</text:p>', "a   b\tc\nd"),
        ('<text:p><text:span text:style-name="S">Per </text:span><text:span text:style-name="S2">'
         "Borg</text:span>, Eva</text:p>", "~~Per Borg~~, Eva"),
        ('<text:p text:style-name="S">borta</text:p>', "~~borta~~"),
        ('<text:p>syns<text:span text:style-name="Dold"> inte</text:span></text:p>', "syns"),
        ("<text:tracked-changes><text:p>struket</text:p></text:tracked-changes>"
         "<text:p>kvar<office:annotation><text:p>kommentar</text:p></office:annotation></text:p>",
         "kvar"),
        (list_of(item("tre", list_of(item("x"), item("y"), name="")), item("fyra")),
         "3. tre\n3.a) x\n3.b) y\n4. fyra"),
        (list_of(item("tre")) + list_of(item("om"))
         + list_of(item("fyra"), more='text:continue-numbering="true"'), "3. tre\n3. om\n4. fyra"),
        (list_of(item("att anta"), name="B"), "- att anta"),
        (list_of('<text:list-item text:start-value="9"><text:p>nio</text:p><text:p>mer</text:p>'
                 "</text:list-item>"), "9. nio\nmer"),
        ('<text:h text:outline-level="1">Val</text:h><text:h text:outline-level="1">Budget'
         '</text:h><text:h text:outline-level="2">Bakgrund</text:h>',
         "§ 1 Val\n§ 2 Budget\nBakgrund"),
        (TABLE, "Post\tKronor\nVäg\t75 kkr"),
        (f"<text:p>Avgiften höjs{NOTE}.</text:p><text:p>Nästa</text:p>",
         "Avgiften höjs[1].\n[1] Enligt taxan.\nNästa"),
        ("<text:section><text:p>i en sektion</text:p></text:section>", "i en sektion"),
        ("<text:p>före<draw:frame><draw:text-box><text:p>i rutan</text:p></draw:text-box>"
         "</draw:frame></text:p>", "före\ni rutan"),
    ],
)  # fmt: skip
def test_a_file_is_read_as_the_word_processor_shows_it(body: str, text: str) -> None:
    assert read(body).text == text


def test_page_breaks_part_pages() -> None:
    document = read(
        '<text:p>ett<text:soft-page-break/>två</text:p><text:p text:style-name="Ny">tre</text:p>'
    )
    assert [document.text[p.start : p.end] for p in document.pages] == ["ett", "två\n", "tre"]


def test_a_running_head_stands_once_unless_the_text_says_it() -> None:
    master = (
        "<style:header><text:p>Hamnnämnden 2024-05-06</text:p><text:p>Protokoll</text:p>"
        "</style:header><style:footer><text:p>Sida 1 av 3</text:p></style:footer>"
    )
    assert read("<text:p>PROTOKOLL</text:p>", master=master).text == (
        "Hamnnämnden 2024-05-06\nPROTOKOLL"
    )


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (odt("<text:p>x</text:p>", manifest="<m><encryption-data/></m>"), "password"),
        (odt("<text:p>"), "damaged office file"),
        (odt("<text:p>x</text:p>")[:-40], "damaged"),
        (odt("<text:p/>"), "no text"),
    ],
    ids=["password", "xml", "cut", "blank"],
)
def test_a_bad_file_gets_one_sentence(data: bytes, found: str) -> None:
    with pytest.raises(ReadError, match=found) as caught:
        read_bytes(data, "a.odt")
    assert str(caught.value).startswith("a.odt ")


def test_an_entity_bomb_does_not_go_off() -> None:
    lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 9))
    bomb = odt("<text:p>&l8;</text:p>")
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(bomb)) as old, zipfile.ZipFile(buffer, "w") as new:
        for entry in old.infolist():
            text = old.read(entry).decode()
            if entry.filename == "content.xml":
                text = f'<!DOCTYPE x [<!ENTITY l0 "ha">{lol}]>{text}'
            new.writestr(entry, text)
    with pytest.raises(ReadError, match=r"^a\.odt "):
        read_bytes(buffer.getvalue(), "a.odt")


def test_what_unpacks_to_too_much_is_refused() -> None:
    data = odt(f"<text:p>{'ja ' * 1_000_000}</text:p>")
    assert len(data) < 100_000
    with pytest.raises(ReadError, match="unpacks to 3 MB where at most 2 MB"):
        read_bytes(data, "a.odt", Limits(unpacked_megabytes=2))
