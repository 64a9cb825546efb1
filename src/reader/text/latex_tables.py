"""What TeX commands look like in Unicode: plain data for `reader.text.latex`.

Symbols follow Unicode's own names; commands are those of TeX, LaTeX and amsmath that stand in arXiv metadata.
"""

from __future__ import annotations


def _pairs(lines: str) -> dict[str, str]:
    """Read `name symbol` pairs, separated by white space."""
    words = lines.split()
    return dict(zip(words[::2], words[1::2], strict=True))


def _words(lines: str) -> frozenset[str]:
    """Read words separated by white space."""
    return frozenset(lines.split())


LETTERS = _pairs("""
alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ lambda λ
mu μ nu ν xi ξ pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ upsilon υ phi ϕ varphi φ chi χ psi ψ omega ω
Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω upgamma γ textmu μ
ell ℓ hbar ℏ Re ℜ Im ℑ wp ℘ aleph ℵ beth ℶ imath ı jmath ȷ
ss ß ae æ oe œ AE Æ OE Œ o ø O Ø l ł L Ł aa å AA Å i ı j ȷ dh ð th þ
""")
"""Commands that stand for a letter."""

PROSE_LETTERS = _words("ss ae oe AE OE o O l L aa AA i j dh th")
"""Letters of ordinary words: TeX swallows the space behind them, and so do we."""

SYMBOLS = _pairs("""
partial ∂ nabla ∇ infty ∞ emptyset ∅ varnothing ∅ forall ∀ exists ∃ nexists ∄ neg ¬ lnot ¬
in ∈ notin ∉ ni ∋ subset ⊂ subseteq ⊆ subsetneq ⊊ supset ⊃ supseteq ⊇ cup ∪ cap ∩ sqcup ⊔ sqcap ⊓
bigcup ⋃ bigcap ⋂ setminus ∖ times × cdot · cdotp · div ÷ pm ± mp ∓ ast ∗ star ⋆ circ ∘ bullet • oplus ⊕ ominus ⊖
otimes ⊗ odot ⊙ bigoplus ⨁ bigotimes ⨂ boxplus ⊞ boxtimes ⊠
leq ≤ le ≤ leqslant ≤ geq ≥ ge ≥ geqslant ≥ neq ≠ ne ≠ approx ≈ approxeq ≊ sim ∼ simeq ≃ cong ≅ equiv ≡ propto ∝
asymp ≍ triangleq ≜ coloneqq ≔ doteq ≐ ll ≪ gg ≫ lll ⋘ ggg ⋙ lt < gt > prec ≺ succ ≻ preceq ⪯ succeq ⪰ precsim ≾
succsim ≿ lesssim ≲ gtrsim ≳ nleq ≰ ngeq ≱
to → rightarrow → longrightarrow ⟶ leftarrow ← longleftarrow ⟵ gets ← leftrightarrow ↔ longleftrightarrow ⟷
Rightarrow ⇒ Longrightarrow ⟹ implies ⟹ Leftarrow ⇐ impliedby ⟸ Leftrightarrow ⇔ Longleftrightarrow ⟺ iff ⟺
mapsto ↦ longmapsto ⟼ uparrow ↑ downarrow ↓ updownarrow ↕ Uparrow ⇑ Downarrow ⇓ nearrow ↗ searrow ↘
hookrightarrow ↪ hookleftarrow ↩ rightsquigarrow ⇝ leadsto ⇝ rightharpoonup ⇀ rightleftharpoons ⇌ circlearrowright ↻
sum ∑ prod ∏ coprod ∐ int ∫ iint ∬ iiint ∭ oint ∮
dots … ldots … dotsc … dotsb … textellipsis … cdots ⋯ vdots ⋮ ddots ⋱ prime ′ dagger † dag † ddagger ‡ ddag ‡
langle ⟨ rangle ⟩ lfloor ⌊ rfloor ⌋ lceil ⌈ rceil ⌉ Vert ‖ lVert ‖ rVert ‖ vert | lvert | rvert | mid | nmid ∤
parallel ∥ perp ⊥ angle ∠ triangle △ bigtriangleup △ wedge ∧ land ∧ vee ∨ lor ∨ bigwedge ⋀ bigvee ⋁ top ⊤ bot ⊥
vdash ⊢ dashv ⊣ models ⊨ vDash ⊨ intercal ⊺ sharp ♯ flat ♭ natural ♮ Box □ square □ blacksquare ■ Diamond ◇
diamond ⋄ lozenge ◊ bigstar ★ clubsuit ♣ spadesuit ♠ heartsuit ♥ diamondsuit ♦ checkmark ✓ therefore ∴ because ∵
S § P ¶ copyright © textcopyright © textregistered ® texttrademark ™ degree ° textdegree ° euro € texteuro €
pounds £ textsterling £ textendash – textemdash — textquoteleft ‘ textquoteright ’ textquotedblleft “
textquotedblright ” textbullet • textperiodcentered · textgreater > textless < textbar | slash / over / colon :
backslash \\ textbackslash \\ lbrace { rbrace } textbraceleft { textbraceright } lbrack [ rbrack ] textunderscore _
textasciitilde ~ textasciicircum ^ textdollar $ guillemotleft « guillemotright »
""")
"""Commands that stand for a sign."""

