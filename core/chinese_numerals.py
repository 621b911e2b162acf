"""Numbers as Chinese prints them: 700多亿, 三万五千, 3.5万亿, 百分之三十, 三分之一, 三成."""

import re
from decimal import Decimal

from core.numerals import DIGITS, Number, UnreadableQuantity, plain_decimal, read_digits, share

FIGURES = {character: number for number, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
FIGURE = "[一二两三四五六七八九]"
TEN_THOUSAND, HUNDRED_MILLION = 10**4, 10**8
MINUS = "负−-"
PLACES = {"十": 10, "百": 100, "千": 1000, "万": TEN_THOUSAND, "亿": HUNDRED_MILLION}

NUMERAL = re.compile(
    rf"[负−-]?(?:{DIGITS}| ?[万亿]| ?[百千](?=[万亿])|[十百千]|[零〇一二两三四五六七八九]|[多余](?=[百千万亿])|(?<=[零〇一二三四五六七八九十百])点(?=[零〇一二三四五六七八九]))+"
)
SECTION = re.compile(
    rf"(?:(?P<thousands>{FIGURE})千)?零?(?:(?P<hundreds>{FIGURE})百)?零?(?:(?P<tens>{FIGURE}?)(?P<ten>十))?零?(?P<ones>{FIGURE})?"
)
DIGITS_WITH_PLACE = re.compile(rf"(?P<digits>{DIGITS})(?P<places>[十百千]?)")
DIGITS_WITH_SCALE = re.compile(rf"(?P<digits>{DIGITS})(?P<scale>[十百千万亿]+)")
WORDS_WITH_SCALE = re.compile(r"(?P<words>[^0-9万亿]+)(?P<scale>万亿|万|亿)")
PARTS_OF = re.compile(rf"(?P<whole>[百千万]|{FIGURE}|十|[0-9]{{1,3}})分之")
TENTHS = re.compile(
    r"(?P<count>[0-9]+|[一二两三四五六七八九十])成(?P<half>[一二三四五六七八九]?)(?![立为员功果本长交分])"
)
HALF = re.compile("一半|半数")


def read_chinese(text: str, position: int) -> Number | None:
    """The Chinese number that starts at `position`, or None. Raises UnreadableQuantity for one that is malformed."""
    return _share(text, position) or _tenths(text, position) or _numeral(text, position)


def _share(text: str, position: int) -> Number | None:
    half = HALF.match(text, position)
    if half:
        return Number(Decimal(50), half.end(), is_share=True)
    parts = PARTS_OF.match(text, position)
    if not parts:
        return None
    count = _numeral(text, parts.end()) or read_digits(text, parts.end())
    if count is None or (count.factor > 1 and not count.is_bare):
        raise UnreadableQuantity(f'"{parts[0]}" lacks its number; write it as in 百分之三十 or 三分之一.')
    return Number(_percent(count.value, parts["whole"], parts[0]), count.end, is_share=True, more=count.more)


def _percent(count: Decimal, whole: str, printed: str) -> Decimal:
    """Exact for 百, 千 and 万分之; other wholes take whole numbers below them."""
    if whole in PLACES and whole != "十":
        return count * 100 / PLACES[whole]
    parts = int(whole) if whole.isascii() else PLACES.get(whole) or FIGURES[whole]
    if not 0 < count < parts or count != int(count):
        raise UnreadableQuantity(
            f'"{printed}" with {count:f} is not a part of a whole; write it as in 三分之一 or in percent.'
        )
    return share(int(count), parts)


def _tenths(text: str, position: int) -> Number | None:
    match = TENTHS.match(text, position)
    if not match:
        return None
    count = int(match["count"]) if match["count"].isascii() else _section(match["count"], match[0])
    if not 0 < count <= 10:
        raise UnreadableQuantity(f'"{match[0]}" is not between one and ten tenths; write it in percent, as in 30%.')
    return Number(Decimal(10 * count + FIGURES.get(match["half"], 0)), match.end(), is_share=True)


def _numeral(text: str, position: int) -> Number | None:
    match = NUMERAL.match(text, position)
    if not match:
        return None
    printed = match[0].strip()
    numeral = printed.replace(" ", "").lstrip(MINUS)
    if not re.search("[零〇一二两三四五六七八九十百千万亿]", numeral):
        return _minus(match) if printed.startswith("负") else None
    more = bool(re.search("[多余]", numeral))
    numeral = re.sub("[多余]", "", numeral)
    coefficient, scale, factor = _scaled(numeral, printed)
    if printed[0] in MINUS:
        coefficient = -coefficient
    return Number(
        coefficient,
        match.end(),
        scale,
        factor,
        is_bare=numeral[0] in "百千万亿",
        more=more,
        is_spoken=not re.search("[0-9]", numeral),
    )


def _minus(match: re.Match) -> Number | None:
    digits = match[0].removeprefix("负")
    return Number(-plain_decimal(digits), match.end()) if re.fullmatch(DIGITS, digits) else None


def _scaled(numeral: str, printed: str) -> tuple[Decimal, str, int]:
    """Coefficient, scale as printed, factor. A numeral of several groups (三万五千) is its own coefficient."""
    digits = DIGITS_WITH_SCALE.fullmatch(numeral)
    if digits:
        return plain_decimal(digits["digits"]), digits["scale"], _factor(digits["scale"], printed)
    words = WORDS_WITH_SCALE.fullmatch(numeral)
    if words:
        return _section(words["words"], printed), words["scale"], _factor(words["scale"], printed)
    return _value(numeral, printed), next((scale for scale in ("万亿", "亿", "万") if scale in numeral), ""), 1


def _factor(scale: str, printed: str) -> int:
    return int(_value(f"一{scale}" if scale[0] != "十" else scale, printed))


def _value(numeral: str, printed: str) -> Decimal:
    return _grouped(numeral, "亿", printed)


def _grouped(numeral: str, place: str, printed: str) -> Decimal:
    """The value of a numeral around 亿, its halves around 万, their halves in hundreds and tens."""
    if numeral.count(place) > 1:
        raise _malformed(printed)
    head, found, tail = numeral.partition(place)
    if not found:
        return _grouped(numeral, "万", printed) if place == "亿" else _section(numeral, printed)
    inner = "万" if place == "亿" else ""
    factor = PLACES[place]
    high = _inner(head, inner, printed) if head else Decimal(1)
    low = _inner(tail, inner, printed) if _is_tail(tail, printed) else Decimal(0)
    if low >= factor:
        raise _malformed(printed)
    return high * factor + low


def _inner(numeral: str, place: str, printed: str) -> Decimal:
    return _grouped(numeral, place, printed) if place else _section(numeral, printed)


def _is_tail(tail: str, printed: str) -> bool:
    """Behind 万 or 亿 a lone figure is colloquial (三万五 is 35,000): it is refused, as is a tail without a figure."""
    if not tail:
        return False
    if tail[0] in "百千万" or re.fullmatch(rf"{FIGURE}|{DIGITS}", tail):
        raise _malformed(printed)
    return True


def _section(numeral: str, printed: str) -> Decimal:
    """A numeral below ten thousand, or digits with at most one of 十百千 behind them."""
    if numeral in ("百", "千"):
        return Decimal(PLACES[numeral])
    if set(numeral) <= {"零", "〇"}:
        return _zero(numeral, printed)
    digits = DIGITS_WITH_PLACE.fullmatch(numeral)
    if digits:
        return plain_decimal(digits["digits"]) * PLACES.get(digits["places"], 1)
    whole, point, fraction = numeral.partition("点")
    if point:
        return _section(whole, printed) + _fraction_figures(fraction, printed)
    match = SECTION.fullmatch(numeral.replace("〇", "零"))
    if not match or re.search(f"[百千]{FIGURE}$|零$", numeral):
        raise _malformed(printed)
    tens = FIGURES.get(match["tens"], 1) if match["ten"] else 0
    thousands, hundreds, ones = (FIGURES.get(match[name], 0) for name in ("thousands", "hundreds", "ones"))
    return Decimal(1000 * thousands + 100 * hundreds + 10 * tens + ones)


def _zero(numeral: str, printed: str) -> Decimal:
    if len(numeral) != 1:
        raise _malformed(printed)
    return Decimal(0)


def _fraction_figures(figures: str, printed: str) -> Decimal:
    if not figures or not set(figures) <= set(FIGURES):
        raise _malformed(printed)
    return Decimal("0." + "".join(str(FIGURES[figure]) for figure in figures))


def _malformed(printed: str) -> UnreadableQuantity:
    return UnreadableQuantity(f'"{printed}" is not one number; write it in digits, as in 35000, 3.5万 or 1.2亿.')
