"""Export: a small dialog says what goes where and shows how it begins; the writing is a job in the background."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import mkdtemp

from reader.export.formats import FORMATS, Format, Options
from reader.i18n import msg
from reader.library.library import Library
from reader.model import Lang
from reader.paths import from_root
from reader.text.safe import printable
from reader.tui.actions import subject
from reader.tui.choices import Choice
from reader.tui.exporting import BOOKMARKS, SELECTED, SHOWN, TAG, THIS, ExportPlan, plan_kept
from reader.tui.prompts import Prompt
from reader.tui.side_documents import lines_document
from reader.tui.spans import Role
from reader.tui.stage import Stage
from reader.tui.writing import Change

KEPT = "export"
"""The state under which the last choices are kept."""
PREVIEW_LINES = 60
_WRITE, _PAPERS, _FORM, _LANG, _FILE, _ENRICH = "write", "papers", "format", "language", "file", "enrich"
_WITH_AUTHORS = frozenset(("bibtex", "biblatex", "csl", "ris", "zotero"))
"""Formats that are of little use without authors."""
LOOKED_AT = 500
"""Papers that are looked at for authors that are missing."""


@dataclass(frozen=True, slots=True)
class _Scope:
    """Papers that can be chosen: what they are called, and their numbers."""

    id: str
    label: str
    nums: Sequence[int]


def export(stage: Stage) -> None:
    """Ask what is to be exported, beginning with what was chosen the last time."""
    scopes = list(_scopes(stage))
    if not scopes:
        stage.say(stage.context.t("Nothing to export."))
        return
    config = stage.context.config.export
    folder = from_root(Path(config.folder or "."))
    start = ExportPlan(scopes[0].id, config.format, Lang(config.language), folder)
    plan = plan_kept(stage.context.library.marks.state(KEPT), start, FORMATS)
    if config.folder:  # what the reader wrote down counts more than the last time
        plan = replace(plan, folder=start.folder)
    _dialog(stage, plan)


def _dialog(stage: Stage, plan: ExportPlan) -> None:
    """The dialog itself: one row for each thing that can be chosen, and one to go ahead."""
    form, scope = FORMATS[plan.form], _scope(stage, plan.papers)
    if scope is None:
        return
    file = plan.file(form.extension, stage.context.today)
    lacking = _without_authors(stage, scope.nums) if plan.form in _WITH_AUTHORS else []

    def enrich() -> None:
        stage.run_job(["enrich", "--json", "-"], "".join(f"{identity}\n" for identity in lacking))
        _dialog(stage, plan)

    steps: Mapping[str, Callable[[], None]] = {
        _WRITE: lambda: _begin(stage, plan, file, scope),
        _PAPERS: lambda: _ask_papers(stage, plan),
        _FORM: lambda: _ask_form(stage, plan),
        _LANG: lambda: _ask_lang(stage, plan),
        _FILE: lambda: _ask_file(stage, plan, file),
        _ENRICH: enrich,
    }
    rows = list(_rows(stage, plan, scope, file, len(lacking)))
    preview = lines_document(_preview(stage, plan, form, scope.nums[:1]))
    prompt = Prompt(stage.context.t("Export"), rows, lambda chosen: steps[chosen](), side=preview)
    stage.show(replace(stage.state, prompt=prompt))


def _rows(stage: Stage, plan: ExportPlan, scope: _Scope, file: Path, lacking: int) -> Iterator[Choice]:
    t, form = stage.context.t, FORMATS[plan.form]
    replaced = t("replaces the file that is there") if file.exists() else ""
    papers = t.n("{n} paper", "{n} papers", len(scope.nums))
    yield Choice(_WRITE, t("Write"), " · ".join(part for part in (papers, _shown(file), replaced) if part))
    yield Choice(_PAPERS, t("Papers"), scope.label, papers=f"{len(scope.nums):,}")
    yield Choice(_FORM, t("Format"), f"{form.name}: {t(form.help)}")
    if "--lang" in form.takes:
        yield Choice(_LANG, t("Language"), t(_LANGUAGES[plan.lang]))
    if not stage.outside.in_browser:
        yield Choice(_FILE, t("File"), _shown(file))
    if lacking:
        yield Choice(
            _ENRICH,
            t("Authors"),
            t.n("{n} paper has no authors here: ask arXiv", "{n} papers have no authors here: ask arXiv", lacking),
        )


_LANGUAGES = {Lang.ZH: msg("Chinese"), Lang.EN: msg("English"), Lang.BOTH: msg("Both languages")}


def _scopes(stage: Stage) -> Iterator[_Scope]:
    """What there is to export, the likeliest first."""
    t, library, state = stage.context.t, stage.context.library, stage.state
    if state.selected and not state.in_triage:
        yield _Scope(SELECTED, t("The selected papers"), subject.numbers(stage))
    if not state.in_triage and stage.results.nums and not state.view.everything:
        yield _Scope(SHOWN, t("The papers in the list"), stage.results.nums)
    if stage.current is not None:
        yield _Scope(THIS, t("This paper"), [stage.current.paper.num])
    if kept := library.with_state("bookmarked"):
        yield _Scope(BOOKMARKS, t("All bookmarks"), kept)
    if not state.in_triage and stage.results.nums and state.view.everything:
        yield _Scope(SHOWN, t("The papers in the list"), stage.results.nums)
    for tag, _ in library.marks.tags():
        yield _Scope(f"{TAG}{tag}", f"#{printable(tag)}", library.tagged(tag))


def _scope(stage: Stage, wanted: str) -> _Scope | None:
    scopes = list(_scopes(stage))
    return next((scope for scope in scopes if scope.id == wanted), scopes[0] if scopes else None)


def _preview(stage: Stage, plan: ExportPlan, form: Format, nums: Sequence[int]) -> list[str]:
    """How the file would begin."""
    library = stage.context.library
    text = "".join(library.export(library.papers(nums), form.name, _options(plan, form)))
    return printable(text, keep_newlines=True).splitlines()[:PREVIEW_LINES]


def _options(plan: ExportPlan, form: Format) -> Options:
    return Options(lang=plan.lang) if "--lang" in form.takes else Options()


def _without_authors(stage: Stage, nums: Sequence[int]) -> list[str]:
    papers = stage.context.library.papers(nums[:LOOKED_AT])
    return [marked.paper.id for marked in papers if not marked.paper.details.authors]


def _ask_papers(stage: Stage, plan: ExportPlan) -> None:
    choices = [Choice(scope.id, scope.label, papers=f"{len(scope.nums):,}") for scope in _scopes(stage)]

    def take(chosen: str) -> None:
        _dialog(stage, replace(plan, papers=chosen))

    stage.show(replace(stage.state, prompt=Prompt(stage.context.t("Papers"), choices, take, at=plan.papers)))


def _ask_form(stage: Stage, plan: ExportPlan) -> None:
    t = stage.context.t
    choices = [Choice(form.name, form.name, t(form.help), f".{form.extension}") for form in FORMATS.values()]

    def take(chosen: str) -> None:
        name = Path(plan.name).with_suffix(f".{FORMATS[chosen].extension}").name if plan.name else ""
        _dialog(stage, replace(plan, form=chosen, name=name))

    stage.show(replace(stage.state, prompt=Prompt(t("Format"), choices, take, at=plan.form)))


def _ask_lang(stage: Stage, plan: ExportPlan) -> None:
    t = stage.context.t
    choices = [Choice(lang, t(name)) for lang, name in _LANGUAGES.items()]

    def take(chosen: str) -> None:
        _dialog(stage, replace(plan, lang=Lang(chosen)))

    stage.show(replace(stage.state, prompt=Prompt(t("Language"), choices, take, at=plan.lang)))


def _ask_file(stage: Stage, plan: ExportPlan, file: Path) -> None:
    """Type where it goes; the folder's own folders and files of that kind complete what is typed."""
    found: list[Path] = []
    with suppress(OSError):  # a folder that is not there yet is completed by nothing
        found = sorted(path for path in file.parent.iterdir() if not path.name.startswith("."))
    likely = [path for path in found if path.is_dir() or path.suffix == file.suffix]
    choices = [Choice(f"{path}/" if path.is_dir() else str(path), _shown(path)) for path in likely]

    def take(chosen: str) -> None:
        _dialog(stage, plan.with_file(chosen) if chosen.strip() else plan)

    prompt = Prompt(stage.context.t("File"), choices, take, text=str(file), free=True)
    stage.show(replace(stage.state, prompt=prompt))


