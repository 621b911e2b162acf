"""Pages in the words of schema.org (JSON-LD). It says nothing that the page does not; intervals stay intervals."""

import re
from datetime import date

from companies.models import Organisation, Person, Product
from core import edtf
from core.models import Region, Sector, Source, Unit
from core.templatetags.records import html_lang
from parks.models import Park, Scheme
from policies.models import Policy
from portal.models import Briefing
from portal.outputs.sections import address_of, summary_of, title_of

CONTEXT = "https://schema.org"
SITE = {"@type": "Organization", "name": "ParkAtlas"}
# What ISO 8601 knows of the partial dates here: a year, a month, a day.
PLAIN_DATE = re.compile(r"[0-9]{4}(-(0[1-9]|1[0-2])(-[0-9]{2})?)?")
ORGANISATION_TYPES = {
    "public_body": "GovernmentOrganization",
    "university": "CollegeOrUniversity",
    "institute": "ResearchOrganization",
    "publisher": "NewsMediaOrganization",
}
SERVICES = {"programme", "measure", "support"}
# UN/CEFACT common codes, which schema.org asks for.
UNIT_CODES = {
    Unit.PERCENT: "P1",
    Unit.SQUARE_KILOMETRE: "KMK",
    Unit.SQUARE_METRE: "MTK",
    Unit.HECTARE: "HAR",
    Unit.KILOMETRE: "KMT",
    Unit.TONNE: "TNE",
    Unit.MEGAWATT: "MAW",
    Unit.YEAR: "ANN",
    Unit.DAY: "DAY",
    Unit.HOUR: "HUR",
    Unit.MINUTE: "MIN",
    Unit.SECOND: "SEC",
}
MOST_OBSERVATIONS = 40


def of_record(page, dossier):
    """The graph of a record's page: the page, what it is about, and its figures. `page` is a PageAddress."""
    record = dossier.record
    subject = {"@id": f"{page.url}#it", **thing(page, dossier)}
    graph = [
        web_page(page, title_of(record), subject["@id"], [source_work(page, one) for one in dossier.sources]),
        subject,
    ]
    claimed = [claim.figure for claim in dossier.count_claims]
    figures = {figure.pk: figure for figure in [*dossier.figures, *claimed]}.values()
    graph += [observation(page, figure, subject["@id"]) for figure in list(figures)[:MOST_OBSERVATIONS]]
    return {"@context": CONTEXT, "@graph": graph}


def of_figure(page, figure):
    """One figure as a data set of one observation, with the document it is from."""
    subject = {
        "@type": "Thing",
        "name": str(figure.subject.name),
        "url": page.absolute(figure.subject.get_absolute_url()),
    }
    source = source_work(page, figure.citation.source)
    data = {
        "@type": "Dataset",
        "@id": f"{page.url}#data",
        "name": title_of(figure),
        "description": f"{title_of(figure)}. {figure.citation.quote}"[:4999],
        "url": page.url,
        "creator": SITE,
        "inLanguage": page.html_language,
        "isAccessibleForFree": True,
        "about": subject,
        "variableMeasured": str(figure.indicator.name),
        "citation": source,
        "mainEntity": {"@id": f"{page.url}#it"},
        **temporal(figure, "temporalCoverage"),
    }
    found = observation(page, figure, None) | {"@id": f"{page.url}#it", "observationAbout": subject}
    return {"@context": CONTEXT, "@graph": [web_page(page, title_of(figure), data["@id"], [source]), data, found]}


def of_fact(page, fact):
    """An event, statement or designation: the page with the document it is from."""
    return {"@context": CONTEXT, **web_page(page, title_of(fact), None, [source_work(page, fact.citation.source)])}


def of_list(page, title, rows, *, table):
    """A list: the entries of the page shown, and where the whole of it is as data. `table` is its path."""
    items = [
        {"@type": "ListItem", "position": number, "name": title_of(row), "url": page.absolute(address_of(row))}
        for number, row in enumerate(rows, start=1)
    ]
    data = {
        "@type": "Dataset",
        "name": f"ParkAtlas: {title}",
        "description": str(page.description),
        "creator": SITE,
        "isAccessibleForFree": True,
        "url": page.url,
        "distribution": {"@type": "DataDownload", "encodingFormat": "text/csv", "contentUrl": page.absolute(table)},
    }
    shown = {"@type": "ItemList", "itemListElement": items}
    return {
        "@context": CONTEXT,
        "@graph": [{"@type": "CollectionPage", **about_page(page, title), "mainEntity": shown}, data],
    }


