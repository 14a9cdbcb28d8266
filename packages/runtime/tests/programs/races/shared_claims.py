"""Objects that serve one thread at a time, and say so to others: when all have done, nobody is left holding them."""

import contextvars
import io
import itertools
import pickle
import select

from hammer import each

tees = itertools.tee(itertools.count())
context = contextvars.Context()
pickler = pickle.Pickler(io.BytesIO())
unpickler = pickle.Unpickler(io.BytesIO(pickle.dumps(1) * 100000))
poll = select.poll()


def read_tees(k):
    next(tees[k])


uses = [read_tees, lambda k: context.run(int), lambda k: pickler.dump(k), lambda k: unpickler.load(), lambda k: poll.poll(0)]


def often(use):
    def run(k):
        for _ in range(20000):
            try:
                use(k)
            except RuntimeError:
                pass  # the other one has it

    return run


bad = 0
for use in uses:
    bad += each(2, often(use))
    try:
        use(0)
    except RuntimeError:
        bad += 1
print(bad)
