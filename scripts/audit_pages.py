"""`make audit-pages`: judges the pages of a running copy of the site by programs that are not ours.

It serves the sample data as a production server would, follows links until it has two pages of every kind in each language,
and asks: Nu HTML checker (pages and style sheets), the schemas of sitemaps, schema.org's vocabulary as types, Lighthouse with
its preset for phones, and the scales. Needs Java, Node and Chromium; what it installs lies in var/audit.
"""

import argparse
import gzip
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from collections import Counter, deque
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from environment import ROOT, ensure_environment

TOOLS = ROOT / "scripts" / "audit"
WORK = ROOT / "var" / "audit"
MODULES = WORK / "node_modules"
SAMPLE = "data/zhongguancun"
COMPARED = "compare/parks/?with=zhongguancun&with=beijing-economic-and-technological-development-area"
START = ("/en/", "/zh-hans/", "/sitemap.xml", f"/en/{COMPARED}", f"/zh-hans/{COMPARED}")
REFUSED = ("/en/nothing-here/", "/en/parks/?knd=zone", "/zh-hans/search/?q=zzzz")
JUDGED_BY_LIGHTHOUSE = ("/en/", "/en/parks/zhongguancun/", "/en/parks/", "/en/map/", "/zh-hans/parks/zhongguancun/")
LEAST_SCORES = {"accessibility": 100, "best-practices": 100, "seo": 100, "performance": 98}
MOST_TRIES = 3
OF_ONE_KIND = 2
MOST_KILOBYTES = 60
MOST_KILOBYTES_OF_SCRIPT = 25
LINK = re.compile(r'<(?:a|link)\b[^>]*?\bhref="([^"#]*)')
PART = re.compile(r'<(?:script\b[^>]*?\bsrc|link\b[^>]*?\brel="stylesheet"[^>]*?\bhref)="([^"]+)"')
STRUCTURED = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
# What Google asks of a search box and schema.org's vocabulary leaves to “-input” annotations.
ANNOTATION = re.compile(r'"query-input": "[^"]*"(?:, )?|, "query-input": "[^"]*"')

# A guess, and wrong on pages with many English names; and properties of SVG that its checker of sheets does not know.
NO_FAULT = re.compile("appears to be written in|“(vector-effect|paint-order)” doesn't exist")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--without-lighthouse", action="store_true", help="leave out the minutes that Lighthouse takes")
    options = parser.parse_args()
    chromium = need("chromium", "chromium-browser", "google-chrome")
    need("java"), need("node"), need("npm")
    install_tools()
    with site() as home:
        pages, files = crawl(home)
        print(
            f"{len(pages)} pages and {len(files)} files of {len({kind(path) for path in pages | files})} kinds.",
            flush=True,
        )
        faults = [
            *checked_by_nu(pages),
            *checked_by_schema(files),
            *checked_by_vocabulary(pages),
            *weighed(home, pages),
        ]
        if not options.without_lighthouse:
            faults += lit(home, chromium)
    print("\n".join(faults) or "No fault found.")
    sys.exit(bool(faults))


def need(*names):
    found = next(filter(None, map(shutil.which, names)), None)
    return found or sys.exit(
        f"Not found: {' or '.join(names)}. Install it (Debian: default-jre-headless, nodejs, npm, chromium)."
    )


def install_tools():
    WORK.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(TOOLS / name, WORK / name)
    run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"], cwd=WORK)


def run(command, **options):
    """What the command wrote; ends the audit where it fails."""
    outcome = subprocess.run(command, capture_output=True, text=True, check=False, **options)
    if outcome.returncode:
        sys.exit(f"{' '.join(map(str, command))} failed:\n{outcome.stdout}{outcome.stderr}")
    return outcome.stdout


@contextmanager
def site():
    """The address of the site with the sample data, served from a folder that is gone afterwards."""
    python = ensure_environment("requirements.txt")
    with tempfile.TemporaryDirectory() as name, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        surroundings = os.environ | {
            "SECRET_KEY": "of an audit that lasts some minutes, for pages that nobody else reads",
            "ALLOWED_HOSTS": "127.0.0.1",
            "HTTPS": "0",
            "DATABASE_URL": f"sqlite:///{name}/site.sqlite3",
            "STATIC_ROOT": f"{name}/static",
            "VAR_DIR": f"{name}/var",
        }
        for arguments in (["migrate", "-v0"], ["load_data", SAMPLE], ["collectstatic", "--noinput", "-v0"]):
            run([python, "manage.py", *arguments], cwd=ROOT, env=surroundings)
        serve = [python, "-m", "gunicorn", "--config", "python:config.gunicorn", "--log-level", "warning"]
        command = [*serve, "--bind", f"127.0.0.1:{port}", "config.wsgi"]
        with subprocess.Popen(command, cwd=ROOT, env=surroundings) as server:
            try:
                home = f"http://127.0.0.1:{port}"
                wait_for(home)
                yield home
            finally:
                server.terminate()


