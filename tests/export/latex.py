"""What LaTeX makes of a bibliography: pdflatex and bibtex, run in a folder of their own."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

STYLES = ("plain", "plainnat", "apalike")
PREAMBLE = r"\documentclass{article}\usepackage{amsmath,amssymb}"
MISSING = [name for name in ("pdflatex", "bibtex") if shutil.which(name) is None]
"""Programs of TeX that are not installed."""

_NOTED = re.compile(r"^(?:! .*|LaTeX Warning: (?:Citation|Command).*)", re.MULTILINE)
_BIBTEX_NOTED = re.compile(r"^(?:Warning--.*|.*---line \d+ of file .*|I was expecting.*)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Compiled:
    """Whether a bibliography was set, and what the two programs complained about."""

    done: bool
    complaints: tuple[str, ...]


def compiled(bibliography: str, style: str, folder: Path, preamble: str = PREAMBLE) -> Compiled:
    """Set every entry of `bibliography` in one document: latex, bibtex, latex twice, stopping at the first error."""
    packages = r"\usepackage[numbers]{natbib}" if style == "plainnat" else ""
    body = rf"\begin{{document}}\nocite{{*}}\bibliographystyle{{{style}}}\bibliography{{all}}\end{{document}}"
    (folder / "all.bib").write_text(bibliography, encoding="utf-8")
    (folder / "all.tex").write_text(preamble + packages + body, encoding="utf-8")
    latex = ("pdflatex", "-halt-on-error", "-interaction=nonstopmode", "all.tex")
    complaints: list[str] = []
    for command in (latex, ("bibtex", "all"), latex, latex):
        done = subprocess.run(command, cwd=folder, capture_output=True, check=False, timeout=600)
        said = done.stdout.decode("utf-8", "replace")
        complaints += (_BIBTEX_NOTED if command[0] == "bibtex" else _NOTED).findall(said)
        if done.returncode:
            return Compiled(False, tuple(dict.fromkeys([*complaints, *said.splitlines()[-12:]])))
    return Compiled(True, tuple(dict.fromkeys(complaints)))


def entry(key: str, title: str) -> str:
    """A bibliography of one entry whose title is LaTeX already."""
    return f"@misc{{{key}, key={{{key}}}, title={{{title}}}, year=2026}}\n"


def bibliography(titles: Iterable[str]) -> str:
    """One entry a title."""
    return "".join([entry(f"k{number}", title) for number, title in enumerate(titles)])
