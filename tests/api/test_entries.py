"""The entry of a record holds all its public parts, and nothing of what is not public."""

import pytest

from tests import factories as make
from tests.api.world import TOKEN, hide_everywhere, world  # noqa: F401  (a fixture)

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry(api, world):  # noqa: F811
    """`entry("parks/campus")` in a world of public rows to which hidden ones are tied."""
    hide_everywhere(world)
    return lambda path: api(f"{path}/")


def slugs(cards):
    return [card["slug"] for card in cards]


def test_a_park(entry):
    park = entry("parks/campus")
    assert (park["record_kind"], park["slug"], park["kind"], park["level"]) == ("park", "campus", "park", None)
    assert (park["href"], park["page"]) == (
        "http://testserver/api/v1/parks/campus/",
        "http://testserver/en/parks/campus/",
    )
    assert park["region"]["slug"] == "haidian"
    assert [(row["parent"]["slug"], row["role"], row["period"]) for row in park["parents"]] == [("zone", "part", None)]
    assert slugs(park["ancestors"]) == ["zone"]
    assert park["children"] == []
    assert [(row["sector"]["slug"], row["role"]) for row in park["sectors"]] == [("robotics", "leading")]
    ladder = [(row["role"], row["is_tenancy"], row["organisation"], row["product"]) for row in park["presences"]]
    assert [(role, is_tenancy) for role, is_tenancy, _, _ in ladder] == [("tenant", True), ("supported", False)]
    assert (ladder[0][2]["slug"], ladder[0][3], ladder[1][2], ladder[1][3]["slug"]) == ("megvii", None, None, "qwen")
    assert [row["title"] for row in park["designations"]] == ["national AI industrialisation base"]
    assert [(row["policy"]["slug"], row["effect"]) for row in park["concerning_policies"]] == [("plan", "applies")]
    assert [name["kind"] for name in park["names"]] == ["brand"]
    assert len(park["figures"]) == 2
    assert [target["state"] for target in park["targets"]] == ["lapsed"]
    assert [claim["what"] for claim in park["counted_in"]] == ["distinctive industrial parks"]
    assert len(park["events"]) == len(park["statements"]) == 1
    assert slugs(park["briefings"]) == ["news"]
    assert [citation["source"]["slug"] for citation in park["citations"]] == ["report"]


def test_an_organisation(entry):
    firm = entry("companies/megvii")
    assert [(row["park"]["slug"], row["role"]) for row in firm["presences"]] == [("campus", "tenant")]
    assert firm["stakes_in"] == []
    assert [(row["owner"]["slug"], row["product"]["slug"], row["kind"]) for row in firm["stakes_held"]] == [
        ("megvii", "qwen", "owner")
    ]
    assert slugs(firm["products"]) == ["qwen"]
    assert [(row["person"]["slug"], row["title"]) for row in firm["roles"]] == [("he-fen", "Managing Director")]
    ministry = entry("institutions/ministry")
    assert [row["policy"]["slug"] for row in ministry["policies_issued"]] == ["plan"]
    assert slugs(ministry["schemes_issued"]) == ["hubs"]
    assert [row["designee"]["slug"] for row in ministry["designations_issued"]] == ["campus"]
    assert slugs(entry("institutions/daily")["sources_published"]) == ["report"]


def test_a_person_a_product_and_a_policy(entry):
    assert [row["organisation"]["slug"] for row in entry("people/he-fen")["roles"]] == ["megvii"]
    thing = entry("products/qwen")
    assert (thing["maker"]["slug"], [row["park"]["slug"] for row in thing["presences"]]) == ("megvii", ["campus"])
    policy = entry("policies/plan")
    assert [(row["organisation"]["slug"], row["as_printed"]) for row in policy["issuers"]] == [("ministry", "Beijing")]
    assert slugs(row["record"] for row in policy["concerns"]) == ["campus"]
    assert [rule["condition"] for rule in policy["rules"]] == ["Registered in the park for at least one year"]
    assert policy["relations"] == policy["relations_from"] == []
    assert [target["owner"]["slug"] for target in policy["policy_targets"]] == ["ministry"]