def wait_for(home, seconds=60):
    for _second in range(seconds * 5):
        try:
            return urlopen(f"{home}/healthz")  # noqa: S310  # our own server
        except OSError:
            time.sleep(0.2)
    return sys.exit("The site did not start.")


def fetch(address, *, compressed=False):
    """`(status, content type, bytes as sent)`."""
    request = Request(address, headers={"Accept-Encoding": "gzip"} if compressed else {})  # noqa: S310
    try:
        with urlopen(request) as answer:  # noqa: S310
            return answer.status, answer.headers["Content-Type"], answer.read()
    except HTTPError as refusal:
        return refusal.code, refusal.headers["Content-Type"], refusal.read()


def kind(path):
    """Addresses of one kind differ in nothing but the names of records and the values of parameters."""
    address, question, query = path.partition("?")
    parts = [part if place < 2 or "." in part else "*" for place, part in enumerate(address.strip("/").split("/"))]
    suffixes = [
        f"*.{part.rpartition('.')[2]}" if "." in part and place > 1 else part for place, part in enumerate(parts)
    ]
    return "/".join(suffixes) + question + query.partition("=")[0]


def crawl(home):
    """`({path: html}, {path: bytes})` of pages and of other files; an address that a page links and that is not there ends it."""
    pages, files, met, seen = {}, {}, Counter(), set()
    waiting = deque([*START, *REFUSED])
    while waiting:
        path = waiting.popleft()
        if path in seen or met[kind(path)] == OF_ONE_KIND:
            continue
        seen.add(path)
        met[kind(path)] += 1
        status, content_type, body = fetch(home + path)
        if status != 200 and path not in REFUSED:
            sys.exit(f"{path} is linked and answers {status}.")
        if not content_type.startswith("text/html"):
            files[path] = body
            if path == "/sitemap.xml":
                waiting.extend(path.removeprefix(home) for path in re.findall(r"<loc>([^<]*)", body.decode()))
            continue
        pages[path] = body.decode()
        if path not in REFUSED:
            waiting.extend(links_of(home, path, pages[path]))
    return pages, files


def links_of(home, path, html):
    for address in map(unescape, LINK.findall(html)):
        target = address.removeprefix(home)
        if target.startswith("?"):
            target = path.partition("?")[0] + target
        # Of combinations of filters there is no end.
        if target.startswith("/") and not target.startswith(("//", "/static/", "/admin/")) and "&" not in target:
            yield target


def checked_by_nu(pages):
    """The errors and warnings of the Nu HTML checker, in pages and in our style sheets."""
    folder = WORK / "pages"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    names = {}
    for number, (path, html) in enumerate(pages.items()):
        names[f"{number}.html"] = path
        (folder / f"{number}.html").write_text(html)
    for sheet in (ROOT / "static").glob("*.css"):
        shutil.copy(sheet, folder / sheet.name)
    jar = MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"
    command = ["java", "-jar", jar, "--also-check-css", "--format", "json", "--stdout", "--exit-zero-always", folder]
    for message in json.loads(run(command))["messages"]:
        file = Path(message["url"]).name
        if not NO_FAULT.search(message["message"]):
            yield f"Nu: {names.get(file, file)}, line {message.get('lastLine', '?')}: {message['message']}"


def checked_by_schema(files):
    """The faults of sitemaps by their schema, which xmllint reads where it is installed; else they are only parsed."""
    sitemaps = {path: body for path, body in files.items() if path.endswith(".xml")}
    for path, body in sitemaps.items():
        ElementTree.fromstring(body)  # noqa: S314  # our own
        if shutil.which("xmllint") and "<urlset" in body.decode():
            outcome = subprocess.run(
                ["xmllint", "--nonet", "--noout", "--schema", TOOLS / "sitemap-with-links.xsd", "-"],
                input=body,
                capture_output=True,
                cwd=WORK,
                check=False,
            )
            if outcome.returncode:
                yield f"Schema: {path}: {outcome.stderr.decode()}"
    if not shutil.which("xmllint"):
        print("xmllint is not installed: sitemaps were parsed, not held against their schema.")


