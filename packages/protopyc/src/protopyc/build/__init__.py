"""From C++ and assembler units to objects to an executable and a shared library.

toolchain   which compiler, which flags for which mode
cache       objects by content: the same input is never compiled twice
driver      writes the sources, runs the compilers side by side, links
"""

from protopyc.build.driver import BuildResult, build, run_program
from protopyc.build.errors import BuildError

__all__ = ["BuildError", "BuildResult", "build", "run_program"]
