"""Looking whether an address still opens, without being led anywhere but to public servers.

It stands on http.client because each connection must go to the very address that was checked: any library would need a
connection class of its own for that, and then does little else here.
"""

import socket
import ssl
import time
from http.client import HTTPConnection, HTTPException
from ipaddress import IPv6Network, ip_address
from threading import Event, Timer
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit, urlunsplit

from django.utils.encoding import iri_to_uri

from portal.models import SourceLink

State, Problem = SourceLink.State, SourceLink.Problem

USER_AGENT = "ParkAtlas-links/1 (looks whether a cited document still opens)"
MOST_BYTES = 64 * 1024
MOST_REDIRECTS = 5
LONGEST_URL = 2000
PORTS = {"http": 80, "https": 443}
REDIRECTS, PERMANENT = {301, 302, 303, 307, 308}, {301, 308}
# Given to programs and not to readers; 412 and 521 are what firewalls of Chinese authorities answer.
REFUSALS = {401, 403, 405, 406, 412, 429, 503, 521}
# IPv6 addresses that hold an IPv4 address in their last 32 bits.
NAT64 = IPv6Network("64:ff9b::/96")


class Outcome(NamedTuple):
    """Either `status` or `problem` is filled; `final_url` where a redirect led elsewhere."""

    state: str
    status: int | None = None
    problem: str = ""
    final_url: str = ""


class LinkProblem(Exception):
    def __init__(self, problem):
        super().__init__(problem)
        self.problem = problem


class Address(NamedTuple):
    scheme: str
    host: str
    port: int
    target: str

    @property
    def netloc(self):
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self):
        return f"{self.scheme}://{self.netloc}{self.target}"


class LinkChecker:
    """Asks each host at most once in `pause` seconds. `allow_loopback` is for tests, which have a server of their own."""

    def __init__(self, *, timeout=10.0, pause=1.0, allow_loopback=False):
        self.timeout = timeout
        self.pause = pause
        self.allow_loopback = allow_loopback
        self.asked = {}

    def check(self, url):
        try:
            return self._follow(url)
        except LinkProblem as error:
            return Outcome(State.DEAD, problem=error.problem)

    def _follow(self, url):
        address = first = parsed(url)
        first_redirect = None
        for _hop in range(MOST_REDIRECTS + 1):
            status, location = self._ask(address)
            if status not in REDIRECTS or not location:
                final_url = address.url if address != first else ""
                return Outcome(state_of(status, first_redirect), status=status, final_url=final_url)
            first_redirect = first_redirect or status
            address = parsed(urljoin(address.url, location))
        raise LinkProblem(Problem.REDIRECTS)

    def _ask(self, address):
        """(status, Location); by GET where the answer to HEAD is an error, which it is on some servers for every page."""
        try:
            status, location = self._request("HEAD", address)
        except LinkProblem as error:
            if error.problem != Problem.CONNECTION:
                raise
        else:
            if status < 400 or status == 429:
                return status, location
        return self._request("GET", address)

    def _request(self, method, address):
        self._wait_for(address.host)
        overdue = Event()
        sock = None
        try:
            sock = self._connected(address)
            timer = Timer(self.timeout, give_up, [sock, overdue])
            timer.daemon = True
            timer.start()
            try:
                answer = exchange(sock, method, address)
            finally:
                timer.cancel()
            if overdue.is_set():  # A header that was cut off can look whole.
                raise TimeoutError
            return answer
        except TimeoutError as error:
            raise LinkProblem(Problem.TIMEOUT) from error
        except (OSError, HTTPException, ValueError) as error:
            kind = Problem.CERTIFICATE if isinstance(error, ssl.SSLError) else Problem.CONNECTION
            raise LinkProblem(Problem.TIMEOUT if overdue.is_set() else kind) from error
        finally:
            if sock is not None:
                sock.close()

    def _wait_for(self, host):
        wait = self.asked.get(host, float("-inf")) + self.pause - time.monotonic()
        if wait > 0:
            time.sleep(wait)
        self.asked[host] = time.monotonic()

    def _connected(self, address):
        """A socket to an address that was found to be public, whatever the name means a moment later."""
        deadline, failure = time.monotonic() + self.timeout, None
        for family, kind, protocol, _name, peer in self._public_peers(address):
            sock = socket.socket(family, kind, protocol)
            try:
                sock.settimeout(max(deadline - time.monotonic(), 0.1))
                sock.connect(peer)
                sock.settimeout(self.timeout)
                if address.scheme == "http":
                    return sock
                return ssl.create_default_context().wrap_socket(sock, server_hostname=address.host)
            except OSError as error:
                sock.close()
                failure = error
        raise failure

    def _public_peers(self, address):
        try:
            peers = socket.getaddrinfo(address.host, address.port, type=socket.SOCK_STREAM)
        except (socket.gaierror, UnicodeError) as error:
            raise LinkProblem(Problem.UNKNOWN_HOST) from error
        if not all(self._may_connect(peer[4][0]) for peer in peers):
            raise LinkProblem(Problem.PRIVATE)
        return peers

    def _may_connect(self, text):
        return is_public(text) or (self.allow_loopback and ip_address(text).is_loopback)


def parsed(url):
    """The Address of an http or https URL without a password. Raises LinkProblem."""
    try:
        parts = urlsplit(iri_to_uri(url.strip()))
        host, port = (parts.hostname or "").encode("idna").decode(), parts.port
        if ":" not in host:
            host = host.rstrip(".")
    except ValueError as error:
        raise LinkProblem(Problem.ADDRESS) from error
    if parts.scheme not in PORTS or not host or parts.username is not None or port == 0:
        raise LinkProblem(Problem.ADDRESS)
    target = urlunsplit(("", "", parts.path or "/", parts.query, ""))
    address = Address(parts.scheme, host, port or PORTS[parts.scheme], target)
    if len(address.url) > LONGEST_URL:
        raise LinkProblem(Problem.ADDRESS)
    return address


def is_public(text):
    """Whether an IP address is one of the public net, also where it wraps one of another version."""
    address = ip_address(text.partition("%")[0])
    if address.version == 6:
        wrapped = address.ipv4_mapped or address.sixtofour
        if address in NAT64:
            wrapped = ip_address(int(address) & 0xFFFFFFFF)
        if wrapped is not None:
            return is_public(str(wrapped))
        if address.is_site_local or address.teredo:
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def exchange(sock, method, address):
    """(status, Location) of the answer; of a body no more than MOST_BYTES are read."""
    connection = HTTPConnection(address.host, address.port)
    connection.sock = sock
    headers = {"Host": address.netloc, "User-Agent": USER_AGENT, "Accept": "*/*", "Connection": "close"}
    connection.request(method, address.target, headers=headers)
    with connection.getresponse() as response:
        if method == "GET":
            response.read(MOST_BYTES)
        return response.status, response.getheader("Location", "")


def give_up(sock, overdue):
    """End an exchange that a slow server keeps alive byte by byte."""
    overdue.set()
    try:
        sock.shutdown(socket.SHUT_RDWR)
    except OSError:
        return


def state_of(status, first_redirect):
    if 200 <= status < 300:
        return State.MOVED if first_redirect in PERMANENT else State.WORKS
    return State.REFUSED if status in REFUSALS else State.DEAD
