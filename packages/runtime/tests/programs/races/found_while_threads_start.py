"""Objects that gc.get_objects() and get_referrers() find while threads start: all of them have a class."""

import gc
import threading

bad = 0
kept = [object()]
for _ in range(15):
    threads = [threading.Thread(target=lambda: [kept]) for _ in range(4)]
    for t in threads:
        t.start()
    found = gc.get_objects()
    bad += any(not isinstance(type(o), type) for o in found)
    del found
    bad += kept not in gc.get_referrers(kept[0])
    for t in threads:
        t.join()
print(bad)
