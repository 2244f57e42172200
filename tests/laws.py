"""Every law that the tests check, as their docstrings say it: `python -m tests.laws [FOLDER] | sort`.

Compare two lists before and after tests are merged or moved: a law that is gone from the second needs its reason.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

Test = ast.FunctionDef | ast.AsyncFunctionDef


def laws(folder: Path) -> Iterator[str]:
    """One line a test: its docstring in full, or its name where it has none; then the file that checks it."""
    for path in sorted(folder.rglob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, Test) and node.name.startswith("test_"):
                law = " ".join((ast.get_docstring(node) or node.name.replace("_", " ")).split())
                yield f"{law}  [{path.relative_to(folder.parent)}]"


if __name__ == "__main__":
    print("\n".join(laws(Path(sys.argv[1]) if sys.argv[1:] else Path(__file__).parent)))
