"""Dates that name a year, a part of one, or more than one: quarters, halves, seasons, decades, centuries."""

from __future__ import annotations

import re

from cq_research.timex.grammar import (
    OF_YEAR,
    OWN_YEAR,
    THE,
    YEAR_WORDS,
    after,
    before,
    made,
    own_year,
    rule,
    shift_of,
)
from cq_research.timex.points import Expression, Point, Shift
from cq_research.timex.words import (
    HYPHEN,
    MONTH,
    ORDINAL,
    SEASON,
    SEASONS,
    WORDS,
    YEAR,
    S,
    count,
    months,
    ordinal,
)

# 1. Years and longer: 2013 · the year 2013 · fiscal 2013 · FY2013 · fiscal year 2022-23 · the 2019/20 season ·
#    nineteen ninety-eight · in two thousand and eight · last year · the 1990s · ’90s · the 21st century


@rule(
    "digit year the",
    rf"{THE}(?i:year|fiscal(?:{S}year)?|financial{S}year|FY|calendar{S}year){S}(?P<year>{YEAR})",
    rf"FY\s?(?P<year>{YEAR})",
)
def _named_year(m: re.Match) -> Expression:
    return made(m, "date", point=Point(m["year"]))


@rule(
    "digit year the",
    rf"{THE}(?i:fiscal(?:{S}year)?|financial{S}year|FY){S}(?P<year>(?:19|20)\d\d)(?:/|{HYPHEN})(?P<last>\d\d)(?!\d)",
    rf"(?P<year>(?:19|20)\d\d)(?:/|{HYPHEN})(?P<last>\d\d)(?={S}(?i:season|fiscal|financial|academic|school|marketing)\b)",
)
def _two_years(m: re.Match) -> Expression | None:
    """A year that runs from one calendar year into the next."""
    last = str(int(m["year"]) + 1)
    return made(m, "date", point=Point(m["year"]), until=Point(last)) if last.endswith(m["last"]) else None


_TEN = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_ONE = "one|two|three|four|five|six|seven|eight|nine"
_TEEN = "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"


@rule(
    "eighteen nineteen twenty",
    rf"(?i:(?P<century>eighteen|nineteen|twenty)[\s-](?P<rest>(?:{_TEN})(?:[\s-](?:{_ONE}))?|{_TEEN}))\b",
)
@rule(
    "two", rf"(?i:(?P<century>two){S}thousand{S}(?:and{S})?(?P<rest>(?:{_TEN})(?:[\s-](?:{_ONE}))?|{_TEEN}|{_ONE}))\b"
)
def _year_in_words(m: re.Match) -> Expression | None:
    century = m["century"].lower()
    if century != "nineteen" and not re.search(r"(?i)\b(?:in|since|by|until|year|from|of)\s{1,3}\Z", before(m)):
        return None
    if _PLURAL.match(after(m)) or re.match(
        r"-[a-z]|[\s-]{1,3}(?:hundred|thousand|million|billion|percent|per)\b", after(m)
    ):
        return None
    year = {"eighteen": 1800, "nineteen": 1900}.get(century, 2000) + int(count(m["rest"]) or 0)
    return made(m, "date", point=Point(str(year)))


@rule("digit", rf"(?P<year>{YEAR})(?:{S}(?i:fiscal|financial){S}(?i:year))?")
def _bare_year(m: re.Match) -> Expression | None:
    return made(m, "date", point=Point(m["year"])) if _stands_as_year(before(m), m["year"], after(m)) else None


_WORD_BEFORE = re.compile(r"([A-Za-z]+\.?|[^\w\s])\s{0,4}\Z")
_WORD_AFTER = re.compile(r"\s{0,4}([A-Za-z-]+|[^\w\s])")
_JOINS = "and|or|to|in|on|at|of|the|for|with|by|from|when|as|while|but|that|which|through|after|before|was|were|is|has"
_PLURAL = re.compile(
    rf"\s{{1,4}}(?:(?!(?:{_JOINS})\b)[a-z-]{{2,20}}\s{{1,4}})?"
    r"(?!(?:was|is|has|as|its|this|does|us|plus|thus|versus|across|towards|always|perhaps)\b)[a-z]{2,20}(?<![sui])s\b"
)


# `2015 marks the first year`: a verb, not a plural; `the Trade Act of 1974 applies`; `1600 Park Avenue`
_VERB = re.compile(r"\s{1,4}[a-z]{2,20}s\s{1,4}(?:the|an?|its|another|yet)\b")
_NAMED_OF = re.compile(
    r"\b(?:Act|Law|Treaty|Agreement|Revolution|Code|Convention|Constitution|Statute)\s{1,4}of\s{1,4}\Z"
)
_ADDRESS = re.compile(
    r"\s{1,4}(?:(?:[NSEW]\.?|[A-Z][a-z]{1,20}|\d{1,3}(?:st|nd|rd|th))\s{1,4}){1,3}"
    r"(?:Avenue|Ave|Street|St|Road|Rd|Lane|Boulevard|Blvd|Drive)\b"
)
_WELL_KNOWN = 1800  # an earlier year needs a word of time before it


