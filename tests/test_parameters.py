"""Parameters: what a notebook declares, and what it can be given; the cases stand in cases/parameters.yaml."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from cq_research import parameters
from cq_research.errors import ParameterError

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "parameters.yaml").read_text(encoding="utf-8"))


def notebook(cell: str | None):
    cells = [nbformat.v4.new_code_cell("other = 1")]
    if cell is not None:
        cells.append(nbformat.v4.new_code_cell(cell, metadata={"tags": ["parameters"]}))
    return nbformat.v4.new_notebook(cells=cells)


@pytest.mark.parametrize("case", [c for c in CASES if "values" in c], ids=lambda c: str(c["given"]))
def test_what_a_notebook_declares_it_can_be_given_as_value_or_text(case):
    assert parameters.check(notebook(case["cell"]), "n.ipynb", case["given"]) == case["values"]


@pytest.mark.parametrize("case", [c for c in CASES if "error" in c], ids=lambda c: str(c["given"]))
def test_anything_else_is_refused_in_one_line_that_names_the_notebook(case):
    with pytest.raises(ParameterError) as caught:
        parameters.check(notebook(case["cell"]), "n.ipynb", case["given"])
    assert str(caught.value).startswith("n.ipynb: ")
    assert case["error"] in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("case", [c for c in CASES if "declared" in c], ids=lambda c: str(c["given"]))
def test_a_parameter_has_its_type_default_and_comment(case):
    found = parameters.declared(notebook(case["cell"]), "n.ipynb")
    assert {name: [p.type, p.default, p.help] for name, p in found.items()} == case["declared"]


@given(st.text(max_size=60))
def test_no_parameters_cell_raises_anything_but_a_parameter_error(source):
    try:
        found = parameters.declared(notebook(source), "n.ipynb")
    except ParameterError:
        return
    assert all(name.isidentifier() for name in found)
