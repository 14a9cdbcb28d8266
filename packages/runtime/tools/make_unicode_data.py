"""`.cache/bin/python3.14 packages/runtime/tools/make_unicode_data.py`: writes objects/str/unicode_data.zip.

Every member of the archive is one table, its items in little-endian order; objects/str/unicode_data.py and objects/str/unicode_names.py, which load
them, say what each means. Run it on CPython 3.14 (Unicode 16), whose unicodedata it asks for everything.
"""

from __future__ import annotations

import ctypes
import sys
import unicodedata
import zipfile
from array import array
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "src/protopython/objects/str/unicode_data.zip"
OLD = unicodedata.ucd_3_2_0
N = 0x110000
HANGUL = range(0xAC00, 0xD7A4)
ALIASES = range(0xF0000, 0xF2000)
"""Where CPython's own tables keep aliases and named sequences."""

TABLES: dict[str, bytes] = {}


def put(name: str, code: str, items: Iterable[int | float]) -> None:
    data = array(code, list(items))  # type: ignore[type-var]
    assert sys.byteorder == "little"
    TABLES[name] = data.tobytes()


def put_texts(name: str, texts: list[str]) -> None:
    TABLES[name] = "\n".join(texts).encode("ascii")


# --- properties -----------------------------------------------------------------------------------------------------------


def properties() -> None:
    """Two steps: page[c >> 7], then index[page * 128 + (c & 127)] names a record of ten bytes."""
    categories = sorted({unicodedata.category(chr(c)) for c in range(N)} | {"Cn"})
    bidirectional = sorted({unicodedata.bidirectional(chr(c)) for c in range(N)} | {OLD.bidirectional(chr(c)) for c in range(N)})
    widths = sorted({unicodedata.east_asian_width(chr(c)) for c in range(N)} | {OLD.east_asian_width(chr(c)) for c in range(N)})
    records: dict[bytes, int] = {}
    indices = array("H")
    for c in range(N):
        record = b""
        for database in (unicodedata, OLD):
            ch = chr(c)
            record += bytes(
                (
                    categories.index(database.category(ch)),
                    bidirectional.index(database.bidirectional(ch)),
                    database.combining(ch),
                    database.mirrored(ch),
                    widths.index(database.east_asian_width(ch)),
                )
            )
        indices.append(records.setdefault(record, len(records)))
    pages: dict[bytes, int] = {}
    page = [pages.setdefault(indices[i : i + 128].tobytes(), len(pages)) for i in range(0, N, 128)]
    put("page", "H", page)
    TABLES["index"] = b"".join(pages)
    TABLES["records"] = b"".join(records)
    put_texts("categories", categories)
    put_texts("bidirectional", bidirectional)
    put_texts("widths", widths)


def numbers() -> None:
    """For characters with a value: decimal and digit (255: none), the place of the numeric value (65535: none); then the same of 3.2."""
    values: dict[float, int] = {}
    codes: list[int] = []
    small: list[int] = []
    places: list[int] = []
    for c in range(N):
        row_small: list[int] = []
        row_places: list[int] = []
        for database in (unicodedata, OLD):
            ch = chr(c)
            row_small += [database.decimal(ch, 255), database.digit(ch, 255)]
            value = database.numeric(ch, None)
            row_places.append(65535 if value is None else values.setdefault(value, len(values)))
        if row_small != [255] * 4 or row_places != [65535] * 2:
            codes.append(c)
            small += row_small
            places += row_places
    put("number_codes", "I", codes)
    put("number_small", "B", small)
    put("number_places", "H", places)
    put("number_values", "d", list(values))


def decompositions() -> None:
    """`data` holds, from `at` on: the number of characters << 8 | the prefix's place, the characters. What Unicode 3.2
    normalised otherwise comes apart."""
    prefixes = [""]
    data: list[int] = []

    def store(text: str) -> int:
        at = len(data)
        parts = text.split()
        prefix = parts.pop(0) if parts[0].startswith("<") else ""
        if prefix not in prefixes:
            prefixes.append(prefix)
        data.append(len(parts) << 8 | prefixes.index(prefix))
        data.extend(int(part, 16) for part in parts)
        return at

    codes, places, old_codes, old_values, composed = [], [], [], [], []
    for c in range(N):
        ch = chr(c)
        if c in HANGUL:
            continue
        text = unicodedata.decomposition(ch)
        if text:
            codes.append(c)
            places.append(store(text))
            parts = text.split()
            if len(parts) == 2 and not text.startswith("<"):
                pair = "".join(chr(int(part, 16)) for part in parts)
                if unicodedata.normalize("NFC", pair) == ch:
                    composed.append((ord(pair[0]) << 21 | ord(pair[1]), c))
        assert OLD.decomposition(ch) == ("" if OLD.category(ch) == "Cn" else text), hex(c)
        old = OLD.normalize("NFD", ch)
        if OLD.category(ch) != "Cn" and old != unicodedata.normalize("NFD", ch):
            old_codes.append(c)
            old_values.append(ord(old))
    composed.sort()
    put("decomposed_codes", "I", codes)
    put("decomposed_at", "H", places)
    put("old_codes", "I", old_codes)
    put("old_values", "I", old_values)
    put("decomposed_data", "I", data)
    put_texts("prefixes", prefixes)
    put("composed_keys", "q", [key for key, _ in composed])
    put("composed_values", "I", [value for _, value in composed])


