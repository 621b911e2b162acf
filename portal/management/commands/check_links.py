"""Look whether the addresses of sources still open."""

from datetime import timedelta
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from core.models import Source
from portal.link_check import LinkChecker
from portal.source_links import keep


class Command(BaseCommand):
    help = (
        "Look whether the addresses of sources still open, those never checked first, then the oldest. "
        "Each result is stored at once: an interrupted run is taken up by the next."
    )
    stealth_options = ("checker",)  # For tests, which look at a server of their own.

    def add_arguments(self, parser):
        parser.add_argument("--limit", type=int, metavar="N", help="check at most N addresses")
        parser.add_argument(
            "--older-than",
            type=int,
            default=7,
            metavar="DAYS",
            help="leave out addresses checked in the last DAYS days; 7 unless told, 0 checks all",
        )
        parser.add_argument("--host", metavar="NAME", help="check addresses of this host only: www.example.org")

    def handle(self, *, limit, older_than, host, checker=None, **options):
        if limit is not None and limit < 1:
            raise CommandError("--limit must be at least 1.")
        if not 0 <= older_than <= 36_500:
            raise CommandError("--older-than must be between 0 and 36500 days.")
        checker = checker or LinkChecker()
        links = links_to_check(older_than, host)[:limit]
        counts = {}
        for number, (source_id, url) in enumerate(links, start=1):
            outcome = checker.check(url)
            result = f"{outcome.state} ({outcome.problem or outcome.status})"
            try:
                keep(source_id, url, outcome)
            except ValidationError as error:
                result = f"not stored ({'; '.join(error.messages)})"
            counts[outcome.state] = counts.get(outcome.state, 0) + 1
            self.stdout.write(f"{number}/{len(links)} {result}: {url}")
        found = ", ".join(f"{count} {state}" for state, count in sorted(counts.items())) or "none was due"
        self.stdout.write(f"{len(links)} addresses checked: {found}.")


def links_to_check(older_than, host):
    """[(source's key, url)] of the addresses not checked in the last `older_than` days, the oldest first."""
    newest = timezone.now() - timedelta(days=older_than)
    rows = Source.objects.exclude(url="").order_by("pk").values_list("pk", "url", "link__url", "link__checked_at")
    never = timezone.now() - timedelta(days=200_000)
    due = []
    for pk, url, checked_url, checked_at in rows:
        since = checked_at if checked_url == url else never
        if since <= newest and (host is None or host_of(url) == host.lower()):
            due.append((since, str(pk), pk, url))
    return [(pk, url) for _since, _text, pk, url in sorted(due)]


def host_of(url):
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None
