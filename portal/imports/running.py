"""Keeping an uploaded table, and checking it piece by piece so that no request takes long."""

import hashlib
import time
import uuid
from collections import Counter
from itertools import islice

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from editorial.tables.problems import UnreadableTable
from editorial.tables.reading import read_table
from portal.data_files import TABLES
from portal.import_models import Import, ImportRow
from portal.imports.mapping import SAMPLE_ROWS, Mapping, guess_model, propose_mapping
from portal.imports.proposals import REFUSED, DryRun

KEPT_AT_ONCE = 1000
CHECKED_AT_ONCE = 250
SECONDS = 2.0
RESULTS = ["outcome", "proposal", "changes", "problems", "label", "identity"]
MODELS = {model._meta.label_lower: model for model in TABLES.values()}


def keep(path, file_name, user):
    """Store the table at `path` row by row and return its Import with a guessed mapping. Raises UnreadableTable."""
    table = read_table(path)
    details = {"sheet": table.sheet, "encoding": table.encoding, "delimiter": table.delimiter}
    kept = Import.objects.create(
        file_name=file_name[-200:],
        sha256=_digest(path),
        details={name: text for name, text in details.items() if text},
        headings=table.headings,
        uploader=user,
    )
    try:
        while batch := list(islice(table.rows, KEPT_AT_ONCE)):
            ImportRow.objects.bulk_create([ImportRow(source=kept, number=number, raw=texts) for number, texts in batch])
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
    return list(kept.rows.order_by("number").values_list("raw", flat=True)[:SAMPLE_ROWS])


def choose(kept, model, mapping):
    """Set what the rows are and which column fills which field; earlier results are void."""
    with transaction.atomic():
        kept.rows.exclude(outcome="").update(outcome="", proposal=None, changes=[], problems=[], label="", identity="")
        kept.label, kept.mapping = model._meta.label_lower, mapping.as_json()
        kept.run, kept.state = uuid.uuid4(), Import.State.CHECKING
        kept.save(update_fields=["label", "mapping", "run", "state"])


def advance(kept, seconds=SECONDS):
    """Check further rows for about `seconds`. Each batch is stored at once; two pages at it do the same work twice."""
    model = MODELS[kept.label]
    dry_run, end = DryRun(model, Mapping.from_json(kept.mapping)), time.monotonic() + seconds
    while True:
        rows = list(kept.rows.filter(outcome="").order_by("number")[:CHECKED_AT_ONCE])
        if not rows:
            Import.objects.filter(pk=kept.pk, run=kept.run).update(state=Import.State.CHECKED)
            kept.state = Import.State.CHECKED
            return
        lines = dry_run.check((row.number, row.raw) for row in rows)
        if not _store(kept, rows, lines) or time.monotonic() > end:
            return


def _store(kept, rows, lines):
    """Write the results of a batch; False where the columns were changed meanwhile."""
    for row, line in zip(rows, lines, strict=True):
        row.identity = hashlib.sha256(line.identity.encode()).hexdigest() if line.identity else ""
    _refuse_repeated(kept, rows, lines)
    for row, line in zip(rows, lines, strict=True):
        row.outcome, row.changes, row.problems = line.outcome, line.changes, line.problems
        row.proposal, row.label = line.proposal and line.proposal.as_json(), line.label[:300]
    with transaction.atomic():
        if not Import.objects.select_for_update().filter(pk=kept.pk, run=kept.run).exists():
            return False
        ImportRow.objects.bulk_create(rows, update_conflicts=True, unique_fields=["id"], update_fields=RESULTS)
    return True


def _refuse_repeated(kept, rows, lines):
    """Of two rows that mean one record the second is refused: which of them is right, the editor must say."""
    identities = {row.identity for row in rows if row.identity}
    earlier = kept.rows.filter(identity__in=identities, number__lt=rows[0].number).exclude(outcome=REFUSED)
    first = dict(earlier.order_by("-number").values_list("identity", "number"))
    for row, line in zip(rows, lines, strict=True):
        if not row.identity or line.outcome == REFUSED:
            continue
        if row.identity in first:
            line.refuse(
                "", _("Row %(row)d already means the same. Remove one of the two.") % {"row": first[row.identity]}
            )
            line.outcome, line.proposal, line.changes = REFUSED, None, []
        else:
            first[row.identity] = row.number


def tally(kept):
    """`{outcome: number of rows}`; "" are those not checked yet."""
    counted = kept.rows.order_by().values_list("outcome").annotate(count=Count("pk"))
    return Counter(dict(counted))
