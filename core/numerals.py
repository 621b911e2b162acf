"""Numbers as English prints them: digits, scales, number words and fractions. Chinese numerals are in `chinese_numerals`."""

import re
from dataclasses import dataclass
from decimal import Decimal

DIGITS = r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?"
SCALES = {
    "hundred": 10**2, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12,
    "mn": 10**6, "mln": 10**6, "bn": 10**9, "bln": 10**9, "tn": 10**12, "trn": 10**12,
}  # fmt: skip
LETTER_SCALES = {"k": 10**3, "m": 10**6, "b": 10**9, "t": 10**12}
UNITS = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
DOZEN = 12
WORD_SCALES = {word: SCALES[word] for word in ("thousand", "million", "billion", "trillion")}
PARTS = {
    "half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5,
    "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10,
}  # fmt: skip

SCALE = re.compile(rf"[ -]?(?P<scale>{'|'.join(SCALES)})(?![A-Za-z])", re.IGNORECASE)
LETTER_SCALE = re.compile(rf" ?(?P<scale>[{''.join(LETTER_SCALES)}])(?![A-Za-z0-9²³])", re.IGNORECASE)
DIGITS_HERE = re.compile(rf"(?P<minus>[-−]|minus )?(?P<digits>{DIGITS})", re.IGNORECASE)
WORD = re.compile(r"[ -]?(?P<word>[A-Za-z]+)(?![A-Za-z])")
HALF_A_SCALE = re.compile(rf"half an? (?P<scale>{'|'.join(WORD_SCALES)})(?![A-Za-z])", re.IGNORECASE)
FRACTION = re.compile(
    rf"(?:(?P<count>an?|{'|'.join(list(UNITS)[1:10])})[ -])?(?P<part>{'|'.join(PARTS)})(?P<plural>s?)"
    r"(?=\s*(?:$|[,.;()–—~]|(?:of|to|or|and|the|all|its)\b))",
    re.IGNORECASE,
)
NUMBER_WORD = re.compile(
    rf"(?<![A-Za-z])(?:{'|'.join([*UNITS, *TENS, *WORD_SCALES, 'hundred', 'dozen'])})s?(?![A-Za-z])", re.IGNORECASE
)


class UnreadableQuantity(ValueError):
    """The message is for an editor: the offending part quoted, and what would be read."""


@dataclass(frozen=True)
class Number:
    """A number found in a text, ending before position `end`.

    `scale` is as printed, `coefficient * factor` the number itself, both before `sign`. `is_share` tells a fraction, whose
    coefficient is in percent. `is_bare` is a scale without a digit (千亿), `more` has 多 or 余 inside, `letter_scale` is a
    letter such as m that means a scale only beside a currency, `is_spoken` is written in words.
    """

    coefficient: Decimal
    end: int
    scale: str = ""
    factor: int = 1
    is_share: bool = False
    is_bare: bool = False
    more: bool = False
    letter_scale: bool = False
    is_spoken: bool = False

    @property
    def value(self) -> Decimal:
        return self.coefficient * self.factor


def plain_decimal(digits: str) -> Decimal:
    if len(digits) > 40:
        raise UnreadableQuantity(f'"{digits[:20]}…" has too many digits; write it with a scale, as in "10 trillion".')
    if re.match("0[0-9]", digits):
        raise _not_a_number(digits)
    return Decimal(digits.replace(",", ""))


def without_zeros(number: Decimal) -> Decimal:
    """The number without zeros behind the point, and never in powers of ten (7E+11)."""
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()


def share(count: int, whole: int) -> Decimal:
    """`count` parts of `whole` in percent, rounded to four places where it does not come out even (one-third is 33.3333)."""
    return round(Decimal(100 * count) / whole, 4)


def read_english(text: str, position: int, joins_and: bool = True) -> Number | None:
    """The English number that starts at `position`, or None.

    Without `joins_and` "two hundred and three hundred" ends at "and". Raises UnreadableQuantity for a number that is damaged
    or malformed, such as ".42" or "1,00".
    """
    return (
        _half_a_scale(text, position)
        or _fraction(text, position)
        or read_digits(text, position)
        or _words(text, position, joins_and)
    )


def _half_a_scale(text: str, position: int) -> Number | None:
    match = HALF_A_SCALE.match(text, position)
    if not match:
        return None
    return Number(Decimal("0.5"), match.end(), match["scale"], WORD_SCALES[match["scale"].lower()])


