"""Audit events of native functions, with their arguments; hooks are not traced."""

import os
import socket
import sys
import tempfile
import types

seen = []
on = False
folder = tempfile.mkdtemp()
path = folder + "/f"


def hook(event, args):
    global on
    if on:
        on = False
        seen.append((event, args))
        on = True


def shown(v):
    if isinstance(v, (tuple, list)):
        return tuple(map(shown, v))
    return v if v is None or isinstance(v, (int, str, bytes)) else type(v).__name__


def t(name, function):
    global on
    seen.clear()
    on = True
    try:
        function()
        result = "ok"
    except Exception as e:
        result = type(e).__name__
    on = False
    print(name, result, str([(e, shown(a)) for e, a in seen]).replace(folder, "DIR"))


class A: pass
class B: pass
class C(A): pass
def f(): pass
def g(): yield


code = compile("1", "x", "eval")
a = A()
sys.addaudithook(hook)
s = socket.socket()
t("compile", lambda: compile("'é'", "x", "eval"))
t("eval", lambda: eval("1"))
t("exec", lambda: exec(code))
t("open", lambda: open(path, "wb").close())
t("os.open", lambda: os.close(os.open(path, os.O_RDONLY)))
t("name", lambda: type.__dict__["__name__"].__set__(C, "X"))
t("bases", lambda: type.__dict__["__bases__"].__set__(C, (B,)))
t("class", lambda: object.__dict__["__class__"].__set__(a, B))
t("code", lambda: f.__code__)
t("defaults", lambda: (setattr(f, "__defaults__", (1,)), delattr(f, "__defaults__")))
t("generator", lambda: (g().gi_code, g().gi_frame))
t("frame", lambda: sys._getframe().f_code)
t("function", lambda: types.FunctionType(code, {}))
t("settrace", lambda: (sys.settrace(None), sys.setprofile(None)))
t("asyncgen", lambda: sys.set_asyncgen_hooks(None, None))
t("rename", lambda: (os.rename(path, path + "2"), os.link(path + "2", path), os.symlink(path, path + "3")))
t("remove", lambda: (os.remove(path + "2"), os.unlink(path + "3"), os.remove(path + "4")))
t("folders", lambda: (os.mkdir(folder + "/x"), os.listdir(folder), os.scandir(folder).close(), os.rmdir(folder + "/x")))
t("mode", lambda: (os.chmod(path, 0o600), os.truncate(path, 0), os.utime(path), os.chown(path, -1, -1)))
t("environment", lambda: (os.putenv("A_B", "c"), os.unsetenv("A_B")))
t("exec", lambda: os.execv("/nonexistent", ["a"]))
t("bind", lambda: s.bind(("127.0.0.1", 0)))
t("socket", lambda: socket.socket().close())
traced = []


def trace(frame, event, argument):
    traced.append(frame.f_code.co_name)


on = True
sys.settrace(trace)
compile("1", "x", "eval")
sys.settrace(None)
on = False
print(traced)
s.close()
os.remove(path)
os.rmdir(folder)
