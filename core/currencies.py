"""Currencies as sources print them."""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Currency:
    """`before` stand in front of an amount, `after` behind it; the ISO code may stand on either side."""

    code: str
    label_zh: str
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


CURRENCIES = (
    Currency("CNY", "元", ("RMB", "人民币", "renminbi"),
             ("yuan renminbi", "yuan RMB", "yuan", "renminbi", "RMB", "元人民币", "人民币元", "人民币", "元")),
    Currency("USD", "美元", ("US$", "U.S.$", "US $", "美元"),
             ("US dollars", "US dollar", "U.S. dollars", "U.S. dollar", "American dollars", "US$", "美元", "美金")),
    Currency("EUR", "欧元", ("€",), ("euros", "euro", "€", "欧元")),
    Currency("GBP", "英镑", ("£",), ("pounds sterling", "British pounds", "英镑")),
    Currency("HKD", "港元", ("HK$", "港币"), ("Hong Kong dollars", "HK$", "港元", "港币")),
    Currency("JPY", "日元", (), ("Japanese yen", "yen", "日元", "日圆")),
    Currency("KRW", "韩元", ("₩",), ("South Korean won", "Korean won", "韩元")),
    Currency("TWD", "新台币", ("NT$", "新台币"), ("New Taiwan dollars", "新台币")),
    Currency("SGD", "新加坡元", ("S$",), ("Singapore dollars", "新加坡元")),
    Currency("AUD", "澳元", ("A$", "AU$"), ("Australian dollars", "澳元")),
    Currency("CAD", "加元", ("C$", "CA$"), ("Canadian dollars", "加元", "加拿大元")),
    Currency("CHF", "瑞士法郎", (), ("Swiss francs", "瑞士法郎")),
    Currency("INR", "印度卢比", ("₹",), ("Indian rupees", "印度卢比")),
    Currency("MOP", "澳门元", ("MOP$",), ("Macao patacas", "patacas", "澳门元")),
)  # fmt: skip
BY_CODE = {currency.code: currency for currency in CURRENCIES}
AMBIGUOUS = {
    "$": "US$, HK$ or another dollar",
    "dollars": "US dollars, Hong Kong dollars or another",
    "dollar": "US dollars, Hong Kong dollars or another",
    "¥": "CNY or JPY",
    "pounds": "GBP, or pounds of weight",
}


def _matcher(side: str) -> re.Pattern:
    names = [(name, currency.code) for currency in CURRENCIES for name in (*getattr(currency, side), currency.code)]
    names.sort(key=lambda pair: -len(pair[0]))
    return re.compile("|".join(f"(?:{re.escape(name)}{_boundary(name)})" for name, _code in names), re.IGNORECASE)


def _boundary(name: str) -> str:
    """Not 元宇宙 (metaverse), 元件 (component), "yuan-denominated" or "CNYX"."""
    if name.endswith("元"):
        return "(?!宇宙|件|器件|素|旦)"
    return "(?![A-Za-z]|-denominated)" if name[-1].isalpha() and name.isascii() else ""


def _codes(side: str) -> dict[str, str]:
    named = {name.lower(): currency.code for currency in CURRENCIES for name in getattr(currency, side)}
    return named | {currency.code.lower(): currency.code for currency in CURRENCIES}


_MATCHERS = {side: (_matcher(side), _codes(side)) for side in ("before", "after")}
_AMBIGUOUS = re.compile(r"\$|¥|(?:dollars?|pounds)(?![A-Za-z])", re.IGNORECASE)


def read_currency(text: str, position: int, side: str) -> tuple[str, int] | None:
    """The ISO code of the currency written at `position` and where it ends. `side` is "before" or "after" the amount."""
    matcher, codes = _MATCHERS[side]
    match = matcher.match(text, position)
    return (codes[match[0].lower()], match.end()) if match else None


def read_ambiguous(text: str, position: int) -> tuple[str, str] | None:
    """A sign that several currencies share, as written at `position`, and what it may mean."""
    match = _AMBIGUOUS.match(text, position)
    return (match[0], AMBIGUOUS[match[0].lower()]) if match else None
