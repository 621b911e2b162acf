"""Check quotes against the documents they are taken from."""

import hashlib
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from core.models import Citation, Source
from core.quotes import quote_stands_in
from portal.models import BriefingBlock


class Command(BaseCommand):
    help = "Check every quote against the documents in a directory; documents are known by their SHA-256."

    def add_arguments(self, parser):
        parser.add_argument("--texts", required=True, metavar="DIR", help="directory with the documents as read")

    def handle(self, *, texts, **options):
        directory = Path(texts)
        if not directory.is_dir():
            raise CommandError(f"{directory} is not a directory. Name the one that holds the documents.")
        missing, checked = [], set()
        for path in sorted(path for path in directory.iterdir() if path.is_file()):
            source = Source.objects.filter(text_hash=hashlib.sha256(path.read_bytes()).hexdigest()).first()
            if source is None:
                self.stdout.write(f"{path.name}: no source has this document's SHA-256; skipped.")
                continue
            checked.add(source.pk)
            missing += self._check(path, source)
        left = Source.objects.filter(citations__isnull=False).exclude(pk__in=checked).distinct().count()
        if left:
            self.stdout.write(f"{left} other cited sources have no document here: their quotes stay as they are.")
        if missing:
            raise CommandError("\n".join(missing))

    def _check(self, path, source):
        try:
            text = path.read_bytes().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            return [f"{path.name}: byte {error.start + 1} is not UTF-8."]
        found, missing = [], []
        for citation in source.citations.all():
            (found if quote_stands_in(citation.quote, text) else missing).append(citation)
        now = timezone.now()
        for state, citations in ((Citation.Check.VERIFIED, found), (Citation.Check.MISSING, missing)):
            Citation.objects.filter(pk__in=[c.pk for c in citations]).update(check_state=state, checked_at=now)
        blocks = BriefingBlock.objects.filter(briefing__source=source).exclude(quote="")
        lost = [*missing, *(block for block in blocks if not quote_stands_in(block.quote, text))]
        total = len(found) + len(missing) + len(blocks)
        self.stdout.write(f"{path.name}: {total - len(lost)} of {total} quotes stand in “{source}”.")
        return [f"{path.name}: not in the text: “{item.quote}”" for item in lost]
