"""The pytest plugin: each test file is an item, so that pytest-xdist spreads them over workers and machines.

pytest collects nothing here, it only distributes: the plan says which files there are, a worker's item runs
one of them on both interpreters, and the result travels with the item's report. `-n 2` and `--tx 2*popen` are
workers on this machine, `--tx ssh=...` and `--tx socket=...` on others: each needs this repository's packages
importable, both interpreters, and the cache, all under the same paths.
"""

from __future__ import annotations

import ctypes
import json
import os
import signal
from collections.abc import Callable
from typing import Any

import pytest

from protobench.library import Damaged
from regrtest_runner import item, results
from regrtest_runner.item import Plan
from regrtest_runner.place import Place
from regrtest_runner.results import File
from regrtest_runner.supervisor import CannotStart

PROPERTY = "regrtest"
INTERRUPTED = int(pytest.ExitCode.INTERRUPTED)
HOPELESS = "hopeless: "
"""Begins the report of a failure that every other file would have as well."""

PR_SET_PDEATHSIG = 1


class FileItem(pytest.Item):
    """One test file."""

    plan: Plan
    place: Place

    def runtest(self) -> None:
        file = item.run(self.plan, self.name, self.place)
        self.user_properties.append((PROPERTY, json.dumps(results.file_to_json(file))))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """What has a known cause is told in a line."""
        if isinstance(excinfo.value, CannotStart | Damaged | OSError):
            return f"{HOPELESS if isinstance(excinfo.value, CannotStart) else ''}{excinfo.value}"
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[str, None, str]:
        return self.name, None, self.name


class Worker:
    """What runs the items: a process of xdist's, or the only process there is."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.place = Place(plan.subject, plan.library, plan.own)

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection(self, session: pytest.Session) -> bool:
        """Every worker comes to the same items in the same order, without looking at a disk."""
        session.items = []
        for name in self.plan.files:
            made = FileItem.from_parent(session, name=name, nodeid=name)
            made.plan = self.plan
            made.place = self.place
            session.items.append(made)
        session.testscollected = len(session.items)
        session.config.hook.pytest_collection_finish(session=session)
        return True


    def pytest_sessionfinish(self) -> None:
        self.place.close()


class Controller:
    """What hands the items out and takes the results."""

    def __init__(self, plan: Plan, done: Callable[[str, File], None], failed: Callable[[str, str], None]) -> None:
        self.plan = plan
        self.done = done
        self.failed = failed

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: Any) -> None:
        node.workerinput[PROPERTY] = self.plan.dump()
        node.workerinput["regrtest_parent"] = os.getpid()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        for name, value in report.user_properties:
            if name == PROPERTY and report.when == "call":
                self.done(report.nodeid, results.file_from_json(json.loads(str(value))))
                return
        if report.failed:
            self.failed(report.nodeid, report.longreprtext.removeprefix(HOPELESS))
            if report.longreprtext.startswith(HOPELESS):
                pytest.exit("an interpreter cannot be started")

    def pytest_internalerror(self, excrepr: Any) -> None:
        self.failed("", str(excrepr))

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any, error: object | None) -> None:
        if error:
            self.failed("", f"worker {node.gateway.id}: {error}")


def pytest_configure(config: pytest.Config) -> None:
    """In a process of xdist's, the plan has come with its input."""
    held = getattr(config, "workerinput", None)
    if held is not None:
        die_with(held["regrtest_parent"])
        config.pluginmanager.register(Worker(Plan.load(held[PROPERTY])), "regrtest-worker")


def die_with(controller: int) -> None:
    """A worker on the controller's machine ends with it, at once; its launcher then ends what it runs.

    A worker elsewhere has another parent, and ends when its connection does.
    """
    if os.getppid() == controller:
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != controller:
            os.kill(os.getpid(), signal.SIGKILL)


def drive(
    plan: Plan, workers: int, gateways: list[str], done: Callable[[str, File], None], failed: Callable[[str, str], None]
) -> int:
    """Runs the plan to its end and returns pytest's exit status."""
    # Nothing of the caller's pytest settings, and no plugin but the two that are needed.
    for name in ("PYTEST_ADDOPTS", "PYTEST_PLUGINS"):
        os.environ.pop(name, None)
    arguments = [
        "-p", "regrtest_runner.plugin", "-p", "no:cacheprovider", "-p", "no:terminal",
        "--capture=no", "--noconftest", f"--rootdir={os.sep}", f"--config-file={os.devnull}",
        "--disable-plugin-autoload",
    ]  # fmt: skip
    extra: list[object] = [Controller(plan, done, failed)]
    if gateways or workers > 1:
        # One at a time: what is long comes first, so that the workers end together.
        arguments += ["-p", "xdist.plugin", "--dist=load", "--maxschedchunk=1", "--max-worker-restart=4"]
        arguments += [f"--tx={gateway}" for gateway in gateways] or [f"--numprocesses={workers}"]
    else:
        extra.append(Worker(plan))
    return int(pytest.main(arguments, plugins=extra))
