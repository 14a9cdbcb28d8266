"""unicodedata: properties, normal forms and names of a sample of all characters; names in literals and codecs."""

import sys
import unicodedata
from binascii import crc32

SAMPLE = [*range(0, 0x3000, 7), *range(0x3000, 0x110000, 353), *range(0xAC00, 0xAC40), 0x2F868, 0x2F874, 0x1E0A, 0x212B]


def digest(function):
    x = 0
    for c in SAMPLE:
        x = crc32(repr(function(chr(c))).encode("utf-8", "surrogatepass"), x)
    return hex(x)


for database in (unicodedata, unicodedata.ucd_3_2_0):
    for name in ("category", "bidirectional", "combining", "mirrored", "east_asian_width", "decomposition"):
        print(name, digest(getattr(database, name)))
    for name in ("decimal", "digit", "numeric", "name"):
        print(name, digest(lambda c, f=getattr(database, name): f(c, None)))
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        print(form, digest(lambda c, d=database, f=form: d.normalize(f, c) + d.normalize(f, "a" + c + "\u0301\u0323")))
for c in SAMPLE:
    name = unicodedata.name(chr(c), None)
    if name and unicodedata.lookup(name) != chr(c):
        print(hex(c), name)
for name in (
    "TANGUT IDEOGRAPH-17000", "LINE FEED", "latin small letter a", "LATIN SMALL LETTER R WITH TILDE", "HANGUL SYLLABLE GAG", "HANGUL SYLLABLE",
    "HANGUL SYLLABLE X", "cjk unified ideograph-4e00", "CJK UNIFIED IDEOGRAPH-04E00", "x" * 256, "x" * 257, "VS256", "KEYCAP DIGIT ONE", "",
    "MODIFIER LETTER EXTRA-LOW EXTRA-HIGH CONTOUR TONE BAR", "\u00e9",
):  # fmt: skip
    for database in (unicodedata, unicodedata.ucd_3_2_0):
        try:
            print(name[:40], ascii(database.lookup(name)))
        except KeyError as e:
            print(name[:40], ascii(e))
for source in (
    "name('')", "name('ab')", "name('\\0')", "name('\\0', 3)", "name(3)", "lookup(3)", "decimal('a')", "decimal('a', None)", "digit('\u00b2')",
    "decimal('\u00b2')", "numeric('\u00bd')", "numeric('a')", "category('')", "normalize('X', 'a')", "normalize('NFC', 3)", "normalize('X', '')",
    "is_normalized('X', 'a')", "is_normalized('NFC', 'e\u0301')", "lookup(b'LATIN SMALL LETTER A')", "UCD()", "UCD", "category(b'a')",
    "unidata_version", "ucd_3_2_0.unidata_version",
):  # fmt: skip
    try:
        print(ascii(source), "->", ascii(eval("unicodedata." + source)))
    except Exception as e:
        print(ascii(source), "->", type(e).__name__, ascii(str(e)))
exec("\ufb01 = 3")
print(sorted(name for name in globals() if name == "fi"))
print(ascii("\N{GREEK SMALL LETTER ALPHA}\N{LF}"), "\u00e9\u20ac".encode("ascii", "namereplace"), ascii(rb"\N{BULLET}".decode("unicode_escape")))
try:
    eval(r"'\N{KEYCAP DIGIT ONE}'")
except SyntaxError as e:
    print(e)
print("b\u00fccher.example".encode("idna"), ascii(b"xn--bcher-kva".decode("idna")))
sys.stdout.flush()
