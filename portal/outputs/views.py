"""Tables, feeds, citations, cards, embeddable pages and maps of the site, each a view of a few lines."""

import json

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import TemplateView

from core.filters import Problem, printable
from core.references import nearest
from editorial.bilingual import reading_language
from editorial.past import history_of
from portal.outputs import sitemaps, weeks
from portal.outputs.atom import FEEDS, Entry, Feed, atom_response, entry_key
from portal.outputs.cards import card
from portal.outputs.changes import Told, newest, newest_rows
from portal.outputs.citing import bibtex, cited, csl, last_change_of
from portal.outputs.pages import UnitView, origin_of, page_address, serializer_context
from portal.outputs.sections import LISTS, address_of, summary_of, title_of, unit_model
from portal.outputs.tables import columns, csv_lines
from portal.sections import SECTION_TITLES

ENTRIES = 50
WEEKS_IN_FEED = 12
FIGURES_IN_EMBED = 3
MONTHS_UNTIL_EXPIRY = 6


class PublicOutput(View):
    http_method_names = ["get", "head", "options"]


# Lists


class ListTable(PublicOutput):
    """A whole list as CSV, narrowed and ordered by the address like its page; `bom=true` puts a byte order mark first."""

    def get(self, request, section):
        viewset = LISTS[section]
        asked = viewset.filterset_class(
            request.GET, queryset=viewset().get_queryset(), request=request, also=["bom"], paged=False
        )
        bom = asked.data.get("bom", "false")
        problems = asked.problems() or bom_problems(bom)
        if problems:
            return answer_for_problems(request, section, problems)
        headers = {"Content-Disposition": f'attachment; filename="parkatlas-{section}.csv"'}
        lines = csv_lines(
            section, asked, serializer_context(request), language=reading_language(), with_bom=bom == "true"
        )
        return StreamingHttpResponse(
            [] if request.method == "HEAD" else lines, content_type="text/csv; charset=utf-8", headers=headers
        )


def bom_problems(value):
    if value in ("true", "false"):
        return []
    message = _("“%(value)s” is neither true nor false.") % {"value": printable(value)}
    return [Problem("bom", message, tuple(nearest(value, ["true", "false"], limit=1, likeness=0)))]


def answer_for_problems(request, section, problems):
    context = {"problems": problems, "section": section, "title": SECTION_TITLES[section]}
    return render(request, "portal/output_problems.html", context, status=400)


class ColumnsPage(TemplateView):
    """What the columns of the tables mean."""

    http_method_names = ["get", "head", "options"]
    template_name = "portal/columns.html"

    def get_context_data(self, **kwargs):
        tables = [(section, SECTION_TITLES[section], columns(section)) for section in LISTS]
        return super().get_context_data(tables=tables, **kwargs)


class ListFeed(PublicOutput):
    """The rows of a list that were published or changed last, narrowed by the address like its page."""

    def get(self, request, section):
        viewset = LISTS[section]
        asked = viewset.filterset_class(request.GET, request=request, paged=False)
        if problems := asked.problems():
            return answer_for_problems(request, section, problems)
        language = reading_language()
        query = asked.query(ordering=None)
        listed = reverse(f"{section}:list") + (f"?{query}" if query else "")
        return atom_response(
            Feed(
                name=f"{language}/{section}?{query}",
                title=f"ParkAtlas: {SECTION_TITLES[section]}",
                url=request.build_absolute_uri(),
                page=request.build_absolute_uri(listed),
                language=page_address(request).html_language,
                entries=[
                    row_entry(request, row, change, language)
                    for row, change in newest_rows(asked.qs, unit_model(section)._meta.label_lower, ENTRIES)
                ],
            )
        )


def row_entry(request, row, change, language):
    return Entry(
        key=entry_key(change.unit_id, language),
        title=title_of(row),
        url=request.build_absolute_uri(address_of(row)),
        updated=change.at,
        published=getattr(getattr(row, "figure", row), "published_at", None),
        summary=summary_of(row),
    )


# Changes


class SiteFeed(PublicOutput):
    """What was published, changed and withdrawn last on the whole site."""

    def get(self, request):
        language = reading_language()
        return atom_response(
            Feed(
                name=f"{language}/changes",
                title=_("ParkAtlas: what is new"),
                url=request.build_absolute_uri(),
                page=request.build_absolute_uri(reverse("home")),
                language=page_address(request).html_language,
                entries=[change_entry(request, one, language) for one in newest(ENTRIES)],
            )
        )


