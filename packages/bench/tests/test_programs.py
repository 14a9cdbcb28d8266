"""The stand-in pyperf, and the checks that make the programs' results visible."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

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
    assert set(run.inner_times()) == {"double", "timed"}


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
    ("go", r"KOMI = 7\.5", "KOMI = 2.5"),
]


@pytest.fixture(scope="module")
def originals() -> Path:
    return programs.bring()


def checked_output(cpython: str, script: Path) -> measure.Run:
    return measure.run([cpython, str(script), "--check"], timeout=120.0)


@pytest.mark.slow
@pytest.mark.parametrize(("name", "pattern", "replacement"), MUTATIONS, ids=[row[0] for row in MUTATIONS])
def test_a_wrong_answer_shows(
    name: str, pattern: str, replacement: str, cpython: str, originals: Path, tmp_path: Path
) -> None:
    for file in STANDIN.glob("*.py"):
        shutil.copy(file, tmp_path)
    source = (originals / f"{name}.py").read_text()
    broken, times = re.subn(pattern, replacement, source)
    assert times > 0, "the program changed: adapt the mutation"
    (tmp_path / f"{name}.py").write_text(broken)
    expected = checked_output(cpython, originals / f"{name}.py")
    assert measure.complaint(expected) is None
    assert measure.complaint(checked_output(cpython, tmp_path / f"{name}.py"), expected) is not None
