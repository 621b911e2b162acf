"""What may stand on one axis, where it stands, and what is drawn of it."""

import re
from datetime import date
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from django.utils import translation

from core.charts import words
from core.charts.drawing import time_chart
from core.charts.files import chart_file
from core.charts.labels import labels
from core.charts.places import frame_of
from core.charts.series import joined, series_of_figures
from core.dossiers import public_figures
from core.models import Figure
from core.templatetags.charts import drawing
from tests import factories as make

pytestmark = pytest.mark.django_db
SVG = "{http://www.w3.org/2000/svg}"


class Measure:
    """Public figures of one park and one indicator; those of `add` are single amounts of yuan where nothing else is said."""

    def __init__(self, unit="money", **indicator):
        self.park = make.make_park(public=True, name_en="Zone", name_zh="示范区")
        self.unit = unit
        self.indicator = make.make_indicator(unit=unit, name_en="Output", name_zh="产值", **indicator)

    def add(self, period, low, high="same", **values):
        values = {"kind": "actual", "currency": "CNY" if self.unit == "money" else "", "as_printed": "as said"} | values
        if not period and values["kind"] == "actual":
            values["period_not_stated"] = True
        return make.make_figure(
            public=True, subject=self.park.record, indicator=self.indicator, unit=self.unit, period=period,
            low=low, high=low if high == "same" else high, **values,
        )  # fmt: skip

    def target(self, horizon, low, high="same", **values):
        figure = self.add("", low, high, kind="target", **values)
        make.make_target(figure=figure, horizon=horizon)
        return figure

    @property
    def all_series(self):
        return series_of_figures(
            list(public_figures().filter(indicator=self.indicator).order_by("period_earliest", "pk"))
        )

    @property
    def series(self):
        (only,) = self.all_series
        return only


@pytest.fixture
def money(db):
    return Measure()


OVER = {"high": None, "low_open": True, "high_open": True, "hedge": "over"}


@pytest.mark.parametrize(
    "changed",
    [
        {"currency": "USD"},
        {"population_en": "the 23 distinctive parks combined"},
        {"is_cumulative": True},
    ],
)
def test_two_measures_never_share_an_axis(money, changed):
    money.add("2019", 1), money.add("2020", 2)
    assert len(money.all_series) == 1
    money.add("2021", 3, **changed)
    assert [len(series.values) for series in money.all_series] == [2, 1]


def test_shares_of_two_wholes_never_share_an_axis_and_a_hidden_whole_is_none():
    share = Measure(unit="percent", family="share")
    city, hidden = make.make_region(public=True), make.make_region()
    share.add("2019", 3, base=city.record), share.add("2020", 4, base=hidden.record), share.add("2021", 5)
    assert [len(series.values) for series in share.all_series] == [1, 2]


def test_a_target_stands_beside_the_facts_it_is_about(money):
    money.add("2019", 1), money.target("2030", 9)
    assert [value.kind for value in money.series.values] == ["actual", "target"]
    assert money.series.is_charted


@pytest.mark.parametrize(
    ("period", "start", "end", "at"),
    [
        ("2020", date(2020, 1, 1), date(2020, 12, 31), date(2020, 7, 1)),
        ("2013-12-31", date(2013, 12, 31), date(2013, 12, 31), date(2013, 12, 31)),
        ("2019-03", date(2019, 3, 1), date(2019, 3, 31), date(2019, 3, 16)),
        ("201X", date(2010, 1, 1), date(2019, 12, 31), date(2014, 12, 31)),
        ("../2020-10", date(2020, 10, 31), date(2020, 10, 31), date(2020, 10, 31)),
        ("2020-10/..", date(2020, 10, 1), date(2020, 10, 1), date(2020, 10, 1)),
    ],
)
def test_a_period_is_as_long_as_it_is_and_an_open_one_stands_at_its_known_end(money, period, start, end, at):
    money.add(period, 1)
    (value,) = money.series.values
    assert (value.start, value.end, value.at) == (start, end, at)


