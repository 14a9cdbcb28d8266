"""Whole runs through the command line, with fake interpreters: selection, workers, and every way to be stopped."""

from __future__ import annotations

import errno
import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import execnet
import pytest
from regrtest_fakes import SOURCES, Fake, alive, kill_all, until

from regrtest_runner import command, results

GOOD = """
class T(unittest.TestCase):
    def test_a(self): pass
    def test_b(self): pass
"""
WORSE_ON_PROTOPY = """
class T(unittest.TestCase):
    def test_a(self): pass
    def test_b(self): self.assertNotIn("REGRTEST_FAKE", os.environ)
    def test_c(self):
        if "REGRTEST_FAKE" in os.environ: os.abort()
    @unittest.expectedFailure
    def test_d(self): self.fail()
    @unittest.skip("everywhere")
    def test_e(self): pass
"""
SUPPORT = """
import os, unittest
def check_impl_detail(**guards):
    guards = guards or {"cpython": True}
    return guards.get("protopy" if "REGRTEST_FAKE" in os.environ else "cpython", not all(guards.values()))
def impl_detail(msg="implementation detail specific to cpython", **guards):
    return (lambda test: test) if check_impl_detail(**guards) else unittest.skip(msg)
def cpython_only(test):
    return impl_detail(cpython=True)(test)
def record_original_stdout(stream): pass
"""
DETAILS = """
import functools
from test.support import check_impl_detail, cpython_only, impl_detail
def wrapped(test):
    @functools.wraps(test)
    def wrapper(self): return test(self)
    return wrapper
class T(unittest.TestCase):
    def test_a(self): pass
    @cpython_only
    def test_b(self): note("ran", "b")
    @wrapped
    @impl_detail("in its own words")
    def test_c(self): self.assertNotIn("REGRTEST_FAKE", os.environ)
    @impl_detail(cpython=False)
    def test_d(self): pass
    @unittest.skipIf("REGRTEST_FAKE" in os.environ, "implementation detail specific to cpython, says somebody else")
    def test_e(self): pass
    def test_f(self): self.assertFalse(check_impl_detail() and "REGRTEST_FAKE" in os.environ)
@cpython_only
class D(unittest.TestCase):
    def test_a(self): pass
if check_impl_detail(cpython=True):
    class E(unittest.TestCase):
        def test_a(self): os.abort() if "REGRTEST_FAKE" in os.environ else None
"""
HANGS = """
class T(unittest.TestCase):
    def test_a(self):
        if "REGRTEST_FAKE" in os.environ:
            if os.fork() == 0:
                os.setsid()
                if os.fork() == 0:
                    note("below", os.getpid())
                    time.sleep(60)
                os._exit(0)
            note("below", os.getpid())
            time.sleep(60)
"""


class Place:
    """The fakes, a cache and an output of one test."""

    def __init__(self, fake: Fake) -> None:
        self.fake = fake
        self.output = fake.folder / "out" / "results.json"
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "PROTOPY", "REGRTEST"))},
            "PYTHONPATH": SOURCES,
            "PROTOPY_CACHE": str(fake.folder / "cache"),
        }

    def command(self, *words: str) -> list[str]:
        subject = self.fake.interpreter("subject", "export REGRTEST_FAKE=1")
        cpython = self.fake.interpreter("cpython")
        own = ["--subject", subject, "--cpython", cpython, "--output", str(self.output), "--no-history"]
        return [sys.executable, "-m", "regrtest_runner", *own, *words]

    def run(self, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(*words), env={**self.environment, **environment}, capture_output=True, text=True, timeout=100
        )

    def start(self, *words: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            self.command(*words), env=self.environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a background job ignores it, and hands that down
        )  # fmt: skip

    def results(self) -> results.Results:
        return results.read(self.output)


@pytest.fixture
def place(fake: Fake) -> Place:
    return Place(fake)


