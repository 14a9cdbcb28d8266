"""Programs that bind the names behind annotations to something else."""


def attempt(source):
    space = {"__name__": "m"}
    try:
        exec(source, space)
    except Exception as e:
        print(repr(source), type(e).__name__, e)
    else:
        print(repr(source), "ok")


for value in "0", "{}", "[]", "''", "object()", "frozenset()", "None", "set()", "type('S', (set,), {})()", "{1, 2}":
    for left in "__conditional_annotations__", 'globals()["__conditional_annotations__"]':
        attempt(f"{left} = {value}\nx: int\n")
        attempt(f"if 1:\n {left} = {value}\n x: int\n y: str\n")
    attempt(f"class C:\n __classdict__ = {value}\n x: int\nprint(C.__annotations__)")
    attempt(f"from __future__ import annotations\n__annotations__ = {value}\nx: int")
