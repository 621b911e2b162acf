"""Limits on what may be tried a few times a minute, counted in the database before the costly part begins.

Checking one password costs most of a second of processor time, so an attempt is counted first and checked afterwards:
attempts that arrive at the same moment cannot slip past the limit together.
"""

import unicodedata
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import ip_address, ip_network
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
# What readers send, from one network: whatever is tried, and what is kept of it.
PER_NETWORK_TRIED = 20
PER_NETWORK_KEPT = 3
READERS_WINDOW = timedelta(minutes=10)
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


@dataclass(frozen=True)
class Sending:
    """One attempt of a reader to send something."""

    tried_key: str
    kept_key: str

    @property
    def limits(self):
        return {self.tried_key: PER_NETWORK_TRIED, self.kept_key: PER_NETWORK_KEPT}

    def was_not_kept(self):
        """Leave room for another: a slip in a form costs a reader nothing."""
        AttemptCount.objects.filter(key=self.kept_key, count__gt=0).update(count=F("count") - 1)


def take(request, purpose, account):
    """Count one attempt with `account` from the address of `request`; raises TooManyAttempts where a limit is reached."""
    address = client_address(request)
    attempt = Attempt(digest(purpose, address, folded(account)), digest(purpose, address))
    count_one(attempt.limits, WINDOW)
    return attempt


def take_sending(request):
    """Count one attempt to send something from the network of `request`; raises TooManyAttempts like `take`."""
    network = client_network(request)
    sending = Sending(digest("readers tried", network), digest("readers kept", network))
    count_one(sending.limits, READERS_WINDOW)
    return sending


def count_one(limits, window):
    """Count one attempt under every key of `limits` (`{key: most}`).

    A counter starts afresh one `window` after the last attempt that was looked at, so no such time whatever has more.
    """
    now = timezone.now()
    counts = AttemptCount.objects.filter(key__in=limits).order_by("key")
    refuse_beyond(limits, counts, now)
    with transaction.atomic():
        new = [AttemptCount(key=key, ends_at=now) for key in sorted(limits)]
        AttemptCount.objects.bulk_create(new, ignore_conflicts=True)
        locked = list(counts.select_for_update())
        refuse_beyond(limits, locked, now)
        for row in locked:
            row.count = row.count + 1 if row.ends_at > now else 1
            row.ends_at = now + window
            row.save(update_fields=["count", "ends_at"])
        sweep(now)


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
    """Whom an attempt is counted against: the IPv4 address, or the IPv6 network of one subscriber (/64)."""
    address = client_ip(request)
    if address is None:
        return "unknown"
    return str(address) if address.version == 4 else f"{int(address) >> 64:x}/64"


def client_network(request):
    """Whom readers' messages are counted against: the IPv4 network /24, the IPv6 network /48."""
    address = client_ip(request)
    if address is None:
        return "unknown"
    return str(ip_network((address.packed, 24 if address.version == 4 else 48), strict=False))


def client_ip(request):
    """The address a request came from, None where none is known.

    `X-Forwarded-For` counts only behind a proxy, and of it only the last entry, which the proxy itself wrote.
    """
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.BEHIND_PROXY else ""
    for text in (forwarded.rpartition(",")[2].strip(), request.META.get("REMOTE_ADDR", "")):
        try:
            address = ip_address(text)
        except ValueError:
            continue
        return getattr(address, "ipv4_mapped", None) or address
    return None
