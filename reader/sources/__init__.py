"""Sources: bytes of every kind become model objects.

Knows: the digest format in all its ages, feeds, bibliographies, folders, archives, git history, HTTP.
Must not know: databases, the index, the screen. Called by: `reader.library` (sync, doctor).
`identify.identify` turns what the user typed into a source, `read.read_source` reads it; what a step yields is stored
whole or not at all.

From the bytes up: `limits`, `streams`, `decoding`, `texts`, `xmltext` (XML that need not be any), `content` (what a
file is, and its day). Forms of a digest: `markdown`, `feed`, `record`, `listing`. What knows papers and announces
none: `arxiv_xml`, `kaggle`, `bibtex`, `referencejson`, `zotero`, as `facts` gathered by `gathering`. From texts to an
entry: `stated`, `announcement` (metadata out of titles and abstracts), `people`, `markup`, `cleaning`.
Where bytes come from: `files` (`regular`) and `archive`, `history` (with `gitobjects`, `clones`, `gitprogram`), `web`.
"""
