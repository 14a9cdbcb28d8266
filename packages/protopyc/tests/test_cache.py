"""What an object's key depends on."""

from __future__ import annotations

from protopyc.build.cache import KeyMaker

UNIT = '#include "a.hpp"\n#line 7 "x.py"\nint f() {\n#line 9\n    return 1;\n}\n'


def maker(header: str = '#include "b.hpp"\n', inner: str = "int g();\n", version: str = "13") -> KeyMaker:
    return KeyMaker({"a.hpp": header, "b.hpp": inner}, version)


def test_text_headers_flags_and_compiler_are_in_the_key() -> None:
    key = maker().key(UNIT, ["-O2"])
    assert key == maker().key(UNIT, ["-O2"])
    others = [
        maker().key(UNIT.replace("1;", "2;"), ["-O2"]),
        maker(inner="int h();\n").key(UNIT, ["-O2"]),
        maker().key(UNIT, ["-O1"]),
        maker(version="14").key(UNIT, ["-O2"]),
    ]
    assert len({key, *others}) == 5


def test_places_in_the_source_are_in_the_key_of_objects_for_a_debugger_alone() -> None:
    moved = UNIT.replace("#line 7", "#line 8").replace("#line 9", "#line 10")
    assert maker().key(UNIT, ["-O2"]) == maker().key(moved, ["-O2"])
    assert maker().key(UNIT, ["-O1", "-g"]) != maker().key(moved, ["-O1", "-g"])
