"""os.chmod of symbolic links, which Linux cannot do, and of what they lead to."""

import os
import tempfile

with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    open("file", "w").close()
    os.symlink("file", "link")
    here = os.open(".", os.O_RDONLY)
    for path in "file", "link", here:
        for options in {}, {"follow_symlinks": False}, {"dir_fd": here}, {"dir_fd": here, "follow_symlinks": False}:
            try:
                print(path == here or path, sorted(options), os.chmod(path, 0o700, **options))
            except Exception as e:
                print(path == here or path, sorted(options), repr(e))
    print(oct(os.stat("file").st_mode))
    os.close(here)
    os.chdir("/")
