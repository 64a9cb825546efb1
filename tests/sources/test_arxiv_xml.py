"""What arXiv itself answers with, in each of its forms; texts are invented."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest

from reader.model import ARXIV, Announce, Author, Details, Digest, Entry
from reader.sources.content import Origin, read_stream
from reader.sources.contract import Kind
from reader.sources.dispatch import read_source
from reader.sources.identify import identify
from reader.sources.progress import silent
from reader.sources.web import read_url
from tests.sources.invented import the_feed
from tests.sources.servers import send, serving

RSS = """<?xml version='1.0' encoding='UTF-8'?>
<rss xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/" version="2.0"><channel>
<title>cs.XX updates on arXiv.org</title><link>http://rss.arxiv.org/rss/cs.XX</link>
<lastBuildDate>Tue, 06 Feb 2024 05:00:12 +0000</lastBuildDate><pubDate>Mon, 05 Feb 2024 23:30:00 -0500</pubDate>
<skipDays><day>Sunday</day></skipDays>
<item><title>Teapots of Glass</title><link>https://arxiv.org/abs/2402.00001</link>
<description>arXiv:2402.00001v2 Announce Type: replace-cross
Abstract: We blow $a&lt;b$ teapots of glass.</description>
<guid isPermaLink="false">oai:arXiv.org:2402.00001v2</guid><category>stat.ML</category><category>cs.LG</category>
<pubDate>Mon, 05 Feb 2024 00:00:00 -0500</pubDate><arxiv:announce_type>replace-cross</arxiv:announce_type>
<dc:rights>http://creativecommons.org/licenses/by/4.0/</dc:rights><arxiv:DOI>10.5555/tea.1</arxiv:DOI>
<arxiv:journal_reference>Journal of Pots 3 (2024)</arxiv:journal_reference>
<dc:creator>Ana Muster, Wei Li\\'c (Nowhere (A)), J\\"org M\\"uller, Jr. and Bo Probe</dc:creator></item>
</channel></rss>"""

PEOPLE = (Author("Ana Muster"), Author("Wei Lić"), Author("Jörg Müller Jr."), Author("Bo Probe"))

ATOM = """<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns="http://www.w3.org/2005/Atom"><id>http://rss.arxiv.org/atom/cs.XX</id><title>cs.XX updates on arXiv.org</title>
<updated>2024-02-06T05:00:12.000000+00:00</updated><entry><id>oai:arXiv.org:2402.00001v2</id>
<title>Teapots of Glass</title><updated>2024-02-06T05:00:13.000000+00:00</updated>
<link href="https://arxiv.org/abs/2402.00001" rel="alternate" type="text/html"/>
<summary>arXiv:2402.00001v2 Announce Type: replace-cross
Abstract: We blow $a&lt;b$ teapots of glass.</summary><category term="stat.ML"/><category term="cs.LG"/>
<published>2024-02-05T00:00:00-05:00</published><arxiv:announce_type>replace-cross</arxiv:announce_type>
<arxiv:DOI>10.5555/tea.1</arxiv:DOI><arxiv:journal_reference>Journal of Pots 3 (2024)</arxiv:journal_reference>
<dc:creator>Ana Muster, Wei Li\\'c, J\\"org M\\"uller, Jr., Bo Probe</dc:creator></entry></feed>"""

RDF = """<?xml version="1.0" encoding="UTF-8"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="http://arxiv.org/">
<title>cs.XX updates on arXiv.org</title><dc:date>2023-12-05T20:30:00-05:00</dc:date></channel><item rdf:about="http://arxiv.org/abs/2312.00001">
<title>Teapots of Glass. (arXiv:2312.00001v1 [stat.ML])</title><link>http://arxiv.org/abs/2312.00001</link>
<description rdf:parseType="Literal">&lt;p&gt;We blow teapots
of &lt;a href="http://x"&gt;glass&lt;/a&gt;.&lt;/p&gt;</description>
<dc:creator>&lt;a href="http://arxiv.org/find/cs/1/au:+Muster_A/0/1/0/all/0/1"&gt;Ana Muster&lt;/a&gt;,
&lt;a href="x"&gt;Bo Probe&lt;/a&gt;</dc:creator></item></rdf:RDF>"""

