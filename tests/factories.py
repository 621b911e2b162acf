"""Plain functions that make one valid record each; `public=True` publishes it, and first what it rests on.

Every function takes the model's fields as keywords, many-to-many ones as lists, and returns the saved instance.
"""

import uuid
from functools import partial
from itertools import count

from django.contrib.auth.models import Group, Permission, User
from django.db import transaction
from django.utils import timezone

from companies.models import Organisation, Person, Presence, Product, Role, Stake
from core.models import (
    Citation,
    CountClaim,
    Event,
    EventParticipant,
    Figure,
    Indicator,
    Name,
    Region,
    RegionMembership,
    Sector,
    Source,
    SourceTitle,
    Statement,
)
from editorial.publishing import publish
from editorial.telling import tell
from parks.models import Batch, Designation, Membership, Park, ParkSector, Scheme
from policies.models import Assessment, Instrument, Issuer, Policy, Relation, Rule, Scope, Target
from portal.models import Briefing, BriefingBlock, Comment, Correction
from portal.readers.facts import Fact

_numbers = count(1)


def numbered(text):
    """`text` with a number that no other call got."""
    return f"{text} {next(_numbers)}"


def _fill(overrides, **defaults):
    """Add the defaults that are not overridden; callables are called only where they are needed."""
    missing = {name: default for name, default in defaults.items() if name not in overrides}
    return overrides | {name: default() if callable(default) else default for name, default in missing.items()}


def _make(model, values, *, public=False):
    many = {field.name: values.pop(field.name) for field in model._meta.many_to_many if field.name in values}
    instance = model(**values)
    instance.save()
    for name, related in many.items():
        getattr(instance, name).set(related)
    return publish(instance, by="factories") if public else instance


def _make_sourced_record(model, values, *, public):
    return _make(model, _fill(values, citations=lambda: [make_citation(public=public)]), public=public)


def changed(unit):
    """Tell what follows the feed that rows of `unit` were written past its publication."""
    with transaction.atomic():
        tell([unit])


# Accounts


def make_user(*permissions, **overrides):
    """A member of staff without a password (log in by `force_login`), with permissions such as `core.add_figure`."""
    user = User.objects.create_user(**_fill(overrides, username=lambda: numbered("editor"), is_staff=True))
    for permission in permissions:
        app_label, codename = permission.split(".")
        user.user_permissions.add(Permission.objects.get(content_type__app_label=app_label, codename=codename))
    return user


def make_role_user(role, **overrides):
    """A member of staff with one of the five roles: contributor, editor, reviewer, publisher, administrator."""
    user = make_user(**_fill(overrides, username=lambda: numbered(role)))
    user.groups.add(Group.objects.get(name=role))
    return user


def make_superuser(**overrides):
    return make_user(**_fill(overrides, is_superuser=True))


# Sources


def make_source(*, public=False, **overrides):
    defaults = {"name_en": lambda: numbered("Article"), "kind_of_source": "press", "publisher_as_printed": "CGTN"}
    return _make(Source, _fill(overrides, **defaults), public=public)


def make_source_title(**overrides):
    values = _fill(overrides, source=make_source, text="Beijing tech park eyes AI hub", version="alternate")
    return _make(SourceTitle, values)


def make_citation(*, public=False, **overrides):
    """A hidden quote becomes public with the first public fact or record that is made to rest on it."""
    values = _fill(
        overrides,
        source=partial(make_source, public=public),
        quote=lambda: numbered("Over CNY 700 billion"),
        locator="paragraph 3",
    )
    return _make(Citation, values, public=public)


# Regions and sectors


def make_region(*, public=False, **overrides):
    return _make_sourced_record(
        Region, _fill(overrides, name_en=lambda: numbered("District"), level="district"), public=public
    )


def make_region_membership(*, public=False, **overrides):
    values = _fill(
        overrides,
        group=partial(make_region, level="group", public=public),
        region=partial(make_region, public=public),
        citation=partial(make_citation, public=public),
    )
    return _make(RegionMembership, values, public=public)


def make_sector(*, public=False, **overrides):
    return _make(Sector, _fill(overrides, name_en=lambda: numbered("Robotics"), axis="industry"), public=public)


# Figures, names, events, statements


