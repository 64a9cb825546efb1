"""Full-text search in two languages.

Knows: text analysis, the query language, the index on disk, ranking, highlighting, spelling.
Must not know: databases, files of digests, the screen. Marks and metadata reach it as sets of paper numbers
through `protocol.FilterSource`. Called by: `reader.library` only (front ends get results from there).

`protocol`, `query` and `highlight` import neither whoosh nor numpy; `engine` does, and is imported on first use.
"""
