"""Titles and abstracts with TeX in them are shown as a person would write them; everything else is left alone."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.text.latex import changed, plain

FORMULAS = [
    (r"$\mathbb{R}^n$", "ℝⁿ"),
    (r"$[-B,B]^{n \times d}$", "[-B,B]^(n × d)"),
    (r"$\hat{x}_{t+1}$", "x̂ₜ₊₁"),
    (r"$\tilde{O}(\sqrt{T})$", "Õ(√T)"),
    (r"$O(n\log n)$ and $\frac{1}{2}\log n$", "O(n log n) and 1/2 log n"),
    (r"$\texttt{OwlNet}_2\texttt{X}$", "OwlNet₂X"),
    (r"$\frac{1}{2}$, $\frac12$", "1/2, 1/2"),
    (r"$\frac{a+b}{\sqrt{n}}$", "(a+b)/√n"),
    (r"$\frac{1}{n}m$", "(1/n)m"),
    (r"$\sqrt[3]{T+1}$", "³√(T+1)"),
    (r"$\left\{0,1\right\}^{d}$", "{0,1}ᵈ"),
    (r"$x \in \mathcal{X}$ and $x\in X$", "x ∈ 𝒳 and x∈X"),
    (r"$\alpha \beta$", "α β"),
    (r"$\|x\|_2 \leq 1$", "‖x‖₂ ≤ 1"),
    (r"$A^\top A$, $90^\circ$, $f'$", "Aᵀ A, 90°, f′"),
    (r"$V_T$ and $n^{3/2}$", "V_T and n^(3/2)"),
    (r"$x_{\text{min}}$", "xₘᵢₙ"),
    (
        r"OWL$_{PL}$ and $d_{\mathrm{Owl}}(x)$, $F1_{macro}=1$, $a_{Owl}\leq 1$",
        "OWL_PL and d_Owl(x), F1_macro=1, a_Owl≤1",
    ),
    (r"$V_T\log T$, $c_{Owl}\left(x\right)$", "V_T log T, c_Owl(x)"),
    (r"$2^{XY}$ and $\Pi_{0T}$", "2^(XY) and Π_(0T)"),
    (r"$5\%$ of \$10", "5% of $10"),
    (r"$$E = mc^2$$", "E = mc²"),
    (r"\(a_1\) and \[ b^2 \]", "a₁ and b²"),
    (r"$\binom{n}{k}$", "C(n,k)"),
    (r"$\overset{d}{=}$", "=ᵈ"),
    (r"$\not=$", "≠"),
    (r"$a\,b\quad c\!d$", "a b cd"),
]

PROSE = [
    (r"S\~ao Paulo, Erd\H{o}s, \'Etat, na\"{\i}ve, fa\c{c}ade", "São Paulo, Erdős, État, naïve, façade"),
    (r"Polyak-\L{}ojasiewicz, \O stergaard, stra\ss e", "Polyak-Łojasiewicz, Østergaard, straße"),
    (r"\textbf{new} and \emph{very \textit{new}}", "new and very new"),
    (r"{\it slanted} words, {B}ayesian, {BERT}", "slanted words, Bayesian, BERT"),
    ('``half" and 30{\\deg}', "“half” and 30°"),
    ("``quoted'' words -- and --- dashes, pages 3--5", "“quoted” words – and — dashes, pages 3–5"),
    ("1{,}000 owls", "1,000 owls"),
    ("实例--过程", "实例——过程"),
    (r"Section~3 by Author~\cite{a2020,b2021}", "Section 3 by Author [a2020,b2021]"),
    (r"\href{https://example.org/x}{our page}", "our page (https://example.org/x)"),
    (r"\href{https://example.org/x}{example.org/x}", "https://example.org/x"),
    (r"see \url{https://example.org/a_b~c}", "see https://example.org/a_b~c"),
    (r"text\footnote{a note} goes on", "text (a note) goes on"),
    (r"\unicode{x2013} and \unicode{x202e}", "– and x202e"),
    (r"\OurMethod is good, \name{} too, \foo{bar}", "OurMethod is good, name too, foo bar"),
    ("O(n^2), 10^-6, 10^10, n^{1/3}", "O(n²), 10⁻⁶, 10¹⁰, n^(1/3)"),
    (r"递归\theta_{n+1}=\theta_n", "递归θₙ₊₁=θₙ"),
    ("OWL_{PL}的叫声", "OWL_PL的叫声"),
    (r"\textbf{小规模}场景，准确率10\％", "小规模场景，准确率10％"),
]

UNTOUCHED = [
    "[cs.LG] and [/s] and [bold]",
    "for <p<1 and <cls>",
    "$5 billion to $10 million",
    "costs $12 USD by calling",
    "from $0.20 per paper to $10 a month",
    "R$88,82 and US$5",
    "user_id and NoCoLA_class",
    "~10% of 3~5 and ~12k",
    "https://example.org/~name/a_b",
    "pairs {Pop, Piano Cover} of songs",
    "x^y^ and ^_^",
    "a --option and x --> y",
    "f''(x) and it's",
    r"C:\Users\me and and\or",
    "一般的文字，没有公式。",
    "trailing \\",
    "a lone $ sign",
]

CUT = [
    (r"收敛速率为$O(1/\sqrt[3]{T})。", "收敛速率为O(1/³√T)。"),
    (r"with $\tilde{\mathcal{O}}(\sqrt{T", "with 𝒪̃(√T"),
    (r"a solution $U_{\al", "a solution Uₐₗ"),
    (r"we have $n\ti", "we have n ti"),
    (r"the \textbf{cut end", "the cut end"),
    (r"the value $\frac{a}", "the value a/"),
    (r"by adding $", "by adding $"),
]


@pytest.mark.parametrize(("source", "shown"), FORMULAS)
def test_formulas_become_unicode(source: str, shown: str) -> None:
    assert plain(source) == shown


@pytest.mark.parametrize(("source", "shown"), PROSE)
def test_tex_between_words_becomes_unicode(source: str, shown: str) -> None:
    assert plain(source) == shown


@pytest.mark.parametrize("text", UNTOUCHED)
def test_what_only_looks_like_markup_is_untouched(text: str) -> None:
    assert plain(text) == text
    assert not changed(text)


@pytest.mark.parametrize(("source", "shown"), CUT)
def test_formulas_cut_off_by_the_publisher_survive(source: str, shown: str) -> None:
    assert plain(source) == shown


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (r"$x_{AB}c$", r"$x_{ABc}$"),
        (r"$x_Bc$", r"$x_{Bc}$"),
        (r"$x_{AB}2$", r"$x_{AB2}$"),
        (r"$x_{AB}{c}$", r"$x_{ABc}$"),
        (r"{$x_{AB}$}c", r"$x_{ABc}$"),
        (r"$\mathbf{x_{AB}}c$", r"$\mathbf{x_{ABc}}$"),
        (r"$x_{AB}\mathrm{c}$", r"$x_{AB\mathrm{c}}$"),
        (r"$x_{AB}\!c$", r"$x_{ABc}$"),
        (r"$x_{AB}-c$", r"$x_{AB-c}$"),
        (r"$x_{AB}^2$", r"$x_{AB^2}$"),
        (r"$x_{AB}\alpha$", r"$x_{AB\alpha}$"),
        (r"x_{AB}$c$", r"x_{ABc}"),
    ],
)
def test_where_a_subscript_ends_is_seen(one: str, other: str) -> None:
    assert plain(one) != plain(other)


def test_changed_tells_where_there_is_a_source_to_show() -> None:
    assert changed(r"$\alpha$")
    assert not changed("alpha")


tex = st.text(alphabet="\\{}$^_~-'`&#%[]() \nabcfx123中文，。é")
commands = st.sampled_from(
    [r"\frac", r"\sqrt", r"\hat", r"\text", r"\left(", r"\alpha", r"\mathbb", "{", "}", "$", " "]
)
pieces = st.lists(st.one_of(tex, commands, st.text(max_size=5)), max_size=12).map("".join)


@given(pieces)
def test_no_text_raises(text: str) -> None:
    plain(text)


@given(st.text(alphabet=st.characters(exclude_characters="\\$~{}^`'-")))
def test_text_without_markup_is_returned_as_it_is(text: str) -> None:
    assert plain(text) is text


@given(st.text(alphabet="\\{}$^_~-' amxy123中文，"))
def test_no_chinese_letter_and_no_digit_is_lost(text: str) -> None:
    def kept(shown: str) -> list[str]:
        return [c for c in unicodedata.normalize("NFKC", shown) if c in "中文123"]

    assert kept(plain(text)) == kept(text)


@pytest.mark.parametrize("text", ["{" * 3000, "$a_{" * 1000, "\\hat{" * 900, "{" * 500 + "}" * 500, "^{" * 2000])
def test_deep_and_unbalanced_groups_are_shown_without_exhausting_anything(text: str) -> None:
    plain(text)


def test_texts_longer_than_any_abstract_are_shown_as_they_are() -> None:
    text = "$x$ " * 10_000
    assert plain(text) == text


TEX_LEFT = re.compile(r"\\[a-zA-Z]|\$[^\s\d]|[_^]\{")
FORMULA = re.compile(r"\$[^$]+\$|\\[a-zA-Z(\[\"'`^~]")


def test_hardly_any_real_formula_keeps_its_tex(corpus: Path) -> None:
    files = [path for folder in ("seeds", "day-2026-08-14", "odd") for path in (corpus / folder).glob("*.md")]
    lines = {line for path in files for line in path.read_text(encoding="utf-8", errors="replace").splitlines()}
    shown = [plain(line) for line in lines if FORMULA.search(line) and not line.startswith(("|", "["))]
    assert len(shown) > 100
    assert sum(bool(TEX_LEFT.search(text)) for text in shown) <= 0.02 * len(shown)
