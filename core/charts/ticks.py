"""Where the marks of an axis stand, and in which words."""

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import NamedTuple

from django.utils.translation import gettext as _

from core.currencies import BY_CODE as CURRENCIES
from core.models import Unit
from core.numerals import without_zeros
from core.quantity_text import SCALES_EN, SCALES_ZH
from editorial.bilingual import CHINESE

STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
MOST_TICKS = 6
SHARES = (Unit.PERCENT, Unit.PERCENTAGE_POINT)


def nice_ticks(low, high, most=MOST_TICKS):
    """At most `most` (three or more) round Decimals, ascending and evenly spaced, the first at or below `low` and the last at or
    above `high`. Equal ends are given room of one unit."""
    low, high = Decimal(low), Decimal(high)
    if low == high:
        low, high = (low, low + 1) if low >= 0 else (low - 1, low)
    step = step_for(high - low, most - 1)
    while True:
        first = (low / step).to_integral_value(ROUND_FLOOR)
        last = (high / step).to_integral_value(ROUND_CEILING)
        if last - first < most:
            return [without_zeros(step * number) for number in range(int(first), int(last) + 1)]
        step = next_step(step)


def step_for(span, gaps):
    """The smallest round step of which `gaps` cover `span`."""
    size = Decimal(10) ** (span / gaps).adjusted()
    return next(size * step for step in STEPS if size * step * gaps >= span)


def next_step(step):
    size = Decimal(10) ** step.adjusted()
    return next(size * factor for factor in STEPS if size * factor > step)


class Scale(NamedTuple):
    """The value axis: Decimals in base units, and what one unit of their words is."""

    ticks: list
    unit: str
    words: list

    @property
    def first(self):
        return self.ticks[0]

    @property
    def last(self):
        return self.ticks[-1]

    @property
    def holds_zero(self):
        return self.first <= 0 <= self.last

    def share(self, value):
        """How far up the axis `value` stands: 0 at its foot, 1 at its head."""
        return float((value - self.first) / (self.last - self.first))


def value_scale(values, unit, currency, language, most=MOST_TICKS):
    """The Scale that holds all `values`. It holds zero too, but for shares that all lie in the upper half of what it would
    hold then: 83 and 85 per cent could not be told apart."""
    low, high = min(values), max(values)
    if not (unit in SHARES and high / 2 < low < high):
        low, high = min(low, Decimal(0)), max(high, Decimal(0))
    ticks = nice_ticks(low, high, most)
    factor, name = scale_of(ticks, unit, language)
    return Scale(
        ticks, unit_words(unit, currency, name, language), [tick_words(t, factor, unit, language) for t in ticks]
    )


def scale_of(ticks, unit, language):
    """The largest scale of the reader's language that the ticks fill, and its name."""
    if unit in SHARES:
        return Decimal(1), ""
    scales = SCALES_ZH if language == CHINESE else SCALES_EN
    largest = max(abs(tick) for tick in ticks)
    step = ticks[1] - ticks[0]
    fitting = (
        (Decimal(factor), name.strip())
        for factor, name, _decimals in scales
        if largest >= factor and step / factor >= Decimal("0.01")
    )
    return next(fitting, (Decimal(1), ""))


def tick_words(tick, factor, unit, language):
    number = without_zeros(tick / factor)
    text = f"{number:,f}"
    if language == CHINESE and abs(number) < 10**4:
        text = text.replace(",", "")
    return text.replace("-", "−") + ("%" if unit == Unit.PERCENT else "")


def unit_words(unit, currency, scale, language):
    """What the axis is in: “trillion CNY”, 万亿元."""
    if unit == Unit.MONEY:
        known = CURRENCIES.get(currency)
        name = known.label_zh if known and language == CHINESE else currency
        return f"{scale}{name}" if language == CHINESE else f"{scale} {name}".strip()
    name = str(Unit(unit).label)
    return _("%(unit)s, in units of %(scale)s") % {"unit": name, "scale": scale} if scale else name


class Years(NamedTuple):
    """The axis of time: whole years from `first` to `last`. `main` have their number on any screen, `further` on a wide one."""

    first: int
    last: int
    main: list
    further: list


MOST_YEARS, MOST_YEARS_WIDE = 5, 12


def years(first, last):
    wide = year_step(last - first + 1, MOST_YEARS_WIDE)
    narrow = wide
    while len(multiples(first, last, narrow)) > MOST_YEARS:
        narrow += wide
    main = multiples(first, last, narrow) or [first]
    return Years(first, last, main, [year for year in multiples(first, last, wide) if year not in main])


def year_step(count, most):
    size = 1
    while True:
        for step in (size, 2 * size, 5 * size):
            if count <= step * most:
                return step
        size *= 10


def multiples(first, last, step):
    return [year for year in range(first, last + 1) if year % step == 0]
