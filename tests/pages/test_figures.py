"""How one figure reads: hedge, kind, period, base, words as printed, and its evidence."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.template import Context, Template
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from core.clock import today
from core.dossiers import public_figures
from core.models import Figure, Source
from tests import factories as make

pytestmark = pytest.mark.django_db


def shown(figure, language="en"):
    """The figure as the pages show it, as HTML and as plain words."""
    found = public_figures().get(pk=figure.pk)
    with translation.override(language):
        html = Template("{% load records %}{% figure figure %}").render(Context({"figure": found}))
    return html, " ".join(re.sub(r"<[^>]+>", "", html).split())


def make_revenue(**values):
    return make.make_figure(
        public=True,
        **{
            "as_printed": "exceed the 10-trillion-yuan mark",
            "kind": "estimate",
            "period": "2025",
            "low": 10**13,
            "low_open": True,
            "high_open": True,
            "hedge": "over",
            **values,
        },
    )


def test_an_estimate_reads_as_one():
    html, text = shown(make_revenue())
    assert "over CNY 10 trillion (estimate, 2025)" in text
    assert '<b class="kind kind-estimate">estimate</b>' in html
    assert '<div class="figure figure-estimate">' in html


def test_a_period_that_is_not_stated_is_said_not_to_be():
    assert "over CNY 700 billion (actual, period not stated)" in shown(make.make_figure(public=True))[1]


def test_a_target_names_its_horizon_its_owner_and_its_state():
    figure = make.make_figure(
        public=True,
        kind="target",
        as_printed="at least 50 billion yuan",
        low=5 * 10**10,
        high_open=True,
        hedge="at_least",
    )
    make.make_target(figure=figure, horizon="2023-10/2025-10", horizon_as_printed="over the next three to five years")
    html, text = shown(figure)
    assert "at least CNY 50 billion (target, October 2023 to October 2025)" in text
    assert "Set bythe government of Yizhuang county" in text
    assert "To be reachedOctober 2023 to October 2025 (over the next three to five years)" in text
    assert '<strong class="state state-lapsed">lapsed without evidence</strong>' in html


@pytest.mark.parametrize("kind", Figure.Kind.values)
def test_every_kind_says_its_name(kind):
    figure = make.make_figure(public=True, kind=kind)
    with translation.override("en"):
        word = str(figure.get_kind_display())
    assert f'<b class="kind kind-{kind}">{word}</b>' in shown(figure)[0]


def test_population_base_note_and_wording_are_shown():
    beijing = make.make_region(public=True, name_en="Beijing")
    figure = make.make_figure(
        public=True,
        unit="percent",
        low=None,
        high=4,
        low_open=True,
        high_open=True,
        hedge="less_than",
        as_printed="less than four percent",
        base=beijing.record,
        base_as_printed="the city's total area",
        population_en="the zone",
        note_en="No area is printed.",
        is_cumulative=True,
        is_self_reported=True,
    )
    html, text = shown(figure)
    assert "less than 4% (actual, period not stated)" in text
    assert "Ofthe zone" in text
    assert "Share ofthe city&#x27;s total area Beijing" in text
    assert f'<a href="/en/regions/{beijing.slug}/">Beijing</a></dd>' in html
    assert '<dt>As printed</dt><dd><q lang="en">less than four percent</q></dd>' in html
    assert "Countedover all time so far" in text
    assert "Reported bythe subject, of itself" in text
    assert "No area is printed." in text


def test_a_hidden_base_is_shown_only_in_the_words_of_the_source():
    hidden = make.make_region(name_en="Secret")
    html, _ = shown(make.make_figure(public=True, unit="percent", base=hidden.record, base_as_printed="the whole"))
    assert "Secret" not in html and '<q lang="en">the whole</q>' in html


def test_the_evidence_is_one_step_away():
    source = make.make_source(public=True, name_en="A feature", publisher_as_printed="CGTN", published="2026-01-03")
    citation = make.make_citation(
        source=source,
        quote="Revenue was estimated to exceed 10 trillion.",
        locator="paragraph 4",
        attributed_to="the Bureau",
    )
    html, text = shown(make_revenue(citation=citation))
    summary = re.search(r"<summary>(.*?)</summary>", html, re.S)[1]
    assert " ".join(re.sub(r"<[^>]+>", "", summary).split()) == "Evidence: CGTN, 3 January 2026"
    assert '<blockquote lang="en"><p>Revenue was estimated to exceed 10 trillion.</p></blockquote>' in html
    assert "A feature, paragraph 4" in text
    assert "The source itself names for this: the Bureau" in text
    assert "The quote has not been checked against the text of the source." in text


def test_a_checked_quote_says_so():
    citation = make.make_citation(public=True)
    type(citation).objects.filter(pk=citation.pk).update(check_state="verified")
    assert "The quote was checked: it stands in the text of the source." in shown(make_revenue(citation=citation))[0]


def test_further_public_citations_are_shown():
    figure = make_revenue()
    figure.further_citations.add(make.make_citation(public=True, quote="A second paper agrees."))
    figure.further_citations.add(make.make_citation(quote="A hidden paper agrees."))
    html, _ = shown(figure)
    assert "A second paper agrees." in html and "A hidden paper agrees." not in html


def test_the_figure_reads_in_chinese():
    html, text = shown(make_revenue(population_en="enterprises"), "zh-hans")
    assert "超过10万亿元" in text
    assert "2025年" in text
    assert '<span lang="en">enterprises</span>' in html


def test_showing_a_figure_asks_nothing():
    figure = make_revenue()
    make.make_count_claim(figure=figure, members=[make.make_park(public=True).record])
    found = public_figures().get(pk=figure.pk)
    bare = Figure.objects.for_listing().get(pk=figure.pk)
    with CaptureQueriesContext(connection) as asked:
        for each in (found, bare):
            Template("{% load records %}{% figure figure show_subject=True %}").render(Context({"figure": each}))
    assert len(asked) == 0


def test_its_own_page_shows_both_ends_and_the_definition(client):
    figure = make_revenue(indicator=make.make_indicator(code="revenue", definition_en="Revenue of all enterprises."))
    html = client.get(f"/en/figures/{figure.pk}/").content.decode()
    text = " ".join(re.sub(r"<[^>]+>", " ", html).split())
    assert "Revenue of all enterprises." in text
    assert "Low end 10,000,000,000,000 (not included)" in text
    assert "High end left open" in text
    assert '<a href="/en/indicators/revenue/">' in html
    assert "<details open" in html.replace('class="evidence" open', "open")


def test_a_measure_that_may_be_compared_with_nothing_says_so(client):
    output = make.make_indicator(code="output-value")
    alike = make.make_indicator(code="output-growth", name_en="Output growth")
    unused = make.make_indicator(code="unused", name_en="Unused measure")
    output.comparable_with.add(alike, unused)
    lonely = make.make_indicator(code="revenue", family="revenue")
    for indicator in (output, alike, lonely):
        make.make_figure(public=True, indicator=indicator)
    html = client.get("/en/indicators/").content.decode()
    entry = html[html.index('id="revenue"') :]
    assert "nothing else: it never shares an axis or a series with another measure" in entry
    assert '<a href="#output-growth">Output growth</a>' in html
    assert "Unused measure" not in html


def evidence_of(**source):
    citation = make.make_citation(source=make.make_source(public=True, **source), public=True)
    return shown(make_revenue(citation=citation))[1]


@pytest.mark.parametrize(
    ("dates", "said"),
    [
        (("2026-01-03", date(2026, 1, 4)), "Read on 4 January 2026, 1 day after its publication."),
        (("2026-01-03", date(2026, 3, 10)), "Read on 10 March 2026, 66 days after its publication."),
        (("2026-01", date(2026, 2, 10)), "Read on 10 February 2026, at least 10 days after its publication."),
    ],
)
def test_the_evidence_says_how_long_after_publication_it_was_read(dates, said):
    published, read = dates
    assert said in evidence_of(published=published, retrieved_on=read)


@pytest.mark.parametrize("dates", [("", date(2026, 2, 10)), ("2026-01-03", None), ("2026-06-01", date(2026, 2, 10))])
def test_no_delay_is_made_up(dates):
    published, read = dates
    assert "its publication" not in evidence_of(published=published, retrieved_on=read)


@pytest.mark.parametrize(
    ("days", "said"),
    [(None, "It is not known when"), (0, "Last looked at today."), (30, "Last looked at 30 days ago.")],
)
def test_the_evidence_says_when_its_source_was_last_looked_at(days, said):
    checked = None if days is None else today() - timedelta(days=days)
    assert said in evidence_of(checked_on=checked)


def test_the_evidence_names_the_way_to_the_original(client):
    paper = make.make_source(public=True, name_en="Evening paper", publisher_as_printed="Evening News")
    site = make.make_source(public=True, name_en="Portal", origin=paper, origin_relation="translation")
    copy = make.make_source(public=True, name_en="Copy", origin=site, origin_relation="syndication")
    figure = make_revenue(citation=make.make_citation(source=copy, public=True))
    for path in (f"/en/figures/{figure.pk}/", "/en/figures/", figure.subject.get_absolute_url()):
        text = " ".join(re.sub(r"<[^>]+>", "", client.get(path).content.decode()).split())
        assert "Syndicated from: Portal (" in text, path
        assert "which goes back to: Evening paper (Evening News" in text, path


def test_a_hidden_original_ends_the_way(client):
    hidden = make.make_source(name_en="Secret paper", publisher_as_printed="Secret Press")
    site = make.make_source(public=True, name_en="Portal")
    Source.objects.filter(pk=site.pk).update(origin=hidden, origin_relation="translation")
    figure = make_revenue(citation=make.make_citation(source=site, public=True))
    html = client.get(f"/en/figures/{figure.pk}/").content.decode()
    assert "Secret" not in html and "Translation of" not in html
