"""Runs one test file's cases inside the interpreter under test and reports each as it happens.

    python -u agent.py RECORDS ORDERS MODULE FOLDER [bare] [as=NAME] [list]

This is the only part of the package that the interpreter under test executes, and that interpreter may be
very incomplete: so nothing but sys and os is needed to start, unittest to run, and whatever else belongs to
the set-up of a regular run is done as far as it can be. `bare` leaves that set-up out: the supervisor asks
for it where the set-up itself killed the process. `as=NAME` has the suite take the interpreter for the
implementation NAME where it asks which one it runs on, to leave out what is a detail of CPython. `list` runs
nothing: it lists the cases that no decorator of theirs or of their class skips.

RECORDS is a file descriptor for what happens, a line each, fields between tabs (escaped, see `_escape`):

    H                               the set-up is over
    I  outcome message              the file, or a module of it, could not be loaded (error), or skips itself
    L  case                         a case of the file, in the order of running; numbered where an id repeats
    .                               the list is complete
    S  case                         the case starts
    E  case outcome message         the case has ended
    F  fixture scope outcome message    setUpClass, tearDownModule ... failed, or skipped what it covers
    X  message                      the run was abandoned by an exception that unittest lets through
    T  run failures errors skipped  what unittest itself counted
    D                               all is done

FOLDER is where the cases run. ORDERS is a file descriptor from which one line comes once the list is complete: nothing (run all), or the
name of a file with the cases to run, a line each.
"""

# mypy: disable-error-code="no-untyped-def,no-untyped-call,import-not-found,union-attr"
# Annotations would be one more thing that the interpreter under test has to be able to do.

import os
import sys

MESSAGE_LINES = 6
MESSAGE_CHARACTERS = 800


class Records:
    """The way out to the supervisor."""

    def __init__(self, descriptor):
        self.descriptor = descriptor
        self.process = os.getpid()
        os.set_inheritable(descriptor, False)

    def send(self, *parts):
        if os.getpid() != self.process:
            # A case forked, and the child came back out of it: it would run the rest of the file again.
            os._exit(70)
        self._write(_line(parts))

    def send_cases(self, names):
        self._write("".join([_line(("L", name)) for name in names]) + ".\n")

    def _write(self, text):
        data = text.encode("utf-8", "backslashreplace")
        while data:
            data = data[os.write(self.descriptor, data) :]


def _line(parts):
    return "\t".join([_escape(part) for part in parts]) + "\n"


def _escape(text):
    return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")


# ----------------------------------------------------------------------------------------------------
# The set-up a regular run has
# ----------------------------------------------------------------------------------------------------


def set_up():
    """What `python -m test` sets up in a worker's process, step by step, as far as the interpreter can."""
    for step in (_fault_handler, _interrupts, _streams, _audit, _support, _undecodable, _seed):
        try:
            step()
        except Exception as error:
            # The output is kept: where a case fails for want of this, the reason is there to be read.
            print("agent: no", step.__name__.strip("_"), "-", type(error).__name__, error, file=sys.stderr)


def _fault_handler():
    import faulthandler
    import signal

    where = sys.__stderr__.fileno()
    faulthandler.enable(file=where, all_threads=True)
    for number in (signal.SIGALRM, signal.SIGUSR1):
        faulthandler.register(number, file=where, chain=True)


def _interrupts():
    """A run in the background starts with SIGINT ignored, and some cases rely on its default."""
    import signal

    if signal.getsignal(signal.SIGINT) in (signal.SIG_IGN, signal.SIG_DFL):
        signal.signal(signal.SIGINT, signal.default_int_handler)


def _streams():
    sys.stdout.reconfigure(errors="backslashreplace")


def _audit():
    """With a hook installed, every audit event of the suite is really raised."""
    sys.addaudithook(lambda event, arguments: None)


def _support():
    """No resource is enabled, as without -u; unset, test.support would enable all."""
    from test import support

    support.verbose = 0
    support.failfast = False
    support.use_resources = {}
    support.junit_xml_list = None
    support.record_original_stdout(sys.stdout)


def _undecodable():
    """A variable that is not text is always in the environment of a regular run."""
    from test.support import os_helper

    if os_helper.TESTFN_UNDECODABLE and os.supports_bytes_environ:
        os.environb.setdefault(b"PYTHONREGRTEST_UNICODE_GUARD", os_helper.TESTFN_UNDECODABLE)
    elif os_helper.FS_NONASCII:
        os.environ.setdefault("PYTHONREGRTEST_UNICODE_GUARD", os_helper.FS_NONASCII)


def _seed():
    """The same one each time: two runs are compared."""
    import random

    random.seed(20141114)


