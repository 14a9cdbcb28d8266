"""_elementtree: elements as sequences and as objects, copies and pickles, iterators, builders, parsers and their targets, events, every refusal."""

import _elementtree as native
import copy
import gc
import io
import pickle
import sys
import warnings
import weakref
import xml.etree.ElementTree as ET

warnings.simplefilter("error")
E, S, T, X = ET.Element, ET.SubElement, ET.TreeBuilder, ET.XMLParser
print(E is native.Element, S is native.SubElement, T is native.TreeBuilder, X is native.XMLParser, ET.ParseError is native.ParseError)


def attempt(f, *args, **kwargs):
    try:
        result = f(*args, **kwargs)
    except Exception as e:
        result = f"{type(e).__name__}: {e}"
    print(getattr(f, "__qualname__", f), ascii(args)[:80], kwargs or "", "->", ascii(result))


def shown(e):
    return (e.tag, e.text, e.tail, e.attrib, [shown(c) for c in e])


# --- making elements ---------------------------------------------------------------------------------------------------

for args, kwargs in (
    ((), {}), ((1, 2, 3), {}), (("a", []), {}), (("a", None), {}), (("a",), {"attrib": []}), ((), {"tag": "x"}), (("a", {"x": 1}), {"y": 2}),
    (("a",), {"attrib": {"x": 1}, "x": 2}), (("a", {"b": 1}), {"attrib": 3}), ((None,), {"self": 1, "tag": 2}),
):  # fmt: skip
    attempt(lambda: shown(E(*args, **kwargs)))
    attempt(lambda: shown(S(E("p"), *args, **kwargs)))
attempt(S)
attempt(S, 1, 2)
given = {"k": "v"}
e = E("a", given)
given["later"] = ""
print(e.attrib, E.__new__(E, 1, 2, x=3).tag, e.makeelement("m", given).attrib)
e.__init__("b")
print(shown(e))
e.append(E("child"))
e.__init__("c")
print(shown(e))
e.__init__("d", x="1")
print(shown(e))

# --- attributes ----------------------------------------------------------------------------------------------------------

e = E("a")
print(e.get("x"), e.get("x", 1), e.keys(), e.items(), e.attrib is e.attrib)
e.set("x", "1")
e.set(2, None)
print(e.get("x"), e.get(2, 5), e.keys(), e.items(), e.attrib)
attempt(e.get, [])
attempt(e.set, [], 1)
for name in ("tag", "text", "tail", "attrib"):
    attempt(delattr, e, name)
attempt(setattr, e, "attrib", [])
attempt(setattr, e, "other", 1)
attempt(getattr, e, "other")
e.attrib = sub = type("D", (dict,), {})(z=1)
print(e.attrib is sub, e.items())
e.tag = e
attempt(lambda: repr(e))

# --- children --------------------------------------------------------------------------------------------------------------

e = E("a")
c, d = E("c"), E("d")
for child in (c, d, c):
    e.append(child)
print(len(e), [x.tag for x in e], e[0] is e[-1] is c, e[::2], list(e) == [c, d, c], d in e, E("d") in e)
for key in ("x", 100, -100, 10**30, 1.5, slice(0, 1, 0), slice("a", 1)):
    attempt(e.__getitem__, key)
    attempt(E("q").__getitem__, key)
    attempt(e.__delitem__, key)
    attempt(e.__setitem__, key, E("z"))
for value in (1, [1], (x for x in [E("g")]), E("of"), {}, [E("p")] * 3):
    for key in (0, slice(0, 1), slice(1, 1), slice(0, 9, 2), slice(None, None, -1)):
        copied = copy.copy(e)
        attempt(copied.__setitem__, key, value)
        print([x.tag for x in copied])
for key in (0, -1, slice(0, 2), slice(None, None, 2), slice(None, None, -2), slice(5, 1)):
    copied = copy.copy(e)
    copied[:] = [E(str(i)) for i in range(7)]
    del copied[key]
    print(key, [x.tag for x in copied])
for index in (0, 1, -1, 100, -100):
    e.insert(index, E(str(index)))
