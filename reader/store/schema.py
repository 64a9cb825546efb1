"""The two databases' schemas. A released step is never changed; a change is a new step."""

from __future__ import annotations

from reader.store.database import Schema

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
    ),
)
"""What was collected.

`paper` and `text` are two tables so that a new appearance does not rewrite the texts. `paper.change` rises with every
new or changed text (the index catches up by it); `paper.arrived` is the sync that brought the paper; `paper.origins`
(JSON, see `merging.PaperRow`) tells which fields an older text filled in; `earlier` keeps texts that a newer one
replaced; `announced` counts a day's entries per channel, zero included; `listing` is a copy, made again when its
`stamp` is old.
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
    return head.startswith(b"SQLite format 3\x00") and head[68:72] == MARKS.application_id.to_bytes(4, "big")
