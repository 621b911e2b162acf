"""The files of the sample data set by themselves: what must hold before they ever meet a database."""

import csv
import re
from pathlib import Path

import pytest

from core.fields import EarliestDay, LatestDay
from core.models.sources import LOCATOR_LENGTH, QUOTE_LENGTH
from core.verbs import EventType, event_type
from portal.data_files import TABLES, key_column

DIRECTORY = Path(__file__).parents[2] / "data" / "zhongguancun"
DOCUMENTS = {
    "zgc-jingxi-ai-park-feature": "52b1a0df0d38562f9b1b797339ecfc79c57dbaa1846577fbf1b00a2723af3b59",
    "23-distinctive-industrial-parks-in-zhongguancun": None,
    "china-designates-beijing-as-global-tech-hub": None,
    "zhongguancun-innovation-feature": "01645302049d5a512ed066ab4a758f92791efe04e8ecb832792d82ef0efa8cf5",
    "beijing-tech-park-eyes-ai-hub": None,
}
# Length in characters. The quotes of a document, laid together, stay under half of it.
LENGTHS = {
    "zgc-jingxi-ai-park-feature": 3087,
    "23-distinctive-industrial-parks-in-zhongguancun": 2547,
    "china-designates-beijing-as-global-tech-hub": 2664,
    "zhongguancun-innovation-feature": 3823,
    "beijing-tech-park-eyes-ai-hub": 3668,
}
MACHINE_WRITTEN = "china-designates-beijing-as-global-tech-hub"
ETDA = "park:beijing-economic-and-technological-development-area"
BATCH = "batch:first-batch-of-distinctive-industrial-parks"
SEVEN_PARKS = {
    f"park:{name}-park" for name in ("haidian", "changping", "yizhuang", "chaoyang", "daxing", "fangshan", "shunyi")
}
# Numbers of the documents in the order of reading; the others are names, horizons, labels or repetitions.
FIGURES = {1, 2, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 15, 16, *range(18, 27), 28, 29, 30, 34}
SENTENCE_END = re.compile(r"(?<!Co)[.!?][\"”’')]*\s+[\"“‘'(]*[A-Z]")


