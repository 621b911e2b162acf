"""Partial dates: what an editor may write, which days it means, how it reads."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.edtf import UNKNOWN_EARLIEST, UNKNOWN_LATEST, EDTFError, PartialDate, display, parse

BOUNDS = [
    ("2020", date(2020, 1, 1), date(2020, 12, 31)),
    ("2013-09", date(2013, 9, 1), date(2013, 9, 30)),
    ("2020-02", date(2020, 2, 1), date(2020, 2, 29)),
    ("2100-02", date(2100, 2, 1), date(2100, 2, 28)),
    ("2020-10-15", date(2020, 10, 15), date(2020, 10, 15)),
    ("201X", date(2010, 1, 1), date(2019, 12, 31)),
    ("20XX", date(2000, 1, 1), date(2099, 12, 31)),
    ("00XX", date(1, 1, 1), date(99, 12, 31)),
    ("2020-XX", date(2020, 1, 1), date(2020, 12, 31)),
    ("2020-02-XX", date(2020, 2, 1), date(2020, 2, 29)),
    ("2020-XX-XX", date(2020, 1, 1), date(2020, 12, 31)),
    ("2026-21", date(2026, 3, 1), date(2026, 5, 31)),
    ("2026-24", date(2026, 12, 1), date(2027, 2, 28)),
    ("9999-24", date(9999, 12, 1), date(9999, 12, 31)),
    ("2026-33", date(2026, 1, 1), date(2026, 3, 31)),
    ("2026-36", date(2026, 10, 1), date(2026, 12, 31)),
    ("2023-10/2025-10", date(2023, 10, 1), date(2025, 10, 31)),
    ("2020-12/2020", date(2020, 12, 1), date(2020, 12, 31)),
    ("2020/..", date(2020, 1, 1), UNKNOWN_LATEST),
    ("../2020", UNKNOWN_EARLIEST, date(2020, 12, 31)),
    ("2020/", date(2020, 1, 1), UNKNOWN_LATEST),
    ("/2020", UNKNOWN_EARLIEST, date(2020, 12, 31)),
    ("", UNKNOWN_EARLIEST, UNKNOWN_LATEST),
    ("0001", date(1, 1, 1), date(1, 12, 31)),
    ("9999-12-31", date(9999, 12, 31), date(9999, 12, 31)),
]


@pytest.mark.parametrize(("text", "earliest", "latest"), BOUNDS)
def test_a_text_means_its_outermost_days(text, earliest, latest):
    assert parse(text) == PartialDate(text, earliest, latest, approximate=False, uncertain=False)


@pytest.mark.parametrize(
    ("text", "approximate", "uncertain"),
    [
        ("2010~", True, False),
        ("2010?", False, True),
        ("2010%", True, True),
        ("2010~/2012", True, False),
        ("2010/2012?", False, True),
        ("2010~/2012?", True, True),
        ("2026-33~", True, False),
    ],
)
def test_qualifiers_flag_the_date_and_leave_its_days(text, approximate, uncertain):
    found = parse(text)
    plain = parse(text.translate({ord(sign): None for sign in "~?%"}))
    assert (found.approximate, found.uncertain) == (approximate, uncertain)
    assert (found.earliest, found.latest) == (plain.earliest, plain.latest)


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        (" 2020-10 ", "2020-10"),
        ("２０２０－１０", "2020-10"),
        ("201x", "201X"),
        ("２０２３／２０２５～", "2023/2025~"),
        ("   ", ""),
    ],
)
def test_the_text_is_kept_in_one_form(typed, canonical):
    assert parse(typed).text == canonical


DISPLAYED = [
    ("", "not stated", "未说明"),
    ("2013-09", "September 2013", "2013年9月"),
    ("2020-10-15", "15 October 2020", "2020年10月15日"),
    ("2025", "2025", "2025年"),
    ("2010~", "about 2010", "约2010年"),
    ("2025?", "2025 (uncertain)", "2025年（不确定）"),
    ("2025-10%", "about October 2025 (uncertain)", "约2025年10月（不确定）"),
    ("2026-33", "first quarter of 2026", "2026年第一季度"),
    ("2026-23", "autumn 2026", "2026年秋季"),
    ("2023-10/2025-10", "October 2023 to October 2025", "2023年10月至2025年10月"),
    ("2010~/2020", "about 2010 to 2020", "约2010年至2020年"),
    ("2020/..", "since 2020", "2020年起"),
    ("../2020", "until 2020", "至2020年"),
    ("2020/", "2020 to an unknown date", "2020年至未知日期"),
    ("/2020", "an unknown date to 2020", "未知日期至2020年"),
    ("201X", "2010s", "2010年代"),
    ("200X", "between 2000 and 2009", "2000年至2009年之间"),
    ("20XX", "between 2000 and 2099", "2000年至2099年之间"),
    ("2020-XX", "2020 (month not stated)", "2020年（月份未说明）"),
    ("2020-10-XX", "October 2020 (day not stated)", "2020年10月（日期未说明）"),
    ("2020-XX-XX", "2020 (month and day not stated)", "2020年（月日未说明）"),
    ("0850", "AD 850", "公元850年"),
]


@pytest.mark.parametrize(("text", "english", "chinese"), DISPLAYED)
def test_a_date_reads_in_both_languages(text, english, chinese):
    assert (display(text, "en"), display(text, "zh-hans")) == (english, chinese)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("0000", "year 0000"),
        ("2020-00", "no such month"),
        ("2020-13", "no such month"),
        ("2020-20", "no such month"),
        ("2020-02-30", "not a day of the calendar"),
        ("2021-02-29", "not a day of the calendar"),
        ("2020-01-00", "not a day of the calendar"),
        ("2021/2020", "ends before it starts"),
        ("2020-10/2020-09", "ends before it starts"),
        ("201X-10", "unknown year"),
        ("2020-XX-05", "unknown month"),
        ("2026-33-01", "season or quarter"),
        ("/", "no date at either end"),
        ("../..", "no date at either end"),
        ("../", "no date at either end"),
        ("2020/10", "joined to its year by a hyphen"),
        ("2018-2020", "written with a slash"),
        ("2020-1", "two digits"),
        ("2020-10-15T19:00", "no time of day"),
        ("2020-1²", "cannot be read|can be read"),
        ("Oct 2020", "can be read"),
        ("-0500", "can be read"),
        ("Y12345", "can be read"),
        ("2020~?", "can be read"),
        ("2020/2021/2022", "can be read"),
        ("٢٠٢٠", "can be read"),
        ("2020\x00", "U\\+0000"),
        ("2020\n", "U\\+000A"),
        ("\ud800", "U\\+D800"),
        ("2020\u200b", "U\\+200B"),
        ("2" * 65, "at most 64"),
    ],
)
def test_what_is_no_date_is_refused_with_the_reason(text, part):
    with pytest.raises(EDTFError, match=part) as refusal:
        parse(text)
    str(refusal.value).encode()
    with pytest.raises(EDTFError):
        display(text, "en")


@settings(deadline=None)
@given(st.dates(), st.dates())
def test_days_and_periods_of_days_keep_their_bounds(one, other):
    first, last = sorted((one, other))
    assert parse(first.isoformat()).earliest == parse(first.isoformat()).latest == first
    period = parse(f"{first.isoformat()}/{last.isoformat()}")
    assert (period.earliest, period.latest) == (first, last)


@settings(deadline=None)
@given(st.integers(1, 9999), st.integers(1, 12), st.sampled_from(["", "~", "?", "%"]))
def test_a_month_lies_within_its_year_and_names_itself(year, month, qualifier):
    text = f"{year:04}-{month:02}{qualifier}"
    found, whole = parse(text), parse(f"{year:04}")
    assert whole.earliest <= found.earliest <= found.latest <= whole.latest
    assert found.text == text
    assert f"{year}年{month}月" in display(text, "zh-hans")
    assert str(year) in display(text, "en")


@settings(deadline=None)
@given(st.text() | st.text(alphabet="0123456789X-/.~?% ０２", max_size=24))
def test_any_text_is_a_date_or_is_refused(text):
    try:
        found = parse(text)
    except EDTFError as refusal:
        str(refusal).encode()
    else:
        assert found.earliest <= found.latest
        assert parse(found.text) == found
        assert display(text, "en") and display(text, "zh-hans")
