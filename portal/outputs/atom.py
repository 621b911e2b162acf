"""Atom feeds (RFC 4287). Ids are made of what never changes, moments are those of the feed of publications."""

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree import ElementTree

from django.http import HttpResponse

NAMESPACE = "http://www.w3.org/2005/Atom"
CONTENT_TYPE = "application/atom+xml; charset=utf-8"
AUTHOR = "ParkAtlas"
# The root of the ids of feeds: any UUID will do, but it must stay.
FEEDS = uuid.UUID("6f3a4ec2-7c0f-4d52-9d0e-5f2f0f6f5c11")
# A feed must say when it changed last; one without entries never did.
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Entry:
    """`key` is a UUID of its own; `url` the page of what it tells."""

    key: uuid.UUID
    title: str
    url: str
    updated: datetime
    published: datetime | None = None
    summary: str = ""
    category: str = ""


@dataclass(frozen=True)
class Feed:
    """`name` tells the feed from every other, whatever host serves it; `url` is its own address, `page` what it follows."""

    name: str
    title: str
    url: str
    page: str
    language: str
    entries: list

    @property
    def updated(self):
        return max((entry.updated for entry in self.entries), default=NEVER)


def entry_key(unit_id, *told_apart):
    """A stable id for what a feed tells of a unit: by language, or by the number of the change."""
    return uuid.uuid5(unit_id, "/".join(str(part) for part in told_apart))


def atom_response(feed):
    return HttpResponse(written(feed), content_type=CONTENT_TYPE)


def written(feed):
    root = ElementTree.Element("feed", {"xmlns": NAMESPACE, "xml:lang": feed.language})
    add(root, "id", uuid.uuid5(FEEDS, feed.name).urn)
    add(root, "title", feed.title)
    add(root, "updated", feed.updated.astimezone(UTC).isoformat())
    add(add(root, "author"), "name", AUTHOR)
    add(root, "link", rel="self", type="application/atom+xml", href=feed.url)
    add(root, "link", rel="alternate", type="text/html", href=feed.page, hreflang=feed.language)
    for entry in feed.entries:
        write_entry(add(root, "entry"), entry)
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)


def write_entry(element, entry):
    add(element, "id", entry.key.urn)
    add(element, "title", entry.title)
    add(element, "link", rel="alternate", type="text/html", href=entry.url)
    if entry.published:
        add(element, "published", entry.published.astimezone(UTC).isoformat())
    add(element, "updated", entry.updated.astimezone(UTC).isoformat())
    if entry.summary:
        add(element, "summary", entry.summary)
    if entry.category:
        add(element, "category", term=entry.category)


def add(parent, name, text=None, **attributes):
    child = ElementTree.SubElement(parent, name, attributes)
    child.text = text
    return child
