"""`python -m regrtest_runner`; see command.py."""

import sys

from regrtest_runner.command import main

if __name__ == "__main__":
    sys.exit(main())
