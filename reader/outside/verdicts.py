"""Whether a Chinese text can be a translation of an English one: what is no translation, and what is doubtful.

Formulas, numbers and Latin names of the original must come back in the translation; how many of a publisher's own
translations pass is measured by `tests/benchmarks/bench_verdicts.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reader.i18n import msg

FORMULA = re.compile(r"\$\$.+?\$\$|\$[^$]+\$|\\\(.+?\\\)|\\\[.+?\\\]", re.DOTALL)
_NUMBER = re.compile(r"(?<![\w.])\d+(?:,\d{3})*(?:\.\d+)?(?![\w])")
_NAME = re.compile(
    r"(?<![\w-])(?:[A-Za-z0-9]*[A-Z][A-Za-z0-9]*[A-Z0-9][A-Za-z0-9]*(?:-\d+(?:\.\d+)?\w*)?|[A-Z][A-Za-z]*-\d+(?:\.\d+)?\w*)(?!\w)"
)
"""A word that holds a capital and, behind it, one more capital or digit: `BERT`, `GPT-4`, `ImageNet`, `CoT`."""
_WRITTEN_OUT = frozenset(
    """
    AC AD AGI AI ANN ASR CI CL CNN COVID CS CT CV DL DNN DP DR DRL ECG EEG EHR EMG EU EV FL GAN GDP GNN GP HCI HRI
    HSI ID II III IID IIoT IL IoT IR IV KB KG LLM LM LP MARL MDP ML MLE MLP MR MRI MSE MT NER NLG NLI NLP NLU NMT NN
    NOT ODE OOD OT PCA PDE POS PV PhD QA RE RF RL RNN ROI RS SDE SE SGD SNR SOTA SSL SVD SVM TD TTS TV UAV UI UK URL
    US USA USD VAE VC VQA VR WER XAI
    """.split()  # noqa: SIM905  # as a list it would be a hundred lines
)
"""Abbreviations for which publishers' translations write the Chinese term in at least one of twenty papers."""
_TEXT_IN_FORMULA = re.compile(r"\\(?:text|mathrm|texttt|textit|textbf|emph)\s*\{[^}]*\}")
_SIGN = re.compile(r"\$+\s*(?:\\[a-zA-Z]+|[^\w\s])\s*\$+")
"""A formula that is one sign, for which prose has a word: `$\times$`."""
_HAN = re.compile("[\u3400-\u9fff]")
_WORD = re.compile(r"[A-Za-z]+")
_APOLOGY = re.compile("抱歉|对不起|作为(?:一个)?(?:AI|人工智能|语言模型)|无法(?:提供|完成)(?:该)?翻译|请提供")

LEAST_HAN, MOST_LENGTH, LEAST_LENGTH = 0.25, 1.6, 0.08
"""Share of Chinese characters among those that are no formula; length as a share of the original's."""
LOST = "\ufffd"
"""Stands for a character that could not be decoded, on whatever way."""
COUNTED = {"1", "2", "3", "4", "5", "6", "7", "8", "9", "10"}
"""Numbers that Chinese writes as characters."""


def refusal(english: str, chinese: str) -> str | None:
    """Why `chinese` is no translation of `english` at all (msgid), or None."""
    prose = FORMULA.sub("", chinese)
    han = len(_HAN.findall(prose))
    latin = sum(map(len, _WORD.findall(prose)))
    if not han or han / (han + latin) < LEAST_HAN:
        return msg("it is not in Chinese")
    if _APOLOGY.search(chinese):
        return msg("it is an apology")
    if LOST in chinese and LOST not in english:
        return msg("characters were lost in it")
    if not LEAST_LENGTH <= len(chinese) / max(len(english), 1) <= MOST_LENGTH and len(english) > 40:
        return msg("its length is not that of a translation")
    return None


def lacking(english: str, chinese: str) -> tuple[str, ...]:
    """What of the original does not come back: formulas, numbers, Latin names. In their order, once each."""
    squeezed = _squeezed(chinese)
    prose = FORMULA.sub(" ", english)
    formulas = [formula for formula in FORMULA.findall(english) if not _SIGN.fullmatch(formula)]
    wanted = [*formulas, *_numbers(prose), *_names(prose)]
    return tuple(dict.fromkeys(what for what in wanted if not _stands(what, squeezed)))


def _numbers(text: str) -> Iterator[str]:
    return (number for number in _NUMBER.findall(text) if number not in COUNTED)


def _names(text: str) -> Iterator[str]:
    return (name for name in _NAME.findall(text) if name.removesuffix("s") not in _WRITTEN_OUT)


def _stands(what: str, squeezed: str) -> bool:
    if FORMULA.fullmatch(what):
        return _formula_stands(what, squeezed)
    found = _squeezed(what)
    if _NUMBER.fullmatch(found):
        return found in squeezed or _in_words(found, squeezed)
    plural = found[:-1] if found.endswith("s") else found
    return plural in squeezed


def _formula_stands(formula: str, squeezed: str) -> bool:
    """Whether its symbols come back; words within it may be translated, and a mere number may lose its signs."""
    inner = _squeezed(formula).strip("$")
    if inner in squeezed or inner.replace("\\", "") in squeezed.replace("\\", ""):
        return True
    return all(_squeezed(part).strip("$") in squeezed for part in _TEXT_IN_FORMULA.split(formula))


def _in_words(number: str, squeezed: str) -> bool:
    """Whether a round number stands with 万 or 亿: 15000 as 1.5万."""
    for unit, sign in ((10**8, "亿"), (10**4, "万"), (10**3, "千")):
        value = float(number) / unit
        if value >= 1 and f"{value:g}{sign}" in squeezed:
            return True
    return False


def _squeezed(text: str) -> str:
    """Without what a translator may change: spaces, letter case, grouping commas, full-width forms, hyphens."""
    text = re.sub(r"(?<=\d)[,，](?=\d{3})", "", text)
    return re.sub(r"[\s\u2010-\u2015_-]+", "", text).casefold().translate(_NARROW)


_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
