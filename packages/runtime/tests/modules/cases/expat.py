"""pyexpat: every handler, buffering, interning, encodings, external entities, errors of handlers and of documents, every refusal."""

import io
import sys
import threading

import pyexpat
from pyexpat import ParserCreate

HANDLERS = [name for name in dir(pyexpat.XMLParserType) if name.endswith("Handler") or name == "DefaultHandlerExpand"]


def attempt(f, *args, **kwargs):
    try:
        result = f(*args, **kwargs)
    except Exception as e:
        result = f"{type(e).__name__}: {e}"
    print(getattr(f, "__name__", f), ascii(args)[:60], kwargs or "", "->", ascii(result))


def teller(name, result=None):
    def tell(*args):
        if name == "ExternalEntityRefHandler":
            args = (args[0].split("\f")[-1], *args[1:])  # before it stand the namespaces, in no order
        print(" ", name, ascii(args))
        return result

    return tell


def telling(*left_out, **kwargs):
    p = ParserCreate(**kwargs)
    for name in HANDLERS:
        if name not in left_out:
            setattr(p, name, teller(name, 1))
    return p


DOCUMENT = b"""<?xml version="1.0" encoding="iso-8859-1" standalone="no"?>
<!DOCTYPE r SYSTEM "r.dtd" [
<!ELEMENT r (a,(b|c)*,(d?|e+))+><!ELEMENT a (#PCDATA|b)*><!ELEMENT b EMPTY><!ELEMENT c ANY>
<!ATTLIST r x CDATA #IMPLIED y CDATA "why" z (p|q) #REQUIRED>
<!NOTATION n SYSTEM "n.exe"><!ENTITY e "text"><!ENTITY u SYSTEM "u.gif" NDATA n><!ENTITY f PUBLIC "f" "f.ent"><!ENTITY % pe "">
]>
<?go on?><!-- \xe9 -->
<r xmlns="uri:1" xmlns:s="uri:2" x="1" s:w="2">caf\xe9 &e;&f;&unknown;<s:a/><![CDATA[<&>]]>
line</r>
"""
for options in ({}, {"namespace_separator": "!"}, {"namespace_separator": "", "intern": None}):
    for left_out in (("DefaultHandler", "DefaultHandlerExpand"), ("DefaultHandler", "CharacterDataHandler"), ("DefaultHandlerExpand", "CommentHandler")):
        print(options, left_out)
        attempt(telling(*left_out, **options).Parse, DOCUMENT, True)

p = ParserCreate(namespace_separator=" ")
p.StartElementHandler = teller("start")
p.ordered_attributes = p.specified_attributes = p.namespace_prefixes = True
print(p.ordered_attributes, p.specified_attributes, p.namespace_prefixes)
attempt(p.Parse, "<!DOCTYPE a [<!ATTLIST a d CDATA 'default'>]><x:a xmlns:x='u' x:b='1' c='é'/>", True)
print(p.intern)

# --- buffering

for size in (1, 5, 100):
    p = ParserCreate()
    p.buffer_text = True
    p.buffer_size = size
    p.CharacterDataHandler = teller("text")
    p.StartElementHandler = teller("start")
    attempt(p.Parse, b"<a>1\n2 &amp; 33333333<b/>4\n")
    print(p.buffer_used, p.buffer_size, p.buffer_text)
    p.buffer_text = False
    attempt(p.Parse, b"5</a>", True)

p = ParserCreate()
p.buffer_text = True


def replace_handlers(text):
    p.StartElementHandler = None
    p.CharacterDataHandler = teller("later")
    p.buffer_text = False
    print(" ", text)


p.CharacterDataHandler = replace_handlers
p.StartElementHandler = teller("start")
attempt(p.Parse, b"<r>abc\n<s/>def</r>", True)

p = ParserCreate()
p.DefaultHandler = teller("default")
p.CharacterDataHandler = teller("text")


def without_text(name, attributes):
    p.CharacterDataHandler = None
    print(p.GetInputContext(), p.CurrentByteIndex, p.CurrentLineNumber, p.CurrentColumnNumber)


