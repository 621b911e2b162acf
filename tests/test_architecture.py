"""Laws of the layout: one direction of imports, one word for the public, UUID keys, constraints kept."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

from editorial.models import Publishable, RecordModel, ValidatedModel

ROOT = Path(__file__).parent.parent
ORDER = ["accounts", "editorial", "core", "parks", "companies", "policies", "portal", "config"]
OWN_MODELS = [model for model in apps.get_models() if model._meta.app_label in ORDER]
# Tables without a row that is ever shown.
SEARCH = {"SearchDocument", "SearchName", "SearchGround", "SearchTerm"}
INTERNAL = {"ParkAncestry", "DataLoad", "DeskRight", "AttemptCount", "Import", "ImportPart", "ImportRow", *SEARCH}
# Computed tables and the card itself, whose keys are never shown or are UUIDs anyway.
COMPUTED = {"Record", "FormerSlug", *INTERNAL}
# Written by the desk alone (drafting, workflow, publishing), which checks what it takes: a draft must hold what is not valid
# yet, and the logs hold what was.
WRITTEN_BY_THE_DESK = {
    "Revision",
    "Draft",
    "Merger",
    "Change",
    "Step",
    "OpenForm",
    "Remark",
    "Schedule",
    "PreviewLink",
    "DeskSetting",
}
# A ValidatedModel may be seen by every role at the desk, what readers send only by who moderates: these save validated by
# themselves (tests/portal/test_readers.py).
SENT_BY_READERS = {"Correction", "Comment"}
# The number of a Change is the public sequence of the feed, by which clients say how far they have read.
KEYS_THAT_ARE_NO_UUID = {"Change", *INTERNAL}


def imported_apps(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            yield (node.module or "").split(".")[0]
        elif isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)


@pytest.mark.parametrize("app", ORDER)
def test_an_app_imports_only_what_stands_to_its_left(app):
    allowed = ORDER[: ORDER.index(app) + 1]
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in (ROOT / app).rglob("*.py")
        for name in imported_apps(path)
        if name in ORDER and name not in allowed
    ]
    assert wrong == []


def test_the_product_knows_no_test_code():
    wrong = [path for app in ORDER for path in (ROOT / app).rglob("*.py") if "tests" in set(imported_apps(path))]
    assert wrong == []


@pytest.mark.parametrize("model", OWN_MODELS, ids=lambda model: model._meta.label)
def test_keys_that_may_leave_are_uuids(model):
    key = model._meta.pk
    while key.remote_field:
        key = key.remote_field.model._meta.pk
    assert isinstance(key, models.UUIDField) or model.__name__ in KEYS_THAT_ARE_NO_UUID


@pytest.mark.parametrize("model", OWN_MODELS, ids=lambda model: model._meta.label)
def test_every_model_is_validated_wherever_it_is_saved(model):
    excepted = COMPUTED | WRITTEN_BY_THE_DESK | SENT_BY_READERS
    assert issubclass(model, ValidatedModel) or model.__name__ in excepted or model._meta.auto_created


@pytest.mark.parametrize(
    "model", [m for m in OWN_MODELS if issubclass(m, RecordModel)], ids=lambda model: model._meta.label
)
def test_a_record_keeps_the_constraints_and_indexes_of_its_base(model):
    constraints = {constraint.name for constraint in model._meta.constraints}
    indexes = {index.name for index in model._meta.indexes}
    prefix = f"{model._meta.app_label}_{model.__name__.lower()}"
    assert f"{prefix}_named" in constraints
    assert {f"{prefix}_en", f"{prefix}_zh"} <= indexes


@pytest.mark.parametrize(
    "model", [m for m in OWN_MODELS if issubclass(m, Publishable)], ids=lambda model: model._meta.label
)
def test_public_state_is_never_editable(model):
    assert not model._meta.get_field("is_public").editable
    assert not model._meta.get_field("published_at").editable


def test_the_public_condition_is_spelled_in_one_place():
    literal = re.compile(r"is_public(, [\w.]+)*\s*=\s*True|is_public[\"']:\s*True")
    found = {
        str(path.relative_to(ROOT))
        for app in ORDER
        for path in (ROOT / app).rglob("*.py")
        if "migrations" not in path.parts and literal.search(path.read_text(encoding="utf-8"))
    }
    assert found == {"editorial/models/records.py", "editorial/publishing.py"}


def test_a_fact_cannot_be_stored_without_a_citation():
    optional = {"Name"}  # a romanisation only: held by a constraint
    facts = [m for m in OWN_MODELS if any(f.name == "citation" for f in m._meta.fields)]
    assert {m.__name__ for m in facts} >= {
        "Figure",
        "Event",
        "Statement",
        "Presence",
        "Stake",
        "Membership",
        "Designation",
        "Role",
        "Rule",
        "Scope",
        "Relation",
        "Instrument",
        "Issuer",
        "ParkSector",
        "RegionMembership",
        "Assessment",
    }
    assert [m.__name__ for m in facts if m._meta.get_field("citation").null and m.__name__ not in optional] == []
    assert all(m._meta.get_field("citation").remote_field.on_delete is models.PROTECT for m in facts)
