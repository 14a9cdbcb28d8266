"""One file on one interpreter: every outcome, and everything that can go wrong with the process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from regrtest_fakes import SOURCES, Fake, alive, kill_all, until

from regrtest_runner import supervisor
from regrtest_runner.supervisor import FileRun, Limits

LIMITS = Limits(seconds=20, memory_mb=1000)
GROWN_UP = """
    def daemon(*program):
        if os.fork() == 0:
            os.setsid()
            if os.fork() == 0:
                note("daemon", os.getpid())
                if program: os.execve(program[0], program, {})
                time.sleep(60)
            os._exit(0)
        os.wait()
        while not os.path.exists(NOTES + "/daemon"):
            time.sleep(0.01)
"""


def run(fake: Fake, text: str, limits: Limits = LIMITS, **more: object) -> FileRun:
    module = fake.file("test_x", text)
    return supervisor.run_file(fake.interpreter("python"), module, limits, **more)  # type: ignore[arg-type]


def short(run: FileRun) -> dict[str, str]:
    """Outcomes by the id without the module."""
    return {name.removeprefix("test.test_x."): outcome for name, outcome in run.cases.items()}


def kinds(run: FileRun) -> list[tuple[str, str | None]]:
    return [(incident.kind, incident.case and incident.case.rpartition(".")[2]) for incident in run.incidents]


def test_each_outcome(fake: Fake) -> None:
    result = run(
        fake,
        """
        class T(unittest.TestCase):
            def test_a(self): pass
            def test_b(self): self.assertEqual(1, 2)
            def test_c(self): raise KeyError("k")
            @unittest.skip("why")
            def test_d(self): pass
            def test_e(self): self.skipTest("now")
            @unittest.expectedFailure
            def test_f(self): self.fail()
            @unittest.expectedFailure
            def test_g(self): pass
            def test_h(self): self.addCleanup(lambda: 1 / 0)
        """,
    )
    assert short(result) == {
        "T.test_a": "passed", "T.test_b": "failed", "T.test_c": "error", "T.test_d": "skipped", "T.test_e": "skipped",
        "T.test_f": "expected_failure", "T.test_g": "unexpected_success", "T.test_h": "error",
    }  # fmt: skip
    assert result.failures["test.test_x.T.test_b"].splitlines()[0] == "AssertionError: 1 != 2"
    assert "test_x.py:" in result.failures["test.test_x.T.test_b"]
    assert result.failures["test.test_x.T.test_d"] == "why"
    assert result.tally == {"run": 8, "failures": 1, "errors": 2, "skipped": 2}
    assert result.incidents == []
    assert result.loaded


def test_a_failing_subtest_fails_its_case_and_no_other(fake: Fake) -> None:
    result = run(
        fake,
        """
        class T(unittest.TestCase):
            def test_a(self):
                for i in range(3):
                    with self.subTest(i=i): self.assertNotEqual(i, 1)
            def test_b(self):
                with self.subTest("one"): self.skipTest("one of them")
                with self.subTest("two"): pass
            def test_c(self):
                with self.subTest(): pass
        """,
    )
    assert short(result) == {"T.test_a": "failed", "T.test_b": "skipped", "T.test_c": "passed"}
    assert result.failures["test.test_x.T.test_a"].startswith("(i=1) AssertionError")


def test_an_id_that_comes_again_is_numbered(fake: Fake) -> None:
    result = run(
        fake,
        """
        class T(unittest.TestCase):
            def test_a(self): note("ran", "a"); self.assertEqual(open(NOTES + "/ran").read(), "a\\n")
        NOTES = os.path.dirname(note.__code__.co_consts[1])
        def load_tests(loader, tests, pattern):
            return unittest.TestSuite([T("test_a"), unittest.TestSuite([T("test_a")])])
        """.replace("os.path.dirname(note.__code__.co_consts[1])", repr(str(fake.notes))),
    )
    assert short(result) == {"T.test_a": "passed", "T.test_a#2": "failed"}


def test_doctests_count_through_load_tests(fake: Fake) -> None:
    result = run(
        fake,
        '''
        import doctest
        def good():
            """
            >>> 1 + 1
            2
            """
        def bad():
            """
            >>> 1 + 1
            3
            """
        def load_tests(loader, tests, pattern):
            tests.addTest(doctest.DocTestSuite())
            return tests
        ''',
    )
    assert short(result) == {"bad": "failed", "good": "passed"}


def test_class_and_module_fixtures_decide_about_what_they_cover(fake: Fake) -> None:
    result = run(
        fake,
        """
        class A(unittest.TestCase):
            @classmethod
            def setUpClass(cls): raise OSError("no")
            def test_a(self): pass
            def test_b(self): pass
        class B(unittest.TestCase):
            @classmethod
            def setUpClass(cls): raise unittest.SkipTest("not here")
            def test_a(self): pass
        class C(unittest.TestCase):
            def test_a(self): pass
            @classmethod
            def tearDownClass(cls): raise ValueError("late")
        """,
    )
    assert short(result) == {"A.test_a": "error", "A.test_b": "error", "B.test_a": "skipped", "C.test_a": "passed"}
    assert "setUpClass" in result.failures["test.test_x.A.test_b"]
    assert kinds(result) == [("fixture", None)]

    result = run(
        fake,
        """
        def setUpModule(): raise unittest.SkipTest("none")
        class A(unittest.TestCase):
            def test_a(self): pass
        class B(unittest.TestCase):
            def test_a(self): pass
        """,
    )
    assert short(result) == {"A.test_a": "skipped", "B.test_a": "skipped"}


def test_a_crash_costs_its_case_only(fake: Fake) -> None:
    result = run(
        fake,
        """
        class T(unittest.TestCase):
            def test_a(self): note("ran", "a")
            def test_b(self): print("on the way"); os.abort()
            def test_c(self): note("ran", "c")
            def test_d(self): os._exit(0)
            def test_e(self): os._exit(3)
            def test_f(self): note("ran", "f")
        """,
    )
    assert list(short(result).items()) == [
        ("T.test_a", "passed"), ("T.test_b", "crashed"), ("T.test_c", "passed"), ("T.test_d", "crashed"),
        ("T.test_e", "crashed"), ("T.test_f", "passed"),
    ]  # fmt: skip
    assert [incident.detail for incident in result.incidents] == ["SIGABRT", "exit status 0", "exit status 3"]
    assert "on the way" in result.incidents[0].output
    assert fake.noted("ran") == ["a", "c", "f"]
    assert not list(Path.cwd().glob("core*"))


def test_a_hang_costs_its_case_and_the_time_limit(fake: Fake) -> None:
    result = run(
        fake,
        """
        class T(unittest.TestCase):
            def test_a(self): pass
            def test_b(self):
                signal.signal(signal.SIGTERM, signal.SIG_IGN)
                while True: time.sleep(1)
            def test_c(self): pass
        """,
        Limits(seconds=1.0, memory_mb=1000),
    )
    assert short(result) == {"T.test_a": "passed", "T.test_b": "timeout", "T.test_c": "passed"}
    assert kinds(result) == [("timeout", "test_b")]


def test_many_hangs_end_with_the_files_time(fake: Fake, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "FILE_TIMES_CASE", 2)
    result = run(
        fake,
        """
        class T(unittest.TestCase): pass
        for i in range(9): setattr(T, f"test_{i}", lambda self: time.sleep(60))
        """,
        Limits(seconds=0.6, memory_mb=1000),
    )
    outcomes = list(short(result).values())
    assert len(outcomes) == 9
    assert outcomes[0] == "timeout"
    assert outcomes[-1] == "not_run"
    assert result.seconds < 6


def test_memory_is_counted_over_all_processes(fake: Fake) -> None:
    result = run(
        fake,
        """
        class T(unittest.TestCase):
            def test_a(self):
                for i in range(4):
                    if os.fork() == 0:
                        held = b"x" * (60 << 20)
                        time.sleep(60)
                        os._exit(0)
                time.sleep(60)
            def test_b(self): pass
        """,
        Limits(seconds=20, memory_mb=200),
    )
    assert short(result) == {"T.test_a": "memory", "T.test_b": "passed"}
    assert kinds(result) == [("memory", "test_a")]
    assert result.peak_mb > 200


def test_memory_that_processes_share_counts_once(fake: Fake) -> None:
    result = run(
        fake,
        """
        class T(unittest.TestCase):
            def test_a(self):
                held = b"x" * (100 << 20)
                for i in range(6):
                    if os.fork() == 0:
                        time.sleep(60)
                        os._exit(0)
                time.sleep(1)
        """,
        Limits(seconds=20, memory_mb=300),
    )
    assert short(result) == {"T.test_a": "passed"}
    assert 100 < result.peak_mb < 300


@pytest.mark.parametrize("text, kind", [("raise RuntimeError('no')", "import"), ("def", "import"), ("os.abort()", "crash")])
def test_a_file_that_cannot_be_loaded(fake: Fake, text: str, kind: str) -> None:
    result = run(fake, text)
    assert result.cases == {}
    assert kinds(result) == [(kind, None)]
    assert result.loaded is (kind == "import")


def test_a_file_that_skips_itself(fake: Fake) -> None:
    result = run(fake, "raise unittest.SkipTest('not on this system')")
    assert (result.cases, result.incidents, result.skipped) == ({}, [], "not on this system")


def test_a_crash_in_a_class_fixture_passes_over_the_class(fake: Fake) -> None:
    result = run(
        fake,
        """
        class A(unittest.TestCase):
            def test_a(self): pass
        class B(unittest.TestCase):
            @classmethod
            def setUpClass(cls): os.abort()
            def test_a(self): pass
            def test_b(self): pass
        class C(unittest.TestCase):
            def test_a(self): pass
        """,
    )
    assert short(result) == {"A.test_a": "passed", "B.test_a": "crashed", "B.test_b": "crashed", "C.test_a": "passed"}


def test_a_crash_at_exit_is_told_and_costs_nothing(fake: Fake) -> None:
    result = run(
        fake,
        """
        import atexit
        atexit.register(os.abort)
        class T(unittest.TestCase):
            def test_a(self): pass
        """,
    )
    assert short(result) == {"T.test_a": "passed"}
    assert [incident.detail for incident in result.incidents] == ["SIGABRT at exit"]


def test_what_unittest_lets_through_is_an_error_of_the_case(fake: Fake) -> None:
    result = run(
        fake,
        """
        class T(unittest.TestCase):
            def test_a(self): raise KeyboardInterrupt
            def test_b(self): pass
        """,
    )
    assert short(result) == {"T.test_a": "error", "T.test_b": "passed"}
    assert result.incidents == []


def test_a_child_that_comes_back_out_of_its_case_runs_no_other(fake: Fake) -> None:
    result = run(
        fake,
        """
        class T(unittest.TestCase):
            def test_a(self):
                if os.fork() == 0: raise ValueError("in the child")
                os.wait()
            def test_b(self): note("ran", "b")
        """,
    )
    assert short(result) == {"T.test_a": "passed", "T.test_b": "passed"}
    assert fake.noted("ran") == ["b"]


def with_daemon(fake: Fake, text: str) -> str:
    return textwrap.dedent(GROWN_UP).replace("NOTES", repr(str(fake.notes))) + textwrap.dedent(text)


def test_no_daemon_outlives_its_file(fake: Fake) -> None:
    result = run(
        fake,
        with_daemon(
            fake,
            """
            class T(unittest.TestCase):
                def test_a(self): daemon()
                def test_b(self):
                    if os.fork() == 0:
                        note("daemon", os.getpid())
                        signal.pause()
            """,
        ),
    )
    assert short(result) == {"T.test_a": "passed", "T.test_b": "passed"}
    left = [int(word) for word in fake.noted("daemon")]
    assert left
    assert not any(alive(process) for process in left)


def test_a_case_that_kills_its_launcher_leaves_nothing_either(fake: Fake) -> None:
    result = run(
        fake,
        with_daemon(
            fake,
            """
            class T(unittest.TestCase):
                def test_a(self):
                    daemon()
                    os.kill(os.getppid(), signal.SIGKILL)
                    time.sleep(60)
                def test_b(self): pass
            """,
        ),
    )
    assert short(result) == {"T.test_a": "crashed", "T.test_b": "passed"}
    assert not any(alive(int(word)) for word in fake.noted("daemon"))


def test_a_daemon_that_forgot_its_environment_is_found_without_its_launcher(fake: Fake) -> None:
    result = run(
        fake,
        with_daemon(
            fake,
            """
            class T(unittest.TestCase):
                def test_a(self):
                    daemon("/bin/sleep", "60")
                    time.sleep(0.5)
                    os.kill(os.getppid(), signal.SIGKILL)
                    time.sleep(60)
                def test_b(self): pass
            """,
        ),
    )
    left = [int(word) for word in fake.noted("daemon")]
    try:
        assert short(result) == {"T.test_a": "crashed", "T.test_b": "passed"}
        assert left
        assert not any(alive(process) for process in left)
    finally:
        kill_all(left)


def test_a_case_that_kills_the_guard_changes_nothing(fake: Fake) -> None:
    result = run(
        fake,
        with_daemon(
            fake,
            """
            class T(unittest.TestCase):
                def test_a(self):
                    daemon()
                    parent = int(open(f"/proc/{os.getppid()}/stat").read().rpartition(")")[2].split()[1])
                    os.kill(parent, signal.SIGKILL)
                def test_b(self): pass
            """,
        ),
    )
    assert short(result) == {"T.test_a": "passed", "T.test_b": "passed"}
    assert result.incidents == []
    assert not any(alive(int(word)) for word in fake.noted("daemon"))


def test_who_kills_a_run_by_its_name_leaves_no_daemon(fake: Fake) -> None:
    """As `pkill -9 -f regrtest_runner` does: everything with the name in its command line, at once."""
    text = with_daemon(
        fake,
        """
        class T(unittest.TestCase):
            def test_a(self):
                daemon("/bin/sleep", "60")
                time.sleep(0.5)
                note("case", os.getpid())
                time.sleep(60)
        """,
    )
    module = fake.file("test_x", text)
    program = (
        "import sys; from regrtest_runner.supervisor import *\n"
        f"run_file({fake.interpreter('python')!r}, {module!r}, Limits(60, 1000))"
    )
    process = subprocess.Popen([sys.executable, "-c", program], env={**os.environ, "PYTHONPATH": SOURCES})
    assert until(lambda: bool(fake.noted("case")))
    below = [int(word) for word in fake.noted("daemon") + fake.noted("case")]
    named = [one for one in family(process.pid) if b"regrtest_runner" in Path(f"/proc/{one}/cmdline").read_bytes()]
    assert process.pid in named
    for one in named:
        os.kill(one, signal.SIGKILL)
    process.wait()
    try:
        assert until(lambda: not any(alive(one) for one in below), 5)
    finally:
        kill_all(below)


def family(process: int) -> list[int]:
    """The process and all below it."""
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return [process, *(one for child in children for one in family(int(child)))]


def test_a_killed_supervisor_takes_everything_with_it(fake: Fake) -> None:
    text = with_daemon(
        fake,
        """
        class T(unittest.TestCase):
            def test_a(self):
                daemon()
                note("folder", os.path.dirname(os.path.dirname(os.getcwd())))
                note("case", os.getpid())
                time.sleep(60)
        """,
    )
    module = fake.file("test_x", text)
    program = (
        "import sys; from regrtest_runner.supervisor import *\n"
        f"run_file({fake.interpreter('python')!r}, {module!r}, Limits(60, 1000))"
    )
    process = subprocess.Popen([sys.executable, "-c", program], env={**os.environ, "PYTHONPATH": SOURCES})
    assert until(lambda: bool(fake.noted("case")))
    below = [int(word) for word in fake.noted("daemon") + fake.noted("case")]
    assert all(alive(one) for one in below)
    process.send_signal(signal.SIGKILL)
    process.wait()
    try:
        assert until(lambda: not any(alive(one) for one in below), 5)
        assert until(lambda: not os.path.exists(fake.noted("folder")[0]), 5)
    finally:
        kill_all(below)


def test_a_flood_of_output_is_drained_and_told(fake: Fake) -> None:
    result = run(
        fake,
        """
        class T(unittest.TestCase):
            def test_a(self):
                for _ in range(400): os.write(1, b"x" * 99_999 + b"\\n")
            def test_b(self): pass
        """,
    )
    assert short(result) == {"T.test_a": "passed", "T.test_b": "passed"}
    assert kinds(result) == [("output", None)]
    assert len(result.incidents[0].output) <= supervisor.TOLD_CHARACTERS


def test_only_chosen_cases_run(fake: Fake) -> None:
    result = run(
        fake,
        """
        class T(unittest.TestCase):
            def test_a(self): note("ran", "a")
            def test_b(self): note("ran", "b")
        """,
        choose=lambda case: case.endswith("_b"),
    )
    assert short(result) == {"T.test_b": "passed"}
    assert fake.noted("ran") == ["b"]


def test_the_case_finds_a_clean_place(fake: Fake, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONWARNINGS", "error")
    monkeypatch.setenv("FORCE_COLOR", "1")
    result = run(
        fake,
        """
        import resource, tempfile
        class T(unittest.TestCase):
            def test_folder(self):
                self.assertEqual(os.listdir(), [])
                self.assertFalse(os.getcwd().isascii())
                self.assertEqual(os.path.dirname(os.getcwd()), tempfile.gettempdir())
                note("folder", os.getcwd())
                open("left", "w").close(); os.mkdir("closed"); open("closed/x", "w").close(); os.chmod("closed", 0)
            def test_environment(self):
                for name in "PYTHONWARNINGS", "FORCE_COLOR": self.assertNotIn(name, os.environ)
            def test_arguments(self): self.assertEqual(len(sys.argv), 1)
            def test_no_core(self): self.assertEqual(resource.getrlimit(resource.RLIMIT_CORE)[0], 0)
            def test_signals(self): self.assertIs(signal.getsignal(signal.SIGINT), signal.default_int_handler)
            def test_session(self): self.assertEqual(os.getsid(0), os.getpid())
        """,
    )
    assert set(short(result).values()) == {"passed"}, result.failures
    assert not os.path.exists(fake.noted("folder")[0])


def test_an_interpreter_that_is_not_there_is_no_crash(fake: Fake) -> None:
    with pytest.raises(supervisor.CannotStart, match="absent cannot be started"):
        supervisor.run_file(str(fake.folder / "absent"), "test.test_x", LIMITS)


def test_a_set_up_that_crashes_is_left_out(fake: Fake) -> None:
    (fake.package / "support").mkdir()
    (fake.package / "support" / "__init__.py").write_text("import os; os.abort()")
    result = run(
        fake,
        """
        class T(unittest.TestCase):
            def test_a(self): pass
        """,
    )
    assert short(result) == {"T.test_a": "passed"}


def test_output_keeps_its_head_and_tail() -> None:
    output = supervisor.Output()
    for number in range(60):
        output.take(b"%d " % number * 20_000)
    output.take(b"\nthe end")
    assert output.head.startswith(b"0 0")
    assert output.told().endswith("the end")
    assert len(output.tail) <= 2 * supervisor.KEPT_TAIL
    assert output.dropped > 0