def test_the_last_months_of_the_calendar_are_drawn(money):
    for month in ("0001-01", "9999-01", "9999-02", "9999-11"):
        money.add(month, 1)
    assert [(one.period, other.period) for one, other in joined(money.series.values)] == [
        ("9999-01", "9999-02"),
        ("9999-02", "9999-11"),
    ]
    money.add("9999-12", 2)
    shapes(time_chart(money.series))


def test_what_is_counted_so_far_and_a_target_stand_at_the_end_of_their_time(money):
    money.add("2010~/2020-10", 1, is_cumulative=True)
    money.target("2023-10/2025-10", 2)
    assert [series.values[0].at for series in money.all_series] == [date(2025, 10, 31), date(2020, 10, 31)]


def test_what_has_no_period_is_given_none(money):
    money.add("2019", 1), money.add("2020", 2)
    undated, aim = money.add("", 3), money.add("", 4, kind="plan")
    assert {figure.pk for figure in money.series.undated} == {undated.pk, aim.pk}
    assert [value.low for value in money.series.values] == [1, 2]
    assert {figure.pk for figure, _period, _target in money.series.rows} >= {undated.pk, aim.pk}


def test_one_time_is_no_series(money):
    money.add("2020", 1)
    assert not money.series.is_charted
    money.add("2020", 2, kind="estimate")
    assert not money.series.is_charted
    money.add("2021", 2)
    assert money.series.is_charted


def test_a_rank_is_never_drawn():
    rank = Measure(unit="rank", family="rank")
    rank.add("2019", 2), rank.add("2020", 1), rank.add("2021", 1, kind="ranking")
    assert not rank.series.is_charted
    assert len(rank.series.rows) == 3


@pytest.mark.parametrize(
    ("low", "high", "more", "printed"),
    [
        (700, None, OVER, [700]),
        (27, 30, {"high_open": True, "hedge": "nearly"}, [30]),
        (Decimal("0.9") * 100, Decimal("1.1") * 100, {"hedge": "about"}, [100]),
        (3, 5, {}, [3, 5]),
        (8, 8, {}, [8]),
        (None, 4, {"high_open": True, "low_open": True, "hedge": "less_than"}, [4]),
    ],
)
def test_a_sign_stands_at_the_number_that_is_printed(money, low, high, more, printed):
    money.add("2020", low, **({"high": high} | more))
    assert list(money.series.values[0].printed) == printed


def test_a_line_joins_single_values_of_one_kind_at_most_a_year_apart(money):
    for year in (2010, 2011, 2012, 2014):
        money.add(str(year), year)
    money.add("2013", 1, kind="estimate"), money.add("2015", 2015, **OVER), money.add("2016", 2016)
    assert [(one.low, other.low) for one, other in joined(money.series.values)] == [(2010, 2011), (2011, 2012)]


def test_values_that_cannot_both_be_right_are_marked_and_not_joined(money):
    money.add("2019", 1), money.add("2020", 2), money.add("2020", 3)
    assert [value.is_disputed for value in money.series.values] == [False, True, True]
    assert list(joined(money.series.values)) == []
    assert "".join(time_chart(money.series)).count("chart-disputed") == 2


def test_withdrawn_figures_are_in_no_series(money):
    figures = [money.add("2019", 1), money.add("2020", 2)]
    figures[0].withdrawn_at = figures[0].published_at
    assert [len(series.figures) for series in series_of_figures(figures)] == [1]


# The drawing


def shapes(parts):
    return ElementTree.fromstring(f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(parts)}</svg>')


def test_coordinates_of_known_values(money):
    money.add("2019", 0), money.add("2020", 10)
    frame = frame_of(money.series, height=260)
    # From the floor at 260 - 26 up to the room for arrows at 46, over 0 to 10.
    assert [frame.y(Decimal(value)) for value in (0, 5, 10)] == [234, 140, 46]
    assert [frame.x(day) for day in (date(2019, 1, 1), date(2020, 12, 31))] == ["0%", "100%"]
    marks = shapes(time_chart(money.series)).findall(f"{SVG}g[{SVG}title]")
    spots = [(mark.find(f"{SVG}title").text, mark.find(f"{SVG}svg").get("x")) for mark in marks]
    assert spots == [("2019: CNY 0 (actual)", "24.9%"), ("2020: CNY 10 (actual)", "74.9%")]
    spans = [mark.find(f"{SVG}line").attrib for mark in marks]
    assert [(span["x1"], span["x2"], span["y1"]) for span in spans] == [("0%", "49.9%", "234"), ("50%", "100%", "46")]


