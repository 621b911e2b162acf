"""The picture that other sites show where a page is shared: 1200 by 630 pixels, drawn from what the page says publicly."""

import io
import logging
from functools import lru_cache

from django.conf import settings
from PIL import Image, ImageDraw, ImageFont

logger = logging.getLogger(__name__)

SIZE = (1200, 630)
MARGIN = 80
PAPER, INK, FAINT, ACCENT = "#f7f6f2", "#1b1f22", "#565f66", "#12505f"
KICKER, TITLE, BESIDE, TEXT, FOOT = 34, 64, 38, 30, 30
TITLE_LINES, TEXT_LINES = 3, 4
# What the font within Pillow (Aileron, CC0) has: nothing is drawn that would come out as empty boxes.
LATIN_END = 0x250


def font(size):
    """The font of the setting CARD_FONT, which is to know Chinese, else the Latin one within Pillow."""
    return loaded(settings.CARD_FONT, size)[0]


def knows_chinese():
    return loaded(settings.CARD_FONT, KICKER)[1]


@lru_cache
def loaded(path, size):
    """Return (font, whether it is the one at `path`)."""
    if path:
        try:
            return ImageFont.truetype(path, size), True
        except OSError:
            logger.warning("CARD_FONT names no font file that can be read: the Latin font is used.")
    return ImageFont.load_default(size), False


def drawable(text):
    """`text` if the font has its letters, else the empty text."""
    return text if knows_chinese() or all(ord(c) < LATIN_END or c in "–—‘’“”…·" for c in text) else ""


def card(kicker, names, text, foot):
    """The PNG of a card, in bytes. Of `names` the first that can be drawn is the title, the second stands below it.

    Where none can be drawn it is the card of the site.
    """
    title, *others = [name for name in names if drawable(name)] or ["ParkAtlas"]
    picture = Image.new("RGB", SIZE, PAPER)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, 24, SIZE[1]), fill=ACCENT)
    blocks = [
        (wrapped(drawable(kicker), KICKER, 1), KICKER, ACCENT),
        (wrapped(title, TITLE, TITLE_LINES), TITLE, INK),
        (wrapped(others[0], BESIDE, 1) if others else [], BESIDE, FAINT),
        (wrapped(drawable(text), TEXT, TEXT_LINES), TEXT, INK),
    ]
    write_down(draw, blocks)
    draw.text((MARGIN, SIZE[1] - MARGIN - FOOT), f"ParkAtlas   {drawable(foot)}".rstrip(), font=font(FOOT), fill=FAINT)
    written = io.BytesIO()
    picture.save(written, "PNG", optimize=True)
    return written.getvalue()


def write_down(draw, blocks):
    """Draw `(lines, size, colour)` one below the other, as far as they leave the foot free."""
    top = MARGIN
    for lines, size, colour in blocks:
        for line in lines:
            if top + size > SIZE[1] - MARGIN - 2 * FOOT:
                return
            draw.text((MARGIN, top), line, font=font(size), fill=colour)
            top += round(size * 1.3)
        top += 22 if lines else 0


def wrapped(text, size, most):
    """`text` in at most `most` lines that fit, cut off with an ellipsis where it is longer."""
    width, lines, rest = SIZE[0] - 2 * MARGIN, [], text.strip()
    while rest and len(lines) < most:
        count = fitting(rest, size, width)
        if count < len(rest) and " " in rest[:count]:
            count = rest.rindex(" ", 0, count + 1) or count
        lines.append(rest[:count].strip())
        rest = rest[count:].strip()
    if rest:
        last = lines[-1] + "…"
        while font(size).getlength(last) > width:
            last = last[:-2] + "…"
        lines[-1] = last
    return lines


def fitting(text, size, width):
    """How many characters of `text` stand in one line, at least one."""
    low, high = 1, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if font(size).getlength(text[:middle]) <= width else (low, middle - 1)
    return low