print([x.tag for x in e])
attempt(e.insert, 0, 1)
attempt(e.insert, "0", E("x"))
attempt(e.append, 1)
attempt(e.remove, 1)
attempt(e.remove, E("x"))
attempt(e.extend, 1)
attempt(e.extend, [E("last"), 1, E("never")])
e.extend(e)
print([x.tag for x in e])
attempt(bool, e)
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    print(bool(e), bool(E("x")))
e.clear()
print(shown(e), len(e))


class Moody(E):
    def __eq__(self, other):
        mood()
        return answer

    __hash__ = None


for answer in (False, True):
    e = E("root")
    e[:] = [Moody("x"), Moody("y")]
    mood = e.clear
    attempt(e.remove, Moody("z"))
    print(len(e))

# --- searching ------------------------------------------------------------------------------------------------------------------

root = ET.XML("<r><a>1</a><b><a>2</a></b><a/><n:a xmlns:n='u'>3</n:a><!--c--></r>")
for path in ("a", "b/a", ".//a", "{u}a", "{*}a", "{}a", "*", ".", "zz", "a[2]", b"a", b"./a", "", "{u}", "{u", "a[@x]"):
    for method in (root.find, root.findtext, root.findall, lambda p: list(root.iterfind(p))):
        attempt(lambda: (lambda r: [x.tag for x in r] if isinstance(r, list) else getattr(r, "text", r))(method(path)))
for path in (1, None):
    attempt(root.find, path)
    attempt(root.findtext, path)
print(root.find("n:a", {"n": "u"}).text, root.findtext("n:zz", 5, {"n": "u"}), root.findtext("a", namespaces={}), root.findall("n:a", {"n": "u"}))
print(root.findtext("zz"), root.findtext("zz", 1))

# --- iterators -------------------------------------------------------------------------------------------------------------------

print([x.tag if isinstance(x.tag, str) else "!" for x in root.iter()], [x.text for x in root.iter("a")], len(list(root.iter("*"))), len(list(root.iter(b"*"))))
print(list(root.iter("zz")), len(list(root.iter(ET.Comment))), list(root.itertext()))
for tag in (None, 1, b"x", "", type("Sub", (str,), {})("q")):
    e = E("o")
    e.append(E(tag))
    e[0].text, e[0].tail = "text", "tail"
    S(e[0], "i").text = "inner"
    print(ascii(tag), list(e.itertext()), list(e[0].itertext()))
it = root.iter()
print(type(it).__name__, iter(it) is it)
attempt(type(it))
e = E("grows")
seen = []
for x in e.iter():
    seen.append(x.tag)
    if len(seen) < 4:
        S(e, f"x{len(seen)}")
        S(x, f"y{len(seen)}")
    else:
        e.clear()
print(seen)
it = e.itertext()
e.text = 5
attempt(next, it)
attempt(next, it)

# --- copies, pickles, references ------------------------------------------------------------------------------------------------------

root = ET.XML("<r a='1'>text<b>in</b>tail</r>")
root.tail = [1]
shallow, deep = copy.copy(root), copy.deepcopy(root)
print(shown(shallow), shallow[0] is root[0], shown(deep), deep[0] is root[0], deep.tail is root.tail, deep.attrib is root.attrib)
shared = E("shared", {"x": "y"})
pair = E("pair")
pair.extend([shared, shared])
deep = copy.deepcopy(pair)
print(deep[0] is deep[1], deep[0] is shared)
both = copy.deepcopy([shared, shared.attrib, {"e": shared}])
print(both[0].attrib is both[1], both[2]["e"] is both[0])
odd = E("odd", {"list": [1]})
print(copy.deepcopy(odd).attrib["list"] is odd.attrib["list"])
attempt(odd.__deepcopy__, 1)


class Liar(E):
    def __deepcopy__(self, memo):
        return 1


pair.append(Liar("liar"))
attempt(copy.deepcopy, pair)
print(list(root.__getstate__()), shown(E("x").__class__.__new__(E)))
for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
    attempt(lambda: shown(pickle.loads(pickle.dumps(root, protocol))))
