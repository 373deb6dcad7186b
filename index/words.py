"""The words of one generation: a tantivy index that scores passages by BM25.

Two analysers read every passage. Stemmed words match Swedish inflections; character 4-grams match
parts of compounds (`sekretariat` in `sekretariatschef`) and survive what OCR does to a word. The
context line is a field of its own, so that a word of the title counts once, not once a passage
and again in the text.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import weakref
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from index.errors import ArchiveError
from index.folding import fold

if TYPE_CHECKING:
    import tantivy

Field = Literal["words", "grams"]

MOST_TERMS = 256  # of one query: a pasted page must not take seconds
# In a large archive, 4-grams that stand in more than this share of the passages are not asked for:
# they add little to the score (BM25 gives them a tenth of a rare one's weight) and took two thirds
# of the time at 100,000 passages.
COMMON = 0.25
LARGE = 5_000  # passages; below it every 4-gram is asked for
_HEAP = 64_000_000  # bytes; the writer flushes a segment when it is full


def write_words(folder: Path, passages: Iterable[tuple[int, str, str]]) -> None:
    """Write an index of (id, context, text) rows into the empty folder `folder`.

    It is made from nothing each time: an index that grows by deletions and additions counts
    deleted documents in its word frequencies, so its scores would depend on the archive's history.
    """
    import tantivy

    index = tantivy.Index(_schema(), str(folder), reuse=False)
    _register(index)
    writer = index.writer(_HEAP, 1)
    for passage_id, context, text in passages:
        document = tantivy.Document()
        document.add_unsigned("id", passage_id)
        document.add_text("words", fold(text))
        document.add_text("context", fold(context))
        document.add_text("grams", fold(f"{context}\n{text}"))
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()


class WordIndex:
    """The passages of one generation by the words and word parts they share; read-only."""

    def __init__(self, folder: Path, *, count: int) -> None:
        """Open the index; ArchiveError if it does not hold `count` passages."""
        import tantivy

        self._tantivy = tantivy
        try:
            opened = folder if os.access(folder, os.W_OK) else self._copied(folder)
            index = tantivy.Index.open(str(opened))
            _register(index)
            self._searcher = index.searcher()
        except (ValueError, OSError) as error:
            raise ArchiveError(
                f"{folder} cannot be read as an index of words; run: protokollsvar verify --repair"
            ) from error
        self._schema = index.schema
        self._stems, self._grams = _analysers()
        self._content = _content_analyser()
        if self._searcher.num_docs != count:
            raise ArchiveError(
                f"{folder} holds {self._searcher.num_docs} passages, the records want {count}; "
                "run: protokollsvar verify --repair"
            )

    def search(
        self, query: str, field: Field, k: int, allowed: Collection[int] | None = None
    ) -> list[tuple[int, float]]:
        """Return at most `k` passage ids with their BM25 (above 0, no upper bound), best first.

        Ties go by id. Nothing in `query` is syntax. `allowed` limits the search to these ids; an
        empty one finds nothing, and so does a query that leaves no term.
        """
        terms = self._word_terms(query) if field == "words" else self._gram_terms(query)
        k = min(k, self._searcher.num_docs if allowed is None else len(allowed))
        if not terms or k < 1:
            return []
        should, must = self._tantivy.Occur.Should, self._tantivy.Occur.Must
        wanted = self._tantivy.Query.boolean_query([(should, term) for term in terms])
        if allowed is not None:
            among = self._tantivy.Query.term_set_query(self._schema, "id", list(allowed))
            free = self._tantivy.Query.const_score_query(among, 0.0)
            wanted = self._tantivy.Query.boolean_query([(must, wanted), (must, free)])
        hits = self._searcher.search(wanted, k, count=False).hits
        ids = self._searcher.fast_field_values("id", [address for _, address in hits])
        found = [
            (int(one), float(score))
            for one, (score, _) in zip(ids, hits, strict=True)
            if one is not None
        ]
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))

    def _copied(self, folder: Path) -> Path:
        """Return a copy that goes when the index goes: tantivy reads nothing it cannot lock."""
        place = Path(tempfile.mkdtemp(prefix="protokollsvar-words-"))
        weakref.finalize(self, shutil.rmtree, place, ignore_errors=True)
        for file in folder.iterdir():
            if not file.name.endswith(".lock"):
                shutil.copyfile(file, place / file.name)
        return place

    def _word_terms(self, query: str) -> list[tantivy.Query]:
        """Return one query a stem, scored where it weighs most: in the text or in the context."""
        make = self._tantivy.Query
        # "vem", "när" and "blev" are rare in minutes, so BM25 takes them for telling words. Without
        # them this leg alone rose from .770 to .782 nDCG@10 (mean of three development sets).
        found = self._content.analyze(fold(query)) or self._stems.analyze(fold(query))
        stems = list(dict.fromkeys(found))[:MOST_TERMS]
        return [
            make.disjunction_max_query(
                [make.term_query(self._schema, name, stem, "freq") for name in ("words", "context")]
            )
            for stem in stems
        ]

    def _gram_terms(self, query: str) -> list[tantivy.Query]:
        grams = list(dict.fromkeys(self._grams.analyze(fold(query))))[:MOST_TERMS]
        if self._searcher.num_docs > LARGE:
            most = COMMON * self._searcher.num_docs
            rare = [gram for gram in grams if self._searcher.doc_freq("grams", gram) <= most]
            grams = rare or grams
        make = self._tantivy.Query.term_query
        return [make(self._schema, "grams", gram, "freq") for gram in grams]


def _schema() -> tantivy.Schema:
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("id", indexed=True, fast=True)
    for name, analyser in (("words", "stems"), ("context", "stems"), ("grams", "grams")):
        builder.add_text_field(name, tokenizer_name=analyser, index_option="freq")
    return builder.build()


def _analysers() -> tuple[tantivy.TextAnalyzer, tantivy.TextAnalyzer]:
    """Return the analyser of stemmed words and the one of character 4-grams."""
    import tantivy

    lower = tantivy.Filter.lowercase()
    stems = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple()).filter(lower)
    grams = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.ngram(4, 4, False)).filter(lower)
    return stems.filter(tantivy.Filter.stemmer("swedish")).build(), grams.build()


def _content_analyser() -> tantivy.TextAnalyzer:
    """Return the analyser of a query's stemmed words without stop words."""
    import tantivy

    words = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    for step in (
        tantivy.Filter.lowercase(),
        tantivy.Filter.stopword("swedish"),
        tantivy.Filter.stemmer("swedish"),
    ):
        words = words.filter(step)
    return words.build()


def _register(index: tantivy.Index) -> None:
    stems, grams = _analysers()
    index.register_tokenizer("stems", stems)
    index.register_tokenizer("grams", grams)