def test_a_run_beside_the_baseline(place: Place) -> None:
    place.fake.file("test_good", GOOD)
    place.fake.file("test_worse", WORSE_ON_PROTOPY)
    done = place.run("-j1")
    assert done.returncode == 0, done.stderr
    run = place.results()
    assert run.totals == results.Totals(6, 4, 0.666667)
    assert run.groups == {"stdlib": run.totals}
    assert run.selection.group == "all"
    assert run.files["test_worse"].cases == {
        "test.test_worse.T.test_a": ("passed", "passed"),
        "test.test_worse.T.test_b": ("failed", "passed"),
        "test.test_worse.T.test_c": ("crashed", "passed"),
        "test.test_worse.T.test_d": ("expected_failure", "expected_failure"),
        "test.test_worse.T.test_e": ("skipped", "skipped"),
    }
    assert set(run.files["test_worse"].failures) == {"test.test_worse.T.test_b", "test.test_worse.T.test_c"}
    assert [incident.kind for incident in run.files["test_worse"].incidents] == ["crash"]
    assert "66.66 %" in done.stdout
    assert "2/2 files" in done.stderr


def test_the_baseline_is_run_once(place: Place) -> None:
    place.fake.file("test_good", GOOD + "    def test_c(self): note('ran', 'REGRTEST_FAKE' in os.environ)\n")
    place.run("-j1")
    place.run("-j1")
    assert sorted(place.fake.noted("ran")) == ["False", "True", "True"]
    cached = next(Path(place.environment["PROTOPY_CACHE"]).glob("regrtest/*/test_good.json"))
    cached.write_text("{damaged")
    assert place.run("-j1").returncode == 0
    assert place.fake.noted("ran").count("False") == 2
    assert json.loads(cached.read_text())["cases"]


def test_missing_and_new_cases(place: Place) -> None:
    place.fake.file(
        "test_x",
        """
class T(unittest.TestCase):
    if "REGRTEST_FAKE" in os.environ:
        def test_new(self): pass
    else:
        def test_gone(self): pass
""",
    )
    place.fake.file("test_y", "if 'REGRTEST_FAKE' in os.environ: raise unittest.SkipTest('no such module')" + GOOD)
    place.run("-j1")
    run = place.results()
    assert run.files["test_x"].cases == {
        "test.test_x.T.test_gone": ("missing", "passed"), "test.test_x.T.test_new": ("passed", "missing"),
    }  # fmt: skip
    assert set(run.files["test_y"].cases.values()) == {("missing", "passed")}
    assert "no such module" in run.files["test_y"].incidents[0].detail
    assert run.totals.counted == 3
    assert run.totals.passed == 0


def test_modules_of_a_package_that_skip_themselves_say_why(place: Place) -> None:
    folder = place.fake.package / "test_z"
    folder.mkdir()
    (folder / "__init__.py").write_text(
        "import os\ndef load_tests(loader, tests, pattern):\n"
        "    here = os.path.dirname(__file__)\n"
        "    return loader.discover(here, 'test*.py', os.path.dirname(os.path.dirname(here)))\n"
    )
    head = "import os, unittest\n"
    (folder / "test_1.py").write_text(head + "if 'REGRTEST_FAKE' in os.environ: raise unittest.SkipTest('no such module')" + GOOD)
    (folder / "test_2.py").write_text(head + GOOD)
    (folder / "test_3.py").write_text(head + "raise unittest.SkipTest('nowhere')\n")
    place.run("-j1")
    file = place.results().files["test_z"]
    assert [(incident.kind, incident.detail) for incident in file.incidents] == [("import", "modules of it skip themselves: no such module")]
    assert sorted(set(file.cases.values())) == [("missing", "passed"), ("passed", "passed"), ("skipped", "missing"), ("skipped", "skipped")]


def test_patterns_of_files_and_cases(place: Place) -> None:
    place.fake.file("test_good", GOOD)
    place.fake.file("test_goods", GOOD)
    place.fake.file("test_other", GOOD)
    place.run("-j1", "-m", "*_b", "test_good*")
    run = place.results()
    assert {name: list(file.cases) for name, file in run.files.items()} == {
        "test_good": ["test.test_good.T.test_b"], "test_goods": ["test.test_goods.T.test_b"],
    }  # fmt: skip
    assert run.selection == results.Selection(None, ["test_good*"], ["*_b"])
    nothing = place.run("test_absent")
    assert nothing.returncode == 2
    assert "test_absent" in nothing.stderr


def test_only_what_failed(place: Place) -> None:
    place.fake.file("test_good", GOOD)
    place.fake.file("test_worse", WORSE_ON_PROTOPY)
    place.run("-j1")
    first = place.output.rename(place.output.with_name("first.json"))
    assert place.run("-j1", "--failed-only", str(first)).returncode == 0
    assert list(place.results().files["test_worse"].cases) == ["test.test_worse.T.test_b", "test.test_worse.T.test_c"]
    assert list(place.results().files) == ["test_worse"]


