"""The command that looks whether sources still open: what it finds, and where it refuses to go."""

import socket
import ssl
import threading
import time
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from core.clock import today
from core.models import Source
from portal.link_check import MOST_BYTES, LinkChecker, Outcome, is_public
from portal.models import SourceLink
from portal.source_links import dead_links, moved_links, refused_links, unchecked_links
from tests.factories import make_source

CERTIFICATE = Path(__file__).parent / "self_signed.pem"


class Pages(BaseHTTPRequestHandler):
    """Each path answers with one fault, or with none."""

    def do_HEAD(self):
        self.server.asked.append((self.command, self.path, self.headers["User-Agent"], self.headers["Host"]))
        path = self.path.partition("?")[0]
        getattr(self, path.strip("/").replace("-", "_"), self.status)()

    do_GET = do_HEAD

    def status(self):
        self.answer(int(self.path.strip("/")) if self.path.strip("/").isdigit() else 404)

    def answer(self, status, **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Connection", "close")
        self.end_headers()

    def good(self):
        self.answer(200)

    def no_head(self):
        self.answer(405 if self.command == "HEAD" else 200)

    def moved(self):
        self.answer(301, Location="/good?new=1")

    def elsewhere_today(self):
        self.answer(302, Location="/good")

    def lost_after_moving(self):
        self.answer(301, Location="/404")

    def loop(self):
        self.answer(301, Location="/loop")

    def five(self):
        left = int(self.path.partition("?")[2])
        self.answer(302, Location=f"/five?{left - 1}" if left else "/good")

    def to(self):
        self.answer(302, Location=self.path.partition("?")[2])

    def silent(self):
        self.server.released.wait(10)

    def drip(self):
        """A header that never ends, byte by byte, fast enough for every single read."""
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        for _ in range(100):
            if self.server.released.wait(0.05):
                return
            self.wfile.write(b"x")

    def huge(self):
        if self.command == "HEAD":
            return self.answer(501)
        self.answer(200)
        while not self.server.released.is_set():
            self.wfile.write(b"x" * 8192)
            self.server.sent += 8192
        return None

    def garbled(self):
        self.wfile.write(b"what?\r\n\r\n")

    def log_message(self, *_args):
        """Nothing on the screen."""


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Pages)
        self.asked, self.sent, self.released = [], 0, threading.Event()
        self.root = f"http://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, request, client_address):
        """The client hangs up on purpose."""


@pytest.fixture
def server():
    with Server() as one:
        threading.Thread(target=one.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield one
        one.released.set()
        one.shutdown()


@pytest.fixture
def checker():
    return LinkChecker(timeout=0.5, pause=0, allow_loopback=True)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/good", ("works", 200, "", "")),
        ("/no-head", ("works", 200, "", "")),
        ("/404", ("dead", 404, "", "")),
        ("/500", ("dead", 500, "", "")),
        ("/403", ("refused", 403, "", "")),
        ("/429", ("refused", 429, "", "")),
        ("/moved", ("moved", 200, "", "{root}/good?new=1")),
        ("/elsewhere-today", ("works", 200, "", "{root}/good")),
        ("/lost-after-moving", ("dead", 404, "", "{root}/404")),
        ("/five?4", ("works", 200, "", "{root}/good")),
        ("/five?5", ("dead", None, "redirects", "")),
        ("/loop", ("dead", None, "redirects", "")),
        ("/silent", ("dead", None, "timeout", "")),
        ("/drip", ("dead", None, "timeout", "")),
        ("/garbled", ("dead", None, "connection", "")),
        ("/huge", ("works", 200, "", "")),
    ],
)
def test_what_a_server_answers(server, checker, path, expected):
    outcome = checker.check(server.root + path)
    assert outcome == Outcome(*expected)._replace(final_url=expected[3].format(root=server.root))


def test_a_slow_server_is_given_up_after_the_time_limit(server, checker):
    for path in ("/silent", "/drip"):
        started = time.monotonic()
        checker.check(server.root + path)
        assert 0.4 < time.monotonic() - started < 1.5


def test_of_a_huge_body_little_is_read(server, checker):
    checker.check(f"{server.root}/huge")
    time.sleep(0.2)
    assert server.sent < MOST_BYTES + 8 * 1024 * 1024  # What the system's buffers took, and no more.
    assert [method for method, *_rest in server.asked] == ["HEAD", "GET"]


