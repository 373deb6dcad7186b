import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.cutting import CONTEXT_LIMIT, LONGEST, OVERLAP, PassageDraft, context_of, cut
from index.nouns import Furniture, Item, Meeting
from tiny_protocols import LADA, tiny_document, tiny_parse


def words(text: str) -> int:
    return len(text.split())


def meeting_of(text: str, title: str = "Ärende", furniture: tuple[Furniture, ...] = ()) -> Meeting:
    document = tiny_document("a.txt", text)
    item = Item("m-1", "1", title, 0, len(text), document)
    return Meeting("m", document, 0, len(text), body="Nämnden", items=(item,), furniture=furniture)


def covered(drafts: list[PassageDraft]) -> set[int]:
    return {offset for draft in drafts for offset in range(draft.start, draft.end)}


BITS = (
    *("Nämnden beslutar.", "Ja.", "Samma mening igen.", "Samma mening igen.", "\n", "\n\n", "  "),
    *("§ 12 Dnr 2024:7", "ord" * 40, "Å", "att godkänna; att avslå:", "\t", "\u00a0"),
)
SENTENCES = st.lists(st.sampled_from(BITS), max_size=400).map(" ".join)


@settings(max_examples=80, deadline=None)
@given(text=SENTENCES, window=st.integers(12, 200))
def test_passages_are_exact_slices_that_cover_all_but_spaces(text: str, window: int) -> None:
    drafts = cut(meeting_of(text), words, window)
    for draft in drafts:
        assert draft.text == text[draft.start : draft.end]
        assert draft.text == draft.text.strip() != ""
        assert words(draft.embedded) <= window
    missed = set(range(len(text))) - covered(drafts)
    assert not [text[offset] for offset in sorted(missed) if not text[offset].isspace()]


@settings(max_examples=40, deadline=None)
@given(text=st.text(max_size=4000))
def test_any_text_whatever_is_covered(text: str) -> None:
    drafts = cut(meeting_of(text), len, 400)
    assert all(draft.text == text[draft.start : draft.end] for draft in drafts)
    assert all(len(draft.embedded) <= 400 for draft in drafts)
    missed = set(range(len(text))) - covered(drafts)
    assert not [text[offset] for offset in sorted(missed) if not text[offset].isspace()]


@settings(max_examples=40, deadline=None)
@given(data=st.data(), text=SENTENCES)
def test_furniture_is_in_no_embedded_text_and_costs_no_other_character(
    data: st.DataObject, text: str
) -> None:
    edges = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=8)))
    furniture = tuple(
        Furniture(start, end, "mark") for start, end in zip(edges[::2], edges[1::2], strict=False)
    )
    drafts = cut(meeting_of(text, furniture=furniture), words, 200)
    noise = {offset for one in furniture for offset in range(one.start, one.end)}
    for draft in drafts:
        kept = "".join(text[n] for n in range(draft.start, draft.end) if n not in noise)
        assert draft.text == kept.strip() != ""
    missed = set(range(len(text))) - covered(drafts) - noise
    assert not [text[offset] for offset in sorted(missed) if not text[offset].isspace()]


def test_a_short_item_is_one_passage_and_a_long_one_overlapping_ones() -> None:
    sentence = "Förvaltningen redogör för läget i kommunens skolor under våren. "
    short = cut(meeting_of(sentence * 15), words)
    assert [(draft.start, draft.end) for draft in short] == [(0, len(sentence) * 15 - 1)]
    text = " ".join(
        f"Förvaltningen redogör för {'x' * (n % 9)} elever under våren." for n in range(80)
    )
    long = cut(meeting_of(text), words)
    assert len(long) == 5
    assert all(draft.text.endswith("under våren.") for draft in long)
    for before, after in pairwise(long):
        assert 0 < before.end - after.start <= OVERLAP
        assert after.text.startswith("Förvaltningen")  # the repeated stretch is a whole sentence
        assert after.end - after.start <= LONGEST


def test_a_passage_with_its_context_never_exceeds_the_window() -> None:
    text = "ord " * 900
    for window in (8, 20, 64):
        drafts = cut(meeting_of(text, title="En titel av många ord som fyller"), words, window)
        assert max(words(draft.embedded) for draft in drafts) <= window
        assert sum(words(draft.text) for draft in drafts) >= 900


def test_sub_items_are_cut_apart_under_their_parents_title() -> None:
    (meeting,) = tiny_parse(tiny_document("lada.txt", LADA))
    drafts = cut(meeting, words)
    assert [(d.item_id.removeprefix(meeting.id), d.context.split(", ")[-1]) for d in drafts] == [
        ("-1", "1 Rivning av ladan"),
        ("-parkering-vid-skolan", "2 Övriga frågor – Parkering vid skolan"),
        ("-nasta-mote", "2 Övriga frågor – Nästa möte"),
    ]  # the parent is no more than its heading, so it has no passage of its own


def test_a_parents_own_text_before_its_sub_items_is_a_passage() -> None:
    (meeting,) = tiny_parse(
        tiny_document(
            "x.txt", "Nämnden | 2024-01-02\n# 1 Övrigt\nTre frågor väcks.\n## Bron\nNej.\n"
        )
    )
    drafts = cut(meeting, words)
    assert [draft.text for draft in drafts] == ["# 1 Övrigt\nTre frågor väcks.", "## Bron\nNej."]


@pytest.mark.parametrize(
    ("body", "date", "number", "title", "line"),
    [
        ("Nämnden", dt.date(2018, 3, 21), "6", "Ny chef", "Nämnden, 21 mars 2018, 6 Ny chef"),
        (None, dt.date(2024, 12, 1), "§ 27", "Budget", "1 december 2024, § 27 Budget"),
        ("Nämnden", None, None, "Två\nrader", "Nämnden, Två rader"),
        (None, None, None, "", ""),
    ],
)
def test_the_context_line(
    body: str | None, date: dt.date | None, number: str | None, title: str, line: str
) -> None:
    document = tiny_document("a.txt", "x")
    item = Item("m-1", number, title, 0, 1, document)
    assert context_of(Meeting("m", document, 0, 1, body=body, date=date), item) == line


def test_a_title_over_many_lines_does_not_crowd_out_the_text() -> None:
    drafts = cut(meeting_of("Kort text.", title="Mycket lång titel " * 60), words, 512)
    assert len(drafts[0].context) <= CONTEXT_LIMIT
