"""Each block's kind, from its signs, its place (above, in or below the story) and its neighbours."""

from __future__ import annotations

import re
import statistics

from cq_research.layout import labels, names, publishers, repeats, signs, spam, story, title
from cq_research.layout.lines import Line
from cq_research.layout.signs import fold
from cq_research.layout.story import running

_QUESTION = re.compile(
    r"(?:Q|Question|问|記者|记者|主持人|[A-Z][\w.&' -]{1,30}|[\u4e00-\u9fff]{2,8})\s?\d{0,2}\s?[:：.]"
)
_ANSWER = re.compile(r"(?:A|Answer|答)\s?\d{0,2}\s?[:：]")
_PLAIN_QUESTION = re.compile(r"(?:Q|Question|问)\s?\d{0,2}\s?[:：.]")
# American typography puts the full stop inside a closing quotation mark, also where a phrase, not a sentence, ends.
_QUOTED_PHRASE = re.compile(r"[“\"][a-z][^“”\".!?]{0,40}[.,][”\"]$")

_TITLED = re.compile(r"[A-Z][a-z]+(?: [a-z]{2,}| [A-Z][a-z]+)+$")
_SAYS = re.compile(r"\b(?:said|says|added|adds|told|noted|stated|commented|writes|wrote|explained|replied|asked)\b")
_FOOTNOTE = re.compile(r"\[\d{1,2}\] |\* ?Note|Notes?:")
_IS = re.compile(r",? (?:is|are|was|has|covers|reports|writes|works|and [A-Z])\b")
_NOTES = 12  # lines, at most, of footnotes and about the writer
_NEAR = 4  # lines from the headline in which a byline may stand
_CREDITS_BELOW = 12  # lines below the story in which its credits may stand
_HEADING = 22  # words, at most


def assign(lines: list[Line]) -> list[tuple[Line, str]]:
    """The kind of every line of a page, in order."""
    page = _Page(lines)
    return [(line, page.kind(i)) for i, line in enumerate(lines)]