e = E("state")
for state in ({}, 1, {"tag": "b"}, {"tag": "b", "_children": 1}, {"tag": "b", "_children": [1]}, {"tag": "b", "zz": 1}, {"tag": "b", 1: 2},
              {"tag": "t", "text": ["x", "y"], "tail": "z", "attrib": {"q": "r"}, "_children": [E("i")]}, {"tag": "n", "attrib": {}}):  # fmt: skip
    attempt(e.__setstate__, state)
    print(shown(e))
Plain = type("Plain", (E,), {"more": property(lambda self: self.__dict__)})
Plain.__module__ = "__main__"
p = Plain("p", x="1")
p.extra = 1
print(p.more, isinstance(p, E), type(copy.copy(p)).__name__, type(p.makeelement("q", {})).__name__)
r = weakref.ref(p)
print(r() is p)
del p
gc.collect()
print(sys.getsizeof(E("x")) > 0)

# --- builders -------------------------------------------------------------------------------------------------------------------------

attempt(T, 1, 2)
attempt(T, x=1)
for comments in (False, True):
    for pis in (False, True):
        b = T(insert_comments=comments, insert_pis=pis)
        b.data("ignored")
        b.comment("before")
        b.start("r", {"x": "1"})
        b.data("a")
        b.data("b")
        b.comment("c")
        b.data("d")
        b.pi("t")
        b.pi("t", "u")
        b.data("e")
        b.start("i", {})
        b.end("whatever")
        b.data("tail")
        b.comment("c")
        b.data("more")
        print(b.end("r").tag, ET.tostring(b.close()))
        attempt(b.end, "r")
        attempt(b.start, "second", {})
b = T()
attempt(b.start, "x", None)
attempt(b.close)
b.start("x", {})
b.data(b"as it is")
b.end("x")
print(b.close().text)
told = []
b = T(lambda tag, attrib: told.append((tag, attrib)) or E(tag.upper()), comment_factory=lambda text: E("C" + text), pi_factory=lambda *a: E("P" + str(a)))
b.start("a", {"x": "1"})
print(b.comment("c").tag, b.pi("p").tag, b.end("a").tag, told)


class Own:
    text = tail = None

    def __init__(self, *args):
        self.items = []

    def append(self, item):
        self.items.append(item)


b = T(element_factory=Own)
b.start("a", {})
b.data("x")
b.data("y")
b.start("b", {})
b.end("b")
b.data("z")
b.comment("")
b.data("w")
b.end("a")
print(b.close().text, b.close().items[0].tail)
b = T(element_factory=lambda *a: 5)
b.start("a", {})
attempt(b.start, "b", {})
attempt(native._set_factories, 1, None)
attempt(native._set_factories, None, 1)
old = native._set_factories(None, None)
b = T(insert_comments=True)
print([f.__name__ for f in old], b.comment("plain"), b.pi("t", "u"), native._set_factories(*old))

# --- parsers ----------------------------------------------------------------------------------------------------------------------------

attempt(X, 1)
attempt(X, encoding=1)
attempt(X, encoding="a\0")
attempt(X, foo=1)
p = X.__new__(X)
print(p.entity, p.target)
for method, args in ((p.feed, ("",)), (p.close, ()), (p.flush, ()), (p._parse_whole, (1,)), (p._setevents, ([],))):
    attempt(method, *args)
p = X()
print(p.entity, type(p.target).__name__, p.version.split(" ")[0])
attempt(setattr, p, "entity", 1)
attempt(delattr, p, "target")
attempt(setattr, p, "version", 1)
attempt(p.feed, 1)
attempt(p._parse_whole, 1)


def document(*parts, encoding=None, **entities):
    p = X(encoding=encoding)
    p.entity.update(entities)
    for part in parts:
        p.feed(part)
    return shown(p.close())


