"""Asking other people's programs, and only when the reader says so: arXiv's API, Zotero on this machine, a model.

Knows how each of the three is asked, what may come back, and how an answer is checked. Every request goes through
`transport`; nothing here is called unless one of the commands `enrich`, `send`, `translate` was given, and it is
imported only then. It keeps nothing: what comes back is handed to the library batch by batch, so that a job that is
ended goes on where it was. Called by `reader.library.asking`.
"""
