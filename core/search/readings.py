"""How Chinese names are typed in Latin letters: whole, from any syllable on, and by initials."""

import re
from functools import lru_cache

from core.search.analysis import key

# ü is typed as u by readers and as v at keyboards; after other letters than l and n it is written u anyway.
_UMLAUT = re.compile(r"ü|Ü|u\u0308|U\u0308")
_V = re.compile(r"\b([ln])v", re.IGNORECASE)
MOST_SYLLABLES = 30


def spellings(pinyin):
    """`pinyin` (syllables apart) as it is written with u and, where that differs, with v."""
    with_v = _UMLAUT.sub("v", pinyin)
    with_u = _V.sub(r"\1u", with_v)
    return list(dict.fromkeys((with_u, with_v)))


@lru_cache(maxsize=10_000)
def syllables(pinyin):
    return [one for one in map(key, pinyin.split()) if one][:MOST_SYLLABLES]


def solid(pinyin):
    """Every way to type it without spaces: zhongguancun."""
    return list(dict.fromkeys("".join(syllables(spelling)) for spelling in spellings(pinyin)))


def initials(pinyin):
    """zgc of zhong guan cun; "" of a single syllable."""
    found = syllables(pinyin)
    return "".join(one[0] for one in found) if len(found) > 1 else ""


def from_every_syllable(pinyin):
    """The solid spellings from each syllable on: zhongguancun, guancun, cun."""
    found = []
    for spelling in spellings(pinyin):
        parts = syllables(spelling)
        found += ["".join(parts[place:]) for place in range(len(parts))]
    return list(dict.fromkeys(found))
