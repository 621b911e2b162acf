"""A reader finds what they mean: over a hundred queries on the sample data, and queries that mean harm."""

import json
import re
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from django.db import connection
from django.test import TestCase

from core.models import Citation, SearchDocument
from core.search.columns import Matches
from core.search.finding import Query, find
from core.search.questions import names_with
from core.search.spelling import meant, nearest_names
from core.search.suggesting import MOST, suggest
from core.search.writing import drift
from editorial.models import Record
from parks.models import Park
from policies.models import Policy
from portal.loading import load
from tests import factories as make
from tests.search.queries import QUERIES

DATA = Path(__file__).parent.parent.parent / "data" / "zhongguancun"
HOSTILE = [
    "", " ", '"', "'", "''; DROP TABLE core_searchdocument; --", "NEAR(a b)", "a AND", "OR OR", "NOT", "a* *", "^a", "(", "((((", "a:b",
    "tokens:a", "{a b}: c", "&|!<->:*", "\\", "\\'", "%", "_", "__", "k_", "s_parks", "!!!???…", "🎉🎊", "\u202eabc", "مرحبا بالعالم", "שלום",
    "\ud7ff", "\ufeff", "é" * 150, "海" * 190, "a " * 95, "1 " * 95, "-" * 200, "<script>alert(1)</script>", "%00", "'\"`;", "𬭊" * 90,
]  # fmt: skip


class QueryTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        load(DATA, name="zhongguancun", by="tests")
        area = Park.objects.get(slug="beijing-economic-and-technological-development-area").record
        quote = Citation.objects.public().first()
        make.make_name(record=area, text="Old Yizhuang Zone", kind="former", citation=quote)
        plan = Policy.objects.get(slug="uav-action-plan")
        plan.number_as_printed = "京政办发〔2020〕26号"
        plan.save()
        make.changed(plan)

    def found(self, words):
        """section/slug of all hits, of the nearest spelling where there are none."""
        query = Query(words)
        hits = find(query).candidates or (find(better).candidates if (better := meant(query)) else [])
        documents = SearchDocument.objects.in_bulk([one.pk for one in hits])
        return [f"{documents[one.pk].section}/{documents[one.pk].slug}" for one in hits]

    def test_there_are_enough_queries(self):
        assert len({words for words, *_ in QUERIES}) >= 120

    def test_readers_find_what_they_mean(self):
        for words, first, among, absent in QUERIES:
            with self.subTest(query=words):
                found = self.found(words)
                self.assertEqual(found[0] if found else "", first)
                self.assertEqual([one for one in among if one not in found[:5]], [])
                self.assertEqual([one for one in absent if one in found], [])

    def test_a_machine_reading_never_stands_beside_a_curated_one(self):
        assert [one for one in find(Query("zhaoyangyuan")).candidates if one.name] == []

    def test_loading_leaves_every_document_as_building_it_anew_would(self):
        assert drift(SearchDocument, list(Record.objects.values_list("pk", flat=True))) == []

    def hits(self, words, **further):
        return self.client.get("/api/v1/search/", {"q": words, **further}).json()

    def test_a_hit_says_in_which_words_it_was_found(self):
        first = self.hits("Managing Director Fen")["results"][0]
        assert first["slug"] == "he-fen"
        assert first["match"] == {
            "field": "misspelling", "language": "en", "text": "Managing Director Fen", "marks": [[0, 8], [9, 17], [18, 21]],
        }  # fmt: skip
        page = self.client.get("/en/search/", {"q": "Managing Director Fen"}).content.decode()
        assert "wrong form seen in a source (English): " in page
        assert "<mark>Managing</mark> <mark>Director</mark> <mark>Fen</mark>" in page

    def test_every_hit_says_why_it_was_found(self):
        for words, *_ in QUERIES:
            with self.subTest(query=words):
                self.assertEqual([one["slug"] for one in self.hits(words)["results"] if one["match"] is None], [])

    def test_a_hit_found_by_the_beginning_of_a_word_or_by_its_reading_says_so(self):
        [forum] = [one for one in self.hits("forum zhongguan")["results"] if one["slug"] == "zhongguancun-forum"]
        assert forum["score"] == 30 and forum["match"]["marks"] == [[0, 9], [13, 18]]
        [sector] = [one for one in self.hits("xi")["results"] if one["slug"] == "graphene"]
        assert sector["match"]["field"] == "machine"
        read = self.hits("beijingyizhuang")["results"]
        assert [one["slug"] for one in read] == ["beijing-economic-and-technological-development-area"]

    def test_a_former_name_is_said_to_be_one(self):
        assert self.hits("Old Yizhuang Zone")["results"][0]["match"]["field"] == "former"
        assert "former name (English): " in self.client.get("/en/search/", {"q": "Old Yizhuang Zone"}).content.decode()

    def test_words_of_a_quote_find_the_record_of_the_fact(self):
        hits = self.hits("affordable software solutions remains")["results"]
        assert {one["slug"] for one in hits} == {"he-fen", "zgc-jingxi-ai-technology-park"}
        assert {one["match"]["field"] for one in hits} == {"quote"}

    def test_a_record_is_found_by_its_sector_and_the_hit_says_so(self):
        [nvidia] = [one for one in self.hits("semiconductors")["results"] if one["slug"] == "nvidia"]
        assert nvidia["match"] == {
            "field": "related", "language": "en", "text": "Semiconductors", "marks": [[0, 14]],
        }  # fmt: skip

    def test_a_wrong_letter_is_answered_and_said(self):
        answer = self.hits("Zhonguancun")
        assert answer["instead"] == "zhongguancun" and answer["results"][0]["slug"] == "zhongguancun"
        page = self.client.get("/en/search/", {"q": "Zhonguancun"}).content.decode()
        assert "Nothing public contains “Zhonguancun”. These contain “zhongguancun”." in page

    def test_a_dead_end_offers_the_names_that_sound_like_it(self):
        assert [str(one) for one in nearest_names(Query("海店"))] == ["Haidian District", "Haidian Park"]
        page = self.client.get("/en/search/", {"q": "海店"}).content.decode()
        assert "No public record contains “海店”." in page and "/en/parks/haidian-park/" in page

    def test_few_hits_of_a_rare_spelling_come_with_a_nearer_one(self):
        make.make_park(name_en="Yard", summary_en="Formerly written Zhonguancum.", public=True)
        answer = self.hits("Zhonguancum")
        assert [one["slug"] for one in answer["results"]] == ["yard"] and answer["also"] == "zhongguancun"
        page = self.client.get("/en/search/", {"q": "Zhonguancum"}).content.decode()
        assert 'Did you mean <a href="?q=zhongguancun">zhongguancun</a>?' in page
        assert self.hits("Zhongguancun")["also"] == ""

    def test_records_like_one_share_what_it_is_about(self):
        answer = self.hits("", like="park:haidian-park")
        first = answer["results"][0]
        assert answer["types"].keys() == {"parks"} and "haidian-park" not in {one["slug"] for one in answer["results"]}
        assert first["score"] == max(one["score"] for one in answer["results"]) > 0
        assert first["match"]["field"] == "related" and first["match"]["text"]
        page = self.client.get("/en/search/", {"like": "park:haidian-park"}).content.decode()
        assert "<h1>Like Haidian Park</h1>" in page and first["name_en"] in page
        assert (
            'href="/en/search/?like=park:haidian-park"' in self.client.get("/en/parks/haidian-park/").content.decode()
        )
        for wrong in ({"like": "park:nowhere"}, {"like": "park:haidian-park", "q": "ai"}, {"like": "x"}):
            assert self.client.get("/api/v1/search/", wrong).status_code == 400, wrong
        alone = self.client.get("/en/search/", {"like": "person:he-fen"}).content.decode()
        assert "No other public record of this type is about the same sectors or places." in alone

    def test_types_facets_and_narrowing_agree(self):
        answer = self.hits("yizhuang")
        assert answer["total"] == sum(answer["types"].values())
        for section, count in answer["types"].items():
            assert self.hits("yizhuang", type=section)["total"] == count
        parks = self.hits("yizhuang", type="parks", region="yizhuang")
        assert {"yizhuang-park", "apollo-park"} < {one["slug"] for one in parks["results"]}
        assert parks["total"] < answer["types"]["parks"]
        page = self.client.get("/en/search/", {"q": "yizhuang"}).content.decode()
        counted = re.search(r'region=yizhuang"><span>Yizhuang</span> <span class="count">(\d+)<', page)
        assert int(counted[1]) == self.hits("yizhuang", region="yizhuang")["total"]
        by_sector = self.hits("yizhuang", sector="ai-models")
        assert {one["slug"] for one in by_sector["results"]} == {"chaoyang-park", "haidian-park", "yizhuang-park"}

    def test_every_choice_beside_the_hits_finds_as_many_as_it_says(self):
        for words in ("AI", "Beijing"):
            page = self.client.get("/en/search/", {"q": words}).content.decode()
            choices = re.findall(r'href="\?([^"]+)"><span[^>]*>[^<]*</span> <span class="count">(\d+)<', page)
            assert len(choices) > 15
            for query, count in choices:
                with self.subTest(query=query):
                    asked = dict(parse_qsl(query.replace("&amp;", "&")))
                    self.assertEqual(self.client.get("/api/v1/search/", asked).json()["total"], int(count))

    def test_a_name_counts_however_it_is_parted(self):
        joined = {one["slug"] for one in self.hits("deepseek")["results"]}
        assert {one["slug"] for one in self.hits("deep seek")["results"]} == joined and len(joined) > 5
        assert [one["slug"] for one in self.hits("etown")["results"]] == [
            "beijing-economic-and-technological-development-area"
        ]
        assert self.hits("zhong guan cum")["instead"] == "zhongguancun"
        answer = self.hits("中关村海淀园")
        assert answer["instead"] == "中关村 海淀园" and answer["results"][0]["slug"] == "haidian-park"
        assert self.hits("海淀园在哪里")["results"][0]["slug"] == "haidian-park"

    def test_words_that_say_nothing_are_left_out(self):
        assert self.hits("the Zhongguancun")["results"][0]["slug"] == "zhongguancun"
        assert self.hits("what is graphene")["results"][0]["slug"] == "graphene"
        assert {
            tuple(mark) for one in self.hits("the graphene")["results"] for mark in one["match"]["marks"]
        }.isdisjoint({(0, 3)})
        assert self.hits("the")["total"] > 0

    def test_a_hit_tells_of_all_the_words(self):
        first = self.hits("Haidian AI")["results"][0]
        assert first["match"]["text"] == "Haidian Park" and first["second_match"]["field"] == "own"
        assert "AI" in first["second_match"]["text"]

    def test_what_is_pasted_is_read(self):
        assert self.hits("海淀\t园\r\n")["results"][0]["slug"] == "haidian-park"
        assert self.hits("Hai\u00addian Park")["results"][0]["slug"] == "haidian-park"
        sentence = "will play a critical role in accelerating domestic growth"
        assert self.hits(sentence)["results"][0]["slug"] == "zgc-jingxi-ai-technology-park"

    def test_a_page_that_is_empty_says_why(self):
        def page(**asked):
            return self.client.get("/en/search/", asked).content.decode()

        assert "There are not so many pages." in page(q="AI", page="50")
        assert self.hits("AI", page="50")["previous"].endswith("q=AI&page=2")
        assert "What was found does not fit these filters." in page(q="AI", type="people")
        nothing = page(q="chaoyang", type="people", year="2020")
        assert "What was found does not fit these filters." in nothing and 'href="?q=chaoyang"' in nothing
        assert "Type a word or a number" in page(q="!!!")

    def test_newest_first_where_the_date_is_asked_for(self):
        days = [
            SearchDocument.objects.get(slug=one["slug"], section=one["section"]).day
            for one in self.hits("ai", sort="date")["results"]
        ]
        dated = [day for day in days if day]
        assert dated == sorted(dated, reverse=True) and days[: len(dated)] == dated and len(dated) > 1
        assert [one["slug"] for one in self.hits("ai", type="policies", year="2020")["results"]] == [
            "yizhuang-ai-base-plan",
            "us-plan-for-ai-and-quantum-science",
        ]

    def test_suggestions_come_grouped_in_both_scripts_and_stay_small(self):
        for typed in ("zhong", "中", "cyy", "b", "haid", "chao yang", "etd", "fen"):
            answer = self.client.get("/en/suggest/", {"q": typed})
            assert answer.status_code == 200 and len(answer.content) < 4096, typed
            groups = answer.json()["groups"]
            assert 0 < sum(len(group["options"]) for group in groups) <= MOST, typed
        first = self.client.get("/en/suggest/", {"q": "cyy"}).json()["groups"][0]
        assert first["title"] == "Parks"
        assert first["options"] == [
            {"name": "Chaoyang Park", "lang": "en", "matched": "朝阳园", "matched_lang": "zh-Hans", "said": "", "href": "/en/parks/chaoyang-park/"}
        ]  # fmt: skip
        for typed, best in (("亦庄", "Yizhuang"), ("Fen", "He Fen"), ("beij", "Beijing"), ("AI", "Artificial intelligence"), ("开发区", "Beijing Economic and Technological Development Area"), ("haidain", "Haidian Park")):  # fmt: skip
            found = self.client.get("/en/suggest/", {"q": typed}).json()["groups"]
            assert found[0]["options"][0]["name"] == best, typed
        fen = self.client.get("/en/suggest/", {"q": "Managing Director F"}).json()["groups"][0]["options"][0]
        assert fen["said"] == "wrong form seen in a source"
        api = self.client.get("/api/v1/suggest/", {"q": "cyy"}).json()["results"]
        assert [(one["slug"], one["field"]) for one in api] == [("chaoyang-park", "initials")]

    def test_a_suggestion_is_asked_for_again_only_after_a_publication(self):
        mark = self.client.get("/en/suggest/", {"q": "zhong"}).headers["ETag"]
        ask = {"path": "/en/suggest/", "data": {"q": "zhong"}, "headers": {"If-None-Match": mark}}
        assert self.client.get(**ask).status_code == 304
        make.make_park(public=True)
        assert self.client.get(**ask).status_code == 200

    def test_hostile_queries_are_answered_in_order(self):
        for words in HOSTILE:
            for path in (
                "/en/search/",
                "/zh-hans/search/",
                "/en/suggest/",
                "/api/v1/search/",
                "/api/v1/suggest/",
                "/en/parks/",
            ):
                with self.subTest(query=words, path=path):
                    self.assertIn(self.client.get(path, {"q": words}).status_code, (200, 400))
        for words in ("a\0b", "x" * 10_000, "\x07"):
            for path in ("/en/search/", "/en/suggest/", "/api/v1/search/", "/api/v1/suggest/"):
                with self.subTest(query=words[:20], path=path):
                    self.assertEqual(self.client.get(path, {"q": words}).status_code, 400)

    def test_only_punctuation_finds_nothing(self):
        for words in ('"', "%", "_", "*", "🎉", "!? …"):
            assert self.hits(words) == {
                "results": [],
                "total": 0,
                "types": {},
                "instead": "",
                "nearest": [],
                "also": "",
                "next": None,
                "previous": None,
            }
            assert suggest(words) == {} and not SearchDocument.objects.filter(Matches(names_with(words)))

    def test_what_is_asked_is_read_strictly(self):
        for wrong in ({"foo": "1"}, {"type": "park"}, {"page": "0"}, {"page": "101"}, {"year": "x"}, {"sort": "new"}, {"region": "nowhere"}, {"level": "x"}):  # fmt: skip
            for path in ("/en/search/", "/api/v1/search/"):
                assert self.client.get(path, {"q": "ai", **wrong}).status_code == 400, (path, wrong)
        refused = self.client.get("/api/v1/search/", {"q": "ai", "type": "park"})
        assert refused.json()["parameters"][0]["nearest"][0] == "parks"

    def test_pages_follow_each_other_without_gap_or_repetition(self):
        first, second = self.hits("beijing"), self.hits("beijing", page="2")
        slugs = [(one["section"], one["slug"]) for one in first["results"] + second["results"]]
        assert len(slugs) == len(set(slugs)) == 40
        assert first["next"].endswith("q=beijing&page=2") and first["previous"] is None
        page = self.client.get("/en/search/", {"q": "beijing", "page": "2"}).content.decode()
        assert 'rel="prev" href="?q=beijing&amp;page=1"' in page

    def test_a_search_asks_a_fixed_number_of_times(self):
        with self.assertNumQueries(len(self.queries_of("beijing"))):
            self.client.get("/en/search/", {"q": "beijing"})
        assert len(self.queries_of("beijing")) <= 14 and len(self.queries_of("haidian ai")) <= 14
        assert len(self.queries_of("Zhonguancun")) <= 24

    def queries_of(self, words):
        from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

        with CaptureQueriesContext(connection) as asked:
            self.client.get("/en/search/", {"q": words})
        return asked

    def test_two_chinese_characters_are_looked_up_in_an_index(self):
        for question in (names_with("亦庄"), names_with("海淀")):
            rows = SearchDocument.objects.filter(Matches(question)).values("record")
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    # Of a table as small as this one PostgreSQL would rather read all of it.
                    cursor.execute("SET LOCAL enable_seqscan = off")
                    cursor.execute("SET LOCAL enable_indexscan = off")
                assert "Bitmap Index Scan on core_searchdocument_tokens" in rows.explain()
            else:
                assert re.search(r"SCAN core_searchtokens VIRTUAL TABLE INDEX \d+:M", rows.explain())
            assert rows.count() > 1

    def test_the_list_of_parks_finds_two_characters_by_the_same_index(self):
        answer = self.client.get("/api/v1/parks/", {"q": "亦庄"}).json()
        assert [row["slug"] for row in answer["results"]] == [
            "beijing-economic-and-technological-development-area",
            "yizhuang-park",
        ]
        assert json.dumps(answer, ensure_ascii=False).count("亦庄园") > 0


@pytest.mark.django_db
def test_a_mistyped_word_is_never_mended_to_a_hidden_name():
    make.make_park(name_en="Xanthopolis Secret")
    assert meant(Query("Xanthopoliss")) is None
    make.make_park(name_en="Xanthopolis", public=True)
    assert meant(Query("Xanthopoliss")).text == "xanthopolis"