p.StartElementHandler = without_text
attempt(p.Parse, b"<a>hello</a>", True)
print(p.GetInputContext())

# --- external entities

p = telling("DefaultHandler", "DefaultHandlerExpand")
p.SetBase("http://base/")


def load(context, base, system, public):
    print(" ", context, base, system, public)
    inner = p.ExternalEntityParserCreate(context)
    inner.StartElementHandler = teller("inner")
    print(inner.CommentHandler is p.CommentHandler, inner.GetBase())
    attempt(p.Parse, b"")
    attempt(inner.Parse, b"<!ENTITY late 'was late'>" if context is None else b"<i>&late;</i>", True)
    attempt(inner.SetBillionLaughsAttackProtectionActivationThreshold, 5)
    attempt(inner.SetBillionLaughsAttackProtectionMaximumAmplification, 5.0)
    return 1


p.ExternalEntityRefHandler = load
print(p.SetParamEntityParsing(pyexpat.XML_PARAM_ENTITY_PARSING_ALWAYS), p.UseForeignDTD())
attempt(p.Parse, b"<!DOCTYPE a SYSTEM 's.dtd' [<!ENTITY e SYSTEM 't'>]><a>&e;</a>", True)
attempt(p.UseForeignDTD)
attempt(p.SetParamEntityParsing, 1)
for result in (0, None, "x", 2**70, 2**32):
    for name in ("ExternalEntityRefHandler", "NotStandaloneHandler"):
        p = ParserCreate()
        setattr(p, name, lambda *args: result)
        attempt(p.Parse, b"<!DOCTYPE a SYSTEM 's' [<!ENTITY e SYSTEM 't'>]><a>&e;</a>", True)
chain = [ParserCreate()]
for _ in range(5):
    chain.append(chain[-1].ExternalEntityParserCreate(None))
last = chain.pop()
del chain
attempt(last.Parse, b"<!ENTITY a 'b'>", True)

# --- errors

