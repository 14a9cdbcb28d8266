"""Events that native functions raise for the hooks of sys.addaudithook."""

import _thread
import gc
import io
import marshal
import sys
import threading
import time

WATCHED = ("gc.", "marshal.", "time.", "_thread.", "sys._getframe", "sys.monitoring", "refused")
seen = []
refused = None


def hook(event, args):
    if event == refused:
        raise RuntimeError(event)
    if event.startswith(WATCHED):
        seen.append((event, args))


def shown(value):
    if isinstance(value, tuple):
        return tuple(map(shown, value))
    return value if value is None or isinstance(value, (int, str, bytes, float)) else type(value).__name__


def tell():
    for event, args in seen:
        print(event, shown(args))
    seen.clear()


sys.addaudithook(hook)
kept = ["a"]
gc.get_objects()
gc.get_objects(generation=1)
gc.get_referrers(kept, 3)
gc.get_referents(kept)
tell()
data = marshal.dumps((1, "b"), 2)
marshal.dumps([2])
marshal.loads(data)
file = io.BytesIO()
marshal.dump("c", file)
file.seek(0)
marshal.load(file)
tell()
time.sleep(0)
try:
    time.sleep(-1)
except ValueError as e:
    print(e)
sys._getframe()
sys._getframe(0)
sys._getframemodulename()
sys.monitoring.use_tool_id(3, "tool")
sys.monitoring.register_callback(3, sys.monitoring.events.LINE, print)
sys.monitoring.free_tool_id(3)
tell()
ended = threading.Event()
_thread.start_new_thread(ended.set, ())
ended.wait()
_thread.start_joinable_thread(int, daemon=False).join()
_thread.start_new_thread(lambda **_: None, (), {"a": 1})
tell()
for refused, call in (
    ("time.sleep", lambda: time.sleep(0)),
    ("gc.get_objects", gc.get_objects),
    ("marshal.loads", lambda: marshal.loads(data)),
    ("_thread.start_new_thread", lambda: _thread.start_new_thread(int, ())),
    ("sys._getframe", sys._getframe),
):
    try:
        call()
    except RuntimeError as e:
        print("refused", e)