def test_in_a_file_the_places_are_pixels(money):
    money.add("2019", 0), money.add("2020", 10)
    frame = frame_of(money.series, height=260, width=500)
    assert [frame.x(day) for day in (date(2019, 1, 1), date(2020, 12, 31))] == ["0", "500"]


@pytest.mark.parametrize(
    ("more", "turns"),
    [
        ({"low": 5, **OVER}, [0]),
        ({"low": None, "high": 5, "low_open": True, "high_open": True, "hedge": "less_than"}, [180]),
        ({"low": 5}, []),
        ({"low": 4, "high": 6}, []),
    ],
)
def test_an_open_end_is_an_arrow(money, more, turns):
    money.add("2019", 1)
    money.add("2020", **more)
    found = re.findall(r"rotate\((\d+)\)", "".join(time_chart(money.series)))
    assert [int(turn) for turn in found] == turns


def marks_of(series):
    """The words of each value and its group in the drawing."""
    found = shapes(time_chart(series)).findall(f"{SVG}g[{SVG}title]")
    return {mark.find(f"{SVG}title").text: mark for mark in found}


def signs_in(mark):
    """Where the signs of a value stand."""
    found = (group.get("transform") for group in mark.iter(f"{SVG}g"))
    return [at for at in found if at and len(group_numbers(at)) > 1 and not at.endswith(" 0)")]


def group_numbers(transform):
    return re.findall(r"-?[0-9.]+", transform)


UPRIGHT = re.compile(r"M0 ([0-9.]+)V([0-9.]+)M-(\d) \1H\3M-\3 \2H\3")


def upright_of(mark):
    """The path of the one interval of a value."""
    (path,) = [path for path in mark.iter(f"{SVG}path") if UPRIGHT.fullmatch(path.get("d"))]
    return path


def test_an_interval_is_one_sign_in_the_middle_of_an_upright_line_with_caps(money):
    money.add("2019", 0), money.add("2020", 4, 8, kind="estimate"), money.add("2021", 10)
    mark = marks_of(money.series)["2020: CNY 4 to 8 (estimate)"]
    # 4 and 8 on an axis from 0 at 234 to 10 at 46.
    assert upright_of(mark).get("d") == "M0 83.6V158.8M-8 83.6H8M-8 158.8H8"
    assert upright_of(mark).get("stroke-dasharray") is None
    assert signs_in(mark) == ["translate(0 121.2)"]
    flat = mark.findall(f"{SVG}line")
    assert [(line.get("y1"), line.get("y2")) for line in flat] == [("121.2", "121.2")]


def test_the_sign_of_about_a_number_stands_at_the_number(money):
    money.add("2019", 0), money.add("2020", 9, 11, hedge="about"), money.add("2021", 15)
    mark = marks_of(money.series)["2020: about CNY 10 (actual)"]
    assert signs_in(mark) == ["translate(0 108.7)"]


def test_a_sign_never_hides_a_low_interval(money):
    money.add("2018", 9), money.add("2020", Decimal("5.0"), Decimal("5.5")), money.add("2022", 10)
    mark = marks_of(money.series)["2020: CNY 5 to 5.5 (actual)"]
    assert signs_in(mark) == ["translate(-14 135.3)"]
    # With neighbours on both sides there is no room for it.
    for month in ("2020-06", "2020-08"):
        money.add(month, 5)
    mark = marks_of(money.series)["2020: CNY 5 to 5.5 (actual)"]
    assert upright_of(mark) is not None and signs_in(mark) == []