class _Page:
    """What the decisions about single lines need to know of the page."""

    def __init__(self, lines: list[Line]):
        self.lines = lines
        self.signs = [signs.read(line) for line in lines]
        self.story = story.find(lines, self.signs)
        self.title = title.find(lines, self.signs, self.story) if self.story else None
        if self.story is None:
            return
        self.first, self.last = self.story.first, self.story.last
        if self.title is not None and self.title >= self.first:
            self.first = self.title + 1
        self.title_key = fold(lines[self.title].text) if self.title is not None else None
        inside = [i for i in range(self.first, self.last + 1) if self.signs[i].furniture in (None, "section")]
        found = repeats.find([lines[i].text for i in inside])
        self.repeated = {inside[i] for i in found if lines[inside[i]].words <= 60}
        lengths = [lines[i].words for i in inside if running(lines[i])]
        self.usual = statistics.median(lengths) if lengths else 0
        self.questions = sum(self._asks(i) for i in inside)
        self.interview = self.questions >= 2
        self.bylines = self._bylines()
        self.notes = self._notes()
        self.asides = self._asides()
        self.credits_end = self._credits_end()

    def kind(self, i: int) -> str:
        """The kind of line `i`."""
        if self.story is None:
            return "furniture"
        if self.title_key and i <= self.last and fold(self.lines[i].text) == self.title_key:
            return "title"
        if i in self.bylines:
            return "byline"
        if not running(self.lines[i]) and spam.suspect(self.lines[i].text, self.lines[i].words):
            return "furniture"
        if i < self.first:
            return self._above(i)
        return self._inside(i) if i <= self.last else self._below(i)

    # Above the story: headline, bylines, sub-headings, captions; all else is furniture.

    def _bylines(self) -> set[int]:
        """Lines of author, date and publisher: between headline and story, or close to the headline."""
        anchor = self.title if self.title is not None else self.first
        low, high = max(0, anchor - _NEAR), self.first
        found = {i for i in range(low, high) if self._signed(i, anchor)}
        found |= {
            i
            for i in range(self.first, min(self.first + 2, self.last))
            if self._signed(i, anchor) and not running(self.lines[i])
        }
        for _ in range(2):  # a bare name or a publisher's beside a byline is one too
            found |= {i for i in range(low, high) if i != self.title and self._beside(i, found)}
        return found

    def _signed(self, i: int, anchor: int) -> bool:
        sign = self.signs[i]
        if i == self.title or not sign.byline or sign.furniture or sign.caption == "cue":
            return False
        kinds = {kind for kind, _ in labels.read(self.lines[i].text)}
        if i < anchor:  # a banner's date above the headline is no byline
            return bool(kinds) or i == anchor - 1
        return bool(kinds - {"source"}) or labels.dated(self.lines[i].text) or self._dated_near(i)

    def _dated_near(self, i: int) -> bool:
        """Whether a lone source line stands beside the line with the date: then it belongs to the byline."""
        return any(0 <= j < self.first and labels.dated(self.lines[j].text) for j in (i - 1, i + 1))

    def _beside(self, i: int, found: set[int]) -> bool:
        line = self.lines[i]
        if line.words > 8 or (line.final and not line.text.endswith(".")) or self.signs[i].furniture == "aside":
            return False
        near = any(j in found for j in (i - 2, i - 1, i + 1, i + 2))
        if publishers.named(line.text):
            return near or (self.title is not None and self.title < i)
        below = self.title is None or i > self.title or i + 1 in found
        return near and below and not self.signs[i].furniture and names.writer(line.text)

    def _above(self, i: int) -> str:
        line, sign = self.lines[i], self.signs[i]
        if self.title is not None and self.title - _NEAR <= i < self.title and sign.caption == "cue":
            return "caption"
        if self.title is None or i < self.title or sign.furniture:
            return "furniture"
        if sign.credit or sign.caption == "credit":
            return "source"
        if sign.caption == "cue":
            return "caption"
        if i == self.first - 1 and (line.text[-1] in ",，" or line.text[-1] in ":：!！"):
            return "body"  # `Dear members,`
        if line.bullet:
            return "body" if line.words >= 5 else "furniture"
        if "|" in line.text and not line.final:
            return "furniture"
        if line.words <= 3:
            return "heading" if i == self.first - 1 and line.words >= 2 and _TITLED.match(line.text) else "furniture"
        if running(line) or line.final:
            return "body"
        after_byline = any(j in self.bylines for j in range(self.title, i))
        if story.small_share(line.text) == 0 and not line.chinese and line.words < 6:
            return "furniture"
        return "caption" if after_byline else "heading"

    # In the story.

    def _asides(self) -> set[int]:
        """Teasers in the story: short lines behind a heading such as "Related", until running text comes again."""
        found, aside = set(), False
        for i in range(self.first, self.last + 1):
            sign = self.signs[i]
            if sign.furniture in ("aside", "end"):
                aside = True
            elif aside and (running(self.lines[i]) or sign.credit or sign.caption == "cue"):
                aside = False
            if aside:
                found.add(i)
        return found

    def _inside(self, i: int) -> str:
        line, sign = self.lines[i], self.signs[i]
        if i in self.asides or sign.furniture in ("furniture", "aside", "end"):
            return "furniture"
        if sign.credit or sign.caption == "credit" or i in self.notes:
            return "source"
        if sign.byline and not running(line) and (i >= self.last - 1 or not self._opens_text(i)):
            return "byline"
        if sign.caption == "cue" or i in self.repeated or (sign.caption == "scene" and self._stands_out(i)):
            return "caption"
        if self._asks(i) and (self.interview or _PLAIN_QUESTION.match(line.text)):
            return "question"
        if self._heads(i):
            after_byline = i - 1 in self.bylines and line.words >= 6
            return "caption" if after_byline else "heading"
        return "furniture" if sign.furniture else "body"

    def _notes(self) -> set[int]:
        """Footnotes and lines about the writer, at the very end of the story."""
        writers = [value for i in self.bylines for kind, value in labels.read(self.lines[i].text) if kind == "author"]
        writers += [self.lines[i].text for i in self.bylines if names.person(self.lines[i].text, bare=True)]
        singly = [name.strip() for writer in writers for name in re.split(r" and |,|&", writer)]
        found = set()
        for i in range(self.last, max(self.first, self.last - _NOTES), -1):
            text = self.lines[i].text
            own = any(name and text.startswith(name) and _IS.match(text, len(name)) for name in singly)
            if not (own or _FOOTNOTE.match(text) or signs.about_writer(text)):
                break
            found.add(i)
        return found

    def _stands_out(self, i: int) -> bool:
        """Whether a line is far shorter than the usual paragraph and has a heading, or the title, before it."""
        if self.lines[i].words * 2 > self.usual:
            return False
        return i == self.first or self._heads(i - 1) or self.signs[i - 1].caption is not None

    def _asks(self, i: int) -> bool:
        """Whether a line is an interviewer's question: labelled, or nothing but questions."""
        text = self.lines[i].text
        if _ANSWER.match(text) or self.lines[i].words > 90:
            return False
        if _PLAIN_QUESTION.match(text):
            return True
        if text[-1] not in "?？" and not text.endswith(("?”", '?"', "？”")):
            return False
        return bool(_QUESTION.match(text)) or (self.lines[i].words >= 4 and not re.search(r"[.。!] ", text[:-1]))

    def _heads(self, i: int) -> bool:
        """Whether a line is a heading: short, no sentence, with text below it."""
        line = self.lines[i]
        if not 1 <= line.words <= _HEADING or i >= self.last or i < self.first:
            return False
        phrase = bool(_QUOTED_PHRASE.search(line.text[-50:])) and line.words <= 14
        if (line.final and not phrase and not (line.text[-1] in "?？!！" and line.words <= 14)) or line.text[
            -1
        ] in ",，;；、":
            return False
        if line.text[-1] in ":：" and (line.words > 6 or _SAYS.search(line.text)):
            return False
        if (line.bullet and (line.words > 12 or not line.text[0].isalnum())) or line.text[0] in "(（":
            return False
        if running(line) and line.words > 14:
            return False
        before_is_short = i - 1 >= self.first and self._cell(i - 1)
        after_is_short = self._cell(i + 1)
        if (before_is_short and after_is_short) or not any(c.isalpha() for c in line.text):
            return False  # a table or a list, line by line
        return self._opens_text(i)

    def _cell(self, i: int) -> bool:
        line = self.lines[i]
        return not (line.final or running(line) or self.signs[i].caption or self.signs[i].furniture) and line.words <= 8

    def _opens_text(self, i: int) -> bool:
        """Whether running text follows, be it after a caption or a sub-heading."""
        for j in range(i + 1, min(i + 4, self.last + 1)):
            line = self.lines[j]
            if running(line) or (line.final and line.words >= 4) or line.bullet or self._asks(j):
                return True
            if self.signs[j].caption is None and j > i + 1:
                return False
        return False

    # Below the story: credits and a last caption; all else is furniture.

    def _credits_end(self) -> int:
        for i in range(self.last + 1, min(self.last + 1 + _CREDITS_BELOW, len(self.lines))):
            if self.signs[i].furniture in ("aside", "end"):
                return i
        return self.last + 1 + _CREDITS_BELOW

    def _below(self, i: int) -> str:
        sign = self.signs[i]
        if sign.credit and self.lines[i].text.startswith("SOURCE "):
            return "source"  # a release's last line, wherever its boilerplate ends
        if i >= self.credits_end:
            return "furniture"
        close = i <= self.last + 3
        if sign.credit or (close and sign.caption == "credit"):
            return "source"
        known = publishers.named(self.lines[i].text) if close else None
        if known:
            return "source" if known.agency else "byline"
        if sign.byline and close and not sign.furniture:
            return "byline"
        return "caption" if sign.caption == "cue" and i <= self.last + 2 else "furniture"
