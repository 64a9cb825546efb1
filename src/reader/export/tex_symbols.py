"""LaTeX that compiles with amsmath and amssymb and nothing else: plain data for `tex_formulas` and `tex_letters`.

Every name was compiled with pdflatex in its default encoding (OT1); `tests/export/test_tex.py` does so again.
"""

from __future__ import annotations

from reader.text.latex_tables import LETTERS, SUBSCRIPTS, SUPERSCRIPTS, SYMBOLS


def _words(lines: str) -> frozenset[str]:
    return frozenset(lines.split())


SIGNS = _words("""
aleph alpha amalg And angle approx approxeq arccos arcsin arctan arg ast asymp backprime backsim backslash
barwedge Bbbk because beta beth between bigcap bigcup bigodot bigoplus bigotimes bigsqcup bigstar bigtriangleup
biguplus bigvee bigwedge blacklozenge blacksquare blacktriangle blacktriangledown blacktriangleright bmod bot
bowtie Box boxdot boxminus boxplus boxtimes bullet Cap cap cdot cdotp cdots centerdot checkmark chi circ
circlearrowright circledast circledcirc circleddash circledS clubsuit colon complement cong coprod copyright cos
cosh cot coth csc Cup cup curlyvee curlywedge dag dagger daleth dashv ddag ddagger ddots deg Delta delta det
Diamond diamond diamondsuit digamma dim div divideontimes doteq dotplus dots dotsb dotsc dotsi dotsm dotso
doublebarwedge doublecap Downarrow downarrow ell emptyset enskip enspace epsilon eqslantgtr eqslantless equiv
eta eth exists exp Finv flat forall frown Game Gamma gamma gcd ge geq geqq geqslant gets gg ggg gimel gtrapprox
gtreqless gtrsim hbar heartsuit hom hookleftarrow hookrightarrow hslash iff iiint iint Im imath impliedby
implies in inf infty injlim int intercal iota jmath Join kappa ker Lambda lambda land langle lbrace lbrack lceil
ldotp ldots le leadsto Leftarrow leftarrow leftharpoondown leftharpoonup Leftrightarrow leftrightarrow
leftrightarrows leq leqq leqslant lessapprox lesseqgtr lesssim lfloor lg lgroup lhd lim liminf limsup ll lll
lmoustache ln lnot log Longleftarrow longleftarrow Longleftrightarrow longleftrightarrow longmapsto
Longrightarrow longrightarrow lor lozenge Lsh ltimes lVert lvert mapsto max measuredangle medspace mho mid min
models mp mu multimap nabla natural ncong ne nearrow neg negthinspace neq nexists ngeq ngtr ni nleftarrow nleq
nless nmid notin nparallel nprec npreceq nRightarrow nrightarrow nsim nsubseteq nsucc nsupseteq ntriangleleft nu
nvdash nwarrow odot oint Omega omega ominus oplus otimes owns P parallel partial perp Phi phi Pi pi pitchfork pm
pounds Pr prec preccurlyeq preceq precsim prime prod projlim propto Psi psi qquad quad rangle rbrace rbrack
rceil Re rfloor rgroup rhd rho Rightarrow rightarrow rightarrowtail rightharpoondown rightharpoonup
rightleftharpoons rightrightarrows rightsquigarrow Rsh rtimes rVert rvert S searrow sec setminus sharp shortmid
shortparallel Sigma sigma sim simeq sin sinh smallint smile space spadesuit sphericalangle sqcap sqcup sqsubset
sqsubseteq sqsupset sqsupseteq square star Subset subset subseteq subsetneq subsetneqq succ succcurlyeq succeq
succsim sum sup Supset supset supseteq supsetneq surd swarrow tan tanh tau therefore Theta theta thickapprox
thicksim thickspace thinspace times to top triangle triangledown triangleleft trianglelefteq triangleq
triangleright trianglerighteq twoheadrightarrow ulcorner unlhd unrhd Uparrow uparrow Updownarrow updownarrow
upharpoonright uplus Upsilon upsilon upuparrows urcorner varepsilon varkappa varliminf varlimsup varnothing
varphi varpi varpropto varrho varsigma varsubsetneq vartheta vartriangle Vdash vDash vdash vdots vee veebar Vert
vert Vvdash wedge wp wr Xi xi zeta
backepsilon blacktriangleleft Bumpeq bumpeq circeq circlearrowleft circledR curvearrowleft curvearrowright diagdown
diagup downdownarrows downharpoonleft downharpoonright eqcirc fallingdotseq gneq gneqq gtrless leftarrowtail
leftleftarrows leftrightharpoons leftrightsquigarrow lessgtr Lleftarrow llcorner lneq lneqq looparrowleft
looparrowright lrcorner maltese nLeftarrow nLeftrightarrow nleftrightarrow nsupseteq ntrianglelefteq
ntriangleright ntrianglerighteq nVDash nVdash nvDash oslash precapprox precneqq precnsim rightleftarrows
rightleftharpoons risingdotseq Rrightarrow smallfrown smallsetminus smallsmile succapprox succneqq succnsim
supseteqq subseteqq twoheadleftarrow upharpoonleft vartriangleleft vartriangleright yen
""")
"""Commands of formulas that take no argument."""