def _stands_as_year(left: str, year: str, right: str) -> bool:
    """Whether four digits are a year, judged by the words around them.

    No year: `Route 2018`, `No. 2019`, `2019-nCoV`, `2000 companies`, `over 1900 km`, `$2000`, `of 2000 hectares`,
    `1600 Park Avenue`.
    """
    if re.search(r"[\w$€£¥#+/@&=_~*-]\Z|\d[.,:]\Z|\d\s?[-–—]\s?\Z", left):
        glued = re.search(r"(?i)\b(?:mid|post|pre|late|early|end|since|expo|olympics?)-\Z", left)
        return bool(glued) and "nCoV" not in right
    # `2013-based` is one; so are years that a dash sets off.
    if re.match(
        rf"[\w$€£¥@&=_/*+]|{HYPHEN}[A-Za-z]{{0,2}}\d|[-‐‑](?!based|style|era|born)[A-Za-z]|:\d|\s?[%°℃]", right
    ):
        return False
    match = _WORD_BEFORE.search(left)
    word = match.group(1).lower() if match else ""
    match = _WORD_AFTER.match(right)
    unit = match.group(1).lower().split("-")[0] if match else ""
    timely = word.rstrip(".") in WORDS["year_after"] or word == "("
    if _ADDRESS.match(right) or (int(year) < _WELL_KNOWN and not timely):
        return False
    if _NAMED_OF.search(left) or (not left.strip("\"“‘' ") and _VERB.match(right)):
        return True
    if word in WORDS["year_not_after"] or word.rstrip(".") in WORDS["year_not_after"]:
        return False
    if unit in WORDS["year_not_before"] and not (timely and unit in ("or", "more", "new", "per")):
        return False
    if _PLURAL.match(right) and (year.endswith("00") or not timely or word in ("of", "to", "for", "and", "than")):
        return word in ("in", "since", "by", "until", "during") and not year.endswith("00")
    return True


@rule("relative the", YEAR_WORDS.replace("(?i:", "(?P<years>(?i:", 1) + r")")
@rule("the a year", rf"(?P<years>(?i:(?:the|a){S}year{S}(?:before|earlier)(?!{S}last)|year{S}earlier))\b")
def _year_counted(m: re.Match) -> Expression:
    words = m["years"].lower().split()
    shift = Shift("Y", -1, of_text=True) if words[-1] in ("before", "earlier") else shift_of(m["years"], "Y")
    return made(m, "date", point=Point(shift=shift, same_part=shift.of_text and "earlier" in words))


@rule(
    "relative the",
    rf"{THE}(?i:same|corresponding){S}(?i:period|time|quarter|months?)(?:{S}(?i:of|in))?{S}{OWN_YEAR}",
    rf"(?:{THE}|a{S})(?i:(?:year-ago|year-earlier|prior-year)(?:{S}(?:period|quarter|level))?)\b",
)
def _same_period(m: re.Match) -> Expression:
    own = own_year(m) or {"shift": Shift("Y", -1, of_text=True)}
    return made(m, "date", point=Point(same_part=True, **own))


@rule(
    "the that",
    rf"(?i:(?:the{S}(?:(?:same|latest|reporting){S})?|that{S})(?P<unit>period|quarter))\b"
    rf"(?!{S}(?:of|last|to|when|that|in)\b)",
)
def _this_period(m: re.Match) -> Expression | None:
    """`during the period`, `in the latest quarter`: the part of the year that the text speaks of."""
    if not re.search(r"(?i)\b(?:in|during|for|over|of|through|throughout)\s{1,3}\Z", before(m)):
        return None
    return made(m, "date", point=Point(same_part=True, shift=Shift("Y", 0, of_text=True)))


@rule(
    "the full",
    rf"(?i:(?:the{S})?(?:full|whole|entire){S}year|full-year)\b(?!{S}\d|-)",
    rf"(?i:the{S}year)(?=\s?(?:[,.;]|\Z))",
)
def _full_year(m: re.Match) -> Expression | None:
    if m.group().lower() == "the year" and not re.search(r"(?i)\b(?:for|during|throughout)\s{1,3}\Z", before(m)):
        return None
    return made(m, "date", point=Point(shift=Shift("Y", 0, of_topic=True)))


@rule(
    "digit the",
    rf"{THE}(?P<years>(?:1[5-9]|20)\d0)(?:[’']?s)\b",
    rf"(?:{THE}[’'‘]|(?i:the){S})(?P<years>\d0)(?:[’']?s)\b",
    r"(?<=[’'‘])(?P<years>\d0)s\b",  # early ’90s
)
def _decade(m: re.Match) -> Expression:
    digits = m["years"] if len(m["years"]) == 4 else ("19" if int(m["years"]) >= 30 else "20") + m["years"]
    marked = before(m, 1) in "’'‘" and m.start() > 0
    return made(m, "date", point=Point(digits[:3] + "X"))._replace(start=m.start() - marked)


