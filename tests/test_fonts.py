"""The typefaces: what they can draw, and that charts are measured with them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cq_research import fonts, paths

CORPUS = [*sorted(paths.SEEDS.glob("*.*")), *sorted(paths.VOCABULARIES.rglob("*.yaml"))]
# Scripts we don't set: signs of currencies, and the Thai of injected spam. They are shown by number, and told.
UNSET = {"৳", "៛", *map(chr, range(0x0E01, 0x0E5C))}


def repertoire(codec, first, last):
    """The characters that a two-byte national standard has."""
    chars = set()
    for lead in range(first, last):
        for trail in range(0x40, 0xFF):
            try:
                chars.add(bytes([lead, trail]).decode(codec))
            except UnicodeDecodeError:
                continue
    return "".join(char for char in chars if len(char) == 1)


@pytest.mark.parametrize("file", CORPUS, ids=lambda file: file.name)
def test_every_character_of_the_corpus_and_of_the_vocabularies_has_a_glyph(file):
    assert fonts.missing(file.read_text(encoding="utf-8-sig")) <= (set() if file.parent == paths.SEEDS else UNSET)


@pytest.mark.parametrize(
    "text",
    [
        "".join(map(chr, [*range(0x20, 0x7F), *range(0xA0, 0x180)])),  # Latin of Europe and Turkey
        "ĂăĐđĨĩŨũƠơƯưẠạẢảẤấẦầẨẩẪẫẬậẮắẰằẲẳẴẵẶặẸẹẺẻẼẽẾếỀềỂểỄễỆệỈỉỊịỌọỎỏỐốỒồỔổỖỗỘộỚớỜờỞởỠỡỢợỤụỦủỨứỪừỬửỮữỰựỲỳỴỵỶỷỸỹ",
        "".join(map(chr, range(0x400, 0x460))),  # Cyrillic
        "".join(map(chr, range(0x391, 0x3A2))) + "άέήίόύώ",
        "–—‘’“”…•‰€£¥₩₽₹№™→←↑↓−×÷≈≤≥½⅓①②★●■▲✓☐☑°²³",
        "".join(map(chr, range(0xAC00, 0xD7A4))),  # all Hangul syllables
        "".join(map(chr, [*range(0x3041, 0x3097), *range(0x30A1, 0x30FB)])),  # kana
    ],
    ids=["latin", "vietnamese", "cyrillic", "greek", "signs", "hangul", "kana"],
)
def test_the_scripts_of_the_partners_have_glyphs(text):
    assert fonts.missing(text) == set()


@pytest.mark.parametrize(
    ("codec", "first", "last"),
    [("gb2312", 0xA1, 0xF8), ("big5", 0xA4, 0xFA), ("shift_jis", 0x81, 0xA0)],
)
def test_the_national_character_sets_of_east_asia_have_glyphs(codec, first, last):
    chars = repertoire(codec, first, last)
    assert len(chars) > 2000
    assert fonts.missing(chars) == set()


def test_what_can_not_be_drawn_is_missing_and_shown_by_number():
    assert fonts.missing("rocket 🚀 \x00\ue000\n") == {"🚀", "\x00", "\ue000"}
    assert fonts.printable("rocket 🚀\U0001f6f8!") == "rocket [U+1F680 U+1F6F8]!"
    assert fonts.printable("\ud800") == "[U+D800]"


def test_text_that_can_be_drawn_stays_as_it_is():
    for text in ("", "plain", "Ğ 重庆 서울", "e\u0301", "line\nbreak\ttab", "soft\u00adhyphen"):
        assert fonts.printable(text) == text


@given(st.text())
def test_printable_text_misses_nothing_and_stays_as_it_is(text):
    shown = fonts.printable(text)
    assert fonts.missing(shown) == set()
    assert fonts.printable(shown) == shown


def test_widths_grow_with_the_text():
    assert fonts.width("") == 0
    assert fonts.width("重庆") == 2
    assert 0.5 < fonts.width("0") < 0.65
    assert fonts.width("0123456789") == pytest.approx(10 * fonts.width("0"))


def test_all_files_come_from_installed_packages():
    assert len(fonts.files()) == len(set(fonts.files()))
    assert all(isinstance(path, Path) and path.is_file() for path in fonts.files())
    assert fonts.families()[0] == "Noto Sans"


def test_matplotlib_draws_and_measures_with_these_files():
    import matplotlib as mpl
    from matplotlib import font_manager

    with mpl.rc_context():
        fonts.register()
        fonts.register()
        assert mpl.rcParams["font.family"] == fonts.families()
        assert mpl.rcParams["svg.fonttype"] == "none"
        for family in fonts.families():
            found = font_manager.findfont(font_manager.FontProperties(family=family), fallback_to_default=False)
            assert Path(found).resolve() == fonts.file_of(family).resolve()
    names = [entry.fname for entry in font_manager.fontManager.ttflist]
    assert len([name for name in names if name == str(fonts.file_of("Noto Sans"))]) == 1