def test_among_many_signs_are_small_and_low_intervals_have_none(money):
    for year in range(1990, 2020):
        money.add(str(year), year)
    money.add("2020", 1000, 1800), money.add("2021", 2000, 2010), money.add("2022", 2000)
    marks = marks_of(money.series)
    tall, low = marks["2020: CNY 1,000 to 1,800 (actual)"], marks["2021: CNY 2,000 to 2,010 (actual)"]
    assert [UPRIGHT.fullmatch(upright_of(mark).get("d"))[3] for mark in (tall, low)] == ["3", "3"]
    assert [at.endswith("scale(0.6)") for at in signs_in(tall)] == [True]
    assert signs_in(low) == []


@pytest.mark.parametrize("kind", ["actual", "estimate", "plan", "forecast"])
def test_each_kind_has_one_sign_however_many_values_there_are(money, kind):
    for year in range(1990, 2020):
        money.add(str(year), year, kind=kind)
    drawn = "".join(time_chart(money.series))
    sign = {"actual": 'width="8"', "estimate": 'stroke-width="2"', "plan": 'width="9"', "forecast": "H4.5V2"}[kind]
    assert drawn.count("scale(0.6)") == 29
    assert drawn.count(sign) >= 30
    assert "<circle" not in drawn


def test_what_lies_on_another_of_its_time_is_parted_from_it(money):
    (
        money.add("2018", 1),
        money.add("2020", 1000),
        money.add("2020", 1001),
        money.add("2021", 500),
        money.add("2021", 900),
    )
    marks = marks_of(money.series)
    pixels = {
        said: group_numbers(group.get("transform"))[0]
        for said, mark in marks.items()
        for group in mark.iter(f"{SVG}g")
        if (group.get("transform") or "").endswith(" 0)")
    }
    assert pixels == {"2020: CNY 1,001 (actual)": "-6.5", "2020: CNY 1,000 (actual)": "6.5"}


def test_many_that_lie_on_each_other_stay_near_their_time(money):
    money.add("2018", 1)
    for value in range(1000, 1012):
        money.add("2020", value)
    shifts = sorted(frame_of(money.series, height=260).parted.values())
    assert len(set(shifts)) == 12 and (shifts[0], shifts[-1]) == (-26, 26)


@pytest.mark.parametrize("kind", ["actual", "estimate", "plan", "forecast"])
def test_kinds_differ_by_sign_and_line_not_only_by_colour(money, kind):
    money.add("2019", 1, kind=kind), money.add("2020", 2, kind=kind)
    drawn = "".join(time_chart(money.series))
    dashes = set(re.findall(r'stroke-dasharray="([^"]+)"', drawn))
    assert dashes == {"estimate": {"6 4"}, "plan": {"1 4"}, "forecast": {"1 4"}}.get(kind, set())
    sign = {"actual": 'width="8"', "estimate": "c2-4", "plan": 'width="9"', "forecast": "H4.5V2"}[kind]
    assert drawn.count(sign) >= 2


def test_a_target_is_a_ring_on_a_double_line_with_its_state(money):
    money.add("2019", 1)
    money.target("2023-10/2025-10", 50, None, high_open=True, hedge="at_least")
    drawn = "".join(time_chart(money.series))
    assert drawn.count('r="6"') == 1 and drawn.count('stroke-width="5"') == 1
    assert "lapsed without evidence" in drawn and "at least 50" in drawn


@pytest.mark.parametrize("values", [[0, 0], [-4e9, 6e9], [1e19, 2e19], [0.000001, 0.000002], [-3, -2]])
def test_every_amount_stands_within_the_frame(money, values):
    for year, value in enumerate(values, start=2019):
        money.add(str(year), Decimal(str(value)))
    frame = frame_of(money.series, height=260)
    assert all(46 <= frame.y(end) <= 234 for value in money.series.values for end in value.ends)
    shapes(time_chart(money.series))


def test_thirty_years_of_three_kinds_are_lines_with_dots_and_labels_never_meet(money):
    for year in range(1996, 2026):
        for shift, kind in enumerate(("actual", "estimate", "forecast")):
            money.add(str(year + shift), (year - 1990) * 10**10 + shift, kind=kind)
    series = money.series
    frame = frame_of(series, height=260)
    assert len(frame.crowded) == 87
    placed = labels(series, frame)
    assert placed
    at = {value.figure.pk: value for value in series.values}
    for width in (236, 300, 700, 1200):
        found = [
            label.box(width * frame.share(at[key].at))
            for key, label in placed.items()
            if width >= 520 or not label.is_wide
        ]
        assert not any(one.meets(other) for place, one in enumerate(found) for other in found[place + 1 :])