def change_entry(request, one, language):
    return Entry(
        key=entry_key(one.change.unit_id, one.change.number, language),
        title=one.title,
        url=request.build_absolute_uri(address_of(one.unit)),
        updated=one.change.at,
        summary=one.what,
        category=one.change.action,
    )


class UnitFeed(UnitView):
    """The public history of one page."""

    name = "outputs:unit-feed"

    def answer(self, request, section, unit):
        language = reading_language()
        path = address_of(unit)
        return atom_response(
            Feed(
                name=f"{language}/{section}/{unit.pk}",
                title=_("ParkAtlas: changes of “%(title)s”") % {"title": title_of(unit)},
                url=request.build_absolute_uri(),
                page=request.build_absolute_uri(path),
                language=page_address(request).html_language,
                entries=[change_entry(request, Told(change, unit), language) for change in history_of(unit.pk)],
            )
        )


# Citations and cards


class UnitCitation(UnitView):
    """How to cite one page, for programs that keep references."""

    def answer(self, request, section, unit):
        return self.written(cited_unit(request, section, unit, last_change_of(unit.pk)), getattr(unit, "slug", unit.pk))

    def written(self, page, name):
        raise NotImplementedError


class UnitBibTeX(UnitCitation):
    name = "outputs:bibtex"

    def written(self, page, name):
        headers = {"Content-Disposition": f'attachment; filename="{name}.bib"'}
        return HttpResponse(bibtex(page), content_type="application/x-bibtex; charset=utf-8", headers=headers)


class UnitCSL(UnitCitation):
    name = "outputs:csl"

    def written(self, page, name):
        headers = {"Content-Disposition": f'attachment; filename="{name}.csl.json"'}
        body = json.dumps(csl(page), ensure_ascii=False, indent=2)
        return HttpResponse(body, content_type="application/vnd.citationstyles.csl+json", headers=headers)


def cited_unit(request, section, unit, change):
    page = page_address(request, address_of(unit))
    key = f"{section}-{getattr(unit, 'slug', unit.pk)}"
    return cited(title_of(unit), page.url, page.html_language, key, change, is_data=section == "figures")


class InLanguageMixin:
    """The language stands in the address, which is outside of those of the pages."""

    def get(self, request, language, section, key):
        translation.activate(language)
        self.language = language
        return super().get(request, section, key)

    def address(self, section, key):
        return reverse(self.name, args=[self.language, section, key])


class UnitCard(InLanguageMixin, UnitView):
    """The picture shown where the page is shared."""

    name = "files:card"

    def answer(self, request, section, unit):
        kind = getattr(unit, "get_kind_display", getattr(unit, "get_kind_of_source_display", lambda: ""))()
        kicker = " · ".join(str(part) for part in (SECTION_TITLES[section], kind) if part)
        names = [title_of(unit), *(getattr(unit, name, "") for name in ("name_en", "name_zh"))]
        return HttpResponse(
            card(kicker, list(dict.fromkeys(names)), summary_of(unit), request.get_host()), content_type="image/png"
        )


class SiteCard(PublicOutput):
    def get(self, request, language):
        translation.activate(language)
        names = [_("China's innovation parks, sourced")]
        text = _("Every fact carries its source and its exact words.")
        return HttpResponse(card("ParkAtlas", names, text, request.get_host()), content_type="image/png")


class Embed(InLanguageMixin, UnitView):
    """A record in a few lines, for the frame of another site."""

    name = "files:embed"

    def answer(self, request, section, unit):
        viewset = LISTS[section]
        page = page_address(request, address_of(unit))
        shown = viewset.dossier(unit).figures[:FIGURES_IN_EMBED]
        response = render(
            request, "portal/embed.html", {"record": unit, "page": page, "figures": shown, "section": section}
        )
        response.xframe_options_exempt = True
        return response


# The week