for name in HANDLERS:
    p = telling("DefaultHandler", "DefaultHandlerExpand") if name not in ("DefaultHandler", "DefaultHandlerExpand") else ParserCreate(namespace_separator=" ")
    setattr(p, name, lambda *args: 1 // 0)
    p.buffer_text = True
    attempt(p.Parse, DOCUMENT, True)
    print(name, [n for n in HANDLERS if getattr(p, n)])
    if "Namespace" not in name and name != "SkippedEntityHandler":
        attempt(p.Parse, b"<a/>", True)
        attempt(p.ParseFile, io.BytesIO(b"<a/>"))
for document in (b"<a>", b"<a></b>", b"<a b='1' b='2'/>", b"<a/><b/>", b"<a>&x;</a>", b"\0\r\n", b"<a>\xff</a>", "<a\ud800>", b"x" * 3):
    p = ParserCreate()
    try:
        print(p.Parse(document, True))
    except pyexpat.ExpatError as e:
        print(e, e.args, sorted(e.__dict__.items()), p.ErrorCode, p.ErrorLineNumber, p.ErrorColumnNumber, p.ErrorByteIndex)
    except UnicodeError as e:
        print(e)


class Reader:
    def __init__(self, *values):
        self.values = list(values)

    def read(self, n):
        return self.values.pop(0)


for values in (("text",), (b"x" * 5000,), (bytearray(b"<a/>"), memoryview(b"")), (b"<a>", b"</a>", b""), (b"<a>", b"")):
    attempt(ParserCreate().ParseFile, Reader(*values))
attempt(ParserCreate().ParseFile, 3)
attempt(ParserCreate().ParseFile, Reader())
big = b"<a>" + b"<b>text</b>" * 300000 + b"</a>"
p = ParserCreate()
counted = []
p.EndElementHandler = counted.append
print(p.Parse(big, True), len(counted), p.CurrentByteIndex)

# --- encodings

for encoding in ("iso-8859-2", "cp1252", "koi8-r", "bogus", "utf-7", "utf-32", "rot13", "hex", "cp037", "é", "unicode_escape", "undefined"):
    p = ParserCreate()
    p.CharacterDataHandler = teller("text")
    attempt(p.Parse, b"<?xml version='1.0' encoding='%s'?><a>\xe9\x41</a>" % encoding.encode("latin-1"), True)
    p = ParserCreate(encoding)
    p.CharacterDataHandler = teller("text")
    attempt(p.Parse, b"<a>\xe9\x41</a>", True)

# --- what is refused

for args in ((3,), (None, 3), (None, "ab"), (None, "é"), (None, None, 3), ("a\0b",), (None, "\0"), ("\ud800",)):
    attempt(ParserCreate, *args)
p = ParserCreate()
for name in ("buffer_size", "buffer_text", "StartElementHandler", "namespace_prefixes", "ordered_attributes", "specified_attributes", "ErrorCode", "buffer_used"):
    attempt(delattr, p, name)
for value in (0, -1, 2**31, 2**70, "a", 1.5, True):
    attempt(setattr, p, "buffer_size", value)
print(p.buffer_size, p.buffer_text)
for name in ("buffer_used", "ErrorCode", "intern", "other"):
    attempt(setattr, p, name, 3)
for value in (-1, 2**64, "a", 1.5, 2**63, 0, True):
    attempt(p.SetBillionLaughsAttackProtectionActivationThreshold, value)
for value in (-1, float("nan"), float("inf"), "a", 1.5, 2**2000, 1, 1e300, 0.99, True):
    attempt(p.SetBillionLaughsAttackProtectionMaximumAmplification, value)
for value in (3, 41, 999, -1, 2**40, 2**70, "a"):
    attempt(pyexpat.ErrorString, value)
for value in (3, "a\0", None, "base"):
    attempt(p.SetBase, value)
print(p.GetBase())
attempt(p.ExternalEntityParserCreate, 3)
attempt(p.ExternalEntityParserCreate, None, None)
attempt(p.Parse, 3)
attempt(p.SetParamEntityParsing, 2**40)
attempt(pyexpat.XMLParserType)
p = ParserCreate()
p.StartElementHandler = 3
attempt(p.Parse, b"<a/>", True)

# --- the document that grows

laughs = "<!DOCTYPE a [<!ENTITY l0 'ha'>" + "".join(f"<!ENTITY l{i} '{f'&l{i - 1};' * 10}'>" for i in range(1, 9)) + "]><a>&l8;</a>"
attempt(ParserCreate().Parse, laughs, True)
p = ParserCreate()
p.SetBillionLaughsAttackProtectionActivationThreshold(1000)
p.SetBillionLaughsAttackProtectionMaximumAmplification(1.5)
attempt(p.Parse, laughs.replace("&l8;", "&l3;"), True)

# --- threads: the parser serves one at a time

p = ParserCreate()
inner = p.ExternalEntityParserCreate(None)
refused = []


def intrude():
    for f in (lambda: p.Parse(b""), lambda: inner.Parse(b""), lambda: p.ErrorCode, lambda: setattr(p, "CommentHandler", print)):
        try:
            f()
        except RuntimeError:
            refused.append(f)


def meanwhile(name, attributes):
    t = threading.Thread(target=intrude)
    t.start()
    t.join()


if sys.implementation.name != "cpython":
    p.StartElementHandler = meanwhile
    p.Parse(b"<a/>")
    assert len(refused) == 4

# --- the module

print(pyexpat.errors, pyexpat.model, sys.modules["pyexpat.errors"] is pyexpat.errors, sys.modules["pyexpat.model"] is pyexpat.model)
print({name: value for name, value in vars(pyexpat.model).items() if name.startswith("XML_")})
print(sorted(name for name in vars(pyexpat.errors) if name.startswith("XML_")), pyexpat.errors.codes[pyexpat.errors.messages[3]])
print(pyexpat.ExpatError, pyexpat.ExpatError is pyexpat.error, pyexpat.XMLParserType, pyexpat.native_encoding, pyexpat.version_info[0])
print([f.__text_signature__ for f in (ParserCreate, p.Parse, p.ParseFile, p.ExternalEntityParserCreate, p.UseForeignDTD)])
