"""One page in HTML that needs nothing else: both languages, a box to filter by, light and dark, fit for printing.

Every text is escaped; the page allows itself no network (Content-Security-Policy), and is whole without scripts, which
only filter and change the language.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from reader.export.options import Options
from reader.export.texts import authors_line, chosen, english_abstract, iso, shown, translated_here, web_links
from reader.model import Lang, MarkedPaper
from reader.text.safe import printable

_STYLE = """
:root { color-scheme: light dark; --ink: #1d2025; --soft: #5b626d; --line: #d9dde3; --page: #fdfdfb; --link: #1a56a6;
  --tag: #eef1f5; --mark: #8a5a00 }
@media (prefers-color-scheme: dark) { :root { --ink: #e3e5e8; --soft: #9aa3ae; --line: #383e46; --page: #16181b;
  --link: #86b7ff; --tag: #262b31; --mark: #e0b25a } }
* { box-sizing: border-box }
body { margin: 0 auto; max-width: 50rem; padding: 1.5rem 1rem 4rem; background: var(--page); color: var(--ink);
  font: 1rem/1.6 system-ui, -apple-system, "Segoe UI", "Noto Sans", "PingFang SC", "Microsoft YaHei",
  "Noto Sans CJK SC", sans-serif; overflow-wrap: break-word }
h1 { font-size: 1.3rem; margin: 0 0 .5rem }
h2 { font-size: 1.1rem; line-height: 1.4; margin: 0 } h2 + h2 { font-size: 1rem; margin-top: .2rem }
a { color: var(--link); text-decoration: none } a:hover, a:focus { text-decoration: underline }
p { margin: .45rem 0 }
nav { position: sticky; top: 0; z-index: 1; display: flex; flex-wrap: wrap; gap: .5rem; align-items: center;
  padding: .6rem 0; background: var(--page); border-bottom: 1px solid var(--line) }
nav input, nav button { font: inherit; color: inherit; background: transparent; border: 1px solid var(--line);
  border-radius: .4rem; padding: .3rem .6rem }
nav input { flex: 1 1 14rem; min-width: 0 }
nav button[aria-pressed=true] { border-color: var(--link); color: var(--link) }
nav output { color: var(--soft); font-size: .9rem; min-width: 5.5rem; text-align: right }
article { padding: 1.1rem 0; border-bottom: 1px solid var(--line) } article[hidden] { display: none }
.facts, .people { color: var(--soft); font-size: .9rem }
.tldr { border-left: 3px solid var(--line); padding-left: .7rem }
.tag { background: var(--tag); border-radius: .3rem; padding: .05rem .4rem; margin-left: .3rem; color: var(--ink);
  display: inline-block }
.kept { color: var(--mark) }
.note { white-space: pre-line; background: var(--tag); border-radius: .4rem; padding: .5rem .7rem }
summary { color: var(--soft); cursor: pointer; font-size: .9rem }
.only-en .zh:not(.alone), .only-zh .en:not(.alone) { display: none }
@media print { body { max-width: none; padding: 0; font-size: 10.5pt; --ink: #000; --soft: #444; --line: #bbb;
  --page: #fff; --link: #000; --tag: #fff } nav { display: none } h2 { break-after: avoid }
  p { orphans: 3; widows: 3 }
  .facts a::after { content: " <" attr(href) ">" } }
"""
_SCRIPT = """
const papers = [...document.querySelectorAll("article")], box = document.querySelector("input");
const count = document.querySelector("output"), texts = papers.map(p => p.textContent.normalize("NFKC").toLowerCase());
function filter() {
  const words = box.value.normalize("NFKC").toLowerCase().split(/\\s+/).filter(Boolean);
  let shown = 0;
  papers.forEach((p, i) => { p.hidden = !words.every(w => texts[i].includes(w)); shown += !p.hidden; });
  count.value = words.length ? shown + " / " + papers.length : papers.length;
}
box.addEventListener("input", filter);
document.querySelectorAll("button").forEach(b => b.addEventListener("click", () => {
  document.body.className = b.value;
  document.querySelectorAll("button").forEach(o => o.setAttribute("aria-pressed", o === b));
}));
document.querySelector("nav").hidden = false;
const details = [...document.querySelectorAll("details")];
addEventListener("beforeprint", () => details.forEach(d => { d.dataset.was = d.open; d.open = true; }));
addEventListener("afterprint", () => details.forEach(d => { d.open = d.dataset.was === "true"; }));
filter();
"""
_HEAD = f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy"
  content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; base-uri 'none'">
<meta name="referrer" content="no-referrer">
<title>Reading list · 阅读清单</title>
<style>{_STYLE}</style>
</head>
<body class="both">
<h1>Reading list · <span lang="zh">阅读清单</span></h1>
<nav hidden>
<input type="search" placeholder="Filter · 筛选" aria-label="Filter · 筛选" autofocus>
<button value="both" aria-pressed="true">中 / EN</button>
<button value="only-zh" aria-pressed="false" lang="zh">中文</button>
<button value="only-en" aria-pressed="false">English</button>
<output></output>
</nav>
<main>
"""
_FOOT = f"</main>\n<script>{_SCRIPT}</script>\n</body>\n</html>\n"


def render(papers: Iterable[MarkedPaper], options: Options) -> Iterator[str]:
    """The page; `options.lang` leaves out the other language where a paper has both."""
    yield _HEAD
    for marked in papers:
        yield "".join([f"{line}\n" for line in _article(marked, options.lang)])
    yield _FOOT


def _article(marked: MarkedPaper, lang: Lang) -> Iterator[str]:
    paper, texts = marked.paper, marked.paper.texts
    yield f'<article id="{escape(paper.id)}">'
    titles = _both(texts.title_en, texts.title_zh, lang) or [(f"arXiv:{paper.id}", "en alone")]
    for title, kind in titles:
        link = f'<a href="{escape(paper.link)}" rel="noreferrer">{escape(shown(title))}</a>'
        yield f"<h2{_attributes(kind)}>{link}</h2>"
    people = authors_line(paper)
    if people:
        yield f'<p class="people">{escape(people)}</p>'
    yield f'<p class="facts">{" · ".join(_facts(marked, lang))}</p>'
    for summary, kind in _both(texts.tldr_en, texts.tldr_zh, lang):
        yield f"<p{_attributes(f'tldr {kind}')}>{escape(shown(summary))}</p>"
    both = _both(english_abstract(paper), texts.abstract_zh, lang)
    if both:
        yield '<details open><summary>Abstract · <span lang="zh">摘要</span></summary>'
        for abstract, kind in both:
            yield f"<p{_attributes(kind)}>{escape(shown(abstract))}</p>"
        yield "</details>"
    if marked.marks.note:
        yield f'<p class="note">{escape(printable(marked.marks.note.strip(), keep_newlines=True))}</p>'
    yield "</article>"


def _both(en: str | None, zh: str | None, lang: Lang) -> list[tuple[str, str]]:
    """The texts wanted, English first, each with its classes; `alone` is never hidden, because it has no other half."""
    wanted = chosen(zh, en, lang)
    alone = " alone" if len(wanted) < 2 else ""
    return [(text, f"{'en' if text == en else 'zh'}{alone}") for text in wanted]


def _attributes(classes: str) -> str:
    return f' class="{classes}" lang="{"zh" if "zh" in classes.split() else "en"}"'


def _facts(marked: MarkedPaper, lang: Lang) -> Iterator[str]:
    """What stands below the title, in HTML: ID with its link, category, kind, day, tags."""
    paper, marks = marked.paper, marked.marks
    version = f"v{paper.version}" if paper.version else ""
    yield f'<a href="{escape(paper.pdf)}" rel="noreferrer">arXiv:{escape(paper.id)}{version}</a>'
    for fact in (paper.category, paper.announce, iso(paper.last_seen)):
        if fact:
            yield escape(printable(fact))
    if by := translated_here(paper, lang):
        yield f"translated by {escape(by)}"
    for kind, url in web_links(paper):
        yield f'<a href="{escape(url)}" rel="noreferrer">{kind}</a>'
    if marks.bookmarked:
        yield '<span class="kept" title="bookmarked · 已收藏">★</span>'
    if marks.tags:
        yield "".join([f'<span class="tag">#{escape(printable(tag))}</span>' for tag in marks.tags])