def pose_as(name):
    """All of the suite's marks of CPython's details (cpython_only, impl_detail) ask this one function."""
    try:
        from test import support
    except Exception as error:
        print("agent: no marks of details -", type(error).__name__, error, file=sys.stderr)
        return

    def check_impl_detail(**guards):
        if not guards:
            return name == "cpython"
        # All of the guards are true, and name those that run it, or all are false, and name those that do not.
        return guards.get(name, not next(iter(guards.values())))

    support.check_impl_detail = check_impl_detail


# ----------------------------------------------------------------------------------------------------
# Loading
# ----------------------------------------------------------------------------------------------------


def load(module_name, records):
    """The file's suite; None where there is nothing to run, which has been reported then."""
    import unittest

    try:
        __import__(module_name)
        module = sys.modules[module_name]
        loader = unittest.TestLoader()
        suite = loader.loadTestsFromModule(module)
    except unittest.SkipTest as reason:
        records.send("I", "skipped", str(reason))
        return None
    except BaseException:
        records.send("I", "error", describe(sys.exc_info()))
        return None
    for error in loader.errors:
        records.send("I", "error", _last_lines(str(error)))
    return suite


def _last_lines(text):
    """The end of a formatted traceback: what was raised, and the place before it."""
    lines = [line for line in text.splitlines() if line.strip() and not set(line.strip()) <= {"^", "~"}]
    return "\n".join(([lines[-1]] if lines else []) + lines[-4:-1])[:MESSAGE_CHARACTERS]


def cases_of(suite, found):
    """The suite's cases in the order in which it runs them, without unittest's stand-ins for load errors."""
    for test in suite:
        if _is_suite(test):
            cases_of(test, found)
        elif type(test).__name__ != "_FailedTest":
            found.append(test)
    return found


def keep_only(suite, wanted):
    """Takes the other cases out of the suite. `wanted` holds the cases' own identities."""
    kept = []
    for test in suite:
        if _is_suite(test):
            keep_only(test, wanted)
            kept.append(test)
        elif id(test) in wanted:
            kept.append(test)
    suite._tests = kept


def is_skipped(case):
    """Whether a decorator has unittest skip the case before anything of it runs."""
    method = getattr(case, getattr(case, "_testMethodName", ""), None)
    return getattr(type(case), "__unittest_skip__", False) or getattr(method, "__unittest_skip__", False)


def _is_suite(test):
    try:
        iter(test)
    except TypeError:
        return False
    return True


class Names:
    """Unittest's ids, numbered from the second on where a file has one id twice."""

    def __init__(self):
        self.seen = {}
        self.of = {}

    def give(self, test):
        name = test.id()
        if not isinstance(name, str):
            name = str(name)
        count = self.seen[name] = self.seen.get(name, 0) + 1
        if count > 1:
            name = name + "#" + str(count)
        self.of[id(test)] = name
        return name


# ----------------------------------------------------------------------------------------------------
# Running
# ----------------------------------------------------------------------------------------------------


def make_result(records, names):
    """The unittest result that reports. A function, so that nothing is imported before it must be."""
    import unittest

    class Result(unittest.TestResult):
        """One outcome a case, however many subtests and clean-ups report; the first failure is the one told."""

        def __init__(self):
            unittest.TestResult.__init__(self)
            self.current = None
            self.outcome = None
            self.message = ""
            self.counts = {"failed": 0, "error": 0, "skipped": 0}

        def startTest(self, test):
            self.testsRun += 1
            if self.current is not None:
                records.send("E", self.current, "error", "unittest reported no outcome")
            name = names.of.get(id(test))
            if name is None:
                name = names.give(test)
            self.current = name
            self.outcome = None
            self.message = ""
            records.send("S", name)

        def stopTest(self, test):
            if self.outcome is None:
                return  # an exception is on its way out through unittest; `run` will tell
            records.send("E", self.current, self.outcome, self.message)
            self.current = None
            # The object may be gone now, and its identity another's.
            names.of.pop(id(test), None)

        def note(self, test, outcome, message):
            """What decides is a failure, then a skip, then success; of equals the first."""
            if outcome in self.counts:
                self.counts[outcome] += 1
            if self.current is None:
                self._fixture(test, outcome, message)
            elif _weight(outcome) > _weight(self.outcome):
                self.outcome = outcome
                self.message = message

        def _fixture(self, test, outcome, message):
            """Outside any case: unittest's stand-in for a class or a module, named `setUpClass (scope)`."""
            fixture, _, scope = str(test.id()).partition(" (")
            records.send("F", fixture, scope.rstrip(")"), outcome, message)

        def addSuccess(self, test):
            self.note(test, "passed", "")

        def addFailure(self, test, err):
            self.note(test, "failed", describe(err))

        def addError(self, test, err):
            self.note(test, "error", describe(err))

        def addSkip(self, test, reason):
            self.note(test, "skipped", str(reason)[:MESSAGE_CHARACTERS])

        def addExpectedFailure(self, test, err):
            self.note(test, "expected_failure", "")

        def addUnexpectedSuccess(self, test):
            self.note(test, "unexpected_success", "")

        def addSubTest(self, test, subtest, err):
            if err is None:
                return
            failed = issubclass(err[0], test.failureException)
            self.note(subtest, "failed" if failed else "error", _subtest(subtest) + describe(err))

        def addDuration(self, test, elapsed):
            pass  # nobody asks for a case's time, and keeping a list of them would cost memory

        def wasSuccessful(self):
            return not self.counts["failed"] and not self.counts["error"]

    return Result()


