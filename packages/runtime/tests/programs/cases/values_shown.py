# Texts that a program's own methods give, errors of text whose fields are gone, sums and powers that a type takes over.
def tell(f):
    try:
        w = f()
        print(type(w).__name__, w)
    except Exception as e:
        print(type(e).__name__, e)


class Text(str):
    pass


class Shown:
    def __init__(self, text):
        self.text = text

    def __repr__(self):
        return self.text


for text in (Text("<abc>"), Text("<\xe9>"), "<abc>"):
    for show in (str, repr, ascii, object.__str__, format):
        tell(lambda: show(Shown(text)))

made = (
    lambda: UnicodeEncodeError("utf-8", "abc", 0, 1, "reason"),
    lambda: UnicodeDecodeError("utf-8", b"abc", 0, 1, "reason"),
    lambda: UnicodeTranslateError("abc", 0, 1, "reason"),
)
for make in made:
    for field in ("object", "encoding", "reason"):
        e = make()
        delattr(e, field)
        tell(lambda: str(e))
        e = make()
        setattr(e, field, None)
        tell(lambda: str(e))


class Evil(str):
    def __str__(self):
        del error.object
        return "evil"


error = UnicodeEncodeError("utf-8", "abc", 0, 1, Evil("reason"))
tell(lambda: str(error))
tell(lambda: str(error))

tell(lambda: sum([0.1j] * 10))
tell(lambda: sum([0.1] * 10 + [0.1j] * 10))
tell(lambda: sum([1e100, 1j, -1e100, 0.1]))
tell(lambda: sum([1j, True, 2.5, 1 << 70]))
tell(lambda: sum([complex(1, -0.0), 1, 2.0]))
tell(lambda: sum([1j, "x"]))
tell(lambda: sum([1j, 10**400]))
tell(lambda: sum([1j, float("inf"), float("inf")]))


class Number(int):
    def __pow__(self, other, modulus=None):
        return "pow", other, modulus

    def __rpow__(self, other, modulus=None):
        return "rpow", other, modulus


class Declines(int):
    def __rpow__(self, other, modulus=None):
        return NotImplemented


tell(lambda: pow(2, Number(3), 5))
tell(lambda: pow(Number(2), Number(3), 5))
tell(lambda: pow(Number(2), 3, 5))
tell(lambda: pow(2, Declines(3), 5))
