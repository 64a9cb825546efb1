"""The two databases' schemas. A released step is never changed; a change is a new step."""

from __future__ import annotations

from reader.store.database import Schema
from reader.text.repositories import repositories
from reader.text.script import has_han

LIBRARY = Schema(
    application_id=0x44524C31,  # "DRL1"
    synchronous="NORMAL",  # can be read again from its sources
    steps=(
        """
        CREATE TABLE paper (
            num INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            version INTEGER,
            category TEXT,
            announce TEXT,
            cut INTEGER NOT NULL,
            text_day INTEGER NOT NULL,
            text_version INTEGER NOT NULL,
            text_hash BLOB NOT NULL,
            listed INTEGER NOT NULL,
            listed_version INTEGER NOT NULL,
            first_seen INTEGER NOT NULL,
            last_seen INTEGER NOT NULL,
            change INTEGER NOT NULL,
            arrived INTEGER NOT NULL
        );
        CREATE TABLE text (
            num INTEGER PRIMARY KEY,
            title_en TEXT, title_zh TEXT, tldr_en TEXT, tldr_zh TEXT, abstract_en TEXT, abstract_zh TEXT
        );
        CREATE UNIQUE INDEX paper_change ON paper (change);
        CREATE INDEX paper_category ON paper (category);
        CREATE INDEX paper_arrived ON paper (arrived);
        CREATE TABLE appearance (
            paper INTEGER NOT NULL,
            day INTEGER NOT NULL,
            channel TEXT NOT NULL,
            announce TEXT NOT NULL,
            version INTEGER NOT NULL,
            PRIMARY KEY (paper, day, channel, announce, version)
        ) WITHOUT ROWID;
        CREATE INDEX appearance_day ON appearance (day, channel, paper);
        CREATE INDEX appearance_channel ON appearance (channel, paper);
        CREATE TABLE earlier (
            paper INTEGER NOT NULL,
            text_hash BLOB NOT NULL,
            day INTEGER NOT NULL,
            version INTEGER NOT NULL,
            title_en TEXT, title_zh TEXT, tldr_en TEXT, tldr_zh TEXT, abstract_en TEXT, abstract_zh TEXT,
            PRIMARY KEY (paper, text_hash)
        ) WITHOUT ROWID;
        CREATE TABLE announced (
            day INTEGER NOT NULL,
            channel TEXT NOT NULL,
            entries INTEGER NOT NULL,
            PRIMARY KEY (day, channel)
        ) WITHOUT ROWID;
        CREATE TABLE source (
            num INTEGER PRIMARY KEY,
            kind TEXT NOT NULL,
            location TEXT NOT NULL UNIQUE,
            added TEXT NOT NULL,
            synced TEXT,
            error TEXT
        );
        CREATE TABLE reading (
            source INTEGER NOT NULL,
            key TEXT NOT NULL,
            fingerprint TEXT NOT NULL,
            PRIMARY KEY (source, key)
        ) WITHOUT ROWID;
        CREATE TABLE problem (
            source INTEGER NOT NULL,
            key TEXT NOT NULL,
            place TEXT NOT NULL,
            line INTEGER NOT NULL,
            reason TEXT NOT NULL,
            lost INTEGER NOT NULL
        );
        CREATE INDEX problem_reading ON problem (source, key);
        CREATE TABLE listing (
            only INTEGER PRIMARY KEY CHECK (only = 1),
            stamp INTEGER NOT NULL,
            nums BLOB NOT NULL,
            days TEXT NOT NULL
        );
        CREATE TABLE fact (
            name TEXT PRIMARY KEY,
            value INTEGER NOT NULL
        ) WITHOUT ROWID;
        INSERT INTO fact VALUES ('identity', random() & 0x7fffffffffffffff)
        """,
        "ALTER TABLE paper ADD COLUMN origins TEXT",
        "ALTER TABLE source ADD COLUMN since INTEGER NOT NULL DEFAULT 0",
        """
        CREATE TABLE publisher (
            num INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE,
            rank INTEGER NOT NULL
        );
        INSERT INTO publisher VALUES (0, 'before', 4);
        INSERT INTO publisher (name, rank) SELECT location, 1 FROM source ORDER BY num;

        CREATE TABLE statement (
            paper INTEGER NOT NULL,
            publisher INTEGER NOT NULL,
            digest BLOB NOT NULL,
            text INTEGER NOT NULL,
            version INTEGER NOT NULL,
            day INTEGER NOT NULL,
            turn INTEGER NOT NULL,
            cut INTEGER NOT NULL,
            PRIMARY KEY (paper, publisher, digest)
        ) WITHOUT ROWID;
        ALTER TABLE text ADD COLUMN details TEXT;
        INSERT INTO statement SELECT num, 0, text_hash, num, text_version, text_day, 1, cut FROM paper;
        CREATE TABLE moved AS
            SELECT row_number() OVER (ORDER BY paper, earlier.text_hash) + (SELECT max(num) FROM text) AS num, paper,
                earlier.text_hash AS digest, earlier.version AS version, day, cut,
                title_en, title_zh, tldr_en, tldr_zh, abstract_en, abstract_zh
            FROM earlier JOIN paper ON paper.num = paper WHERE earlier.text_hash <> paper.text_hash;
        INSERT INTO text SELECT num, title_en, title_zh, tldr_en, tldr_zh, abstract_en, abstract_zh, NULL FROM moved;
        INSERT INTO statement SELECT paper, 0, digest, num, version, day, 0, cut FROM moved;
        DROP TABLE earlier;

        CREATE TABLE paper_now (
            num INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            version INTEGER NOT NULL,
            category TEXT,
            category_age INTEGER NOT NULL,
            announce TEXT,
            announce_age INTEGER NOT NULL,
            cut INTEGER NOT NULL,
            translated INTEGER NOT NULL,
            listed INTEGER NOT NULL,
            listed_version INTEGER NOT NULL,
            first_seen INTEGER NOT NULL,
            last_seen INTEGER NOT NULL,
            change INTEGER NOT NULL,
            arrived INTEGER NOT NULL
        );
        INSERT INTO paper_now
            SELECT num, id, coalesce(version, 0), category, text_version * 100000000 + text_day, announce,
                text_version * 100000000 + text_day, cut, has_han(abstract_zh), listed, listed_version, first_seen,
                last_seen, change, arrived
            FROM paper JOIN text USING (num);
        DROP TABLE paper;
        ALTER TABLE paper_now RENAME TO paper;
        CREATE UNIQUE INDEX paper_change ON paper (change);
        CREATE INDEX paper_category ON paper (category);
        CREATE INDEX paper_arrived ON paper (arrived);
        UPDATE paper SET change = change + (SELECT max(change) FROM paper) WHERE num IN (SELECT paper FROM moved);
        DROP TABLE moved;

        CREATE TABLE appearance_now (
            paper INTEGER NOT NULL,
            day INTEGER NOT NULL,
            channel TEXT NOT NULL,
            topic TEXT NOT NULL,
            announce TEXT NOT NULL,
            version INTEGER NOT NULL,
            publisher INTEGER NOT NULL,
            PRIMARY KEY (paper, day, channel, topic, announce, version, publisher)
        ) WITHOUT ROWID;
        INSERT INTO appearance_now SELECT paper, day, channel, '', announce, version, 0 FROM appearance;
        DROP TABLE appearance;
        ALTER TABLE appearance_now RENAME TO appearance;
        CREATE INDEX appearance_day ON appearance (day, channel, paper);
        CREATE INDEX appearance_channel ON appearance (channel, paper);

        CREATE TABLE announced_now (
            day INTEGER NOT NULL,
            channel TEXT NOT NULL,
            topic TEXT NOT NULL,
            publisher INTEGER NOT NULL,
            entries INTEGER NOT NULL,
            PRIMARY KEY (day, channel, topic, publisher)
        ) WITHOUT ROWID;
        INSERT INTO announced_now SELECT day, channel, '', 0, entries FROM announced;
        DROP TABLE announced;
        ALTER TABLE announced_now RENAME TO announced;
        CREATE TABLE batch (
            publisher INTEGER NOT NULL,
            channel TEXT NOT NULL,
            topic TEXT NOT NULL,
            digest BLOB NOT NULL,
            day INTEGER NOT NULL,
            PRIMARY KEY (publisher, channel, topic, digest)
        ) WITHOUT ROWID;

        CREATE TABLE lookup (
            paper INTEGER PRIMARY KEY,
            authors TEXT NOT NULL,
            venue TEXT NOT NULL,
            doi TEXT NOT NULL,
            code TEXT NOT NULL
        );
        INSERT INTO lookup
            SELECT num, '', '', '', named FROM (
                SELECT num, repositories(abstract_en, cut) AS named FROM text JOIN paper USING (num)
                WHERE abstract_en LIKE '%.com/%' OR abstract_en LIKE '%.org/%'
            ) WHERE named <> '';
        INSERT INTO fact SELECT 'before', 1 WHERE EXISTS (SELECT 1 FROM statement)
        """,
        "ALTER TABLE source ADD COLUMN form TEXT NOT NULL DEFAULT ''",
    ),
    functions=(
        ("has_han", 1, lambda text: has_han(text or "")),
        ("repositories", 2, lambda text, cut: "\n".join(repositories(text, cut=bool(cut)))),
    ),
)
"""What was collected.

`publisher` names who says something: a source under its location, or one of those in `model`; one stays when its source
is forgotten, and number 0 is "before". `statement` (see `statements.Statement`) tells who said what of a paper, `text`
what that was; what is shown is chosen from them whenever a paper is read (`choosing`). `paper.change` rises with every
new or changed shown text (the index catches up by it); `paper.arrived` is the sync that brought the paper. `batch` is
what each digest announced, so that one repeated on another day is known (`batches`); `announced` counts a day's
entries, zero included; `lookup` holds the details that queries ask for, folded; `listing` is a copy, made again when
its `stamp` is old.
"""

