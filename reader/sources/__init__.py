"""Sources: bytes of every kind become model objects.

Knows: the digest format in all its ages, RSS, paper records, folders, archives, git history, HTTP.
Must not know: databases, the index, the screen. Called by: `reader.library` (sync, doctor).
`identify.identify` turns what the user typed into a source, `read.read_source` reads it; what a step yields is stored
whole or not at all.

From the bytes up: `decoding`, `content` (what a file is, and its day), `markdown` / `feed` / `record` (the forms of a
digest), `stated` (an entry out of its texts), `announcement` (metadata out of titles and abstracts), `cleaning`.
Where bytes come from: `files` and `archive`, `history` (with `gitobjects`, `clones`, `gitprogram`), `web`.
"""