def test_a_drawing_has_a_name_a_sentence_and_nothing_inline(money):
    money.add("2019", 1), money.add("2020", 2), money.add("2021", 7 * 10**11, **OVER | {"kind": "estimate"})
    whole = ElementTree.fromstring(drawing(money.series, is_large=False))
    ids = {found.get("id"): found.text for found in whole.iter() if found.get("id")}
    assert whole.get("role") == "img"
    assert ids[whole.get("aria-labelledby")] == "Zone: Output"
    assert ids[whole.get("aria-describedby")] == (
        "From 2019 to 2021: 2 actual values, 1 estimate. The last fact or estimate: over CNY 700 billion (estimate, 2021)."
    )
    assert not [found for found in whole.iter() if found.get("style") or found.tag.endswith(("style", "script", "}a"))]


def test_a_summary_tells_the_last_fact_before_what_is_aimed_at(money):
    money.add("2010", 5 * 10**9), money.add("2019", 9 * 10**9), money.add("2025", 11 * 10**9, kind="forecast")
    money.target("2030", 13 * 10**9, **OVER)
    assert words.summary(money.series) == (
        "From 2010 to 2030: 2 actual values, 1 target, 1 forecast. The last fact or estimate: CNY 9 billion (actual, 2019). "
        "Targets, plans and forecasts: CNY 11 billion (forecast, 2025), over CNY 13 billion (target, 2030)."
    )


def test_a_summary_of_aims_alone_tells_no_fact_and_of_many_the_last(money):
    for year in range(2026, 2034):
        money.add(str(year), year, kind="plan")
    said = words.summary(money.series)
    assert "fact" not in said and "(plan, 2027)" not in said
    assert "The last targets, plans and forecasts: CNY 2,028 (plan, 2028), " in said
    assert said.endswith("CNY 2,033 (plan, 2033).")


def test_a_line_that_is_upright_is_told_from_one_that_is_flat(money):
    money.add("2019", 1), money.add("2021", 2, 3)
    assert "An upright line is an interval; a flat one is the time it is about." in words.notes(money.series)


def test_notes_tell_only_of_what_is_there(money):
    money.add("2019", 1), money.add("2020", 2)
    assert words.notes(money.series) == [
        "The value axis begins at zero.",
        "A line joins single values that begin at most a year apart.",
    ]
    share = Measure(unit="percent", family="share")
    share.add("2019", 82), share.add("2022", 87, **OVER)
    assert words.notes(share.series) == [
        "The value axis begins at 82%, not at zero.",
        "An arrow is an end that the wording leaves open.",
    ]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_file_is_well_formed_and_says_what_it_is_and_where_from(money, language):
    (
        money.add("2019", 1, population_en='<b>"R&D" parks</b> \x0b'.strip()),
        money.add("2020", 2, population_en='<b>"R&D" parks</b>'),
    )
    with translation.override(language):
        whole = ElementTree.fromstring(chart_file(money.series, "https://example.org/en/x/"))
    texts = [found.text for found in whole.iter(f"{SVG}text")]
    assert texts[0] == {"en": "Zone: Output", "zh-hans": "示范区：产值"}[language]
    assert '<b>"R&D" parks</b>' in texts
    assert texts[-1] == "https://example.org/en/x/"
    assert str(Figure.Kind.ACTUAL.label) in texts or language != "en"


def test_an_interval_is_told_by_its_ends():
    nearly = Figure(low=Decimal(27), high=Decimal(30), high_open=True, hedge="nearly", unit="percent")
    assert words.ends_in_words(nearly) == "at least 27% and less than 30%"
    over = Figure(low=Decimal(7 * 10**11), low_open=True, high_open=True, hedge="over", unit="money", currency="CNY")
    assert words.ends_in_words(over) == "more than CNY 700 billion"
