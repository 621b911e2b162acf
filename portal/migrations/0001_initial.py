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
            name="DataLoad",
            fields=[
                ("name", models.SlugField(max_length=100, primary_key=True, serialize=False, verbose_name="name")),
                ("fingerprint", models.CharField(max_length=64, verbose_name="fingerprint")),
                ("loaded_at", models.DateTimeField(auto_now=True, verbose_name="loaded")),
            ],
            options={
                "verbose_name": "data load",
                "verbose_name_plural": "data loads",
            },
        ),
        migrations.CreateModel(
            name="Briefing",
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
                    "date",
                    core.fields.PartialDateField(
                        blank=True,
                        default="",
                        help_text="As far as known, after EDTF: 2025, 2025-10, 2025-10-15, 2020/2023, 2012/.. (since 2012), 2010~ (about 2010).",
                        max_length=64,
                        verbose_name="date",
                    ),
                ),
                ("date_earliest", core.fields.EarliestDay("date", default=datetime.date(1, 1, 1))),
                ("date_latest", core.fields.LatestDay("date", default=datetime.date(9999, 12, 31))),
                ("audience_en", models.CharField(blank=True, max_length=200, verbose_name="audience (English)")),
                ("audience_zh", models.CharField(blank=True, max_length=200, verbose_name="audience (Chinese)")),
                (
                    "reading_seconds",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="As the document states it: 30 for a 30-second summary.",
                        null=True,
                        verbose_name="reading seconds",
                    ),
                ),
                (
                    "about",
                    models.ManyToManyField(
                        blank=True, related_name="briefings_about", to="editorial.record", verbose_name="about"
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        help_text="The document it sums up.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="briefings",
                        to="core.source",
                        verbose_name="source",
                    ),
                ),
            ],
            options={
                "verbose_name": "briefing",
                "verbose_name_plural": "briefings",
                "ordering": ["sort_key", "pk"],
                "abstract": False,
                "indexes": [
                    models.Index(fields=["sort_key", "record"], name="portal_briefing_en"),
                    models.Index(fields=["sort_key_zh", "record"], name="portal_briefing_zh"),
                    models.Index(fields=["date_earliest", "record"], name="portal_briefing_date"),
                    models.Index(fields=["date_latest", "record"], name="portal_briefing_date_end"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("name_en", ""), ("name_zh", ""), _negated=True),
                        name="portal_briefing_named",
                        violation_error_message="Give a name in English or in Chinese.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BriefingBlock",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("hook", "In one line"),
                            ("what_changed", "What changed"),
                            ("why_it_matters", "Why it matters"),
                            ("what_to_do", "What to do next"),
                            ("who_should_care", "Who should care"),
                            ("takeaway", "Takeaway"),
                            ("forecast", "Forecast"),
                            ("reason", "Reason given for the forecast"),
                            ("timeline", "Timeline"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                (
                    "author",
                    models.CharField(
                        choices=[("machine", "machine-made, unverified"), ("editor", "written by an editor")],
                        max_length=10,
                        verbose_name="author",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                ("text_en", models.CharField(blank=True, max_length=1000, verbose_name="text (English)")),
                ("text_zh", models.CharField(blank=True, max_length=1000, verbose_name="text (Chinese)")),
                (
                    "quote",
                    models.CharField(
                        blank=True,
                        help_text="The document's own words, at most one sentence.",
                        max_length=500,
                        verbose_name="quote",
                    ),
                ),
                ("locator", models.CharField(blank=True, max_length=120, verbose_name="locator")),
                (
                    "date",
                    core.fields.PartialDateField(
                        blank=True, default="", help_text="For a timeline entry.", max_length=64, verbose_name="date"
                    ),
                ),
                ("date_earliest", core.fields.EarliestDay("date", default=datetime.date(1, 1, 1))),
                ("date_latest", core.fields.LatestDay("date", default=datetime.date(9999, 12, 31))),
                (
                    "about",
                    models.ManyToManyField(
                        blank=True, related_name="briefing_blocks_about", to="editorial.record", verbose_name="about"
                    ),
                ),
                (
                    "briefing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="blocks",
                        to="portal.briefing",
                        verbose_name="briefing",
                    ),
                ),
            ],
            options={
                "verbose_name": "block",
                "verbose_name_plural": "blocks",
                "ordering": ["position", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("quote", ""), ("text_en", ""), ("text_zh", ""), _negated=True),
                        name="portal_block_text",
                        violation_error_message="Write the text or quote it.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "timeline"), _negated=True),
                            models.Q(("date", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="portal_block_dated",
                        violation_error_message="A timeline entry needs its date.",
                    ),
                ],
            },
        ),
    ]
