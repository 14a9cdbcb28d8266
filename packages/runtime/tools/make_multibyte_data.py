"""`.cache/bin/python3.14 packages/runtime/tools/make_multibyte_data.py`: writes modules/_multibytecodec/multibyte_data.zip.

Every member of the archive is one table, its items in little-endian order; modules/_multibytecodec/tables.py, which loads them, says what each
means. Everything is found out by asking the codecs of the CPython that runs this, sequence by sequence.
"""

from __future__ import annotations

import sys
import zipfile
from array import array
from collections.abc import Iterable
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "src/protopython/modules/_multibytecodec/multibyte_data.zip"
ENCODINGS = (
    "gb2312 gbk gb18030 big5 cp950 big5hkscs cp932 shift_jis shift_jisx0213 shift_jis_2004 euc_jp euc_jisx0213 euc_jis_2004 euc_kr cp949 johab"
).split()
# As tables.py has them.
SPECIAL = 0xD800
ALONE_ILLEGAL = 0
EMPTY_ROW = 1
THREE_BYTES = 0x7FF
BOTH_ILLEGAL = 0x7FE
SYLLABLE = 0x7FF

INCOMPLETE = -1

TABLES: dict[str, bytes] = {}
CELLS: list[int] = []
ROWS: dict[tuple[int, tuple[int, ...]], int] = {}
"""(first trail byte, cells) -> row"""
ROW_PLACES = [0, 0]
WIDE: dict[int, int] = {}
"""What takes no cell -> its place."""


def put(name: str, code: str, items: Iterable[int]) -> None:
    data = array(code, list(items))
    assert sys.byteorder == "little"
    TABLES[name] = data.tobytes()


def decoded(data: bytes, encoding: str) -> str | int:
    """The text, INCOMPLETE, or how many bytes are illegal."""
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as e:
        assert e.start == 0
        return INCOMPLETE if e.reason.startswith("incomplete") else e.end


def cell_of(text: str) -> int:
    if len(text) == 1 and ord(text) < 0x10000:
        assert ord(text) >> 11 != SPECIAL >> 11
        return ord(text)
    assert len(text) == 2 or ord(text) >> 16 == 2
    return SPECIAL | WIDE.setdefault(ord(text) if len(text) == 1 else ord(text[0]) << 16 | ord(text[1]), len(WIDE))


def row_of(cells: list[int]) -> int:
    """The number of the row with these 256 cells."""
    used = [t for t in range(256) if cells[t] != 0]
    if not used:
        return EMPTY_ROW
    low, high = used[0], used[-1]
    key = (low, tuple(cells[low : high + 1]))
    if key not in ROWS:
        ROWS[key] = len(ROW_PLACES)
        ROW_PLACES.append(len(CELLS) << 16 | low << 8 | len(key[1]))
        CELLS.extend(key[1])
    return ROWS[key]


def row_after(prefix: bytes, encoding: str) -> tuple[int, bool]:
    """(the row of what may follow prefix, whether everything needs a third byte)"""
    results = [decoded(prefix + bytes([t]), encoding) for t in range(256)]
    if results.count(INCOMPLETE) == 256:
        return 0, True
    cells = []
    for t, result in enumerate(results):
        if isinstance(result, str):
            cells.append(cell_of(result))
        elif result == INCOMPLETE:
            # The first jamo of a syllable in eight bytes; or, not said by cells, the second byte of four.
            assert (prefix[0], t, encoding) == (0xA4, 0xD4, "euc_kr") or (0x30 <= t <= 0x39 and encoding == "gb18030")
            cells.append(SPECIAL | SYLLABLE if encoding == "euc_kr" else 0)
        else:
            assert 1 <= result <= 2
            cells.append(0 if result == 1 else SPECIAL | BOTH_ILLEGAL)
    return row_of(cells), False