def test_free_threading_is_on_protopy_alone(place: Place) -> None:
    place.fake.file("test_free_threading", GOOD + "    def test_c(self): note('ran', 'REGRTEST_FAKE' in os.environ)\n")
    place.run("-j1", "--group", "threads")
    run = place.results()
    assert run.files == {}
    assert run.free_threading is not None
    assert set(run.free_threading.cases.values()) == {("passed", "not_run")}
    assert run.totals.counted == 0
    assert place.fake.noted("ran") == ["True"]


def details(place: Place) -> None:
    (place.fake.package / "support").mkdir()
    (place.fake.package / "support" / "__init__.py").write_text(SUPPORT)
    place.fake.file("test_x", DETAILS)
    place.fake.file("test_y", "from test.support import check_impl_detail\nif not check_impl_detail(): raise unittest.SkipTest('detail')" + GOOD)


def test_the_details_of_cpython_are_those_that_the_tests_mark(place: Place) -> None:
    details(place)
    done = place.run("-j1")
    assert done.returncode == 0, done.stderr
    run = place.results()
    assert run.files["test_x"].details == [f"test.test_x.{name}" for name in ("D.test_a", "E.test_a", "T.test_b", "T.test_c")]
    assert run.files["test_y"].details == ["test.test_y.T.test_a", "test.test_y.T.test_b"]
    assert run.totals == results.Totals(9, 2, 0.222222)
    assert run.without_details == results.Totals(3, 2, 0.666667)
    assert run.groups_without_details == {"stdlib": run.without_details}
    assert "22.22 %; 66.66 % of the 3 that are no details of CPython" in done.stdout
    assert place.fake.noted("ran") == ["b"], "the marks are found without running anything"


def test_the_marks_are_added_to_outcomes_that_are_known(place: Place) -> None:
    details(place)
    place.run("-j1")
    before = place.results()
    cached = next(Path(place.environment["PROTOPY_CACHE"]).glob("regrtest/*/test_x.json"))
    held = json.loads(cached.read_text())
    del held["details"]
    cached.write_text(json.dumps(held))
    place.run("-j1")
    assert place.results().files["test_x"].cases == before.files["test_x"].cases
    assert place.results().files["test_x"].details == before.files["test_x"].details
    assert place.fake.noted("ran") == ["b"]


def test_the_details_can_be_run_and_nothing_else_takes_it_for_cpython(place: Place) -> None:
    details(place)
    done = place.run("-j1", "--details")
    assert done.returncode == 0, done.stderr
    run = place.results()
    assert run.details
    assert run.files["test_x"].cases == {
        "test.test_x.D.test_a": ("passed", "passed"), "test.test_x.E.test_a": ("crashed", "passed"),
        "test.test_x.T.test_a": ("passed", "passed"), "test.test_x.T.test_b": ("passed", "passed"),
        "test.test_x.T.test_c": ("failed", "passed"), "test.test_x.T.test_d": ("passed", "skipped"),
        "test.test_x.T.test_e": ("skipped", "passed"), "test.test_x.T.test_f": ("passed", "passed"),
    }  # fmt: skip
    assert set(run.files["test_y"].cases.values()) == {("passed", "passed")}
    assert [(file, incident.kind) for file, held in run.files.items() for incident in held.incidents] == [("test_x", "crash")]
    assert run.totals == results.Totals(9, 6, 0.666667)
    assert run.without_details == results.Totals(3, 2, 0.666667)
    refused = place.run("-j1", "--details", "--driver=regrtest")
    assert refused.returncode == 2 and "--driver=unittest" in refused.stderr


def test_a_regression_is_an_exit_status(place: Place) -> None:
    place.fake.file("test_x", GOOD)
    assert place.run("-j1").returncode == 0
    old = place.output.rename(place.output.with_name("old.json"))
    place.fake.file("test_x", GOOD.replace("def test_b(self): pass", "def test_b(self): assert 'REGRTEST_FAKE' not in os.environ"))
    done = place.run("-j1", "--fail-on-regression", str(old))
    assert done.returncode == 1, done.stderr
    assert "test.test_x.T.test_b" in done.stdout
    assert place.run("-j1", "--fail-on-regression", str(old.with_name("absent.json"))).returncode == 2