def _begin(stage: Stage, plan: ExportPlan, file: Path, scope: _Scope) -> None:
    """Have it written beside the screen, and remember what was chosen."""
    t, form = stage.context.t, FORMATS[plan.form]
    if stage.outside.in_browser:
        file = Path(mkdtemp()) / file.name
    elif not file.parent.is_dir():
        stage.say(t("{path} is no folder; choose another file", path=_shown(file.parent)), Role.ERROR)
        return
    lang = ["--lang", plan.lang] if "--lang" in form.takes else []
    all_of_it = scope.id == SHOWN and stage.state.asked.everything  # then marks of papers that are not here go too
    ids = "" if all_of_it else "".join(f"{identity}\n" for identity in stage.context.library.ids(scope.nums))
    papers = "*" if all_of_it else "-"
    begun = stage.run_job(["export", papers, "--json", "-f", form.name, *lang, "-o", str(file)], ids)
    kept = plan.kept()

    def keep(library: Library) -> None:
        library.marks.set_state(**{KEPT: kept})

    stage.write(Change(keep, minor=True))
    if not begun:
        stage.say(t("It will be done after what is being done now."))


def _shown(path: Path) -> str:
    """A path as it may be shown, the home folder as `~`."""
    home = Path.home()
    return printable(f"~/{path.relative_to(home)}" if path.is_relative_to(home) and path != home else str(path))
