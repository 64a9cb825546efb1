"""digest-reader: read bilingual (Chinese/English) arXiv digests in a terminal.

Start with `reader/ARCHITECTURE.md`: the layers, what each may import, and where a change belongs.
"""

__version__ = "0.1.0"
