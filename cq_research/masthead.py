"""Title, publisher, source, author and dateline of a page, read from its blocks; and the language of its body.

A publisher is sought where pages name it, the surest place first:

1. the tail of the headline (``… - China Daily``)
2. the copyright line (``© 2021 China Daily. All rights reserved.``)
3. a line above the headline that is little more than its name (``iChongqing``), or in the byline (``| China Daily |``)
4. a domain in the byline, or in the furniture (``service@ichongqing.info``), that the vocabulary knows
5. a line above the headline that names an office, a newspaper, an institute (``Ministry of …``)
6. the agency of the dateline or of the source line
7. a name credited as both source and author: a site's own
8. a domain as it stands, where the page has one and no other

If there is nothing of these, the publisher is unknown and stays null.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from dataclasses import dataclass

from cq_research import schema, vocabularies
from cq_research.layout import dateline, labels, publishers
from cq_research.layout.names import ordinary, person

_TAIL = re.compile(r"\s?(?:[|｜–—_]|\s-|::|»)\s?(?P<tail>[^|｜–—_»]{2,50})$")
_NOT_HOLDER = r"(?:[\s:：]|copyright|©|\(c\)|by|(?:19|20)\d\d|[-–—,，]|present|版权所有){0,16}"
_COPYRIGHT = re.compile(rf"(?:copyright|©|\(c\)|版权所有){_NOT_HOLDER}(?P<holder>[^.|©。]{{2,80}})", re.I)
_COMPANY = r"inc\.?$|co\.?,? ?ltd\.?$|publishers ltd\.?$|corp\.?$|llc$"
_RIGHTS = re.compile(rf"[.,，|]?\s?(?:all rights? reserved|{_COMPANY}|版权所有|保留所有权利).*", re.I)
_YEARS = re.compile(r"(?:[\s,;-]{1,3}(?:19|20)\d\d){1,2}\W{0,3}$")
_OFFICE = re.compile(
    r"\b(?:Ministry|Embassy|Consulate|Consulate-General|Office|Commission|Department|Bureau|Government|Council|Chamber|"
    r"Institute|Institution|University|Foundation|Association|Federation|Agency|Authority|Committee|Center|Centre|"
    r"Daily|Times|Post|Journal|Gazette|Herald|Tribune|Observer|Monitor|Review|Chronicle|Weekly|Standard|Mail)\b"
)
_OFFICE_ZH = re.compile(r"[\u4e00-\u9fff]{2,16}(?:政府|部|委员会|办公室|领事馆|大使馆|日报|晚报|网|报|社|局|厅)$")
_SCRIPTS = (
    ("ja", "\u3040", "\u30ff"),
    ("ko", "\uac00", "\ud7af"),
    ("th", "\u0e00", "\u0e7f"),
    ("ar", "\u0600", "\u06ff"),
)
_ENDS = 80  # blocks
_HAN = re.compile(r"[\u4e00-\u9fff]")
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Masthead:
    """What a page says of itself; null where it doesn't."""

    title: str | None
    publisher: str | None
    source: str | None
    author: str | None
    dateline: str | None


def read(blocks: list[schema.Block]) -> Masthead:
    """The masthead of the page cut into `blocks`."""
    page = _Page(blocks)
    publisher = page.publisher()
    return Masthead(page.title, publisher, page.source(publisher), page.author(), page.dateline and page.dateline.place)


def language(blocks: list[schema.Block]) -> str | None:
    """The language of the content, BCP 47, by its script and its small words; None where too little is said."""
    text = " ".join(b.text for b in blocks if b.kind in schema.CONTENT_KINDS)[:20000]
    letters = [c for c in text if c.isalpha()]
    if len(letters) < 8:
        return None
    for code, first, last in _SCRIPTS:
        if sum(first <= c <= last for c in letters) * 5 > len(letters):
            return code
    if sum("\u4e00" <= c <= "\u9fff" for c in letters) * 3 > len(letters):
        return "zh"
    words = Counter(_WORD.findall(text.casefold()))
    scores = {code: sum(words[w] for w in small) for code, small in _small_words().items()}
    best = max(scores, key=lambda code: scores[code])
    return best if scores[best] >= 2 else None


@functools.cache
def _small_words() -> dict[str, list[str]]:
    return vocabularies.load("languages")


