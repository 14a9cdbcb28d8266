"""What pos and endpos of a pattern's methods may be."""

import re
import sys

pattern = re.compile("a")
for args in [(2**63,), (-(2**63) - 1,), (0, 2**63), (None,), (0, None), (1.0,), ("b",), (True,), (-5,), (0, -1), (2, 1), (1, sys.maxsize), (-sys.maxsize - 1,)]:
    for name in ("match", "search", "fullmatch", "findall", "finditer", "scanner"):
        try:
            found = getattr(pattern, name)("aaa", *args)
        except (TypeError, OverflowError) as e:
            print(name, args, type(e).__name__, e)
        else:
            print(name, args, found if name == "findall" else getattr(found, "regs", type(found).__name__))

for use in iter, list, lambda m: "a" in m:
    try:
        use(re.match("(a)", "a"))
    except TypeError as e:
        print(e)
