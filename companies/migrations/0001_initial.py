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
        ("parks", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Organisation",
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
                            ("company", "company"),
                            ("investor", "investor"),
                            ("operator", "park operator"),
                            ("public_body", "public body"),
                            ("university", "university"),
                            ("institute", "institute"),
                            ("publisher", "publisher"),
                            ("party", "party organ"),
                            ("conference", "conference or forum"),
                            ("other", "other institution"),
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
                            ("regional", "regional"),
                            ("municipal", "municipal or provincial"),
                            ("district", "district or county"),
                            ("park", "park"),
                            ("foreign", "foreign"),
                        ],
                        help_text="For public bodies: how far their authority reaches.",
                        max_length=12,
                        verbose_name="level",
                    ),
                ),
                (
                    "place_as_printed",
                    models.CharField(
                        blank=True, help_text="Beijing-based", max_length=200, verbose_name="place as printed"
                    ),
                ),
                ("website", models.URLField(blank=True, max_length=300, verbose_name="website")),
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
                        help_text="Where a source places it.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="organisations",
                        to="core.region",
                        verbose_name="region",
                    ),
                ),
                (
                    "sectors",
                    models.ManyToManyField(
                        blank=True, related_name="organisations", to="core.sector", verbose_name="sectors"
                    ),
                ),
            ],
            options={
                "verbose_name": "organisation",
                "verbose_name_plural": "organisations",
                "ordering": ["sort_key", "pk"],
                "abstract": False,
                "indexes": [
                    models.Index(fields=["sort_key", "record"], name="companies_organisation_en"),
                    models.Index(fields=["sort_key_zh", "record"], name="companies_organisation_zh"),
                    models.Index(fields=["kind", "sort_key", "record"], name="companies_org_kind"),
                    models.Index(fields=["level", "sort_key", "record"], name="companies_org_level"),
                    models.Index(fields=["region", "sort_key", "record"], name="companies_org_region"),
                    models.Index(fields=["kind", "sort_key_zh", "record"], name="companies_org_kind_zh"),
                    models.Index(fields=["level", "sort_key_zh", "record"], name="companies_org_level_zh"),
                    models.Index(fields=["region", "sort_key_zh", "record"], name="companies_org_region_zh"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("name_en", ""), ("name_zh", ""), _negated=True),
                        name="companies_organisation_named",
                        violation_error_message="Give a name in English or in Chinese.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("website", ""),
                            ("website__startswith", "https://"),
                            ("website__startswith", "http://"),
                            _connector="OR",
                        ),
                        name="companies_org_website",
                        violation_error_message="Begin the address with https:// or http://.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Person",
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
                    "family_name_en",
                    models.CharField(
                        blank=True, help_text="He, of He Fen", max_length=100, verbose_name="family name (English)"
                    ),
                ),
                (
                    "given_name_en",
                    models.CharField(
                        blank=True, help_text="Fen, of He Fen", max_length=100, verbose_name="given name (English)"
                    ),
                ),
                (
                    "family_name_zh",
                    models.CharField(
                        blank=True,
                        help_text="Only as a source gives it.",
                        max_length=50,
                        verbose_name="family name (Chinese)",
                    ),
                ),
                ("given_name_zh", models.CharField(blank=True, max_length=50, verbose_name="given name (Chinese)")),
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
                "verbose_name": "person",
                "verbose_name_plural": "people",
                "ordering": ["sort_key", "pk"],
                "abstract": False,
                "indexes": [
                    models.Index(fields=["sort_key", "record"], name="companies_person_en"),
                    models.Index(fields=["sort_key_zh", "record"], name="companies_person_zh"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("name_en", ""), ("name_zh", ""), _negated=True),
                        name="companies_person_named",
                        violation_error_message="Give a name in English or in Chinese.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Product",
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
                    "maker",
                    models.ForeignKey(
                        blank=True,
                        help_text="Only where a source says who makes it; ownership is a stake.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="products",
                        to="companies.organisation",
                        verbose_name="maker",
                    ),
                ),
            ],
            options={
                "verbose_name": "product",
                "verbose_name_plural": "products",
                "ordering": ["sort_key", "pk"],
                "abstract": False,
                "indexes": [
                    models.Index(fields=["sort_key", "record"], name="companies_product_en"),
                    models.Index(fields=["sort_key_zh", "record"], name="companies_product_zh"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("name_en", ""), ("name_zh", ""), _negated=True),
                        name="companies_product_named",
                        violation_error_message="Give a name in English or in Chinese.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Presence",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("is_public", models.BooleanField(default=False, editable=False, verbose_name="public")),
                ("published_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="published")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="last saved")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("headquarters", "headquarters"),
                            ("tenant", "tenant"),
                            ("research", "research"),
                            ("production", "production"),
                            ("test_site", "test site"),
                            ("operator", "operator"),
                            ("supported", "supported"),
                            ("investee", "investee"),
                            ("mentioned", "mentioned"),
                        ],
                        help_text="Supported, investee and mentioned are not tenancy and never shown as such.",
                        max_length=14,
                        verbose_name="role",
                    ),
                ),
                (
                    "as_printed",
                    models.CharField(
                        blank=True,
                        help_text="emerging startups like Zhipu AI",
                        max_length=300,
                        verbose_name="as printed",
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
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="presences",
                        to="companies.organisation",
                        verbose_name="organisation",
                    ),
                ),
                (
                    "park",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="presences",
                        to="parks.park",
                        verbose_name="park",
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="presences",
                        to="companies.product",
                        verbose_name="product",
                    ),
                ),
            ],
            options={
                "verbose_name": "presence",
                "verbose_name_plural": "presences",
                "ordering": ["id"],
                "indexes": [
                    models.Index(fields=["park", "role"], name="companies_presence_park"),
                    models.Index(fields=["organisation", "role"], name="companies_presence_org"),
                    models.Index(fields=["role", "park"], name="companies_presence_role"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("organisation__isnull", False), ("product__isnull", True)),
                            models.Q(("organisation__isnull", True), ("product__isnull", False)),
                            _connector="OR",
                        ),
                        name="companies_presence_who",
                        violation_error_message="Choose an organisation or a product, not both.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("product__isnull", True)),
                        fields=("park", "organisation", "role", "citation"),
                        name="companies_presence_org_once",
                        violation_error_message="This presence is already recorded with this citation.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("organisation__isnull", True)),
                        fields=("park", "product", "role", "citation"),
                        name="companies_presence_product_once",
                        violation_error_message="This presence is already recorded with this citation.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Role",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("is_public", models.BooleanField(default=False, editable=False, verbose_name="public")),
                ("published_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="published")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="last saved")),
                (
                    "organisation_as_printed",
                    models.CharField(help_text="the ZGC", max_length=200, verbose_name="organisation as printed"),
                ),
                (
                    "title_en",
                    models.CharField(help_text="Managing Director", max_length=200, verbose_name="role (English)"),
                ),
                ("title_zh", models.CharField(blank=True, max_length=200, verbose_name="role (Chinese)")),
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
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        help_text="Blank while it is unsettled which organisation is meant.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="roles",
                        to="companies.organisation",
                        verbose_name="organisation",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="roles",
                        to="companies.person",
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "role",
                "verbose_name_plural": "roles",
                "ordering": ["-period_earliest", "id"],
            },
        ),
        migrations.CreateModel(
            name="Stake",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("is_public", models.BooleanField(default=False, editable=False, verbose_name="public")),
                ("published_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="published")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="last saved")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("owner", "owns"),
                            ("investor", "invested in"),
                            ("involved", "involved with investments in"),
                            ("funder", "funds"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                (
                    "as_printed",
                    models.CharField(help_text="High-Flyer's DeepSeek", max_length=300, verbose_name="wording"),
                ),
                (
                    "share_percent",
                    models.DecimalField(
                        blank=True,
                        decimal_places=3,
                        help_text="Only as a source states it.",
                        max_digits=6,
                        null=True,
                        verbose_name="share in per cent",
                    ),
                ),
                ("is_self_reported", models.BooleanField(default=False, verbose_name="self-reported")),
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
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="stakes",
                        to="companies.organisation",
                        verbose_name="owned organisation",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        help_text="An organisation, or a park whose administration holds it.",
                        limit_choices_to={"kind__in": ["organisation", "park", "region"]},
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="stakes_held",
                        to="editorial.record",
                        verbose_name="owner",
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="stakes",
                        to="companies.product",
                        verbose_name="owned product",
                    ),
                ),
            ],
            options={
                "verbose_name": "stake",
                "verbose_name_plural": "stakes",
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("organisation__isnull", False), ("product__isnull", True)),
                            models.Q(("organisation__isnull", True), ("product__isnull", False)),
                            _connector="OR",
                        ),
                        name="companies_stake_what",
                        violation_error_message="Choose an organisation or a product, not both.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("share_percent__isnull", True),
                            models.Q(("share_percent__gt", 0), ("share_percent__lte", 100)),
                            _connector="OR",
                        ),
                        name="companies_stake_share",
                        violation_error_message="A share lies above 0 and at most at 100 per cent.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("organisation__isnull", True),
                            models.Q(("organisation", models.F("owner")), _negated=True),
                            _connector="OR",
                        ),
                        name="companies_stake_not_self",
                        violation_error_message="An organisation cannot own itself.",
                    ),
                ],
            },
        ),
    ]