@rule("ordinal the digit", rf"{THE}(?P<n>(?i:twenty-first)|{ORDINAL})[\s-]{{1,3}}(?i:century)\b")
def _century(m: re.Match) -> Expression:
    number = 21 if "-" in m["n"] else ordinal(m["n"])
    return made(m, "date", point=Point(f"{number - 1:02d}XX"))


# 2. Parts of the year: the first quarter of 2020 · third-quarter · Q1 2020 · 2020Q1 · last year’s first half ·
#    the first half-year · the first three quarters · the first five months of 2021 · the first half of May ·
#    summer 2019

_NTH = (
    r"(?P<nth>(?i:first|second|third|fourth|1st|2nd|3rd|4th|last|final))[\s-]{1,3}(?:(?i:fiscal|calendar)[\s-]{1,3})?"
)
_HALF = rf"(?P<half>(?i:half)(?:[\s-]{{1,2}}(?i:of{S}the{S}year|year))?)\b(?![\s-](?i:dozen|hour|million|time|billion))"
_PART = rf"(?:{_NTH}(?:(?P<quarter>(?i:quarter))\b|{_HALF})|(?P<code>Q[1-4]|H[12]|[1-4]Q|[12]H)(?![A-Za-z]))"
_THE_YEAR = rf"{S}(?i:of|in|for){S}(?i:the){S}(?:(?i:current|fiscal|whole){S})?(?i:year)\b(?!{S}\d)"


@rule(
    "ordinal relative the code digit",
    rf"{THE}{_PART}(?:{_THE_YEAR}|(?:{OF_YEAR}|\s?[-/’']?\s?){OWN_YEAR}|\b)",
    rf"(?:{OWN_YEAR}(?:[’']s?)?[\s-]{{0,3}}){_PART}",
)
def _part(m: re.Match) -> Expression | None:
    if m["half"] and re.match(rf"{S}(?i:of){S}(?!(?i:the){S}(?i:year))", after(m)):
        return None  # of a match, of a month (see below), of anything but a year
    if m["quarter"] and re.match(rf"{S}(?i:of){S}(?i:the|a|an){S}(?!(?i:year|fiscal))", after(m)):
        return None
    if m["code"]:
        part = "".join(sorted(m["code"], reverse=True))
    else:
        nth = m["nth"].lower()
        last = nth in ("last", "final")
        if last and not (m.groupdict().get("year") or m.groupdict().get("years") or "year" in m.group().lower()):
            return None  # the last quarter: see relative units
        part = f"H{2 if last else ordinal(nth)}" if m["half"] else f"Q{4 if last else ordinal(nth)}"
    if part not in ("Q1", "Q2", "Q3", "Q4", "H1", "H2"):
        return None
    return made(m, "date", point=Point(part=part, **own_year(m)))


@rule(
    "ordinal the",
    rf"{THE}(?i:first|initial){S}(?P<n>\w{{1,8}}){S}(?P<unit>(?i:months|quarters))(?:{_THE_YEAR}|{OF_YEAR}{OWN_YEAR}|\b)",
)
def _first_months(m: re.Match) -> Expression | None:
    if re.search(r"(?i)\b(?:its|his|her|their|our|my)\s{1,3}\Z", before(m)):
        return None  # of a thing's life, not of a year
    number = count(m["n"])
    most = 12 if m["unit"].lower() == "months" else 4
    if not number or not 1 < number <= most or number != int(number):
        return None
    part = f"01/{int(number):02d}" if most == 12 else f"Q1/Q{int(number)}"
    return made(m, "date", point=Point(part=part, **own_year(m)))


@rule("month", rf"(?P<first>{MONTH})\s?[-–—]\s?(?P<last>{MONTH})(?:(?:{OF_YEAR}|\s?){OWN_YEAR})?")
def _months(m: re.Match) -> Expression | None:
    first, last = months(m["first"]), months(m["last"])
    return made(m, "date", point=Point(part=f"{first:02d}/{last:02d}", **own_year(m))) if first < last else None


@rule(
    "ordinal the",
    rf"{THE}(?P<nth>(?i:first|second|latter)){S}(?i:half){S}(?i:of){S}(?P<month>{MONTH})(?:{OF_YEAR}{OWN_YEAR})?",
)
def _half_month(m: re.Match) -> Expression:
    mod = "start" if m["nth"].lower() == "first" else "end"
    return made(m, "date", point=Point(month=months(m["month"]), **own_year(m)), mod=mod)


@rule(
    "season relative the digit",
    rf"{THE}(?P<season>{SEASON})(?:(?:,?{S}(?:(?i:of){S})?|\s?[’'])?{OWN_YEAR})",
    rf"{OWN_YEAR}(?:[’']s)?{S}(?P<season>{SEASON})",
    rf"(?P<which>(?i:last|this|next|past|this{S}past|the{S}past|the{S}coming|this{S}coming)){S}(?P<season>{SEASON})",
)
def _season(m: re.Match) -> Expression:
    which = m.groupdict().get("which")
    towards = shift_of(which.split()[-1], "Y").by if which else None
    return made(m, "date", point=Point(part=SEASONS[m["season"].lower()], towards=towards, **own_year(m)))
