"""The date of publication, against the small pages of ``cases/publication.yaml`` and for any text."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from cq_research import publication, schema, vocabularies

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "publication.yaml").read_text(encoding="utf-8"))
EVENTS = vocabularies.load("world_events")
SENTENCE = re.compile(r"\S.*?(?:[.!?。](?=\s|\Z)(?<!Sept\.)(?<!Feb\.)|\Z)", re.DOTALL)


def published(parts: list[list[str]]) -> publication.Published:
    """The date of a page made of [kind, text] parts, with an empty line between them."""
    text, blocks, sentences = "", [], []
    for kind, part in parts:
        start = len(text)
        block = schema.Block(doc_id="d", block_id=f"b{start}", start=start, end=start + len(part), text=part, kind=kind)
        blocks.append(block)
        if kind in schema.CONTENT_KINDS:
            sentences += [
                schema.Sentence(
                    doc_id="d",
                    sentence_id=f"s{start + m.start()}",
                    block_id=block.block_id,
                    start=start + m.start(),
                    end=start + m.end(),
                    text=m.group(),
                )
                for m in SENTENCE.finditer(part)
            ]
        text += part + "\n\n"
    return publication.published(text, blocks, sentences)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_page_is_dated_as_its_case_says(case):
    result = published(case["blocks"])
    assert (result.value, result.basis) == (case["value"], case["basis"])
    assert result.precision == {10: "day", 7: "month", 4: "year"}.get(len(result.value or ""))
    assert bool(result.evidence) is bool(result.value)
    for words in case.get("evidence", []):
        assert words in result.evidence
    if case["doubt"] is None:
        assert result.doubt is None
    else:
        assert case["doubt"] in result.doubt


@pytest.mark.parametrize("event", EVENTS, ids=[event["name"] for event in EVENTS])
def test_a_dated_event_counts_in_its_examples_and_not_in_its_counter_examples(event):
    for example in event["examples"]:
        result = published([["body", example]])
        assert result.value == str(event["years"][0]) and event["name"] in result.evidence, example
    for other in event["not"]:
        assert published([["body", other]]).value is None, other


PARTS = st.lists(
    st.tuples(
        st.sampled_from(schema.BLOCK_KINDS),
        st.one_of(
            st.text(max_size=60),
            st.lists(
                st.sampled_from(
                    ["BEIJING, June 28 (Xinhua) —", "Friday", "in 2017", "Updated:", "2019-13-45", "Feb 30, 2019",
                     "03/04/2019",
                     "COVID-19 epidemic", "amid", "©2021", "2023年9期", "(Xinhua, 2018)", "9999-12-31", "said.", "|"]
                ),
                max_size=6,
            ).map(" ".join),
        ),
    ),
    max_size=5,
)  # fmt: skip


@given(PARTS)
def test_any_page_gives_a_real_date_with_evidence_or_a_doubt(parts):
    result = published([list(part) for part in parts])
    if result.value is None:
        assert result.doubt and not result.evidence and not result.basis and not result.precision
    else:
        assert re.fullmatch(r"(?:19[89]\d|20\d\d)(?:-\d\d(?:-\d\d)?)?", result.value)
        assert result.evidence and result.basis in ("stated", "inferred")
