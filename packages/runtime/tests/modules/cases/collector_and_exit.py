"""What can be said to the collector; what is called at the end."""

import atexit
import gc

def show(s):
    try:
        print(s, "->", eval(s))
    except BaseException as e:
        print(s, "!!", type(e).__name__, e)


for line in r"""
gc.set_threshold()
gc.set_threshold(1,2,3,4)
gc.collect(3)
gc.collect(-1)
gc.collect('x')
gc.freeze(), gc.unfreeze()
atexit.register(3)
atexit.register(print), atexit._ncallbacks(), atexit.unregister(print), atexit._ncallbacks(), atexit._clear(), atexit._run_exitfuncs()
atexit.register(lambda:1/0), atexit._run_exitfuncs()
""".strip().splitlines():
    show(line)
gc.callbacks.append(lambda *a: print(a[0]))
gc.collect()
gc.callbacks.clear()
