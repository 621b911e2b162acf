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
            name="Batch",
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
                ("number", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="number")),
                (
                    "date",
                    core.fields.PartialDateField(
                        blank=True,
                        default="",
                        help_text="As far as known, after EDTF: 2025, 2025-10, 2025-10-15, 2020/2023, 2012/.. (since 2012), 2010~ (about 2010).",
                        max_length=64,
                        verbose_name="designated",
                    ),
                ),
                ("date_earliest", core.fields.EarliestDay("date", default=datetime.date(1, 1, 1))),
                ("date_latest", core.fields.LatestDay("date", default=datetime.date(9999, 12, 31))),
                ("date_as_printed", models.CharField(blank=True, max_length=120, verbose_name="date as printed")),
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
                "verbose_name": "batch",
                "verbose_name_plural": "batches",
                "ordering": ["sort_key", "pk"],
                "abstract": False,
                "indexes": [
                    models.Index(fields=["sort_key", "record"], name="parks_batch_en"),
                    models.Index(fields=["sort_key_zh", "record"], name="parks_batch_zh"),
                    models.Index(fields=["date_earliest", "record"], name="parks_batch_date"),
                    models.Index(fields=["date_latest", "record"], name="parks_batch_date_end"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("name_en", ""), ("name_zh", ""), _negated=True),
                        name="parks_batch_named",
                        violation_error_message="Give a name in English or in Chinese.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Park",
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
                            ("zone", "zone"),
                            ("park", "park"),
                            ("distinctive", "distinctive industrial park"),
                            ("base", "base"),
                            ("science_city", "science city or centre"),
                            ("test_site", "test site"),
                            ("cluster", "cluster"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("national", "national"),
                            ("provincial", "provincial or municipal"),
                            ("district", "district"),
                        ],
                        help_text="Blank where no source states it.",
                        max_length=12,
                        verbose_name="level",
                    ),
                ),
                (
                    "place_as_printed",
                    models.CharField(
                        blank=True, help_text="in Yizhuang county", max_length=200, verbose_name="place as printed"
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
                (
                    "region",
                    models.ForeignKey(
                        blank=True,
                        help_text="The smallest region a source names. A park is not its district.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parks",
                        to="core.region",
                        verbose_name="region",
                    ),
                ),
            ],
            options={
                "verbose_name": "park",
                "verbose_name_plural": "parks",
                "ordering": ["sort_key", "pk"],
                "abstract": False,
                "indexes": [
                    models.Index(fields=["sort_key", "record"], name="parks_park_en"),
                    models.Index(fields=["sort_key_zh", "record"], name="parks_park_zh"),
                    models.Index(fields=["kind", "sort_key", "record"], name="parks_park_kind"),
                    models.Index(fields=["level", "sort_key", "record"], name="parks_park_level"),
                    models.Index(fields=["region", "sort_key", "record"], name="parks_park_region"),
                    models.Index(fields=["kind", "sort_key_zh", "record"], name="parks_park_kind_zh"),
                    models.Index(fields=["level", "sort_key_zh", "record"], name="parks_park_level_zh"),
                    models.Index(fields=["region", "sort_key_zh", "record"], name="parks_park_region_zh"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("name_en", ""), ("name_zh", ""), _negated=True),
                        name="parks_park_named",
                        violation_error_message="Give a name in English or in Chinese.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ParkSector",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("leading", "leading"),
                            ("cultivating", "being cultivated"),
                            ("supported", "supported"),
                            ("planned", "planned"),
                            ("application", "field of application"),
                            ("present", "firms present"),
                            ("named", "in its name"),
                        ],
                        max_length=12,
                        verbose_name="role",
                    ),
                ),
                ("as_printed", models.CharField(blank=True, max_length=200, verbose_name="as printed")),
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
                    "park",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="park_sectors",
                        to="parks.park",
                        verbose_name="park",
                    ),
                ),
                (
                    "sector",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="park_sectors",
                        to="core.sector",
                        verbose_name="sector",
                    ),
                ),
            ],
            options={
                "verbose_name": "sector of a park",
                "verbose_name_plural": "sectors of parks",
                "ordering": ["role", "id"],
                "indexes": [models.Index(fields=["sector", "park"], name="parks_parksector_sector")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("park", "sector", "role"),
                        name="parks_parksector_once",
                        violation_error_message="This sector is already listed in this role.",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="park",
            name="sectors",
            field=models.ManyToManyField(
                related_name="parks", through="parks.ParkSector", to="core.sector", verbose_name="sectors"
            ),
        ),
        migrations.CreateModel(
            name="Scheme",
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
                    "issuer_as_printed",
                    models.CharField(
                        blank=True,
                        help_text="As the source has it; “not stated” is a legal value.",
                        max_length=200,
                        verbose_name="issuer as printed",
                    ),
                ),
                (
                    "started",
                    core.fields.PartialDateField(
                        blank=True,
                        default="",
                        help_text="As far as known, after EDTF: 2025, 2025-10, 2025-10-15, 2020/2023, 2012/.. (since 2012), 2010~ (about 2010).",
                        max_length=64,
                        verbose_name="started",
                    ),
                ),
                (
                    "started_as_printed",
                    models.CharField(
                        blank=True, help_text="decade old", max_length=120, verbose_name="started as printed"
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
                (
                    "issuer",
                    models.ForeignKey(
                        blank=True,
                        limit_choices_to={"kind": "organisation"},
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="schemes_issued",
                        to="editorial.record",
                        verbose_name="issuer",
                    ),
                ),
            ],
            options={
                "verbose_name": "scheme",
                "verbose_name_plural": "schemes",
                "ordering": ["sort_key", "pk"],
                "abstract": False,
                "indexes": [
                    models.Index(fields=["sort_key", "record"], name="parks_scheme_en"),
                    models.Index(fields=["sort_key_zh", "record"], name="parks_scheme_zh"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("name_en", ""), ("name_zh", ""), _negated=True),
                        name="parks_scheme_named",
                        violation_error_message="Give a name in English or in Chinese.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Designation",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("is_public", models.BooleanField(default=False, editable=False, verbose_name="public")),
                ("published_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="published")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="last saved")),
                (
                    "title_en",
                    models.CharField(
                        help_text="national AI industrialisation base",
                        max_length=200,
                        verbose_name="designated as (English)",
                    ),
                ),
                ("title_zh", models.CharField(blank=True, max_length=200, verbose_name="designated as (Chinese)")),
                (
                    "designee_as_printed",
                    models.CharField(
                        help_text="Exactly as the source names it.", max_length=200, verbose_name="designee as printed"
                    ),
                ),
                (
                    "resolution_note_en",
                    models.CharField(blank=True, max_length=500, verbose_name="why this record (English)"),
                ),
                (
                    "resolution_note_zh",
                    models.CharField(blank=True, max_length=500, verbose_name="why this record (Chinese)"),
                ),
                ("issuer_as_printed", models.CharField(blank=True, max_length=200, verbose_name="issuer as printed")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("designated", "designated"),
                            ("promoted", "being promoted"),
                            ("planned", "planned"),
                            ("expanded", "scope expanded"),
                            ("revoked", "revoked"),
                        ],
                        default="designated",
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
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
                    "effective",
                    core.fields.PartialDateField(
                        blank=True,
                        default="",
                        help_text="As far as known, after EDTF: 2025, 2025-10, 2025-10-15, 2020/2023, 2012/.. (since 2012), 2010~ (about 2010).",
                        max_length=64,
                        verbose_name="effective",
                    ),
                ),
                (
                    "reported",
                    core.fields.PartialDateField(
                        blank=True,
                        default="",
                        help_text="As far as known, after EDTF: 2025, 2025-10, 2025-10-15, 2020/2023, 2012/.. (since 2012), 2010~ (about 2010).",
                        max_length=64,
                        verbose_name="reported",
                    ),
                ),
                (
                    "date_reasoning_en",
                    models.TextField(blank=True, max_length=1000, verbose_name="how the dates follow (English)"),
                ),
                (
                    "date_reasoning_zh",
                    models.TextField(blank=True, max_length=1000, verbose_name="how the dates follow (Chinese)"),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="designations",
                        to="parks.batch",
                        verbose_name="batch",
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
                    "designee",
                    models.ForeignKey(
                        blank=True,
                        help_text="The record it is taken to be; blank while that is unsettled.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="designations",
                        to="editorial.record",
                        verbose_name="designee",
                    ),
                ),
                (
                    "issuer",
                    models.ForeignKey(
                        blank=True,
                        limit_choices_to={"kind": "organisation"},
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="designations_issued",
                        to="editorial.record",
                        verbose_name="issuer",
                    ),
                ),
                (
                    "scheme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="designations",
                        to="parks.scheme",
                        verbose_name="scheme",
                    ),
                ),
            ],
            options={
                "verbose_name": "designation",
                "verbose_name_plural": "designations",
                "ordering": ["-published_earliest", "-id"],
                "indexes": [
                    models.Index(fields=["published_earliest", "id"], name="parks_designation_date"),
                    models.Index(fields=["published_latest", "id"], name="parks_designation_date_end"),
                    models.Index(fields=["scheme", "published_earliest", "id"], name="parks_designation_scheme"),
                    models.Index(fields=["status", "published_earliest", "id"], name="parks_designation_status"),
                ],
            },
        ),
        migrations.AddField(
            model_name="batch",
            name="scheme",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="batches",
                to="parks.scheme",
                verbose_name="scheme",
            ),
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("is_public", models.BooleanField(default=False, editable=False, verbose_name="public")),
                ("published_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="published")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="last saved")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("part", "part of"),
                            ("distinctive", "distinctive park of"),
                            ("site", "site in"),
                            ("associated", "associated with"),
                        ],
                        default="part",
                        max_length=12,
                        verbose_name="role",
                    ),
                ),
                (
                    "period",
                    core.fields.PartialDateField(
                        blank=True,
                        default="",
                        help_text="As far as known, after EDTF: 2025, 2025-10, 2025-10-15, 2020/2023, 2012/.. (since 2012), 2010~ (about 2010).",
                        max_length=64,
                        verbose_name="when",
                    ),
                ),
                ("period_earliest", core.fields.EarliestDay("period", default=datetime.date(1, 1, 1))),
                ("period_latest", core.fields.LatestDay("period", default=datetime.date(9999, 12, 31))),
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
                    "child",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to="parks.park",
                        verbose_name="park",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="member_parks",
                        to="parks.park",
                        verbose_name="part of",
                    ),
                ),
            ],
            options={
                "verbose_name": "membership",
                "verbose_name_plural": "memberships",
                "ordering": ["period_earliest", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("child", "parent", "role", "period"),
                        name="parks_membership_once",
                        violation_error_message="This membership is already recorded.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("child", models.F("parent")), _negated=True),
                        name="parks_membership_not_self",
                        violation_error_message="A park cannot be part of itself.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ParkAncestry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("depth", models.PositiveSmallIntegerField(verbose_name="depth")),
                ("earliest", models.DateField(verbose_name="earliest")),
                ("latest", models.DateField(verbose_name="latest")),
                (
                    "ancestor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="descendant_paths",
                        to="parks.park",
                        verbose_name="ancestor",
                    ),
                ),
                (
                    "descendant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="ancestor_paths",
                        to="parks.park",
                        verbose_name="descendant",
                    ),
                ),
            ],
            options={
                "ordering": ["depth", "id"],
                "indexes": [
                    models.Index(fields=["ancestor", "descendant"], name="parks_ancestry_down"),
                    models.Index(fields=["descendant", "depth"], name="parks_ancestry_up"),
                ],
            },
        ),
    ]
