"""Printed quantities, English and Chinese: "over CNY 700 billion" becomes an interval in yuan."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from core.currencies import read_ambiguous, read_currency
from core.hedges import HEDGE_CHOICES, Interval, interval
from core.numerals import NUMBER_WORD, Number, UnreadableQuantity, without_zeros
from core.quantity_parts import (
    PERCENT_SIGN,
    Amount,
    Lead,
    Wording,
    ambiguous_currency,
    read_amount,
    read_hedges_behind,
    read_lead,
    read_range_end,
    same_currency,
)
from core.quantity_text import COUNT, display_quantity
from core.typed_text import UnprintableText, fold_width, require_printable

__all__ = ["HEDGE_CHOICES", "Quantity", "UnreadableQuantity", "display_quantity", "parse_quantity"]

MAX_LENGTH = 200
MAX_VALUE = Decimal(10) ** 20
DECIMAL_PLACES = 5
EXAMPLE = 'Write only the hedge, the number, its unit and what is counted, as in "over CNY 700 billion" or "超过20项".'

ORDINAL = re.compile(r"[0-9]+(?:st|nd|rd|th)(?![A-Za-z])|第[0-9一二三四五六七八九十百]+", re.IGNORECASE)
UNIT_POWER = re.compile(r"(?<![A-Za-z])[cdk]?m[23²³](?![A-Za-z0-9])")
SECOND_NUMBER = re.compile(
    rf"[0-9]+|{NUMBER_WORD.pattern}|(?<![A-Za-z])(?:an?|one)[ -](?:third|quarter|half)(?![A-Za-z])|"
    r"(?<![一二三四五六七八九十百])[一二两三四五六七八九十百千]+(?=[个家项名亿%]|万[家元个人]|成$)|分之",
    re.IGNORECASE,
)
VAGUE_NOUN = re.compile(r"[十百千万亿几]|数[十百千万]|来(?!自|源)|级|号|年代|.{0,2}半(?!导体|径)|-?[A-Z](?![A-Za-z])")
NOUN = re.compile(r"[\w(\"'“‘「《,.;:…/、。，；-].*(?<=\w)\W*|\w.*")
CONVERTIBLE = re.compile(
    r"mu(?![A-Za-z])|亩|hectares?|公顷|square|sq|平方|acres?|km|kilomet|met(?:re|er)s?|miles?|公里|tonnes?|tons?|吨",
    re.IGNORECASE,
)
RECENT_TIME = re.compile("个?(?:年|月|天|日|周|星期|小时|季度)")


@dataclass(frozen=True)
class Quantity:
    """What a printed quantity means. `low` and `high` are in base units (yuan, 30 for 30 percent); None is an open end.

    `hedge` is a code of `core.hedges` or "". `unit` is "percent", "pct_point" (percentage points), an ISO currency code or
    "count"; `noun` is the text that follows. `kind_words` are words such as "estimated to", which say what kind of figure it
    is and not how large. `conversion` is a parenthesis with a number, "US$7.5 billion", left unread.
    """

    low: Decimal | None
    high: Decimal | None
    low_open: bool
    high_open: bool
    hedge: str
    number_text: str
    unit: str
    currency: str
    scale: str
    noun: str
    kind_words: str
    conversion: str
    as_printed: str


def parse_quantity(text: str) -> Quantity:
    """The quantity that `text` prints. Raises UnreadableQuantity rather than guess."""
    body, conversion = _without_conversion(_plain(text))
    lead = read_lead(body)
    first = read_amount(body, lead.end, lead.range_word)
    if first is None:
        raise _no_number(body, lead.end)
    second = read_range_end(body, first, lead.range_word)
    last = second or first
    behind, rest = read_hedges_behind(body, last)
    unit, currency = _one_unit(body, lead, first, second)
    noun = _noun(rest, lead.range_word, currency)
    wording = _one_hedge(lead.hedges + behind)
    _refuse_time(lead.hedges + behind, last.number.value, noun)
    _refuse_unclear_scale(body, first, second, currency, wording)
    _refuse_stray_conversion(conversion, currency, noun)
    found = _interval(wording, *_ends(lead, first, second))
    return Quantity(
        *found,
        hedge=wording.hedge.code if wording else "",
        number_text=_number_text(body, first, last),
        unit=unit,
        currency=currency,
        scale=last.number.scale,
        noun=noun,
        kind_words=lead.kind_words,
        conversion=conversion,
        as_printed=text.strip(),
    )


def _plain(text: str) -> str:
    try:
        require_printable(text, MAX_LENGTH)
    except UnprintableText as error:
        raise UnreadableQuantity(f"{error} {EXAMPLE}") from error
    return fold_width(text).strip()


def _second_number(text: str) -> str:
    """A number in a text that should have none, or "". Ranks (18th, 第一批) and km2 are none."""
    without = UNIT_POWER.sub("", ORDINAL.sub("", text))
    match = SECOND_NUMBER.search(without)
    if match:
        return match[0]
    return next((sign for sign in without if unicodedata.category(sign) in ("Nd", "Nl", "No") and sign != "〇"), "")


def _without_conversion(text: str) -> tuple[str, str]:
    """The text without its parenthesis that holds a number, and what that parenthesis says."""
    numbered = [match for match in re.finditer(r"\(([^()]*)\)", text) if _second_number(match[1])]
    if not numbered:
        return text, ""
    if len(numbered) > 1:
        raise _stray(numbered[1][1])
    before, after = text[: numbered[0].start()].rstrip(), text[numbered[0].end() :].lstrip()
    if not before:
        return text, ""
    return f"{before} {after}".strip(), numbered[0][1].strip()


def _refuse_stray_conversion(conversion: str, currency: str, noun: str) -> None:
    """Only money and measures such as 1,000 mu are converted; beside a count or a share the number is a second figure."""
    if conversion and not currency and not CONVERTIBLE.match(noun):
        raise _stray(conversion)


def _stray(printed: str) -> UnreadableQuantity:
    return UnreadableQuantity(f'"({printed})" holds a second number; write each figure by itself.')


def _noun(rest: str, range_word: str, currency: str) -> str:
    noun = rest.strip().strip(".;:,，。；：、").strip()
    if range_word == "between":
        noun = noun.removeprefix("之间").strip()
    noun = re.sub(r"^(?:mark(?![A-Za-z])|大关)\s*", "", noun)
    if noun and (VAGUE_NOUN.match(noun) or not NOUN.fullmatch(noun) or noun.count("(") != noun.count(")")):
        raise UnreadableQuantity(f'"{noun}" behind the number is not understood. {EXAMPLE}')
    second = _second_number(noun)
    if second:
        raise UnreadableQuantity(
            f'"{second}" in "{noun}" is a second number; write one figure, or a range such as "3-5" or "3至5".'
        )
    if PERCENT_SIGN.match(noun) or (not currency and read_currency(noun.lstrip("("), 0, "after")):
        raise UnreadableQuantity(
            f'The unit "{noun}" stands apart from its number; write it right behind, as in "30% or more".'
        )
    return noun.lstrip("-").strip()


def _one_hedge(wordings: list[Wording]) -> Wording | None:
    """The first hedge; a second one must mean the same, as in 超过700多亿 or 约200左右."""
    if len({wording.hedge.rule for wording in wordings}) > 1:
        printed = " and ".join(f'"{wording.printed}"' for wording in wordings)
        raise UnreadableQuantity(f"{printed} say different things of one number; write one hedge.")
    return wordings[0] if wordings else None


def _refuse_time(wordings: list[Wording], value: Decimal, noun: str) -> None:
    """近3年 is the last three years or nearly three; 2025年 is a date."""
    if any(wording.printed == "近" for wording in wordings) and RECENT_TIME.match(noun):
        raise UnreadableQuantity(f'"近" before "{noun}" may mean "the last" or "nearly"; write 过去 or 将近.')
    if noun.startswith("年") and not wordings and value in range(1900, 2101):
        raise UnreadableQuantity(f'"{value}{noun}" is a date; write it into the period. {EXAMPLE}')


def _one_unit(text: str, lead: Lead, first: Amount, second: Amount | None) -> tuple[str, str]:
    """Unit and currency of both ends; 百分之二十至三十 says its unit once, in front."""
    currency, units = same_currency(lead.currency, first.currency), {first.unit}
    if second:
        currency = same_currency(currency, second.currency)
        in_front = text.startswith("百分之", first.start) and not second.unit
        units.add(first.unit if in_front else second.unit)
        if not first.unit:
            units.discard("")
    if len(units) > 1 or (units != {""} and units and currency):
        raise UnreadableQuantity('The number has two units; write one, as in "20-30%" or "CNY 3 billion to 5 billion".')
    return next(iter(units - {""}), currency or COUNT), currency


def _refuse_unclear_scale(
    text: str, first: Amount, second: Amount | None, currency: str, wording: Wording | None
) -> None:
    for amount in filter(None, (first, second)):
        printed = text[amount.start : amount.number.end]
        if amount.number.letter_scale and not currency:
            raise UnreadableQuantity(
                f'"{printed}" may be a scale, metres or minutes; write it out, as in "16 million" or "16 metres".'
            )
        if amount.number.is_bare and (wording is None or second):
            raise UnreadableQuantity(
                f'"{printed}" has no figure before it; write 一{printed} or a hedge, as in 近{printed}.'
            )


def _ends(lead: Lead, first: Amount, second: Amount | None) -> tuple[Decimal, Decimal]:
    if second is None:
        value = _checked(first.number.value)
        return value, value
    low, high = _checked(_low_of_range(lead, first, second)), _checked(second.number.value)
    if low > high:
        raise UnreadableQuantity(
            f"The range runs from {low:,f} down to {high:,f}; write the smaller number first and the scale behind both."
        )
    return low, high


def _low_of_range(lead: Lead, first: Amount, second: Amount) -> Decimal:
    """The low end takes the scale of the high one if it has none: "US$5-7 billion", 五十至六十亿; not in "500,000 to 2 million"."""
    low, high = first.number, second.number
    _refuse_shared_hundred(low, high)
    if low.scale or not high.scale or low.is_share or low.value == 0:
        return low.value
    if first.currency or (lead.currency and second.prefixed):
        raise UnreadableQuantity(
            f'The low end of the range has no scale, the high end has "{high.scale}"; write it behind both.'
        )
    is_in_full = low.value >= 1000 and low.value > high.coefficient
    return low.value if is_in_full else low.coefficient * high.factor


def _refuse_shared_hundred(low: Number, high: Number) -> None:
    """ "two to three hundred", 五至七千万: the low end may mean two or two hundred."""
    if high.is_spoken and abs(high.coefficient) >= 100 and not low.scale and 0 < abs(low.value) < 10:
        raise UnreadableQuantity(
            "The low end of the range may share the hundred of the high one; write both in digits, as in 200-300."
        )


def _checked(value: Decimal) -> Decimal:
    """The value, if a column of 30 digits with 6 decimals can hold it widened by its hedge."""
    if abs(value) >= MAX_VALUE:
        raise UnreadableQuantity(
            f'The number is {value:.3E}; numbers below 10 to the power of 20 are read, as in "10 trillion".'
        )
    if value != round(value, DECIMAL_PLACES):
        raise UnreadableQuantity(
            f"The number {value:f} has more than {DECIMAL_PLACES} decimals in its base unit; round it."
        )
    return value


def _interval(wording: Wording | None, low: Decimal, high: Decimal) -> Interval:
    try:
        found = interval(wording.hedge if wording else None, low, high)
    except ValueError as error:
        raise UnreadableQuantity(str(error)) from error
    return found._replace(
        **{name: without_zeros(end) for name in ("low", "high") if (end := getattr(found, name)) is not None}
    )


def _number_text(text: str, first: Amount, last: Amount) -> str:
    printed = text[first.start : last.number.end]
    return printed.removesuffix(last.number.scale).rstrip(" -多余") or printed


def _no_number(text: str, position: int) -> UnreadableQuantity:
    rest = text[position:]
    ambiguous = read_ambiguous(text, position)
    if ambiguous:
        return ambiguous_currency(*ambiguous)
    ordinal = ORDINAL.match(rest)
    if ordinal:
        return UnreadableQuantity(f'"{ordinal[0]}" is a rank or a name, not a quantity. {EXAMPLE}')
    number = SECOND_NUMBER.search(rest)
    if number and number.start():
        return UnreadableQuantity(f'"{rest[: number.start()].strip()}" before the number is not understood. {EXAMPLE}')
    return UnreadableQuantity(f'"{text}" has no number that can be read. {EXAMPLE}')
