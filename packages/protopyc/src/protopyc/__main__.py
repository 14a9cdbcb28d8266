import sys

from protopyc.cli import main

sys.exit(main(sys.argv[1:]))
