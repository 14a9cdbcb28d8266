# Threads that import the same modules at the same time.
import sys
import tempfile
import threading
from pathlib import Path

folder = Path(tempfile.mkdtemp())
sys.path.insert(0, str(folder))
TEXTS = {
    "slow": "import time\nprint('loading')\ntime.sleep(0.2)\nvalue = 1\n",
    "circle_a": "import time\ntime.sleep(0.1)\nimport circle_b\nvalue = 1\n",
    "circle_b": "import time\ntime.sleep(0.1)\nimport circle_a\nvalue = 2\n",
    "broken": "import time\ntime.sleep(0.1)\n1/0\n",
}
for name, text in TEXTS.items():
    (folder / f"{name}.py").write_text(text)


def by_statement(name):
    return __import__(name).value


def by_importlib(name):
    import importlib

    return importlib.import_module(name).value


def all_at_once(*calls):
    results = []

    def run(f, name):
        try:
            results.append(f(name))
        except Exception as e:
            results.append(type(e).__name__)

    threads = [threading.Thread(target=run, args=call) for call in calls]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    print(sorted(results, key=str))


all_at_once(*[(by_statement, "slow"), (by_importlib, "slow")] * 4)
all_at_once((by_statement, "circle_a"), (by_statement, "circle_b"))
all_at_once(*[(by_statement, "broken")] * 4)
print("broken" in sys.modules)
for path in folder.glob("*.py"):
    path.unlink()
