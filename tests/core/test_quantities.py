"""Printed quantities: what the five seed documents print, its Chinese equivalents, what is refused, and both ways round."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.hedges import ABOUT, HEDGE_CHOICES, HEDGES, NEARLY, interval, markdown_table
from core.quantities import UnreadableQuantity, display_quantity, parse_quantity

INFINITE = None
LANGUAGES = ("en", "zh-hans")


def read(text):
    """(low, high, brackets, hedge, unit) of a printed quantity."""
    found = parse_quantity(text)
    brackets = ("(" if found.low_open else "[") + (")" if found.high_open else "]")
    return found.low, found.high, brackets, found.hedge, found.unit


def shown(found, language, label=""):
    return display_quantity(
        found.low, found.high, found.low_open, found.high_open, found.hedge, found.unit, found.currency, language, label
    )


def exact(value, unit="count"):
    return Decimal(value), Decimal(value), "[]", "", unit


def above(value, hedge, unit="count"):
    return Decimal(value), INFINITE, "()", hedge, unit


SEEDS = [
    ("23 distinctive industrial parks", exact(23)),
    ("covering 11 parks", exact(11)),
    ("over CNY 700 billion", above(700_000_000_000, "over", "CNY")),
    ("over 20 supporting policies", above(20, "over")),
    ("past two years", exact(2)),
    ("less than four percent of the city's total area", (INFINITE, Decimal(4), "()", "less_than", "percent")),
    ("approximately one-third", (Decimal("29.99997"), Decimal("36.66663"), "[]", "approximately", "percent")),
    ("more than 200 large language models", above(200, "more_than")),
    ("nearly 30 percent of the national total", (Decimal(27), Decimal(30), "[)", "nearly", "percent")),
    ("more than 90 unicorn enterprises", above(90, "more_than")),
    (
        "estimated to exceed the 10-trillion-yuan (about .42 trillion) mark for the first time",
        above(10_000_000_000_000, "over", "CNY"),
    ),
    ("over 220 basic research cooperation projects", above(220, "over")),
    ("one-hour supporting circle", exact(1)),
    ("over 300 key component enterprises", above(300, "over")),
    ("at least 50 billion yuan (US$7.5 billion)", (Decimal(50_000_000_000), INFINITE, "[)", "at_least", "CNY")),
    ("over the next three to five years", (Decimal(3), Decimal(5), "[]", "", "count")),
    ("10 projects", exact(10)),
    ("almost 1,000 start-ups", (Decimal(900), Decimal(1000), "[)", "almost", "count")),
    ("more than 200 hi-tech industrialisation hubs", above(200, "more_than")),
    ("10 new hubs ... this year", exact(10)),
    ("two auto component locations in Jiangsu", exact(2)),
    ("83 per cent", exact(83, "percent")),
    ("15 hubs", exact(15)),
    ("7 per cent of the total", exact(7, "percent")),
    ("US$1 billion in AI and quantum", exact(1_000_000_000, "USD")),
    ("more than a quarter of AI companies in China", above(25, "more_than", "percent")),
    ("US$7.5 billion", exact(7_500_000_000, "USD")),
]


@pytest.mark.parametrize(("printed", "meaning"), SEEDS)
def test_the_figures_of_the_seed_documents(printed, meaning):
    assert read(printed) == meaning
    assert parse_quantity(printed).as_printed == printed


CHINESE = [
    ("23个特色产业园", exact(23)),
    ("超过7000亿元", above(700_000_000_000, "over", "CNY")),
    ("逾7000亿元", above(700_000_000_000, "in_excess_of", "CNY")),
    ("7000多亿元", above(700_000_000_000, "more_than", "CNY")),
    ("20多项支持政策", above(20, "more_than")),
    ("二十余项", above(20, "more_than")),
    ("不到4%", (INFINITE, Decimal(4), "()", "less_than", "percent")),
    ("约三分之一", (Decimal("29.99997"), Decimal("36.66663"), "[]", "about", "percent")),
    ("近三成", (Decimal(27), Decimal(30), "[)", "nearly", "percent")),
    ("将近百分之三十", (Decimal(27), Decimal(30), "[)", "nearly", "percent")),
    ("预计将突破10万亿元大关", above(10_000_000_000_000, "over", "CNY")),
    ("至少500亿元（约75亿美元）", (Decimal(50_000_000_000), INFINITE, "[)", "at_least", "CNY")),
    ("未来三至五年", (Decimal(3), Decimal(5), "[]", "", "count")),
    ("3～5年", (Decimal(3), Decimal(5), "[]", "", "count")),
    ("近千家", (Decimal(900), Decimal(1000), "[)", "nearly", "count")),
    ("超过四分之一", above(25, "over", "percent")),
    ("75亿美元", exact(7_500_000_000, "USD")),
    ("10亿美元", exact(1_000_000_000, "USD")),
    ("200家以上", (Decimal(200), INFINITE, "[)", "at_least", "count")),
    ("5%以下", (INFINITE, Decimal(5), "(]", "at_most", "percent")),
    ("不超过5%", (INFINITE, Decimal(5), "(]", "no_more_than", "percent")),
    ("200个左右", (Decimal(180), Decimal(220), "[]", "around", "count")),
    ("约200家左右", (Decimal(180), Decimal(220), "[]", "about", "count")),
    ("200家上下游企业", exact(200)),
    ("３．５万亿元", exact(3_500_000_000_000, "CNY")),
    ("人民币700亿元", exact(70_000_000_000, "CNY")),
    ("五十至六十亿元", (Decimal(5_000_000_000), Decimal(6_000_000_000), "[]", "", "CNY")),
    ("5亿至20亿元", (Decimal(500_000_000), Decimal(2_000_000_000), "[]", "", "CNY")),
    ("百分之二十至三十", (Decimal(20), Decimal(30), "[]", "", "percent")),
    ("三万五千人", exact(35_000)),
    ("3亿5000万元", exact(350_000_000, "CNY")),
    ("一千零五家", exact(1005)),
    ("十五家", exact(15)),
    ("三点五万亿元", exact(3_500_000_000_000, "CNY")),
    ("千分之三", exact("0.3", "percent")),
    ("2个百分点", exact(2, "pct_point")),
    ("负5%", exact(-5, "percent")),
    ("23个半导体园区", exact(23)),
    ("5元宇宙园区", exact(5)),
]


@pytest.mark.parametrize(("printed", "meaning"), CHINESE)
def test_chinese_quantities(printed, meaning):
    assert read(printed) == meaning


ENGLISH = [
    ("US$5-7 billion", (Decimal(5_000_000_000), Decimal(7_000_000_000), "[]", "", "USD")),
    ("between 20% and 30%", (Decimal(20), Decimal(30), "[]", "", "percent")),
    ("between two hundred and three hundred", (Decimal(200), Decimal(300), "[]", "", "count")),
    ("500,000 to 2 million yuan", (Decimal(500_000), Decimal(2_000_000), "[]", "", "CNY")),
    ("one-third to one-half", (Decimal("33.3333"), Decimal(50), "[]", "", "percent")),
    ("about 3 to 5 years", (Decimal("2.7"), Decimal("5.5"), "[]", "about", "count")),
    ("-3 to -1 percent", (Decimal(-3), Decimal(-1), "[]", "", "percent")),
    ("about -10%", (Decimal(-11), Decimal(-9), "[]", "about", "percent")),
    ("five hundred and twenty-five thousand", exact(525_000)),
    ("200 thousand million yuan", exact(200_000_000_000, "CNY")),
    ("half a million", exact(500_000)),
    ("half of the firms", exact(50, "percent")),
    ("a dozen firms", exact(12)),
    ("US$16m", exact(16_000_000, "USD")),
    ("RMB700bn", exact(700_000_000_000, "CNY")),
    ("HK$3 billion", exact(3_000_000_000, "HKD")),
    ("5 million euros", exact(5_000_000, "EUR")),
    ("700 billion+ yuan", above(700_000_000_000, "over", "CNY")),
    ("200+", above(200, "over")),
    ("20-odd companies", above(20, "over")),
    ("200 companies or more", (Decimal(200), INFINITE, "[)", "at_least", "count")),
    ("not less than 3", (Decimal(3), INFINITE, "[)", "no_less_than", "count")),
    ("~200", (Decimal(180), Decimal(220), "[]", "about", "count")),
    ("１,２３４,５６７", exact(1_234_567)),
    ("488 km2", exact(488)),
    ("200 yuan-denominated funds", exact(200)),
    ("1.5 percentage points", exact("1.5", "pct_point")),
    ("5 US$", exact(5, "USD")),
    ("only 5 percent", exact(5, "percent")),
    ("US$7.5bn-8bn", (Decimal(7_500_000_000), Decimal(8_000_000_000), "[]", "", "USD")),
    ("CNY 1.2 trillion (about $170 billion)", exact(1_200_000_000_000, "CNY")),
    ("an estimated 200 companies", exact(200)),
]


@pytest.mark.parametrize(("printed", "meaning"), ENGLISH)
def test_english_quantities(printed, meaning):
    assert read(printed) == meaning


def test_the_parts_of_a_quantity_are_kept():
    found = parse_quantity(" estimated to exceed the 10-trillion-yuan (about .42 trillion) mark for the first time ")
    assert (found.number_text, found.scale, found.currency) == ("10", "trillion", "CNY")
    assert (found.kind_words, found.noun, found.conversion) == (
        "estimated to",
        "for the first time",
        "about .42 trillion",
    )
    found = parse_quantity("7000多亿元人民币")
    assert (found.number_text, found.scale, found.currency, found.noun) == ("7000", "亿", "CNY", "")
    found = parse_quantity("1,000 mu (66.7 hectares)")
    assert (found.number_text, found.noun, found.conversion) == ("1,000", "mu", "66.7 hectares")


@pytest.mark.parametrize(
    ("text", "part"),
    [
        (".42 trillion", r'"\.42" begins with a point'),
        ("about .42 trillion yuan", r'"\.42" begins with a point'),
        ("US$.42 trillion", r'"\.42" begins with a point'),
        ("15 hubs, or 7 per cent of the total", '"7" in'),
        ("15 hubs (7 per cent)", "second number"),
        ("83 per cent (2013)", "second number"),
        ("five or six", '"six" in'),
        ("3-5-7", '"7" in'),
        ("2020-10-15", '"15" in'),
        ("1 000 000", '"000" in'),
        ("24/7", '"7" in'),
        ("三个园区五个项目", '"五" in'),
        ("10²", "second number"),
        ("2½", "second number"),
        ("5 yuan to US$7", "two currencies"),
        ("US$5 yuan", "two currencies"),
        ("5 yuan to 7%", "two units"),
        ("$5 billion", "US\\$, HK\\$"),
        ("5 billion dollars", "Hong Kong dollars"),
        ("¥700", "CNY or JPY"),
        ("30 or more percent", "stands apart"),
        ("700亿（人民币）", "stands apart"),
        ("(5)", "not understood"),
        ("5 ((", "not understood"),
        ("18th", "rank"),
        ("5G", "rank, a name"),
        ("3D", "rank, a name"),
        ("3-D", "not understood"),
        ("200 5G base stations", '"5" in'),
        ("第一批", "rank"),
        ("第18届", "rank"),
        ("18号", "not understood"),
        ("first national high-tech zone", "no number"),
        ("world's second largest economy", "no number"),
        ("another", "no number"),
        ("decade old", "no number"),
        ("Comments (0)", "no number"),
        ("a third park", "no number"),
        ("half an hour", "no number"),
        ("dozens of firms", "no number"),
        ("", "no number"),
        ("over", "no number"),
        ("not about 5", '"not about"'),
        ("not 5", '"not"'),
        ("hardly 200", '"hardly"'),
        ("未超过200", "no number|not understood"),
        ("top 10", '"top"'),
        ("Covid-19", '"Covid-"'),
        ("collected in 16m", '"collected in"'),
        ("16m", "metres or minutes"),
        ("over the past decade", "no number"),
        ("over 3-5", "before a range"),
        ("nearly 0", "zero or a negative"),
        ("less than more than 5", "different things"),
        ("约超过200", "different things"),
        ("5 to 3", "runs from 5 down to 3"),
        ("between 3", "both ends"),
        ("US$5 to US$7 billion", "no scale"),
        ("two to three hundred", "share the hundred"),
        ("1,00", '"1,00"'),
        ("1.234.567", '"1.234.567"'),
        ("007", '"007"'),
        ("1e9", '"1e9"'),
        ("2020s", '"2020s"'),
        ("2025年", "is a date"),
        ("80年代", "not understood"),
        ("近3年", "过去 or 将近"),
        ("3年半", "not understood"),
        ("三万五", "not one number"),
        ("十四五", "not one number"),
        ("二〇二五", "not one number"),
        ("1万亿2亿", "not one number"),
        ("千亿元", "no figure before it"),
        ("上百家", "not understood|no number"),
        ("几十家", "not understood|no number"),
        ("10来家", "not understood"),
        ("twenty ten", "not one number"),
        ("0.000001", "more than 5 decimals"),
        ("100 million trillion", "10 to the power of 20"),
        ("9" * 60, "too many digits"),
        ("5\x00", "U\\+0000"),
        ("5\n6", "U\\+000A"),
        ("5 \ud83d", "U\\+D83D"),
        ("5" + " parks" * 40, "at most 200"),
    ],
)
def test_what_is_not_understood_is_refused_with_the_offending_part(text, part):
    with pytest.raises(UnreadableQuantity, match=part) as refusal:
        parse_quantity(text)
    str(refusal.value).encode()


DISPLAYED = [
    ("exceed the 10-trillion-yuan mark", "", "over CNY 10 trillion", "超过10万亿元"),
    ("over CNY 700 billion", "", "over CNY 700 billion", "超过7000亿元"),
    ("over 20", "", "over 20", "超过20"),
    ("more than 200", "", "more than 200", "超过200"),
    ("nearly 30%", "", "nearly 30%", "将近30%"),
    ("almost 1,000", "", "almost 1,000", "几乎1000"),
    ("at least CNY 50 billion", "", "at least CNY 50 billion", "至少500亿元"),
    ("less than 4%", "", "less than 4%", "不到4%"),
    ("approximately one-third", "", "approximately one-third", "大约三分之一"),
    ("more than a quarter", "", "more than 25%", "超过25%"),
    ("3-5", "", "3 to 5", "3至5"),
    ("20-30%", "", "20% to 30%", "20%至30%"),
    ("about 3 to 5", "", "about 3 to 5", "约3至5"),
    ("US$7.5 billion", "", "USD 7.5 billion", "75亿美元"),
    ("US$5-7 billion", "", "USD 5 billion to 7 billion", "50亿至70亿美元"),
    ("1,234,567", "", "1,234,567", "1,234,567"),
    ("CNY 1.42 trillion", "", "CNY 1.42 trillion", "1.42万亿元"),
    ("-5%", "", "-5%", "-5%"),
    ("2 percentage points", "", "2 percentage points", "2个百分点"),
    ("no more than 5%", "", "no more than 5%", "不超过5%"),
]


@pytest.mark.parametrize(("printed", "label", "english", "chinese"), DISPLAYED)
def test_a_quantity_is_shown_with_its_hedge(printed, label, english, chinese):
    found = parse_quantity(printed)
    assert (shown(found, "en", label), shown(found, "zh-hans", label)) == (english, chinese)


@pytest.mark.parametrize(
    ("low", "high", "low_open", "high_open", "hedge", "english", "chinese"),
    [
        (None, None, True, True, "", "not stated", "未说明"),
        (Decimal(5), None, True, True, "", "more than 5", "超过5"),
        (Decimal(5), None, False, True, "", "at least 5", "至少5"),
        (None, Decimal(5), True, True, "", "less than 5", "不到5"),
        (None, Decimal(5), True, False, "", "at most 5", "至多5"),
        (Decimal(3), Decimal(5), True, False, "", "more than 3 and at most 5", "超过3且至多5"),
        (Decimal(5), None, False, False, "over", "at least 5", "至少5"),
        (None, Decimal(5), False, True, "over", "less than 5", "不到5"),
        (Decimal(28), Decimal(30), False, True, "nearly", "nearly 30", "将近30"),
        (Decimal(95), Decimal(105), False, False, "about", "95 to 105", "95至105"),
        (Decimal(5), Decimal(5), False, False, "no such hedge", "5", "5"),
    ],
)
def test_a_hedge_that_does_not_fit_gives_way_to_the_ends(low, high, low_open, high_open, hedge, english, chinese):
    arguments = (low, high, low_open, high_open, hedge, "count", "")
    assert display_quantity(*arguments, "en") == english
    assert display_quantity(*arguments, "zh-hans") == chinese


def test_labels_name_what_is_counted():
    found = parse_quantity("over 20")
    assert (shown(found, "en", "policies"), shown(found, "zh-hans", "项")) == ("over 20 policies", "超过20项")
    assert display_quantity(Decimal(1), Decimal(1), False, False, "", "rank", "", "en", "rank") == "rank 1"
    assert (
        display_quantity(Decimal(488), Decimal(488), False, False, "", "km2", "", "zh-hans", "平方公里")
        == "488平方公里"
    )


def test_the_documented_table_is_the_one_in_the_code():
    documented = (Path(__file__).parents[2] / "docs" / "hedges.md").read_text(encoding="utf-8")
    assert markdown_table() in documented, "Put the output of core.hedges.markdown_table() into docs/hedges.md."


def test_every_wording_belongs_to_one_hedge():
    for side in ("before", "after"):
        wordings = [wording for hedge in HEDGES for wording in getattr(hedge, side)]
        assert len(wordings) == len(set(wordings))
    assert dict(HEDGE_CHOICES)["over"] == "over"
    assert len(HEDGE_CHOICES) == len({code for code, _display in HEDGE_CHOICES}) == len(HEDGES)


@pytest.mark.parametrize("hedge", HEDGES, ids=lambda hedge: hedge.code)
def test_every_wording_of_the_table_is_read(hedge):
    meaning = interval(hedge, Decimal(40), Decimal(40))
    after = [f"40 {word}" if word[0].isascii() and word[0].isalpha() else f"40{word}" for word in hedge.after]
    for printed in [*(f"{word} 40" for word in hedge.before), *after]:
        found = parse_quantity(printed)
        assert (found.low, found.high, found.low_open, found.high_open) == meaning, printed
        assert (found.hedge, found.noun) == (hedge.code, ""), printed


SCALES = st.sampled_from([1, 10**3, 10**4, 10**6, 10**8, 10**9, 10**12])
NUMBERS = st.builds(
    lambda figures, decimals, scale: Decimal(figures).scaleb(-decimals) * scale,
    st.integers(1, 999_999), st.integers(0, 5), SCALES,
)  # fmt: skip
UNITS = st.sampled_from(
    [("count", ""), ("percent", ""), ("pct_point", ""), *((code, code) for code in ("CNY", "USD", "EUR", "JPY", "HKD"))]
)


@settings(deadline=None, max_examples=300)
@given(st.sampled_from([None, *HEDGES]), NUMBERS, UNITS, st.sampled_from(LANGUAGES))
def test_what_is_shown_reads_back_as_the_same_interval(hedge, number, unit, language):
    meaning = interval(hedge, number, number)
    text = display_quantity(*meaning, hedge.code if hedge else "", *unit, language)
    found = parse_quantity(text)
    assert (found.low, found.high, found.low_open, found.high_open) == meaning
    assert (found.unit, found.currency) == unit
    if language == "en":
        assert found.hedge == (hedge.code if hedge else "")


@settings(deadline=None, max_examples=200)
@given(
    st.sampled_from([None, *(hedge for hedge in HEDGES if hedge.rule == ABOUT)]),
    NUMBERS,
    NUMBERS,
    UNITS,
    st.sampled_from(LANGUAGES),
)
def test_ranges_read_back_as_the_same_interval(hedge, one, other, unit, language):
    meaning = interval(hedge, *sorted((one, other)))
    text = display_quantity(*meaning, hedge.code if hedge else "", *unit, language)
    found = parse_quantity(text)
    assert (found.low, found.high, found.low_open, found.high_open) == meaning


@settings(deadline=None, max_examples=100)
@given(st.sampled_from([hedge for hedge in HEDGES if hedge.rule != NEARLY]), NUMBERS, st.sampled_from(LANGUAGES))
def test_negative_numbers_read_back_too(hedge, number, language):
    meaning = interval(hedge, -number, -number)
    found = parse_quantity(display_quantity(*meaning, hedge.code, "percent", "", language))
    assert (found.low, found.high, found.low_open, found.high_open) == meaning


@settings(deadline=None)
@given(st.integers(1, 99_999))
def test_chinese_and_english_scales_step_differently(number):
    assert parse_quantity(f"{number}亿元").low == number * 10**8 == parse_quantity(f"CNY {number / 10} billion").low
    assert parse_quantity(f"{number}万亿元").low == number * 10**12 == parse_quantity(f"CNY {number} trillion").low
    assert parse_quantity(f"{number}万元").low == number * 10**4 == parse_quantity(f"CNY {number * 10} thousand").low


FIGURES = "零一二三四五六七八九"


def spoken(number):
    """A number below ten thousand in Chinese characters."""
    text, gap = "", False
    for place, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        figure = number // place % 10
        if figure:
            text += ("零" if gap and text else "") + FIGURES[figure] + name
        gap = not figure
    return text


@settings(deadline=None)
@given(st.integers(1, 9999), st.sampled_from([("", 1), ("万", 10**4), ("亿", 10**8), ("万亿", 10**12)]))
def test_chinese_characters_read_as_the_number_they_spell(number, scale):
    assert parse_quantity(spoken(number) + scale[0]).low == number * scale[1]


ALPHABET = "0123456789.,-–~%()$¥ abdefhilnorstuvwxy一二三十百千万亿多余近约超不至到元成分之半个年US+²½"
WORDS = st.sampled_from(
    [
        "over", "about", "nearly", "between", "and", "to", "from", "half", "a", "third", "two",
        "hundred", "million", "yuan", "US$", "CNY", "%", "3", "5", ".42", "1,000", "(", ")", "超过",
        "近", "约", "三", "十", "百", "万", "亿", "元", "多", "以上", "左右", "分之", "百分之", "成", "至", "-", "–",
        "billion", "m", "percent", "parks", "个", "的", "负", "minus",
    ]
)  # fmt: skip


@settings(deadline=None, max_examples=300)
@given(
    st.text()
    | st.text(alphabet=ALPHABET, max_size=30)
    | st.lists(WORDS, max_size=9).map(" ".join)
    | st.lists(WORDS, max_size=9).map("".join)
)
def test_any_text_is_a_quantity_or_is_refused(text):
    try:
        found = parse_quantity(text)
    except UnreadableQuantity as refusal:
        str(refusal).encode()
        return
    assert found.low is not None or found.high is not None
    assert found.low is None or found.high is None or found.low <= found.high
    for language in LANGUAGES:
        assert shown(found, language)


@settings(deadline=None)
@given(st.sampled_from(".,"), st.text(alphabet="0123456789.,", min_size=1, max_size=12))
def test_a_number_with_a_lost_digit_is_never_read(point, digits):
    with pytest.raises(UnreadableQuantity):
        parse_quantity(f"{point}{digits} trillion")
