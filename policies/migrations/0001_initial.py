import datetime
import uuid

import django.db.models.deletion
from django.db import migrations, models

import core.fields
import editorial.sorting


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("core", "0001_initial"),
        ("editorial", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Policy",
            fields=[
                ("is_public", models.BooleanField(default=False, editable=False, verbose_name="public")),
                ("published_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="published")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="last saved")),
                (
                    "record",
                    models.OneToOneField(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="%(class)s",
                        serialize=False,
                        to="editorial.record",
                        verbose_name="record",
                    ),
                ),
                (
                    "slug",
                    models.SlugField(
                        blank=True,
                        help_text="The last part of the page's address, for example haidian-park. Left blank, it is made from the name.",
                        max_length=120,
                        unique=True,
                        verbose_name="address",
                    ),
                ),
                (
                    "name_en",
                    models.CharField(
                        blank=True,
                        help_text="The official name in English, for example Haidian Park.",
                        max_length=300,
                        verbose_name="name (English)",
                    ),
                ),
                (
                    "name_zh",
                    models.CharField(
                        blank=True,
                        help_text="The official name in Chinese, for example 海淀园. Leave blank unless a source gives it.",
                        max_length=300,
                        verbose_name="name (Chinese)",
                    ),
                ),
                (
                    "pinyin",
                    models.CharField(
                        blank=True,
                        help_text="How the Chinese name is read, syllables apart: hai dian yuan. Left blank, a machine reads it.",
                        max_length=300,
                        verbose_name="pinyin",
                    ),
                ),
                ("sort_key", editorial.sorting.SortKeyField(default="", editable=False, max_length=300)),
                ("sort_key_zh", editorial.sorting.SortKeyField(default="", editable=False, max_length=300)),
                (
                    "summary_en",
                    models.TextField(
                        blank=True,
                        help_text="One or two plain sentences; only what the citations support.",
                        max_length=2000,
                        verbose_name="summary (English)",
                    ),
                ),
                ("summary_zh", models.TextField(blank=True, max_length=2000, verbose_name="summary (Chinese)")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("plan", "plan"),
                            ("strategy", "strategy"),
                            ("law", "law or regulation"),
                            ("programme", "programme"),
                            ("action_plan", "action plan"),
                            ("measure", "measure"),
                            ("support", "support policy"),
                            ("set", "set of policies without titles"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("national", "national"),
                            ("regional", "regional"),
                            ("municipal", "municipal or provincial"),
                            ("district", "district or county"),
                            ("park", "park"),
                            ("foreign", "foreign"),
                            ("not_stated", "not stated"),
                        ],
                        default="not_stated",
                        max_length=12,
                        verbose_name="level",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("in_force", "in force"),
                            ("announced", "announced"),
                            ("promoted", "being promoted"),
                            ("expired", "expired"),
                            ("replaced", "replaced"),
                            ("repealed", "repealed"),
                            ("not_stated", "not stated"),
                        ],
                        default="not_stated",
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                (
                    "title_is_supplied",
                    models.BooleanField(
                        default=False,
                        help_text="No source gives the title; the name describes it.",
                        verbose_name="title is supplied",
                    ),
                ),
                ("number_as_printed", models.CharField(blank=True, max_length=100, verbose_name="document number")),
                (
                    "signed",
                    core.fields.PartialDateField(
                        blank=True,
                        default="",
                        help_text="As far as known, after EDTF: 2025, 2025-10, 2025-10-15, 2020/2023, 2012/.. (since 2012), 2010~ (about 2010).",
                        max_length=64,
                        verbose_name="signed",
                    ),
                ),
                (
                    "published",
                    core.fields.PartialDateField(
                        blank=True,
                        default="",
                        help_text="As far as known, after EDTF: 2025, 2025-10, 2025-10-15, 2020/2023, 2012/.. (since 2012), 2010~ (about 2010).",
                        max_length=64,
                        verbose_name="published",
                    ),
                ),
                ("published_earliest", core.fields.EarliestDay("published", default=datetime.date(1, 1, 1))),
                ("published_latest", core.fields.LatestDay("published", default=datetime.date(9999, 12, 31))),
                (
                    "published_as_printed",
                    models.CharField(
                        blank=True, help_text="early in 2026", max_length=120, verbose_name="published as printed"
                    ),
                ),
                (
                    "effective",
                    core.fields.PartialDateField(
                        blank=True,
                        default="",
                        help_text="As far as known, after EDTF: 2025, 2025-10, 2025-10-15, 2020/2023, 2012/.. (since 2012), 2010~ (about 2010).",
                        max_length=64,
                        verbose_name="in force from",
                    ),
                ),
                (
                    "expires",
                    core.fields.PartialDateField(
                        blank=True,
                        default="",
                        help_text="As far as known, after EDTF: 2025, 2025-10, 2025-10-15, 2020/2023, 2012/.. (since 2012), 2010~ (about 2010).",
                        max_length=64,
                        verbose_name="expires",
                    ),
                ),
                (
                    "scope_as_printed",
                    models.CharField(
                        blank=True,
                        help_text="To whom it applies, in the source's words.",
                        max_length=300,
                        verbose_name="scope as printed",
                    ),
                ),
                (
                    "citations",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The words that show it exists and is what the summary says.",
                        related_name="%(class)s_records",
                        to="core.citation",
                        verbose_name="citations",
                    ),
                ),
            ],
            options={
                "verbose_name": "policy",
                "verbose_name_plural": "policies",
                "ordering": ["sort_key", "pk"],
                "abstract": False,
                "indexes": [
                    models.Index(fields=["sort_key", "record"], name="policies_policy_en"),
                    models.Index(fields=["sort_key_zh", "record"], name="policies_policy_zh"),
                    models.Index(fields=["published_earliest", "record"], name="policies_policy_date"),
                    models.Index(fields=["published_latest", "record"], name="policies_policy_date_end"),
                    models.Index(fields=["kind", "published_earliest", "record"], name="policies_policy_kind"),
                    models.Index(fields=["level", "published_earliest", "record"], name="policies_policy_level"),
                    models.Index(fields=["status", "published_earliest", "record"], name="policies_policy_status"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("name_en", ""), ("name_zh", ""), _negated=True),
                        name="policies_policy_named",
                        violation_error_message="Give a name in English or in Chinese.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Issuer",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "as_printed",
                    models.CharField(help_text="Beijing; not stated", max_length=200, verbose_name="as printed"),
                ),
                (
                    "citation",
                    models.ForeignKey(
                        help_text="The words this rests on. Add one with the plus sign if it is not yet kept.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)s_set",
                        to="core.citation",
                        verbose_name="citation",
                    ),
                ),
                (
                    "record",
                    models.ForeignKey(
                        blank=True,
                        limit_choices_to={"kind": "organisation"},
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="policies_issued",
                        to="editorial.record",
                        verbose_name="record",
                    ),
                ),
                (
                    "policy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="policies.policy",
                        verbose_name="policy",
                    ),
                ),
            ],
            options={
                "verbose_name": "issuer",
                "verbose_name_plural": "issuers",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("policy", "as_printed"),
                        name="policies_issuer_once",
                        violation_error_message="This issuer is already listed.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Instrument",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("subsidy", "subsidy or grant"),
                            ("tax", "tax relief"),
                            ("priority", "priority in resources"),
                            ("facility", "premises and facilities"),
                            ("talent", "talent and housing"),
                            ("regulation", "regulation or restriction"),
                            ("designation", "designation"),
                            ("support", "support, not further stated"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("text_en", models.CharField(max_length=500, verbose_name="what it gives (English)")),
                ("text_zh", models.CharField(blank=True, max_length=500, verbose_name="what it gives (Chinese)")),
                ("to_whom_as_printed", models.CharField(blank=True, max_length=200, verbose_name="to whom as printed")),
                (
                    "citation",
                    models.ForeignKey(
                        help_text="The words this rests on. Add one with the plus sign if it is not yet kept.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)s_set",
                        to="core.citation",
                        verbose_name="citation",
                    ),
                ),
                (
                    "policy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="policies.policy",
                        verbose_name="policy",
                    ),
                ),
            ],
            options={
                "verbose_name": "instrument",
                "verbose_name_plural": "instruments",
                "ordering": ["kind", "id"],
            },
        ),
        migrations.CreateModel(
            name="Relation",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("supersedes", "supersedes"),
                            ("amends", "amends"),
                            ("implements", "implements"),
                            ("part", "part of"),
                            ("follows", "follows"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                (
                    "citation",
                    models.ForeignKey(
                        help_text="The words this rests on. Add one with the plus sign if it is not yet kept.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)s_set",
                        to="core.citation",
                        verbose_name="citation",
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="relations_from",
                        to="policies.policy",
                        verbose_name="other policy",
                    ),
                ),
                (
                    "policy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="policies.policy",
                        verbose_name="policy",
                    ),
                ),
            ],
            options={
                "verbose_name": "relation",
                "verbose_name_plural": "relations",
                "ordering": ["kind", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("policy", "kind", "other"),
                        name="policies_relation_once",
                        violation_error_message="This relation is already listed.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("policy", models.F("other")), _negated=True),
                        name="policies_relation_not_self",
                        violation_error_message="A policy cannot relate to itself.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Rule",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "clause",
                    models.CharField(blank=True, help_text="Article 5 (2)", max_length=100, verbose_name="clause"),
                ),
                (
                    "condition_en",
                    models.CharField(
                        help_text="Registered in the park for at least one year",
                        max_length=500,
                        verbose_name="condition (English)",
                    ),
                ),
                ("condition_zh", models.CharField(blank=True, max_length=500, verbose_name="condition (Chinese)")),
                (
                    "addressee_as_printed",
                    models.CharField(
                        blank=True,
                        help_text="Whom the clause addresses: the bases; local authorities",
                        max_length=200,
                        verbose_name="addressee as printed",
                    ),
                ),
                (
                    "citation",
                    models.ForeignKey(
                        help_text="The words this rests on. Add one with the plus sign if it is not yet kept.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)s_set",
                        to="core.citation",
                        verbose_name="citation",
                    ),
                ),
                (
                    "policy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="policies.policy",
                        verbose_name="policy",
                    ),
                ),
            ],
            options={
                "verbose_name": "rule",
                "verbose_name_plural": "rules",
                "ordering": ["clause", "id"],
            },
        ),
        migrations.CreateModel(
            name="Scope",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "effect",
                    models.CharField(
                        choices=[
                            ("applies", "applies to"),
                            ("supports", "supports"),
                            ("partner", "in collaboration with"),
                            ("restricts", "restricts"),
                        ],
                        default="applies",
                        max_length=10,
                        verbose_name="effect",
                    ),
                ),
                ("as_printed", models.CharField(blank=True, max_length=300, verbose_name="as printed")),
                (
                    "citation",
                    models.ForeignKey(
                        help_text="The words this rests on. Add one with the plus sign if it is not yet kept.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)s_set",
                        to="core.citation",
                        verbose_name="citation",
                    ),
                ),
                (
                    "policy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="policies.policy",
                        verbose_name="policy",
                    ),
                ),
                (
                    "record",
                    models.ForeignKey(
                        limit_choices_to={"kind__in": ["park", "region", "sector", "organisation", "product"]},
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="policy_scopes",
                        to="editorial.record",
                        verbose_name="record",
                    ),
                ),
            ],
            options={
                "verbose_name": "scope",
                "verbose_name_plural": "scopes",
                "ordering": ["effect", "id"],
                "indexes": [models.Index(fields=["record", "policy"], name="policies_scope_record")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("policy", "record", "effect"),
                        name="policies_scope_once",
                        violation_error_message="This record is already listed with this effect.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Target",
            fields=[
                (
                    "figure",
                    models.OneToOneField(
                        limit_choices_to={"kind": "target"},
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="target",
                        serialize=False,
                        to="core.figure",
                        verbose_name="figure",
                    ),
                ),
                (
                    "horizon",
                    core.fields.PartialDateField(
                        blank=True,
                        default="",
                        help_text="When it is to be reached: 2030, or 2023-10/2025-10 for a span.",
                        max_length=64,
                        verbose_name="horizon",
                    ),
                ),
                ("horizon_earliest", core.fields.EarliestDay("horizon", default=datetime.date(1, 1, 1))),
                ("horizon_latest", core.fields.LatestDay("horizon", default=datetime.date(9999, 12, 31))),
                (
                    "horizon_as_printed",
                    models.CharField(
                        blank=True,
                        help_text="over the next three to five years",
                        max_length=200,
                        verbose_name="horizon as printed",
                    ),
                ),
                (
                    "horizon_reasoning_en",
                    models.TextField(blank=True, max_length=1000, verbose_name="how the horizon follows (English)"),
                ),
                (
                    "horizon_reasoning_zh",
                    models.TextField(blank=True, max_length=1000, verbose_name="how the horizon follows (Chinese)"),
                ),
                ("owner_as_printed", models.CharField(max_length=200, verbose_name="owner as printed")),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        help_text="Who set it.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="targets_owned",
                        to="editorial.record",
                        verbose_name="owner",
                    ),
                ),
                (
                    "policy",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="targets",
                        to="policies.policy",
                        verbose_name="policy",
                    ),
                ),
            ],
            options={
                "verbose_name": "target",
                "verbose_name_plural": "targets",
                "ordering": ["horizon_latest", "figure"],
                "indexes": [
                    models.Index(fields=["horizon_latest", "figure"], name="policies_target_horizon"),
                    models.Index(fields=["horizon_earliest", "figure"], name="policies_target_start"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Assessment",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("met", "met"),
                            ("met_late", "met late"),
                            ("missed", "missed"),
                            ("revised", "revised"),
                        ],
                        max_length=10,
                        verbose_name="outcome",
                    ),
                ),
                (
                    "date",
                    core.fields.PartialDateField(
                        blank=True,
                        default="",
                        help_text="As far as known, after EDTF: 2025, 2025-10, 2025-10-15, 2020/2023, 2012/.. (since 2012), 2010~ (about 2010).",
                        max_length=64,
                        verbose_name="assessed",
                    ),
                ),
                ("date_earliest", core.fields.EarliestDay("date", default=datetime.date(1, 1, 1))),
                ("date_latest", core.fields.LatestDay("date", default=datetime.date(9999, 12, 31))),
                ("note_en", models.CharField(blank=True, max_length=500, verbose_name="note (English)")),
                ("note_zh", models.CharField(blank=True, max_length=500, verbose_name="note (Chinese)")),
                (
                    "citation",
                    models.ForeignKey(
                        help_text="The words this rests on. Add one with the plus sign if it is not yet kept.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)s_set",
                        to="core.citation",
                        verbose_name="citation",
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="assessments",
                        to="policies.target",
                        verbose_name="target",
                    ),
                ),
            ],
            options={
                "verbose_name": "assessment",
                "verbose_name_plural": "assessments",
                "ordering": ["-date_earliest", "-id"],
                "indexes": [
                    models.Index(fields=["target", "date_earliest", "id"], name="policies_assessment_date"),
                    models.Index(fields=["outcome", "date_earliest", "target"], name="policies_assessment_outcome"),
                ],
            },
        ),
    ]
