"""The Chinese catalogue: complete, certain, compiled, and with the same placeholders. Needs none of gettext's tools."""

import ast
import gettext
import re
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "locale" / "zh_Hans" / "LC_MESSAGES"
APPS = [ROOT / config.label for config in apps.get_app_configs() if (ROOT / config.label).is_dir()]
CALLS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy"}
IN_TEMPLATE = re.compile(r"""{%\s*translate\s+"([^"]+)"(?!\s+context)|_\("([^"]+)"\)""")
IN_BLOCK = re.compile(r"{%\s*blocktranslate\b[^%]*%}(.*?){%\s*(?:plural|endblocktranslate)\s*%}", re.S)
PLACEHOLDER = re.compile(r"%\(\w+\)|(?<!{){\w+}")


def entries():
    """`{msgid: msgstr}` of the catalogue as written, its header left out; a plural form counts as one entry."""
    found = {}
    for block in (FOLDER / "django.po").read_text(encoding="utf-8").split("\n\n"):
        fields = dict.fromkeys(("msgid", "msgstr"), "")
        current = None
        for line in block.splitlines():
            key = re.match(r'(msgid|msgstr(?:\[0\])?) "', line)
            if key:
                current = key[1].removesuffix("[0]")
            elif not line.startswith('"'):
                current = None
            if current:
                fields[current] += ast.literal_eval(line[line.index('"') :])
        if fields["msgid"]:
            found[fields["msgid"]] = fields["msgstr"]
    return found


def texts_in_code():
    for folder in APPS:
        for path in folder.rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if is_translated(node):
                    yield node.args[0].value


def is_translated(node):
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in CALLS
        and bool(node.args)
        and isinstance(node.args[0], ast.Constant)
    )


def texts_in_templates():
    for path in (ROOT / "templates").rglob("*.html"):
        source = path.read_text(encoding="utf-8")
        yield from (one or other for one, other in IN_TEMPLATE.findall(source))
        for block in IN_BLOCK.findall(source):
            yield re.sub(r"{{\s*(\w+)\s*}}", r"%(\1)s", block)


@pytest.fixture(scope="module")
def catalogue():
    return entries()


def test_every_text_is_in_the_catalogue(catalogue):
    used = {*texts_in_code(), *texts_in_templates()}
    assert len(used) > 500
    assert sorted(used - set(catalogue)) == []


def test_every_text_is_translated_for_certain(catalogue):
    assert [text for text, chinese in catalogue.items() if not chinese.strip()] == []
    assert "fuzzy" not in (FOLDER / "django.po").read_text(encoding="utf-8")


def test_placeholders_are_kept(catalogue):
    changed = {
        text: chinese
        for text, chinese in catalogue.items()
        if sorted(PLACEHOLDER.findall(text)) != sorted(PLACEHOLDER.findall(chinese))
    }
    assert changed == {}


def test_the_compiled_catalogue_is_that_of_the_written_one(catalogue):
    with (FOLDER / "django.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)._catalog
    plain = {}
    for key, chinese in compiled.items():
        text = key[0] if isinstance(key, tuple) else key
        plain[text.rpartition("\x04")[2]] = chinese
    plain.pop("")
    assert plain == catalogue


def test_no_two_meanings_share_a_text_by_accident(catalogue):
    """Texts that differ only in a closing colon or in white space would be translated twice."""
    bare = [text.strip().rstrip(":") for text in catalogue]
    assert sorted({text for text in bare if bare.count(text) > 1 and text}) == []