MARKS = Schema(
    application_id=0x44524D31,  # "DRM1"
    synchronous="FULL",  # cannot be made again: what was shown as kept survives a power cut
    steps=(
        """
        CREATE TABLE mark (
            id TEXT PRIMARY KEY,
            bookmarked TEXT,
            read TEXT,
            skipped TEXT,
            note TEXT
        ) WITHOUT ROWID;
        CREATE INDEX mark_bookmarked ON mark (bookmarked) WHERE bookmarked IS NOT NULL;
        CREATE TABLE tag (
            id TEXT NOT NULL,
            tag TEXT NOT NULL,
            PRIMARY KEY (id, tag)
        ) WITHOUT ROWID;
        CREATE INDEX tag_name ON tag (tag);
        CREATE TABLE search (
            slot INTEGER PRIMARY KEY,
            name TEXT NOT NULL,
            query TEXT NOT NULL
        );
        CREATE TABLE gesture (
            num INTEGER PRIMARY KEY AUTOINCREMENT,
            at TEXT NOT NULL,
            label TEXT NOT NULL,
            undone INTEGER NOT NULL DEFAULT 0
        );
        CREATE TABLE step (
            gesture INTEGER NOT NULL,
            kind TEXT NOT NULL,
            key TEXT NOT NULL,
            before TEXT NOT NULL,
            after TEXT NOT NULL,
            PRIMARY KEY (gesture, kind, key)
        ) WITHOUT ROWID;
        CREATE TABLE state (
            key TEXT PRIMARY KEY,
            value TEXT NOT NULL
        ) WITHOUT ROWID
        """,
        """
        ALTER TABLE gesture ADD COLUMN owner TEXT NOT NULL DEFAULT '';
        ALTER TABLE gesture ADD COLUMN turn INTEGER NOT NULL DEFAULT 0;
        UPDATE gesture SET owner = 'screen 1',
            turn = iif(undone, (SELECT 2 * max(num) + 1 FROM gesture) - num, num);
        CREATE TABLE change (
            gesture INTEGER NOT NULL,
            kind TEXT NOT NULL,
            key TEXT NOT NULL,
            field TEXT NOT NULL,
            before TEXT,
            after TEXT,
            PRIMARY KEY (gesture, kind, key, field)
        ) WITHOUT ROWID;
        INSERT INTO change
            SELECT gesture, 'mark', key, name,
                json_extract(before, '$.' || name) AS was, json_extract(after, '$.' || name) AS is_now
            FROM step, (SELECT 'bookmarked' AS name UNION SELECT 'read' UNION SELECT 'skipped' UNION SELECT 'note')
            WHERE kind = 'mark' AND was IS NOT is_now;
        INSERT INTO change
            SELECT gesture, 'tag', key, tag, max(was), max(is_now) FROM (
                SELECT gesture, step.key, value AS tag, value AS was, NULL AS is_now
                    FROM step, json_each(before, '$.tags') WHERE kind = 'mark'
                UNION ALL SELECT gesture, step.key, value, NULL, value
                    FROM step, json_each(after, '$.tags') WHERE kind = 'mark'
            ) GROUP BY gesture, key, tag HAVING max(was) IS NOT max(is_now);
        INSERT INTO change
            SELECT gesture, 'search', key, '', nullif(before, 'null'), nullif(after, 'null')
            FROM step WHERE kind = 'search';
        DROP TABLE step
        """,
        """
        CREATE TABLE answer (
            num INTEGER PRIMARY KEY AUTOINCREMENT,
            kind TEXT NOT NULL,
            id TEXT NOT NULL,
            at TEXT NOT NULL,
            content TEXT NOT NULL,
            UNIQUE (kind, id)
        );
        CREATE TABLE sent (
            id TEXT NOT NULL,
            target TEXT NOT NULL,
            at TEXT NOT NULL,
            PRIMARY KEY (id, target)
        ) WITHOUT ROWID
        """,
        """
        CREATE TABLE word (
            scope TEXT NOT NULL,
            word TEXT NOT NULL,
            rule TEXT NOT NULL,
            PRIMARY KEY (scope, word)
        ) WITHOUT ROWID
        """,
    ),
)
"""The user's own. Keyed by arXiv ID and nothing else; `gesture` and `change` are the undo log (`store.gestures`).

`answer` holds what was asked outside, the newest of each kind for each paper (a higher `num` is a later one); `sent`
which papers went where. Both are here because they cannot simply be asked for again.
"""

HEADER_BYTES = 100
"""How much of a file `is_marks_database` wants to see."""


def is_marks_database(head: bytes) -> bool:
    """Whether a file that begins with `head` is a database of marks, of whatever version.

    The places are those of SQLite's file format ("The Database Header"): its name, and at offset 68 the application ID.
    """
    return is_database(head) and head[68:72] == MARKS.application_id.to_bytes(4, "big")


def is_database(head: bytes) -> bool:
    """Whether a file that begins with `head` is a database of SQLite's, ours or another's."""
    return head.startswith(b"SQLite format 3\x00")
