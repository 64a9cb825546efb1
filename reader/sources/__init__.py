"""Sources: bytes of every kind become model objects.

Knows: the digest format in all its ages, RSS, paper records, folders, archives, git history, HTTP.
Must not know: databases, the index, the screen. Called by: `reader.library` (sync, doctor).
The one way in is `read.read_source`; what it yields is stored whole or not at all. `identify.identify` turns what
the user typed into a source.
"""