ONE_ARGUMENT = _words(
    "mathbf mathrm mathit mathsf mathtt mathnormal mathbb mathcal mathfrak boldsymbol pmb hat widehat tilde widetilde "
    "bar overline underline vec dot ddot check breve acute grave mathring overrightarrow overleftarrow overbrace "
    "underbrace sqrt operatorname mathop mathbin mathrel mathord phantom ensuremath boxed"
)
TWO_ARGUMENTS = _words("frac dfrac tfrac binom dbinom tbinom stackrel overset underset")
TEXT_ARGUMENT = _words("text textbf textit texttt textsf textsc textrm")
"""Commands whose argument is prose inside a formula."""

ALIASES = {
    "bm": "boldsymbol",
    "bold": "mathbf",
    "mathbbm": "mathbb",
    "Bbb": "mathbb",
    "mbox": "text",
    "hbox": "text",
    "textnormal": "text",
    "textup": "text",
    "emph": "textit",
    "Tilde": "tilde",
    "cfrac": "frac",
    "dag": "dagger",
    "ddag": "ddagger",
    "lt": "<",
    "gt": ">",
}
"""Other names of commands that are known, or need packages of their own."""

NAMED_OPERATORS = _words("argmax argmin poly polylog rank sgn sign supp tr diag Var var Cov cov")
"""Upright names that amsmath does not define: written with `\\operatorname`."""

FONT_SWITCHES = {"rm": "mathrm", "bf": "mathbf", "it": "mathit", "sf": "mathsf", "tt": "mathtt", "cal": "mathcal"}
"""Old switches, which not every class has: what stands behind them becomes an argument."""

LOOKS = _words(
    "displaystyle textstyle scriptstyle scriptscriptstyle limits nolimits protect relax nonumber notag em normalfont"
)
"""Commands that are left out: a title is set without them."""

SIZES = _words("big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr bigm Bigm")
DELIMITERS = _words(
    r"( ) [ ] | / . < > \{ \} \| \langle \rangle \lfloor \rfloor \lceil \rceil \vert \Vert \lvert \rvert \lVert \rVert "
    r"\uparrow \downarrow \updownarrow \Uparrow \Downarrow \backslash \lbrace \rbrace \lbrack \rbrack"
)
"""What may stand behind `\\left`, `\\right` and the commands for sizes."""

_PREFERRED = {
    "−": "-",
    "′": "'",
    "·": r"\cdot",
    "∗": "*",
    "…": r"\ldots",
    "‖": r"\Vert",
    "→": r"\to",
    "≤": r"\leq",
    "≥": r"\geq",
    "≠": r"\neq",
    "∅": r"\emptyset",
    "¬": r"\neg",
    "∧": r"\wedge",
    "∨": r"\vee",
    "≔": ":=",
    "°": r"{{}^{\circ}}",
    "∶": ":",
    "∣": r"\mid",
    "⟹": r"\implies",
    "⟸": r"\impliedby",
    "⟺": r"\iff",
    "ħ": r"\hbar",
    "ð": r"\eth",
    "Ð": r"\eth",
    "□": r"\square",
    "√": r"\surd",
    "ı": r"\imath",
    "ȷ": r"\jmath",
    "Ω": r"\Omega",
    "µ": r"\mu",
    "∆": r"\Delta",
    "⊺": r"\top",
    "⋅": r"\cdot",
    "∼": r"\sim",
    "★": r"\bigstar",
    "☆": r"\star",
    "✓": r"\checkmark",
    "✔": r"\checkmark",
}
_PROSE = frozenset("§¶©™®€£–—‘’“”•«»_~^$<>|/:\\{}[]ßæøłåœÆØŁÅŒþ")
MATH = {
    symbol: rf"\{name}"
    for name, symbol in reversed((LETTERS | SYMBOLS).items())
    if name in SIGNS and len(symbol) == 1 and symbol not in _PROSE
} | _PREFERRED
"""Characters that only formulas have, in LaTeX without dollars."""


