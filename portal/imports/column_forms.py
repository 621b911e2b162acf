"""The choice of columns as a form: what the rows are, which column fills what, what every row has in common."""

from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from editorial.tables.reading import letters
from editorial.tables.resources import columns_of, required
from editorial.text import refuse_unstorable
from portal.imports.mapping import Mapping, propose_mapping, target_names
from portal.imports.running import MODELS

EXAMPLES = 3
EXAMPLE_CHARACTERS = 60
CONSTANT_CHARACTERS = 500


class ColumnForm:
    """`mapping` is what was posted, or else what is kept; `problems` are sentences."""

    def __init__(self, kept, data=None):
        self.kept, self.problems = kept, []
        self.model = MODELS.get(data.get("model", kept.label) if data else kept.label, MODELS[kept.label])
        self.names = target_names(self.model)
        self.mapping = self._posted(data) if data else Mapping.from_json(kept.mapping)

    def _posted(self, data):
        columns = [data.get(f"column-{place}", "") for place in range(len(self.kept.headings))]
        constants = {name: data.get(f"every-{name}", "").strip()[:CONSTANT_CHARACTERS] for name in self.names}
        mapping = Mapping(columns, {name: text for name, text in constants.items() if text}, "empties" in data)
        for name, text in constants.items():
            try:
                refuse_unstorable(text)
            except ValidationError as error:
                self.problems += [f"{self.names[name]}: {message}" for message in error.messages]
        chosen = [name for name in columns if name]
        if set(chosen) - set(self.names):
            self.problems.append(_("One of the fields does not exist. Choose again."))
            mapping.columns = [name if name in self.names else "" for name in columns]
        for name in dict.fromkeys(name for name in chosen if chosen.count(name) > 1 and name in self.names):
            self.problems.append(
                _("“%(field)s” is chosen for several columns. Leave one of them.") % {"field": self.names[name]}
            )
        if not chosen:
            self.problems.append(_("Choose a field for at least one column."))
        return mapping

    def kinds(self):
        """`(label, name, chosen)` of everything that rows may be, by name."""
        kinds = [
            (label, capfirst(model._meta.verbose_name_plural), model is self.model) for label, model in MODELS.items()
        ]
        return sorted(kinds, key=lambda kind: kind[1])

    def columns(self, rows):
        """What the page shows of each column: heading, examples, choices, suggestion."""
        suggestions = propose_mapping(self.model, self.kept.headings, rows).suggestions
        for place, heading in enumerate(self.kept.headings):
            chosen = self.mapping.columns[place]
            examples = [row[place] for row in rows if place < len(row) and row[place].strip()][:EXAMPLES]
            yield {
                "place": place,
                "letter": letters(place + 1),
                "heading": heading,
                "examples": [text[:EXAMPLE_CHARACTERS] for text in examples],
                "options": [(name, label, name == chosen) for name, label in self.names.items()],
                "suggestion": "" if chosen else self.names.get(suggestions.get(place, ""), ""),
            }

    def constants(self):
        """The fields that no column fills, those that a new row needs first."""
        fields = [field for field in columns_of(self.model) if field.name not in self.mapping.columns]
        shown = [
            {
                "name": field.name,
                "label": self.names[field.name],
                "value": self.mapping.constants.get(field.name, ""),
                "options": [(str(code), label) for code, label in field.flatchoices if code],
                "required": required(field),
            }
            for field in fields
        ]
        return sorted(shown, key=lambda one: not one["required"])

    def is_constant_needed(self):
        return any(one["required"] or one["value"] for one in self.constants())