def test_it_says_who_asks_and_asks_by_head_first(server, checker):
    checker.check(f"{server.root}/good")
    [(method, path, agent, host)] = server.asked
    assert (method, path, host) == ("HEAD", "/good", server.root.removeprefix("http://"))
    assert agent.startswith("ParkAtlas")


def test_a_host_is_asked_at_most_once_in_a_pause(server):
    checker = LinkChecker(timeout=0.5, pause=0.3, allow_loopback=True)
    started = time.monotonic()
    checker.check(f"{server.root}/moved")
    checker.check(f"{server.root}/good")
    assert len(server.asked) == 3
    assert 0.6 <= time.monotonic() - started < 1.5


@pytest.mark.parametrize(
    "target",
    [
        "http://10.0.0.1/",
        "http://192.168.1.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::ffff:10.0.0.1]/",
        "http://[fe80::1]/",
        "http://[fd00::1]/",
        "http://224.0.0.1/",
        "http://0.0.0.0/",
        "http://[64:ff9b::a00:1]/",
        "http://167772161/",
        "//10.0.0.1/",
    ],
)
def test_a_redirect_into_a_private_network_is_refused(server, checker, target):
    assert checker.check(f"{server.root}/to?{target}") == Outcome("dead", None, "private")


@pytest.mark.parametrize(
    "target", ["ftp://example.org/", "file:///etc/passwd", "https://user:secret@example.org/", "gopher://x/"]
)
def test_a_redirect_to_no_page_is_refused(server, checker, target):
    assert checker.check(f"{server.root}/to?{target}") == Outcome("dead", None, "address")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "2130706433", "127.1"])
def test_loopback_is_refused_unless_a_test_allows_it(server, host):
    address = server.root.replace("127.0.0.1", host) + "/good"
    assert LinkChecker(pause=0).check(address) == Outcome("dead", None, "private")
    assert server.asked == []


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("1.1.1.1", True),
        ("2606:4700:4700::1111", True),
        ("::ffff:1.1.1.1", True),
        ("64:ff9b::101:101", True),
        ("100.64.0.1", False),
        ("172.16.0.1", False),
        ("198.18.0.1", False),
        ("239.1.1.1", False),
        ("255.255.255.255", False),
        ("240.0.0.1", False),
        ("2002:a00:1::", False),
        ("2001:0:a00:1::", False),
        ("fec0::1", False),
        ("ff02::1", False),
        ("fe80::1%eth0", False),
        ("::", False),
    ],
)
def test_which_addresses_are_public(address, expected):
    assert is_public(address) is expected


def resolving_to(monkeypatch, *answers):
    """Each look-up of a name gets the next of `answers`, lists of IP addresses."""
    left = list(answers)

    def getaddrinfo(_host, port, *_args, **_kwargs):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port)) for ip in left.pop(0)]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return left


def test_a_name_with_one_private_address_is_refused(monkeypatch):
    resolving_to(monkeypatch, ["1.1.1.1", "10.0.0.1"])
    assert LinkChecker(pause=0).check("http://example.org/") == Outcome("dead", None, "private")


def test_the_address_that_was_checked_is_the_one_connected_to(server, checker, monkeypatch):
    """A name that means another address a moment later is not asked again."""
    left = resolving_to(monkeypatch, ["127.0.0.1"], ["10.0.0.1"])
    port = server.server_address[1]
    assert checker.check(f"http://example.org:{port}/good").state == "works"
    assert server.asked[0][3] == f"example.org:{port}"
    assert left == [["10.0.0.1"]]


def test_an_unknown_host(monkeypatch, checker):
    def unknown(*_args, **_kwargs):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert checker.check("http://no-such-host.example/") == Outcome("dead", None, "unknown_host")


def test_a_closed_port(checker):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert checker.check(f"http://127.0.0.1:{port}/") == Outcome("dead", None, "connection")


def test_a_certificate_that_nobody_vouches_for(server, checker):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    secure = server.root.replace("http://", "https://")
    assert checker.check(f"{secure}/good") == Outcome("dead", None, "certificate")
    assert server.asked == []


def test_a_server_without_tls_at_an_https_address(server, checker):
    secure = server.root.replace("http://", "https://")
    assert checker.check(f"{secure}/good") == Outcome("dead", None, "certificate")


