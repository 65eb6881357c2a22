"""Time that is counted rather than named: `yesterday`, `last month`, `two years ago`, durations, sets, hours."""

from __future__ import annotations

import re

from cq_research.timex.grammar import DAY_PART_AFTER, THE, Reader, after, before, clock_of, made, rule, shift_of
from cq_research.timex.points import Expression, Point, Shift
from cq_research.timex.words import DAY_PART, HYPHEN, MULTIPLES, NUMBER, UNIT, UNITS, WORDS, S, any_of, count, duration

_LETTERS = {"decade": "10Y", "century": "100Y", "quarter": "Q", "weekend": "WE", "fortnight": "W", "day": "D"}

# 1. Days and units counted from now: yesterday · today · the day before yesterday · this morning · last night ·
#    last month · this week · the next day · the past weekend · year-end


@rule(
    "today the",
    rf"(?P<word>(?i:the{S}day{S}before{S}yesterday|the{S}day{S}after{S}tomorrow|yesterday|today|tomorrow|tonight)){DAY_PART_AFTER}",
)
def _day(m: re.Match) -> Expression | None:
    word = m["word"].lower()
    if word == "today" and re.search(r"(?:[A-Z]\w{1,12})\s{1,2}\Z", before(m)) and m["word"][0] == "T":
        return None  # USA Today, China Today
    by = {"yesterday": -1, "today": 0, "tomorrow": 1, "tonight": 0}.get(word)
    if by is None:
        by = -2 if "yesterday" in word else 2
    clock = "TNI" if word == "tonight" else clock_of(m)
    return made(m, "time" if clock else "date", point=Point(shift=Shift("D", by), clock=clock))


@rule(
    "relative the",
    rf"(?P<which>(?i:last|this|that|(?:the{S})?(?:same|next|previous|following))){S}(?P<daypart>{DAY_PART})",
)
def _this_morning(m: re.Match) -> Expression:
    shift = shift_of(m["which"], "D")
    if m["which"].lower().split()[-1] == "next":
        shift = Shift("D", 1, of_text=True)
    return made(m, "time", point=Point(shift=shift, clock=clock_of(m)))


@rule(
    "relative the",
    rf"{THE}(?P<which>(?i:{any_of({*WORDS['relative'], *WORDS['of_the_text']})})){S}"
    rf"(?:(?i:fiscal|calendar|financial){S})?"
    r"(?P<unit>(?i:month|week|day|quarter|decade|century|weekend))\b(?![-–])",
)
def _unit_counted(m: re.Match) -> Expression | None:
    which, unit = m["which"].lower(), m["unit"].lower()
    definite = m.group().lower().startswith("the")
    letter = _LETTERS.get(unit) or UNITS[unit]
    # the past decade: a length of time, up to now or from now on
    if definite and (
        (which in ("past", "last") and unit != "weekend") or (which in ("next", "coming") and unit == "decade")
    ):
        return made(m, "duration", value=duration(1, unit) if unit != "quarter" else "P3M")
    shift = shift_of(m.group(), letter)
    if unit == "day" and which in ("this", "last", "past", "current", "coming", "upcoming"):
        return None  # `this day`, `the last day`
    if definite and which == "next":
        shift = Shift(letter, 1, of_text=True)
    return made(m, "date", point=Point(shift=shift))


@rule("the", rf"(?i:the{S}week-?end)\b(?!{S}(?:of|before|after|when)\b)")
def _weekend(m: re.Match) -> Expression | None:
    """`over the weekend`: the nearest one, behind or ahead as the sentence looks."""
    if not re.search(r"(?i)\b(?:over|at|on|during|for|this|through|throughout|of)\s{1,3}\Z", before(m)):
        return None
    return made(m, "date", point=Point(weekday=6, part="WE"))


@rule("year the", rf"{THE}(?i:year[- ]end)\b(?!{S}\d)")
def _year_end(m: re.Match) -> Expression:
    return made(m, "date", point=Point(shift=Shift("Y", 0, of_topic=True)), mod="end")


@rule(
    "the",
    rf"(?i:(?:the{S})?(?P<where>end|close|beginning|start|middle){S}of{S}(?P<which>the|this){S}(?P<unit>year|month|week|century|decade|quarter))\b(?!{S}\d)",
)
def _end_of_the(m: re.Match) -> Expression:
    unit = m["unit"].lower()
    mod = {"end": "end", "close": "end", "middle": "mid"}.get(m["where"].lower(), "start")
    of_topic = m["which"].lower() == "the"
    return made(m, "date", point=Point(shift=Shift(_LETTERS.get(unit) or UNITS[unit], 0, of_topic=of_topic)), mod=mod)


# 2. Lengths of time: two years · two consecutive years · a three-day visit · 20-year-old · half a year ·
#    two and a half years · the past five years · years · 10 to 15 days; from a point: two years ago, a month later

