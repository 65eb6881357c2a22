"""Formulas: the plain part of LaTeX as Typst and as MathML.

What is read: letters, numbers, Greek, the operators and relations below, `^` and `_`, `\\frac`, `\\sqrt`, `\\text` and
the upright styles, accents, `\\left`, `\\right`, sums and integrals. Everything else is not guessed at: `parse` says
None and the formula is shown as it was written.
"""

from __future__ import annotations

import re
from html import escape as html_escape

from cq_research.fonts import missing

_GREEK = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ϵ", "varepsilon": "ε", "zeta": "ζ",
    "eta": "η", "theta": "θ", "vartheta": "ϑ", "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν",
    "xi": "ξ", "pi": "π", "rho": "ρ", "sigma": "σ", "tau": "τ", "upsilon": "υ", "phi": "ϕ", "varphi": "φ",
    "chi": "χ", "psi": "ψ", "omega": "ω", "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ",
    "Pi": "Π", "Sigma": "Σ", "Upsilon": "Υ", "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω",
}  # fmt: skip
_SIGNS = {
    "times": "×", "cdot": "⋅", "div": "÷", "pm": "±", "mp": "∓", "le": "≤", "leq": "≤", "ge": "≥", "geq": "≥",
    "ne": "≠", "neq": "≠", "approx": "≈", "equiv": "≡", "sim": "∼", "propto": "∝", "in": "∈", "notin": "∉",
    "subset": "⊂", "cup": "∪", "cap": "∩", "to": "→", "rightarrow": "→", "leftarrow": "←", "Rightarrow": "⇒",
    "infty": "∞", "partial": "∂", "nabla": "∇", "forall": "∀", "exists": "∃", "ldots": "…", "dots": "…", "cdots": "⋯",
    "sum": "∑", "prod": "∏", "int": "∫", "%": "%", "$": "$", "&": "&", "#": "#", "_": "_", "{": "{", "}": "}",
    "langle": "⟨", "rangle": "⟩", "mid": "∣", "ast": "∗", "star": "⋆", "circ": "∘", "prime": "′", "hbar": "ℏ",
}  # fmt: skip
_SPACES = {",": " ", ";": " ", ":": " ", " ": " ", "!": "", "quad": "  ", "qquad": "    "}
_NAMES = frozenset({"sin", "cos", "tan", "log", "ln", "exp", "min", "max", "lim", "det", "Pr", "arg"})
_ACCENTS = {"bar": "\u0304", "overline": "\u0304", "hat": "\u0302", "tilde": "\u0303", "vec": "\u20d7", "dot": "\u0307"}
_UPRIGHT = frozenset({"text", "mathrm", "textrm", "mbox", "operatorname", "textbf", "mathbf"})
_TOKEN = re.compile(r"\\[A-Za-z]+|\\.|[0-9]+(?:[.,][0-9]+)*|\s+|.", re.DOTALL)
_LONGEST, _DEEPEST = 2000, 30

Formula = list  # of tuples: ("id" | "num" | "op" | "text" | "space", str) or (structure, Formula, …)


def parse(latex: str) -> Formula | None:
    """The formula as a tree, or None where it uses what is not read here."""
    if len(latex) > _LONGEST:
        return None
    try:
        return _Reader(_TOKEN.findall(latex)).row(None, 0) or None
    except _UnknownError:
        return None


def typst(tree: Formula) -> str:
    """The inside of a Typst equation."""
    return " ".join(_typst(item) for item in tree)


def mathml(tree: Formula, latex: str, *, block: bool) -> str:
    """A `<math>` element, with the LaTeX source as its label for those who can't see it."""
    display = ' display="block"' if block else ""
    return f'<math{display} aria-label="{html_escape(latex)}">{_mathml_row(tree)}</math>'


class _UnknownError(Exception):
    """The formula uses something that is not read here."""