@pytest.mark.parametrize(
    "url", ["http://", "http://[::1/", "http://a..b/", "http://example.org:99999/", "javascript:alert(1)"]
)
def test_an_address_that_cannot_be_read(checker, url):
    assert checker.check(url) == Outcome("dead", None, "address")


# The command


def run(checker, **options):
    out = StringIO()
    call_command("check_links", checker=checker, stdout=out, **options)
    return out.getvalue().splitlines()


@pytest.fixture
def sources(db, server):
    return {path: make_source(name_en=path, url=f"{server.root}/{path}") for path in ("good", "404", "moved", "403")}


def test_the_results_are_stored_and_told(sources, server, checker):
    make_source()
    lines = run(checker)
    assert len(lines) == 5
    assert sum(f"dead (404): {server.root}/404" in line for line in lines) == 1
    assert lines[-1] == "4 addresses checked: 1 dead, 1 moved, 1 refused, 1 works."
    stored = SourceLink.objects.values_list("source__name_en", "state", "status", "problem", "final_url")
    assert sorted(stored) == [
        ("403", "refused", 403, "", ""),
        ("404", "dead", 404, "", ""),
        ("good", "works", 200, "", ""),
        ("moved", "moved", 200, "", f"{server.root}/good?new=1"),
    ]


def test_the_oldest_come_first_and_the_fresh_are_left_out(sources, server, checker):
    run(checker)
    server.asked.clear()
    assert run(checker) == ["0 addresses checked: none was due."]
    for days, name in ((10, "good"), (30, "moved"), (20, "404")):
        SourceLink.objects.filter(source=sources[name]).update(checked_at=timezone.now() - timedelta(days=days))
    new = make_source(url=f"{server.root}/500")
    lines = run(checker, limit=3)
    assert [line.rpartition("/")[2] for line in lines[:3]] == ["500", "moved", "404"]
    assert server.asked[0][:2] == ("HEAD", "/500")
    assert new.link.status == 500


def test_an_address_that_was_changed_counts_as_never_checked(sources, server, checker):
    run(checker)
    source = sources["404"]
    source.url = f"{server.root}/good?corrected"
    source.save()
    assert list(dead_links()) == []
    assert list(unchecked_links()) == [source]
    assert run(checker)[-1] == "1 addresses checked: 1 works."


def test_one_host_only(sources, server, checker):
    make_source(url="http://other.example/")
    assert len(run(checker, host="127.0.0.1")) == 5
    assert not SourceLink.objects.filter(url="http://other.example/").exists()


def test_a_source_that_is_deleted_meanwhile_stops_nothing(sources, server, checker):
    class Deleting(LinkChecker):
        def check(self, url):
            if url.endswith("/404"):
                sources["404"].delete()
            return super().check(url)

    lines = run(Deleting(timeout=0.5, pause=0, allow_loopback=True))
    assert sum("not stored" in line for line in lines) == 1
    assert SourceLink.objects.count() == 3


@pytest.mark.parametrize("options", [{"limit": 0}, {"older_than": -1}])
def test_what_cannot_be_run_is_refused(db, options):
    with pytest.raises(CommandError):
        run(None, **options)


# What the desk makes of it


def link(state, days_ago=0, **overrides):
    source = make_source(url="https://www.example.org/", **overrides)
    status = {"works": 200, "moved": 200, "refused": 403, "dead": 404}[state]
    moment = timezone.now() - timedelta(days=days_ago)
    SourceLink(source=source, url=source.url, state=state, status=status, checked_at=moment).save()
    return source


@pytest.mark.django_db
def test_each_link_that_needs_an_editor_is_found_once():
    dead, moved, refused = link("dead", 100), link("moved"), link("refused")
    old, never = link("works", 91), make_source(url="https://www.example.org/")
    link("works", 89)
    make_source()
    assert [list(rows) for rows in (dead_links(), moved_links(), refused_links())] == [[dead], [moved], [refused]]
    assert set(unchecked_links()) == {old, never}


@pytest.mark.django_db
def test_an_editor_who_opened_the_link_lately_settles_what_the_command_cannot():
    lately, long_ago = today() - timedelta(days=90), today() - timedelta(days=91)
    link("refused", checked_on=lately)
    shown = link("refused", checked_on=long_ago)
    make_source(url="https://www.example.org/", checked_on=lately)
    dead = link("dead", checked_on=lately)
    assert [list(rows) for rows in (refused_links(), unchecked_links(), dead_links())] == [[shown], [], [dead]]
    assert Source.objects.count() == 4
