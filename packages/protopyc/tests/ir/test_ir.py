"""The IR of small functions after each pass.

tests/ir/*.txt: a comment that says what to look at, the Python source, then after each line `--- PASS` the IR of its
functions when that pass has run. A pass that changes nothing has `(same)`. All files are compiled as one program.

After an intended change: `pytest packages/protopyc/tests/ir --rewrite-ir`, and read the difference.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from protopyc.ir.pretty import dump
from protopyc.passes import lower
from protopyc.passes.table import PASSES

from ..program import compiled

HERE = Path(__file__).resolve().parent
FILES = sorted(HERE.glob("*.txt"))
STAGES = ["front", *[name for name, _ in PASSES], "lower"]
SAME = "(same)\n"

Sections = dict[str, str]


def split(text: str) -> tuple[str, Sections]:
    """(source, expected IR by stage)"""
    source, *rest = text.split("\n--- ")
    sections = {}
    for part in rest:
        stage, _, ir = part.partition("\n")
        sections[stage] = ir.rstrip("\n") + "\n"
    return source + "\n", sections


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Sections]:
    folder = tmp_path_factory.mktemp("ir")
    modules = [f"ir_{path.stem}" for path in FILES]
    entries: list[str] = []
    for path, module in zip(FILES, modules):
        source = split(path.read_text("utf-8"))[0]
        (folder / f"{module}.py").write_text(source, "utf-8")
        if "\ndef entry()" in source:
            entries.append(module)
    main = folder / "all_ir.py"
    calls = "".join(f" + {m}.entry()" for m in entries)
    main.write_text("".join(f"import {m}\n" for m in modules) + f"\n\ndef main() -> int:\n    return 0{calls}\n")
    program, _ = compiled(main, [m for m in modules if m not in entries])
    texts: dict[str, Sections] = {m: {} for m in modules}
    last: dict[str, str] = {}

    def note(stage: str) -> None:
        for module in modules:
            text = dump([f for f in program.functions if f.module == module])
            texts[module][stage] = SAME if text == last.get(module) else text
            last[module] = text

    note("front")
    for name, run in PASSES:
        run(program)
        note(name)
    lower.run(program)
    note("lower")
    return {path.stem: texts[module] for path, module in zip(FILES, modules)}


@pytest.mark.parametrize("path", FILES, ids=[p.stem for p in FILES])
def test_ir_after_each_pass(path: Path, found: dict[str, Sections], request: pytest.FixtureRequest) -> None:
    source, expected = split(path.read_text("utf-8"))
    got = found[path.stem]
    if request.config.getoption("--rewrite-ir"):
        parts = [source.rstrip("\n") + "\n", *(f"\n--- {stage}\n{got[stage]}" for stage in STAGES)]
        path.write_text("".join(parts), "utf-8")
        return
    assert expected.keys() == got.keys()
    for stage in STAGES:
        assert got[stage] == expected[stage], f"after {stage}"
