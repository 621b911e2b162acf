"""The way back from a merger: what still is as it was moved returns, everything else stays and is named."""

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from editorial import snapshots
from editorial.dumps import bring_back
from editorial.following import follow_drafts
from editorial.locks import check_keys
from editorial.models import Draft, FormerSlug, Record, RecordModel, Schedule, Unit
from editorial.snapshots import unit_of
from editorial.touched import CannotJoin, Touched, column, digest, label, settle


def part(survivor, merged, journal):
    """Undo `join`: what still is as it was moved goes back. Return (Touched, entries that stay, with why).

    Call it with both locked. Raises CannotJoin where the merged record could not be as it was.
    """
    return _Parting(survivor, merged, journal).run()


GONE, CHANGED, ELSEWHERE, REFUSED, TAKEN = "gone", "changed", "elsewhere", "refused", "taken"


class _Parting:
    def __init__(self, survivor, merged, journal):
        self.survivor, self.merged, self.journal, self.model = survivor, merged, journal, type(survivor)
        self.touched, self.stays = Touched(), []

    def run(self):
        rows = self.rows()
        self.touched.note(self.survivor)
        for row in rows.values():
            self.touched.note(unit_of(row))
        for entry in self.journal["links"]:
            owner = self.owner_of(entry)
            self.touched.note(unit_of(owner) if owner is not None else None)
        self.return_addresses()
        self.empty_survivor()
        self.show()
        for entry in reversed(self.journal["equal"]):
            self.return_dropped(entry)
        for entry in reversed(self.journal["moved"]):
            self.move_back(entry)
        for entry in reversed(self.journal["links"]):
            self.move_link_back(entry)
        for entry in reversed(self.journal["dropped"]):
            self.return_dropped(entry)
        self.finish()
        return self.touched, self.stays

    def rows(self):
        """Every moved row that is still there, locked in the order in which a merger locks."""
        found, by_model = {}, {}
        for entry in self.journal["moved"]:
            by_model.setdefault(entry["model"], []).append(entry["key"])
        for name in sorted(by_model):
            rows = apps.get_model(name)._base_manager.filter(pk__in=by_model[name]).order_by("pk")
            found |= {(name, str(row.pk)): row for row in rows.select_for_update(of=("self",))}
        return found

    def stay(self, entry, why, sentences=()):
        kept = {name: entry[name] for name in ("model", "key", "title") if name in entry}
        self.stays.append(kept | {"why": why, "sentences": list(sentences)})

    def return_addresses(self):
        addresses = self.journal["addresses"]
        Record.objects.filter(pk=self.merged.pk).update(merged_into=None)
        FormerSlug.objects.filter(pk=addresses["made"], record_id=self.survivor.pk).delete()
        for key in addresses["moved"]:
            if not FormerSlug.objects.filter(pk=key, record_id=self.survivor.pk).update(record_id=self.merged.pk):
                self.stay({"model": label(FormerSlug), "key": key, "title": _("a former address")}, TAKEN)
        Schedule.objects.filter(pk__in=self.journal["schedules"], successor_id=self.survivor.pk).update(
            successor_id=self.merged.pk
        )

    def empty_survivor(self):
        """Take from the survivor the names, links and filled columns that it got, as far as they still are as they came."""
        for entry in self.journal["names"]:
            row = apps.get_model(entry["model"])._base_manager.filter(pk=entry["key"]).first()
            if row is not None and digest(row) == entry["digest"]:
                row.delete()
            elif row is not None:
                self.stay(entry, CHANGED)
        for name, keys in self.journal["added"].items():
            getattr(self.survivor, name).remove(*keys)
        present = snapshots.columns(self.survivor)
        for name, value in self.journal["filled"].items():
            one = column(self.model, name)
            if present[name] == value:
                setattr(self.survivor, name, None if one.null else "")
            else:
                self.stay({"model": label(self.model), "title": str(one.verbose_name)}, CHANGED)
        self.survivor.save()

    def show(self):
        """The merged record is public again as it was, before public facts go back to it."""
        was, withdrawn = self.journal["was"], self.model._meta.get_field("withdrawn_at")
        self.merged.is_public, self.merged.withdrawn_at = was["is_public"], withdrawn.to_python(was["withdrawn_at"])
        try:
            self.merged.save()
        except ValidationError as error:
            raise CannotJoin(
                [
                    _("“%(name)s” cannot be public as it was:") % {"name": self.merged} + f" {sentence}"
                    for sentence in error.messages
                ]
            ) from error
        for name, key in self.journal["cleared"].items():
            if getattr(self.survivor, name) is None:
                setattr(self.survivor, name, column(self.model, name).to_python(key))
                self.survivor.save()

    def move_back(self, entry):
        model = apps.get_model(entry["model"])
        row = model._base_manager.filter(pk=entry["key"]).first()
        if row is None:
            return self.stay(entry, GONE)
        if any(getattr(row, name) != self.survivor.pk for name in entry["from"]):
            return self.stay(entry, ELSEWHERE)
        if not issubclass(model, RecordModel) and digest(row) != entry["digest"]:
            return self.stay(entry, CHANGED)
        for name in entry["from"]:
            setattr(row, name, self.merged.pk)
        try:
            with transaction.atomic():
                row.save()
        except ValidationError as error:
            self.stay(entry, REFUSED, error.messages)

    def owner_of(self, entry):
        return apps.get_model(entry["model"])._base_manager.filter(pk=entry["here"]).first()

    def move_link_back(self, entry):
        owner = self.owner_of(entry)
        if owner is None:
            return self.stay(entry, GONE)
        links = getattr(owner, entry["field"])
        if not entry["was_there"]:
            if not links.filter(pk=self.survivor.pk).exists():
                return self.stay(entry, CHANGED)
            links.remove(self.survivor.pk)
        links.add(self.merged.pk)

    def return_dropped(self, entry):
        try:
            bring_back(entry["rows"])
        except (ValidationError, IntegrityError) as error:
            self.stay(entry, REFUSED, getattr(error, "messages", ()))

    def finish(self):
        for one in (self.survivor, self.merged):
            type(one)._base_manager.get(pk=one.pk).public_state_changed()
        settle(self.touched)
        drafts = self.journal["drafts"]
        if drafts and not Draft.objects.filter(**Unit.key_of(self.merged)).exists():
            bring_back(drafts)
        self.touched.note(self.merged)
        follow_drafts(self.touched, {})
        check_keys()
