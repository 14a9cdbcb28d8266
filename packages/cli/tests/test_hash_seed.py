"""Hashes of texts have a key of their own in every run, which PYTHONHASHSEED fixes."""

from __future__ import annotations

from typing import Any

SHOW = "print(hash('made at run time' * 3), hash(b'made at run time'), hash('\\u20ac at run time'), hash('made by join')) #"
AGREE = """
import sys, types
made = "".join(["pri", "nt"]), "".join(["find", "_spec"]), "".join(["un", "known", "_name"]), "\\u20ac".encode().decode(), ("by" + "tes").encode()
assert getattr(__builtins__, made[0]) is print and hash(made[0]) == hash("print") and hash(made[4]) == hash(b"bytes")
table = {name: i for i, name in enumerate(made)}
assert table["print"] == 0 and table["find_spec"] == 1 and table["unknown_name"] == 2 and table["\\u20ac"] == 3 and table[b"bytes"] == 4
assert {"unknown_name", "print"} == set(made[0:3:2]) and vars(types.SimpleNamespace(**{made[2]: 7}))["unknown_name"] == 7
many = {f"{i}_of_many": i for i in range(10000)}
assert all(many[str(i) + "_of_" + "many"] == i for i in range(10000))
import json
assert json.loads('{"print": 1, "unknown_name": 2, "0_of_many": 3}')["".join(["unknown", "_name"])] == 2
print(sys.flags.hash_randomization)
"""


def test_every_run_has_its_own(beside: Any) -> None:
    assert len({beside.out("-c", SHOW) for _ in range(3)}) == 3
    assert beside.out("-c", SHOW) != beside.out("-c", SHOW, PYTHONHASHSEED="random")


def test_a_seed_fixes_them(beside: Any) -> None:
    shown = {seed: beside.out("-c", SHOW, PYTHONHASHSEED=seed) for seed in ("0", "1", "2", "4294967295")}
    assert len(set(shown.values())) == len(shown)
    assert all(beside.out("-c", SHOW, PYTHONHASHSEED=seed) == text for seed, text in shown.items())
    assert beside.out("-c", SHOW, PYTHONHASHSEED="00") == shown["0"]


def test_options_are_stronger(beside: Any) -> None:
    for option in ("-R", "-E", "-I"):
        assert len({beside.out(option, "-c", SHOW, PYTHONHASHSEED="3") for _ in range(2)}) == 2
        beside.same(option, "-c", "print('no error')", PYTHONHASHSEED="wrong")


def test_equal_texts_hash_alike(beside: Any) -> None:
    for seed in ("random", "random", "0", "1"):
        beside.same("-c", AGREE, PYTHONHASHSEED=seed)