API = """<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title type="html">ArXiv Query: id_list=2402.00001</title>
<id>http://arxiv.org/api/invented</id><updated>2024-03-01T00:00:00-05:00</updated>
<opensearch:totalResults xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">1</opensearch:totalResults>
<entry><id>http://arxiv.org/abs/2402.00001v2</id><updated>2024-02-09T17:59:59Z</updated>
<published>2024-02-01T17:59:59Z</published><title>Teapots
  of Glass</title><summary>  We blow teapots
of glass.
  They break.
</summary><author><name>The Pot Collaboration</name></author><author><name>:</name></author>
<author><name>Ana Muster</name><arxiv:affiliation xmlns:arxiv="a">Nowhere University</arxiv:affiliation></author>
<arxiv:comment xmlns:arxiv="a">9 pages</arxiv:comment><arxiv:doi xmlns:arxiv="a">10.5555/tea.1</arxiv:doi>
<arxiv:journal_ref xmlns:arxiv="a">J. Pots 3 (2024)</arxiv:journal_ref>
<link href="http://arxiv.org/abs/2402.00001v2" rel="alternate" type="text/html"/>
<arxiv:primary_category xmlns:arxiv="a" term="stat.ML"/><category term="cs.LG"/><category term="stat.ML"/>
<category term="68T05"/></entry></feed>"""

OAI = """<?xml version="1.0" encoding="UTF-8"?>
<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><responseDate>2024-03-01T06:00:00Z</responseDate>
<request verb="ListRecords" metadataPrefix="arXiv">http://oaipmh.arxiv.org/oai</request><ListRecords>
<record><header><identifier>oai:arXiv.org:2402.00001</identifier><datestamp>2024-02-09</datestamp></header>
<metadata><arXiv xmlns="http://arxiv.org/OAI/arXiv/"><id>2402.00001</id><created>2024-02-01</created>
<updated>2024-02-09</updated><authors><author><keyname>Muster</keyname><forenames>Ana</forenames>
<affiliation>Nowhere University</affiliation></author><author><keyname>Probe</keyname><forenames>Bo</forenames>
<suffix>Jr.</suffix></author></authors><title>Teapots of Glass</title><categories>stat.ML cs.LG</categories>
<comments>9 pages</comments><journal-ref>J. Pots 3 (2024)</journal-ref><doi>10.5555/tea.1</doi>
<abstract>  We blow teapots of glass.
</abstract></arXiv></metadata></record>
<record><header status="deleted"><identifier>oai:arXiv.org:2402.00009</identifier></header></record>
</ListRecords></OAI-PMH>"""

OAI_RAW = """<OAI-PMH><responseDate>2024-03-01T06:00:00Z</responseDate><GetRecord><record><metadata><arXivRaw>
<id>2402.00001</id><submitter>Ana Muster</submitter>
<version version="v1"><date>Thu, 1 Feb 2024 17:59:59 GMT</date></version>
<version version="v2"><date>Fri, 9 Feb 2024 17:59:59 GMT</date></version><title>Teapots of Glass</title>
<authors>Ana Muster and Bo Probe</authors><categories>stat.ML cs.LG</categories><abstract>Glass.</abstract>
</arXivRaw></metadata></record></GetRecord></OAI-PMH>"""

OAI_DC = """<OAI-PMH><responseDate>2024-03-01T06:00:00Z</responseDate><ListRecords><record><header>
<identifier>oai:arXiv.org:2402.00001</identifier></header><metadata><oai_dc:dc><dc:title>Teapots of Glass</dc:title>
<dc:creator>Muster, Ana</dc:creator><dc:creator>Probe, Bo</dc:creator><dc:subject>Statistics</dc:subject>
<dc:description>Glass.</dc:description><dc:description>Comment: 9 pages</dc:description><dc:date>2024-02-01</dc:date>
<dc:identifier>http://arxiv.org/abs/2402.00001</dc:identifier></oai_dc:dc></metadata></record></ListRecords></OAI-PMH>"""

