"""What texts and queries are found by."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.search import readings
from core.search.analysis import key, tokens
from core.search.columns import TokensField
from core.search.questions import MOST_WORDS, NOTHING, asked_pieces, names_with


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("海淀园", ["海淀", "淀园", "园"]),
        ("海澱園", ["海淀", "淀园", "园"]),
        ("中關村", ["中关", "关村", "村"]),
        ("ＡＩ Technologies", ["ai", "technolog"]),
        ("Pôle Éclair", ["pole", "eclair"]),
        ("京政办发〔2020〕26号", ["京政", "政办", "办发", "发", "2020", "26", "号"]),
        ("京政办发[2020]26号", ["京政", "政办", "办发", "发", "2020", "26", "号"]),
        ("High-Flyer’s DeepSeek", ["high", "flyer", "deepseek"]),
        ("US$7.5 billion", ["us", "7", "5", "billion"]),
        ("工业3D打印", ["工业", "业", "3d", "打印", "印"]),
        ("𬭊钅", ["u2cb4a钅", "钅"]),
        ("مرحبا", ["مرحبا"]),
        ("\" NEAR( * & | ! : \\ ' \0 🎉", ["near"]),
        ("", []),
    ],
)
def test_a_text_is_cut_the_same_way_for_index_and_query(text, found):
    assert tokens(text) == found


@given(st.text(max_size=80))
def test_a_token_holds_nothing_that_an_engine_reads_as_an_operator(text):
    assert all(token.isalnum() and token == token.lower() for token in tokens(text))


def test_a_name_is_the_same_however_it_is_typed():
    assert key("Chaoyang Park") == key("chaoyang-PARK") == key("ｃｈａｏ yang park") == "chaoyangpark"


def test_u_with_two_dots_is_typed_as_u_and_as_v():
    assert readings.solid("lü shun") == readings.solid("lv shun") == ["lushun", "lvshun"]
    assert readings.solid("zhong guan cun") == ["zhongguancun"]


def test_a_reading_is_typed_from_every_syllable_and_by_initials():
    assert readings.from_every_syllable("zhong guan cun") == ["zhongguancun", "guancun", "cun"]
    assert (readings.initials("zhong guan cun"), readings.initials("fen")) == ("zgc", "")


def test_a_query_reads_a_bounded_number_of_words():
    assert len(asked_pieces(" ".join(f"word{n}" for n in range(1000)))) == MOST_WORDS
    assert names_with("!? …") == NOTHING


def test_positions_of_a_zone_begin_at_one_and_are_bounded():
    class PostgreSQL:
        vendor = "postgresql"

    written = TokensField().get_db_prep_value((["n_a", "n_b"], ["a", "b", "a"] + ["x"] * 20_000), PostgreSQL)
    assert written.startswith("'n_a':1 'n_b':2 'a':1,3 'b':2 'x':4,5,")
    assert written.count(",") < 260
