"""Quantities in words, English and Chinese: "over CNY 10 trillion", 超过10万亿元. What is printed reads back as the same interval."""

from decimal import Decimal

from core.currencies import BY_CODE as CURRENCIES
from core.hedges import BY_CODE as HEDGES
from core.hedges import NEARLY, Interval, printed_ends
from core.numerals import without_zeros

PERCENT, PERCENTAGE_POINT, RANK, COUNT = "percent", "pct_point", "rank", "count"
TEMPLATES_EN = {PERCENT: "{}%", PERCENTAGE_POINT: "{} percentage points", RANK: "rank {}"}
TEMPLATES_ZH = {PERCENT: "{}%", PERCENTAGE_POINT: "{}个百分点", RANK: "第{}位"}
# Scale, its name, and the most decimals a number may have before it is written in full instead.
SCALES_EN = ((10**12, " trillion", 3), (10**9, " billion", 3), (10**6, " million", 3))
SCALES_ZH = ((10**12, "万亿", 4), (10**8, "亿", 4), (10**4, "万", 2))
THIRDS = {
    Decimal("33.3333"): ("one-third", "三分之一"),
    Decimal("66.6667"): ("two-thirds", "三分之二"),
}
NOT_STATED = ("not stated", "未说明")


def display_quantity(
    low: Decimal | None,
    high: Decimal | None,
    low_open: bool,
    high_open: bool,
    hedge: str,
    unit: str,
    currency: str,
    language: str,
    unit_label: str = "",
) -> str:
    """The interval as its source hedges it, Chinese for a language code beginning with "zh", else English.

    `unit_label` names what is counted ("policies", 项) where the unit does not. A hedge that does not fit the interval is not
    shown; the ends are spelt out instead. An unknown unit is left to its label.
    """
    chinese = language.startswith("zh")
    if low is None and high is None:
        return NOT_STATED[chinese]
    found = Interval(low, high, low_open or low is None, high_open or high is None)
    hedged = _hedged(found, hedge)
    writer = _Writer(unit, currency or (unit if unit in CURRENCIES else ""), chinese, unit_label)
    if hedged is None:
        return writer.ends(found)
    prefix = HEDGES[hedge].display_zh if chinese else f"{HEDGES[hedge].display_en} "
    return prefix + writer.amount(*hedged)


def _hedged(found: Interval, code: str) -> tuple[Decimal, Decimal] | None:
    """What to print behind the hedge. An editor may have moved the low end of a "nearly"; the wording stays true."""
    hedge = HEDGES.get(code)
    if hedge is None:
        return None
    if hedge.rule == NEARLY and found.high is not None and found.high > 0 and found.high_open:
        return found.high, found.high
    return printed_ends(hedge, found)


class _Writer:
    def __init__(self, unit: str, currency: str, chinese: bool, label: str):
        self.unit = unit
        self.currency = currency
        self.chinese = chinese
        self.label = "" if unit == RANK else label
        self.scales = () if unit == PERCENT else SCALES_ZH if chinese else SCALES_EN

    def ends(self, found: Interval) -> str:
        """An interval without a fitting hedge, said by its ends."""
        closed = not (found.low_open or found.high_open)
        if closed:
            return self.amount(found.low, found.high)
        above, at_least, below, at_most = (
            ("超过", "至少", "不到", "至多") if self.chinese else ("more than ", "at least ", "less than ", "at most ")
        )
        said = []
        if found.low is not None:
            said.append((above if found.low_open else at_least) + self.amount(found.low, found.low))
        if found.high is not None:
            said.append((below if found.high_open else at_most) + self.amount(found.high, found.high))
        return ("且" if self.chinese else " and ").join(said)

    def amount(self, low: Decimal, high: Decimal) -> str:
        """A number, or a range of two, with its unit."""
        words = THIRDS.get(low) if self.unit == PERCENT and low == high else None
        amount = words[self.chinese] if words else self._with_unit(self._numbers(low, high))
        if not self.label:
            return amount
        return f"{amount}{self.label}" if self.chinese else f"{amount} {self.label}"

    def _numbers(self, low: Decimal, high: Decimal) -> str:
        """Both ends of a range have a scale or neither has, so that no reader need guess whether it is shared."""
        written = [_scaled(end, self.scales) for end in (low, high)]
        if low == high:
            number, scale = written[0]
            return self._plain(low, number) + scale
        if not all(scale for _number, scale in written):
            written = [(end, "") for end in (low, high)]
        if self.unit == PERCENT:
            written = [(number, scale + "%" * (position == 0)) for position, (number, scale) in enumerate(written)]
        joint = "至" if self.chinese else " to "
        return joint.join(
            self._plain(end, number) + scale for end, (number, scale) in zip((low, high), written, strict=True)
        )

    def _plain(self, value: Decimal, number: Decimal) -> str:
        """Chinese writes four figures without a comma."""
        text = f"{without_zeros(number):,f}"
        return text.replace(",", "") if self.chinese and abs(number) < 10**4 else text

    def _with_unit(self, numbers: str) -> str:
        if not self.currency:
            templates = TEMPLATES_ZH if self.chinese else TEMPLATES_EN
            return templates.get(self.unit, "{}").format(numbers)
        if not self.chinese:
            return f"{self.currency} {numbers}"
        known = CURRENCIES.get(self.currency)
        return f"{numbers}{known.label_zh if known else self.currency}"


def _scaled(value: Decimal, scales) -> tuple[Decimal, str]:
    """The value in its largest scale; in full where that would need too many decimals."""
    for factor, name, decimals in scales:
        if abs(value) >= factor:
            number = value / factor
            return (number, name) if number == round(number, decimals) else (value, "")
    return value, ""
