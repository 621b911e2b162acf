"""How the forms and previews of the desk compare with Django's plain admin on the same rows.

    .venv/bin/python bench/desk.py            # an SQLite file of its own; DATABASE_URL for another database

For a public park with 20 and with 300 further names: the form as Django's own ModelAdmin shows it, ours without a draft and
with one, saving, and the preview beside the public page. Medians of interleaved runs: by the clock, and by what this process
kept the processor busy, which other work on the machine does not distort (the database server's share is not in it).
"""

import os
import statistics
import sys
import tempfile
import time
from copy import copy
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DEBUG", "0")
os.environ.setdefault("LOCAL", "1")
os.environ.setdefault("DATABASE_URL", f"sqlite:///{tempfile.mkdtemp()}/desk.sqlite3")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
RUNS = int(os.environ.get("RUNS", 15))


def main():
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.test.utils import setup_test_environment

    setup_test_environment()
    settings.ALLOWED_HOSTS = ["testserver"]
    call_command("migrate", verbosity=0)
    for rows in (20, 300):
        measure(rows)


def measure(rows):
    from django.contrib import admin
    from django.contrib.auth.models import User
    from django.db import transaction
    from django.test import Client
    from django.urls import resolve

    from editorial.drafting import draft_of, keep, present
    from tests.admin.forms import open_form
    from tests.factories import make_citation, make_name, make_park

    user, _created = User.objects.get_or_create(username="bench", is_superuser=True, is_staff=True)
    quote = make_citation(public=True)
    park = make_park(public=True)
    for number in range(rows):
        make_name(record=park.record, text=f"Name {number}", citation=quote)
    client = Client()
    client.force_login(user)
    form, frame = f"/admin/parks/park/{park.pk}/change/", f"/admin/parks/park/{park.pk}/preview/page/?lang=en"
    ours = admin.site.get_model_admin(type(park))
    plain = plain_admin(type(park), ours)
    data = querydict(open_form(client, form) | {"_continue": "1", "summary_en": "Typed."})

    def asking(address):
        """A request of the logged-in user; the test client itself would slow every template down."""
        return client.get(address).wsgi_request

    def show(model_admin):
        request = asking(form)
        return lambda: rendered(model_admin.changeform_view(fresh(request), str(park.pk)))

    def save(model_admin):
        request = asking(form)

        def run():
            posted = fresh(request)
            posted.FILES.clear()
            posted.method, posted.POST = "POST", data
            with transaction.atomic():
                answer = model_admin.changeform_view(posted, str(park.pk))
                assert answer.status_code == 302, answer.context_data["errors"]
                transaction.set_rollback(True)

        return run

    report(
        f"{rows} rows, without a draft",
        {"Django's plain form": show(plain), "form": show(ours)},
    )
    report(f"{rows} rows, saving", {"Django's plain saving": save(plain), "saving a draft": save(ours)})
    before = present(park)
    after = {**before, "fields": {**before["fields"], "summary_en": "Changed."}}
    keep(park, by=user, base=before, mine=after)
    assert draft_of(park) is not None
    page, framed = asking(park.get_absolute_url()), asking(frame)
    report(
        f"{rows} rows, with a draft",
        {
            "Django's plain form": show(plain),
            "form": show(ours),
        },
    )
    report(
        f"{rows} rows, preview",
        {
            "public page": lambda: rendered(resolve(page.path).func(page, park.slug)),
            "preview": lambda: rendered(ours.preview_frame(fresh(framed), park)),
        },
    )


def fresh(request):
    """The same request again, without what the last run left on it."""
    again = copy(request)
    again.__dict__ = {name: value for name, value in request.__dict__.items() if not name.startswith("desk_")}
    return again


def rendered(response):
    return response.render() if hasattr(response, "render") else response


def querydict(data):
    from django.http import QueryDict

    found = QueryDict(mutable=True)
    for name, values in data.items():
        found.setlist(name, values if isinstance(values, list) else [values])
    return found


def plain_admin(model, ours):
    """Django's ModelAdmin with the same fields, inlines and widgets, and none of the desk."""
    from django.contrib import admin

    from core.models import Name
    from editorial.models import Record
    from parks.models import ParkSector

    class Names(admin.TabularInline):
        model = Name
        fields = ["text", "language", "kind", "citation", "note_en", "note_zh"]
        autocomplete_fields = ["citation"]
        extra = 0
        max_num = 1000

        def __init__(self, parent_model, admin_site):
            super().__init__(Record, admin_site)

        def get_formset(self, request, obj=None, **kwargs):
            from editorial.admin.inlines import CardFormSet

            return super().get_formset(request, obj, formset=CardFormSet, **kwargs)

    class Sectors(admin.TabularInline):
        model = ParkSector
        autocomplete_fields = ["sector", "citation"]
        extra = 0

    class Plain(admin.ModelAdmin):
        fieldsets = ours.get_fieldsets(None)
        autocomplete_fields = ours.autocomplete_fields
        inlines = [Names, Sectors]

        def log_change(self, *args):
            pass

        def message_user(self, *args, **kwargs):
            pass

    return Plain(model, admin.site)


def report(title, timed):
    for run in timed.values():
        run()
    taken = {name: [] for name in timed}
    for _number in range(RUNS):
        for name, run in timed.items():
            start, busy = time.perf_counter(), time.process_time()
            run()
            taken[name].append((time.perf_counter() - start, time.process_time() - busy))
    print(title)
    first = None
    for name, run in timed.items():
        elapsed, busy = (statistics.median(times) * 1000 for times in zip(*taken[name], strict=True))
        first = first or (elapsed, busy)
        print(
            f"  {name:24} {elapsed:8.1f} ms {elapsed / first[0]:5.2f} ×   processor {busy:8.1f} ms"
            f" {busy / first[1]:5.2f} ×   {queries_of(run):4d} queries",
            flush=True,
        )


def queries_of(run):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        run()
    return len(asked)


if __name__ == "__main__":
    main()
