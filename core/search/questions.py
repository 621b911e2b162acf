"""What is asked of the index, written once and rendered for either engine. Tokens hold nothing an engine could read as more."""

from dataclasses import dataclass

from core.search.analysis import pairs, pieces, plain, stem
from core.search.characters import folded_characters

# Zones of a document by the beginning of their tokens: its names, its own words (names included), and all of it.
NAMES, OWN, ALL = "n_", "t_", ""
MOST_WORDS = 40
# Words that say nothing of what is looked for, left out beside any that do.
STOP_WORDS = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "by",
        "for",
        "from",
        "has",
        "have",
        "how",
        "in",
        "is",
        "it",
        "its",
        "of",
        "on",
        "or",
        "that",
        "the",
        "there",
        "this",
        "to",
        "was",
        "were",
        "what",
        "when",
        "where",
        "which",
        "who",
        "why",
        "will",
        "with",
    ]
)


@dataclass(frozen=True)
class Phrase:
    """Tokens one after the other; the last one only as a beginning where `is_open`."""

    tokens: tuple
    is_open: bool = False

    def for_postgresql(self):
        parts = [f"'{token}'" for token in self.tokens]
        if self.is_open:
            parts[-1] += ":*"
        return f"({' <-> '.join(parts)})"

    def for_sqlite(self):
        return f'"{" ".join(self.tokens)}"{" *" if self.is_open else ""}'


# No token is a mark without a word.
NOTHING = Phrase((NAMES,))


@dataclass(frozen=True)
class AllOf:
    parts: tuple

    def for_postgresql(self):
        return f"({' & '.join(part.for_postgresql() for part in self.parts)})"

    def for_sqlite(self):
        return f"({' AND '.join(part.for_sqlite() for part in self.parts)})"


@dataclass(frozen=True)
class AnyOf:
    parts: tuple

    def for_postgresql(self):
        return f"({' | '.join(part.for_postgresql() for part in self.parts)})"

    def for_sqlite(self):
        return f"({' OR '.join(part.for_sqlite() for part in self.parts)})"


def about(record_id):
    """The token of every document that names the record in a column of its own: its region, its sectors, its maker."""
    return about_key(record_id.hex)


def about_key(hexadecimal):
    return f"k_{hexadecimal}"


def of_section(section):
    return f"s_{section}"


def asked_pieces(text, most=MOST_WORDS):
    """The words and runs of a query, each once, `most` of them at most."""
    found = {piece.text: piece for piece in pieces(folded_characters(text))}
    telling = [piece for piece in found.values() if piece.text not in STOP_WORDS]
    return (telling or list(found.values()))[:most]


def piece_in(zone, piece):
    """The piece as it stands in `zone`; a single character as the beginning of a pair."""
    if piece.is_run:
        tokens = pairs(piece.text)
        kept = tokens[:-1] if len(tokens) > 1 else tokens
        return Phrase(tuple(f"{zone}{token}" for token in kept), is_open=len(tokens) == 1)
    return Phrase((f"{zone}{stem(piece.text)}",))


def beginning_in(zone, piece):
    """The piece, or a word that begins with it: what narrows a list while it is typed."""
    if piece.is_run:
        return piece_in(zone, piece)
    return AnyOf((piece_in(zone, piece), Phrase((f"{zone}{plain(piece.text)}",), is_open=True)))


def own_words_with(text):
    """Documents in whose own words (names, summary, numbers) every word of `text` stands or begins one."""
    parts = tuple(beginning_in(OWN, piece) for piece in asked_pieces(text))
    return AllOf(parts) if parts else NOTHING


def names_with(text):
    """Documents in whose names every word of `text` stands or begins one; none of them where it has no words."""
    parts = tuple(beginning_in(NAMES, piece) for piece in asked_pieces(text))
    return AllOf(parts) if parts else NOTHING
