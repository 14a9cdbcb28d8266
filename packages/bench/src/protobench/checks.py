"""Properties that are not a ratio to CPython.

    threads      four threads of pure computation end at least 1.8 times sooner than the same work on one
    str_concat   a string grown by += is linear: ten times the length takes at most twelve times the time
    persistent   protocore's collections are at least ten times faster than pyrsistent's pure-Python ones on protopy
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import statistics
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from protobench import interpreters, measure
from protobench.cases import workload

LEAST_SPEED_UP = 1.8
MOST_GROWTH = 12.0
LEAST_GAIN = 10.0
NATIVE_THERE = {"vector iteration", "vector equality", "map iteration", "map items", "map build"}
"""What is lists and dicts of the interpreter's in pyrsistent, or whose time the loop takes that asks for it: stated, not judged."""
TIMEOUT = 120.0
THREADS_WORK = 4_800_000
SHORT, LONG = 200_000, 2_000_000


Words = tuple[int, ...]


@dataclass(frozen=True)
class Verdict:
    passed: bool
    text: str


class Failed(Exception):
    """A run of a check did not do its work."""


def _run(interpreter: list[str], script: str, words: Words, timeout: float, expected: measure.Run | None) -> measure.Run:
    """One run, whose output must be the reference's."""
    command = [*interpreter, str(workload(script)), *map(str, words)]
    result = measure.run(command, timeout=timeout)
    why = measure.complaint(result, expected)
    if why is not None:
        raise Failed(f"{'CPython: ' if expected is None else ''}{script} {' '.join(map(str, words))}: {why}")
    return result


def _stated(
    protopy: list[str], cpython: list[str], script: str, words: Words, name: str, runs: int, timeout: float
) -> float:
    """The median of the times that the program states."""
    expected = _run(cpython, script, words, timeout, None)
    times = []
    for _ in range(runs):
        stated = _run(protopy, script, words, timeout, expected).inner_time(name)
        if stated is None:
            raise Failed(f"{script} stated no time")
        times.append(stated)
    return statistics.median(times)


def threads(protopy: list[str], cpython: list[str], runs: int, timeout: float) -> Verdict:
    processors = len(os.sched_getaffinity(0))
    if processors < 2:
        return Verdict(False, "threads: this machine has one processor; there is nothing to measure")
    first, second = (
        _stated(protopy, cpython, "threads_independent", (count, THREADS_WORK), "work", runs, timeout)
        for count in (1, 4)
    )
    speed_up = first / second
    return Verdict(
        speed_up >= LEAST_SPEED_UP,
        f"threads: {first:.3f} s on one thread, {second:.3f} s on four ({processors} processors):"
        f" {speed_up:.2f} times sooner (at least {LEAST_SPEED_UP})",
    )


def str_concat(protopy: list[str], cpython: list[str], runs: int, timeout: float) -> Verdict:
    short, long = (
        _stated(protopy, cpython, "str_concat_length", (length,), "str_concat", runs, timeout)
        for length in (SHORT, LONG)
    )
    growth = long / short
    return Verdict(
        growth <= MOST_GROWTH,
        f"str_concat: {short * 1e3:.2f} ms for {SHORT:,} characters, {long * 1e3:.2f} ms for"
        f" {LONG:,}: {growth:.1f} times the time (at most {MOST_GROWTH:.0f})",
    )


def persistent(protopy: list[str], cpython: list[str], runs: int, timeout: float) -> Verdict:
    spec = importlib.util.find_spec("pyrsistent")
    if spec is None or spec.origin is None:
        return Verdict(False, "persistent: pyrsistent is not installed")
    command = [*protopy, str(workload("persistent")), str(Path(spec.origin).parents[1])]
    gains: dict[str, list[float]] = {}
    for _ in range(runs):
        result = measure.run(command, timeout=timeout)
        if result.status != 0 or result.stdout != b"the same\n":
            raise Failed(result.stderr.decode(errors="replace").strip().splitlines()[-1])
        for name, times in result.stated("#persistent").items():
            native, python = map(float, times.split())
            gains.setdefault(name, []).append(python / native)
    middle = {name: statistics.median(of) for name, of in gains.items()}
    slow = [name for name, gain in middle.items() if gain < LEAST_GAIN and name not in NATIVE_THERE]
    lines = "".join(f"\n      {name:<20}{gain:10,.1f}" for name, gain in middle.items())
    judged = f"too little: {', '.join(slow)}" if slow else f"at least {LEAST_GAIN:.0f}, but for {', '.join(sorted(NATIVE_THERE))}"
    return Verdict(not slow, f"persistent: how many times faster than pyrsistent ({judged}){lines}")


CHECKS: dict[str, Callable[[list[str], list[str], int, float], Verdict]] = {
    "threads": threads,
    "str_concat": str_concat,
    "persistent": persistent,
}


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m protobench checks", description="Do threads scale; is str += linear; are protocore's collections fast."
    )
    interpreters.add_options(parser)
    parser.add_argument("--only", choices=sorted(CHECKS), action="append", help="only this check")
    parser.add_argument("--runs", type=int, default=3, help="runs of each (default: 3)")
    chosen = parser.parse_args(arguments)
    protopy, cpython = ([executable] for executable in interpreters.chosen(chosen))
    timeout = chosen.timeout or TIMEOUT
    failures = 0
    for name in chosen.only or CHECKS:
        try:
            verdict = CHECKS[name](protopy, cpython, chosen.runs, timeout)
        except Failed as why:
            verdict = Verdict(False, f"{name}: {why}")
        print(f"{'ok   ' if verdict.passed else 'FAIL '} {verdict.text}", flush=True)
        failures += not verdict.passed
    return 1 if failures else 0
