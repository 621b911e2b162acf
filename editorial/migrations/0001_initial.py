import uuid

import django.db.models.deletion
from django.db import migrations, models

import editorial.sorting


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Record",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=20, verbose_name="kind")),
                (
                    "section",
                    models.CharField(
                        help_text="The part of the site its page stands in.", max_length=20, verbose_name="section"
                    ),
                ),
                ("slug", models.SlugField(max_length=120, verbose_name="address")),
                ("name_en", models.CharField(blank=True, max_length=300, verbose_name="name (English)")),
                ("name_zh", models.CharField(blank=True, max_length=300, verbose_name="name (Chinese)")),
                ("sort_key", editorial.sorting.SortKeyField(default="", editable=False, max_length=300)),
                ("is_public", models.BooleanField(default=False, verbose_name="public")),
                ("published_at", models.DateTimeField(blank=True, null=True, verbose_name="published")),
            ],
            options={
                "verbose_name": "record",
                "verbose_name_plural": "records",
                "ordering": ["sort_key", "id"],
                "indexes": [models.Index(fields=["sort_key", "id"], name="editorial_record_order")],
                "constraints": [models.UniqueConstraint(fields=("kind", "slug"), name="editorial_record_slug")],
            },
        ),
        migrations.CreateModel(
            name="FormerSlug",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=20, verbose_name="kind")),
                ("slug", models.SlugField(max_length=120, verbose_name="address")),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="former_slugs",
                        to="editorial.record",
                        verbose_name="record",
                    ),
                ),
            ],
            options={
                "verbose_name": "former address",
                "verbose_name_plural": "former addresses",
                "constraints": [models.UniqueConstraint(fields=("kind", "slug"), name="editorial_formerslug_slug")],
            },
        ),
    ]