def test_a_scheme_and_a_batch(entry):
    scheme, batch = entry("schemes/hubs"), entry("batches/batch-one")
    assert (scheme["issuer"]["slug"], slugs(scheme["batches"])) == ("ministry", ["batch-one"])
    assert len(scheme["made"]) == len(batch["made"]) == 1
    (claim,) = batch["count_claims"]
    assert (claim["stated"], claim["named_count"], slugs(claim["named"])) == ("23", 1, ["campus"])
    assert (claim["figure"]["low"], claim["figure"]["high"]) == ("23", "23")


def test_a_source_names_what_rests_on_it_without_its_text(entry, world):  # noqa: F811
    source = entry("sources/report")
    assert source["publisher"]["slug"] == "daily"
    (quote,) = source["quotes"]
    assert quote["quote"] == world["citation"].quote
    resting = {(support["what"], support["id"]) for support in quote["supports"]}
    assert ("park", str(world["park"].pk)) in resting
    assert ("figure", str(world["figure"].pk)) in resting
    assert {"private_text", "text_hash"}.isdisjoint(source)
    assert source["descendants"] == []


def test_regions_sectors_and_briefings(entry):
    region = entry("regions/haidian")
    assert (slugs(region["parents"]), slugs(region["parks"]), slugs(region["organisations"])) == (
        ["china"], ["campus"], ["megvii"],
    )  # fmt: skip
    assert region["children"] == []
    assert len(region["figures_as_base"]) == 1
    sector = entry("sectors/robotics")
    assert [(row["park"]["slug"], row["role"]) for row in sector["park_sectors"]] == [("campus", "leading")]
    briefing = entry("briefings/news")
    assert (briefing["source"]["slug"], slugs(briefing["subjects"])) == ("report", ["campus"])
    assert [
        (block["kind"], block["author"], block["is_machine_made"], block["text"]) for block in briefing["blocks"]
    ] == [
        ("hook", "machine", True, "China makes Beijing a hub."),
    ]


def test_every_entry_of_a_list_leads_to_itself(api, world):  # noqa: F811
    hide_everywhere(world)
    lists = [address for name, address in api("").items() if name not in ("openapi", "docs")]
    seen = 0
    for address in lists:
        for listed in api(address.removeprefix("http://testserver/api/v1/"))["results"]:
            entry = api(listed["href"].removeprefix("http://testserver/api/v1/"))
            assert entry["id"] == listed["id"]
            assert TOKEN not in str(entry)
            seen += 1
    assert seen >= 20


def test_hidden_sides_of_public_rows_are_left_out(api):
    hidden = make.make_organisation(name_en="Hidden")
    statement = make.make_statement(speaker=hidden.record, about=[hidden.record], public=True)
    event = make.make_event(series=make.make_event(kind="series"), public=True)
    make.make_event_participant(event=event, record=hidden.record, as_printed="The hidden one")
    make.make_event_participant(event=event, record=None, as_printed="China")
    source = make.make_source(publisher=None, publisher_as_printed="CGTN", public=True)
    designation = make.make_designation(batch=None, issuer=hidden.record, designee=hidden.record, public=True)
    figure = make.make_figure(base=hidden.record, public=True)
    figure.further_citations.add(make.make_citation())
    role = make.make_role(organisation=hidden, public=True)
    shown = api(f"statements/{statement.pk}/")
    assert (shown["speaker"], shown["speaker_as_printed"], shown["about"]) == (None, "Managing Director Fen", [])
    shown = api(f"events/{event.pk}/")
    assert (shown["series"], [party["as_printed"] for party in shown["participants"]]) == (None, ["China"])
    assert api(f"sources/{source.slug}/")["publisher"] is None
    shown = api(f"designations/{designation.pk}/")
    assert (shown["issuer"], shown["designee"], shown["batch"]) == (None, None, None)
    shown = api(f"figures/{figure.pk}/")
    assert (shown["base"], shown["further_citations"]) == (None, [])
    assert api(f"people/{role.person.slug}/")["roles"][0]["organisation"] is None
