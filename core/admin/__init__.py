"""Forms and lists of the shared vocabulary, and the parts that the other apps' forms are made of."""

from core.admin import events, evidence, taxonomy  # noqa: F401  (registers them)
from core.admin.figures import FigureAdmin
from core.admin.records import NameInline, RecordModelAdmin, SourcedRecordAdmin

__all__ = ["FigureAdmin", "NameInline", "RecordModelAdmin", "SourcedRecordAdmin"]
