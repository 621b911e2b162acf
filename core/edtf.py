"""Partial dates after EDTF (ISO 8601-2, levels 0 and 1 with quarters), in the Gregorian calendar, years 0001 to 9999."""

import calendar
import re
from dataclasses import dataclass
from datetime import date

from core.typed_text import UnprintableText, fold_width, require_printable

MAX_LENGTH = 64
UNKNOWN_EARLIEST = date.min
UNKNOWN_LATEST = date.max
OPEN = ".."
UNSTATED = -1
EXAMPLE = "Write for example 2020, 2020-10, 2020-10-15, 201X, 2026-Q1 as 2026-33, 2010~ or 2023-10/2025-10."

POINT = re.compile(
    r"(?P<year>[0-9]{4}|[0-9]{3}X|[0-9]{2}XX)(?:-(?P<month>[0-9]{2}|XX)(?:-(?P<day>[0-9]{2}|XX))?)?(?P<qualifier>[~?%]?)"
)
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
SEASONS = {21: ("spring", "春季"), 22: ("summer", "夏季"), 23: ("autumn", "秋季"), 24: ("winter", "冬季")}
QUARTERS = {33: ("first", "第一"), 34: ("second", "第二"), 35: ("third", "第三"), 36: ("fourth", "第四")}
HINTS = (
    (re.compile(r"[0-9]{4}-[0-9]{4}"), "A period is written with a slash: 2018/2020."),
    (re.compile(r"[0-9]{4}-[0-9](-[0-9]{1,2})?|[0-9]{4}-[0-9]{2}-[0-9]"), "Month and day have two digits: 2020-01-05."),
    (re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ].*"), "A date has no time of day: 2020-10-15."),
    (
        re.compile(r"[0-9]{1,2}"),
        "A month is joined to its year by a hyphen, 2020-10; a slash parts the ends of a period.",
    ),
)


class EDTFError(ValueError):
    """The message is one or two sentences for an editor: what is wrong and how to put it right."""


@dataclass(frozen=True)
class PartialDate:
    """A date as far as it is known.

    `earliest` and `latest` are the outermost days the text allows. `~`, `?` and `%` do not widen them, since nothing says by
    how much. An open or unknown end reaches to UNKNOWN_EARLIEST or UNKNOWN_LATEST; so does the empty text on both sides.
    """

    text: str
    earliest: date
    latest: date
    approximate: bool = False
    uncertain: bool = False


@dataclass(frozen=True)
class _Point:
    """One date of the text. `year` keeps its X; month and day are None where not written, UNSTATED where written XX."""

    year: str
    month: int | None
    day: int | None
    qualifier: str

    @property
    def first_year(self) -> int:
        return max(int(self.year.replace("X", "0")), 1)

    @property
    def last_year(self) -> int:
        return int(self.year.replace("X", "9"))


def parse(text: str) -> PartialDate:
    """The partial date that `text` writes; the empty text is the unknown date. Raises EDTFError."""
    canonical = _canonical(text)
    start, end = _ends(canonical)
    points = [end for end in (start, end) if isinstance(end, _Point)]
    earliest = _earliest(start) if isinstance(start, _Point) else UNKNOWN_EARLIEST
    latest = _latest(end) if isinstance(end, _Point) else UNKNOWN_LATEST
    if earliest > latest:
        raise EDTFError(
            f'The period "{canonical}" ends before it starts; write the earlier date first, as in 2023/2025.'
        )
    qualifiers = {point.qualifier for point in points}
    return PartialDate(canonical, earliest, latest, bool(qualifiers & {"~", "%"}), bool(qualifiers & {"?", "%"}))


def display(text: str, language: str) -> str:
    """The date in words, Chinese for a language code beginning with "zh", else English. Raises EDTFError."""
    canonical = _canonical(text)
    parse(canonical)
    chinese = language.startswith("zh")
    start, end = _ends(canonical)
    if not canonical:
        return "未说明" if chinese else "not stated"
    if "/" not in canonical:
        return _point_zh(start) if chinese else _point_en(start)
    return _interval_zh(start, end) if chinese else _interval_en(start, end)


def _canonical(text: str) -> str:
    try:
        require_printable(text, MAX_LENGTH)
    except UnprintableText as error:
        raise EDTFError(f"{error} {EXAMPLE}") from error
    return fold_width(text).strip().upper()


def _ends(canonical: str) -> tuple[_Point | str, _Point | str]:
    """Both ends; ".." is an open one, "" an unknown one. A single date is both of its ends."""
    if not canonical:
        return "", ""
    if "/" not in canonical:
        point = _point(canonical)
        return point, point
    start, _, end = canonical.partition("/")
    if start in ("", OPEN) and end in ("", OPEN):
        raise EDTFError(
            f'The period "{canonical}" has no date at either end; write one, as in 2020/.. or leave the field empty.'
        )
    return tuple(end if end in ("", OPEN) else _point(end) for end in (start, end))


def _point(text: str) -> _Point:
    match = POINT.fullmatch(text)
    if not match:
        hint = next((hint for pattern, hint in HINTS if pattern.fullmatch(text)), EXAMPLE)
        raise EDTFError(f'"{text}" is not a date that can be read. {hint}')
    month, day = (_number(match[name]) for name in ("month", "day"))
    point = _Point(match["year"], month, day, match["qualifier"])
    _require_possible(point, text)
    return point


def _number(digits: str | None) -> int | None:
    if digits is None:
        return None
    return UNSTATED if digits == "XX" else int(digits)


