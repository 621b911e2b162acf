"""Keeping an uploaded table, and checking it piece by piece so that no request takes long."""

import hashlib
import time
import uuid
from collections import Counter
from datetime import timedelta
from itertools import islice

from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from editorial.tables.problems import UnreadableTable
from editorial.tables.reading import read_table
from portal.data_files import TABLES
from portal.import_models import Import, ImportPart, ImportRow
from portal.imports.mapping import SAMPLE_ROWS, Mapping, guess_model, propose_mapping
from portal.imports.proposals import REFUSED, DryRun, Prospect
from portal.imports.review import as_shown, current, void

ROWS_AT_ONCE = 250
SECONDS = 2.0
# A file whose reading ended with its process.
ABANDONED = timedelta(hours=1)
MODELS = {model._meta.label_lower: model for model in TABLES.values()}


def keep(path, file_name, user):
    """Store the table at `path` row by row and return its Import with a guessed mapping. Raises UnreadableTable."""
    table = read_table(path)
    Import.objects.filter(state=Import.State.READING, created_at__lt=timezone.now() - ABANDONED).delete()
    details = {"sheet": table.sheet, "encoding": table.encoding, "delimiter": table.delimiter}
    kept = Import.objects.create(
        file_name=file_name[-200:],
        sha256=_digest(path),
        details={name: text for name, text in details.items() if text},
        headings=table.headings,
        uploader=user,
    )
    try:
        while batch := list(islice(table.rows, ROWS_AT_ONCE)):
            ImportPart.objects.create(source=kept, offset=kept.total, rows=batch)
            kept.total += len(batch)
        if not kept.total:
            raise UnreadableTable(_("This table has headings but no row below them."))
    except UnreadableTable:
        kept.delete()
        raise
    rows = first_rows(kept)
    model = guess_model(file_name, kept.headings, rows)
    kept.label, kept.state = model._meta.label_lower, Import.State.READ
    kept.mapping = propose_mapping(model, kept.headings, rows).as_json()
    kept.save()
    return kept


def _digest(path):
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def first_rows(kept):
    """The cells of the first rows, from which columns are guessed."""
    return [texts for _number, texts in kept.parts.get(offset=0).rows[:SAMPLE_ROWS]]


@transaction.atomic
def choose(kept, model, mapping, *, by):
    """Set what the rows are and which column fills which field; earlier results are void. Raises Refused."""
    void(current(kept.pk), by=by)
    kept.label, kept.mapping = model._meta.label_lower, mapping.as_json()
    kept.run, kept.state, kept.done, kept.failure = uuid.uuid4(), Import.State.CHECKING, 0, []
    kept.save(update_fields=["label", "mapping", "run", "state", "done", "failure"])
    kept.rows.all()._raw_delete(kept.rows.db)


def check_again(key, *, run, by):
    """Check all rows anew against the database as it is now. Raises Refused."""
    with transaction.atomic():
        kept = as_shown(key, run)
        choose(kept, MODELS[kept.label], Mapping.from_json(kept.mapping), by=by)
    return kept


def advance(kept, seconds=SECONDS):
    """Check further rows for about `seconds`. Each part is stored at once, together with how far the check has come."""
    dry_run, end = DryRun(MODELS[kept.label], Mapping.from_json(kept.mapping)), time.monotonic() + seconds
    while kept.done < kept.total:
        part = kept.parts.get(offset=kept.done)
        lines = dry_run.check(part.rows)
        rows = _rows(kept, part, lines)
        if not _store(kept, rows) or time.monotonic() > end:
            return


def _rows(kept, part, lines):
    """The ImportRows for checked lines."""
    identities = [hashlib.sha256(line.identity.encode()).hexdigest() if line.identity else "" for line in lines]
    _refuse_repeated(kept, lines, identities)
    return [
        ImportRow(
            source=kept,
            number=number,
            raw=texts,
            outcome=line.outcome,
            proposal=line.proposal and line.proposal.as_json(),
            changes=line.changes,
            problems=line.problems,
            label=line.label[:300],
            identity=identity,
            fate=line.prospect.fate,
            missing=line.prospect.missing,
            **line.prospect.unit,
        )
        for (number, texts), line, identity in zip(part.rows, lines, identities, strict=True)
    ]


def _store(kept, rows):
    """Keep the results; False where another page was faster, or the columns were changed meanwhile."""
    with transaction.atomic():
        if not Import.objects.select_for_update().filter(pk=kept.pk, run=kept.run, done=kept.done).exists():
            return False
        ImportRow.objects.bulk_create(rows)
        kept.done += len(rows)
        kept.state = Import.State.CHECKED if kept.done == kept.total else Import.State.CHECKING
        kept.save(update_fields=["done", "state"])
    return True


def _refuse_repeated(kept, lines, identities):
    """Of two rows that mean one record the second is refused: which of them is right, the editor must say."""
    earlier = kept.rows.filter(identity__in=set(identities) - {""}).exclude(outcome=REFUSED)
    first = dict(earlier.values_list("identity", "number"))
    for line, identity in zip(lines, identities, strict=True):
        if not identity or line.outcome == REFUSED:
            continue
        if identity in first:
            line.refuse("", _("Row %(row)d already means the same. Remove one of the two.") % {"row": first[identity]})
            line.outcome, line.proposal, line.changes, line.prospect = REFUSED, None, [], Prospect()
        else:
            first[identity] = line.number


def tally(kept):
    """`{outcome: number of rows}` of those that were checked."""
    return Counter(dict(kept.rows.order_by().values_list("outcome").annotate(count=Count("pk"))))


def fates(kept):
    """`{fate: number of rows}` of the rows that would be written."""
    return Counter(dict(kept.rows.exclude(fate="").order_by().values_list("fate").annotate(count=Count("pk"))))
