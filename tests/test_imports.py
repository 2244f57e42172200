"""The import law of the design, read from every file of the package."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = "spasmtimer"

PURE = {
    "__future__",
    "bisect",
    "collections",
    "collections.abc",
    "datetime",
    "difflib",
    "enum",
    "functools",
    "itertools",
    "math",
    "msgspec",
    "msgspec.structs",
    "operator",
    "re",
    "textwrap",
    "typing",
}
"""What the engine and the guidance may import: no clock, file, process, screen, sound, or chance."""

VIEW = {
    *("schedule", "guidance", "paths", "settings", "presets_file", "journal", "control", "hearing"),
    *("streams", "terminal", "nudge", "machine", "remembered", "checkup"),
}

MAY_SEE = {
    # part of the package: the other parts it may import
    "schedule": set[str](),
    "guidance": {"schedule"},
    "clock": {"schedule"},
    "paths": set[str](),
    "private": {"paths"},
    "remembered": {"paths", "private"},
    "own_file": {"schedule"},
    "settings": {"schedule", "guidance", "paths", "remembered", "own_file"},
    "presets_file": {"schedule", "guidance", "paths", "settings", "own_file"},
    "audio": {"schedule", "guidance", "clock", "paths", "private", "settings"},
    "journal": {"schedule", "guidance", "clock", "paths", "private", "settings"},
    "health": {"schedule", "journal"},
    "past": {"schedule", "guidance", "clock", "journal", "private"},
    "unfit": {"schedule", "guidance", "journal", "past"},
    "timekeeper": {"schedule", "guidance", "clock", "paths", "private", "settings", "journal", "audio", "health"},
    "machine": set[str](),
    "streams": set[str](),
    "terminal": set[str](),
    "nudge": {"schedule", "guidance", "journal", "terminal"},
    "control": {
        *("schedule", "guidance", "clock", "settings", "presets_file", "journal", "timekeeper", "health", "past"),
        "unfit",
    },
    "hearing": {"schedule", "settings", "remembered", "audio"},
    "checkup": {
        *("schedule", "clock", "paths", "settings", "presets_file", "remembered", "machine", "terminal"),
        *("journal", "timekeeper", "audio"),
    },
    "cli": VIEW | {"tui"},
    "tui": VIEW,
    "__main__": {"cli"},
}
"""The arrows of the design; audio and journal see no view and no control. Of the journal, views see HISTORY only."""

HISTORY = f"{PACKAGE}.journal.history"
"""The journal's history queries: all that a view may see of the journal."""

TIME = {"time", "monotonic", "perf_counter", "process_time", "thread_time", "clock_gettime"}
READS_TIME = {
    "time": TIME | {f"{name}_ns" for name in TIME} | {"localtime", "gmtime", "ctime", "asctime", "strftime"},
    "datetime": {"now", "utcnow", "today"},
    "date": {"today"},
}


@dataclass(frozen=True)
class Import:
    """One import: which module or name, and whether it happens as soon as its file is imported."""

    name: str
    at_once: bool
    line: int


@dataclass(frozen=True)
class Source:
    """One file of the package, parsed."""

    path: Path

    @property
    def module(self) -> str:
        """Its dotted name."""
        parts = self.path.relative_to(ROOT).with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @property
    def part(self) -> str:
        """The top-level part of the package that it belongs to."""
        return part_of(self.module)

    def imports(self) -> tuple[Import, ...]:
        """All that it imports, relative names made absolute."""
        return imports_of(self.path, self.module)

    def __str__(self) -> str:
        """Name it in a test's id."""
        return str(self.path.relative_to(ROOT))


def part_of(module: str) -> str:
    """The second part of a dotted name of ours; empty for the package itself."""
    return module.split(".")[1] if module.startswith(f"{PACKAGE}.") else ""


