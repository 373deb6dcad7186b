from __future__ import annotations

import pytest

from index.errors import ReadError
from index.formats import Format
from index.nouns import Document
from index.reading import read_bytes

PAGE = "<!DOCTYPE html><html><head><title>Fliken</title></head><body>{}</body></html>"


def html(body: str) -> Document:
    document = read_bytes(PAGE.format(body).encode(), "protokoll.txt")
    assert document.media_type == Format.HTML
    assert "".join(document.text[p.start : p.end] for p in document.pages) == document.text
    return document


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<h1>§ 3 Budget</h1><p>Nämnden\n   beslutar</p>", "§ 3 Budget\n\nNämnden beslutar"),
        ("<p>a <b>fet</b><i> och</i> kursiv</p>", "a fet och kursiv"),
        ("<div>en</div><div>två<br>tre<br/><br/>fyra</div>", "en\ntvå\ntre\n\nfyra"),
        ("<ol><li>ett</li><li>två</li></ol>", "1. ett\n2. två"),
        ("<ol start=4><li>fyra<li value=7>sju<li>åtta</ol>", "4. fyra\n7. sju\n8. åtta"),
        ("<ol reversed><li>sist</li><li>först</li></ol>", "2. sist\n1. först"),
        ("<ol type=a><li>x</li><li>y</li></ol>", "a. x\nb. y"),
        ('<ol style="list-style-type: upper-roman"><li>x</li></ol>', "I. x"),
        ("<ul><li>att anta</li><li>att sända</li></ul>", "- att anta\n- att sända"),
        ('<ul style="list-style:none"><li>Eva Ek</li></ul>', "Eva Ek"),
        ("<ol><li><p>ett</p><ol><li>inre</li></ol></li><li>två</li></ol>",
         "1. ett\n\n1. inre\n2. två"),
        ("<ol><li><ul><li>genast</li></ul></li></ol>", "1.\n- genast"),
        ("<table><tr><th>Post</th><th>Kr</th></tr><tr><td>Väg</td><td>75 kkr</td></tr></table>",
         "Post\tKr\nVäg\t75 kkr"),
        ("<table><tr><td>Ledamöter<br>Per</td><td>Ersättare<br>Eva</td></tr></table>",
         "Ledamöter\nPer\n\tErsättare\n\tEva"),
        ("<p>före</p><script>var x = '<p>nej</p>';</script><style>p {}</style><p>efter</p>",
         "före\n\nefter"),
        ("<p>syns</p><p hidden>inte</p><p style='display: none'>inte</p> svans", "syns\n\nsvans"),
        ("<p>a<!-- dolt -->b<?pi x?>c</p>", "abc"),
        ("<p><s>Per Borg </s>och <del>Eva</del><span style='text-decoration:line-through'> Ek"
         "</span></p>", "~~Per Borg~~ och ~~Eva Ek~~"),
        ("<pre>rad  ett\n  rad två</pre>", "rad  ett\n  rad två"),
        ("<p>10&nbsp;000 kr &ndash; 5 &lt; 6 &#150; &aring;</p>", "10\xa0000 kr – 5 < 6 – å"),
        ("<p>öppen <p>nästa <b>fet", "öppen\n\nnästa fet"),
    ],
)  # fmt: skip
def test_a_page_is_read_as_a_browser_shows_it(body: str, text: str) -> None:
    assert html(body).text == text


def test_style_sheets_part_pages() -> None:
    document = html("<p>ett</p><p style='page-break-before: always'>två</p>")
    assert [document.text[p.start : p.end].strip() for p in document.pages] == ["ett", "två"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_every_encoding_of_a_page_is_read(encoding: str) -> None:
    data = '<?xml version="1.0"?>\n<html lang="sv"><p>Sjögång i hamnen</p></html>'.encode(encoding)
    assert read_bytes(data, "a").text == "Sjögång i hamnen"


def test_a_deep_page_needs_no_deep_stack() -> None:
    assert html("<div>" * 1_500 + "botten" + "</div>" * 1_500).text == "botten"
    with pytest.raises(ReadError, match="cannot be read whole"):  # and nothing is lost unsaid
        html("<div>" * 5_000 + "botten" + "</div>" * 5_000)


@pytest.mark.parametrize("text", ["5 < 6 och <p> är ett tecken", "# Rubrik\n<br>", "<3 på er"])
def test_text_with_angle_brackets_is_no_page(text: str) -> None:
    assert read_bytes(text.encode(), "a.txt").text == text


def test_a_page_of_scripts_alone_has_no_text() -> None:
    with pytest.raises(ReadError, match=r"^protokoll\.txt holds no text"):
        html("<script>1</script>")
