"""Every way to type the names of a record, and how much each is worth."""

from dataclasses import dataclass, replace

from core.search.analysis import key, tokens, words
from core.search.readings import from_every_syllable, initials, solid, syllables
from editorial.sorting import suggested_pinyin

LONGEST_KEY = 100
# Of a name in Latin letters, suggestions also begin at so many later words.
MOST_LATER_WORDS = 5

OFFICIAL, OTHER, READING, FORMER = "official", "other", "reading", "former"
MISSPELLING, INITIALS, MACHINE = "misspelling", "initials", "machine"
# What an exact match with each is worth; see `core.search.finding`.
WORTH = {OFFICIAL: 100, OTHER: 95, READING: 90, FORMER: 85, MISSPELLING: 80, INITIALS: 75, MACHINE: 70}
AS_SEARCHED = {"former": FORMER, "misspelling": MISSPELLING, "romanisation": READING}


@dataclass(frozen=True)
class Typed:
    """`text` is the name as it is written; `is_shown` where readers see it among the names of the record."""

    key: str
    kind: str
    text: str
    language: str
    is_whole: bool = True
    is_shown: bool = False
    tokens: tuple = ()


def typed_names(record, further):
    """The Typed names of a record with its public rows of Name."""
    found = []
    for text, language in ((record.name_en, "en"), (record.name_zh, "zh-hans")):
        if text:
            found += _written(text, OFFICIAL, language)
    for name in further:
        found += _written(name.text, AS_SEARCHED.get(name.kind, OTHER), name.language)
    if record.name_zh:
        found += _read(record, further)
    best = {}
    for one in found:
        if one.key and (one.key not in best or _weight(one) > _weight(best[one.key])):
            best[one.key] = one
    # The same key once; what is only shown, or adds tokens, stays without one.
    return [one if best.get(one.key) is one else replace(one, key="") for one in found]


def _weight(one):
    return one.is_whole, WORTH[one.kind]


def _written(text, kind, language):
    yield Typed(key(text)[:LONGEST_KEY], kind, text, language, is_shown=True)
    parts = words(text) if text.isascii() else []
    for place in range(1, min(len(parts), MOST_LATER_WORDS + 1)):
        yield Typed("".join(parts[place:])[:LONGEST_KEY], kind, text, language, is_whole=False)


def _read(record, further):
    """The readings of the Chinese name: curated ones, else, for less, a machine's, which reads 朝阳园 wrongly."""
    curated = [name.text for name in further if name.kind == "romanisation" and " " in name.text.strip()]
    if record.pinyin:
        curated.insert(0, record.pinyin)
    known = any(name.kind == "romanisation" for name in further)
    readings = curated or ([] if known else [suggested_pinyin(record.name_zh)])
    for pinyin in dict.fromkeys(readings):
        kind = READING if curated else MACHINE
        text = _read_text(pinyin, record, further)
        typed = tuple(dict.fromkeys([*from_every_syllable(pinyin), *tokens(pinyin), initials(pinyin)]))
        for whole in solid(pinyin):
            yield Typed(
                whole[:LONGEST_KEY],
                kind,
                text,
                "zh-hans",
                tokens=tuple(token[:60] for token in typed if token),
            )
        if short := initials(pinyin):
            yield Typed(short[:LONGEST_KEY], INITIALS if curated else MACHINE, text, "zh-hans")


def _read_text(pinyin, record, further):
    """The Chinese name that `pinyin` is read from: the first with as many characters as it has syllables."""
    chinese = [record.name_zh, *(name.text for name in further if name.language.startswith("zh-han"))]
    return next((text for text in chinese if len(key(text)) == len(syllables(pinyin))), record.name_zh)