# --- names ------------------------------------------------------------------------------------------------------------------


def extra_names() -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Aliases and named sequences: (name, text). CPython's own capsule tells them, for codes of the private use area."""
    pointer = ctypes.pythonapi.PyCapsule_GetPointer
    pointer.restype = ctypes.c_void_p
    pointer.argtypes = [ctypes.py_object, ctypes.c_char_p]
    capsule = unicodedata._ucnhash_CAPI  # type: ignore[attr-defined]
    functions = ctypes.cast(pointer(capsule, b"unicodedata._ucnhash_CAPI"), ctypes.POINTER(ctypes.c_void_p))
    get_name = ctypes.PYFUNCTYPE(ctypes.c_int, ctypes.c_uint32, ctypes.c_char_p, ctypes.c_int, ctypes.c_int)(functions[0])
    buffer = ctypes.create_string_buffer(512)
    aliases, sequences = [], []
    for c in ALIASES:
        if get_name(c, buffer, 512, 1):
            name = buffer.value.decode("ascii")
            text = unicodedata.lookup(name)
            (aliases if len(text) == 1 else sequences).append((name, text))
    return aliases, sequences


def lookup_only_ranges() -> list[tuple[int, int, str]]:
    """lookup() knows the ideographs of Tangut, name() does not."""
    ranges: list[tuple[int, int, str]] = []
    prefix = "TANGUT IDEOGRAPH-"
    for c in range(0x17000, 0x19000):
        try:
            unicodedata.lookup(f"{prefix}{c:04X}")
        except KeyError:
            continue
        assert unicodedata.name(chr(c), None) is None
        if ranges and ranges[-1][1] == c - 1:
            ranges[-1] = (ranges[-1][0], c, prefix)
        else:
            ranges.append((c, c, prefix))
    return ranges


def names() -> None:
    """Ranges of `PREFIX-HEX` names; the rest word by word. A name's bytes are places in the list of words: below the number of short
    places one byte, else two."""
    ranges: list[tuple[int, int, str]] = []
    plain: list[tuple[int, str]] = []
    for c in range(N):
        if c in HANGUL:
            continue
        name = unicodedata.name(chr(c), None)
        if name is None:
            continue
        prefix = name.removesuffix(f"{c:04X}")
        if prefix != name and prefix.endswith("-"):
            if ranges and ranges[-1][1] == c - 1 and ranges[-1][2] == prefix:
                ranges[-1] = (ranges[-1][0], c, prefix)
            else:
                ranges.append((c, c, prefix))
        else:
            plain.append((c, name))
    aliases, sequences = extra_names()
    n_named = len(ranges)
    ranges += lookup_only_ranges()
    put("range_first", "I", [first for first, _, _ in ranges])
    put("range_last", "I", [last for _, last, _ in ranges])
    put_texts("range_prefixes", [prefix for _, _, prefix in ranges])
    entries = [name for _, name in plain] + [name for name, _ in aliases] + [name for name, _ in sequences]
    counts = Counter(word for name in entries for word in name.split(" "))
    words = [word for word, _ in counts.most_common()]
    n_short = next(n for n in range(255, 0, -1) if n + (256 - n) * 256 >= len(words))
    place = {word: i for i, word in enumerate(words)}
    blob = bytearray()
    starts: list[int] = []
    for name in entries:
        starts.append(len(blob))
        for word in name.split(" "):
            i = place[word]
            if i < n_short:
                blob.append(i)
            else:
                blob += bytes((n_short + (i - n_short >> 8), i - n_short & 255))
    starts.append(len(blob))
    put("name_short", "I", [n_short, len(plain), len(aliases), len(sequences), n_named])
    put("name_codes", "I", [c for c, _ in plain])
    put("name_starts", "I", starts)
    TABLES["name_words"] = bytes(blob)
    word_text = "".join(words)
    put("word_starts", "I", offsets(words))
    TABLES["word_text"] = word_text.encode("ascii")
    put("name_order", "H", sorted(range(len(entries)), key=lambda i: entries[i]))
    put("alias_codes", "I", [ord(text) for _, text in aliases])
    put_texts("sequences", [" ".join(f"{ord(c):X}" for c in text) for _, text in sequences])


def offsets(words: list[str]) -> list[int]:
    at = 0
    result = [0]
    for word in words:
        at += len(word)
        result.append(at)
    return result


def main() -> None:
    assert unicodedata.unidata_version == "16.0.0", unicodedata.unidata_version
    properties()
    numbers()
    decompositions()
    names()
    with zipfile.ZipFile(TARGET, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, data in TABLES.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED, 9)
    for name, data in TABLES.items():
        print(f"{name:22} {len(data):8}")
    print(f"{'together':22} {sum(map(len, TABLES.values())):8}, {TARGET.stat().st_size} in the archive")


main()
