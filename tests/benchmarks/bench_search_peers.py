"""What people would use instead: SQLite FTS5, tantivy, Whoosh as it comes, a scan over strings, ripgrep.

Each peer gets the same rendered texts, cut into words and CJK pairs by the same quick function (FTS5 and tantivy have
no use for Chinese of their own), and answers the same question: how many papers match, and the best fifty.
"""

from __future__ import annotations

import importlib.util
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, Protocol

from reader.search.analysis import rendered
from reader.search.protocol import Document

FIRST = 50
_CJK = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
_RUN, _WORD = re.compile(f"[{_CJK}]+"), re.compile(r"[a-z0-9\u00df-\u024f\u0370-\u04ff]+")
_ASCII = "".join(chr(code).lower() if chr(code).isalnum() else " " for code in range(128))


def segment(text: str) -> list[str]:
    """Words, pairs of neighbouring CJK characters, and the last character of each run."""
    if text.isascii():
        return text.translate(_ASCII).split()
    text = text.casefold()
    words = _WORD.findall(text)
    for run in _RUN.findall(text):
        words += map("".join, pairwise(run))
        words.append(run[-1])
    return words


def three_fields(document: Document) -> tuple[str, str, str]:
    """Titles, Chinese texts and English texts, cut into words, with spaces between them."""
    title_en, title_zh, tldr_en, tldr_zh, abstract_en, abstract_zh = rendered(document.texts)
    fields = (f"{title_en}\n{title_zh}", f"{tldr_zh}\n{abstract_zh}", f"{tldr_en}\n{abstract_en}")
    title, chinese, english = (" ".join(segment(field)) for field in fields)
    return title, chinese, english


class Peer(Protocol):
    """Something that indexes papers and answers what has been typed so far."""

    name: str

    def build(self, documents: Iterable[Document], folder: Path) -> None:
        """Index everything; afterwards `add` and `keystroke` can be used."""
        ...

    def open(self, folder: Path) -> None:
        """Open what was built, as a new process would."""
        ...

    def add(self, documents: Sequence[Document]) -> None:
        """Add a day's papers, searchable on return."""
        ...

    def keystroke(self, typed: str) -> int:
        """Number of matching papers; the best fifty are found, too. The last word is the beginning of a word."""
        ...


class Fts5:
    """SQLite FTS5 without contents, positions kept, `bm25` with a weight on titles."""

    name = "SQLite FTS5"
    options = ""

    def build(self, documents: Iterable[Document], folder: Path) -> None:
        self.open(folder)
        self.db.execute(
            "create virtual table f using fts5"
            f"(title, zh, en, content='', tokenize='unicode61 remove_diacritics 2'{self.options})"
        )
        self._insert(documents)
        self.db.execute("insert into f(f) values('optimize')")
        self.db.commit()

    def open(self, folder: Path) -> None:
        self.db = sqlite3.connect(folder / f"{type(self).__name__}.db")
        self.db.executescript("pragma journal_mode=off; pragma synchronous=off; pragma cache_size=-200000")

    def _insert(self, documents: Iterable[Document]) -> None:
        rows = ((document.num, *three_fields(document)) for document in documents)
        self.db.executemany("insert into f(rowid, title, zh, en) values(?, ?, ?, ?)", rows)
        self.db.commit()

    def add(self, documents: Sequence[Document]) -> None:
        self._insert(documents)

    def keystroke(self, typed: str) -> int:
        match = self.match(typed)
        if not match:
            return 0
        self.db.execute(
            "select rowid from f where f match ? order by bm25(f, 3, 1, 1) limit ?", (match, FIRST)
        ).fetchall()
        (count,) = self.db.execute("select count(*) from f where f match ?", (match,)).fetchone()
        return int(count)

    @staticmethod
    def match(typed: str) -> str:
        """The typed words in FTS5's query language."""
        words = re.findall(f"[{_CJK}]+|[a-z0-9]+", typed.casefold())
        parts = []
        for at, word in enumerate(words):
            if word.isascii():
                parts.append(f'"{word}"' + ("*" if at == len(words) - 1 else ""))
            elif len(word) == 1:
                parts.append(f'"{word}"*')
            else:
                parts.append('"' + " ".join(map("".join, pairwise(word))) + '"')
        return " AND ".join(parts)


class Fts5Prefix(Fts5):
    """The same with FTS5's own index of short prefixes."""

    name = "SQLite FTS5, prefixes"
    options = ", prefix='1 2 3'"