DOCTYPE = "<!DOCTYPE a SYSTEM 'a.dtd' [<!ENTITY in 'inner &#65;'>]>"
attempt(document, "<a x='1' y='&lt;&#xe9;'>t\ne\r\nxt&amp;<b/>t<b>\u20ac</b><![CDATA[<&>]]></a>")
attempt(document, b"<?xml version='1.0' encoding='iso-8859-15'?><a>\xa4</a>")
attempt(document, "<?xml version='1.0' encoding='iso-8859-15'?><a>\u20ac</a>")
attempt(document, b"<a>\xa4</a>", encoding="iso-8859-15")
attempt(document, b"<a>\xa4</a>", encoding="no such encoding")
attempt(document, bytearray("<a>\u20ac</a>".encode("utf-16")))
attempt(document, *[bytes([x]) for x in "<a \xe9='\xe9'>\u20ac\U00010000<n:b xmlns:n='u' n:c='' d=''/></a>".encode()])
attempt(document, DOCTYPE + "<a>x&in;y&out;z</a>", out="outer")
attempt(document, DOCTYPE + "<a>x&out;</a>")
attempt(document, DOCTYPE + "<a>&" + "long" * 50 + ";</a>")
attempt(document, "<a>&out;</a>", out="outer")
for wrong in ("", "<a>", "<a></b>", "<a", "<a/><b/>", "<a b='1' b='2'/>", "text", "<a>\0</a>", "<n:a/>", "<a>&#0;</a>", b"<a>\xff</a>"):
    attempt(document, wrong)
try:
    document("<a>\n<b")
except ET.ParseError as e:
    print(e.code, e.position, e.args, e.msg, e.lineno, e.__dict__, ET.ParseError.__mro__[1])
p = X()
attempt(p.feed, "<a>&nope;</a>")
attempt(p.feed, "<b/>")
attempt(p.close)
for source in (io.BytesIO(b"<a>1</a>"), io.StringIO("<?xml version='1.0' encoding='latin-1'?><a>\u20ac</a>"), io.BytesIO(b"<a>"), io.BytesIO(b"")):
    attempt(lambda: shown(X()._parse_whole(source)))
p = X()
p.feed("<a>" + "x" * 5)
p.flush()
p.feed("y</a>")
print(shown(p.close()))


class Target:
    def __init__(self, *names):
        for name in names:
            setattr(self, name, lambda *args, name=name: print(" ", name, ascii(args)) or (name, len(args)))


ALL = ("start", "end", "data", "comment", "pi", "start_ns", "end_ns", "doctype", "close")
TEXT = "<?go on?><!DOCTYPE a PUBLIC 'p' 's'><!--c--><a x='1' xmlns:n='u' n:y='2'>te&lt;xt<n:b xmlns='v'/>&x;<?pi?></a>"
for names in (ALL, ALL[:3], ALL[3:], ()):
    p = X(target=Target(*names))
    p.entity["x"] = "entity"
    attempt(p.feed, TEXT)
    attempt(p.close)
    attempt(p._setevents, [])


class Failing(Target):
    def end(self, tag):
        raise KeyError(tag)


p = X(target=Failing("start", "data"))
attempt(p.feed, "<a><b/>skipped<c/></a>")
attempt(p.feed, "<!-- goes on -->")
attempt(p.close)


class Documented(X):
    def doctype(self, *args):
        pass


p = Documented()
attempt(p.feed, DOCTYPE)
for events in (None, (), ("start", "end", "start-ns", "end-ns", "comment", "pi"), [b"end", "pi"], ["nope"], [1], 5):
    p = X()
    queue = []
    attempt(p._setevents, queue, events)
    p.feed(TEXT.replace("&x;", "<x>&lt;</x>"))
    print([(name, getattr(x, "text", x)) for name, x in queue])
attempt(X()._setevents, 1)
p = X(target=type("Sub", (T,), {})())
attempt(p._setevents, [])
p.feed("<a>text<b/></a>")
print(shown(p.close()))
for event, x in ET.iterparse(io.BytesIO(b"<a><b>1</b><b>2</b></a>"), ("start", "end")):
    print(event, x.tag, x.text)
pull = ET.XMLPullParser()
pull.feed("<a><b>1</b>")
print([(name, x.tag) for name, x in pull.read_events()])
pull.feed("</a>")
print([(name, x.tag) for name, x in pull.read_events()], pull.close())

# --- large and deep ------------------------------------------------------------------------------------------------------------------------

root = ET.fromstring("<r>" + "x" * 3_000_000 + "<b>line\n</b>" * 1000 + "</r>")
print(len(root.text), len(root), len("".join(root.itertext())))
DEEP = 200_000
root = ET.fromstring("<a>" * DEEP + "</a>" * DEEP)
print(sum(1 for _ in root.iter()))
del root
gc.collect()