@cache
def tree(path: Path) -> ast.Module:
    """The file's syntax."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


@cache
def imports_of(path: Path, module: str) -> tuple[Import, ...]:
    """The imports of one file; those in functions or for the type checker alone do not happen at once."""
    return tuple(_imports(tree(path), path, module, at_once=True))


def _imports(node: ast.AST, path: Path, module: str, *, at_once: bool) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import):
            yield from (Import(alias.name, at_once, child.lineno) for alias in child.names)
        elif isinstance(child, ast.ImportFrom):
            base = _base(child, path, module)
            yield from (Import(f"{base}.{alias.name}", at_once, child.lineno) for alias in child.names)
        else:
            later = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) or _for_types(child)
            yield from _imports(child, path, module, at_once=at_once and not later)


def _base(node: ast.ImportFrom, path: Path, module: str) -> str:
    if not node.level:
        return node.module or ""
    package = module.split(".") if path.name == "__init__.py" else module.split(".")[:-1]
    kept = package[: len(package) - (node.level - 1)]
    return ".".join([*kept, node.module] if node.module else kept)


def _for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)


SOURCES = [Source(path) for path in sorted((ROOT / PACKAGE).rglob("*.py"))]
MODULES = {source.module: source for source in SOURCES}


def module_of(name: str) -> str:
    """The module that holds an imported name: `a.b.c` may be a module or a thing in `a.b`."""
    while name and name not in MODULES and "." in name:
        name = name.rpartition(".")[0]
    return name


def comes_in(module: str) -> set[str]:
    """Every name that importing a module of ours imports at once, through all of ours that it imports."""
    seen: set[str] = set()
    todo = [module]
    while todo:
        name = todo.pop()
        if name in seen:
            continue
        seen.add(name)
        parents = [name.rsplit(".", n)[0] for n in range(1, name.count(".") + 1)] if name in MODULES else []
        if name in MODULES:
            named = [each.name for each in MODULES[name].imports() if each.at_once]
            todo += [module_of(each) if each.startswith(PACKAGE) else each for each in named]
        todo += parents
    return seen


def is_or_in(name: str, packages: set[str]) -> bool:
    """Whether a dotted name is one of the packages or something in one."""
    return any(name == package or name.startswith(f"{package}.") for package in packages)


def files(*parts: str) -> list[Source]:
    """The files of these parts of the package, as far as there are any."""
    return [source for source in SOURCES if source.part in parts]


def found(source: Source, imports: Iterable[Import]) -> list[str]:
    """What a failing law shows: where, and what."""
    return [f"{source}:{each.line} {each.name}" for each in imports]


def test_the_package_is_read() -> None:
    """The files are found, so that none of the laws below holds for want of files."""
    assert {"spasmtimer.clock", "spasmtimer.schedule.session"} <= set(MODULES)
    assert "spasmtimer.schedule.exposure" in comes_in("spasmtimer.schedule.session")
    assert time_reads(
        ast.parse("time.time(), time.sleep(1), dt.datetime.now(), date.today(), when.date(), self.time")
    ) == ["1: time.time", "1: dt.datetime.now", "1: date.today"]


def test_every_part_has_its_place() -> None:
    """A new part of the package gets its place among the arrows."""
    assert set() == {source.part for source in SOURCES} - {""} - set(MAY_SEE)


def test_engine_and_guidance_are_pure() -> None:
    """`schedule` and `guidance` import no clock, file, process, screen or sound: only what computes."""
    impure = []
    for source in files("schedule", "guidance"):
        foreign = [each for each in source.imports() if not is_or_in(each.name, {PACKAGE})]
        impure += found(source, [each for each in foreign if not {each.name, each.name.rpartition(".")[0]} & PURE])

    assert impure == []


def test_engine_and_guidance_touch_nothing() -> None:
    """What needs no import to reach the world is not called in them either."""
    worldly = {"open", "print", "input", "exec", "eval", "__import__", "breakpoint"}
    calls = []
    for source in files("schedule", "guidance"):
        for node in ast.walk(tree(source.path)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in worldly:
                calls.append(f"{source}:{node.lineno} {node.func.id}")

    assert calls == []


def test_only_the_clock_reads_time() -> None:
    """One file reads clocks; `time.sleep` is no reading, and a datetime is only a type elsewhere."""
    others = [source for source in SOURCES if source.module != f"{PACKAGE}.clock"]

    assert [f"{source}:{read}" for source in others for read in time_reads(tree(source.path))] == []


def time_reads(syntax: ast.Module) -> list[str]:
    """Every place that reads the time, by attribute or by a name imported from `time`."""
    reads = []
    for node in ast.walk(syntax):
        if isinstance(node, ast.Attribute):
            owner = ast.unparse(node.value).rpartition(".")[2]
            if node.attr in READS_TIME.get(owner, ()):
                reads.append(f"{node.lineno}: {ast.unparse(node)}")
        elif isinstance(node, ast.ImportFrom) and node.module == "time" and not node.level:
            reads += [f"{node.lineno}: {alias.name}" for alias in node.names if alias.name in READS_TIME["time"]]
        elif isinstance(node, ast.Import | ast.ImportFrom):
            hidden = [each for each in node.names if each.name in READS_TIME and each.asname not in {None, "dt"}]
            reads += [f"{node.lineno}: {each.name} as {each.asname}" for each in hidden]
    return reads


def test_each_part_sees_only_what_it_may() -> None:
    """The arrows of the design: who imports whom."""
    wrong = []
    for source in SOURCES:
        allowed = MAY_SEE.get(source.part, set()) | {source.part, ""}  # "" is spasmtimer itself: its version
        wrong += found(source, [each for each in source.imports() if part_of(module_of(each.name)) not in allowed])

    assert wrong == []


def test_views_see_only_the_journals_history() -> None:
    """Of the journal, views see the history queries and nothing else."""
    wrong = []
    for source in files("cli", "tui"):
        journal = [each for each in source.imports() if is_or_in(each.name, {f"{PACKAGE}.journal"})]
        wrong += found(source, [each for each in journal if not is_or_in(each.name, {HISTORY})])

    assert wrong == []


def test_there_are_no_cycles() -> None:
    """No two top-level parts import each other, not even around a corner or in a function."""
    arrows = {source.part: set[str]() for source in SOURCES}
    for source in SOURCES:
        arrows[source.part] |= {part_of(module_of(each.name)) for each in source.imports()} - {source.part, ""}
    while leaves := [part for part, seen in arrows.items() if not seen & arrows.keys()]:
        for part in leaves:
            del arrows[part]

    assert arrows == {}


def test_only_the_app_imports_textual() -> None:
    """Nothing but `tui` imports textual."""
    others = [source for source in SOURCES if source.part != "tui"]
    wrong = [
        line
        for source in others
        for line in found(source, [each for each in source.imports() if is_or_in(each.name, {"textual"})])
    ]

    assert wrong == []


def test_a_verb_does_not_wait_for_the_app() -> None:
    """Importing a module of `cli` brings in neither the app nor textual, through whatever it imports."""
    heavy = {"textual", f"{PACKAGE}.tui"}

    assert [(str(s), name) for s in files("cli") for name in comes_in(s.module) if is_or_in(name, heavy)] == []


def test_the_timekeeper_is_slender() -> None:
    """What keeps the time brings in no Textual, no rich and no audio library of itself."""
    heavy = {"textual", "rich", "simpleaudio"}

    assert [(str(s), name) for s in files("timekeeper") for name in comes_in(s.module) if is_or_in(name, heavy)] == []
