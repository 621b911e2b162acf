"""Nothing in an address is ignored: what cannot be answered is refused by name, with the nearest valid one."""

import pytest
from django.http import QueryDict
from django.test import Client

from config.api import VIEWSETS
from tests import factories as make

SECTIONS = [viewset.section for viewset in VIEWSETS]


def test_an_unknown_parameter_names_the_nearest(refusal):
    assert refusal("companies/", parkk="haidian") == (
        "parkk",
        "There is no parameter “parkk” here. There are: ordering, q, level, region, sector, park, within, role, tenant, "
        "kind, cursor, limit, lang.",
        ["park"],
    )


def test_an_unlike_parameter_still_names_one(refusal):
    name, _reason, nearest = refusal("parks/", parkk="haidian")
    assert (name, len(nearest)) == ("parkk", 1)


def test_every_problem_is_named_at_once(api):
    answer = api("parks/", expect=400, kind="zoen", limit="0", colour="red")
    assert {error["parameter"]: error["nearest"] for error in answer["parameters"]}["kind"] == ["zone"]
    assert {error["parameter"] for error in answer["parameters"]} == {"kind", "colour"}
    assert (answer["title"], answer["status"]) == ("Bad Request", 400)
    assert answer["detail"] == "The request has parameters that cannot be answered."


def test_a_bad_choice_names_the_choices(refusal):
    assert refusal("parks/", level="nationl") == (
        "level",
        "“nationl” is not a choice here. Choose one of: national, provincial, district.",
        ["national"],
    )


def test_another_language_is_refused(refusal):
    assert refusal("parks/", lang="zh") == (
        "lang",
        "“zh” is not a language here. Choose one of: en, zh-hans.",
        ["en", "zh-hans"],
    )


@pytest.mark.parametrize(
    "query", ["kind=zone&kind=park", "limit=1&limit=2", "q=a&q=b", "lang=en&lang=en", "kind=&kind="]
)
@pytest.mark.django_db
def test_a_repeated_parameter_is_refused(client, query):
    (error,) = client.get(f"/api/v1/parks/?{query}").json()["parameters"]
    assert error["reason"] == f"Give “{query.split('=')[0]}” once, not 2 times."


def test_an_empty_parameter_asks_for_nothing(names):
    make.make_park(name_en="Haidian Park", public=True)
    assert names("parks/", kind="", q=" ", limit="", cursor="", lang="") == ["Haidian Park"]


def test_a_record_that_is_not_there_names_the_nearest(refusal):
    make.make_park(name_en="Haidian Park", public=True)
    make.make_park(name_en="Haidian Parks")
    assert refusal("companies/", park="haidian-parc") == (
        "park",
        "There is no park “haidian-parc”. Give the slug or the id of one.",
        ["haidian-park"],
    )


def test_a_hidden_record_is_no_value_and_never_the_nearest(refusal):
    park = make.make_park(name_en="Hidden Park")
    before = [refusal("companies/", park=value) for value in ("hidden-park", str(park.pk), "hidden-parc")]
    figures = refusal("figures/", subject="park:hidden-park")
    type(park).objects.all().delete()
    park.record.delete()
    assert [refusal("companies/", park=value) for value in ("hidden-park", str(park.pk), "hidden-parc")] == before
    assert refusal("figures/", subject="park:hidden-park") == figures
    assert {nearest for _, _, found in before for nearest in found} == set()


