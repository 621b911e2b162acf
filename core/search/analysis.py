"""What a text is found by: stems of words, numbers, and overlapping pairs of Chinese characters.

Texts and queries go through the same functions, so both engines store and compare nothing but their tokens, which are
letters and digits only: no operator of any engine can stand in one.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from snowballstemmer import stemmer

from core.search.characters import UNSPACED, folded_characters

# A possessive, a run of unspaced script, or a word.
_PIECES = re.compile(rf"(?<=\w)['’]s\b|(?P<run>[{UNSPACED}]+)|(?P<word>[^\W_{UNSPACED}]+)")
_english = stemmer("english")
LONGEST_WORD = 60


class Piece(NamedTuple):
    """One run of Chinese, or one word or number, with its place in the folded text."""

    text: str
    is_run: bool
    start: int
    end: int


def pieces(folded):
    """The Pieces of a text that is folded already."""
    return [
        Piece(found[0][:LONGEST_WORD] if found["word"] else found[0], bool(found["run"]), found.start(), found.end())
        for found in _PIECES.finditer(folded)
        if found["run"] or found["word"]
    ]


@lru_cache(maxsize=50_000)
def stem(word):
    """The stem of a folded English word; numbers, and words in other letters, are their own."""
    return _english.stemWord(word) if word.isascii() and word.isalpha() else plain(word)


def plain(token):
    """`token` in characters that every engine takes for letters: those beyond the first plane by their numbers."""
    return token if token.isascii() or max(token) <= "\uffff" else "".join(_coded(c) for c in token)


def _coded(character):
    return character if character <= "\uffff" else f"u{ord(character):x}"


def pairs(run):
    """The overlapping pairs of a run, and its last character, so that no phrase reaches beyond its end."""
    return [plain(run[place : place + 2]) for place in range(len(run))]


def tokens(text):
    """All tokens of `text` in their order."""
    found = []
    for piece in pieces(folded_characters(text)):
        found += pairs(piece.text) if piece.is_run else [stem(piece.text)]
    return found


def words(text):
    """The folded words of `text` in Latin letters, unstemmed, with its numbers."""
    return [piece.text for piece in pieces(folded_characters(text)) if not piece.is_run and piece.text.isascii()]


def key(text):
    """`text` without spaces and signs: by it a name is the same however it is typed."""
    return "".join(piece.text for piece in pieces(folded_characters(text)))