def make_indicator(*, public=False, **overrides):
    """A hidden indicator becomes public with the first public figure that is made with it."""
    values = _fill(
        overrides,
        code=lambda: numbered("annual-output-value").replace(" ", "-"),
        name_en="Annual output value",
        definition_en="The value of what was produced in a year.",
        family="output",
        unit="money",
    )
    return _make(Indicator, values, public=public)


def make_figure(*, public=False, **overrides):
    """“over CNY 700 billion”, or “23” where another unit is given."""
    values = _fill(
        overrides,
        unit="money",
        kind="actual",
        subject=lambda: make_park(public=public).record,
        citation=partial(make_citation, public=public),
    )
    values = _fill(values, indicator=partial(make_indicator, unit=values["unit"]))
    if not values.get("period") and values["kind"] == "actual":
        values = _fill(values, period_not_stated=True)
    if values["unit"] == "money":
        values = _fill(values, currency="CNY")
        if not {"low", "high", "as_printed"} & set(values):
            values |= {
                "as_printed": "over CNY 700 billion",
                "low": 700_000_000_000,
                "low_open": True,
                "high_open": True,
            }
            values = _fill(values, hedge="over", scale="billion")
    elif not {"low", "high"} & set(values):
        values |= {"low": 23, "high": 23}
    return _make(Figure, _fill(values, as_printed="23"), public=public)


def make_count_claim(*, public=False, **overrides):
    values = _fill(
        overrides, figure=partial(make_figure, unit="count", public=public), what_en="distinctive industrial parks"
    )
    return _make(CountClaim, values)


def make_name(*, public=False, **overrides):
    values = _fill(
        overrides,
        record=lambda: make_park(public=public).record,
        text=lambda: numbered("E-Town"),
        kind="brand",
        citation=partial(make_citation, public=public),
    )
    name = _make(Name, values)
    changed(name.record.subject)
    return name


def make_event(*, public=False, **overrides):
    values = _fill(
        overrides,
        kind="unveiled",
        verb_as_printed="unveiled",
        title_en=lambda: numbered("The park was unveiled"),
        date="2025-10",
        citation=partial(make_citation, public=public),
    )
    return _make(Event, values, public=public)


def make_event_participant(*, public=False, **overrides):
    values = _fill(
        overrides,
        event=partial(make_event, public=public),
        record=lambda: make_park(public=public).record,
        role="object",
    )
    return _make(EventParticipant, values)


def make_statement(*, public=False, **overrides):
    values = _fill(
        overrides,
        kind="forecast",
        speaker_as_printed="Managing Director Fen",
        summary_en=lambda: numbered("The park will play a critical role"),
        citation=partial(make_citation, public=public),
    )
    return _make(Statement, values, public=public)


# Parks


def make_park(*, public=False, **overrides):
    return _make_sourced_record(
        Park, _fill(overrides, name_en=lambda: numbered("Haidian Park"), kind="park"), public=public
    )


def make_park_sector(*, public=False, **overrides):
    values = _fill(
        overrides,
        park=partial(make_park, public=public),
        sector=partial(make_sector, public=public),
        role="leading",
        citation=partial(make_citation, public=public),
    )
    return _make(ParkSector, values)


def make_membership(*, public=False, **overrides):
    values = _fill(
        overrides,
        child=partial(make_park, public=public),
        parent=partial(make_park, kind="zone", public=public),
        citation=partial(make_citation, public=public),
    )
    return _make(Membership, values, public=public)


def make_scheme(*, public=False, **overrides):
    return _make_sourced_record(Scheme, _fill(overrides, name_en=lambda: numbered("Hub scheme")), public=public)


def make_batch(*, public=False, **overrides):
    values = _fill(overrides, name_en=lambda: numbered("First batch"), scheme=partial(make_scheme, public=public))
    return _make_sourced_record(Batch, values, public=public)


def make_designation(*, public=False, **overrides):
    values = _fill(
        overrides,
        scheme=partial(make_scheme, public=public),
        title_en="national AI industrialisation base",
        designee_as_printed=lambda: numbered("Beijing Economic and Technological Development Area"),
        citation=partial(make_citation, public=public),
    )
    return _make(Designation, values, public=public)


# Companies


def make_organisation(*, public=False, **overrides):
    values = _fill(overrides, name_en=lambda: numbered("Megvii"), kind="company")
    return _make_sourced_record(Organisation, values, public=public)