def test_a_subject_is_a_kind_and_a_slug(refusal):
    make.make_park(name_en="Haidian Park", public=True)
    assert refusal("figures/", subject="haidian-park")[2] == ["park:haidian-park"]
    assert refusal("figures/", subject="prk:haidian-park")[2] == ["park:haidian-park"]
    assert refusal("figures/", subject="park:haidian-prk")[2] == ["park:haidian-park"]
    assert refusal("policies/", applies_to="source:haidian-park")[1] == (
        "“source:haidian-park” names no kind of record. Write kind:slug with one of: organisation, park, product, region, sector."
    )


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("NaN", "“NaN” is not a number. Write for example 700000000000, 7e11 or 29.5."),
        ("inf", "“inf” is not a number. Write for example 700000000000, 7e11 or 29.5."),
        ("7,000", "“7,000” is not a number. Write for example 700000000000, 7e11 or 29.5."),
        ("٧", "“٧” is not a number. Write for example 700000000000, 7e11 or 29.5."),
        ("1e24", "“1e24” is too large: numbers stay below 1e24."),
        ("1e999", "“1e999” is too large: numbers stay below 1e24."),
        ("-1e999", "“-1e999” is too large: numbers stay below 1e24."),
        ("1e-999", "“1e-999” is too fine: at most six digits stand after the point."),
        ("0.0000001", "“0.0000001” is too fine: at most six digits stand after the point."),
        ("1e9999", "“1e9999” is not a number. Write for example 700000000000, 7e11 or 29.5."),
        ("9" * 200, f"“{'9' * 200}” is too large: numbers stay below 1e24."),
    ],
)
@pytest.mark.parametrize("name", ["value", "value_min", "value_max"])
def test_numbers_are_read_strictly(refusal, name, value, reason):
    assert refusal("figures/", unit="money", **{name: value}) == (name, reason, [])


@pytest.mark.parametrize("name", ["value", "value_min", "value_max"])
def test_a_value_needs_an_indicator_or_a_unit(refusal, name):
    assert refusal("figures/", **{name: "7e11"}) == (
        name,
        f"“{name}” needs “indicator” or “unit” beside it: numbers of different measures cannot be compared.",
        ["indicator", "unit"],
    )


@pytest.mark.parametrize(
    ("section", "name", "value", "start"),
    [
        ("figures", "period_from", "2023-13", '"2023-13" has no such month'),
        ("figures", "period_to", "..", '".." is not a date that can be read'),
        ("events", "date_from", "2012/..", "“2012/..” is open at one end"),
        ("policies", "published_to", "yesterday", '"YESTERDAY" is not a date that can be read'),
        ("targets", "on", "2021", "“2021” is not one day. Write for example 2023-10-15."),
        ("parks", "on", "2021-02-30", '"2021-02-30" is not a day of the calendar'),
    ],
)
def test_dates_are_read_strictly(refusal, section, name, value, start):
    parameter, reason, _nearest = refusal(f"{section}/", **{name: value})
    assert parameter == name
    assert reason.startswith(start)


def test_a_period_in_reverse_is_refused(refusal):
    assert refusal("events/", date_from="2025", date_to="2024-12") == (
        "date_from",
        "The period ends before it begins: put the earlier date in “date_from”.",
        [],
    )


def test_a_day_without_what_it_qualifies_is_refused(refusal):
    assert refusal("parks/", on="2023-10-15") == (
        "on",
        "“on” needs “within” beside it: it is the day on which one park contained another.",
        ["within"],
    )


@pytest.mark.parametrize("limit", ["0", "-1", "201", "1000", "ten", "1e2", "1.5", "٥", "007 "])
def test_a_page_has_1_to_200_entries(refusal, limit):
    assert refusal("parks/", limit=limit)[0::2] == ("limit", ["50", "200"])


def test_booleans_are_true_or_false(refusal):
    assert refusal("sources/", machine_written="maybe") == (
        "machine_written",
        "“maybe” is neither true nor false.",
        ["true", "false"],
    )


def test_too_many_words_are_refused(refusal):
    assert refusal("parks/", q="a b c d e f g h i") == ("q", "Search for at most 8 words.", [])


def parameters(viewset):
    return [*viewset.filterset_class.base_filters, "cursor", "limit", "lang"]


