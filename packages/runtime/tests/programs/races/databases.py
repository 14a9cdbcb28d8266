"""A database that all threads read, write and close, and ones of each thread's own."""

import os
import tempfile

from hammer import despite, each, hammer

bad = 0
for module in ("_dbm", "_gdbm"):
    try:
        dbm = __import__(module)
    except ImportError:
        continue
    with tempfile.TemporaryDirectory() as folder:

        def own(k):
            for i in range(20):
                with dbm.open(os.path.join(folder, f"own{k}"), "c") as d:
                    for n in range(20):
                        d[f"{n}"] = f"{i}"
                    assert len(d.keys()) == 20 and d["7"] == str(i).encode()

        bad += each(4, own)
        path = os.path.join(folder, "shared")
        shared = dbm.open(path, "n")

        def renew():
            global shared
            shared.close()
            shared = dbm.open(path, "n")

        USES = (
            lambda: shared.setdefault("a", "b" * 100),
            lambda: shared.__setitem__("a", "c" * 5000),
            lambda: shared.get("a"),
            lambda: (len(shared), bool(shared), "a" in shared),
            lambda: shared.keys(),
            lambda: shared.clear(),
            lambda: shared.__delitem__("a"),
            renew,
        )
        bad += hammer(*[despite(dbm.error, KeyError)(f) for f in USES])
        shared.close()
print(bad)
