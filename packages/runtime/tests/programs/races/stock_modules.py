"""What is built in asks for modules of the library while another thread loads them."""

import builtins
import sys

from hammer import each

stand_in = builtins.exit
bad = 0
for _ in range(100):
    sys.modules.pop("_sitebuiltins", None)
    bad += each(3, lambda k: repr(stand_in))
print(bad)