NASTY = {
    "nul": "%00",
    "nul inside": "a%00b",
    "control": "%1B[2J",
    "surrogate": "%ED%A0%80",
    "broken UTF-8": "%FF%FE",
    "long": "x" * 10_000,
    "deep": "%5B" * 5000,
    "quote": "'%22%3B--",
    "percent": "%25%25%28x%29s",
    "long slug": "a" * 200,
    "colons": "park:park:park:",
}


@pytest.mark.parametrize("section", SECTIONS)
@pytest.mark.django_db
def test_no_value_of_any_parameter_breaks_a_list(section):
    client = Client(raise_request_exception=True)
    viewset = next(viewset for viewset in VIEWSETS if viewset.section == section)
    for name in parameters(viewset):
        for kind, value in NASTY.items():
            response = client.get(f"/api/v1/{section}/?{name}={value}")
            allowed = (200, 400) if name == "q" else (400,)
            assert response.status_code in allowed, (name, kind, response.status_code)
            if kind in ("nul", "nul inside", "surrogate", "broken UTF-8", "long", "deep", "control"):
                assert response.status_code == 400, (name, kind)
                assert response.json()["parameters"][0]["parameter"] == name


@pytest.mark.django_db
def test_a_nasty_parameter_name_is_refused(client):
    for name in (
        "%00",
        "a%00",
        "x" * 10_000,
        "%ED%A0%80",
        "record__is_public",
        "private_text",
        "is_public",
        "pk__in",
        "format",
    ):
        response = client.get(f"/api/v1/parks/?{name}=1")
        assert response.status_code == 400, name
        assert len(response.content) < 1500


@pytest.mark.django_db
def test_more_parameters_than_can_be_read_are_refused(client):
    response = client.get("/api/v1/parks/?" + "&".join(f"a{number}=1" for number in range(3000)))
    assert (response.status_code, response.headers["Content-Type"]) == (400, "application/problem+json")


@pytest.mark.django_db
def test_an_entry_takes_only_its_own_parameters(client):
    make.make_park(name_en="Haidian Park", public=True)
    response = client.get("/api/v1/parks/haidian-park/?limit=5")
    (error,) = response.json()["parameters"]
    assert (response.status_code, error["parameter"], error["nearest"]) == (400, "limit", ["lang"])


LOOKUPS = ("", "__icontains", "__isnull", "__in", "__gt", "__regex")


def columns(model, depth):
    """Every way through the models from `model`, `depth` relations deep, as lookup paths."""
    for field in model._meta.get_fields():
        name = (
            field.name if not (field.auto_created and not field.concrete) else field.get_accessor_name() or field.name
        )
        yield field.name
        yield name
        if field.is_relation and field.related_model and depth:
            yield from (f"{field.name}__{path}" for path in columns(field.related_model, depth - 1))


@pytest.mark.parametrize("viewset", VIEWSETS, ids=SECTIONS)
@pytest.mark.django_db
def test_no_column_can_be_asked_for_but_by_its_filter(viewset):
    allowed = {*viewset.filterset_class.base_filters, "cursor", "limit"}
    paths = {
        f"{path}{lookup}" for path in columns(viewset.filterset_class._meta.model, 1) for lookup in LOOKUPS
    } - allowed
    asked = QueryDict(mutable=True)
    asked.update(dict.fromkeys(paths, "1"))
    refused = {problem.parameter for problem in viewset.filterset_class(asked).problems()}
    assert len(paths) > 150
    assert refused >= {path[:60] for path in paths}


@pytest.mark.parametrize(
    "order",
    ["is_public", "private_text", "updated_at", "record__is_public", "?", "pk", "-pk", "sort_key", "--name", "name,pk"],
)
@pytest.mark.django_db
def test_no_column_can_be_ordered_by_but_by_its_order(refusal, order):
    for section in ("parks", "sources"):
        parameter, _reason, _nearest = refusal(f"{section}/", ordering=order)
        assert parameter == "ordering"
