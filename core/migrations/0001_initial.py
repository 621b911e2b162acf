import datetime
import uuid

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

import core.fields
import editorial.sorting


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("editorial", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Citation",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "quote",
                    models.CharField(
                        help_text="The source's own words, at most one sentence. Mark what you leave out by an ellipsis …",
                        max_length=500,
                        verbose_name="quote",
                    ),
                ),
                (
                    "locator",
                    models.CharField(
                        blank=True, help_text="paragraph 3; page 12; row 110108", max_length=120, verbose_name="locator"
                    ),
                ),
                (
                    "attributed_to",
                    models.CharField(
                        blank=True,
                        help_text="Whom the source itself names for this: the Beijing Municipal Bureau of Economy and Information Technology.",
                        max_length=200,
                        verbose_name="attributed to",
                    ),
                ),
                (
                    "check_state",
                    models.CharField(
                        choices=[
                            ("unchecked", "not checked against the text"),
                            ("verified", "stands in the text"),
                            ("missing", "not found in the text"),
                        ],
                        default="unchecked",
                        editable=False,
                        max_length=10,
                        verbose_name="quote",
                    ),
                ),
                ("checked_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="checked")),
            ],
            options={
                "verbose_name": "citation",
                "verbose_name_plural": "citations",
                "ordering": ["source", "locator", "id"],
            },
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("is_public", models.BooleanField(default=False, editable=False, verbose_name="public")),
                ("published_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="published")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="last saved")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("unveiled", "unveiled"),
                            ("opened", "opened"),
                            ("completed", "completed"),
                            ("construction", "under construction"),
                            ("designated", "designated"),
                            ("approved", "approved"),
                            ("decided", "decided"),
                            ("published", "published"),
                            ("launched", "launched"),
                            ("introduced", "introduced"),
                            ("pledged", "pledged"),
                            ("promoted", "being promoted"),
                            ("supported", "supported"),
                            ("restricted", "restricted"),
                            ("invested", "invested"),
                            ("founded", "founded"),
                            ("held", "held"),
                            ("stated", "stated"),
                            ("series", "series of events"),
                            ("other", "other"),
                        ],
                        help_text="Follows from the printed verb by a table; “unveiled” is not “opened”.",
                        max_length=20,
                        verbose_name="type",
                    ),
                ),
                (
                    "verb_as_printed",
                    models.CharField(blank=True, help_text="unveiled", max_length=80, verbose_name="verb as printed"),
                ),
                (
                    "title_en",
                    models.CharField(
                        help_text="A plain sentence in your own words.", max_length=300, verbose_name="title (English)"
                    ),
                ),
                ("title_zh", models.CharField(blank=True, max_length=300, verbose_name="title (Chinese)")),
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
                (
                    "date_as_printed",
                    models.CharField(
                        blank=True, help_text="a day after; Wednesday", max_length=120, verbose_name="date as printed"
                    ),
                ),
                (
                    "date_reasoning_en",
                    models.TextField(
                        blank=True,
                        help_text="For a date worked out from words such as Wednesday: from which day, and how.",
                        max_length=1000,
                        verbose_name="how the date follows (English)",
                    ),
                ),
                (
                    "date_reasoning_zh",
                    models.TextField(blank=True, max_length=1000, verbose_name="how the date follows (Chinese)"),
                ),
                ("note_en", models.TextField(blank=True, max_length=2000, verbose_name="note (English)")),
                ("note_zh", models.TextField(blank=True, max_length=2000, verbose_name="note (Chinese)")),
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
                    "series",
                    models.ForeignKey(
                        blank=True,
                        limit_choices_to={"kind": "series"},
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="events",
                        to="core.event",
                        verbose_name="series",
                    ),
                ),
            ],
            options={
                "verbose_name": "event",
                "verbose_name_plural": "events",
                "ordering": ["-date_earliest", "-id"],
                "indexes": [
                    models.Index(fields=["date_earliest", "id"], name="core_event_date"),
                    models.Index(fields=["date_latest", "id"], name="core_event_date_end"),
                    models.Index(fields=["kind", "date_earliest", "id"], name="core_event_kind"),
                ],
            },
        ),
        migrations.CreateModel(
            name="EventParticipant",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "as_printed",
                    models.CharField(
                        blank=True,
                        help_text="As the source has it: China; local authorities",
                        max_length=200,
                        verbose_name="as printed",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("actor", "who acted"),
                            ("object", "whom or what it concerns"),
                            ("place", "where"),
                            ("host", "host"),
                        ],
                        max_length=10,
                        verbose_name="role",
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="participants",
                        to="core.event",
                        verbose_name="event",
                    ),
                ),
                (
                    "record",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="event_participations",
                        to="editorial.record",
                        verbose_name="record",
                    ),
                ),
            ],
            options={
                "verbose_name": "participant",
                "verbose_name_plural": "participants",
                "ordering": ["role", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("event", "record", "role"),
                        name="core_eventparticipant_once",
                        violation_error_message="This record already takes part in this role.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("record__isnull", False), models.Q(("as_printed", ""), _negated=True), _connector="OR"
                        ),
                        name="core_eventparticipant_who",
                        violation_error_message="Choose a record, or write whom the source names.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Figure",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("actual", "actual"),
                            ("estimate", "estimate"),
                            ("target", "target"),
                            ("plan", "plan"),
                            ("forecast", "forecast"),
                            ("ranking", "ranking"),
                        ],
                        help_text="A target, plan or forecast is never shown as a fact.",
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                (
                    "population_en",
                    models.CharField(
                        blank=True,
                        help_text="The 23 distinctive industrial parks combined",
                        max_length=200,
                        verbose_name="of whom, as printed (English)",
                    ),
                ),
                ("population_zh", models.CharField(blank=True, max_length=200, verbose_name="of whom (Chinese)")),
                (
                    "base_as_printed",
                    models.CharField(
                        blank=True, help_text="the city's total area", max_length=200, verbose_name="base as printed"
                    ),
                ),
                (
                    "as_printed",
                    models.CharField(
                        help_text="The number with its hedge as the source prints it: over CNY 700 billion. The interval is proposed from it.",
                        max_length=200,
                        verbose_name="as printed",
                    ),
                ),
                (
                    "low",
                    models.DecimalField(blank=True, decimal_places=6, max_digits=30, null=True, verbose_name="low end"),
                ),
                ("low_open", models.BooleanField(default=False, verbose_name="low end excluded")),
                (
                    "high",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=30, null=True, verbose_name="high end"
                    ),
                ),
                ("high_open", models.BooleanField(default=False, verbose_name="high end excluded")),
                (
                    "hedge",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("over", "over"),
                            ("more_than", "more than"),
                            ("above", "above"),
                            ("in_excess_of", "in excess of"),
                            ("just_over", "just over"),
                            ("at_least", "at least"),
                            ("no_less_than", "no less than"),
                            ("less_than", "less than"),
                            ("fewer_than", "fewer than"),
                            ("under", "under"),
                            ("below", "below"),
                            ("up_to", "up to"),
                            ("at_most", "at most"),
                            ("no_more_than", "no more than"),
                            ("nearly", "nearly"),
                            ("almost", "almost"),
                            ("close_to", "close to"),
                            ("just_under", "just under"),
                            ("about", "about"),
                            ("approximately", "approximately"),
                            ("around", "around"),
                            ("roughly", "roughly"),
                            ("some", "some"),
                            ("circa", "circa"),
                        ],
                        max_length=20,
                        verbose_name="hedge",
                    ),
                ),
                (
                    "unit",
                    models.CharField(
                        choices=[
                            ("count", "count"),
                            ("money", "money"),
                            ("percent", "per cent"),
                            ("pct_point", "percentage points"),
                            ("rank", "rank"),
                            ("km2", "square kilometres"),
                            ("m2", "square metres"),
                            ("ha", "hectares"),
                            ("km", "kilometres"),
                            ("person", "persons"),
                            ("year", "years"),
                            ("day", "days"),
                            ("hour", "hours"),
                            ("minute", "minutes"),
                            ("second", "seconds"),
                            ("tonne", "tonnes"),
                            ("mw", "megawatts"),
                        ],
                        max_length=10,
                        verbose_name="unit",
                    ),
                ),
                (
                    "scale",
                    models.CharField(
                        blank=True, help_text="As printed: billion, 亿", max_length=20, verbose_name="scale"
                    ),
                ),
                (
                    "currency",
                    models.CharField(
                        blank=True,
                        help_text="CNY, USD",
                        max_length=3,
                        validators=[django.core.validators.RegexValidator("^[A-Z]{3}$")],
                        verbose_name="currency",
                    ),
                ),
                (
                    "period",
                    core.fields.PartialDateField(
                        blank=True,
                        default="",
                        help_text="As far as known, after EDTF: 2025, 2025-10, 2025-10-15, 2020/2023, 2012/.. (since 2012), 2010~ (about 2010).",
                        max_length=64,
                        verbose_name="period or day",
                    ),
                ),
                ("period_earliest", core.fields.EarliestDay("period", default=datetime.date(1, 1, 1))),
                ("period_latest", core.fields.LatestDay("period", default=datetime.date(9999, 12, 31))),
                (
                    "period_not_stated",
                    models.BooleanField(
                        default=False,
                        help_text="The source gives no period, and none is assumed.",
                        verbose_name="period not stated",
                    ),
                ),
                (
                    "period_as_printed",
                    models.CharField(
                        blank=True,
                        help_text="as of the end of 2013; so far",
                        max_length=120,
                        verbose_name="period as printed",
                    ),
                ),
                (
                    "is_self_reported",
                    models.BooleanField(
                        default=False, help_text="The subject says it of itself.", verbose_name="self-reported"
                    ),
                ),
                (
                    "is_cumulative",
                    models.BooleanField(
                        default=False,
                        help_text="Counted over all time so far: emerged, nurtured, funded so far.",
                        verbose_name="cumulative",
                    ),
                ),
                ("note_en", models.TextField(blank=True, max_length=2000, verbose_name="editor's note (English)")),
                ("note_zh", models.TextField(blank=True, max_length=2000, verbose_name="editor's note (Chinese)")),
                (
                    "base",
                    models.ForeignKey(
                        blank=True,
                        help_text="For a share: the record whose whole is 100 per cent.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="figures_as_base",
                        to="editorial.record",
                        verbose_name="base",
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
                    "further_citations",
                    models.ManyToManyField(
                        blank=True, related_name="further_figures", to="core.citation", verbose_name="further citations"
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        help_text="The one record it is a number of.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="figures",
                        to="editorial.record",
                        verbose_name="subject",
                    ),
                ),
            ],
            options={
                "verbose_name": "figure",
                "verbose_name_plural": "figures",
                "ordering": ["-period_earliest", "-id"],
                "indexes": [
                    models.Index(fields=["kind", "period_earliest", "id"], name="core_figure_kind"),
                    models.Index(fields=["period_earliest", "id"], name="core_figure_period"),
                    models.Index(fields=["period_latest", "id"], name="core_figure_period_end"),
                    models.Index(fields=["unit", "currency", "low", "id"], name="core_figure_unit_low"),
                    models.Index(fields=["unit", "currency", "high", "id"], name="core_figure_unit_high"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("low__isnull", False), ("high__isnull", False), _connector="OR"),
                        name="core_figure_value",
                        violation_error_message="Give at least one end of the interval.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("low__isnull", True),
                            ("high__isnull", True),
                            ("low__lte", models.F("high")),
                            _connector="OR",
                        ),
                        name="core_figure_interval",
                        violation_error_message="The low end lies above the high end.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("unit", "money"), models.Q(("currency", ""), _negated=True)),
                            models.Q(models.Q(("unit", "money"), _negated=True), ("currency", "")),
                            _connector="OR",
                        ),
                        name="core_figure_currency",
                        violation_error_message="Money needs a currency such as CNY; nothing else has one.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "actual"), _negated=True),
                            models.Q(("period", ""), _negated=True),
                            ("period_not_stated", True),
                            _connector="OR",
                        ),
                        name="core_figure_period_known",
                        violation_error_message="An actual figure needs a period, or a tick at “period not stated”.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("period", ""), ("period_not_stated", False), _connector="OR"),
                        name="core_figure_period_either",
                        violation_error_message="Either give the period or tick “period not stated”, not both.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("unit", "percent"), _negated=True),
                            ("low__isnull", True),
                            ("low__gte", -1000),
                            _connector="OR",
                        ),
                        name="core_figure_percent",
                        violation_error_message="Write 30 for 30 per cent.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("low", models.F("high")), _negated=True),
                            models.Q(("high_open", False), ("low_open", False)),
                            _connector="OR",
                        ),
                        name="core_figure_point",
                        violation_error_message="A single value has no open end.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CountClaim",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "what_en",
                    models.CharField(
                        help_text="distinctive industrial parks of the first batch",
                        max_length=200,
                        verbose_name="what is counted (English)",
                    ),
                ),
                ("what_zh", models.CharField(blank=True, max_length=200, verbose_name="what is counted (Chinese)")),
                (
                    "members",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Those of them that a source names.",
                        related_name="counted_in",
                        to="editorial.record",
                        verbose_name="members named",
                    ),
                ),
                (
                    "figure",
                    models.OneToOneField(
                        help_text="The stated number.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="count_claim",
                        to="core.figure",
                        verbose_name="figure",
                    ),
                ),
            ],
            options={
                "verbose_name": "count claim",
                "verbose_name_plural": "count claims",
                "ordering": ["what_en", "id"],
            },
        ),
        migrations.CreateModel(
            name="Indicator",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "code",
                    models.SlugField(
                        help_text="Stands in addresses: annual-output-value",
                        max_length=80,
                        unique=True,
                        verbose_name="code",
                    ),
                ),
                ("name_en", models.CharField(max_length=200, verbose_name="name (English)")),
                ("name_zh", models.CharField(blank=True, max_length=200, verbose_name="name (Chinese)")),
                (
                    "definition_en",
                    models.TextField(
                        help_text="What is counted, over whom, how; and what it must not be confused with.",
                        max_length=2000,
                        verbose_name="definition (English)",
                    ),
                ),
                ("definition_zh", models.TextField(blank=True, max_length=2000, verbose_name="definition (Chinese)")),
                (
                    "family",
                    models.CharField(
                        choices=[
                            ("output", "output value"),
                            ("revenue", "revenue"),
                            ("grp_share", "share of gross regional product"),
                            ("market_value", "market value"),
                            ("investment", "investment and funding"),
                            ("area", "area"),
                            ("count", "count"),
                            ("share", "share of a count"),
                            ("rank", "rank"),
                            ("duration", "duration"),
                            ("page", "measure of a document"),
                        ],
                        max_length=20,
                        verbose_name="family",
                    ),
                ),
                (
                    "unit",
                    models.CharField(
                        choices=[
                            ("count", "count"),
                            ("money", "money"),
                            ("percent", "per cent"),
                            ("pct_point", "percentage points"),
                            ("rank", "rank"),
                            ("km2", "square kilometres"),
                            ("m2", "square metres"),
                            ("ha", "hectares"),
                            ("km", "kilometres"),
                            ("person", "persons"),
                            ("year", "years"),
                            ("day", "days"),
                            ("hour", "hours"),
                            ("minute", "minutes"),
                            ("second", "seconds"),
                            ("tonne", "tonnes"),
                            ("mw", "megawatts"),
                        ],
                        max_length=10,
                        verbose_name="unit",
                    ),
                ),
                (
                    "comparable_with",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Other indicators of the same family it may be compared with.",
                        to="core.indicator",
                        verbose_name="comparable with",
                    ),
                ),
            ],
            options={
                "verbose_name": "indicator",
                "verbose_name_plural": "indicators",
                "ordering": ["code"],
                "indexes": [
                    models.Index(fields=["family", "code"], name="core_indicator_family"),
                    models.Index(fields=["unit", "code"], name="core_indicator_unit"),
                ],
            },
        ),
        migrations.AddField(
            model_name="figure",
            name="indicator",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="figures",
                to="core.indicator",
                verbose_name="indicator",
            ),
        ),
        migrations.CreateModel(
            name="Name",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "text",
                    models.CharField(
                        help_text="For example BDA, or Beijing E-Town.", max_length=200, verbose_name="text"
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        default="en",
                        help_text="en, zh-hans, zh-hant, zh-latn (pinyin)",
                        max_length=12,
                        verbose_name="language",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("short", "short name"),
                            ("alias", "other name"),
                            ("former", "former name"),
                            ("abbreviation", "abbreviation"),
                            ("brand", "brand"),
                            ("misspelling", "wrong form seen in a source"),
                            ("romanisation", "romanisation"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("folded", editorial.sorting.SortKeyField(default="", editable=False, max_length=300)),
                (
                    "note_en",
                    models.CharField(
                        blank=True,
                        help_text="In which sense it is used, or what is wrong with it.",
                        max_length=300,
                        verbose_name="note (English)",
                    ),
                ),
                ("note_zh", models.CharField(blank=True, max_length=300, verbose_name="note (Chinese)")),
                (
                    "citation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="name_set",
                        to="core.citation",
                        verbose_name="citation",
                    ),
                ),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="names",
                        to="editorial.record",
                        verbose_name="record",
                    ),
                ),
            ],
            options={
                "verbose_name": "further name",
                "verbose_name_plural": "further names",
                "ordering": ["kind", "folded", "id"],
                "indexes": [models.Index(fields=["folded", "record"], name="core_name_folded")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("record", "text", "kind"),
                        name="core_name_once",
                        violation_error_message="This name is already listed.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("citation__isnull", False), ("kind", "romanisation"), _connector="OR"),
                        name="core_name_cited",
                        violation_error_message="Cite where this name stands; only a romanisation needs no citation.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Region",
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
                ("path", editorial.sorting.SortKeyField(db_index=True, default="", editable=False, max_length=900)),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("country", "country"),
                            ("province", "province"),
                            ("municipality", "municipality"),
                            ("city", "city"),
                            ("district", "district"),
                            ("county", "county"),
                            ("neighbourhood", "neighbourhood"),
                            ("group", "group of regions"),
                        ],
                        max_length=20,
                        verbose_name="level",
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        blank=True,
                        help_text="Administrative division code, for example 110108.",
                        max_length=12,
                        verbose_name="code",
                    ),
                ),
                (
                    "latitude",
                    models.DecimalField(
                        blank=True,
                        decimal_places=6,
                        help_text="Centroid, in degrees. State the datum beside it.",
                        max_digits=9,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(-90),
                            django.core.validators.MaxValueValidator(90),
                        ],
                        verbose_name="latitude",
                    ),
                ),
                (
                    "longitude",
                    models.DecimalField(
                        blank=True,
                        decimal_places=6,
                        max_digits=9,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(-180),
                            django.core.validators.MaxValueValidator(180),
                        ],
                        verbose_name="longitude",
                    ),
                ),
                (
                    "datum",
                    models.CharField(
                        blank=True,
                        help_text="WGS-84, GCJ-02, or “not stated by the source”.",
                        max_length=60,
                        verbose_name="datum",
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
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="core.region",
                        verbose_name="part of",
                    ),
                ),
            ],
            options={
                "verbose_name": "region",
                "verbose_name_plural": "regions",
                "ordering": ["sort_key", "pk"],
                "abstract": False,
                "indexes": [
                    models.Index(fields=["sort_key", "record"], name="core_region_en"),
                    models.Index(fields=["sort_key_zh", "record"], name="core_region_zh"),
                    models.Index(fields=["level", "sort_key", "record"], name="core_region_level"),
                    models.Index(fields=["code"], name="core_region_code"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("name_en", ""), ("name_zh", ""), _negated=True),
                        name="core_region_named",
                        violation_error_message="Give a name in English or in Chinese.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("level", "group"), _negated=True), ("parent__isnull", True), _connector="OR"
                        ),
                        name="core_region_group_root",
                        violation_error_message="A group of regions has members, not a parent.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("latitude__isnull", True), ("longitude__isnull", True)),
                            models.Q(
                                ("latitude__isnull", False),
                                ("longitude__isnull", False),
                                models.Q(("datum", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="core_region_point",
                        violation_error_message="Give latitude, longitude and datum together, or none of them.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("code", ""), _negated=True),
                        fields=("code",),
                        name="core_region_code_once",
                        violation_error_message="Another region has this code.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RegionMembership",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("is_public", models.BooleanField(default=False, editable=False, verbose_name="public")),
                ("published_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="published")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="last saved")),
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
                    "group",
                    models.ForeignKey(
                        limit_choices_to={"level": "group"},
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="group_members",
                        to="core.region",
                        verbose_name="group",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="group_memberships",
                        to="core.region",
                        verbose_name="region",
                    ),
                ),
            ],
            options={
                "verbose_name": "region in a group",
                "verbose_name_plural": "regions in groups",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("group", "region", "citation"),
                        name="core_regionmembership_once",
                        violation_error_message="This membership is already recorded with this citation.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Sector",
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
                ("path", editorial.sorting.SortKeyField(db_index=True, default="", editable=False, max_length=900)),
                (
                    "axis",
                    models.CharField(
                        choices=[("industry", "industry"), ("application", "application field")],
                        max_length=20,
                        verbose_name="axis",
                    ),
                ),
                ("definition_en", models.TextField(blank=True, max_length=2000, verbose_name="definition (English)")),
                ("definition_zh", models.TextField(blank=True, max_length=2000, verbose_name="definition (Chinese)")),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="core.sector",
                        verbose_name="part of",
                    ),
                ),
            ],
            options={
                "verbose_name": "sector",
                "verbose_name_plural": "sectors",
                "ordering": ["sort_key", "pk"],
                "abstract": False,
                "indexes": [
                    models.Index(fields=["sort_key", "record"], name="core_sector_en"),
                    models.Index(fields=["sort_key_zh", "record"], name="core_sector_zh"),
                    models.Index(fields=["axis", "sort_key", "record"], name="core_sector_axis"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("name_en", ""), ("name_zh", ""), _negated=True),
                        name="core_sector_named",
                        violation_error_message="Give a name in English or in Chinese.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Source",
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
                    "kind_of_source",
                    models.CharField(
                        choices=[
                            ("primary", "primary document"),
                            ("official", "official statement or translation"),
                            ("press", "press"),
                            ("syndication", "syndicated copy"),
                            ("aggregator", "aggregator"),
                            ("report", "report or study"),
                            ("reference", "reference data"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                (
                    "seen",
                    models.CharField(
                        choices=[
                            ("full", "read in full"),
                            ("part", "read in part"),
                            ("named", "only named by another source"),
                        ],
                        default="full",
                        max_length=10,
                        verbose_name="how it was read",
                    ),
                ),
                (
                    "publisher_as_printed",
                    models.CharField(
                        blank=True,
                        help_text="As the document names it: Source: CGTN.",
                        max_length=200,
                        verbose_name="publisher as printed",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        default="en",
                        help_text="Language code of the document: en, zh-hans.",
                        max_length=10,
                        verbose_name="language",
                    ),
                ),
                (
                    "title_is_supplied",
                    models.BooleanField(
                        default=False,
                        help_text="The document has no headline; an editor described it.",
                        verbose_name="title is supplied",
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
                        blank=True,
                        help_text="7:00pm, 15 Oct, 2020",
                        max_length=120,
                        verbose_name="published as printed",
                    ),
                ),
                (
                    "date_note",
                    models.CharField(
                        blank=True,
                        help_text="What is unsure about the date: a date line that may be the crawl's; no time zone.",
                        max_length=300,
                        verbose_name="date note",
                    ),
                ),
                ("retrieved_on", models.DateField(blank=True, null=True, verbose_name="read on")),
                ("checked_on", models.DateField(blank=True, null=True, verbose_name="last checked on")),
                (
                    "url",
                    models.URLField(
                        blank=True,
                        help_text="Where it stands, beginning with https:// or http://.",
                        max_length=500,
                        validators=[django.core.validators.URLValidator(schemes=["http", "https"])],
                        verbose_name="URL",
                    ),
                ),
                (
                    "origin_relation",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("translation", "translation of"),
                            ("syndication", "syndicated from"),
                            ("summary", "summary of"),
                            ("quotation", "draws on"),
                        ],
                        max_length=20,
                        verbose_name="origin relation",
                    ),
                ),
                (
                    "is_machine_written",
                    models.BooleanField(
                        default=False,
                        help_text="Its text, or the part used here, was made by a machine. It can never support a fact.",
                        verbose_name="machine-written",
                    ),
                ),
                (
                    "note_en",
                    models.TextField(
                        blank=True,
                        help_text="Public: the condition of the text, what was lost or appended.",
                        verbose_name="note (English)",
                    ),
                ),
                ("note_zh", models.TextField(blank=True, verbose_name="note (Chinese)")),
                (
                    "rights",
                    models.CharField(
                        blank=True,
                        help_text="Licence or rights line of the document.",
                        max_length=300,
                        verbose_name="rights",
                    ),
                ),
                (
                    "private_text",
                    models.TextField(
                        blank=True,
                        help_text="The full text, seen by editors only; quotes are checked against it.",
                        verbose_name="private text",
                    ),
                ),
                (
                    "text_hash",
                    models.CharField(
                        blank=True,
                        help_text="Of the file as read. Computed from the private text where that is given.",
                        max_length=64,
                        validators=[django.core.validators.RegexValidator("^[0-9a-f]{64}$")],
                        verbose_name="SHA-256",
                    ),
                ),
                (
                    "origin",
                    models.ForeignKey(
                        blank=True,
                        help_text="The document this one repeats, translates or sums up.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="descendants",
                        to="core.source",
                        verbose_name="origin",
                    ),
                ),
                (
                    "publisher",
                    models.ForeignKey(
                        blank=True,
                        help_text="The organisation that published it. Leave blank where the document does not say.",
                        limit_choices_to={"kind": "organisation"},
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="published_sources",
                        to="editorial.record",
                        verbose_name="publisher",
                    ),
                ),
            ],
            options={
                "verbose_name": "source",
                "verbose_name_plural": "sources",
                "ordering": ["sort_key", "pk"],
                "abstract": False,
                "indexes": [
                    models.Index(fields=["sort_key", "record"], name="core_source_en"),
                    models.Index(fields=["sort_key_zh", "record"], name="core_source_zh"),
                    models.Index(fields=["published_earliest", "record"], name="core_source_date"),
                    models.Index(fields=["published_latest", "record"], name="core_source_date_end"),
                    models.Index(fields=["kind_of_source", "published_earliest", "record"], name="core_source_kind"),
                    models.Index(fields=["seen", "published_earliest", "record"], name="core_source_seen"),
                    models.Index(fields=["language", "published_earliest", "record"], name="core_source_language"),
                    models.Index(
                        fields=["is_machine_written", "published_earliest", "record"], name="core_source_machine"
                    ),
                    models.Index(fields=["text_hash"], name="core_source_hash"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("name_en", ""), ("name_zh", ""), _negated=True),
                        name="core_source_named",
                        violation_error_message="Give a name in English or in Chinese.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("url", ""),
                            ("url__startswith", "https://"),
                            ("url__startswith", "http://"),
                            _connector="OR",
                        ),
                        name="core_source_url_scheme",
                        violation_error_message="Begin the address with https:// or http://.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("origin__isnull", True), ("origin_relation", "")),
                            models.Q(("origin__isnull", False), models.Q(("origin_relation", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="core_source_origin_pair",
                        violation_error_message="Give the original and how this document relates to it, or neither.",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="citation",
            name="source",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="citations",
                to="core.source",
                verbose_name="source",
            ),
        ),
        migrations.CreateModel(
            name="SourceTitle",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("text", models.CharField(max_length=500, verbose_name="text")),
                ("language", models.CharField(default="en", max_length=10, verbose_name="language")),
                (
                    "version",
                    models.CharField(
                        choices=[
                            ("headline", "headline"),
                            ("alternate", "second headline"),
                            ("share", "share card"),
                            ("summary", "share-card summary"),
                            ("translation", "translated title"),
                        ],
                        max_length=20,
                        verbose_name="version",
                    ),
                ),
                (
                    "note",
                    models.CharField(
                        blank=True,
                        help_text="Why this wording misleads, or where it stands.",
                        max_length=300,
                        verbose_name="note",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="titles",
                        to="core.source",
                        verbose_name="source",
                    ),
                ),
            ],
            options={
                "verbose_name": "further title",
                "verbose_name_plural": "further titles",
                "ordering": ["version", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source", "text", "version"),
                        name="core_sourcetitle_once",
                        violation_error_message="This title is already listed.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Statement",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("is_public", models.BooleanField(default=False, editable=False, verbose_name="public")),
                ("published_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="published")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="last saved")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("opinion", "opinion"),
                            ("forecast", "forecast"),
                            ("position", "position"),
                            ("claim", "claim"),
                            ("aim", "aim"),
                            ("evaluation", "evaluation"),
                            ("analysis", "analysis"),
                            ("negative", "claim that something is not so"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                (
                    "speaker_as_printed",
                    models.CharField(
                        help_text="Managing Director Fen; the article",
                        max_length=200,
                        verbose_name="speaker as printed",
                    ),
                ),
                (
                    "role_as_printed",
                    models.CharField(
                        blank=True,
                        help_text="Managing Director of the ZGC",
                        max_length=200,
                        verbose_name="role as printed",
                    ),
                ),
                (
                    "summary_en",
                    models.CharField(
                        help_text="In your own words, as said by the speaker.",
                        max_length=500,
                        verbose_name="what was said (English)",
                    ),
                ),
                ("summary_zh", models.CharField(blank=True, max_length=500, verbose_name="what was said (Chinese)")),
                (
                    "date",
                    core.fields.PartialDateField(
                        blank=True,
                        default="",
                        help_text="As far as known, after EDTF: 2025, 2025-10, 2025-10-15, 2020/2023, 2012/.. (since 2012), 2010~ (about 2010).",
                        max_length=64,
                        verbose_name="said",
                    ),
                ),
                ("date_earliest", core.fields.EarliestDay("date", default=datetime.date(1, 1, 1))),
                ("date_latest", core.fields.LatestDay("date", default=datetime.date(9999, 12, 31))),
                (
                    "about",
                    models.ManyToManyField(
                        blank=True, related_name="statements_about", to="editorial.record", verbose_name="about"
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
                    "speaker",
                    models.ForeignKey(
                        blank=True,
                        help_text="The person or organisation; blank where the source speaks in its own voice.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="statements",
                        to="editorial.record",
                        verbose_name="speaker",
                    ),
                ),
            ],
            options={
                "verbose_name": "statement",
                "verbose_name_plural": "statements",
                "ordering": ["-date_earliest", "-id"],
                "indexes": [
                    models.Index(fields=["date_earliest", "id"], name="core_statement_date"),
                    models.Index(fields=["date_latest", "id"], name="core_statement_date_end"),
                    models.Index(fields=["kind", "date_earliest", "id"], name="core_statement_kind"),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="figure",
            index=models.Index(fields=["indicator", "period_earliest", "id"], name="core_figure_indicator"),
        ),
        migrations.AddIndex(
            model_name="figure",
            index=models.Index(fields=["subject", "indicator", "period_earliest", "id"], name="core_figure_subject"),
        ),
        migrations.AddIndex(
            model_name="figure",
            index=models.Index(fields=["indicator", "low", "id"], name="core_figure_low"),
        ),
        migrations.AddIndex(
            model_name="figure",
            index=models.Index(fields=["indicator", "high", "id"], name="core_figure_high"),
        ),
        migrations.AddConstraint(
            model_name="citation",
            constraint=models.UniqueConstraint(
                fields=("source", "quote", "locator"),
                name="core_citation_once",
                violation_error_message="This quote is already kept for this source and place: use that citation.",
            ),
        ),
    ]
