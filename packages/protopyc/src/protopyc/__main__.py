import gc
import os
import sys

from protopyc.cli import main

# A build fills some hundred megabytes with trees that live as long as the process. Looking for garbage among
# them, and taking them apart one by one at exit, would take a third of the build's time.
gc.disable()
status = main(sys.argv[1:])
sys.stdout.flush()
sys.stderr.flush()
os._exit(status)
