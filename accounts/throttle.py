"""Limits on what may be tried a few times a minute, counted in the database before the costly part begins.

Checking one password costs most of a second of processor time, so an attempt is counted first and checked afterwards:
attempts that arrive at the same moment cannot slip past the limit together.
"""

import unicodedata
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import ip_address
from math import ceil

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts.models import AttemptCount

PER_ACCOUNT = 5  # of one account from one address
PER_ADDRESS = 20
WINDOW = timedelta(minutes=1)
KEPT = timedelta(hours=1)
MOST_SWEPT = 200


class TooManyAttempts(Exception):
    """Raised instead of looking at an attempt; `wait` is the number of seconds until the next is looked at."""

    def __init__(self, wait):
        super().__init__(wait)
        self.wait = wait


@dataclass(frozen=True)
class Attempt:
    account_key: str
    address_key: str

    @property
    def limits(self):
        return {self.account_key: PER_ACCOUNT, self.address_key: PER_ADDRESS}

    def succeeded(self):
        """Forget the failures of the account from this address, and this one attempt of the address."""
        AttemptCount.objects.filter(key=self.account_key).delete()
        AttemptCount.objects.filter(key=self.address_key, count__gt=0).update(count=F("count") - 1)


def take(request, purpose, account):
    """Count one attempt with `account` from the address of `request`; raises TooManyAttempts where a limit is reached.

    A counter starts afresh one minute after the last attempt that was looked at, so no minute whatever has more.
    """
    address = client_address(request)
    attempt = Attempt(digest(purpose, address, folded(account)), digest(purpose, address))
    now = timezone.now()
    counts = AttemptCount.objects.filter(key__in=attempt.limits).order_by("key")
    refuse_beyond(attempt.limits, counts, now)
    with transaction.atomic():
        new = [AttemptCount(key=key, ends_at=now) for key in sorted(attempt.limits)]
        AttemptCount.objects.bulk_create(new, ignore_conflicts=True)
        locked = list(counts.select_for_update())
        refuse_beyond(attempt.limits, locked, now)
        for row in locked:
            row.count = row.count + 1 if row.ends_at > now else 1
            row.ends_at = now + WINDOW
            row.save(update_fields=["count", "ends_at"])
        sweep(now)
    return attempt


def refuse_beyond(limits, counts, now):
    waits = [row.ends_at - now for row in counts if row.count >= limits[row.key] and row.ends_at > now]
    if waits:
        raise TooManyAttempts(ceil(max(waits).total_seconds()))


def sweep(now):
    """Delete counters that ended long ago; what another process holds waits for the next time."""
    ended = AttemptCount.objects.select_for_update(skip_locked=True).filter(ends_at__lt=now - KEPT)
    if keys := list(ended.values_list("key", flat=True)[:MOST_SWEPT]):
        AttemptCount.objects.filter(key__in=keys).delete()


def digest(*parts):
    return salted_hmac("accounts.throttle", "\0".join(parts), algorithm="sha256").hexdigest()


def folded(account):
    return unicodedata.normalize("NFKC", account).casefold()


def client_address(request):
    """Whom an attempt is counted against: the IPv4 address, or the IPv6 network of one subscriber (/64).

    `X-Forwarded-For` counts only behind a proxy, and of it only the last entry, which the proxy itself wrote.
    """
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.BEHIND_PROXY else ""
    for text in (forwarded.rpartition(",")[2].strip(), request.META.get("REMOTE_ADDR", "")):
        try:
            address = ip_address(text)
        except ValueError:
            continue
        if address.version == 4:
            return str(address)
        return str(address.ipv4_mapped or f"{int(address) >> 64:x}/64")
    return "unknown"
