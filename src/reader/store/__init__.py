"""The databases: what was collected (`library.db`) and what is the user's own (`marks.db`).

Knows: SQLite, schemas, migrations, merging of entries into papers, undo.
Must not know: where digests come from, the index, the screen. Called by: `reader.library`. The only package that
imports `sqlite3`; its errors leave as `StoreError`.
"""