def _scripts(mark: str, table: dict[str, str]) -> dict[str, str]:
    """Small characters -> what they are in LaTeX."""
    return {
        sign: f"{mark}{{{f'{{{MATH[letter]}}}' if letter in MATH else letter}}}"
        for letter, sign in reversed(table.items())
        if not sign.isascii() and sign not in MATH
    }


SCRIPTS = _scripts("^", SUPERSCRIPTS) | _scripts("_", SUBSCRIPTS)
"""Superscripts and subscripts of Unicode."""

MATH_MARKS = {
    "\u0302": "hat",
    "\u0304": "bar",
    "\u0305": "bar",
    "\u0303": "tilde",
    "\u0307": "dot",
    "\u0308": "ddot",
    "\u20d7": "vec",
    "\u0301": "acute",
    "\u0300": "grave",
    "\u030c": "check",
    "\u0306": "breve",
    "\u030a": "mathring",
}
"""Combining characters over letters of formulas."""

MARKS = {
    "\u0301": "'",
    "\u0300": "`",
    "\u0302": "^",
    "\u0308": '"',
    "\u0303": "~",
    "\u0304": "=",
    "\u0305": "=",
    "\u0307": ".",
    "\u0306": "u",
    "\u030c": "v",
    "\u030b": "H",
    "\u0327": "c",
    "\u030a": "r",
    "\u0323": "d",
    "\u0331": "b",
    "\u0326": "textcommabelow",
}
"""Combining characters over letters of prose."""

SETTABLE = frozenset(
    "ÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖÙÚÛÜÝàáâãäåçèéêëìíîïñòóôõöùúûüýÿĀāĂăĆćĈĉĊċČčĎďĒēĔĕĖėĚěĜĝĞğĠġĢģĤĥĨĩĪīĬĭİĴĵĶķĹĺĻļĽľŃńŅņŇňŌōŎŏŐőŔŕŖŗŘř"
    "ŚśŜŝŞşŠšŢţŤťŨũŪūŬŭŮůŰűŴŵŶŷŸŹźŻżŽžǍǎǏǐǑǒǓǔǦǧǨǩǰǴǵȘșȚțȲȳḂḃḍḞḟḠḡḥḰḱḷṃṅṇṛṣṭẎẏẐẑỲỳ"
)
"""Letters with accents that pdflatex sets in its default encoding. biber turns accents into these letters first; the
others (`ą`, `ễ`) lose what stops LaTeX. `--lang zh` leaves names as they are, for xelatex.
"""

PROSE = {
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "\\": r"\textbackslash{}",
    "<": "{$<$}",
    ">": "{$>$}",
    "|": "{$|$}",
    "\xa0": "~",
    "–": "--",
    "—": "---",
    "―": "---",
    "‐": "-",
    "‑": "-",
    "‘": "`",
    "’": "'",
    "‚": ",",
    "“": "``",
    "”": "''",
    "„": ",,",
    "«": r"{$\ll$}",
    "»": r"{$\gg$}",
    "‹": "{$<$}",
    "›": "{$>$}",
    "…": r"\ldots{}",
    "•": r"\textbullet{}",
    "¡": "!`",
    "¿": "?`",
    "§": r"{\S}",
    "¶": r"{\P}",
    "©": r"\textcopyright{}",
    "®": r"\textregistered{}",
    "™": r"\texttrademark{}",
    "€": r"\texteuro{}",
    "£": r"\pounds{}",
    "¥": r"\textyen{}",
    "¢": r"\textcent{}",
    "⁄": "/",
    '"': "''",
    "‰": r"\textperthousand{}",
    "ß": r"{\ss}",
    "æ": r"{\ae}",
    "Æ": r"{\AE}",
    "œ": r"{\oe}",
    "Œ": r"{\OE}",
    "ø": r"{\o}",
    "Ø": r"{\O}",
    "ł": r"{\l}",
    "Ł": r"{\L}",
    "ı": r"{\i}",
    "ȷ": r"{\j}",
    "đ": "d",
    "Đ": "D",
    "þ": "th",
    "Þ": "Th",
    "ŋ": "ng",
    "Ŋ": "Ng",
    "ẞ": "SS",
    "ə": "e",
}
"""Characters of prose: in LaTeX with its default encoding, or the letters that come nearest."""
