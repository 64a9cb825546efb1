"""Sources: bytes of every kind become model objects.

Knows: the digest format in all its ages, feeds, bibliographies, folders, archives, git history, HTTP.
Must not know: databases, the index, the screen. Called by: `reader.library` (sync, doctor).
`identify.identify` turns what the user typed into a source, `dispatch.read_source` has it read by the reader of its
kind; what a step yields is stored whole or not at all.

What both ends know `contract` (a step: digests and a fingerprint), `gathering.Wanted`, `progress`
From the bytes up   `limits`, `streams`, `decoding`, `texts`, `xmltext` (XML that need not be any)
What a file is      `recognition`; `content` makes digests of it and finds their day (`naming`)
Forms of a digest   `markdown`, `feed`, `record`, `listing`, and those in `forms`, most of them data
Bibliographies      `kaggle`, `bibtex`, `referencejson`, `zotero` (`extra`), `arxiv_xml`, as `facts`; `gathering`
From texts to entry `stated`, `announcement` (metadata out of titles and abstracts), `people`, `markup`, `cleaning`
Where bytes are     `files` (`regular`), `archive` (`zips`), `web`, `history` with `repositories`, `branches`, `clones`,
                    `gitobjects`, `gitprogram`
Before all that     `looking` (what a source holds), `known` (publishers by name)
"""
