"""Warnings: which are shown, once or always, where they are said to come from, and what is refused."""

import sys
import warnings

sys.stderr = sys.stdout


def warn(text, category=None, level=1, **options):
    warnings.warn(text, category, level, **options)


def refused(f, *args, **kwargs):
    try:
        f(*args, **kwargs)
    except Exception as error:
        print(type(error).__name__, error)


for _ in range(2):
    warn("default: once a place")
    warn("of the caller", level=2)
    warn("ignored", PendingDeprecationWarning)
    warn("for users", DeprecationWarning)
warn("above the outermost", level=100)
warn("skipped", skip_file_prefixes=(__file__,))

for action in ("error", "always", "all", "module", "once", "ignore", "default"):
    with warnings.catch_warnings(record=True) as log:
        warnings.simplefilter(action)
        for number in range(2):
            refused(warn, f"{action}")
            refused(warnings.warn_explicit, action, UserWarning, "f.py", number)
        print(action, [(str(w.message), w.category.__name__, w.lineno) for w in log])

with warnings.catch_warnings(record=True) as log:
    warnings.filterwarnings("error", "bad.*", RuntimeWarning)
    warnings.filterwarnings("ignore", module="quiet")
    refused(warn, "bad luck", RuntimeWarning)
    refused(warn, "good luck", RuntimeWarning)
    warnings.warn_explicit("x", UserWarning, "quiet.py", 1)
    warnings.warn_explicit(RuntimeWarning("an instance"), None, "loud.py", 1)
    warnings.warn_explicit("in a registry", UserWarning, "loud.py", 1, registry=(registry := {}))
    print([str(w.message) for w in log], len(registry))

refused(warn, "x", int)
refused(warn, "x", 1)
refused(warn, "x", UserWarning, "level")
refused(warn, "x", skip_file_prefixes=["a"])
refused(warn, "x", skip_file_prefixes=(1,))
refused(warnings.warn_explicit, "x", UserWarning, 1, 1)
refused(warnings.warn_explicit, "x", UserWarning, "f", 1, registry=1)
refused(warnings.warn_explicit, "x", UserWarning, "f", 1, module_globals=1)
refused(warnings.warn_explicit, "x", UserWarning, "f", 1, module_globals={"__name__": "bar", "__spec__": None})

filters = warnings.filters
for warnings.filters in ([("odd", None, Warning, None, 0)], [("ignore",)], ()):
    refused(warn, "x")
warnings.filters = filters


@warnings.deprecated("there is a better one")
def old():
    pass


old()
print(sorted(name for name in globals() if name.startswith("__warn")))