def codec(encoding: str) -> None:
    first = []
    third: list[int] = []
    back: dict[int, int] = {}
    """What encoders are expected to do, by the rule of tables.py."""

    def note(lead: int, row: int) -> None:
        place = ROW_PLACES[row]
        for k in range(place & 0xFF):
            cell = CELLS[(place >> 16) + k]
            if cell >> 11 == SPECIAL >> 11:
                cell = wide[cell & 0x7FF] if cell & 0x7FF < len(wide) else 0
            if cell != 0:
                back.setdefault(cell, lead << 8 | (place >> 8 & 0xFF) + k)

    for lead in range(256):
        result = decoded(bytes([lead]), encoding)
        if isinstance(result, str):
            assert len(result) == 1
            first.append(cell_of(result))
            back[ord(result)] = lead
        elif result == INCOMPLETE:
            row, three = row_after(bytes([lead]), encoding)
            if three:
                assert not third and lead == 0x8F
                for t in range(256):
                    row, three = row_after(bytes([lead, t]), encoding)
                    assert not three
                    third.append(SPECIAL | row)
                row = THREE_BYTES
            first.append(SPECIAL | row)
        else:
            assert result == 1
            first.append(SPECIAL | ALONE_ILLEGAL)
    wide = list(WIDE)
    for lead in range(256):
        row = first[lead] & 0x7FF
        if first[lead] & 0xF800 == SPECIAL and row != THREE_BYTES:
            note(lead, row)
    for lead, entry in enumerate(third):
        note(0x8F00 | lead, entry & 0x7FF)
    put(f"{encoding}/first", "H", first)
    put(f"{encoding}/third", "H", third)
    exceptions(encoding, back)


def exceptions(encoding: str, back: dict[int, int]) -> None:
    """Characters whose code is not the first sequence that means them: character << 16 | code as tables.py writes it, 0 for none."""
    result = []
    for c in range(0x110000):
        try:
            code = chr(c).encode(encoding)
        except UnicodeEncodeError as e:
            assert (e.start, e.end, e.reason) == (0, 1, "illegal multibyte sequence")
            code = b""
        if len(code) == 4 or len(code) == 8:
            assert c not in back
        elif int.from_bytes(code) != back.get(c, 0):
            assert c < 0x10000
            result.append(c << 16 | (code[1] << 8 | code[2] & 0x7F if len(code) == 3 else int.from_bytes(code)))
    put(f"{encoding}/exceptions", "I", result)
    for pair, sequence in back.items():
        if pair > 0x10FFFF:
            assert (chr(pair >> 16) + chr(pair & 0xFFFF)).encode(encoding) == sequence.to_bytes(2)


def four_bytes() -> None:
    """GB 18030's ranges of four-byte codes below U+10000: first character, how many, number of the first code."""
    ranges: list[list[int]] = []
    for c in range(0x80, 0x10000):
        code = b"" if 0xD800 <= c <= 0xDFFF else chr(c).encode("gb18030")
        if len(code) == 4:
            assert code.decode("gb18030") == chr(c)
            number = ((code[0] - 0x81) * 10 + code[1] - 0x30) * 1260 + (code[2] - 0x81) * 10 + code[3] - 0x30
            if ranges and c == ranges[-1][0] + ranges[-1][1] and number == ranges[-1][2] + ranges[-1][1]:
                ranges[-1][1] += 1
            else:
                ranges.append([c, 1, number])
    put("four_bytes", "H", [x for r in ranges for x in r])


def main() -> None:
    for encoding in ENCODINGS:
        codec(encoding)
    assert len(ROW_PLACES) < THREE_BYTES and len(WIDE) < BOTH_ILLEGAL, (len(ROW_PLACES), len(WIDE))
    four_bytes()
    put("cells", "H", CELLS)
    put("rows", "q", ROW_PLACES)
    put("wide", "I", WIDE)
    greek = [(b"\x1b.F\x1bN" + bytes([b])).decode("iso2022_jp_2", "ignore") for b in range(128)]
    put("greek", "H", [ord(text) if text else 0 for text in greek])
    with zipfile.ZipFile(TARGET, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, data in TABLES.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED, 9)
    for name, data in TABLES.items():
        print(f"{name:28} {len(data):8}")
    print(f"{len(ROW_PLACES)} rows, {len(WIDE)} wide")
    print(f"{'together':28} {sum(map(len, TABLES.values())):8}, {TARGET.stat().st_size} in the archive")


main()
