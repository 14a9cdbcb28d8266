"""An error that leaves a codec notes which codec it was."""

import codecs


def noted(f):
    try:
        f()
    except Exception as error:
        print(type(error).__name__, error, getattr(error, "__notes__", None))


noted(lambda: "é".encode("iso8859-5"))
noted(lambda: b"\x81".decode("cp1252"))
noted(lambda: codecs.decode(b"hello", "hex_codec"))
noted(lambda: codecs.encode("\ud800", "utf8"))
noted(lambda: "é".encode("ascii"))
noted(lambda: "é".encode("no such codec"))
