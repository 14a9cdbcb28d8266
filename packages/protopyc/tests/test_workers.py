"""Units that forks write are, byte for byte, those that one process writes one after the other."""

from __future__ import annotations

import os
import time
from pathlib import Path

from protopyc.build.driver import SourceTree
from protopyc.cxx.units import UnitWriter
from protopyc.cxx.workers import in_order_of_change, written

from .program import passed

HERE = Path(__file__).resolve().parent


def test_forks_write_what_one_process_writes(tmp_path: Path) -> None:
    for name in ("classes", "errors", "containers"):
        (tmp_path / f"case_{name}.py").write_text((HERE / "cases" / f"{name}.py").read_text("utf-8"), "utf-8")
    source = tmp_path / "three_cases.py"
    source.write_text(
        "import case_classes\nimport case_containers\nimport case_errors\n\n\n"
        "def main() -> int:\n    return case_classes.main() + case_containers.main() + case_errors.main()\n"
    )
    world, entry = passed(source)
    writer = UnitWriter(world, entry)
    with written(writer, 2) as units:
        forked = {u.name: (u.text, u.flags) for u in units}
    assert not writer.cache, "the forks wrote, not this process"
    alone = {u.name: (u.text, u.flags) for u in map(writer.unit, writer.names())}
    assert forked == alone
    assert {"case_classes", "case_containers", "case_errors", "classes"} <= set(forked)


def test_the_module_written_last_comes_first(tmp_path: Path) -> None:
    for name in ("first", "second", "third"):
        (tmp_path / f"{name}.py").write_text(f"def {name}(x: int) -> int:\n    return x + 1\n")
    source = tmp_path / "order.py"
    source.write_text(
        "import first\nimport second\nimport third\n\n\n"
        "def main() -> int:\n    return first.first(second.second(third.third(1)))\n"
    )
    os.utime(tmp_path / "second.py", (time.time() + 60, time.time() + 60))
    world, entry = passed(source)
    order = in_order_of_change(UnitWriter(world, entry))
    assert order[:2] == ["second", "classes"] and {"first", "third", "order"} <= set(order[2:])


def test_a_source_tree_holds_what_was_written_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "old.cpp").write_text("old")
    tree = SourceTree(tmp_path)
    tree.write("new.cpp", "new")
    tree.remove_others()
    assert [p.name for p in tmp_path.iterdir()] == ["new.cpp"]
