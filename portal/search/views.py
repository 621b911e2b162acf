"""The page of results, and the suggestions that the box of the search asks for."""

from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.views.generic import TemplateView, View

from core.search.names import FORMER, MISSPELLING
from core.search.suggesting import suggest
from core.templatetags.records import html_lang
from editorial.bilingual import pick, reading_language
from editorial.past import last_number
from portal.search.parameters import RELEVANCE, SORTS, read
from portal.search.results import REASONS, narrowed_by, previous_page, results
from portal.sections import SECTION_TITLES


class Search(TemplateView):
    """Records of every type, ranked. Works without scripts."""

    http_method_names = ["get", "head", "options"]
    template_name = "portal/search.html"

    def get(self, request):
        asked = read(request.GET)
        found = results(asked)
        chosen = asked.values.get("type", "")
        context = self.get_context_data(
            asked=asked,
            words=asked.values.get("q", ""),
            like=pick(asked.like, "name").text if asked.like else "",
            first_page=asked.address(),
            unnarrowed_query=asked.address(type=None, sector=None, region=None, level=None, year=None),
            has_no_words="q" in asked.given and asked.query.is_empty,
            also_query=asked.address(q=found.also) if found.also else "",
            problems=asked.problems,
            results=found,
            chosen_type=chosen,
            all_types=asked.address(type=None),
            chosen=narrowed_by(asked),
            sorts=[
                (
                    label,
                    asked.address(sort=None if value == RELEVANCE else value),
                    asked.is_by_date == (value != RELEVANCE),
                )
                for value, label in SORTS
            ],
            kept=[(name, value) for name, value in asked.given.items() if name in ("type", "sort")],
            next_query=asked.address(page=asked.page + 1) if found.has_more else "",
            previous_query=asked.address(page=previous_page(asked, found)) if asked.page > 1 else "",
        )
        return self.render_to_response(context, status=400 if asked.problems else 200)


class Suggest(View):
    """`{"groups": [{"title", "options": [{"name", "lang", "matched", "matched_lang", "said", "href"}]}]}` for what was typed."""

    http_method_names = ["get", "head", "options"]

    def get(self, request):
        asked = read(request.GET, names=("q",))
        if asked.problems:
            problems = [{"parameter": one.parameter, "reason": one.message} for one in asked.problems]
            return JsonResponse({"problems": problems}, status=400, json_dumps_params={"ensure_ascii": False})
        mark = f'W/"{last_number()}-{reading_language()}"'
        if request.headers.get("If-None-Match") == mark:
            return self.marked(HttpResponse(status=304), mark)
        groups = [
            {"title": str(SECTION_TITLES[section]), "options": [option(one) for one in rows]}
            for section, rows in suggest(asked.values.get("q", "")).items()
        ]
        return self.marked(JsonResponse({"groups": groups}, json_dumps_params={"ensure_ascii": False}), mark)

    @staticmethod
    def marked(response, mark):
        """It may be kept, but is asked for again: until the next publication the answer is the same, and then at once another."""
        response.headers["ETag"], response.headers["Cache-Control"] = mark, "public, no-cache"
        return response


def option(suggestion):
    """What one line of the list shows: the name in the reader's language, and the name that was typed where it is another."""
    name = pick(suggestion.document, "name")
    is_same = suggestion.text == name.text
    return {
        "name": name.text,
        "lang": html_lang(name.lang),
        "matched": "" if is_same else suggestion.text,
        "matched_lang": "" if is_same else html_lang(suggestion.language),
        "said": str(REASONS[suggestion.kind]) if suggestion.kind in (FORMER, MISSPELLING) else "",
        "href": reverse(f"{suggestion.document.section}:detail", args=[suggestion.document.slug]),
    }
