"""Which column of a table fills which field: by technical name, by what readers see in either language, by custom."""

import re
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import override
from rapidfuzz import fuzz, process

from editorial.tables.resources import ID, columns_of, make_resource, required
from editorial.tables.widgets import ChoiceWidget, OneWidget
from portal.data_files import STEMS, TABLES, identity, key_column
from portal.imports.aliases import CALLED, folded_heading, parted, words_of

KEY = "key"
LANGUAGES = ("en", "zh-hans")
HAN = re.compile(r"[\u3400-\u9fff]")
LIKENESS = 70
SAMPLE_ROWS = 50
# Words of a file's name or of its headings that tell what the rows are, beyond the names of the models.
MODEL_WORDS = {
    "organisations": "company companies firm firms enterprise enterprises organization organizations institution 企业 公司 机构",
    "parks": "park parks zone zones etdz 园区 开发区 高新区",
    "policies": "policy policies law laws regulation regulations 政策 法规",
    "regions": "region regions district districts province provinces city cities 地区 行政区 区划",
    "sources": "source sources article articles document documents 来源 文献",
    "people": "person people 人物 人员",
    "products": "product products model models 产品",
    "sectors": "sector sectors industry industries 行业 产业",
    "events": "event events 事件",
    "citations": "citation citations quote quotes 引文",
}


@dataclass
class Mapping:
    """`columns[i]` is the field that the i-th column fills, "" where it is left out; `constants` are cells that every
    row has; `empties` says that an empty cell empties its field. `suggestions` are fields for columns left out."""

    columns: list
    constants: dict = field(default_factory=dict)
    empties: bool = False
    suggestions: dict = field(default_factory=dict)

    def as_json(self):
        return {"columns": self.columns, "constants": self.constants, "empties": self.empties}

    @classmethod
    def from_json(cls, stored):
        return cls(stored["columns"], stored.get("constants", {}), stored.get("empties", False))

    @property
    def fields(self):
        return {name for name in self.columns if name} | set(self.constants)


def target_names(model):
    """`{name: label}` of everything a column may fill, in the order of the model."""
    names = {ID: "id"} | ({KEY: "key"} if key_column(model) == KEY else {})
    return names | {column.name: str(column.verbose_name) for column in columns_of(model)}


def missing_fields(model, mapping):
    """The fields that every new row needs and that no column fills."""
    return [column for column in columns_of(model) if required(column) and column.name not in mapping.fields]


def propose_mapping(model, headings, rows):
    """The Mapping for `headings`; `rows` are the first rows, whose cells tell a Chinese name from an English one."""
    exact, names = _exact_names(model), list(target_names(model))
    samples = [
        [row[place] for row in rows if place < len(row) and row[place].strip()] for place in range(len(headings))
    ]
    columns, taken = [""] * len(headings), set()
    for place, heading in enumerate(headings):
        found = exact.get(folded_heading(heading))
        if found and found not in taken:
            columns[place] = found
            taken.add(found)
    resource = make_resource(model, identity)
    for place, heading in enumerate(headings):
        if columns[place]:
            continue
        for candidate in _candidates(heading, names, samples[place]):
            if candidate not in taken and _understands(resource.fields[candidate].widget, samples[place]):
                columns[place] = candidate
                taken.add(candidate)
                break
    free = [name for name in names if name not in taken]
    suggestions = {
        place: nearest
        for place, heading in enumerate(headings)
        if not columns[place] and (nearest := _nearest(heading, free, exact, samples[place]))
    }
    return Mapping(columns, suggestions=suggestions)


def _exact_names(model):
    """`{folded heading: field}` of technical names and of what the desk calls the fields in either language."""
    found = {}
    for language in reversed(LANGUAGES):
        with override(language):
            for column in columns_of(model):
                found[folded_heading(str(column.verbose_name))] = column.name
    return found | {folded_heading(name): name for name in target_names(model)}


def _candidates(heading, names, sample):
    """The fields of the model that custom calls by this heading, the likeliest first."""
    base, language = parted(heading)
    language = language or ("zh" if _is_chinese(sample or [heading]) else "en")
    targets = [base, *(target for target, called in CALLED.items() if base in called)]
    for target in targets:
        for name in (f"{target}_{language}", target):
            known = next((one for one in names if folded_heading(one) == folded_heading(name)), None)
            if known and known != ID:
                yield known


def _is_chinese(sample):
    return sum(1 for text in sample if HAN.search(text)) * 2 >= len(sample)


def _understands(widget, sample):
    """Whether the cells mean something to a field of choices or a relation: half of them at least."""
    sample = list(dict.fromkeys(sample))[:SAMPLE_ROWS]
    if not sample or not isinstance(widget, ChoiceWidget | OneWidget):
        return True
    if isinstance(widget, OneWidget):
        widget.look_up(sample)
    understood = 0
    for text in sample:
        try:
            understood += bool(widget.clean(text))
        except ValidationError:
            continue
    return understood * 2 >= len(sample)


def _nearest(heading, free, exact, sample):
    """The free field that the heading may mean: by custom though its cells are not understood, or by its spelling."""
    for candidate in _candidates(heading, free, sample):
        return candidate
    spellings = {spelling: name for spelling, name in exact.items() if name in free}
    match = process.extractOne(folded_heading(heading), list(spellings), scorer=fuzz.ratio, score_cutoff=LIKENESS)
    return spellings[match[0]] if match else ""


def guess_model(file_name, headings, rows):
    """The model whose rows the table most likely holds."""
    return max(TABLES.values(), key=lambda model: _score(model, file_name, headings, rows))


def _score(model, file_name, headings, rows):
    """Columns that are understood, less what is missing; the words of names count most."""
    exact, names = _exact_names(model), list(target_names(model))
    known = {folded_heading(heading) for heading in headings} & set(exact)
    custom = {
        candidate
        for heading in headings
        if folded_heading(heading) not in exact
        for candidate in list(_candidates(heading, names, []))[:1]
    }
    stem = STEMS[model]
    calls = {*words_of(stem), *MODEL_WORDS.get(stem, "").split()}
    # Chinese is written without spaces: its words are looked for anywhere.
    in_name = calls & set(words_of(file_name)) or any(HAN.match(word) and word in file_name for word in calls)
    in_headings = sum(1 for heading in headings if calls & set(words_of(heading)[:1]))
    filled = {exact[name] for name in known} | custom
    lacking = sum(1 for column in columns_of(model) if required(column) and column.name not in filled)
    return 2 * len(known) + len(custom) - 2 * lacking + (6 if in_name else 0) + min(in_headings, 2)