COOL = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>Glass</title><id>https://papers.cool/arxiv/cs.CL/feed</id>
<updated>2024-02-05T05:00:00+00:00</updated><link href="https://papers.cool/arxiv/cs.CL"/>
<entry><id>https://papers.cool/arxiv/2402.00001</id><title>Teapots of Glass</title>
<updated>2024-02-05T00:00:00+00:00</updated>
<link href="https://papers.cool/arxiv/2402.00001" rel="alternate"/>
<summary>We blow teapots of glass.</summary>
<author><name>Ana Muster</name></author></entry></feed>"""

MONDAY = date(2024, 2, 5)


def read(text: str, name: str = "x.xml") -> Digest:
    [digest] = read_stream(io.BytesIO(text.encode()), Origin(name, name))
    return digest


def only(text: str) -> Entry:
    found = read(text)
    assert found.problems == ()
    [entry] = found.entries
    return entry


def test_rss_since_2024_tells_everything() -> None:
    entry = only(RSS)
    assert (entry.id, entry.version, entry.category, entry.announce) == (
        "2402.00001", 2, "stat.ML", Announce.REPLACE_CROSS,
    )  # fmt: skip
    assert (entry.texts.title_en, entry.texts.abstract_en) == ("Teapots of Glass", "We blow $a<b$ teapots of glass.")
    assert entry.details == Details(PEOPLE, ("stat.ML", "cs.LG"), None, "10.5555/tea.1", "Journal of Pots 3 (2024)")


def test_the_atom_feed_says_the_same_as_the_rss() -> None:
    rss, atom = read(RSS), read(ATOM)
    assert [(entry.id, entry.texts, entry.details, entry.announce) for entry in rss.entries] == [
        (entry.id, entry.texts, entry.details, entry.announce) for entry in atom.entries
    ]
    assert (rss.channel, rss.day) == (atom.channel, atom.day) == ("cs.XX", MONDAY)
    assert rss.publisher == atom.publisher == ARXIV


def test_the_day_is_the_channels_as_written_else_the_items() -> None:
    assert read(RSS).day == MONDAY
    without = RSS.replace("<pubDate>Mon, 05 Feb 2024 23:30:00 -0500</pubDate>", "")
    assert read(without).day == MONDAY
    assert read(without.replace("<pubDate>Mon, 05 Feb 2024 00:00:00 -0500</pubDate>", "")).day == date(2024, 2, 6)
    assert read(RDF).day == date(2023, 12, 5)
    assert read(RSS, "2024-03-09 cs.XX.xml").day == MONDAY, "the feed knows better than the file's name"


def test_a_feed_of_the_future_has_no_day() -> None:
    found = read(RSS.replace("2024", "2098"))
    assert found.day is None
    assert "still to come" in found.problems[0].reason


def test_the_old_feed_has_authors_and_a_primary_category() -> None:
    entry = only(RDF)
    assert (entry.version, entry.category, entry.announce) == (1, "stat.ML", Announce.NEW)
    assert entry.texts.abstract_en == "We blow teapots of glass."
    assert entry.details == Details((Author("Ana Muster"), Author("Bo Probe")), ("stat.ML",))


def test_an_answer_of_the_api_announces_nothing_and_knows_when_a_paper_was_submitted() -> None:
    found = read(API, "cs.LG 2024-03-01.xml")
    assert (found.announces, found.channel, found.day) == (False, None, None)
    [entry] = found.entries
    assert (entry.version, entry.category) == (2, "stat.ML")
    assert (entry.texts.title_en, entry.texts.abstract_en) == (
        "Teapots of Glass",
        "We blow teapots of glass.\nThey break.",
    )
    people = (Author("The Pot Collaboration"), Author("Ana Muster", ("Nowhere University",)))
    assert entry.details == Details(
        people, ("stat.ML", "cs.LG"), "9 pages", "10.5555/tea.1", "J. Pots 3 (2024)",
        submitted=date(2024, 2, 1), revised=date(2024, 2, 9),
    )  # fmt: skip


def test_a_harvest_announces_nothing_and_passes_over_what_was_deleted() -> None:
    found = read(OAI)
    assert (found.announces, found.day, found.problems) == (False, None, ())
    [entry] = found.entries
    assert entry.details == Details(
        (Author("Ana Muster", ("Nowhere University",)), Author("Bo Probe Jr.")),
        ("stat.ML", "cs.LG"),
        "9 pages",
        "10.5555/tea.1",
        "J. Pots 3 (2024)",
        submitted=date(2024, 2, 1),
        revised=date(2024, 2, 9),
    )


@pytest.mark.parametrize("text", [OAI_RAW, OAI_DC])
def test_other_formats_of_harvests_are_read(text: str) -> None:
    found = read(text)
    assert not found.announces
    [entry] = found.entries
    assert entry.id == "2402.00001"
    assert entry.details.authors == (Author("Ana Muster"), Author("Bo Probe"))
    assert entry.details.submitted == date(2024, 2, 1)
    assert entry.version == (2 if text is OAI_RAW else None)


def test_papers_cool_announces_for_its_channel() -> None:
    found = read(COOL)
    assert (found.channel, found.day, found.announces) == ("cs.CL", MONDAY, True)
    assert only(COOL).details.authors == (Author("Ana Muster"),)


def test_english_papers_lack_nothing() -> None:
    assert [read(text).problems for text in (RSS, ATOM, RDF, API, OAI, COOL)] == [()] * 6


def test_an_answer_without_abstract_or_title_says_so() -> None:
    assert [p.reason for p in read(COOL.replace("We blow teapots of glass.", "")).problems] == [
        "2402.00001: no abstract"
    ]


@pytest.mark.parametrize(
    ("names", "channel"), [("cs.LG, stat.ML", "stat.ML"), ("cs.LG+cs.CL", "cs.LG"), ("cs, math", "cs.LG")]
)
def test_each_paper_of_a_feed_of_several_categories_stands_in_its_own(names: str, channel: str) -> None:
    """The primary category is its channel, where the feed is of that one, else the next that the feed is of."""
    both = RSS.replace("cs.XX updates", f"{names} updates")
    [found] = read_stream(io.BytesIO(both.encode()), Origin("x.xml", "cs.LG+cs.AI"))
    assert (found.channel, found.day, found.entries) == (channel, MONDAY, read(RSS).entries)


def test_the_same_batch_from_file_and_url_is_the_same_digest(tmp_path: Path) -> None:
    path = tmp_path / "cs.XX"
    path.write_text(RSS)
    [reading] = read_source(identify(str(path)), {}, silent, clones=tmp_path)
    with serving(lambda handler: send(handler, RSS.encode(), Last_Modified="Wed, 07 Feb 2024 08:00:00 GMT")) as server:
        [fetched] = read_url(f"{server}/rss/cs.XX", {}, silent)
    assert [(d.channel, d.day, d.entries) for d in reading.digests] == [
        (d.channel, d.day, d.entries) for d in fetched.digests
    ]


@pytest.mark.parametrize(
    ("name", "url"),
    [
        ("arxiv:cs.LG", "https://rss.arxiv.org/rss/cs.LG"),
        ("arxiv:cs.LG+stat.ML", "https://rss.arxiv.org/rss/cs.LG+stat.ML"),
        ("arxiv:hep-th", "https://rss.arxiv.org/rss/hep-th"),
    ],
)
def test_arxivs_feeds_have_short_names(name: str, url: str) -> None:
    spec = identify(name)
    assert (spec.kind, spec.location) == (Kind.URL, url)


# What people publish as XML

HEAD = '<rss version="2.0"><channel><title>cs.XX updates on arXiv.org</title>'


def broken(title: str, abstract: str, head: str = HEAD) -> Digest:
    item = "<item><title>{}</title><link>https://arxiv.org/abs/2402.0000{}</link><description>{}</description></item>"
    return the_feed(
        (head + item.format(title, 1, abstract) + item.format("Pots", 2, "Fine.") + "</channel></rss>").encode(), "x"
    )


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("th&eacute; &hellip; end", "thé … end"),
        ("tea & pots, AT&T, end", "tea & pots, AT&T, end"),
        ("tea &nosuchthing; end", "tea &nosuchthing; end"),
        ("x <y and z, end", "x <y and z, end"),
        ("a <b in pots", "a <b in pots"),
        ("1 < 2, end", "1 < 2, end"),
        ("some <b>bold</b> text with $a<b$, end", "some bold text with $a<b$, end"),
        ("&lt;![CDATA[arXiv:2402.00001v1 Announce Type: new \nAbstract: end]]&gt;", "end"),
        ("<![CDATA[tea & <i>pots</i>, end]]>", "tea & pots, end"),
        ("&lt;p&gt;One.&lt;/p&gt;&lt;p&gt;", "One."),
        ("tea <!-- a comment --> end", "tea  end"),
        ("tea &#x8336; &#22774; end", "tea 茶 壶 end"),
    ],
)
def test_no_text_behind_broken_markup_is_lost(written: str, read_as: str) -> None:
    found = broken("Pots", written)
    assert [entry.texts.abstract_en or entry.texts.abstract_zh for entry in found.entries] == [read_as, "Fine."]


@pytest.mark.parametrize("written", ["th&eacute;", "tea & pots", "x <y and z", "tea\x07pots"])
def test_the_paper_whose_xml_is_damaged_is_named(written: str) -> None:
    [problem] = broken("Pots", written).problems
    assert problem.reason.startswith("2402.00001: damaged XML: ")
    assert not problem.lost


def test_a_feed_cut_short_keeps_what_came() -> None:
    found = the_feed(RSS[: RSS.index("teapots of glass.")].encode(), "x")
    assert [entry.texts.abstract_en for entry in found.entries] == ["We blow $a<b$"]
    assert [problem.reason for problem in found.problems] == ["2402.00001: damaged XML: cut off"]


def test_an_encoding_declared_wrongly_is_noticed() -> None:
    declared = '<?xml version="1.0" encoding="{}"?>' + HEAD
    found = broken("Müller’s 茶壶", "x", declared.format("ISO-8859-1"))
    assert found.entries[0].texts.title_zh == "Müller’s 茶壶"
    assert [problem.reason for problem in found.problems] == ["declared as iso-8859-1, and read as utf-8, which it is"]
    text = declared.format("GBK") + "<item><title>茶壶</title><link>https://arxiv.org/abs/2402.00001</link></item>"
    found = the_feed(text.encode("gbk"), "x")
    assert found.entries[0].texts.title_zh == "茶壶"
    text = (
        declared.format("utf-8") + "<item><title>茶壶的故事</title><link>https://arxiv.org/abs/2402.00001</link></item>"
    )
    found = the_feed(text.encode("gbk"), "x")
    assert found.entries[0].texts.title_zh == "茶壶的故事"
    assert found.problems[0].reason == "declared as utf-8, and read as gb18030, which it is"
    text = (
        declared.format("windows-1252")
        + "<item><title>Müller</title><link>https://arxiv.org/abs/2402.00001</link></item>"
    )
    found = the_feed(text.encode("cp1252"), "x")
    assert found.entries[0].texts.title_en == "Müller"


def test_an_encoding_that_is_none_is_not_tried() -> None:
    for name in ("zip", "punycode", "unicode_escape", "idna", "no-such-thing"):
        the_feed(f'<?xml version="1.0" encoding="{name}"?>{HEAD}'.encode() + b"\xff\xfe\xfd", "x")


def test_items_with_one_and_the_same_guid_are_papers_of_their_own() -> None:
    found = broken("Pots", "Fine.")
    text = "".join(f"<item><link>https://arxiv.org/abs/{e.id}</link><guid>same</guid></item>" for e in found.entries)
    assert [entry.id for entry in the_feed((HEAD + text).encode(), "x").entries] == ["2402.00001", "2402.00002"]


@pytest.mark.parametrize(
    "link",
    [
        "https://huggingface.co/papers/2402.00001",
        "https://papers.cool/arxiv/2402.00001",
        "https://www.alphaxiv.org/abs/2402.00001",
        "http://cn.arxiv.org/abs/2402.00001",
        "https://doi.org/10.48550/arXiv.2402.00001",
        "https://export.arxiv.org/abs/2402.00001v2",
        "https://arxiv.org/pdf/2402.00001v1.pdf",
        "https://arxiv.org/html/2402.00001v1",
        "https://ar5iv.org/abs/2402.00001",
        "http://xxx.itp.ac.cn/abs/2402.00001",
        "https://browse.arxiv.org/abs/2402.00001",
        "https://rss.arxiv.org/abs/2402.00001",
    ],
)
def test_links_to_mirrors_and_other_sites_are_links_to_the_paper(link: str) -> None:
    found = the_feed(
        f"{HEAD}<item><title>T</title><link>{link}</link><description>Of it.</description></item>".encode(), "x"
    )
    assert [entry.id for entry in found.entries] == ["2402.00001"]
