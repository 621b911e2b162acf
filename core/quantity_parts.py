"""The parts of a printed quantity: what leads to the number, the amount with its unit, the hedge behind it."""

import re
from typing import NamedTuple

from core.chinese_numerals import read_chinese
from core.currencies import read_ambiguous, read_currency
from core.hedges import Hedge, pattern, wordings
from core.numerals import Number, UnreadableQuantity, read_english
from core.quantity_text import PERCENT, PERCENTAGE_POINT

HEDGES_BEFORE = [(re.compile(pattern(wording), re.IGNORECASE), hedge) for wording, hedge in wordings("before")]
HEDGES_AFTER = [(re.compile(pattern(wording), re.IGNORECASE), hedge) for wording, hedge in wordings("after")]
MORE_HEDGES = {wording: hedge for wording, hedge in wordings("after") if wording in ("多", "余", "+")}
MORE = re.compile(r"多(?!媒体|边|元化)|余(?!杭|姚)|\+")

TIME_WORDS = re.compile(
    r"(?:(?:over|in|for|during) )?(?:the )?(?:past|last|next|coming)(?![A-Za-z])|未来|今后|过去|此前", re.IGNORECASE
)
KIND_WORDS = re.compile(
    r"(?:(?:is|are|was|were|will be) )?(?:estimated|expected|projected|forecast|planned|targeted)(?: (?:to be|to|at))?(?![A-Za-z])|"
    r"(?:an? )?target of(?![A-Za-z])|预计将?|估计|有望|力争|计划|目标",
    re.IGNORECASE,
)
RANGE_WORDS = re.compile(r"(?P<between>between(?![A-Za-z])|介于)|(?P<from>from(?![A-Za-z])|从)", re.IGNORECASE)
NEUTRAL_WORDS = re.compile(
    r"(?:a total of|total of|total(?:l?ing|l?ed)|covering|reach(?:es|ed|ing)?|worth|accounting for|only|just|an?|the)(?![A-Za-z])|"
    r"共计|共有|共|总计|合计|达到|高达|已达|达|覆盖|涵盖|占比?|仅有?|只有|为|有",
    re.IGNORECASE,
)
LEAD_WORDS = (("time", TIME_WORDS), ("kind", KIND_WORDS), ("range", RANGE_WORDS), ("neutral", NEUTRAL_WORDS))

TO = r"(?:\s+to\s+|-to-|\s*(?:至|到|[-–—―‐‑−~〜])\s*)"
RANGE_JOINTS = {"between": re.compile(rf"\s+and\s+|[和与]|{TO}", re.IGNORECASE)}
PLAIN_JOINT = re.compile(TO, re.IGNORECASE)
PERCENT_SIGN = re.compile(r"\s*-?(?:%|per\s?cent(?![A-Za-z])|pct(?![A-Za-z]))", re.IGNORECASE)
POINTS = re.compile(
    r"\s*(?:个百分点|百分点|-?(?:percentage|percent|per cent|%)[ -]?points?(?![A-Za-z]))", re.IGNORECASE
)
MEASURE_WORD = re.compile("[个家项名人年月天所座栋只种类条件次处亩](?=以上|以下|以内|及以|左右|上下)")
UPSTREAM_AND_DOWNSTREAM = re.compile("上下游")


class Wording(NamedTuple):
    printed: str
    hedge: Hedge


class Lead(NamedTuple):
    """What stands before the number. `range_word` is "between", "from" or ""."""

    hedges: list[Wording]
    currency: str
    kind_words: str
    range_word: str
    end: int


class Amount(NamedTuple):
    """`more` is a 多, 余 or + that stands in or right behind the number, `prefixed` has its own currency in front."""

    number: Number
    unit: str
    currency: str
    more: str
    start: int
    end: int
    prefixed: bool = False


def skip_spaces(text: str, position: int) -> int:
    while text[position : position + 1] == " ":
        position += 1
    return position


def same_currency(one: str, other: str) -> str:
    if one and other and one != other:
        raise UnreadableQuantity(
            f'"{one}" and "{other}" are two currencies; write one, with the conversion in parentheses.'
        )
    return one or other


def ambiguous_currency(sign: str, meanings: str) -> UnreadableQuantity:
    return UnreadableQuantity(
        f'"{sign}" may mean {meanings}; write the currency, as in "US$7.5 billion" or "CNY 50 billion".'
    )


