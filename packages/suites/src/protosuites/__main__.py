"""`python -m protosuites`; see command.py."""

import sys

from protosuites.command import main

if __name__ == "__main__":
    sys.exit(main())