class _Reader:
    def __init__(self, tokens: list[str]) -> None:
        self._tokens, self._at = tokens, 0

    def row(self, end: str | None, depth: int) -> Formula:
        """Items up to the token `end` (which is taken too) or the end of the formula."""
        items: Formula = []
        while True:
            if self._at >= len(self._tokens):
                if end is None:
                    return items
                raise _UnknownError
            token = self._take()
            if token == end:
                return items
            if token.isspace() or token in {"\\left", "\\right", "\\displaystyle", "\\limits", "\\nolimits"}:
                if token in {"\\left", "\\right"} and self._peek() == ".":
                    self._take()
                continue
            if token in "^_" and len(token) == 1:
                items.append(self._script(items.pop() if items else ("text", ""), token, depth))
            else:
                items.append(self._item(token, depth))

    def _take(self) -> str:
        if self._at >= len(self._tokens):
            raise _UnknownError
        self._at += 1
        return self._tokens[self._at - 1]

    def _peek(self) -> str:
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def _argument(self, depth: int) -> Formula:
        while (token := self._take()).isspace():
            pass
        return self.row("}", depth + 1) if token == "{" else [self._item(token, depth + 1)]

    def _script(self, base: tuple, token: str, depth: int) -> tuple:
        argument = self._argument(depth)
        lower, upper = (None, argument) if token == "^" else (argument, None)
        if base[0] == "script":
            _, inner, low, high = base
            if (lower and low) or (upper and high):
                raise _UnknownError
            return ("script", inner, lower or low, upper or high)
        return ("script", [base], lower, upper)

    def _item(self, token: str, depth: int) -> tuple:
        if depth > _DEEPEST:
            raise _UnknownError
        if token == "{":
            return ("row", self.row("}", depth + 1))
        if token[0] != "\\":
            if token in "}&#%$^_~" or missing(token):
                raise _UnknownError
            if token[0].isdigit():
                return ("num", token)
            if token.isalpha():
                return ("id" if token.isascii() or token in _GREEK.values() else "text", token)
            return ("op", {"-": "−", "'": "′"}.get(token, token))
        name = token[1:]
        if name in _GREEK:
            return ("id", _GREEK[name])
        if name in _SIGNS:
            return ("op", _SIGNS[name])
        if name in _SPACES:
            return ("space", _SPACES[name])
        if name in _NAMES:
            return ("text", name)
        if name == "frac":
            return ("frac", self._argument(depth), self._argument(depth))
        if name == "sqrt" and self._peek() != "[":
            return ("sqrt", self._argument(depth))
        if name in _ACCENTS:
            return ("accent", self._argument(depth), _ACCENTS[name])
        if name in _UPRIGHT:
            return ("text", self._words())
        raise _UnknownError

    def _words(self) -> str:
        if self._take() != "{":
            raise _UnknownError
        words = []
        while (token := self._take()) != "}":
            if token == "{" or (token[0] == "\\" and token[1:] not in {"%", "$", "&", "#", "_", " "}) or missing(token):
                raise _UnknownError
            words.append(token.lstrip("\\"))
        return "".join(words)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _typst(item: tuple) -> str:
    kind, first = item[0], item[1]
    if kind == "id":
        return first
    if kind in {"num", "text"}:
        return _quoted(first) if first else "zws"
    if kind == "op":
        return f"\\{first}" if first.isascii() else first
    if kind == "space":
        return {"": "zws", " ": "thin", "  ": "quad"}.get(first, "wide")
    if kind == "row":
        return f"{typst(first)}" if first else "zws"
    if kind == "frac":
        return f"frac({typst(first)}, {typst(item[2])})"
    if kind == "sqrt":
        return f"sqrt({typst(first)})"
    if kind == "accent":
        return f"accent({typst(first)}, {_quoted(item[2])})"
    lower = f", b: {typst(item[2])}" if item[2] else ""
    upper = f", t: {typst(item[3])}" if item[3] else ""
    return f"attach({typst(first)}{lower}{upper})"


def _mathml_row(tree: Formula) -> str:
    return "<mrow>" + "".join(_mathml(item) for item in tree) + "</mrow>"


def _mathml(item: tuple) -> str:
    kind, first = item[0], item[1]
    leaf = {"id": "mi", "num": "mn", "op": "mo", "text": "mtext", "space": "mtext"}.get(kind)
    if leaf:
        return f"<{leaf}>{html_escape(first)}</{leaf}>"
    if kind == "row":
        return _mathml_row(first)
    if kind == "frac":
        return f"<mfrac>{_mathml_row(first)}{_mathml_row(item[2])}</mfrac>"
    if kind == "sqrt":
        return f"<msqrt>{_mathml_row(first)}</msqrt>"
    if kind == "accent":
        return f'<mover accent="true">{_mathml_row(first)}<mo>{html_escape(item[2])}</mo></mover>'
    base, lower, upper = _mathml_row(first), item[2], item[3]
    if lower and upper:
        return f"<msubsup>{base}{_mathml_row(lower)}{_mathml_row(upper)}</msubsup>"
    return f"<msub>{base}{_mathml_row(lower)}</msub>" if lower else f"<msup>{base}{_mathml_row(upper)}</msup>"