PROSE_SYMBOLS = {"deg": "°"}
"""Commands that stand for a sign between words and for something else in formulas."""

OPERATORS = _words(
    "log ln lg exp sin cos tan cot sec csc sinh cosh tanh arcsin arccos arctan max min sup inf lim limsup liminf arg "
    "argmax argmin det dim ker Pr gcd mod bmod poly polylog sign sgn deg hom rank tr diag supp var Var cov"
)
"""Upright function names: the name itself, set off by spaces from letters and digits."""

IGNORED = _words(
    "left right middle big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr bigm displaystyle textstyle "
    "scriptstyle scriptscriptstyle limits nolimits nonumber notag centering noindent bf it em rm tt sc sf sl cal frak "
    "small large Large footnotesize scriptsize tiny normalsize itshape bfseries sffamily ttfamily rmfamily scshape "
    "upshape mdseries normalfont protect xspace null relax begingroup endgroup boldmath unboldmath nobreak nobreakdash "
    "allowbreak newline linebreak hfill strut smash expandafter uppercase lowercase sloppy romannumeral"
)
"""Commands that only change looks."""

FORMATTED = _words(
    "text textbf textit textsc texttt textrm textsf textup textsl textmd textnormal emph Emph mbox hbox fbox "
    "underline uline ul enquote mathrm mathbf mathit mathsf mathtt mathnormal operatorname boldsymbol bm bold pmb "
    "mathop mathbin mathrel mathord ensuremath overbrace underbrace phantom textquote lowercase "
    "gls Gls glspl ac acp acl acs acf acrlong acrshort acrfull"
)
"""Commands whose first argument is shown as it is."""

PROSE_ARGUMENT = _words(
    "text textbf textit textsc texttt textrm textsf textup textsl textmd textnormal emph Emph mbox hbox fbox enquote "
    "underline uline ul"
)
"""Those of `FORMATTED` whose argument is prose even inside a formula."""

DROPPED_ARGUMENT = _words("label color vspace hspace vphantom hphantom begin end cellcolor rowcolor")
"""Commands that, with their first argument, show nothing."""

SPACES = _words("quad qquad space enspace thinspace enskip")


def _alphabet(upper: int, lower: int | None, exceptions: str) -> dict[int, int]:
    """One of Unicode's mathematical alphabets; `exceptions` are pairs of letters outside the regular block."""
    table = {ord("A") + offset: upper + offset for offset in range(26)}
    if lower is not None:
        table |= {ord("a") + offset: lower + offset for offset in range(26)}
    return table | {ord(plain): ord(styled) for plain, styled in zip(exceptions[::2], exceptions[1::2], strict=True)}


_DOUBLE_STRUCK = _alphabet(0x1D538, 0x1D552, "CℂHℍNℕPℙQℚRℝZℤ") | {ord("1"): 0x1D7D9, ord("0"): 0x1D7D8}
_SCRIPT = _alphabet(0x1D49C, None, "BℬEℰFℱHℋIℐLℒMℳRℛ")
_FRAKTUR = _alphabet(0x1D504, 0x1D51E, "CℭHℌIℑRℜZℨ")
ALPHABETS: dict[str, dict[int, int]] = {
    "mathbb": _DOUBLE_STRUCK,
    "Bbb": _DOUBLE_STRUCK,
    "mathds": _DOUBLE_STRUCK,
    "mathbbm": _DOUBLE_STRUCK,
    "mathcal": _SCRIPT,
    "mathscr": _SCRIPT,
    "mathfrak": _FRAKTUR,
}
"""Alphabet commands: tables for `str.translate`."""

ACCENTS = {
    "'": "\u0301",
    "`": "\u0300",
    "^": "\u0302",
    '"': "\u0308",
    "~": "\u0303",
    "=": "\u0304",
    ".": "\u0307",
    "u": "\u0306",
    "v": "\u030c",
    "H": "\u030b",
    "c": "\u0327",
    "k": "\u0328",
    "r": "\u030a",
    "d": "\u0323",
    "b": "\u0331",
}
"""Accents of prose: combining characters."""

MATH_ACCENTS = {
    "hat": "\u0302",
    "widehat": "\u0302",
    "bar": "\u0304",
    "overline": "\u0304",
    "tilde": "\u0303",
    "widetilde": "\u0303",
    "Tilde": "\u0303",
    "dot": "\u0307",
    "ddot": "\u0308",
    "vec": "\u20d7",
    "overrightarrow": "\u20d7",
    "acute": "\u0301",
    "grave": "\u0300",
    "check": "\u030c",
    "breve": "\u0306",
    "mathring": "\u030a",
}
"""Accents of formulas: combining characters."""

SUPERSCRIPTS = dict(
    zip(
        "0123456789+-−=()niaobcdefghjklmprstuvwxyzABDEGHIJKLMNOPRTUVWαβγδεθ*∗⋆′†‡°∘⊤⊺",
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱᵃᵒᵇᶜᵈᵉᶠᵍʰʲᵏˡᵐᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵅᵝᵞᵟᵋᶿ**⋆′†‡°°ᵀᵀ",
        strict=True,
    )
)
SUBSCRIPTS = dict(zip("0123456789+-−=()aehijklmnoprstuvxβγρφχ", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ", strict=True))