def rows(stem):
    with (DIRECTORY / f"{stem}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def by_key(stem, key="key"):
    return {row[key]: row for row in rows(stem)}


def cells():
    """(file, key, column, text) of every cell."""
    for path in sorted(DIRECTORY.glob("*.csv")):
        for row in rows(path.stem):
            for column, text in row.items():
                yield path.stem, row[key_column(TABLES[path.stem])], column, text


def writable_columns(model):
    computed = ("is_public", "published_at", "updated_at", "path", "folded", "sort_key", "sort_key_zh", "checked_at")
    fields = [field for field in model._meta.fields if not isinstance(field, EarliestDay | LatestDay)]
    names = {field.name for field in [*fields, *model._meta.many_to_many]}
    return (names - set(computed) - {"id"}) | {key_column(model), "publish"}


def test_every_file_is_a_known_table_with_known_columns():
    stems = {path.stem for path in DIRECTORY.glob("*.csv")}
    assert set(TABLES) - stems == {"relations", "assessments"}
    assert stems <= set(TABLES)
    for stem in stems:
        assert set(rows(stem)[0]) <= writable_columns(TABLES[stem]), stem


def test_keys_are_given_once():
    for path in DIRECTORY.glob("*.csv"):
        keys = [row[key_column(TABLES[path.stem])] for row in rows(path.stem)]
        assert all(keys), path.stem
        assert len(keys) == len(set(keys)), path.stem


def test_the_five_documents_are_known_by_their_hashes_and_ship_no_text():
    sources = by_key("sources", "slug")
    assert "private_text" not in rows("sources")[0]
    assert {slug for slug, row in sources.items() if row["text_hash"]} == set(DOCUMENTS)
    for slug, digest in DOCUMENTS.items():
        assert re.fullmatch("[0-9a-f]{64}", sources[slug]["text_hash"])
        assert digest in (None, sources[slug]["text_hash"])
    assert sources["beijing-tech-park-eyes-ai-hub"]["published"] == "2020-10-15"
    assert sources["zhongguancun-innovation-feature"]["published"] == "2026-01-03"


def quoted_blocks():
    """The blocks that stand in a document; what an editor writes about one is quoted from nowhere."""
    return [row for row in rows("briefing_blocks") if row["quote"]]


def test_what_editors_wrote_says_so_in_both_languages_and_in_all_four_parts():
    written = [row for row in rows("briefing_blocks") if not row["quote"]]
    assert {row["author"] for row in written} == {"editor"}
    assert all(row["text_en"] and row["text_zh"] for row in written)
    for slug in {row["briefing"] for row in written}:
        kinds = [row["kind"] for row in written if row["briefing"] == slug]
        assert kinds == ["hook", "what_changed", "why_it_matters", "what_to_do", "who_should_care"]


def test_quotes_are_single_short_sentences_with_their_place():
    quotes = [row for row in rows("citations") if row["source"] in DOCUMENTS] + quoted_blocks()
    assert len(quotes) == 81
    for row in quotes:
        assert 0 < len(row["quote"]) <= QUOTE_LENGTH, row["key"]
        assert not SENTENCE_END.search(row["quote"]), row["key"]
        assert 0 < len(row["locator"]) <= LOCATOR_LENGTH, row["key"]


def quoted_parts(slug):
    """The pieces of a document that are quoted, each once and none that stands within another."""
    quotes = [row["quote"] for row in rows("citations") if row["source"] == slug]
    if slug == MACHINE_WRITTEN:
        quotes += [row["quote"] for row in quoted_blocks()]
    parts = {part.strip() for quote in quotes for part in quote.split("…")} - {""}
    return [part for part in parts if not any(part != other and part in other for other in parts)]


@pytest.mark.parametrize("slug", DOCUMENTS)
def test_no_document_is_republished_by_its_quotes(slug):
    parts = quoted_parts(slug)
    assert 0.2 < sum(map(len, parts)) / LENGTHS[slug] < 0.5


def test_most_quotes_are_clauses():
    lengths = [len(row["quote"]) for row in rows("citations") + quoted_blocks()]
    assert sum(length > 140 for length in lengths) <= 10
    assert max(lengths) < 240


def test_every_citation_exists_and_is_used():
    known, used = set(by_key("citations")), set()
    for stem, key, column, text in cells():
        if column in ("citation", "citations", "further_citations"):
            named = {part for part in text.split(";") if part}
            assert named <= known, (stem, key)
            used |= named
    assert used == known


def test_no_fact_rests_on_machine_written_text():
    citations = by_key("citations")
    for stem, key, column, text in cells():
        if column == "citation" and text:
            assert citations[text]["source"] != MACHINE_WRITTEN, (stem, key)
    blocks = quoted_blocks()
    assert {row["author"] for row in blocks} == {"machine"}
    assert [row["date"] for row in blocks if row["kind"] == "timeline"] == ["2014-02", "2017-09", "2021-03", "2023-04"]
    assert [row["key"] for row in blocks if row["kind"] == "reason"] == ["forecast-1-reason", "forecast-2-reason"]
    assert sum(row["kind"] == "forecast" for row in blocks) == 2


def test_the_lost_digit_is_nowhere_filled_in():
    for stem, key, column, text in cells():
        assert not re.search(r"(?<!\d)[01]\.42", text), (stem, key, column)
        assert ".42" not in text or column in ("latitude", "longitude"), (stem, key, column)
    assert [row["key"] for row in rows("figures") if "US$" in row["as_printed"] or row["currency"] == "USD"] == [
        "f28-us-investment"
    ]


def test_a_target_is_no_worth():
    figure, target = by_key("figures")["f16-market-value-target"], rows("targets")[0]
    assert (figure["subject"], figure["kind"], figure["as_printed"]) == (ETDA, "target", "at least 50 billion yuan")
    assert (target["figure"], target["horizon"]) == ("f16-market-value-target", "2023-10/2025-10")
    assert not [row["key"] for row in rows("figures") if "7.5" in row["as_printed"] or row["low"].startswith("75")]


def test_every_number_of_the_documents_is_a_figure_or_deliberately_none():
    assert {int(re.match(r"f(\d+)-", row["key"])[1]) for row in rows("figures")} == FIGURES
    assert by_key("briefings", "slug")["china-designates-beijing-as-global-tech-hub"]["reading_seconds"] == "30"
    assert by_key("schemes", "slug")["hi-tech-industrialisation-bases"]["started_as_printed"] == "decade old"


@pytest.mark.parametrize(
    ("key", "subject", "kind", "as_printed", "unit", "period"),
    [
        ("f1-distinctive-parks", BATCH, "actual", "23 distinctive industrial parks", "count", ""),
        ("f3-output-value", BATCH, "actual", "over CNY 700 billion", "money", ""),
        ("f7-share-of-area", "park:zhongguancun", "actual", "less than four percent", "percent", ""),
        ("f12-revenue-2025", "park:zhongguancun", "estimate", "exceed the 10-trillion-yuan … mark", "money", "2025"),
        ("f26-first-ai-hub", ETDA, "ranking", "the first AI hub", "rank", "2020"),
        ("f28-us-investment", "region:united-states", "plan", "US$1 billion", "money", ""),
        ("f29-share-of-ai-companies", "region:beijing", "actual", "more than a quarter", "percent", "2019-03"),
    ],
)
def test_figures_are_as_printed(key, subject, kind, as_printed, unit, period):
    row = by_key("figures")[key]
    found = (row["subject"], row["kind"], row["as_printed"], row["unit"], row["period"])
    assert found == (subject, kind, as_printed, unit, period)
    assert row["period_not_stated"] == ("" if period else "yes")


def test_stated_counts_name_only_the_members_that_sources_name():
    members = {row["figure"]: {part for part in row["members"].split(";") if part} for row in rows("count_claims")}
    assert {figure: found for figure, found in members.items() if found} == {
        "f2-parks-covered": SEVEN_PARKS,
        "f19-start-ups": {"organisation:megvii"},
    }
    assert members["f1-distinctive-parks"] == set()


def test_people_and_organisations_have_no_chinese_names():
    for stem in ("people", "organisations"):
        for row in rows(stem):
            names = {column: text for column, text in row.items() if column in ("name_zh", "family_name_zh", "pinyin")}
            assert not any(names.values()), row["slug"]
    wrong = {row["text"]: row["record"] for row in rows("names") if row["kind"] == "misspelling"}
    assert wrong == {
        "Fen": "person:he-fen",
        "Managing Director Fen": "person:he-fen",
        "President Jinping": "person:xi-jinping",
    }


def test_our_own_texts_are_in_both_languages():
    for path in DIRECTORY.glob("*.csv"):
        for row in rows(path.stem):
            for column, text in row.items():
                other = row.get(column.removesuffix("_en") + "_zh") if column.endswith("_en") else None
                if other is not None and column != "name_en":
                    assert bool(text) == bool(other), (path.stem, row[key_column(TABLES[path.stem])], column)


def test_presence_by_the_ladder():
    found = {(row["park"], row["organisation"] or row["product"]): row["role"] for row in rows("presences")}
    assert found == {
        ("zgc-jingxi-ai-technology-park", "deepseek"): "supported",
        ("zgc-jingxi-ai-technology-park", "qwen"): "supported",
        ("zgc-jingxi-ai-technology-park", "zhipu-ai"): "mentioned",
        ("beijing-economic-and-technological-development-area", "jd-com"): "headquarters",
        ("apollo-park", "baidu"): "test_site",
        ("zhongguancun", "megvii"): "mentioned",
    }


def test_the_type_of_an_event_follows_from_its_printed_verb():
    events = by_key("events")
    for key, row in events.items():
        assert row["kind"] == (event_type(row["verb_as_printed"]) or EventType.OTHER), key
    assert (events["e7-ai-hub-identified"]["date"], events["e8-goal-stated"]["date"]) == ("2020-10-13", "2020-10-14")
    assert events["e14-jingxi-unveiled"]["kind"] == "unveiled"


def test_all_districts_of_beijing_have_code_and_centroid():
    districts = [row for row in rows("regions") if row["level"] == "district"]
    assert len(districts) == 16
    for row in districts:
        assert row["parent"] == "beijing"
        assert re.fullmatch("1101[0-9]{2}", row["code"])
        assert (bool(row["latitude"]), bool(row["longitude"])) == (True, True)
        assert row["datum"] == "not stated by the source"
    assert by_key("parks", "slug")["chaoyang-park"]["pinyin"] == "chao yang yuan"
