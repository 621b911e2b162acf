"""Records and facts, what is drafted of them, and what became public when."""

from editorial.models.changes import Change, DeskSetting, PreviewLink, Step
from editorial.models.drafts import Draft, OpenForm, Remark, Revision, Schedule, Unit
from editorial.models.mergers import Merger
from editorial.models.records import (
    LISTED,
    FollowsFeed,
    FormerSlug,
    Publishable,
    PublishableQuerySet,
    Record,
    RecordModel,
    ValidatedModel,
    public_q,
    record_models,
    unit_models,
)

__all__ = [
    "LISTED",
    "Change",
    "DeskSetting",
    "Draft",
    "FollowsFeed",
    "FormerSlug",
    "Merger",
    "OpenForm",
    "PreviewLink",
    "Publishable",
    "PublishableQuerySet",
    "Record",
    "RecordModel",
    "Remark",
    "Revision",
    "Schedule",
    "Step",
    "Unit",
    "ValidatedModel",
    "public_q",
    "record_models",
    "unit_models",
]
