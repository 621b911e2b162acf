"""How the forms and previews of the desk compare with Django's plain admin on the same rows.

    .venv/bin/python bench/desk.py            # an SQLite file of its own; DATABASE_URL for another database

For a public park with 20 and with 300 further names: the form as Django's own ModelAdmin shows it, ours without a draft,
ours with one, saving, and the preview beside the public page. Medians of interleaved runs, in milliseconds.
"""

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DEBUG", "0")
os.environ.setdefault("LOCAL", "1")
os.environ.setdefault("DATABASE_URL", f"sqlite:///{tempfile.mkdtemp()}/desk.sqlite3")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
RUNS = 15


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
    from django.test import Client

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
    request = client.get(form).wsgi_request

    def plain_form():
        request.method = "GET"
        plain.changeform_view(request, str(park.pk)).render()

    data = open_form(client, form)
    timed = {"Django's plain form": plain_form, "form, no draft": lambda: client.get(form)}
    report(f"{rows} rows, without a draft", timed)
    before = present(park)
    after = {**before, "fields": {**before["fields"], "summary_en": "Changed."}}
    keep(park, by=user, base=before, mine=after)
    assert draft_of(park) is not None
    address = park.get_absolute_url()
    timed = {
        "Django's plain form": plain_form,
        "form, with a draft": lambda: client.get(form),
        "public page": lambda: client.get(address),
        "preview": lambda: client.get(frame),
    }
    report(f"{rows} rows, with a draft", timed)
    data |= {"_continue": "1"}

    def plain_save():
        from django.db import transaction

        posted = request
        posted.method = "POST"
        posted.POST = querydict(data)
        posted.FILES.clear()
        with transaction.atomic():
            plain.changeform_view(posted, str(park.pk))
            transaction.set_rollback(True)
        posted.method = "GET"

    report(
        f"{rows} rows, saving", {"Django's plain saving": plain_save, "saving a draft": lambda: client.post(form, data)}
    )


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
            start = time.perf_counter()
            run()
            taken[name].append((time.perf_counter() - start) * 1000)
    first = None
    print(title)
    for name, times in taken.items():
        median = statistics.median(times)
        first = first or median
        print(f"  {name:24} {median:8.1f} ms   {median / first:5.2f} ×")


if __name__ == "__main__":
    main()
