"""A page is cited with the number and the day of its version; cards and frames show what the page shows."""

import io
import json
import re

import pytest
from django.test import override_settings
from django.utils.formats import date_format
from django.utils.timezone import localtime
from PIL import Image

from editorial.models import Change
from portal.outputs import cards
from portal.outputs.citing import escaped
from tests import factories as make

pytestmark = pytest.mark.django_db


def version_of(unit):
    entry = Change.objects.filter(unit_id=unit.pk).last()
    return entry.number, localtime(entry.at).date()


def test_a_page_says_how_to_cite_its_version(client):
    park = make.make_park(public=True, name_en="Zone")
    number, day = version_of(park)
    html = client.get("/en/parks/zone/").content.decode()
    line = f"“Zone”. ParkAtlas, version {number} of {date_format(day)}. http://testserver/en/parks/zone/"
    assert f'<p class="citation-line">{line}</p>' in html
    assert 'href="/en/parks/zone.bib"' in html and 'href="/en/parks/zone.csl.json"' in html
    assert (
        "&lt;iframe src=&quot;http://testserver/embed/en/parks/zone/&quot; title=&quot;Zone on ParkAtlas&quot;" in html
    )


def test_bibtex(fetch):
    park = make.make_park(public=True, name_en="R&D_100% {Zone}", slug="zone")
    number, day = version_of(park)
    month = "jan feb mar apr may jun jul aug sep oct nov dec".split()[day.month - 1]  # noqa: SIM905
    assert fetch("/en/parks/zone.bib").decode() == (
        "@misc{parkatlas-parks-zone,\n"
        "  author = {{ParkAtlas}},\n"
        r"  title = {{R\&D\_100\% \{Zone\}}}," + "\n"
        f"  year = {{{day.year}}},\n  month = {month},\n  note = {{Version {number}}},\n"
        "  url = {http://testserver/en/parks/zone/},\n  language = {en}\n}\n"
    )
    assert escaped("a\\b~^#$") == r"a\textbackslash{}b\textasciitilde{}\textasciicircum{}\#\$"


def test_csl_json(fetch):
    figure = make.make_figure(public=True)
    number, day = version_of(figure)
    (item,) = json.loads(fetch(f"/zh-hans/figures/{figure.pk}.csl.json"))
    assert (item["type"], item["version"], item["language"]) == ("dataset", str(number), "zh-Hans")
    assert item["issued"] == {"date-parts": [[day.year, day.month, day.day]]}
    assert item["URL"] == f"http://testserver/zh-hans/figures/{figure.pk}/"


@pytest.mark.parametrize("ending", [".bib", ".csl.json", ".atom"])
def test_what_is_hidden_is_not_cited(ending, fetch):
    make.make_park(name_en="Hidden")
    figure = make.make_figure()
    assert fetch(f"/en/parks/hidden{ending}", expect=404) == fetch(f"/en/parks/absent{ending}", expect=404)
    absent = "00000000-0000-4000-8000-000000000000"
    assert fetch(f"/en/figures/{figure.pk}{ending}", expect=404) == fetch(f"/en/figures/{absent}{ending}", expect=404)


def picture(body):
    return Image.open(io.BytesIO(body)).convert("RGB")


def test_a_card_is_a_picture_of_the_usual_size(fetch):
    make.make_park(public=True, name_en="Zone", summary_en="A zone in Beijing.")
    one, again = (fetch("/cards/en/parks/zone.png") for _ in range(2))
    assert one == again and one.startswith(b"\x89PNG")
    assert picture(one).size == (1200, 630) == picture(fetch("/cards/zh-hans/site.png")).size
    make.make_park(public=True, name_en="Zone B", summary_en="A zone in Beijing.")
    assert fetch("/cards/en/parks/zone-b.png") != one
    make.make_park(name_en="Hidden")
    fetch("/cards/en/parks/hidden.png", expect=404)
    figure = make.make_figure(public=True)
    assert picture(fetch(f"/cards/en/figures/{figure.pk}.png")).size == (1200, 630)


def test_a_name_that_the_font_does_not_know_is_left_out(fetch):
    """Empty boxes would be drawn for it: the English name stands alone, or the site's."""
    assert cards.drawable("Zhōngguāncūn – “Zone”") and not cards.drawable("中关村")
    make.make_park(public=True, name_en="Zone", name_zh="园区", slug="both", kind="zone")
    make.make_park(public=True, name_en="Zone", slug="english", kind="zone")
    assert fetch("/cards/zh-hans/parks/both.png") == fetch("/cards/zh-hans/parks/english.png")


def test_a_font_that_cannot_be_read_is_replaced(fetch, caplog):
    make.make_park(public=True, name_en="Zone")
    before = fetch("/cards/en/parks/zone.png")
    with override_settings(CARD_FONT="/no/such/font.ttf"):
        cards.loaded.cache_clear()
        assert fetch("/cards/en/parks/zone.png") == before
    assert "CARD_FONT names no font file that can be read" in caplog.text


def test_a_long_name_is_cut_within_the_card():
    for text in ("word " * 200, "x" * 600):
        lines = cards.wrapped(text, cards.TITLE, 3)
        assert len(lines) == 3 and lines[-1].endswith("…")
        assert all(cards.font(cards.TITLE).getlength(line) <= 1200 - 2 * cards.MARGIN for line in lines)


def test_the_card_for_frames_is_small_and_whole(client):
    park = make.make_park(public=True, name_en="Zone", name_zh="园区", summary_en="A <b>zone</b>.")
    make.make_figure(public=True, subject=park.record, kind="target", period="2030")
    response = client.get("/embed/en/parks/zone/")
    html = response.content.decode()
    assert "A &lt;b&gt;zone&lt;/b&gt;." in html and "over CNY 700 billion" in html
    assert re.search(r'<b class="kind kind-target">target</b>', html)
    assert html.count("<h1>") == 1 and "<script" not in html and '<html lang="en">' in html
    assert '<a href="http://testserver/en/parks/zone/" target="_blank" rel="noopener">' in html
    assert '<html lang="zh-Hans">' in client.get("/embed/zh-hans/parks/zone/").content.decode()
    make.make_park(name_en="Hidden")
    assert client.get("/embed/en/parks/hidden/").status_code == 404
