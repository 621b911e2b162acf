"""Laws of the templates: no query, no unescaped text, nothing inline that the content policy would block."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent / "templates"
TEMPLATES = sorted(ROOT.rglob("*.html"))
FORBIDDEN = {
    "asks the database": re.compile(
        r"(?<!forloop)\.(all|filter|count|exists|first|last|values|order_by|select_related)\b"
    ),
    "trusts a text": re.compile(r"\|\s*safe\b|\bautoescape off\b|\|\s*safeseq\b"),
    "has an inline style": re.compile(r"\sstyle\s*=|<style\b", re.IGNORECASE),
    "has an inline script": re.compile(r"\son[a-z]+\s*=\s*[\"']|<script(?![^>]*\ssrc=)|javascript:", re.IGNORECASE),
    "loads from another host": re.compile(r"(src|<link[^>]*href)\s*=\s*[\"'](https?:)?//", re.IGNORECASE),
    "keeps an HTML comment": re.compile(r"<!--"),
    # HTML knows no more than thousandths of a second: "Y-m-d\TH:i:sO".
    "gives an instant to the microsecond": re.compile(r"\|date:\s*['\"]c['\"]"),
}


def named(path):
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
@pytest.mark.parametrize("fault", FORBIDDEN, ids=lambda fault: fault.replace(" ", "-"))
def test_no_template(path, fault):
    found = FORBIDDEN[fault].search(path.read_text(encoding="utf-8"))
    assert found is None, f"{named(path)} {fault}: {found[0]}"


def test_the_law_sees_what_it_forbids():
    caught = (
        "{% for x in park.names.all %}{{ x|safe }}<b style='x' onclick='y'><script>z</script><!-- c -->{{ x|date:'c' }}"
    )
    assert {fault for fault, pattern in FORBIDDEN.items() if pattern.search(caught)} == set(FORBIDDEN) - {
        "loads from another host"
    }


@pytest.mark.parametrize("path", [path for path in TEMPLATES if not path.is_relative_to(ROOT / "admin")], ids=named)
def test_public_forms_need_no_cookie(path):
    source = path.read_text(encoding="utf-8")
    assert "csrf_token" not in source
    assert not re.search(r"<form(?![^>]*method=\"get\")", source) or named(path) == "portal/_reader_form.html"


def test_the_form_of_readers_carries_a_token_instead():
    source = (ROOT / "portal" / "_reader_form.html").read_text(encoding="utf-8")
    assert (
        len(re.findall("<form", source)) == source.count('<input type="hidden" name="token" value="{{ token }}">') == 1
    )


@pytest.mark.parametrize(
    "path", [path for path in TEMPLATES if "{% block" in path.read_text(encoding="utf-8")], ids=named
)
def test_every_closed_block_is_named(path):
    assert "{% endblock %}" not in path.read_text(encoding="utf-8")