def _require_possible(point: _Point, text: str) -> None:
    if point.year == "0000":
        raise EDTFError(f'"{text}" has the year 0000; years run from 0001 to 9999, as in 2020.')
    if "X" in point.year and point.month is not None:
        raise EDTFError(f'"{text}" gives a month of an unknown year; write the decade or century alone, as in 201X.')
    if point.month == UNSTATED and point.day not in (None, UNSTATED):
        raise EDTFError(f'"{text}" gives a day of an unknown month; write 2020-XX or 2020-XX-XX.')
    _require_month_and_day(point, text)


def _require_month_and_day(point: _Point, text: str) -> None:
    month, day = point.month, point.day
    if month in (None, UNSTATED):
        return
    grouped = month in SEASONS or month in QUARTERS
    if not (1 <= month <= 12 or grouped):
        raise EDTFError(
            f'"{text}" has no such month; months are 01 to 12, seasons 21 to 24, quarters 33 to 36, as in 2020-10.'
        )
    if grouped and day is not None:
        raise EDTFError(f'"{text}" gives a day of a season or quarter; write 2026-33 or a day such as 2026-01-15.')
    if day not in (None, UNSTATED) and not 1 <= day <= _month_length(point.first_year, month):
        raise EDTFError(f'"{text}" is not a day of the calendar; write a day such as 2020-02-29.')


def _month_length(year: int, month: int) -> int:
    return calendar.monthrange(year, month)[1]


def _months(point: _Point) -> tuple[int, int]:
    """First and last month as written; a winter ends in month 14, the February after.

    Seasons are those of the northern hemisphere: spring is March to May.
    """
    month = point.month
    if month in (None, UNSTATED):
        return 1, 12
    if month in SEASONS:
        return 3 * (month - 20), 3 * (month - 20) + 2
    if month in QUARTERS:
        return 3 * (month - 33) + 1, 3 * (month - 33) + 3
    return month, month


def _earliest(point: _Point) -> date:
    day = 1 if point.day in (None, UNSTATED) else point.day
    return date(point.first_year, _months(point)[0], day)


def _latest(point: _Point) -> date:
    """A winter of the year 9999 ends with the calendar."""
    year, month = point.last_year, _months(point)[1]
    if month > 12:
        year, month = year + 1, month - 12
    if year > date.max.year:
        return date.max
    day = _month_length(year, month) if point.day in (None, UNSTATED) else point.day
    return date(year, month, day)


def _interval_en(start: _Point | str, end: _Point | str) -> str:
    if end == OPEN:
        return f"since {_point_en(start)}"
    if start == OPEN:
        return f"until {_point_en(end)}"
    if not end:
        return f"{_point_en(start)} to an unknown date"
    return f"{_point_en(start) if start else 'an unknown date'} to {_point_en(end)}"


def _interval_zh(start: _Point | str, end: _Point | str) -> str:
    if end == OPEN:
        return f"{_point_zh(start)}起"
    if start == OPEN:
        return f"至{_point_zh(end)}"
    if not end:
        return f"{_point_zh(start)}至未知日期"
    return f"{_point_zh(start) if start else '未知日期'}至{_point_zh(end)}"


def _point_en(point: _Point) -> str:
    about = "about " if point.qualifier in ("~", "%") else ""
    uncertain = " (uncertain)" if point.qualifier in ("?", "%") else ""
    return f"{about}{_plain_en(point)}{uncertain}"


def _point_zh(point: _Point) -> str:
    about = "约" if point.qualifier in ("~", "%") else ""
    uncertain = "（不确定）" if point.qualifier in ("?", "%") else ""
    return f"{about}{_plain_zh(point)}{uncertain}"


def _plain_en(point: _Point) -> str:
    year = str(point.first_year) if point.first_year >= 1000 else f"AD {point.first_year}"
    month, day = point.month, point.day
    if "X" in point.year:
        return f"{year}s" if _is_named_decade(point) else f"between {year} and {point.last_year}"
    if month is None:
        return year
    if month == UNSTATED:
        return f"{year} (month not stated)" if day is None else f"{year} (month and day not stated)"
    if month in SEASONS:
        return f"{SEASONS[month][0]} {year}"
    if month in QUARTERS:
        return f"{QUARTERS[month][0]} quarter of {year}"
    named = f"{MONTHS[month - 1]} {year}"
    if day is None:
        return named
    return f"{named} (day not stated)" if day == UNSTATED else f"{day} {named}"


def _plain_zh(point: _Point) -> str:
    year = str(point.first_year) if point.first_year >= 1000 else f"公元{point.first_year}"
    month, day = point.month, point.day
    if "X" in point.year:
        return f"{year}年代" if _is_named_decade(point) else f"{year}年至{point.last_year}年之间"
    if month is None:
        return f"{year}年"
    if month == UNSTATED:
        return f"{year}年（月份未说明）" if day is None else f"{year}年（月日未说明）"
    if month in SEASONS:
        return f"{year}年{SEASONS[month][1]}"
    if month in QUARTERS:
        return f"{year}年{QUARTERS[month][1]}季度"
    named = f"{year}年{month}月"
    if day is None:
        return named
    return f"{named}（日期未说明）" if day == UNSTATED else f"{named}{day}日"


def _is_named_decade(point: _Point) -> bool:
    """The first decade of a century is spelt out: "2000s" could be read as the whole century."""
    return point.year.count("X") == 1 and point.year[2] != "0"
