"""Stands in for pyperf when a pyperformance program is run for its result as well as for its time.

The programs import pyperf for `Runner` and `perf_counter`. This module gives them just that, imports nothing
but sys and time so that a young interpreter can run it, and prints what the benchmark function returned: the
output of two interpreters can be compared. Times go to stderr, where they disturb no comparison:

    stdout   fannkuch: 30
    stderr   #time fannkuch 0.3521                seconds for one loop
             #series fannkuch 0.41 0.37 0.35      with --series: for all loops, of each iteration in order
             #value<tab>fannkuch<tab>0.3498       with --seconds: for one loop, after warming up

Beside the program's own arguments it takes:

    --loops N,NAME=M   run N loops; M of the benchmark NAME (a program may have several)
    --series N         do all that N times over, as a program that runs on would
    --seconds S        instead, repeat each benchmark for so long, and state how long a loop takes once it is warm
    --check            afterwards print what the program's functions compute (program_checks.py): many
                       benchmark functions return None, and a wrong answer must show
"""

import sys
import time

perf_counter = time.perf_counter

LONGEST = 4000
"""A longer repr is printed as its length, its ends and a checksum."""


def python_implementation():
    """pyperf's name for what runs this."""
    return sys.implementation.name


def digest(value):
    """A text that tells two results apart, and is the same in every run that computes the same."""
    text = repr(value)
    if " at 0x" in text:
        return "<" + type(value).__name__ + ">"
    if len(text) <= LONGEST:
        return text
    checksum = 1
    for character in text:
        checksum = (checksum * 31 + ord(character)) % 2147483647
    return "%s...%s (%d characters, checksum %d)" % (text[:60], text[-60:], len(text), checksum)


