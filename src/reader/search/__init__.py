"""Full-text search in two languages.

Knows: text analysis, the query language, the index on disk, ranking, highlighting, spelling.
Must not know: databases, files of digests, the screen. Marks and metadata reach it as sets of paper numbers
through `protocol.FilterSource`. Called by: `reader.library` only (front ends get results from there).

`protocol`, `query` and `highlight` import neither whoosh nor numpy; `engine` does, and is imported on first use.

From text to hits, a file a step:

    folding, variants, traditional   which letters and words count as the same, for index, query and highlighting alike
    scanning, query, fields, dates   a typed query -> `ast`
    expansion                        a piece of a query -> what it may look like in a text
    highlight                        where that stands in a displayed text
    evaluate                         the tree, walked: which papers match, how well
    plan, lookup, postings_reader    a piece of text -> leaves -> the papers that have them
    paper_sets                       few papers as numbers, many as truth values
    ranking                          the first screenful at once, the rest when it is looked at
    near, clues, companions,         papers near in meaning: the words of a query -> clues -> what goes with them -> how
    archive, forward                 near every paper is
    suggest                          "did you mean": puts together what these know:
    spelling, segmentation, pinyin,  misspelt words, Chinese to be cut, Chinese by its sound, the other language
    translation
    similar                          "more like this"
    interest, profile, term_rows     words learned from kept papers, and how papers rank by them
    whole_words                      which strings of Chinese characters are words: what is shown of pairs
    telling                          the same for a query: words that set its papers apart, rising ones first

and from papers to the index:

    analysis                         batches of texts -> occurrences, one sortable number each
    builder, postings_writer,        occurrences -> the files of a segment
    segment_format, title_ngrams
    codec, segment                   those files, as Whoosh and as the evaluator read them
    writer, merging                  a commit; several segments made one
    manifest, index_directory        lengths and checksums; an index that is damaged is begun anew

Why Whoosh's own writer and matchers are not used: they handle postings one at a time, in Python. Measured on 51,759
papers (`tests/benchmarks/bench_search.py`), a batch takes a thirtieth of the time to index, and a keystroke takes
about 1 ms where a two-letter prefix took seconds. Why positions and not the texts decide about phrases: they make
Chinese strings of any length exact without reading texts, at 2 bytes an occurrence, and they carry the field, so that
`title:` and `zh:` need no fields of their own. Why a paper has at most 16 bits in a segment: numbers stay small
enough to be stored raw, and a segment is the unit of memory in building and merging.
"""
