"""What holds at every address: methods, errors, languages, headers."""

import pytest

from config.api import VIEWSETS
from tests import factories as make

NOTHING = {"type": "about:blank", "title": "Not Found", "status": 404, "detail": "There is nothing at this address."}
SECTIONS = [viewset.section for viewset in VIEWSETS]


def test_the_root_names_every_list(api):
    assert list(api("")) == [*SECTIONS, "search", "suggest", "openapi", "docs"]
    assert api("")["parks"] == "http://testserver/api/v1/parks/"


@pytest.mark.parametrize("section", SECTIONS)
def test_every_list_answers_empty(api, section):
    assert api(f"{section}/") == {"results": [], "next": None, "previous": None}


@pytest.mark.parametrize(
    "path",
    [
        "xyz/", "xyz", "parks/nowhere/", "parks/00000000-0000-4000-8000-000000000000/", "parks/%00/", "parks/%ED%A0%80/",
        "parks/" + "a" * 3000 + "/", "figures/nowhere/", "figures/00000000-0000-4000-8000-000000000000/", "figures/%00/",
        "indicators/nowhere/", "indicators/%00/", "parks/haidian/members/", "%00", "parks/a.css/",
    ],
)  # fmt: skip
@pytest.mark.django_db
def test_nothing_is_answered_in_one_shape(client, path):
    response = client.get(f"/api/v1/{path}", headers={"accept-language": "en"})
    assert (response.status_code, response.headers["Content-Type"]) == (404, "application/problem+json")
    assert response.json() == NOTHING


@pytest.mark.django_db
def test_a_hidden_entry_is_answered_like_a_missing_one(client):
    park = make.make_park(name_en="Hidden Park")
    figure = make.make_figure()
    missing = client.get("/api/v1/parks/nowhere/")
    for path in (
        "parks/hidden-park",
        f"parks/{park.pk}",
        f"figures/{figure.pk}",
        f"indicators/{figure.indicator.code}",
    ):
        hidden = client.get(f"/api/v1/{path}/")
        assert (hidden.status_code, hidden.content, dict(hidden.headers)) == (
            404,
            missing.content,
            dict(missing.headers),
        )


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "PROPFIND"])
@pytest.mark.parametrize("path", ["parks/", "parks/nowhere/", "", "xyz/", "docs/", "openapi.json"])
@pytest.mark.django_db
def test_the_api_is_read_only(client, method, path):
    response = client.generic(method, f"/api/v1/{path}", data="[" * 1000, content_type="application/json")
    assert (response.status_code, response.headers["Content-Type"]) == (405, "application/problem+json")
    assert response.json()["detail"] == "This interface is read-only: use GET, HEAD or OPTIONS."
    assert "GET, HEAD, OPTIONS" in response.headers["Allow"]


@pytest.mark.django_db
def test_head_answers_like_get_without_a_body(client):
    make.make_park(public=True)
    got, head = client.get("/api/v1/parks/"), client.head("/api/v1/parks/")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["Content-Type"] == got.headers["Content-Type"] == "application/json"


@pytest.mark.django_db
def test_options_tell_nothing_of_what_is_there(client):
    make.make_park(name_en="Hidden Park")
    make.make_park(name_en="Open Park", public=True)
    answers = [client.options(f"/api/v1/parks/{slug}/") for slug in ("hidden-park", "open-park", "nowhere")]
    assert {answer.status_code for answer in answers} == {204}
    assert {answer.headers["Allow"] for answer in answers} == {"GET, HEAD, OPTIONS"}
    assert len({tuple(sorted(answer.headers.items())) for answer in answers}) == 1


@pytest.mark.django_db
def test_only_json_is_spoken(client):
    response = client.get("/api/v1/parks/", headers={"accept": "text/csv"})
    assert (response.status_code, response.headers["Content-Type"]) == (406, "application/problem+json")
    assert response.json()["detail"] == "The answers are JSON: ask for application/json."
    browser = "text/html,application/xhtml+xml,*/*;q=0.8"
    assert client.get("/api/v1/parks/", headers={"accept": browser}).headers["Content-Type"] == "application/json"


@pytest.mark.django_db
def test_other_sites_may_read_it_and_no_cookie_goes_out(client):
    for path in ("parks/", "parks/nowhere/", "openapi.json"):
        response = client.get(f"/api/v1/{path}")
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        assert not response.cookies


@pytest.mark.django_db
def test_an_address_without_its_last_slash_leads_to_the_list(client):
    response = client.get("/api/v1/parks?kind=zone")
    assert (response.status_code, response.headers["Location"]) == (301, "/api/v1/parks/?kind=zone")


def test_the_language_is_the_one_asked_for(api):
    make.make_park(name_en="Haidian Park", name_zh="海淀园", public=True)
    make.make_park(name_en="Only English", public=True)

    def named(query=None, accept=""):
        entry = api("parks/haidian-park/", headers={"accept-language": accept}, **(query or {}))
        return entry["name"], entry["name_en"], entry["name_zh"]

    assert named() == ("Haidian Park", "Haidian Park", "海淀园")
    assert named({"lang": "zh-hans"}) == ("海淀园", "Haidian Park", "海淀园")
    assert named(accept="fr, zh-CN;q=0.8, en;q=0.5")[0] == "海淀园"
    assert named({"lang": "en"}, accept="zh-CN")[0] == "Haidian Park"
    assert named(accept="fr")[0] == "Haidian Park"
    assert api("parks/only-english/", lang="zh-hans")["name"] == "Only English"


@pytest.mark.django_db
def test_a_cookie_of_the_pages_does_not_change_the_language(client, settings):
    make.make_park(name_en="Haidian Park", name_zh="海淀园", public=True)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "zh-hans"
    response = client.get("/api/v1/parks/haidian-park/")
    assert (response.json()["name"], response.headers["Content-Language"]) == ("Haidian Park", "en")
    assert "Accept-Language" in response.headers["Vary"]


def test_a_former_slug_redirects_and_keeps_the_query(client, api):
    park = make.make_park(name_en="Yizhuang Park", public=True)
    park.slug = "e-town"
    park.save()
    response = client.get("/api/v1/parks/yizhuang-park/?lang=zh-hans")
    assert (response.status_code, response.headers["Location"]) == (301, "/api/v1/parks/e-town/?lang=zh-hans")
    assert api(f"parks/{park.pk}/")["slug"] == "e-town"
    assert [entry["slug"] for entry in api("parks/", within="yizhuang-park")["results"]] == []


@pytest.mark.django_db
def test_the_former_slug_of_a_hidden_record_leads_nowhere(client):
    park = make.make_park(name_en="Yizhuang Park", public=True)
    park.slug = "e-town"
    park.save()
    type(park).objects.filter(pk=park.pk).update(is_public=False)
    assert client.get("/api/v1/parks/yizhuang-park/").json() == NOTHING


@pytest.mark.django_db
def test_an_organisation_of_the_neighbouring_section_redirects(client):
    make.make_organisation(name_en="Peking University", kind="university", public=True)
    response = client.get("/api/v1/companies/peking-university/")
    assert (response.status_code, response.headers["Location"]) == (301, "/api/v1/institutions/peking-university/")


def test_an_address_with_a_line_break_is_missing_in_the_shape_of_the_api(client, db):
    response = client.get("/api/v1/%0a")
    assert (response.status_code, response.headers["Content-Type"]) == (404, "application/problem+json")
