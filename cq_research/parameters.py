"""What a notebook can be asked: the parameters its cell tagged ``parameters`` declares, and checks of given values.

papermill only warns of a parameter that a notebook doesn't have, and runs it with the default; here it is an error.
"""

from __future__ import annotations

import ast
import difflib
import io
import tokenize
from collections.abc import Mapping
from dataclasses import dataclass

from cq_research.errors import ParameterError

_TYPES = {"str": str, "int": int, "float": float, "bool": bool}
_BOOLEANS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


@dataclass(frozen=True)
class Parameter:
    """One parameter: its name, its type (``str``, ``int``, ``float``, ``bool`` or None), its default, its comment."""

    name: str
    type: str | None
    default: object
    help: str


def declared(nb, notebook: str) -> dict[str, Parameter] | None:
    """The parameters that `nb` declares, by name; None if it has no cell tagged ``parameters``.

    Surface forms: ``name = default``, ``name: type = default  # help``, several lines, one assignment each. The type is
    the annotation, else that of the default. `notebook` is its name in messages. Raises ParameterError where the cell
    is no Python.
    """
    cell = next((c for c in nb.cells if "parameters" in c.metadata.get("tags", [])), None)
    if cell is None:
        return None
    try:
        statements = ast.parse(cell.source).body
        comments = _comments(cell.source)
    except (SyntaxError, tokenize.TokenError) as error:
        raise ParameterError(f"{notebook}: its parameters cell can't be read as Python ({error})") from error
    found = {}
    for statement in statements:
        if isinstance(statement, ast.AnnAssign):
            target, annotation = statement.target, ast.unparse(statement.annotation)
        elif isinstance(statement, ast.Assign) and len(statement.targets) == 1:
            target, annotation = statement.targets[0], None
        else:
            continue
        if isinstance(target, ast.Name) and statement.value is not None:
            default = _literal(statement.value)
            kind = annotation if annotation in _TYPES else type(default).__name__ if annotation is None else None
            help_ = comments.get(statement.end_lineno, "")
            found[target.id] = Parameter(target.id, kind if kind in _TYPES else None, default, help_)
    return found


def check(nb, notebook: str, given: Mapping[str, object]) -> dict[str, object]:
    """`given` as the values that `nb` declares: text is read as the parameter's type.

    Raises ParameterError for a name that the notebook doesn't declare, naming those it does, and for a value that is
    not of the declared type.
    """
    if not given:
        return {}
    known = declared(nb, notebook)
    if known is None:
        raise ParameterError(
            f"{notebook}: has no cell tagged 'parameters', so {next(iter(given))!r} can't be set; "
            "tag the cell that holds the defaults"
        )
    for name in given:
        if name not in known:
            raise ParameterError(f"{notebook}: there is no parameter {name!r}; {suggest(name, list(known))}")
    return {name: _convert(value, known[name], notebook) for name, value in given.items()}


def suggest(name: str, known: list[str]) -> str:
    """The tail of a message about an unknown `name`: the nearest of `known`, if one is near, and all there are.

    >>> suggest("parner", ["partner", "seeds"])
    "did you mean 'partner'? There are: partner, seeds"
    """
    folded = {k.lower(): k for k in known}
    near = difflib.get_close_matches(name.lower(), folded, n=1)
    there_are = f"here are: {', '.join(known) or 'none'}"
    return f"did you mean {folded[near[0]]!r}? T{there_are}" if near else f"t{there_are}"


def _convert(value: object, parameter: Parameter, notebook: str) -> object:
    kind = parameter.type
    if kind is None:
        return value
    if isinstance(value, _TYPES[kind]) and not (kind in ("int", "float") and isinstance(value, bool)):
        return value
    if kind == "float" and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if isinstance(value, str):
        try:
            return _BOOLEANS[value.lower()] if kind == "bool" else _TYPES[kind](value)
        except (KeyError, ValueError):
            pass
    raise ParameterError(f"{notebook}: parameter {parameter.name!r} is to be {_article(kind)}, and {value!r} is none")


def _article(kind: str) -> str:
    words = {"str": "a text", "int": "a whole number", "float": "a number", "bool": "true or false"}
    return words[kind]


def _literal(node: ast.expr) -> object:
    try:
        return ast.literal_eval(node)
    except ValueError:
        return ast.unparse(node)


def _comments(source: str) -> dict[int, str]:
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return {t.start[0]: t.string.lstrip("# ").strip() for t in tokens if t.type == tokenize.COMMENT}