def make_person(*, public=False, **overrides):
    return _make_sourced_record(Person, _fill(overrides, name_en=lambda: numbered("He Fen")), public=public)


def make_role(*, public=False, **overrides):
    values = _fill(
        overrides,
        person=partial(make_person, public=public),
        organisation_as_printed="the ZGC",
        title_en="Managing Director",
        citation=partial(make_citation, public=public),
    )
    return _make(Role, values, public=public)


def make_product(*, public=False, **overrides):
    return _make_sourced_record(Product, _fill(overrides, name_en=lambda: numbered("Qwen")), public=public)


def make_presence(*, public=False, **overrides):
    values = _fill(
        overrides, park=partial(make_park, public=public), role="tenant", citation=partial(make_citation, public=public)
    )
    if not values.get("product"):
        values = _fill(values, organisation=partial(make_organisation, public=public))
    return _make(Presence, values, public=public)


def make_stake(*, public=False, **overrides):
    values = _fill(
        overrides,
        owner=lambda: make_organisation(public=public).record,
        kind="owner",
        as_printed="High-Flyer's DeepSeek",
        citation=partial(make_citation, public=public),
    )
    if not values.get("product"):
        values = _fill(values, organisation=partial(make_organisation, public=public))
    return _make(Stake, values, public=public)


# Policies


def make_policy(*, public=False, **overrides):
    values = _fill(overrides, name_en=lambda: numbered("Action plan"), kind="action_plan")
    return _make_sourced_record(Policy, values, public=public)


def _make_policy_part(model, overrides, *, public, **defaults):
    required = {"policy": partial(make_policy, public=public), "citation": partial(make_citation, public=public)}
    return _make(model, _fill(overrides, **required, **defaults))


def make_issuer(*, public=False, **overrides):
    return _make_policy_part(Issuer, overrides, public=public, as_printed="Beijing")


def make_scope(*, public=False, **overrides):
    return _make_policy_part(Scope, overrides, public=public, record=lambda: make_park(public=public).record)


def make_instrument(*, public=False, **overrides):
    return _make_policy_part(Instrument, overrides, public=public, kind="priority", text_en="Priority in resources")


def make_rule(*, public=False, **overrides):
    condition = "Registered in the park for at least one year"
    return _make_policy_part(Rule, overrides, public=public, condition_en=condition)


def make_relation(*, public=False, **overrides):
    return _make_policy_part(
        Relation, overrides, public=public, kind="follows", other=partial(make_policy, public=public)
    )


def make_target(*, public=False, **overrides):
    values = _fill(
        overrides,
        figure=partial(make_figure, kind="target", public=public),
        horizon="2023-10/2025-10",
        owner_as_printed="the government of Yizhuang county",
    )
    return _make(Target, values)


def make_assessment(*, public=False, **overrides):
    values = _fill(
        overrides,
        target=partial(make_target, public=public),
        outcome="met",
        date="2025-06",
        citation=partial(make_citation, public=public),
    )
    return _make(Assessment, values)


# Briefings


def make_briefing(*, public=False, **overrides):
    """With one block, which a public briefing needs."""
    briefing = _make(
        Briefing, _fill(overrides, name_en=lambda: numbered("Briefing"), source=partial(make_source, public=public))
    )
    make_briefing_block(briefing=briefing)
    return publish(briefing, by="factories") if public else briefing


def make_briefing_block(**overrides):
    values = _fill(
        overrides, briefing=make_briefing, kind="hook", author="machine", text_en="China makes Beijing a hub."
    )
    return _make(BriefingBlock, values)


# What readers send


def make_sent_comment(**overrides):
    """A comment on a public park; decided where `state` says so."""
    return _make_sent(Comment, _fill(overrides, record=lambda: make_park(public=True).record))


def make_sent_correction(row=None, **overrides):
    """A report about `row`, a public figure where none is given."""
    fact = Fact(row or make_figure(public=True))
    about = {"fact_kind": fact.kind, "fact_id": fact.row.pk, "record": fact.record, **fact.titles()}
    return _make_sent(Correction, about | overrides)


def _make_sent(model, values):
    values = _fill(values, form_key=uuid.uuid4, language="en", text="It should be another number.")
    if values.get("state", "held") != "held":
        values = _fill(values, decided_at=timezone.now)
    return _make(model, values)