def checked_by_vocabulary(pages):
    """What TypeScript says of the JSON-LD of all pages, held against schema.org as types."""
    lines = ["import type {Graph, Thing, WithContext} from 'schema-dts';"]
    for path, html in pages.items():
        for text in STRUCTURED.findall(html):
            node = json.loads(text)
            declared = "Graph" if "@graph" in node else "WithContext<Thing>"
            body = ANNOTATION.sub("", json.dumps(node, ensure_ascii=False))
            lines.append(f"export const page{len(lines)}: {declared} = {body}; // {path}")
    (WORK / "structured.ts").write_text("\n".join(lines))
    command = [MODULES / ".bin" / "tsc", "--noEmit", "--skipLibCheck", "--module", "nodenext", "--target", "es2022"]
    outcome = subprocess.run([*command, "structured.ts"], cwd=WORK, capture_output=True, text=True, check=False)
    for place, said in re.findall(r"structured\.ts\((\d+),\d+\): (.*)", outcome.stdout):
        yield f"schema.org: {lines[int(place) - 1].rpartition('// ')[2]}: {said}"
    print(f"{len(lines) - 1} pages carry JSON-LD.")


def weighed(home, pages):
    """Pages that are heavier than they may be, compressed, with every sheet and script they need."""
    parts, heaviest = {}, (0, "")
    for path in pages:
        _status, _type, body = fetch(home + path, compressed=True)
        html = gzip.decompress(body).decode() if body[:2] == b"\x1f\x8b" else body.decode()
        needed = [address for address in PART.findall(html) if address.startswith("/static/")]
        for address in needed:
            if address not in parts:
                parts[address] = len(fetch(home + address, compressed=True)[2])
        weight = (len(body) + sum(parts[address] for address in needed)) / 1000
        scripts = sum(parts[address] for address in needed if address.endswith(".js")) / 1000
        heaviest = max(heaviest, (weight, path)) if not path.startswith("/api/") else heaviest
        if path.startswith("/api/") or "/map/" in path:
            continue
        if weight > MOST_KILOBYTES:
            yield f"Weight: {path}: {weight:.1f} kB compressed, more than {MOST_KILOBYTES}."
        if scripts > MOST_KILOBYTES_OF_SCRIPT:
            yield f"Weight: {path}: {scripts:.1f} kB of script, more than {MOST_KILOBYTES_OF_SCRIPT}."
    print(f"The heaviest page is {heaviest[1]}: {heaviest[0]:.1f} kB compressed with all it needs.")


def lit(home, chromium):
    """What Lighthouse finds worse than it may be. A page that is not there fails as well."""
    for path in JUDGED_BY_LIGHTHOUSE:
        # A busy machine costs points of speed and nothing else: the best of some tries counts.
        tries = []
        while len(tries) < MOST_TRIES and not (tries and reaches(tries[-1])):
            tries.append(lighthouse(home + path, chromium))
        best = {name: max(scores.get(name, 0) for scores in tries) for name in LEAST_SCORES}
        print(f"Lighthouse: {path}: " + ", ".join(f"{name} {score}" for name, score in best.items()), flush=True)
        if not reaches(best):
            yield f"Lighthouse: {path}: {best}; the least is {LEAST_SCORES}."


def reaches(scores):
    return all(scores.get(name, 0) >= least for name, least in LEAST_SCORES.items())


def lighthouse(address, chromium):
    flags = ["--quiet", "--chrome-flags=--headless=new --no-sandbox", "--output=json", "--output-path=stdout"]
    command = ["node", MODULES / "lighthouse" / "cli" / "index.js", address, *flags]
    surroundings = os.environ | {"CHROME_PATH": chromium}
    outcome = subprocess.run(command, env=surroundings, cwd=WORK, capture_output=True, text=True, check=False)
    if outcome.returncode:  # Now and then it loses the trace of a load; that is a try like another.
        print(f"Lighthouse failed on {address}: {outcome.stderr.strip()[-300:]}", flush=True)
        return {}
    report = json.loads(outcome.stdout)
    return {name: round(100 * (part["score"] or 0)) for name, part in report["categories"].items()}


if __name__ == "__main__":
    main()
