"""Good input made bad: bytes and pieces that are turned, doubled, swapped, cut and nested."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

LONGEST = 200_000
"""Bytes: what grows beyond is cut."""

NASTY = (
    *(
        b"\x00",
        b"\xff",
        b"\xfe\xff",
        b"\xef\xbb\xbf",
        b"\x1b[2J",
        b"\x1b]0;x\x07",
        b"\r",
        b"\n",
        b"\n\n",
        b"\t",
        b"\x80",
    ),
    *("\u202e".encode(), "\u2028".encode(), "\ufeff".encode(), "𠮷".encode(), "é́́́".encode(), "。".encode()),
    *(
        b"[^1]:",
        b"[^99999999999999999999]:",
        b"| [^1] |",
        b"# ",
        b"---",
        b"    ",
        b"](",
        b"arXiv:9999.99999v99999999999",
    ),
    *(b"<![CDATA[", b"]]>", b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"&a;", b"&#0;", b"&#x110000;", b"</p>", b"<p>", b"<"),
    *(b"{", b"}", b"[", b"]", b'"', b"\\", b"\\u0000", b"\\ud800", b"1e999", b"-0", b"null", b"NaN", b"9" * 400),
    *(b"@misc{", b"@string{", b"\\\\", b"$", b"$$", b"\\frac{", b"\\begin{", b"%", b"{\\'", b"#", b"~"),
    *(
        b" OR ",
        b"(",
        b")",
        b"-",
        b"NEAR/9999999999",
        b"date:",
        b"2024-99-99..",
        b"..",
        b"*",
        b"?",
        b"title:",
        b"@x",
        b"is:",
    ),
    *(b"Thu, 1 Feb 2024 17:59:59 GMT", b"0000-00-00", b"99999-01-01", b"=", b"'''", b"\x7f"),
)

Mutation = Callable[[random.Random, bytes], bytes]


def mutated(chance: random.Random, seeds: Sequence[bytes], long: bool = False) -> bytes:
    """One of `seeds` after some mutations, mostly few; with `long` also such as make it long."""
    mutations = (*_MUTATIONS, _repeat_often) if long else _MUTATIONS
    data = chance.choice(seeds)
    for _ in range(min(64, int(chance.expovariate(0.3)) + 1)):
        data = chance.choice(mutations)(chance, data)[:LONGEST]
    return data


def _place(chance: random.Random, data: bytes) -> int:
    return chance.randint(0, len(data))


def _piece(chance: random.Random, data: bytes) -> tuple[int, int]:
    start = _place(chance, data)
    return start, min(len(data), start + int(chance.expovariate(0.02)) + 1)


def _turn(chance: random.Random, data: bytes) -> bytes:
    if not data:
        return data
    place = chance.randrange(len(data))
    return data[:place] + bytes([data[place] ^ (1 << chance.randrange(8))]) + data[place + 1 :]


def _insert(chance: random.Random, data: bytes) -> bytes:
    place = _place(chance, data)
    return data[:place] + chance.choice(NASTY) + data[place:]


def _repeat(chance: random.Random, data: bytes) -> bytes:
    place = _place(chance, data)
    return data[:place] + chance.choice(NASTY) * chance.choice((2, 10, 100, 3000)) + data[place:]


def _repeat_often(chance: random.Random, data: bytes) -> bytes:
    """Often enough to show what takes as long as the square of its size; what is repeated may be of several signs."""
    place = _place(chance, data)
    signs = (*NASTY, data[place : place + chance.randint(1, 3)])
    unit = b"".join(chance.choice(signs) for _ in range(chance.randint(1, 3)))
    return data[:place] + unit * 30_000 + data[place:]


def _double(chance: random.Random, data: bytes) -> bytes:
    start, end = _piece(chance, data)
    return data[:end] + data[start:end] * chance.choice((1, 2, 50)) + data[end:]


def _drop(chance: random.Random, data: bytes) -> bytes:
    start, end = _piece(chance, data)
    return data[:start] + data[end:]


def _move(chance: random.Random, data: bytes) -> bytes:
    start, end = _piece(chance, data)
    rest = data[:start] + data[end:]
    place = _place(chance, rest)
    return rest[:place] + data[start:end] + rest[place:]


def _cut(chance: random.Random, data: bytes) -> bytes:
    return data[: _place(chance, data)]


def _swap_lines(chance: random.Random, data: bytes) -> bytes:
    lines = data.split(b"\n")
    one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return b"\n".join(lines)


_MUTATIONS: tuple[Mutation, ...] = (_turn, _insert, _insert, _repeat, _double, _drop, _move, _cut, _swap_lines)
