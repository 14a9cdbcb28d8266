"""A module of the library that another one needs may be the first that a program imports."""

import subprocess
import sys

for name in ["genericpath", "posixpath", "ntpath", "os.path", "stat", "_collections_abc", "codecs", "io", "abc", "zipimport", "runpy"]:
    done = subprocess.run([sys.executable, "-c", f"import {name}; print({name}.__name__)"], capture_output=True, text=True)
    print(name, done.stdout, done.stderr)
