"""Folding: the forms in which words are compared, never the form in which they are quoted."""

from __future__ import annotations

import re
import threading
import unicodedata
from functools import lru_cache

import snowballstemmer

_WORD = re.compile(r"[^\W_]+(?:[-'’:./][^\W_]+)*")
_SHAPES = str.maketrans({"ß": "ss", "æ": "ae", "ø": "o", "œ": "oe", "đ": "d", "ł": "l"})

# Tesseract reads Swedish letters as their look-alikes when it was told another language; all
# members of a class become its first letter (seen in a scan of 2015 and in pages rendered for it).
_LOOK_ALIKES = str.maketrans(
    {"1": "l", "i": "l", "|": "l", "!": "l", "0": "o", "6": "o", "4": "a", "&": "a", "$": "s"}
)

# A word that a line's end broke in two; "kommun- och regionfrågor" is two words all the same.
_BROKEN = re.compile(
    r"(?<=[a-zåäöé])[-\u00ad\u2010]\n\s*(?=[a-zåäöé])(?!(?:och|eller|samt|resp)\b)"
)


class _Stemmer(threading.local):
    """A stemmer for each thread: it keeps the word that it works on in itself."""

    def __init__(self) -> None:
        self._of_thread = snowballstemmer.stemmer("swedish")

    def stem(self, word: str) -> str:
        return str(self._of_thread.stemWord(word))


_stemmer = _Stemmer()


def fold(text: str) -> str:
    """Return `text` in lower case, NFKC-normalised, without soft hyphens; å, ä and ö are kept."""
    return unicodedata.normalize("NFKC", text).replace("\u00ad", "").lower()


def fold_marks(text: str) -> str:
    """Return `text` folded and without any mark above a letter: `Skåne` and `Skane` are equal."""
    bare = unicodedata.normalize("NFKD", fold(text)).translate(_SHAPES)
    return "".join(c for c in bare if not unicodedata.combining(c))


@lru_cache(maxsize=200_000)
def fold_word(word: str) -> str:
    """Return `fold_marks` of one word, which is remembered: the same words come again and again."""
    return fold_marks(word)


def fold_shapes(text: str) -> str:
    """Return `text` without marks and with look-alike characters of a bad scan made equal."""
    return fold_marks(text).translate(_LOOK_ALIKES)


@lru_cache(maxsize=200_000)
def fold_word_shapes(word: str) -> str:
    """Return `fold_shapes` of one word, which is remembered."""
    return fold_word(word).translate(_LOOK_ALIKES)


def join_broken(text: str) -> str:
    """Return `text` with the words whole that a line's end broke: `kommun-` `styrelsen`."""
    return _BROKEN.sub("", text)


def words(text: str) -> list[str]:
    """Return the folded words of `text` in order; hyphens, slashes and points inside are kept."""
    return [match.group() for match in _WORD.finditer(fold(text))]


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """Return the Swedish Snowball stem of one folded word."""
    return str(_stemmer.stem(word))
