"""The desk in the middle of a working day: drafts in every state, a conflict, kept input, schedules, a link, an import."""

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from editorial import merging, workflow
from editorial.models import Draft, Remark, Revision
from portal.models import Import
from tests import factories as make
from tests.admin.forms import open_form
from tests.pages.world import build_world


def page_of(one, view, *args):
    return reverse(f"admin:{one._meta.app_label}_{one._meta.model_name}_{view}", args=[one.pk, *args])


def save(client, one, **typed):
    address = page_of(one, "change")
    return client.post(address, open_form(client, address) | typed | {"_continue": "1"})


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


class DeskWorld:
    """`administrator` may do everything; `lin` and `wang` are editors, `chen` publishes."""

    def __init__(self):
        self.records = build_world()
        self.administrator = make.make_superuser(username="zhao")
        self.lin, self.wang = (make.make_role_user("editor", username=name) for name in ("lin", "wang"))
        self.chen = make.make_role_user("publisher", username="chen")
        self.at_lin, self.at_wang, self.at_chen = (client_of(user) for user in (self.lin, self.wang, self.chen))
        self.zone = self.records["parks"]
        self.draft_in_review()
        self.bare = self.draft_with_gaps_and_refused_input()
        self.conflict = self.conflict_on(self.records["policies"])
        self.scheduled()
        self.imported = self.checked_import()
        self.twins = [make.make_park(name_en=name, public=True) for name in ("E-Town", "Beijing E-Town")]
        make.make_figure(subject=self.twins[1].record, public=True)
        self.merger = merging.propose(*self.twins, by=self.lin, note="Both are the development area.")

    def draft_in_review(self):
        save(
            self.at_lin,
            self.zone,
            summary_en="Over 700 billion yuan.",
            summary_zh="超过七千亿元。",
            name_zh="中关村科技园区",
        )
        workflow.submit(
            self.zone, by=self.lin, note="Please look at the summary.", note_en="A summary.", note_zh="新增简介。"
        )
        workflow.remark(
            self.zone, by=self.chen, text="Where does it say so?", field="summary_en", label="Summary (English)"
        )
        workflow.remark(self.zone, by=self.chen, text="来源是哪一段？")
        workflow.settle_remark(self.zone, by=self.chen, key=Remark.objects.last().pk)
        self.at_lin.post(page_of(self.zone, "preview"), {"decision": "share"})
        self.shared_link = self.at_lin.session["desk_link"].replace("http://testserver", "")

    def draft_with_gaps_and_refused_input(self):
        bare = make.make_park(name_en="Bare Park", citations=[])
        save(self.at_lin, bare, name_zh="空园")
        workflow.submit(bare, by=self.lin)
        workflow.request_changes(bare, by=self.chen, note="Cite it first.")
        save(self.at_lin, bare, name_en="", name_zh="")
        return bare

    def conflict_on(self, policy):
        """lin's and wang's summaries of one policy; wang's waits to be settled."""
        address = page_of(policy, "change")
        forms = [(client, open_form(client, address)) for client in (self.at_lin, self.at_wang)]
        for number, (client, data) in enumerate(forms, start=1):
            client.post(address, data | {"summary_en": f"Summary {number} of the plan.", "_continue": "1"})
        return Revision.objects.get(origin=Revision.Origin.UNMERGED)

    def scheduled(self):
        company = self.records["companies"]
        save(self.at_lin, company, summary_en="It makes cameras see.")
        workflow.submit(company, by=self.lin)
        workflow.approve(company, by=self.chen)
        workflow.schedule(company, by=self.chen, at=timezone.now() + timedelta(days=3))
        workflow.schedule_withdrawal(
            self.records["people"], by=self.chen, at=timezone.now() + timedelta(days=9), reason="error"
        )
        product = self.records["products"]
        save(self.at_lin, product, summary_en="A model.")
        workflow.submit(product, by=self.lin)
        workflow.approve(product, by=self.chen)
        assert set(Draft.objects.values_list("state", flat=True)) == set(Draft.State.values)

    def checked_import(self):
        client = client_of(self.administrator)
        table = "名称,级别\n中关村,national\n昌平园,district\n丰台园,galactic\n"
        client.post(reverse("imports:index"), {"table": SimpleUploadedFile("园区.csv", table.encode())})
        kept = Import.objects.get()
        columns = reverse("imports:columns", args=[kept.pk])
        mapping = client.get(columns).context["form"].mapping
        chosen = {f"column-{place}": field for place, field in enumerate(mapping.columns)}
        client.post(columns, {"model": kept.label, "every-kind": "zone"} | chosen)
        client.post(reverse("imports:report", args=[kept.pk]))
        return kept
