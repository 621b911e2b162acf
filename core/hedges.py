"""The one table of hedges: which words soften a printed number, and what interval they mean.

`docs/hedges.md` shows the table to editors; change both together.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

ABOVE, AT_LEAST, BELOW, AT_MOST, NEARLY, ABOUT = "above", "at least", "below", "at most", "nearly", "about"
RULES = {
    ABOVE: "above n, n excluded",
    AT_LEAST: "n or above",
    BELOW: "below n, n excluded",
    AT_MOST: "n or below",
    NEARLY: "from n less the width up to n, n excluded",
    ABOUT: "from n less the width to n plus the width, ends included",
}
TENTH = Decimal("0.1")


class Interval(NamedTuple):
    """None is an end that lies at infinity; it counts as open."""

    low: Decimal | None
    high: Decimal | None
    low_open: bool
    high_open: bool


@dataclass(frozen=True)
class Hedge:
    """Wordings stand before the number, those of `after` behind it. `width` is a share of n."""

    code: str
    rule: str
    display_en: str
    display_zh: str
    english: tuple[str, ...]
    chinese: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    width: Decimal = Decimal(0)

    @property
    def before(self) -> tuple[str, ...]:
        return self.english + self.chinese


HEDGES = (
    Hedge("over", ABOVE, "over", "超过",
          ("over", "well over", "exceed", "exceeds", "exceeded", "exceeding", "surpass", "surpasses", "surpassed", "surpassing"),
          ("超过", "超出", "超", "突破"), ("+", "plus", "-plus", "odd", "-odd")),
    Hedge("more_than", ABOVE, "more than", "超过",
          ("more than", "greater than", "much more than", "far more than", ">"), ("多于", "大于"), ("多", "余")),
    Hedge("above", ABOVE, "above", "高于", ("above", "higher than", "well above"), ("高于",)),
    Hedge("in_excess_of", ABOVE, "in excess of", "逾", ("in excess of", "upwards of", "upward of"), ("逾",)),
    Hedge("just_over", ABOVE, "just over", "略高于",
          ("just over", "slightly over", "slightly more than", "slightly above", "just above", "a little over"),
          ("略高于", "略多于", "略超过", "略超")),
    Hedge("at_least", AT_LEAST, "at least", "至少", ("at least", "a minimum of", "minimum of", "≥", ">="), ("至少", "最少"),
          ("or more", "or above", "or over", "and above", "and over", "and more", "at least", "以上", "及以上")),
    Hedge("no_less_than", AT_LEAST, "no less than", "不少于",
          ("no less than", "not less than", "no fewer than", "not fewer than", "no lower than"),
          ("不少于", "不低于", "不下于", "不小于")),
    Hedge("less_than", BELOW, "less than", "不到", ("less than", "lower than", "smaller than", "<"), ("不到", "小于")),
    Hedge("fewer_than", BELOW, "fewer than", "少于", ("fewer than",), ("少于",)),
    Hedge("under", BELOW, "under", "不足", ("under", "short of"), ("不足", "不满")),
    Hedge("below", BELOW, "below", "低于", ("below", "well below"), ("低于",)),
    Hedge("up_to", AT_MOST, "up to", "最多", ("up to", "as many as", "as much as"), ("最多",)),
    Hedge("at_most", AT_MOST, "at most", "至多", ("at most", "a maximum of", "maximum of", "≤", "<="), ("至多",),
          ("or less", "or fewer", "or below", "or under", "and below", "and under", "at most", "以下", "及以下", "以内")),
    Hedge("no_more_than", AT_MOST, "no more than", "不超过",
          ("no more than", "not more than", "not exceeding", "not to exceed", "no higher than"),
          ("不超过", "不多于", "不高于", "不大于")),
    Hedge("nearly", NEARLY, "nearly", "将近", ("nearly",), ("将近", "近"), width=TENTH),
    Hedge("almost", NEARLY, "almost", "几乎", ("almost",), ("几乎", "差不多"), width=TENTH),
    Hedge("close_to", NEARLY, "close to", "接近", ("close to", "approaching", "near"), ("接近",), width=TENTH),
    Hedge("just_under", NEARLY, "just under", "略低于",
          ("just under", "just below", "slightly under", "slightly below", "slightly less than", "just short of"),
          ("略低于", "略少于"), width=TENTH),
    Hedge("about", ABOUT, "about", "约", ("about", "~", "≈"), ("约",), width=TENTH),
    Hedge("approximately", ABOUT, "approximately", "大约", ("approximately", "approx.", "approx"), ("大约",), width=TENTH),
    Hedge("around", ABOUT, "around", "约", ("around",), (), ("or so", "左右", "上下"), width=TENTH),
    Hedge("roughly", ABOUT, "roughly", "大概", ("roughly",), ("大概", "大致"), width=TENTH),
    Hedge("some", ABOUT, "some", "约", ("some",), width=TENTH),
    Hedge("circa", ABOUT, "circa", "约", ("circa", "ca.", "c."), width=TENTH),
)  # fmt: skip
BY_CODE = {hedge.code: hedge for hedge in HEDGES}
HEDGE_CHOICES = [(hedge.code, hedge.display_en) for hedge in HEDGES]


def interval(hedge: Hedge | None, low: Decimal, high: Decimal) -> Interval:
    """What a number printed as `low` to `high` (twice the same for a single number) means under its hedge.

    Only ABOUT may stand before a range. NEARLY before a number that is not positive has no meaning; both raise ValueError.
    """
    if hedge is None:
        return Interval(low, high, False, False)
    if hedge.rule == ABOUT:
        return Interval(low - hedge.width * abs(low), high + hedge.width * abs(high), False, False)
    if low != high:
        raise ValueError(f'"{hedge.display_en}" stands before a range; write it before a single number.')
    if hedge.rule == NEARLY:
        if low <= 0:
            raise ValueError(
                f'"{hedge.display_en}" stands before zero or a negative number; write the number without it.'
            )
        return Interval(low * (1 - hedge.width), low, False, True)
    if hedge.rule in (ABOVE, AT_LEAST):
        return Interval(low, None, hedge.rule == ABOVE, True)
    return Interval(None, low, True, hedge.rule == BELOW)


def printed_ends(hedge: Hedge, found: Interval) -> tuple[Decimal, Decimal] | None:
    """The number or range that, printed with `hedge`, means `found`; None where the hedge does not fit the interval."""
    number = {ABOVE: found.low, AT_LEAST: found.low, ABOUT: None}.get(hedge.rule, found.high)
    if hedge.rule == ABOUT:
        return _middle(hedge, found)
    if number is None or interval_or_none(hedge, number) != found:
        return None
    return number, number


def interval_or_none(hedge: Hedge, number: Decimal) -> Interval | None:
    try:
        return interval(hedge, number, number)
    except ValueError:
        return None


def _middle(hedge: Hedge, found: Interval) -> tuple[Decimal, Decimal] | None:
    if found.low is None or found.high is None:
        return None
    middle = (found.low + found.high) / 2
    low, high = _unwidened(found.low, -hedge.width), _unwidened(found.high, hedge.width)
    for ends in ((middle, middle), (low, high)):
        if interval(hedge, *ends) == found:
            return ends
    return None


def _unwidened(end: Decimal, width: Decimal) -> Decimal:
    return end / (1 + width if end > 0 else 1 - width)


def wordings(which: str) -> list[tuple[str, Hedge]]:
    """All wordings `before` or `after` the number, the longest first, so that "more than" wins over "more"."""
    pairs = [(wording, hedge) for hedge in HEDGES for wording in getattr(hedge, which)]
    return sorted(pairs, key=lambda pair: -len(pair[0]))


def pattern(wording: str) -> str:
    """A regular expression for one wording; an English word ends at its last letter."""
    boundary = r"(?![A-Za-z])" if re.search(r"[A-Za-z]$", wording) else ""
    return re.escape(wording).replace(r"\ ", " ") + boundary


def markdown_table() -> str:
    rows = [
        "| code | shown as | shown in Chinese | wordings | after the number | means | width |",
        "|---|---|---|---|---|---|---|",
    ]
    for hedge in HEDGES:
        width = f"{hedge.width:.0%}" if hedge.width else ""
        before, after = (", ".join(f"`{word}`" for word in words) for words in (hedge.before, hedge.after))
        cells = (f"`{hedge.code}`", hedge.display_en, hedge.display_zh, before, after, RULES[hedge.rule], width)
        rows.append(f"| {' | '.join(cells)} |")
    return "\n".join(rows) + "\n"