WEIGHTS = {None: 0, "passed": 1, "expected_failure": 2, "skipped": 3, "unexpected_success": 4, "failed": 5, "error": 5}


def _weight(outcome):
    return WEIGHTS[outcome]


def _subtest(subtest):
    try:
        return subtest._subDescription() + " "
    except Exception:
        return "(a subtest) "


def describe(err):
    """The exception in a line, its message's first lines, and where it was raised outside unittest."""
    kind, value, trace = err
    try:
        text = str(value)
    except BaseException as why:
        text = "(its message raises " + type(why).__name__ + ")"
    name = getattr(kind, "__qualname__", None) or str(kind)
    lines = (name + ": " + text if text else name).splitlines() or [name]
    short = "\n".join(lines[: MESSAGE_LINES - 1])[:MESSAGE_CHARACTERS]
    place = _place(trace)
    return short + "\n" + place if place else short


def _place(trace):
    place = ""
    try:
        while trace is not None:
            code = trace.tb_frame.f_code
            path = code.co_filename
            if "/unittest/" not in path:
                place = "at " + path[path.rfind("/") + 1 :] + ":" + str(trace.tb_lineno) + " in " + code.co_name
            trace = trace.tb_next
    except Exception:
        return place  # an incomplete interpreter's frames; the message matters more than the place
    return place


def run(suite, orders, records):
    """Lists the cases, takes the orders, runs."""
    names = Names()
    cases = cases_of(suite, [])
    records.send_cases([names.give(case) for case in cases])
    wanted_file = _read_line(orders)
    if wanted_file:
        wanted = _wanted(wanted_file)
        kept = {id(case) for case in cases if _on_the_wire(names.of[id(case)]) in wanted}
        keep_only(suite, kept)
        names.of = {key: name for key, name in names.of.items() if key in kept}
    # What has run must be able to go away, as in a regular run.
    del cases
    result = make_result(records, names)
    try:
        suite(result)
    except BaseException:
        message = describe(sys.exc_info())
        if result.current is not None:
            records.send("E", result.current, "error", message)
        records.send("X", message)
        return
    counts = result.counts
    records.send("T", str(result.testsRun), str(counts["failed"]), str(counts["error"]), str(counts["skipped"]))
    records.send("D")


def _read_line(descriptor):
    data = b""
    while not data.endswith(b"\n"):
        more = os.read(descriptor, 4096)
        if not more:
            raise SystemExit("agent: the supervisor is gone")
        data += more
    os.close(descriptor)
    return data[:-1].decode("utf-8")


def _wanted(path):
    with open(path, "rb") as file:
        return set(file.read().split(b"\n"))


def _on_the_wire(name):
    """A case as the supervisor knows it, and names it in its orders."""
    return _escape(name).encode("utf-8", "backslashreplace")


def main():
    descriptor, orders, module_name = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    folder, words = sys.argv[4], sys.argv[5:]
    records = Records(descriptor)
    os.set_inheritable(orders, False)
    # Not this file's folder but the one the run was started in comes first, as with -m; cases see no arguments.
    sys.path[0] = os.getcwd()
    del sys.argv[1:]
    os.chdir(folder)
    if "bare" not in words:
        set_up()
    for word in words:
        if word.startswith("as="):
            pose_as(word[3:])
    records.send("H")
    suite = load(module_name, records)
    if suite is None:
        records.send_cases([])
        records.send("D")
    elif "list" in words:
        names = Names()
        named = [(names.give(case), case) for case in cases_of(suite, [])]
        records.send_cases([name for name, case in named if not is_skipped(case)])
        records.send("D")
    else:
        run(suite, orders, records)


if __name__ == "__main__":
    main()
