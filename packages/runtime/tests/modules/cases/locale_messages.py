"""_locale: catalogues of messages, and texts that compare by the locale's order."""

import _locale as L


def t(f, *a):
    try:
        r = f(*a)
    except Exception as e:
        r = f"{type(e).__name__}: {e}"
    print(f.__name__, a, r)


for a in ("abc", "é", "", 1, "a\0"):
    if a != "":
        t(L.gettext, a)
for a in ((None, "abc"), ("d", "abc"), (1, "abc"), ("d", 1)):
    t(L.dgettext, *a)
for a in (("d", "abc", L.LC_MESSAGES), (None, "abc", 5), (None, "abc", "x")):
    t(L.dcgettext, *a)
for a in (None, "mydom", None, 1):
    t(L.textdomain, a)
for a in (("d", "/tmp"), ("d", None), ("", "/tmp"), ("d", 1), (1, None), ("d", b"/tmp"), ("d", "é\0")):
    t(L.bindtextdomain, *a)
for a in (("d", "UTF-8"), ("d", None), ("", None), ("zz", None), ("d", 1)):
    t(L.bind_textdomain_codeset, *a)
L.setlocale(L.LC_ALL, "C")
words = ["b", "A", "a", "B", "é", "zz", ""]
print(sorted(words, key=L.strxfrm))
for a in ("abc", "é€", "", "a\0", 1, None, "\ud800"):
    t(L.strxfrm, a)
for a in (("a", "b"), ("\ud800", "a"), ("a", "b\0"), (None, "a"), ("a", 1)):
    t(L.strcoll, *a)
for a in (None, "\udc80"):
    t(L.gettext, a)
t(L.dgettext, "d", None)
t(L.setlocale, L.LC_ALL, "C\0x")