class WeekPage(TemplateView):
    """What was published, changed and withdrawn in a week, and what came due in it."""

    http_method_names = ["get", "head", "options"]
    template_name = "portal/week.html"

    def get_context_data(self, week):
        found = weeks.read_week(week)
        first = weeks.first_week()
        if found is None or found.is_future or first is None or found < first:
            raise Http404
        following = found.beside(1)
        return super().get_context_data(
            digest=weeks.digest(found),
            week=found,
            previous=found.beside(-1) if found > first else None,
            following=None if following.is_future else following,
        )


class WeeksFeed(PublicOutput):
    """One entry for every week in which something became public."""

    def get(self, request):
        language = reading_language()
        return atom_response(
            Feed(
                name=f"{language}/weeks",
                title=_("ParkAtlas: weekly digest"),
                url=request.build_absolute_uri(),
                page=request.build_absolute_uri(reverse("briefings:list")),
                language=page_address(request).html_language,
                entries=[week_entry(request, digest, language) for digest in weeks.digests(WEEKS_IN_FEED)],
            )
        )


def week_entry(request, digest, language):
    counts = {
        "published": len(digest.published),
        "changed": len(digest.changed),
        "withdrawn": len(digest.withdrawn),
    }
    return Entry(
        key=entry_key(FEEDS, digest.week, language),
        title=_("Week %(week)s") % {"week": digest.week},
        url=request.build_absolute_uri(reverse("outputs:week", args=[str(digest.week)])),
        updated=digest.told[0].change.at,
        summary=_("Published: %(published)d. Changed: %(changed)d. Withdrawn: %(withdrawn)d.") % counts,
    )


# For programs that find their way


class SitemapIndex(PublicOutput):
    def get(self, request):
        return xml(sitemaps.index(request.build_absolute_uri))


class SitemapPages(PublicOutput):
    def get(self, request):
        return xml(sitemaps.url_set(sitemaps.plain_pages(), request.build_absolute_uri))


class Sitemap(PublicOutput):
    def get(self, request, section, start=None):
        return xml(sitemaps.url_set(sitemaps.pages_of(section, start), absolute_to(request)))


def absolute_to(request):
    """A function from a path to its address, quicker than that of the request for a hundred thousand of them."""
    origin = origin_of(request)
    return lambda path: f"{origin}{path}"


def xml(body):
    return HttpResponse(body, content_type="application/xml; charset=utf-8")


class Robots(PublicOutput):
    def get(self, request):
        searches = [f"Disallow: /{language}/search/" for language, _name in settings.LANGUAGES]
        lines = [
            "User-agent: *",
            *searches,
            "Disallow: /*cursor=",
            "",
            f"Sitemap: {request.build_absolute_uri('/sitemap.xml')}",
        ]
        return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


class SecurityText(PublicOutput):
    """RFC 9116, where the site says whom to tell; 404 where it does not."""

    def get(self, request):
        if not settings.SECURITY_CONTACT:
            raise Http404
        lines = [
            f"Contact: {settings.SECURITY_CONTACT}",
            f"Expires: {expiry(timezone.now()):%Y-%m-%dT%H:%M:%SZ}",
            "Preferred-Languages: en, zh",
            f"Canonical: {request.build_absolute_uri('/.well-known/security.txt')}",
        ]
        return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def expiry(now):
    """The first day of the month half a year ahead: the text stays the same for a month."""
    months = now.month - 1 + MONTHS_UNTIL_EXPIRY
    return now.replace(
        year=now.year + months // 12, month=months % 12 + 1, day=1, hour=0, minute=0, second=0, microsecond=0
    )


class Favicon(PublicOutput):
    """For browsers that ask for it here without looking at the page."""

    def get(self, request):
        return HttpResponseRedirect(staticfiles_storage.url("icon-192.png"))


class Manifest(PublicOutput):
    """What a phone needs to put the site on its first screen."""

    def get(self, request):
        icons = [
            {"src": staticfiles_storage.url("icon.svg"), "sizes": "any", "type": "image/svg+xml"},
            *(
                {"src": staticfiles_storage.url(f"icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png"}
                for size in (192, 512)
            ),
        ]
        body = {
            "name": "ParkAtlas",
            "short_name": "ParkAtlas",
            "start_url": "/",
            "display": "browser",
            "background_color": "#ffffff",
            "theme_color": "#12505f",
            "icons": icons,
        }
        return JsonResponse(body, content_type="application/manifest+json")
