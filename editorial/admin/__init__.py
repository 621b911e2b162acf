"""The desk: what every admin form and list of ParkAtlas shares, and the cards and accounts."""

from editorial.admin import accounts, cards, mergers, queues  # noqa: F401  (registers them)
from editorial.admin.desk import DeskAdmin, ReadOnlyAdmin
from editorial.admin.inlines import CardInline, DeskInline
from editorial.admin.merging import MergingViews
from editorial.admin.publishable import PublishableAdmin

__all__ = ["CardInline", "DeskAdmin", "DeskInline", "MergingViews", "PublishableAdmin", "ReadOnlyAdmin"]
