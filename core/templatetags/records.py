"""What every page shows the same way: figures with their nature, evidence, names, partial dates."""

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.translation import get_language_info, ngettext, pgettext
from django.utils.translation import gettext as _

from core import edtf
from core.clock import today
from core.freshness import last_looked_at, reading_delay
from editorial.bilingual import ENGLISH, Text, pick, reading_language

register = template.Library()

UNSTATED = ("", "not stated")
UNSTATED_DATUMS = ("not stated by the source", "来源未说明")
# BCP 47 spells the script with a capital.
HTML_LANGUAGES = {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant", "zh-latn": "zh-Latn"}


@register.filter
def html_lang(code):
    """The value of an HTML `lang` attribute for a language code of the data."""
    return HTML_LANGUAGES.get(code.lower(), code)


@register.filter
def in_language(text):
    """A Text in its own `lang` where that is not the reader's; anything else as it is."""
    if isinstance(text, Text) and text.is_fallback:
        return format_html('<span lang="{}">{}</span>', html_lang(text.lang), text.text)
    return conditional_escape(text)


@register.filter
def text(instance, field):
    """The columns `<field>_en` and `<field>_zh` as the Text a reader sees."""
    return pick(instance, field)


@register.filter
def other_name(record):
    """The name in the language that `record.name` is not in, as a Text, or None where there is none."""
    name = record.name
    if name.lang == ENGLISH:
        return Text(record.name_zh, "zh-hans") if record.name_zh else None
    return Text(record.name_en, ENGLISH) if record.name_en else None


@register.filter
def partial_date(text):
    """An EDTF text in words: “October 2020”, “2020年10月”, “not stated”."""
    return edtf.display(text, reading_language())


@register.filter
def public_step(entry):
    """What an entry of the feed did, in a word for readers."""
    return {
        "published": _("published"),
        "changed": _("changed"),
        "withdrawn": _("withdrawn"),
        "merged": _("merged into another entry"),
    }[entry.action]


@register.filter
def language_label(code):
    """The name of a language in the reader's own; its code where it has no name here."""
    try:
        return get_language_info(code)["name_translated"]
    except KeyError:
        return code


@register.filter
def is_stated(as_printed):
    """Whether the words of a source are there at all: “not stated” is a legal value."""
    return as_printed.lower() not in UNSTATED


@register.filter
def plain_number(number):
    """All digits, grouped: 700,000,000,000."""
    return f"{number.normalize():,f}"


@register.filter
def datum_in_words(datum):
    """A datum as its source names it; that none is named is said in the reader's language, whichever it was written in."""
    return _("not stated by the source") if datum in UNSTATED_DATUMS else datum


@register.filter
def degrees(number):
    """A latitude or longitude with no more decimals than it was given: 40.03."""
    return f"{number.normalize():f}"


@register.simple_tag
def colon():
    """Between a heading word and what it names, as the reader's language writes it."""
    return pgettext("punctuation", ": ")


@register.simple_tag
def comma():
    """Between the parts of one line."""
    return pgettext("punctuation", ", ")


@register.simple_tag
def printed(text, language=ENGLISH):
    """Words of a source between quotation marks, marked with the language of the source."""
    return format_html('<q lang="{}">{}</q>', html_lang(language), text) if text else ""


@register.simple_tag
def record_link(record, as_printed="", language=ENGLISH):
    """A link to a public record, else the words of the source; nothing of a hidden record is shown."""
    if record and record.is_public:
        return format_html('<a href="{}">{}</a>', record.get_absolute_url(), in_language(record.name))
    return printed(as_printed, language) if is_stated(as_printed) else _("not stated")


@register.simple_tag
def publisher(source):
    """Who published `source`, by its record where that is public, else as the document prints it."""
    return known_publisher(source) or _("publisher not stated")


@register.simple_tag
def publisher_or_title(source):
    """What tells a reader at a glance where a fact is from."""
    return known_publisher(source) or in_language(source.name)


def known_publisher(source):
    if source.publisher and source.publisher.is_public:
        return in_language(source.publisher.name)
    return printed(source.publisher_as_printed, source.language) if is_stated(source.publisher_as_printed) else ""


@register.simple_tag
def figure_nature(figure):
    """“(estimate, 2025)”: a target, plan, estimate or forecast is told from a fact by its word and its frame."""
    return format_html(_("({kind}, {period})"), kind=kind_mark(figure), period=figure_period(figure))


def kind_mark(figure):
    return format_html('<b class="kind kind-{}">{}</b>', figure.kind, figure.get_kind_display())


def figure_period(figure):
    """The period, for a target without one its horizon, else that none is stated."""
    target = figure._state.fields_cache.get("target")
    period = figure.period or (target.horizon if target else "")
    return partial_date(period) if period else _("period not stated")


@register.simple_tag
def who_said(statement):
    """“He Fen (Managing Director of the ZGC) said (forecast):”, the speaker always first."""
    language = statement.citation.source.language
    parts = {
        "speaker": record_link(statement.speaker, statement.speaker_as_printed, language),
        "kind": format_html('<b class="kind kind-said">{}</b>', statement.get_kind_display()),
    }
    if statement.role_as_printed:
        role = printed(statement.role_as_printed, language)
        return format_html(_("{speaker} ({role}) said ({kind}):"), role=role, **parts)
    return format_html(_("{speaker} said ({kind}):"), **parts)


@register.simple_tag
def reading_age(citation):
    """How long after publication the document was read, and how long ago it was last looked at."""
    return " ".join(filter(None, (delay_sentence(citation.source), check_sentence(citation))))


def delay_sentence(source):
    delay = reading_delay(source)
    if delay is None:
        return ""
    values = {"days": delay.days, "day": partial_date(source.retrieved_on.isoformat())}
    if delay.is_exact:
        sentence = ngettext(
            "Read on %(day)s, %(days)d day after its publication.",
            "Read on %(day)s, %(days)d days after its publication.",
            delay.days,
        )
    else:
        sentence = ngettext(
            "Read on %(day)s, at least %(days)d day after its publication.",
            "Read on %(day)s, at least %(days)d days after its publication.",
            delay.days,
        )
    return sentence % values


def check_sentence(citation):
    day = last_looked_at(citation)
    if day is None:
        return _("It is not known when the source was last looked at.")
    age = (today() - day).days
    if age <= 0:
        return _("Last looked at today.")
    return ngettext("Last looked at %(days)d day ago.", "Last looked at %(days)d days ago.", age) % {"days": age}


@register.inclusion_tag("core/_figure.html")
def figure(figure, show_subject=False, is_open=False):
    """One figure with hedge, kind, period, base, wording, note, and its evidence one step away.

    Target and stated count are shown where the queryset has loaded them; nothing here asks the database.
    """
    loaded = figure._state.fields_cache
    return {
        "figure": figure,
        "target": loaded.get("target"),
        "claim": loaded.get("count_claim"),
        "language": figure.citation.source.language,
        "show_subject": show_subject,
        "is_open": is_open,
    }


@register.inclusion_tag("core/_citation.html")
def cite(citation, is_open=False, fact=None, is_brief=False):
    """The evidence of a fact: publisher and date at a glance; quote, place, check and the way to report `fact` on opening."""
    source = citation.source if citation else None
    return {"citation": citation, "source": source, "is_open": is_open, "fact": fact, "is_brief": is_brief}
