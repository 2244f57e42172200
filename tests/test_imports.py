"""The import law of the design, read from every file of the package."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = "spasmtimer"

PURE = {
    "__future__",
    "bisect",
    "collections",
    "collections.abc",
    "dataclasses",
    "datetime",
    "difflib",
    "enum",
    "functools",
    "itertools",
    "math",
    "operator",
    "re",
    "textwrap",
    "typing",
}
"""What the engine and the guidance may import: no clock, file, process, screen, sound, or chance."""

MAY_SEE = {
    # part of the package: the other parts it may import. What is not listed here may import anything.
    "schedule": set(),
    "guidance": {"schedule"},
    "clock": {"schedule"},
    "paths": set(),
    "settings": {"schedule", "guidance", "paths"},
    "audio": {"schedule", "paths", "settings"},
    "journal": {"schedule", "guidance", "clock", "paths", "settings"},
    "timekeeper": {"schedule", "journal", "clock", "paths", "settings", "audio"},
    "control": {"schedule", "guidance", "journal", "clock", "paths", "settings", "timekeeper", "audio"},
    "cli": {"schedule", "guidance", "control", "settings", "paths", "journal", "tui"},
    "tui": {"schedule", "guidance", "control", "settings", "paths", "journal"},
}
VIEWS = {"cli", "tui"}
HISTORY = f"{PACKAGE}.journal.history"
"""The journal's history queries: all that a view may see of the journal."""

READS_TIME = {
    "time": [
        "time",
        "time_ns",
        "monotonic",
        "monotonic_ns",
        "perf_counter",
        "perf_counter_ns",
        "process_time",
        "process_time_ns",
        "thread_time",
        "thread_time_ns",
        "clock_gettime",
        "clock_gettime_ns",
        "localtime",
        "gmtime",
        "ctime",
        "asctime",
        "strftime",
    ],
    "datetime": ["now", "utcnow", "today"],
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


every_file = pytest.mark.parametrize("source", SOURCES, ids=str)


def test_the_package_is_read() -> None:
    """The files are found, so that none of the laws below holds for want of files."""
    assert {"spasmtimer.clock", "spasmtimer.schedule.session"} <= set(MODULES)
    assert "spasmtimer.schedule.exposure" in comes_in("spasmtimer.schedule.session")


@every_file
def test_engine_and_guidance_are_pure(source: Source) -> None:
    """`schedule` and `guidance` import no clock, file, process, screen or sound: only what computes."""
    if source.part not in {"schedule", "guidance"}:
        return
    foreign = [each for each in source.imports() if not each.name.startswith(f"{PACKAGE}.")]

    assert [each for each in foreign if each.name not in PURE and each.name.rpartition(".")[0] not in PURE] == []


@every_file
def test_engine_and_guidance_touch_no_file(source: Source) -> None:
    """What needs no import to reach the world is not called in them either."""
    if source.part not in {"schedule", "guidance"}:
        return
    calls = {node.func.id for node in ast.walk(tree(source.path)) if _is_plain_call(node)}  # type: ignore[attr-defined]

    assert set() == calls & {"open", "print", "input", "exec", "eval", "__import__", "breakpoint"}


def _is_plain_call(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name)


@every_file
def test_only_the_clock_reads_time(source: Source) -> None:
    """One file reads clocks; `time.sleep` is no reading, and a datetime is only a type elsewhere."""
    if source.module == f"{PACKAGE}.clock":
        return

    assert time_reads(tree(source.path)) == []


def time_reads(syntax: ast.Module) -> list[str]:
    """Every place that reads the time, by attribute or by a name imported from `time`."""
    found = []
    for node in ast.walk(syntax):
        if isinstance(node, ast.Attribute):
            owner = ast.unparse(node.value).rpartition(".")[2]
            kinds = {"time": "time", "datetime": "datetime", "date": "datetime", "dt": "datetime"}
            if node.attr in READS_TIME.get(kinds.get(owner, ""), []):
                found.append(f"{node.lineno}: {ast.unparse(node)}")
        elif isinstance(node, ast.ImportFrom) and node.module == "time" and not node.level:
            found += [f"{node.lineno}: {alias.name}" for alias in node.names if alias.name in READS_TIME["time"]]
        elif isinstance(node, ast.Import):
            found += [f"{node.lineno}: {each.name} as {each.asname}" for each in node.names if _hides_time(each)]
    return found


def _hides_time(alias: ast.alias) -> bool:
    return alias.name in {"time", "datetime"} and alias.asname not in {None, alias.name, "dt"}


@every_file
def test_each_part_sees_only_what_it_may(source: Source) -> None:
    """The arrows of the design: who imports whom; the views see of the journal only its history."""
    if source.part not in MAY_SEE:
        return
    ours = [each for each in source.imports() if each.name.startswith(f"{PACKAGE}.") and part_of(each.name)]
    seen = [each for each in ours if module_of(each.name) != PACKAGE]  # spasmtimer.__version__ is no part
    wrong = [each for each in seen if part_of(each.name) not in MAY_SEE[source.part] | {source.part}]
    if source.part in VIEWS:
        wrong += [each for each in seen if part_of(each.name) == "journal" and not is_or_in(each.name, {HISTORY})]

    assert wrong == []


def test_there_are_no_cycles() -> None:
    """No two top-level parts import each other, not even around a corner or in a function."""
    arrows = {source.part: set[str]() for source in SOURCES}
    for source in SOURCES:
        names = {part_of(module_of(each.name)) for each in source.imports()}
        arrows[source.part] |= names - {source.part, ""}
    while leaves := [part for part, seen in arrows.items() if not seen & arrows.keys()]:
        for part in leaves:
            del arrows[part]

    assert arrows == {}


@every_file
def test_only_the_app_imports_textual(source: Source) -> None:
    """Nothing but `tui` imports textual."""
    if source.part == "tui":
        return

    assert [each for each in source.imports() if is_or_in(each.name, {"textual"})] == []


@every_file
def test_a_verb_does_not_wait_for_the_app(source: Source) -> None:
    """Importing a module of `cli` brings in neither the app nor textual, through whatever it imports."""
    if source.part != "cli":
        return

    assert [name for name in comes_in(source.module) if is_or_in(name, {"textual", f"{PACKAGE}.tui"})] == []


@every_file
def test_the_timekeeper_is_slender(source: Source) -> None:
    """What keeps the time and plays the cues brings in no Textual, no rich and no audio library of itself."""
    if source.part != "timekeeper":
        return

    assert [name for name in comes_in(source.module) if is_or_in(name, {"textual", "rich", "simpleaudio"})] == []