_STRETCH = rf"(?:[\s-]{{1,3}}(?i:{any_of(WORDS['stretch'])})\b){{0,2}}"
_WHICH = rf"(?:{THE}(?P<which>(?i:past|last|next|coming|first|final|previous|following|initial|same|preceding)){S})?"


@rule(
    "number digit the relative ordinal a",
    rf"{_WHICH}(?P<n>{NUMBER})(?P<half>{S}and{S}a{S}half)?{_STRETCH}[\s-]{{1,3}}(?P<unit>{UNIT})(?!{S}on{S}|-on-|-to-|-by-|-end|-earlier|-ago)"
    rf"(?:{S}(?:and{S})?(?P<n2>(?!(?i:an?|half|second)\b){NUMBER}){S}(?P<unit2>{UNIT}))?(?P<long>{HYPHEN}long\b|[\s-]old\b)?"
    rf"(?:{S}(?P<where>(?i:ago|earlier(?!{S}than)|later|from{S}now|hence|(?:before|prior)(?=\s?(?:[,.;:)”\"]|\Z))))(?!\w))?",
    rf"(?P<which>\b\B)?(?P<n>{NUMBER})(?P<half>\b\B)?{S}(?P<unit>{UNIT}){S}and{S}a{S}half\b(?P<where>\b\B)?(?P<n2>\b\B)?(?P<unit2>\b\B)?",
)
def _length(m: re.Match) -> Expression | None:
    unit, number = m["unit"], count(m["n"])
    if _PLAN.match(after(m)) or (_NTH.search(before(m)) and re.match(r"\s{1,3}plan", after(m))):
        return None  # the 14th Five-Year Plan: a name
    if unit.lower() in ("second", "sec", "min", "night") and number not in (0.5, 1.0, None) and "-" not in m.group():
        return None  # `ten second`: a rank
    if unit.lower() in ("second", "sec") and m["n"].lower() in ("a", "an", "many", "few", "some"):
        return None  # `a second plant`
    if number == 1 and m["n"].lower() in ("a", "an") and unit.lower().endswith("s"):
        return None
    if m["n"].lower() in ("a", "an") and not m["where"]:
        return _a_unit(m, unit)
    half = bool(m["half"]) or m.group().lower().endswith("half")
    if m["where"] and number:
        return _from_there(m, number + half * 0.5, unit, m["where"].lower())
    value = duration(number, unit, half)
    if m["n2"]:
        value = _joined(value, number, m)
    if m["where"]:  # several years ago
        word = m["where"].lower()
        vague = {"ago": "PAST_REF", "from": "FUTURE_REF", "hence": "FUTURE_REF"}.get(word.split()[0])
        return made(m, "date", value=vague) if vague else made(m, "duration", value=value)
    if m["n"].lower() in ("many", "some", "few", "multiple") and unit.lower().endswith("s") is False:
        return None
    return made(m, "duration", value=value)


_PLAN = re.compile(r"[\s-]{1,2}(?:\w{1,15}\s{1,3})?Plan(?:s|ning)?\b")
_NTH = re.compile(r"(?:\d(?:th|st|nd|rd)|[a-z]{2,9}th|first|second)\s{1,3}\Z")


_LASTING = re.compile(
    r"(?i)\b(?:for|within|in|of|than|after|over|about|nearly|almost|just|only|barely|is|was|took|takes?|lasts?|lasted|"
    r"under|roughly|around|to|half|at|least|spend|spent|be|and|or|every|with|has|have|had|into|quite|such)\s{1,3}\Z"
)


def _a_unit(m: re.Match, unit: str) -> Expression | None:
    """`for a year` is a length of time; `$3 million a year`, `twice a week` a rate."""
    value = duration(1, unit)
    if re.match(r"[\s-]{1,2}(?:half|quarter)\b", after(m)):
        return None
    left = before(m, 60)
    if re.search(r"(?i)\b(?:once|twice|times|per\s?cent|percent)\s{1,3}\Z", left):
        return made(m, "set", value=value)
    lasting = _LASTING.search(left)
    if not lasting and re.search(
        r"\d|\b(?:million|billion|hundred|thousand|two|three|four|five|six|seven|eight|ten)\b", left
    ):
        return made(m, "set", value=value)
    if not lasting and left and re.search(r"[A-Za-z]\s{1,3}\Z", left):
        return None  # `what a day`
    if not lasting or (re.match(r"\s{1,3}(?:of|when|that|in|to|for)\b", after(m)) and unit.lower() == "day"):
        return None
    return made(m, "duration", value=value)


def _joined(value: str, number: float | None, m: re.Match) -> str:
    """`two years and three months`: P2Y3M; a time inside a day opens with one T."""
    second = duration(count(m["n2"]), m["unit2"])
    if value.startswith("PT") and second.startswith("PT"):
        return value + second[2:]
    return value if value.startswith("PT") or number is None else value + second[1:]