def read_lead(text: str) -> Lead:
    """Everything before the number that is understood; it ends at the number or at the first word that is not."""
    hedges, currency, kind_words, range_word, position = [], "", [], "", 0
    while position < len(text) and _number_at(text, position, range_word) is None:
        hedge = _hedge_at(HEDGES_BEFORE, text, position)
        money = read_currency(text, position, "before")
        kind, printed = _lead_word(text, position)
        if kind == "time" or (kind and not hedge):
            kind_words += [printed] if kind == "kind" else []
            range_word = kind if kind in ("between", "from") else range_word
            position += len(printed)
        elif hedge:
            hedges.append(hedge)
            position += len(hedge.printed)
        elif money:
            currency, position = same_currency(currency, money[0]), money[1]
        else:
            break
        position = skip_spaces(text, position)
    return Lead(hedges, currency, " ".join(kind_words), range_word, position)


def _number_at(text: str, position: int, range_word: str = "") -> Number | None:
    return read_chinese(text, position) or read_english(text, position, joins_and=range_word != "between")


def _hedge_at(table: list[tuple[re.Pattern, Hedge]], text: str, position: int) -> Wording | None:
    for compiled, hedge in table:
        match = compiled.match(text, position)
        if match:
            return Wording(match[0], hedge)
    return None


def _lead_word(text: str, position: int) -> tuple[str, str]:
    """The kind of a word before the number that is no hedge, and the word as printed."""
    for kind, compiled in LEAD_WORDS:
        match = compiled.match(text, position)
        if match:
            return match.lastgroup or kind, match[0]
    return "", ""


def read_amount(text: str, start: int, range_word: str = "") -> Amount | None:
    number = _number_at(text, start, range_word)
    if number is None:
        return None
    position, more = number.end, "多" if number.more else ""
    found = MORE.match(text, position)
    if found:
        position, more = found.end(), found[0]
    unit, currency, position = _read_unit(text, position, number)
    return Amount(number, unit, currency, more, start, position)


def _read_unit(text: str, position: int, number: Number) -> tuple[str, str, int]:
    for unit, compiled in ((PERCENTAGE_POINT, POINTS), (PERCENT, PERCENT_SIGN)):
        match = compiled.match(text, position)
        if match:
            return unit, "", match.end()
    if number.is_share:
        return PERCENT, "", position
    joint = re.compile(r"[ -]?").match(text, position).end()
    money = read_currency(text, joint, "after")
    ambiguous = None if money else read_ambiguous(text, joint)
    if ambiguous:
        raise ambiguous_currency(*ambiguous)
    return ("", *money) if money else ("", "", position)


def read_range_end(text: str, first: Amount, range_word: str) -> Amount | None:
    """The high end of a range whose low end is `first`; None where `first` stands alone."""
    joint = RANGE_JOINTS.get(range_word, PLAIN_JOINT).match(text, first.end)
    second = _second_amount(text, joint.end()) if joint else None
    if range_word and second is None:
        raise UnreadableQuantity(
            f'"{range_word}" needs both ends of a range; write "between 3 and 5" or "from 3 to 5".'
        )
    if second and first.more:
        raise UnreadableQuantity(
            f'"{first.more}" stands inside a range; write the range without it, as in "3-5" or "3至5".'
        )
    return second


def _second_amount(text: str, position: int) -> Amount | None:
    money = read_currency(text, position, "before")
    if not money:
        return read_amount(text, position)
    amount = read_amount(text, skip_spaces(text, money[1]))
    return amount and amount._replace(currency=same_currency(money[0], amount.currency), prefixed=True)


def read_hedges_behind(text: str, last: Amount) -> tuple[list[Wording], str]:
    """Hedges behind the number and the text that remains.

    They stand right behind it, behind a measure word (200家以上) or at the end of the text ("200 companies or more").
    """
    rest = text[last.end :]
    hedges = [Wording(last.more, MORE_HEDGES[last.more])] if last.more else []
    measure = MEASURE_WORD.match(rest)
    position = skip_spaces(rest, measure.end() if measure else 0)
    found = None if UPSTREAM_AND_DOWNSTREAM.match(rest, position) else _hedge_at(HEDGES_AFTER, rest, position)
    if found and found.printed not in MORE_HEDGES:
        return [*hedges, found], (measure[0] if measure else "") + rest[position + len(found.printed) :]
    _refuse_label(text, last)
    for wording, hedge in wordings("after"):
        if wording not in MORE_HEDGES and re.search(rf"(?<![A-Za-z]){pattern(wording)}$", rest, re.IGNORECASE):
            return [*hedges, Wording(wording, hedge)], rest[: -len(wording)]
    return hedges, rest


def _refuse_label(text: str, last: Amount) -> None:
    """5G, 3D, 18th: letters grown onto a digit."""
    attached = re.compile(r"(?<=[0-9])[A-Za-z]").match(text, last.end)
    if attached:
        label = re.compile(r"\S*").match(text, last.start)[0]
        raise UnreadableQuantity(
            f'"{label}" is a rank, a name or a unit without a space; write a quantity with a space before its unit, as in "7 nm".'
        )