def brief(value):
    """A digest that takes no time beside the program's own: of a long text only a sample."""
    if value is None or isinstance(value, (bool, int, float)):
        return repr(value)
    text = value if isinstance(value, str) else repr(value)
    if len(text) <= LONGEST:
        return digest(value)
    return "%d characters, %s" % (len(text), digest(text[:: len(text) // 500]))


def steady(once, seconds, place=0.5):
    """The seconds of one loop in a warm process: the median of samples, over about so many seconds in all.

    `once(loops)` does so many loops and returns the time they took. The first third of the time is warming up. A
    sample is as many loops as take a twentieth of it. A loop that takes all of the time by itself is done twice, and
    one that takes ten times of it once: so long a loop is warm for most of it. `place` is where among the sorted
    samples the result stands: 0 is the least disturbed of them.
    """
    took = once(1)
    if took < 10 * seconds:
        took = min(took, once(1))
    if took >= seconds:
        return took
    loops, end = 1, perf_counter() + seconds / 3
    while took < seconds / 20 or perf_counter() < end:
        if took < seconds / 20:
            loops = loops * 2 if took * 4 > seconds / 20 or took <= 0 else loops * 4
        took = once(loops)
    samples, end = [], perf_counter() + seconds * 2 / 3
    while len(samples) < 3 or perf_counter() < end:
        samples.append(once(loops) / loops)
    samples.sort()
    return samples[int(len(samples) * place)]


class Arguments:
    """What the command line said, as attributes."""


class Parser:
    """The part of argparse that the programs use: options with a value, flags, and optional positionals."""

    def __init__(self):
        self.options = {}
        self.positionals = []

    def add_argument(
        self, *names, type=str, default=None, choices=None, nargs=None, action=None, dest=None, **described
    ):
        attribute = dest
        if attribute is None:
            longest = names[0]
            for name in names:
                if name.startswith("--"):
                    longest = name
            attribute = longest.lstrip("-").replace("-", "_")
        flag = action == "store_true"
        row = (attribute, type, False if flag and default is None else default, choices, flag)
        if names[0].startswith("-"):
            for name in names:
                self.options[name] = row
        else:
            self.positionals.append(row)

    def parse_args(self, words=None):
        words = list(sys.argv[1:] if words is None else words)
        result = Arguments()
        for row in list(self.options.values()) + self.positionals:
            setattr(result, row[0], row[2])
        waiting = list(self.positionals)
        while words:
            word = words.pop(0)
            if word.startswith("-"):
                name, equals, value = word.partition("=")
                if name not in self.options:
                    self.error("unknown option " + name)
                row = self.options[name]
                if row[4]:
                    setattr(result, row[0], True)
                    continue
                if not equals:
                    if not words:
                        self.error(name + " needs a value")
                    value = words.pop(0)
            else:
                if not waiting:
                    self.error("unexpected argument " + word)
                row, value = waiting.pop(0), word
            self.store(result, row, value)
        return result

    def store(self, result, row, value):
        attribute, convert, _, choices, _ = row
        try:
            converted = convert(value)
        except ValueError:
            self.error("%s: invalid value %r" % (attribute, value))
        if choices is not None and converted not in choices:
            self.error("%s: %r is not one of %s" % (attribute, value, ", ".join(str(one) for one in choices)))
        setattr(result, attribute, converted)

    def error(self, text):
        sys.stderr.write("%s: %s\n" % (sys.argv[0], text))
        sys.exit(2)


class Runner:
    """Runs each benchmark for the loops asked for, and says what came out."""

    def __init__(self, add_cmdline_args=None, **settings):
        self.metadata = {}
        self.argparser = Parser()
        self.argparser.add_argument("--loops", default="1")
        self.argparser.add_argument("--series", type=int, default=1)
        self.argparser.add_argument("--seconds", type=float, default=0.0)
        self.argparser.add_argument("--check", action="store_true")
        self.args = None

    def parse_args(self, words=None):
        if self.args is None:
            self.args = self.argparser.parse_args(words)
        return self.args

    def loops(self, name):
        chosen = 1
        for word in self.parse_args().loops.split(","):
            of, equals, number = word.rpartition("=")
            if not equals or of == name:
                chosen = int(number)
        return chosen

    def bench_func(self, name, function, *args, inner_loops=None):
        values = []

        def timed(loops):
            value = None
            started = perf_counter()
            for _ in range(loops):
                value = function(*args)
            seconds = perf_counter() - started
            self.keep(values, value)
            return seconds

        self.repeat(name, timed, inner_loops)
        self.report(name, function, args, values[0])

    def bench_async_func(self, name, function, *args, inner_loops=None, loop_factory=None):
        import asyncio

        values = []

        async def all_loops(loops):
            value = None
            started = perf_counter()
            for _ in range(loops):
                value = await function(*args)
            seconds = perf_counter() - started
            self.keep(values, value)
            return seconds

        self.repeat(name, lambda loops: asyncio.run(all_loops(loops)), inner_loops)
        self.report(name, function, args, values[0])

    def bench_time_func(self, name, function, *args, inner_loops=None):
        """The function takes the number of loops and returns the time; what it computed it keeps."""
        self.repeat(name, lambda loops: function(loops, *args), inner_loops)
        self.report(name, function, args, None)

    def keep(self, values, value):
        """The value that is shown: the last, or the first where the number of loops is each interpreter's own."""
        if not values:
            values.append(value)
        elif not self.parse_args().seconds:
            values[0] = value

    def repeat(self, name, timed, inner_loops):
        """Calls what takes a number of loops and returns seconds, as often as the options say, and states the times."""
        inner = 1 if inner_loops is None else inner_loops
        if self.parse_args().seconds:
            value = steady(timed, self.parse_args().seconds) / inner
            sys.stderr.write("#value\t%s\t%.12f\n" % (name, value))
            return
        loops, times = self.loops(name), []
        for _ in range(self.parse_args().series):
            times.append(timed(loops))
        sys.stderr.write("#time %s %.9f\n" % (name, times[-1] / loops / inner))
        if len(times) > 1:
            sys.stderr.write("#series %s %s\n" % (name, " ".join(["%.9f" % one for one in times])))

    def report(self, name, function, args, value):
        """What came out. A name may say which implementation a library chose: that is no part of the result."""
        name = name.replace("_pure_python", "")
        if not self.parse_args().check:
            print("%s: %s" % (name, brief(value)))
            return
        print("%s: %s" % (name, digest(value)))
        import program_checks

        for label, value in program_checks.CHECKS[name](sys.modules["__main__"], function, args):
            print("%s %s: %s" % (name, label, digest(value)))