def of_front(page):
    find = {"@type": "EntryPoint", "urlTemplate": page.absolute(f"/{page.language}/search/?q={{words}}")}
    action = {"@type": "SearchAction", "target": find, "query-input": "required name=words"}
    return {
        "@context": CONTEXT,
        "@type": "WebSite",
        **about_page(page, "ParkAtlas"),
        "publisher": SITE,
        "potentialAction": action,
    }


def about_page(page, title):
    return {"@id": page.url, "url": page.url, "name": title, "inLanguage": page.html_language}


def web_page(page, title, main, citations):
    node = {"@type": "WebPage", **about_page(page, title), "publisher": SITE}
    if main:
        node["mainEntity"] = {"@id": main}
    return node | ({"citation": citations} if citations else {})


def thing(page, dossier):
    """What a record is, in a node without id."""
    record = dossier.record
    node = {"name": title_of(record), "url": page.url, "identifier": str(record.pk)}
    if other := [name for name in (record.name_en, record.name_zh) if name and name != str(record.name)]:
        node["alternateName"] = other
    if summary := summary_of(record):
        node["description"] = summary
    for model, describe in DESCRIPTIONS.items():
        if isinstance(record, model):
            return {**node, **describe(page, dossier)}
    return {"@type": "Thing", **node}


def described_park(page, dossier):
    record = dossier.record
    around = [membership.parent for membership in dossier.parents if membership.role != membership.Role.ASSOCIATED]
    around += [record.region] if record.region else []
    return {"@type": "Place"} | listed(
        "containedInPlace", [linked(page, "Place", one) for one in around if one.is_public]
    )


def described_region(page, dossier):
    above = [linked(page, "AdministrativeArea", region) for region in dossier.parents[-1:]]
    return {"@type": "AdministrativeArea"} | listed("containedInPlace", above)


def described_organisation(page, dossier):
    record = dossier.record
    node = {"@type": ORGANISATION_TYPES.get(record.kind, "Organization")}
    if record.website:
        node["sameAs"] = record.website
    owners = [stake.owner for stake in dossier.stakes_in if stake.kind == "owner" and stake.owner.is_public]
    return node | listed("parentOrganization", [linked(page, "Organization", owner) for owner in owners])


def described_person(page, dossier):
    roles = [role for role in dossier.roles if role.organisation and role.organisation.is_public]
    node = {"@type": "Person"} | listed("jobTitle", [str(role.title) for role in dossier.roles if str(role.title)])
    return node | listed("worksFor", [linked(page, "Organization", role.organisation) for role in roles])


def described_product(page, dossier):
    maker = dossier.record.maker
    shown = {"manufacturer": linked(page, "Organization", maker)} if maker and maker.is_public else {}
    return {"@type": "Product"} | shown


def described_policy(page, dossier):
    record = dossier.record
    issuers = [
        linked(page, "Organization", one.record) for one in dossier.issuers if one.record and one.record.is_public
    ]
    areas = [linked(page, "Place", one.record) for one in dossier.concerns if is_area(one.record)]
    if record.kind in SERVICES:
        return {"@type": "GovernmentService"} | listed("provider", issuers) | listed("areaServed", areas)
    node = {"@type": "Legislation", "legislationType": record.get_kind_display()}
    if record.number_as_printed:
        node["legislationIdentifier"] = record.number_as_printed
    node |= plain_date("legislationDate", record.signed or record.published) | plain_date(
        "datePublished", record.published
    )
    return node | listed("legislationPassedBy", issuers) | listed("spatialCoverage", areas)


def is_area(record):
    return record.is_public and record.kind in ("park", "region")


def described_scheme(page, dossier):
    issuer = dossier.record.issuer
    shown = {"provider": linked(page, "Organization", issuer)} if issuer and issuer.is_public else {}
    return {"@type": "GovernmentService"} | shown


