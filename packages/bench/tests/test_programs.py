"""The stand-in pyperf, and the checks that make the programs' results visible."""

from __future__ import annotations

import ast
import re
import shutil
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from protobench import measure, programs

STANDIN = Path(programs.__file__).with_name("standin")


def run_with_standin(cpython: str, folder: Path, source: str, *words: str) -> measure.Run:
    shutil.copy(STANDIN / "pyperf.py", folder)
    (folder / "program.py").write_text(source)
    return measure.run([cpython, str(folder / "program.py"), *words], timeout=30.0)


PROGRAM = """
import pyperf

def double(x):
    return x * 2

def timed(loops, limit):
    started = pyperf.perf_counter()
    for _ in range(loops):
        sum(range(limit))
    return pyperf.perf_counter() - started

runner = pyperf.Runner(add_cmdline_args=lambda cmd, args: None)
runner.metadata["description"] = "two benchmarks"
runner.argparser.add_argument("--size", type=int, default=21, help="how much", choices=[4, 21])
runner.argparser.add_argument("what", nargs="?", metavar="WHAT")
args = runner.parse_args()
runner.bench_func("double", double, args.size)
runner.bench_time_func("timed", timed, 10, inner_loops=5)
print(args.what)
"""


def test_results_go_to_stdout_and_times_to_stderr(cpython: str, tmp_path: Path) -> None:
    run = run_with_standin(cpython, tmp_path, PROGRAM, "--loops", "2,timed=3")
    assert run.status == 0
    assert run.stdout == b"double: 42\ntimed: None\nNone\n"
    assert all(0 < (run.inner_time(name) or 0) < run.seconds for name in ("double", "timed"))
    assert run.inner_time("other") is None and run.series("timed") == []


def test_a_series_states_every_iteration(cpython: str, tmp_path: Path) -> None:
    run = run_with_standin(cpython, tmp_path, PROGRAM, "--series", "4", "--loops", "2")
    assert run.stdout == b"double: 42\ntimed: None\nNone\n"
    assert len(run.series("double")) == len(run.series("timed")) == 4
    assert 0 < sum(run.series("timed")) < run.seconds


def test_in_process_a_loop_is_timed_when_warm_and_the_first_result_is_printed(cpython: str, tmp_path: Path) -> None:
    counting = PROGRAM.replace("return x * 2", "time.sleep(0.05 if not calls else 0.002)\n    calls.append(x)\n    return len(calls)")
    counting = counting.replace("import pyperf\n", "import time, pyperf\ncalls = []\n")
    run = run_with_standin(cpython, tmp_path, counting, "--seconds", "0.1")
    assert run.stdout == b"double: 1\ntimed: None\nNone\n"
    values = {name: float(text) for name, text in run.stated("#value").items()}
    assert 0.002 < values["double"] < 0.045, "the first call is no sample"
    assert 0 < values["timed"] < 0.001, "seconds of one loop, over the inner loops"
    assert run.inner_time("double") is None


@pytest.mark.parametrize(("took", "calls"), [(0.001, 100), (0.5, 2), (5.0, 1)])
def test_how_often_a_loop_is_repeated_depends_on_how_long_it_takes(took: float, calls: int) -> None:
    """A clock that only the loop moves; a tenth of a second is asked for."""
    namespace: dict[str, Any] = {}
    exec(compile((STANDIN / "pyperf.py").read_text(), "pyperf.py", "exec"), namespace)
    now, loops_done = [0.0], [0]

    def once(loops: int) -> float:
        loops_done[0] += loops
        now[0] += took * loops
        return took * loops

    namespace["perf_counter"] = lambda: now[0]
    assert namespace["steady"](once, 0.1) == pytest.approx(took)
    assert loops_done[0] == pytest.approx(calls, rel=0.15)


def test_coroutines_are_run_and_their_result_is_printed(cpython: str, tmp_path: Path) -> None:
    source = (
        "import pyperf\n"
        "async def double(x):\n    return 2 * x\n"
        "pyperf.Runner(values=3).bench_async_func('double', double, 21)\n"
    )
    run = run_with_standin(cpython, tmp_path, source, "--loops", "3")
    assert run.stdout == b"double: 42\n" and run.inner_time("double") is not None


def test_which_implementation_was_chosen_is_no_part_of_a_result(cpython: str, tmp_path: Path) -> None:
    source = "import pyperf\npyperf.Runner().bench_func('load_pure_python', int)\n"
    assert run_with_standin(cpython, tmp_path, source).stdout == b"load: 0\n"


def test_the_programs_own_arguments_are_read(cpython: str, tmp_path: Path) -> None:
    run = run_with_standin(cpython, tmp_path, PROGRAM, "--size=4", "all")
    assert run.stdout == b"double: 8\ntimed: None\nall\n"


WRONG = [["--size", "5"], ["--size", "x"], ["--size"], ["--speed", "1"], ["a", "b"]]


