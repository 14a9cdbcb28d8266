"""`names.py MODULE...`: what the modules define, as JSON: by module and name the type, the text signature and whether there is a docstring."""

import importlib
import json
import sys


def told(value):
    signature = getattr(value, "__text_signature__", None)
    signature = " ".join(signature.split()) if isinstance(signature, str) else None
    return type(value).__name__, signature, getattr(value, "__doc__", None) is not None


found = {}
for module_name in sys.argv[1:]:
    module = importlib.import_module(module_name)
    found[module_name] = {name: told(getattr(module, name)) for name in dir(module) if not name.startswith("__")}
print(json.dumps(found))
