"""What is marked is what was found, exactly where it stands."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.search.highlight import spans
from tests.search.invented import ENGLISH, chinese, query

MARKED = [
    ("transformer", "使用Transformers模型 and a transformer.", ["Transformers", "transformer"]),
    ("finetuning", "We fine-tune; Fine-Tuning, fine tuning, finetuning", ["Fine-Tuning", "fine tuning", "finetuning"]),
    ("fine tuning", "a fine day, tuning, finetuning", ["fine", "tuning", "finetuning"]),
    ("强化学习", "深度强化学习，强化、学习", ["强化学习"]),
    ("学", "学习，大学", ["学", "学"]),
    ("cafe", "Café résumé cafe\u0301 CAFÉS", ["Café", "cafe\u0301", "CAFÉS"]),
    ("C++", "C++ and C# and c", ["C++"]),
    ("c", "C++ and C# and c", ["c"]),
    ("alpha", "the α and α-divergence", ["α", "α"]),
    ("ＬＬＭ", "LLMs and an ＬＬＭ", ["LLMs", "ＬＬＭ"]),
    ("gpt4", "GPT-4, gpt 4", ["GPT-4", "gpt 4"]),
    ("強化", "强化", ["强化"]),
    ('"neural network"', "neural networks, a neural network", ["neural network"]),
    ("neural -network", "a neural network", ["neural"]),
    ("a OR b", "b a", ["b", "a"]),
    ("ket*", "Kettle, ket, skets", ["Kettle", "ket"]),
    ("深度 度学", "深度学习", ["深度学"]),
    ("使用transformer", "使用 Transformer 模型", ["使用 Transformer"]),
    ("is:unread", "unread", []),
    ("", "anything", []),
    ("kettle", "", []),
]


@pytest.mark.parametrize(("text", "shown", "marked"), MARKED)
def test_matches_are_marked(text: str, shown: str, marked: list[str]) -> None:
    assert [shown[start:end] for start, end in spans(query(text), shown)] == marked


def test_the_word_being_typed_marks_what_begins_so() -> None:
    shown = "Graph neural networks"
    assert [shown[a:b] for a, b in spans(query("graph neu", typing=True), shown)] == ["Graph", "neural"]
    assert [shown[a:b] for a, b in spans(query('"graph neu', typing=True), shown)] == ["Graph neural"]


def test_a_field_marks_only_its_own_texts() -> None:
    read = query("title:kettle lantern")
    assert spans(read, "kettle lantern", "title_en") == ((0, 6), (7, 14))
    assert spans(read, "kettle lantern", "abstract_en") == ((7, 14),)
    assert spans(read, "kettle lantern") == ((0, 6), (7, 14))


@given(
    st.lists(st.sampled_from([*ENGLISH, "茶壶", "强化学习", "，", "é"]), max_size=12).map(" ".join),
    st.sampled_from([*ENGLISH, "茶", "壶", "化学"]),
    st.booleans(),
)
def test_marks_are_in_order_and_inside_the_text(shown: str, text: str, typing: bool) -> None:
    found = spans(query(text, typing=typing), shown)
    flat = [place for span in found for place in span]
    assert flat == sorted(flat)
    assert len(set(flat)) == len(flat)
    assert all(0 <= place <= len(shown) for place in flat)


def test_marking_a_long_abstract_takes_no_time() -> None:
    shown = chinese(random.Random(1), 1000)
    read = query("transformer 强化学习 fine-tuning 图像 neural network")
    start = time.process_time()
    for _ in range(20):
        spans(read, shown)
    assert (time.process_time() - start) / 20 < 0.02  # a twentieth of that on an idle machine
