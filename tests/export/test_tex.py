"""References compile: what is written for LaTeX is set by pdflatex and bibtex with the three classic styles."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.export.formats import Options, render
from reader.export.latex import field_latex, title_latex
from reader.export.tex_formulas import formula
from reader.export.tex_letters import ascii_latex, balances
from reader.export.tex_symbols import (
    MARKS,
    MATH,
    NAMED_OPERATORS,
    ONE_ARGUMENT,
    PROSE,
    SCRIPTS,
    SIGNS,
    TEXT_ARGUMENT,
    TWO_ARGUMENTS,
)
from reader.model import Author, Details, MarkedPaper, Texts
from tests.export.invented import PAPERS, paper
from tests.export.latex import MISSING, STYLES, bibliography, compiled

needs_tex = pytest.mark.skipif(bool(MISSING), reason=f"TeX is not installed ({', '.join(MISSING)} missing)")

FORMULAS = [
    (r"\frac12", r"\frac{1}{2}"),
    (r"n^\text{th}", r"n^{\text{th}}"),
    (r"{\rm d}x", r"{\mathrm{d}}x"),
    (r"\alpha\limits x", r"\alpha x"),
    (r"\bm\theta", r"\boldsymbol{\theta}"),
    (r"\operatorname*{argmax}_x", r"\operatorname{argmax}_{x}"),
    (r"\argmax_\theta", r"\operatorname{argmax}_{\theta}"),
    (r"\sqrt[3]x", r"\sqrt[3]{x}"),
    (r"\left\{ a \right.", r"\left\lbrace  a \right."),
    (r"x²+β", r"x{{}^{2}}+\beta"),
    (r"x'^2_1", r"x'^{2}_{1}"),
]
NO_FORMULAS = [
    r"\R^n",
    r"\unicode{x2014}",
    r"\mathscr{L}",
    r"\openout3=x",
    r"\immediate\write18{ls}",
    r"\input{x}",
    r"\catcode`\%=1",
    r"\csname x\endcsname",
    r"\special{x}",
    r"x^a^b",
    r"x^2'",
    r"\left( a",
    r"\frac{a",
    r"a}{",
    r"x^",
    r"a & b",
    r"a \\ b",
    r"\begin{matrix}a\end{matrix}",
    r"{a \over b}",
    "中",
    "{" * 40 + "}" * 40,
]


@pytest.mark.parametrize(("source", "written"), FORMULAS)
def test_a_formula_is_written_with_every_argument_in_braces(source: str, written: str) -> None:
    assert formula(source) == written


@pytest.mark.parametrize("source", NO_FORMULAS)
def test_what_is_unknown_dangerous_or_incomplete_becomes_text(source: str) -> None:
    assert formula(source) is None
    commands = {
        "\\openout",
        "\\write",
        "\\input",
        "\\catcode",
        "\\csname",
        "\\special",
        "\\R",
        "\\unicode",
        "\\mathscr",
    }
    assert not any(command in title_latex(f"On ${source}$ {source}") for command in commands)


TITLES = [
    (r"BERT and LLMs for Bayesian GPT-4 a", "{BERT} and {LLMs} for Bayesian {GPT-4} a"),
    (r"An $O_2$ way to Large-Scale Q-learning", r"An {$O_{2}$} way to Large-Scale {Q-learning}"),
    (r"Vitamin C on the X axis", r"Vitamin {C} on the {X} axis"),
    (r"$\epsilon$-nets, δ and 2ⁿ", r"{$\epsilon$}-nets, {$\delta$} and 2{$^{n}$}"),
    (r"S\~ao Paulo, Dąbrowski, Đỗ", r"S{\~a}o Paulo, Dabrowski, D{\^o}"),
    (r"\R^n is $\R^n$", r"{R}{$^{n}$} is {R}{$^{n}$}"),
    (r"the $\mathscr{L}$ of ℒ", r"the {$\mathcal{L}$} of {$\mathcal{L}$}"),
    (r'"Owls" say "hoot"', r"``Owls'' say ``hoot''"),
    (r"50% of R&D costs $5 #1 a_b <p>", r"50\% of {R}\&{D} costs \$5 \#1 a\_b {$<$}p{$>$}"),
    (r"1 { 2", r"1 \textbraceleft{} 2"),
    (r"§ 5 🦙 红楼梦 llamas", r"{\S} 5 [?] llamas"),
]


@pytest.mark.parametrize(("title", "written"), TITLES)
def test_a_title_is_ascii_and_keeps_its_capitals_and_formulas(title: str, written: str) -> None:
    assert title_latex(title) == written


any_text = st.one_of(st.text(), st.text(alphabet='\\{}$%&#_^~"@,= aB中éβ²'))


@given(any_text)
def test_any_title_is_ascii_with_braces_that_balance(text: str) -> None:
    written = title_latex(text)
    assert written.isascii()
    assert balances(written)
    assert balances(field_latex(text))


@needs_tex
def test_every_command_and_character_of_the_tables_compiles(tmp_path: Path) -> None:
    signs = [
        rf"{{$a \{name} b^{{\{name}}}$}}" for name in sorted(SIGNS | {f"operatorname{{{n}}}" for n in NAMED_OPERATORS})
    ]
    once = [rf"{{$\{name}{{x}} + \{name}{{\{name}{{y}}}}$}}" for name in sorted(ONE_ARGUMENT)]
    twice = [rf"{{$\{name}{{x}}{{y}}_{{\{name}{{a}}{{b}}}}$}}" for name in sorted(TWO_ARGUMENTS)]
    texts = [rf"{{$\{name}{{x {{$y$}} {{\'e}}}}$}}" for name in sorted(TEXT_ARGUMENT)]
    letters = [title_latex(f"A {sign} b") for sign in (*MATH, *SCRIPTS, *PROSE)]
    marks = [ascii_latex(f"a{mark} E{mark} i{mark} β{mark} a{mark}{mark}") for mark in MARKS]
    result = compiled(bibliography([*signs, *once, *twice, *texts, *letters, *marks]), "plain", tmp_path)
    assert (result.done, result.complaints) == (True, ())


@needs_tex
@pytest.mark.parametrize("style", STYLES)
def test_invented_papers_and_awkward_titles_compile(style: str, tmp_path: Path) -> None:
    awkward = [source for source, _ in (*TITLES, *FORMULAS)] + NO_FORMULAS
    papers = [
        MarkedPaper(paper(f"2608.{number:05}", Texts(title_en=f"{title} and ${title}$", title_zh="猫头鹰"), num=number))
        for number, title in enumerate(awkward, 100)
    ]
    names = ("Anna M. van der Berg Jr.", "Michał Dąbrowski", "The Owl Collaboration", "李小明", "Ada and Bob", "Đỗ Ễ")
    named = paper("2608.00099", Texts(title_zh="只有中文"))
    with_authors = MarkedPaper(replace(named, details=Details(authors=tuple(map(Author, names)))))
    text = "".join(render([*PAPERS, *papers, with_authors], "bibtex", Options()))
    result = compiled(text, style, tmp_path)
    assert result.done, result.complaints
    assert not [line for line in result.complaints if "Warning--" in line]


@needs_tex
def test_formulas_drawn_at_random_compile(tmp_path: Path) -> None:
    draw = random.Random(20260814)
    commands = [
        f"\\{name}" for name in (*SIGNS, *ONE_ARGUMENT, *TWO_ARGUMENTS, *TEXT_ARGUMENT, "left(", "right)", "rm", "bm")
    ]
    others = [*"{}{}^_^_'()[]ab12+ &~#%$", r"\{", r"\}", r"\,", "{a}", "{x}", "^2", "_i", "β", "²", "é"]
    sources = [
        "".join([draw.choice(sorted(commands) if draw.random() < 0.4 else others) for _ in range(draw.randint(1, 9))])
        for _ in range(2000)
    ]
    written = [f"{{${found}$}}" for source in sources if (found := formula(source))]
    assert len(written) > 100
    result = compiled(bibliography(written), "plain", tmp_path)
    assert result.done, result.complaints


@needs_tex
@pytest.mark.parametrize("style", STYLES)
def test_every_risky_title_of_a_year_compiles(style: str, real_papers: list[MarkedPaper], tmp_path: Path) -> None:
    result = compiled("".join(render(real_papers, "bibtex")), style, tmp_path)
    assert result.done, result.complaints
