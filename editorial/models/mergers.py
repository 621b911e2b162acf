"""That two records were found to be one: proposed, decided, carried out, taken back."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy

from editorial.models.drafts import Unit


class Merger(Unit):
    """One record (the unit) becomes another, `survivor_id`, of the same kind.

    `choices` are the survivor's blank columns that are filled from the other. `journal` says what was moved, dropped,
    added and filled, as `editorial.joining` writes it; `stayed` what did not go back when it was taken back.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", gettext_lazy("proposed")
        DECLINED = "declined", gettext_lazy("declined")
        DONE = "done", gettext_lazy("merged")
        TAKEN_BACK = "taken_back", gettext_lazy("taken back")

    OPEN = (State.PROPOSED, State.DONE)

    survivor_id = models.UUIDField(gettext_lazy("the record that stays"))
    title = models.CharField(gettext_lazy("title"), max_length=300)
    survivor_title = models.CharField(gettext_lazy("the record that stays"), max_length=300)
    state = models.CharField(gettext_lazy("state"), max_length=12, choices=State, default=State.PROPOSED)
    choices = models.JSONField(gettext_lazy("filled from the other"), default=list, blank=True)
    note = models.TextField(gettext_lazy("why they are one"), max_length=2000, blank=True)
    note_en = models.CharField(gettext_lazy("public note (English)"), max_length=500, blank=True)
    note_zh = models.CharField(gettext_lazy("public note (Chinese)"), max_length=500, blank=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=gettext_lazy("proposed by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    proposed_by_name = models.CharField(gettext_lazy("proposed by"), max_length=150)
    proposed_at = models.DateTimeField(gettext_lazy("proposed"), auto_now_add=True)
    decided_by_name = models.CharField(gettext_lazy("decided by"), max_length=150, blank=True)
    decided_at = models.DateTimeField(gettext_lazy("decided"), null=True, blank=True)
    taken_back_by_name = models.CharField(gettext_lazy("taken back by"), max_length=150, blank=True)
    taken_back_at = models.DateTimeField(gettext_lazy("taken back"), null=True, blank=True)
    journal = models.JSONField(gettext_lazy("what was done"), default=dict, blank=True)
    stayed = models.JSONField(gettext_lazy("what stayed"), default=list, blank=True)

    class Meta:
        verbose_name = gettext_lazy("merger")
        verbose_name_plural = gettext_lazy("mergers of duplicates")
        ordering = ["-proposed_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit_kind", "unit_id"],
                condition=models.Q(state__in=["proposed", "done"]),
                name="editorial_merger_once",
            )
        ]
        indexes = [
            models.Index(fields=["survivor_id", "decided_at"], name="editorial_merger_survivor"),
            models.Index(fields=["state", "proposed_at"], name="editorial_merger_state"),
        ]

    def __str__(self):
        return f"{self.title} → {self.survivor_title}"

    def get_absolute_url(self):
        return reverse("admin:editorial_merger_page", args=[self.pk])
