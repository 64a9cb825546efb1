"""Papers as text for other programs: one module a format, one line a format in `formats.FORMATS`.

Knows: papers, marks, and what other programs do with each format. Must not know: files, databases, terminals.
Called by the library. Writing to a file is the caller's; every format is a generator of pieces of text.

Where each thing goes in each format, and which programs read it back: `.github/EXPORTS.md`.
"""