class _Page:
    """The blocks of a page by what they can tell."""

    def __init__(self, blocks: list[schema.Block]):
        # A page says who it is at its ends; a page of ten thousand menu items says no more.
        ends = blocks if len(blocks) <= 2 * _ENDS else blocks[:_ENDS] + blocks[-_ENDS:]

        def lines(*kinds: str) -> list[str]:
            return [" ".join(b.text.split()) for b in ends if b.kind in kinds and len(b.text) <= 1500]

        self.headline = next((" ".join(b.text.split()) for b in blocks if b.kind == "title"), None)
        first_title = next((i for i, b in enumerate(ends) if b.kind in ("title", "byline", "body")), len(ends))
        self.above = [" ".join(b.text.split()) for b in ends[:first_title] if len(b.text) <= 200]
        self.bylines = lines("byline")
        self.credits = lines("source")
        self.furniture = lines("furniture")
        self.body = [b.text for b in blocks if b.kind == "body"][:6]
        self.dateline = next(filter(None, map(dateline.find, self.body)), None)
        self.agency = self._agency()
        self.title, self.tail = self._split_title()

    def _split_title(self) -> tuple[str | None, publishers.Publisher | None]:
        if not self.headline:
            return None, None
        match = _TAIL.search(self.headline)
        known = publishers.named(match["tail"]) if match else None
        return (self.headline[: match.start()].strip(), known) if match and known else (self.headline, None)

    def _agency(self) -> publishers.Publisher | None:
        """The agency of the dateline, or of an opening ``(ECNS) --`` without a place."""
        if self.dateline and self.dateline.agency:
            return publishers.named(self.dateline.agency)
        for text in self.body:
            match = re.match(r"\s*[(（]([^()（）]{2,40})[)）]\s?[-–—]", text)
            if match and (known := publishers.named(match[1])):
                return known
        return None

    def _labelled(self, lines: list[str], *kinds: str) -> list[str]:
        return [value for line in lines for kind, value in labels.read(line) if kind in kinds]

    # Publisher and source.

    def publisher(self) -> str | None:
        """The publisher, from the surest place that names one."""
        for known in (self.tail, self._copyright(), self._above(), self._byline(agencies=False), self._domain()):
            if known:
                return known.name
        office = self._office() or self._holder()
        if office:
            return office
        for known in (self.agency, self._byline(agencies=True), self._credited()):
            if known:
                return known.name
        return self._own_credit() or self._bare_domain()

    def source(self, publisher: str | None) -> str | None:
        """Whom the page credits, where it is another than `publisher`."""
        names = [_credited_name(value) for value in self._labelled(self.credits + self.bylines, "source")]
        for known in (self._byline(agencies=True), self.agency):
            if known:
                names.append(known.name)
        return next((n for n in names if n != publisher and not _same(n, publisher)), None)

    def _copyright(self) -> publishers.Publisher | None:
        for line in self.furniture:
            if (match := _COPYRIGHT.search(line)) and (known := publishers.first_in(line[match.start() :][:240])):
                return known
        return None

    def _holder(self) -> str | None:
        """The holder of the copyright as the line names it, where the vocabulary doesn't know it."""
        for line in reversed(self.furniture):
            match = _COPYRIGHT.search(line)
            if not match or len(line) > 300:
                continue
            holder = _YEARS.sub("", _RIGHTS.sub("", match["holder"])).strip(' -–—,;:·()[]"“”')
            if 2 <= len(holder) <= 60 and holder[:1].isupper() and len(holder.split()) <= 8:
                return holder
        return None

    def _above(self) -> publishers.Publisher | None:
        for line in self.above:
            known = publishers.named(line)
            if known or (len(line.split()) <= 6 and (known := publishers.first_in(line))):
                return known
        return None

    def _byline(self, *, agencies: bool) -> publishers.Publisher | None:
        credited = self._labelled(self.bylines, "source")
        for line in self.bylines:
            for value in credited:
                line = line.replace(value, " ")
            pieces = re.split(r"[|｜•()（）/]|\s{2,}", line)
            for known in (*map(publishers.named, pieces), publishers.first_in(line)):
                if known and known.agency <= agencies:
                    return known
        return None

    def _domain(self) -> publishers.Publisher | None:
        for line in (*self.bylines, *self.above, *self.furniture):
            for domain in publishers.domains_in(line):
                if known := publishers.of_domain(domain):
                    return known
        return None

    def _credited(self) -> publishers.Publisher | None:
        for value in self._labelled(self.bylines + self.credits, "source"):
            known = publishers.named(value) or publishers.first_in(value)
            if known and known.agency:
                return known
        return None

    def _office(self) -> str | None:
        for line in self.above:
            plain = line.strip(" |•·-–—")
            words = plain.split()
            if _OFFICE_ZH.fullmatch(plain) or (
                2 <= len(words) <= 12
                and _names_office(plain.title() if plain.isupper() else plain)
                and not re.search(r"[|>»/›:?!]", plain)
                and all(w[:1].isupper() or (w.islower() and len(w) <= 3) or w[:1] in "&'’(" for w in words)
            ):
                return ordinary(plain)
        return None

    def _own_credit(self) -> str | None:
        """A name that stands as both source and author is the site's own."""
        sources, authors = (self._labelled(self.bylines, kind) for kind in ("source", "author"))
        return next((s for s in sources if s in authors), None)

    def _bare_domain(self) -> str | None:
        for lines in (self.bylines, [*self.above, *self.furniture]):
            found = list(dict.fromkeys(d for line in lines for d in publishers.domains_in(line)))
            if len(found) == 1:
                return found[0]
        return None

    # Author.

    def author(self) -> str | None:
        """The author as the byline names them, in ordinary case; several as the byline joins them."""
        own = self._labelled(self.bylines + self.credits, "source")
        for value in self._labelled(self.bylines + self.credits, "author"):
            name = person(value)
            if name and name not in own and not publishers.named(name):
                return name
        for line in self.bylines:
            plain = line.strip(" |•·-–—")
            if labels.read(line) or labels.dated(line) or publishers.named(plain) or publishers.domains_in(plain):
                continue
            if plain in own or _OFFICE.search(plain):
                continue
            if name := person(plain, bare=True):
                return name
        return None


def _names_office(line: str) -> bool:
    """Whether a line names an office or a newspaper: ``Ministry of Trade``, ``Port Journal``; not ``Council News``."""
    match = _OFFICE.search(line)
    return bool(match) and bool(
        line.endswith(match.group())
        or re.search(r"\b(?:of|for)\b", line)
        or match.group().startswith(("Consul", "Embassy"))
    )


def _credited_name(value: str) -> str:
    """The proper name of whom a page credits; a Chinese name stays as written."""
    known = None if _HAN.search(value) else publishers.named(value) or publishers.first_in(value)
    return known.name if known else value


def _same(name: str, publisher: str | None) -> bool:
    if not publisher:
        return False
    a, b = (re.sub(r"\W|^the ", "", n.casefold()) for n in (name, publisher))
    return a in b or b in a
