import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0001_initial"),
        ("portal", "0002_drafts"),
    ]

    operations = [
        migrations.CreateModel(
            name="SourceLink",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("url", models.CharField(max_length=500, verbose_name="address checked")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("works", "works"),
                            ("moved", "moved for good"),
                            ("refused", "refuses programs"),
                            ("dead", "does not open"),
                        ],
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("checked_at", models.DateTimeField(verbose_name="checked")),
                ("status", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="status code")),
                (
                    "problem",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("address", "this is no address of a page"),
                            ("private", "the address leads into a private network"),
                            ("unknown_host", "no such host is known"),
                            ("timeout", "no answer in time"),
                            ("certificate", "the secure connection fails"),
                            ("connection", "the connection fails"),
                            ("redirects", "too many redirects"),
                        ],
                        max_length=20,
                        verbose_name="problem",
                    ),
                ),
                ("final_url", models.CharField(blank=True, max_length=2000, verbose_name="address it led to")),
                (
                    "source",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="link",
                        to="core.source",
                        verbose_name="source",
                    ),
                ),
            ],
            options={
                "verbose_name": "link of a source",
                "verbose_name_plural": "links of sources",
                "ordering": ["checked_at", "id"],
                "indexes": [models.Index(fields=["state", "checked_at", "id"], name="portal_sourcelink_state")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("status__isnull", True), ("problem", ""), _connector="OR"),
                        name="portal_sourcelink_either",
                        violation_error_message="Either the server answered or there was a problem.",
                    )
                ],
            },
        ),
    ]
