from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.sources.decoding import decode
from tests.sources.invented import digest

TEXT = digest()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
def test_a_digest_is_read_in_any_usual_encoding(encoding: str) -> None:
    assert decode(TEXT.encode(encoding)) == (TEXT, None)


def test_a_file_cut_within_a_character_loses_that_character_only() -> None:
    data = TEXT.encode()
    end = data.rindex("茶".encode()) + 1
    text, damage = decode(data[:end])
    assert text == data[: end - 1].decode() + "\ufffd"
    assert damage == "characters that could not be decoded: 1"


def test_a_few_damaged_bytes_do_not_turn_the_text_into_another_encoding() -> None:
    data = TEXT.encode().replace("虚构".encode(), b"\xff\xfe" + "构".encode(), 1)
    text, damage = decode(data)
    assert "本文虚构了第2只茶壶" in text
    assert damage


@given(st.binary())
def test_any_bytes_are_decoded_without_failing(data: bytes) -> None:
    text, _ = decode(data)
    assert isinstance(text, str)
