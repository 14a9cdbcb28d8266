"""Times small operations in one process: operations.py SECONDS PLACE NAME FUNCTION [NAME FUNCTION ...].

SECONDS and PLACE are those of `steady` in the stand-in pyperf. FUNCTION is the source of `def timed(loops)`, which
sets up, does its work so many times, and returns the seconds of that work and the last result. All goes to
stderr, a line each, its parts parted by tabs:

    #at<tab>NAME              what is under way: a process that ends here did not survive this one
    #result<tab>NAME<tab>TEXT
    #value<tab>NAME<tab>SECONDS
    #error<tab>NAME<tab>TYPE: MESSAGE       the operation raised: it has no value

Only sys, time and the stand-in pyperf are needed of the interpreter under test.
"""

import sys

from pyperf import digest, steady


def state(*parts):
    sys.stderr.write("\t".join(parts) + "\n")
    sys.stderr.flush()


def shown(value):
    """A result as text; a number in hexadecimal, since a large one takes long to write otherwise."""
    text = hex(value) if type(value) is int else digest(value)
    return ascii(text)[:300]


def time_all(seconds, place, names, sources):
    for name, source in zip(names, sources):
        state("#at", name)
        try:
            space = {}
            exec(source, space)
            timed = space["timed"]
            state("#result", name, shown(timed(1)[1]))
            state("#value", name, "%.12f" % steady(lambda loops: timed(loops)[0], seconds, place))
        except Exception as why:
            state("#error", name, ascii("%s: %s" % (type(why).__name__, why))[1:-1][:200])


time_all(float(sys.argv[1]), float(sys.argv[2]), sys.argv[3::2], sys.argv[4::2])
