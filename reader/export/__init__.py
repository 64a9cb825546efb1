"""Papers as text for other programs: one module a format, one line a format in `formats.FORMATS`.

Knows: papers, marks, and what other programs do with each format. Must not know: files, databases, terminals.
Called by the library. Writing to a file is the caller's; every format is a generator of pieces of text.

Where each thing goes (Markdown, HTML, CSV and JSON Lines say it by name; `digest` has what that form has room for):

what                BibTeX, biblatex          CSL-JSON       RIS      Zotero RDF            Obsidian
title               title                     title          TI       dc:title              title, heading
Chinese title       title_zh (1)              note (2)       N1       Extra (2)             aliases
authors             author (3)                author         AU       bib:authors           authors
date                year, month / date        issued         PY DA    dc:date               date or month
abstracts           abstract                  abstract       AB       dcterms:abstract      body
arXiv ID            eprint                    number, DOI    ID, DO   prism:number          arxiv, aliases
category            primaryClass/eprintclass  note           N1       automatic tags        category
tags                keywords                  keyword        KW       manual tags           tags
note                annote                    annote         N1       child note            body
summaries           -                         -              -        child note            body
comment, journal    comment, journal_ref      -              -        Extra                 -

(1) `titleaddon`, which styles print, where Chinese is asked for. (2) A line `titleTranslation: ...`. (3) What pdflatex
has no letters for is left out ("others", or without an accent); `author_original` then has the names as they are.
"""
