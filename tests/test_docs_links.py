"""What the docs point at exists, and the data model leaves no table out."""

import re
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).parent.parent
PAGES = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    *sorted((ROOT / "docs").rglob("*.md")),
    *sorted((ROOT / "data").rglob("*.md")),
]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_to_a_file_leads_somewhere(page):
    links = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    local = [link for link in links if not re.match(r"[a-z]+:", link)]
    assert [link for link in local if not (page.parent / link).exists()] == []


def test_every_make_target_named_in_the_docs_exists():
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.M))
    named = {name for page in PAGES for name in re.findall(r"`make ([a-z-]+)", page.read_text(encoding="utf-8"))}
    named |= set(re.findall(r"^make ([a-z-]+)$", (ROOT / "README.md").read_text(encoding="utf-8"), flags=re.M))
    assert {"run", "test", "test-sqlite"} <= named <= targets


@pytest.mark.parametrize("app", ["accounts", "editorial", "core", "parks", "companies", "policies", "portal"])
def test_the_data_model_names_every_table(app):
    documented = (ROOT / "docs" / "data-model.md").read_text(encoding="utf-8")
    section = documented.split(f"## {app}\n")[1].split("\n## ")[0]
    tables = {model.__name__ for model in apps.get_app_config(app).get_models()}
    assert {name for name in tables if not re.search(rf"\b{name}\b", section)} == set()


def test_the_data_model_names_every_column_of_a_figure():
    documented = (ROOT / "docs" / "data-model.md").read_text(encoding="utf-8")
    section = documented.split("### Figure")[1].split("\n## ")[0]
    columns = {re.sub(r"_(en|zh)$", "", f.name) for f in apps.get_model("core.Figure")._meta.fields}
    columns -= {"id", "citation", "period_earliest", "period_latest"}
    assert {name for name in columns if name not in section} == set()