def _from_there(m: re.Match, number: float, unit: str, where: str) -> Expression:
    times, letter = MULTIPLES.get(unit.lower(), (1, UNITS.get(unit.lower())))
    sign = 1 if where in ("later", "hence") or where.startswith("from") else -1
    of_text = where in ("earlier", "before", "later", "prior")
    by = number * times * sign
    if by == -1 and letter == "Y" and where == "ago":  # compares with the same part of the year, where one is spoken of
        return made(m, "date", point=Point(shift=Shift("Y", -1), same_part=True))
    if letter.startswith("T") or by != int(by):
        return made(m, "duration", value=duration(number, unit))
    return made(m, "date", point=Point(shift=Shift(letter, int(by), of_text)))


@rule(
    "number digit relative the",
    rf"{_WHICH}(?P<n>{NUMBER})(?:{S}(?:to|or){S}|\s?{HYPHEN}\s?)(?P<n2>{NUMBER}){_STRETCH}[\s-]{{1,3}}(?P<unit>{UNIT})(?P<long>{HYPHEN}long\b|[\s-]old\b)?",
)
def _length_between(m: re.Match) -> Expression | None:
    low, high = count(m["n"]), count(m["n2"])
    if not low or not high or low >= high:
        return None
    return made(m, "duration", value=duration(low, m["unit"]), doubt=f"at least; up to {high:g} {m['unit'].lower()}")


_UNITS_MANY = any_of(w for w in [*UNITS, *MULTIPLES] if (w.endswith("s") and len(w) > 4) or w == "days")


@rule(
    "unit",
    rf"(?P<unit>(?i:{_UNITS_MANY}))(?P<long>{HYPHEN}(?i:long|old))?\b",
    r"(?P<unit>(?i:day|week|month|year|decade|hour|night))(?P<long>-?(?i:long))\b",
)
def _unknown_length(m: re.Match) -> Expression | None:
    """`for years`, `decades-long`, `a yearlong`; a unit alone in any other place says nothing of time."""
    if not m["long"] and not re.search(
        r"(?i)\b(?:for|within|after|over|in\s{1,3}recent|lasting|lasted|spent)\s{1,3}\Z", before(m)
    ):
        return None
    one = m["long"] and not m["unit"].lower().endswith("s")
    return made(m, "duration", value=duration(1 if one else None, m["unit"]))


# 3. Hours: 9:30 am · 9 a.m. · 21:30 · noon · 9 o’clock, with the zone behind it

_ZONE = rf"(?:{S}(?:[ECMP][SD]?T|GMT|UTC|CST|(?:Beijing|local){S}(?i:time))\b)?"


@rule(
    "digit",
    rf"(?P<hour>1[0-2]|0?[1-9])(?:[:.](?P<minute>[0-5]\d))?\s{{0,2}}(?P<half>(?i:[ap]\.?\s?m\b\.?)){_ZONE}",
    rf"(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)(?::[0-5]\d)?(?P<half>\b\B)?(?!\d|:|\s?(?:am|pm)\b){_ZONE}",
    rf"(?P<hour>1[0-2]|[1-9])(?P<minute>\b\B)?{S}[oO][’']clock(?P<half>\b\B)?",
)
def _clock(m: re.Match) -> Expression | None:
    if re.search(r"[\d:.,$€£¥/-]\Z", before(m)):
        return None
    hour = int(m["hour"])
    if m["half"]:
        hour = hour % 12 + (12 if m["half"][0] in "pP" else 0)
    # The point of `a.m.` at the end of a text is the sentence's own as well: leave it in.
    return made(m, "time", point=Point(clock=f"T{hour:02d}:{m['minute'] or '00'}"))


@rule("noon", r"(?i:noon|midday|midnight)\b")
def _noon(m: re.Match) -> Expression:
    return made(m, "time", point=Point(clock="T00:00" if m.group().lower() == "midnight" else "T12:00"))


# 4. Vague words, rates and holidays: the vocabulary's lists


def _listed(kind: str, entry: dict) -> Reader:
    def read(m: re.Match) -> Expression | None:
        if kind == "holidays":
            month, day = map(int, entry["value"].split("-"))
            return made(m, "date", point=Point(month=month, day=day))
        if m.group()[0].isupper() and re.search(r"[A-Z]\w{1,14}\s{1,2}\Z", before(m)):
            return None  # inside a name: China Daily
        return made(m, "set" if kind == "sets" else "date", value=entry["value"])

    return read


for _kind in ("vague", "sets", "holidays"):
    for _entry in WORDS[_kind]:
        _case = "" if _kind == "holidays" else "?i"
        _stop = rf"(?!{S}(?:\d|(?:{any_of(_entry['not_before'])})\b))" if "not_before" in _entry else ""
        rule(
            " ".join(sorted({w.split()[0].lower() for w in _entry["words"]})),
            rf"({_case}:{any_of(_entry['words'])})\b{_stop}".replace("(:", "(?:"),
        )(_listed(_kind, _entry))