def _fraction(text: str, position: int) -> Number | None:
    """Ordinals are no fractions: "third" alone, "a third park" (the pattern wants "of" or an end behind it)."""
    match = FRACTION.match(text, position)
    if not match:
        return None
    count_word, whole = (match["count"] or "").lower(), PARTS[match["part"].lower()]
    count = UNITS.get(count_word, 1)
    if (
        (not count_word and whole != 2)
        or bool(match["plural"]) != (count > 1)
        or count >= whole
        or count == whole / 2 != 1
    ):
        return None
    return Number(share(count, whole), match.end(), is_share=True)


def read_digits(text: str, position: int) -> Number | None:
    match = DIGITS_HERE.match(text, position)
    if not match:
        _refuse_lost_digit(text, position)
        return None
    _refuse_malformed(text, match)
    coefficient = plain_decimal(match["digits"])
    if match["minus"]:
        coefficient = -coefficient
    end, factor = match.end(), 1
    for _scale_words in range(2):
        scale = SCALE.match(text, end)
        if scale:
            end, factor = scale.end(), factor * SCALES[scale["scale"].lower()]
    if factor > 1:
        return Number(coefficient, end, text[match.end() : end].strip(" -"), factor)
    letter = LETTER_SCALE.match(text, end)
    if letter:
        return Number(
            coefficient, letter.end(), letter["scale"], LETTER_SCALES[letter["scale"].lower()], letter_scale=True
        )
    return Number(coefficient, end)


def _refuse_lost_digit(text: str, position: int) -> None:
    match = re.compile(r"[-−]?[.,·][0-9]\S*").match(text, position)
    if match:
        raise UnreadableQuantity(
            f'"{match[0]}" begins with a point, so a digit may be lost before it; look it up in the source and write 0.42 or 1.42.'
        )


def _refuse_malformed(text: str, match: re.Match) -> None:
    rest = re.compile(r"[.,][0-9]|[0-9]").match(text, match.end())
    if rest:
        raise _not_a_number(re.compile(r"[0-9.,]+").search(text, match.start())[0])


def _not_a_number(printed: str) -> UnreadableQuantity:
    return UnreadableQuantity(f'"{printed}" is not written as a number; write 1,234,567.8 or 1234567.8.')


def _words(text: str, position: int, joins_and: bool) -> Number | None:
    words, end = _number_words(text, position, joins_and) if text[position : position + 1].isalpha() else ([], position)
    if not words:
        return None
    printed = text[position:end]
    total, current, scales = 0, 0, []
    for word in words:
        if word in WORD_SCALES:
            if not current or (scales and WORD_SCALES[scales[-1]] <= WORD_SCALES[word]):
                raise _unreadable_words(printed)
            total, current = total + current * WORD_SCALES[word], 0
            scales.append(word)
        else:
            current = _with_word(current, word, printed)
    if len(scales) == 1 and not current:
        return Number(Decimal(total // WORD_SCALES[scales[0]]), end, scales[0], WORD_SCALES[scales[0]], is_spoken=True)
    return Number(Decimal(total + current), end, scales[-1] if scales else "", is_spoken=True)


def _with_word(current: int, word: str, printed: str) -> int:
    if word == "dozen":
        if 0 < current < 100:
            return current * DOZEN
    elif word == "hundred":
        if 0 < current < 100:
            return current * 100
    else:
        number = UNITS.get(word, TENS.get(word, 0))
        below_hundred = current % 100
        if (
            (below_hundred == 0 and number)
            or printed.lower() == "zero"
            or (below_hundred in TENS.values() and 0 < number < 10)
        ):
            return current + number
    raise _unreadable_words(printed)


def _unreadable_words(printed: str) -> UnreadableQuantity:
    return UnreadableQuantity(f'"{printed.strip()}" is not one number; write it in digits, as in 1,200.')


def _number_words(text: str, position: int, joins_and: bool) -> tuple[list[str], int]:
    """The words of one number and where they end. "a" counts as one before hundred, dozen and the scales."""
    words, end = [], position
    match = WORD.match(text, position)
    while match:
        word = match["word"].lower()
        following = WORD.match(text, match.end())
        following_word = following["word"].lower() if following else ""
        if word in UNITS or word in TENS or (words and (word in WORD_SCALES or word in ("hundred", "dozen"))):
            words.append(word)
        elif (
            not words
            and word in ("a", "an")
            and (following_word in WORD_SCALES or following_word in ("hundred", "dozen"))
        ):
            words.append("one")
        elif not (joins_and and words and word == "and" and _may_follow_and(words, following_word)):
            break
        end = match.end() if word != "and" else end
        match = following
    return words, end


def _may_follow_and(words: list[str], following: str) -> bool:
    return (words[-1] == "hundred" or words[-1] in WORD_SCALES) and (following in UNITS or following in TENS)
