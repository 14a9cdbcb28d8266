"""Run by CPython 3.14: answers, line by line, for sources given as JSON strings on stdin.

The answer is a JSON object: {"dump": ...} or {"error": [type, msg, lineno, offset, end_lineno, end_offset,
text]}. A request is ["file", path] or ["text", source, mode].
"""

import ast
import hashlib
import json
import sys
import warnings

warnings.simplefilter("ignore")
sys.setrecursionlimit(100_000)


def answer(request):
    if request[0] == "file":
        with open(request[1], "rb") as f:
            source = f.read()
        mode = "exec"
    else:
        source, mode = request[1], request[2]
    try:
        tree = ast.parse(source, mode=mode)
    except SyntaxError as e:
        return {"error": [type(e).__name__, e.msg, e.lineno, e.offset, e.end_lineno, e.end_offset, e.text]}
    except Exception as e:
        return {"error": [type(e).__name__, str(e), 0, 0, 0, 0, None]}
    text = ast.dump(tree, include_attributes=True)
    if request[0] == "file":
        return {"hash": hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()}
    return {"dump": text}


for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))), flush=True)