def described_sector(page, dossier):
    return {"@type": "DefinedTerm", "termCode": dossier.record.slug}


def described_source(page, dossier):
    return source_work(page, dossier.record)


def described_briefing(page, dossier):
    record = dossier.record
    node = {
        "@type": "Article",
        "headline": title_of(record)[:110],
        "inLanguage": page.html_language,
        "author": SITE,
        "publisher": SITE,
        "isBasedOn": source_work(page, record.source),
        "mainEntityOfPage": page.url,
        **plain_date("datePublished", record.date),
    }
    if record.reading_seconds:
        node["timeRequired"] = f"PT{record.reading_seconds}S"
    return node | listed("about", [linked(page, "Thing", card) for card in dossier.subjects])


DESCRIPTIONS = {
    Park: described_park,
    Region: described_region,
    Organisation: described_organisation,
    Person: described_person,
    Product: described_product,
    Policy: described_policy,
    Scheme: described_scheme,
    Sector: described_sector,
    Source: described_source,
    Briefing: described_briefing,
}


def listed(name, values):
    return {name: values} if values else {}


def linked(page, kind, record):
    return {"@type": kind, "name": str(record.name), "url": page.absolute(record.get_absolute_url())}


def source_work(page, source):
    """The document as a CreativeWork, with the page that shows it here and where it stands itself."""
    node = {
        "@type": "CreativeWork",
        "name": str(source.name),
        "url": page.absolute(source.get_absolute_url()),
        "inLanguage": html_lang(source.language),
        **plain_date("datePublished", source.published),
    }
    if source.url:
        node["sameAs"] = source.url
    if source.publisher and source.publisher.is_public:
        node["publisher"] = {"@type": "Organization", "name": str(source.publisher.name)}
    return node


def plain_date(name, text):
    """A date as ISO 8601 where it is one year, month or day; nothing where it is vaguer."""
    return {name: text} if PLAIN_DATE.fullmatch(text) else {}


def temporal(figure, name):
    """The period as ISO 8601, an interval with a slash; nothing where the source gives none, or only about."""
    if PLAIN_DATE.fullmatch(figure.period):
        return {name: figure.period}
    period = edtf.parse(figure.period)
    if not period.text or period.approximate or period.uncertain:
        return {}
    return {name: f"{known(period.earliest)}/{known(period.latest)}"}


def known(day):
    """An end of a period; `..` where it is open."""
    return ".." if day in (date.min, date.max) else day.isoformat()


def observation(page, figure, about):
    """A figure as an Observation: `value` only where the source states one value, else the ends that it states."""
    node = {
        "@type": "Observation",
        "@id": page.absolute(f"/{page.language}/figures/{figure.pk}/") + "#it",
        "name": f"{figure.indicator.name}: {figure.display()} ({figure.get_kind_display()})",
        "measuredProperty": {"@type": "Property", "name": str(figure.indicator.name)},
        "url": page.absolute(f"/{page.language}/figures/{figure.pk}/"),
        **stated_value(figure),
        **stated_unit(figure),
        **temporal(figure, "observationDate"),
        "additionalProperty": [
            {"@type": "PropertyValue", "propertyID": "kind", "value": figure.kind},
            {"@type": "PropertyValue", "propertyID": "hedge", "value": figure.hedge or "none"},
            {"@type": "PropertyValue", "propertyID": "as_printed", "value": figure.as_printed},
            {"@type": "PropertyValue", "propertyID": "has_derived_ends", "value": figure.has_derived_ends},
        ],
    }
    return node | ({"observationAbout": {"@id": about}} if about else {})


def stated_value(figure):
    if figure.low is not None and figure.low == figure.high:
        return {"value": number(figure.low)}
    ends = {"minValue": figure.low, "maxValue": figure.high}
    return {name: number(end) for name, end in ends.items() if end is not None}


def stated_unit(figure):
    if figure.unit == Unit.MONEY:
        return {"unitText": figure.currency, "unitCode": figure.currency}
    code = UNIT_CODES.get(figure.unit)
    return {"unitText": str(figure.get_unit_display())} | ({"unitCode": code} if code else {})


def number(amount):
    """An exact amount as a number of JSON."""
    return int(amount) if amount == amount.to_integral_value() else float(amount)