class Tantivy:
    """tantivy, one thread, positions kept."""

    name = "tantivy"
    fields = ("title", "zh", "en")

    def _schema(self) -> Any:
        import tantivy

        builder = tantivy.SchemaBuilder()
        builder.add_integer_field("num", stored=True)
        for field in self.fields:
            builder.add_text_field(field, tokenizer_name="whitespace", index_option="position")
        return builder.build()

    def build(self, documents: Iterable[Document], folder: Path) -> None:
        import tantivy

        target = folder / "tantivy"
        target.mkdir()
        self.index = tantivy.Index(self._schema(), path=str(target))
        self.add(documents)

    def open(self, folder: Path) -> None:
        import tantivy

        self.index = tantivy.Index.open(str(folder / "tantivy"))
        self.searcher = self.index.searcher()

    def add(self, documents: Iterable[Document]) -> None:
        import tantivy

        writer = self.index.writer(heap_size=128_000_000, num_threads=1)
        for document in documents:
            made = tantivy.Document()
            made.add_integer("num", document.num)
            for field, text in zip(self.fields, three_fields(document), strict=True):
                made.add_text(field, text)
            writer.add_document(made)
        writer.commit()
        writer.wait_merging_threads()
        self.index.reload()
        self.searcher = self.index.searcher()

    def _any_field(self, make: Any) -> Any:
        import tantivy

        return tantivy.Query.boolean_query([(tantivy.Occur.Should, make(field)) for field in self.fields])

    def keystroke(self, typed: str) -> int:
        import tantivy

        query, schema = tantivy.Query, self.index.schema
        words = re.findall(f"[{_CJK}]+|[a-z0-9]+", typed.casefold())
        parts = []
        for at, word in enumerate(words):
            pairs = list(map("".join, pairwise(word)))
            if (word.isascii() and at == len(words) - 1) or len(word) == 1:
                part = self._any_field(lambda field, word=word: query.regex_query(schema, field, word + ".*"))
            elif word.isascii() or len(pairs) == 1:
                part = self._any_field(lambda field, word=word: query.term_query(schema, field, word))
            else:
                part = self._any_field(lambda field, pairs=pairs: query.phrase_query(schema, field, pairs))
            parts.append((tantivy.Occur.Must, part))
        found: Any = self.searcher.search(query.boolean_query(parts), FIRST)
        return int(found.count)


class Scan:
    """`in` over one long string a paper: no index at all."""

    name = "scan of strings"

    def build(self, documents: Iterable[Document], folder: Path) -> None:
        self.texts = ["\n".join(rendered(document.texts)).casefold() for document in documents]

    def open(self, folder: Path) -> None:
        pass

    def add(self, documents: Sequence[Document]) -> None:
        self.texts += ["\n".join(rendered(document.texts)).casefold() for document in documents]

    def keystroke(self, typed: str) -> int:
        words = typed.casefold().split()
        return sum(all(word in text for word in words) for text in self.texts)


class StockWhoosh:
    """Whoosh's own writer, codec and matchers, with positions, over the same words: the baseline that was replaced."""

    name = "Whoosh, stock"

    def _schema(self) -> Any:
        from whoosh.analysis import SpaceSeparatedTokenizer
        from whoosh.fields import STORED, TEXT, Schema

        words = SpaceSeparatedTokenizer()
        return Schema(num=STORED, title=TEXT(words), zh=TEXT(words), en=TEXT(words))

    def build(self, documents: Iterable[Document], folder: Path) -> None:
        from whoosh.index import create_in

        (folder / "whoosh").mkdir()
        self.index = create_in(str(folder / "whoosh"), self._schema())
        self.add(documents)

    def open(self, folder: Path) -> None:
        from whoosh.index import open_dir

        self.index = open_dir(str(folder / "whoosh"))
        self.searcher = self.index.searcher()

    def add(self, documents: Iterable[Document]) -> None:
        writer = self.index.writer(limitmb=512)
        for document in documents:
            title, chinese, english = three_fields(document)
            writer.add_document(num=document.num, title=title, zh=chinese, en=english)
        writer.commit(merge=False)
        self.searcher = self.index.searcher()

    def keystroke(self, typed: str) -> int:
        from whoosh.query import And, Or, Phrase, Prefix, Term

        words = re.findall(f"[{_CJK}]+|[a-z0-9]+", typed.casefold())
        parts = []
        for at, word in enumerate(words):
            pairs = list(map("".join, pairwise(word)))
            if (word.isascii() and at == len(words) - 1) or len(word) == 1:
                forms = [Prefix(field, word) for field in ("title", "zh", "en")]
            elif word.isascii() or len(pairs) == 1:
                forms = [Term(field, word) for field in ("title", "zh", "en")]
            else:
                forms = [Phrase(field, pairs) for field in ("title", "zh", "en")]
            parts.append(Or(forms))
        return len(self.searcher.search(And(parts), limit=FIRST)) if parts else 0


class Ripgrep:
    """ripgrep over one file a thousand papers: counts lines, knows nothing of papers or words."""

    name = "ripgrep"

    def build(self, documents: Iterable[Document], folder: Path) -> None:
        self.folder = folder / "text"
        self.folder.mkdir()
        for document in documents:
            line = " ".join(rendered(document.texts)).replace("\n", " ")
            with (self.folder / f"{document.num // 1000}.txt").open("a", encoding="utf-8") as file:
                file.write(line + "\n")

    def open(self, folder: Path) -> None:
        self.folder = folder / "text"

    def add(self, documents: Sequence[Document]) -> None:
        raise NotImplementedError

    def keystroke(self, typed: str) -> int:
        words = typed.split()
        done = subprocess.run(
            ["rg", "-ciF", "--", words[-1], str(self.folder)], capture_output=True, text=True, check=False
        )
        return sum(int(line.rpartition(":")[2]) for line in done.stdout.splitlines())


def available() -> dict[str, type[Peer]]:
    """The peers that this machine has."""
    found: dict[str, type[Peer]] = {"fts5": Fts5, "fts5-prefix": Fts5Prefix}
    if importlib.util.find_spec("tantivy"):
        found["tantivy"] = Tantivy
    found["scan"] = Scan
    if shutil.which("rg"):
        found["ripgrep"] = Ripgrep
    found["whoosh"] = StockWhoosh
    return found