def test_two_gateways_on_this_machine(place: Place) -> None:
    for number in range(6):
        place.fake.file(f"test_{number}", GOOD)
    done = place.run("--tx", "2*popen")
    assert done.returncode == 0, done.stderr
    assert place.results().totals == results.Totals(12, 12, 1.0)


def test_a_gateway_over_a_socket(place: Place, tmp_path: Path) -> None:
    for number in range(6):
        place.fake.file(f"test_{number}", GOOD + "    def test_c(self): note('parent', os.environ.get('REGRTEST_SERVER'))\n")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    script = Path(execnet.__file__).parent / "script" / "socketserver.py"
    (tmp_path / "elsewhere").mkdir()
    server = subprocess.Popen(
        [sys.executable, str(script), f"127.0.0.1:{port}"], cwd=tmp_path / "elsewhere",
        env={**place.environment, "REGRTEST_SERVER": "remote"}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        assert until(lambda: _listens(port))
        done = place.run("--tx", f"socket=127.0.0.1:{port}", "--tx", "popen")
        assert done.returncode == 0, done.stderr
        assert place.results().totals == results.Totals(18, 18, 1.0)
        assert set(place.fake.noted("parent")) == {"remote", "None"}
    finally:
        server.kill()
        server.wait()


def _listens(port: int) -> bool:
    """Without connecting: the server serves one connection at a time."""
    return any(f":{port:04X} " in line and " 0A " in line for line in Path("/proc/net/tcp").read_text().splitlines())


@pytest.mark.parametrize("workers", ["1", "2"])
def test_ctrl_c_keeps_what_was_done(place: Place, workers: str) -> None:
    place.fake.file("test_a", GOOD)
    place.fake.file("test_b", HANGS)
    place.run("-j1", "test_a", "-m", "nothing")  # known baselines, so that the order is known too
    place.fake.file("test_c", GOOD)
    process = place.start("-j", workers, "--group", "all")
    assert until(lambda: bool(place.fake.noted("below")), 30)
    assert until(lambda: len(place.fake.noted("below")) == 2)
    os.killpg(process.pid, signal.SIGINT)
    said, _ = process.communicate(timeout=60)
    below = [int(word) for word in place.fake.noted("below")]
    try:
        assert process.returncode == 130, said
        run = place.results()
        assert run.interrupted
        assert set(run.files["test_b"].cases.values()) == {("not_run", "passed")}
        assert "incomplete" in said
        assert not any(alive(one) for one in below)
    finally:
        kill_all(below)


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_killed_runner_leaves_no_process(place: Place, workers: str) -> None:
    place.fake.file("test_a", HANGS)
    place.fake.file("test_b", HANGS)
    process = place.start("-j", workers)
    assert until(lambda: len(place.fake.noted("below")) >= 2 * int(workers), 30)
    below = [int(word) for word in place.fake.noted("below")]
    process.kill()
    process.communicate()
    try:
        assert until(lambda: not any(alive(one) for one in below), 5)
    finally:
        kill_all(below)


def test_a_killed_worker_is_told_and_replaced(place: Place) -> None:
    killing = "os.kill(parent(parent(os.getppid())), signal.SIGKILL)"  # above the launcher and its guard
    parent = "def parent(process): return int(open(f'/proc/{process}/stat').read().rpartition(')')[2].split()[1])\n"
    place.fake.file("test_a", parent + f"class T(unittest.TestCase):\n    def test_a(self):\n        if 'REGRTEST_FAKE' in os.environ: {killing}\n")
    for number in range(4):
        place.fake.file(f"test_{number}", GOOD)
    done = place.run("-j2")
    assert done.returncode == 2
    assert "crashed" in done.stderr
    run = place.results()
    assert run.totals.passed == 8
    assert run.files["test_a"].cases == {"test.test_a.T.test_a": ("not_run", "passed")}


@pytest.mark.parametrize("workers", ["1", "2"])
def test_an_interpreter_that_vanishes_stops_the_run(place: Place, workers: str) -> None:
    for number in range(9):
        place.fake.file(f"test_{number}", GOOD)
    subject = place.fake.folder / "subject"
    vanish = f"if os.path.exists({str(subject)!r}): os.unlink({str(subject)!r})"
    place.fake.file("test_a", f"class T(unittest.TestCase):\n    def test_a(self):\n        {vanish}\n")
    done = place.run("-j", workers)
    assert done.returncode == 2, done.stderr
    assert "cannot be started" in done.stderr
    run = place.results()
    assert run.interrupted
    assert not any(file.incidents for file in run.files.values())


def test_a_crash_before_the_first_case_is_no_baseline(place: Place) -> None:
    once = str(place.fake.folder / "once")
    place.fake.file("test_a", f"if not os.path.exists({once!r}): open({once!r}, 'w'); os.abort()\n" + GOOD)
    place.run("-j1")
    assert place.results().totals.counted == 0
    place.run("-j1")
    assert place.results().totals.counted == 2


def test_a_full_disk(place: Place) -> None:
    place.fake.file("test_a", GOOD)
    words = place.command("-j1")
    words[words.index(str(place.output))] = "/dev/full"
    done = subprocess.run(words, env={**place.environment, "TMPDIR": str(place.fake.folder)}, capture_output=True, text=True)
    assert done.returncode == 2
    assert "No space left on device" in done.stderr
    assert "100.00 %" in done.stdout
    kept = done.stderr.partition("the results are in ")[2].split()[0]
    assert results.read(Path(kept)).totals.passed == 2


def test_a_full_disk_leaves_the_old_results(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "results.json"
    path.write_text("as it was")

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        results.write_whole(path, b"new")
    assert [(one.name, one.read_text()) for one in tmp_path.iterdir()] == [("results.json", "as it was")]


@pytest.mark.parametrize(
    "words, told",
    [
        (["--subject", "/nowhere/protopy"], "--subject"),
        (["--cpython", "/nowhere/python3.14"], "--cpython"),
        (["--subject", "/bin/false"], "does not start"),
        (["--failed-only", "/nowhere/results.json"], "No such file"),
    ],
)
def test_what_is_missing_is_named(place: Place, words: list[str], told: str) -> None:
    place.fake.file("test_a", GOOD)
    done = place.run(*words)
    assert done.returncode == 2
    assert told in done.stderr
    assert "Traceback" not in done.stderr
    assert not place.output.exists()


def test_regrtest_as_the_driver_must_be_there(place: Place) -> None:
    place.fake.file("test_a", GOOD)
    done = place.run("--driver=regrtest")
    assert done.returncode == 2
    assert "--driver=unittest" in done.stderr


def test_a_damaged_history_is_named_before_the_run_and_kept(place: Place) -> None:
    place.fake.file("test_a", GOOD)
    folder = place.fake.folder / "kept"
    folder.mkdir()
    (folder / "history.jsonl").write_text('{"group": "all"\n')
    words = [word for word in place.command("-j1", "--history", str(folder)) if word != "--no-history"]
    done = subprocess.run([*words, "--fail-on-regression"], env=place.environment, capture_output=True, text=True)
    assert done.returncode == 2
    assert "line 1" in done.stderr
    assert not place.output.exists()
    done = subprocess.run(words, env=place.environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    lines = (folder / "history.jsonl").read_text().splitlines()
    assert lines[0] == '{"group": "all"'
    assert json.loads(lines[1])["passed"] == 2


def test_a_report_is_rendered(place: Place) -> None:
    place.fake.file("test_a", WORSE_ON_PROTOPY)
    folder = place.fake.folder / "report"
    done = place.run("-j1", "--report", str(folder), "--slowest", "3")
    assert done.returncode == 0, done.stderr
    assert "test_b" in (folder / "all.md").read_text()
    again = subprocess.run(
        [sys.executable, "-m", "regrtest_runner", "report", str(place.output), "--report", str(folder / "again")],
        env=place.environment, capture_output=True, text=True,
    )  # fmt: skip
    assert again.returncode == 0, again.stderr
    assert (folder / "again" / "all.html").exists()


def test_results_go_where_the_environment_says(place: Place) -> None:
    place.fake.file("test_a", GOOD)
    words = place.command("-j1")
    at = words.index("--output")
    del words[at : at + 2]
    path = place.fake.folder / "named.json.gz"
    subprocess.run(words, env={**place.environment, "REGRTEST_RESULTS": str(path)}, capture_output=True, check=True)
    assert results.read(path).totals.passed == 2


def test_case_words_tell_a_partial_run() -> None:
    options = command._parser().parse_args(["--failed-only", "x.json"])
    assert command.Run(options)._case_words()
