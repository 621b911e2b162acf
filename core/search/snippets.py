"""Why a document was found: the text that has most of the words, cut to a few lines, the words marked."""

from typing import NamedTuple

from core.search.analysis import key, pieces, stem
from core.search.characters import folded_characters
from core.search.names import WORTH

BEFORE, LONGEST = 60, 220
MOST_REASONS = 2


class Part(NamedTuple):
    text: str
    is_marked: bool


class Reason(NamedTuple):
    """`kind` is that of a name (see core.search.names), or own, fact, quote; `language` is "" where it is not known;
    `words` are those of the query that it has."""

    kind: str
    language: str
    parts: list
    words: frozenset = frozenset()

    @property
    def is_name(self):
        return self.kind in WORTH

    @property
    def text(self):
        return "".join(part.text for part in self.parts)


def reasons(texts, query, *, is_begun=False):
    """The Reasons for which a document with `texts` answers `query`: the text that has most of its words, and one more that
    has words which the first has not. Empty where not a word stands in one, or begins one of a name where `is_begun`.

    Of a name that only begins so, or is typed by its initials, see `Candidate.name`.
    """
    found, missing = [], {piece.text for piece in query.pieces}
    marked_texts = [(one, *_spans(one[2], query.pieces, is_begun=is_begun and one[0] in WORTH)) for one in texts]
    while missing and len(found) < MOST_REASONS:
        best = max(enumerate(marked_texts), key=lambda one: _worth(one, missing, query), default=None)
        if best is None or not best[1][2] & missing:
            break
        (kind, language, text), spans, words = best[1]
        found.append(Reason(kind, language, marked(text, spans), frozenset(words)))
        missing -= words
    return found


def _worth(numbered, missing, query):
    place, ((kind, _language, text), _spans, words) = numbered
    return bool(words & missing), _likeness(kind, text, query), len(words & missing), -place


def _likeness(kind, text, query):
    """2 for a name that is the query, 1 for one that begins so."""
    typed = key(text) if kind in WORTH else ""
    return 2 if typed == query.key else int(typed.startswith(query.key)) if typed else 0


def _spans(text, asked, *, is_begun):
    """`([(start, end)], {words found})` of the asked pieces in the original `text`."""
    folded, places = _with_places(text)
    standing, spans, words = pieces(folded), [], set()
    for piece in asked:
        for one in standing:
            if piece.is_run != one.is_run:
                continue
            for start, end in _in_run(piece, one) if piece.is_run else _in_word(piece, one, is_begun):
                spans.append((places[start], places[end - 1] + 1))
                words.add(piece.text)
    return _merged(spans), words


def _in_run(piece, one):
    at = one.text.find(piece.text)
    while at >= 0:
        yield one.start + at, one.start + at + len(piece.text)
        at = one.text.find(piece.text, at + 1)


def _in_word(piece, one, is_begun):
    if stem(piece.text) == stem(one.text):
        yield one.start, one.end
    elif is_begun and one.text.startswith(piece.text):
        yield one.start, one.start + len(piece.text)


def _with_places(text):
    """`text` folded, and for each character of that its place in the original."""
    folded = [folded_characters(character) for character in text]
    return "".join(folded), [place for place, piece in enumerate(folded) for _character in piece]


def _merged(spans):
    found = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def marked(text, spans):
    """The Parts of `text` around the first of `spans`."""
    first = spans[0][0] if spans else 0
    start = 0 if len(text) <= LONGEST else max(0, first - BEFORE)
    while 0 < start < first and text[start - 1].isascii() and text[start - 1].isalnum():
        start += 1
    end = min(len(text), start + LONGEST)
    parts, at = [Part("… ", False)] if start else [], start
    for one, two in spans:
        if one >= end:
            break
        parts += [Part(text[at:one], False), Part(text[one:two], True)]
        at = two
    parts += [Part(text[at:end], False), Part(" …" if end < len(text) else "", False)]
    return [part for part in parts if part.text]