@pytest.mark.parametrize("words", WRONG)
def test_wrong_arguments_are_usage_errors(cpython: str, tmp_path: Path, words: list[str]) -> None:
    run = run_with_standin(cpython, tmp_path, PROGRAM, *words)
    assert run.status == 2 and run.stdout == b"" and run.stderr.startswith(str(tmp_path).encode())


def test_a_long_result_is_told_from_one_that_differs_in_the_middle(cpython: str, tmp_path: Path) -> None:
    lines = []
    for middle in (0, 1):
        source = f"import pyperf\nprint(pyperf.digest([0] * 5000 + [{middle}] + [0] * 5000))\n"
        lines.append(run_with_standin(cpython, tmp_path, source).stdout)
    assert lines[0] != lines[1]
    assert all(len(line) < 250 for line in lines)


def test_an_address_is_no_part_of_a_result(cpython: str, tmp_path: Path) -> None:
    run = run_with_standin(cpython, tmp_path, "import pyperf\nprint(pyperf.digest(object()))\n")
    assert run.stdout == b"<object>\n"


# ---------------------------------------------------------------------------------------------------------
# A wrong answer must show: each mutation below breaks a program in a way its own code does not notice.
# ---------------------------------------------------------------------------------------------------------

MUTATIONS = [
    ("nbody", r"mag = dt \*", "mag = 1.0000001 * dt *"),
    ("fannkuch", r"flips_count \+= 1", "flips_count += 2"),
    ("richards", r"w\.count > 26", "w.count > 25"),
    ("richards_super", r"w\.count > 26", "w.count > 25"),
    ("deltablue", r"self\.v2\.value - self\.offset\.value", "self.v2.value - self.offset.value + 1"),
    ("spectral_norm", r"// 2 \+ i \+ 1", "// 2 + i + 2"),
    ("nqueens", r"vec\[i\] - i", "vec[i] - 2 * i"),
    ("float", r"cos\(i\) \* 3", "cos(i) * 3.5"),
    ("chaos", r"\(y - 0\.5\)", "(y - 0.4)"),
    ("raytrace", r"0\.6\)", "0.61)"),
    ("pidigits", r"4 \* k \+ 2", "4 * k + 3"),
    ("generators", r"yield self\.value", "yield self.value + 1"),
    ("coroutines", r"n <= 1", "n <= 2"),
    ("scimark", r"omega \* 0\.25", "omega * 0.26"),
    ("comprehensions", r"and widget.has_spinner", "and not widget.has_spinner"),
    ("typing_runtime_protocols", r"class ClassVarXWithInt:", "class ClassVarXWithInt(HasManyMethods):"),
    ("argparse_many_optionals", r"\"--quiet\", action=\"store_true\"", '"--quiet", action="store_false"'),
    ("telco", r"0\.0341", "0.0342"),
    ("json_dumps", r"'key3': 'value'", "'key3': 'valve'"),
    ("unpickle_list_pure_python", r"list\(range\(10\)\), list", "list(range(9)), list"),
    ("gc_traversal", r"\[None\] \* n", "[None] * (n + 1)"),
    ("go", r"KOMI = 7\.5", "KOMI = 2.5"),
]


@pytest.fixture(scope="module")
def originals() -> Path:
    return programs.bring()


def checked_output(cpython: str, script: Path, words: tuple[str, ...]) -> measure.Run:
    return measure.run([cpython, str(script), *words, "--check"], timeout=120.0)


@pytest.mark.slow
@pytest.mark.parametrize(("name", "pattern", "replacement"), MUTATIONS, ids=[row[0] for row in MUTATIONS])
def test_a_wrong_answer_shows(
    name: str, pattern: str, replacement: str, cpython: str, originals: Path, tmp_path: Path
) -> None:
    [program] = [program for program in programs.PROGRAMS if program.name == name]
    original = programs.script(program)
    copied = tmp_path / original.parent.name
    shutil.copytree(original.parent, copied)
    broken, times = re.subn(pattern, replacement, original.read_text())
    assert times > 0, "the program changed: adapt the mutation"
    (copied / original.name).write_text(broken)
    expected = checked_output(cpython, original, program.words)
    assert measure.complaint(expected) is None
    wrong = checked_output(cpython, copied / original.name, program.words)
    assert measure.complaint(wrong, expected) is not None


def test_every_program_of_the_wheel_is_run_or_has_a_reason_not_to_be(originals: Path) -> None:
    wheel = programs.wheel()
    if wheel is None:
        pytest.skip("the wheel was not kept")
    with zipfile.ZipFile(wheel) as archive:
        there = set(re.findall(r"/bm_(\w+)/run_benchmark\.py", "\n".join(archive.namelist())))
    run = {program.source for program in programs.PROGRAMS}
    assert run | set(programs.EXCLUDED) == there
    assert not run & set(programs.EXCLUDED)


def test_every_program_imports_the_standard_library_only(originals: Path) -> None:
    known = sys.stdlib_module_names | {"pyperf", "bm_regex_effbot", "bm_regex_v8"}
    for program in programs.PROGRAMS:
        tree = ast.parse(programs.script(program).read_text())
        imported = [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
        imported += [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
        assert {name.partition(".")[0] for name in imported} <= known, program.name
