"""pwd and grp: entries, what is not found, and arguments."""

import grp
import os
import pwd


def show(text):
    try:
        print(text, "->", eval(text))
    except BaseException as e:
        print(text, "!!", type(e).__name__, e)


for module in pwd, grp:
    for name, f in sorted(vars(module).items()):
        if callable(f) and not name.startswith("__"):
            print(name, f.__text_signature__, bool(f.__doc__))
for t in pwd.struct_passwd, grp.struct_group:
    print(t, t.n_fields, t.n_sequence_fields, t.__match_args__, [getattr(t, n).__doc__ for n in t.__match_args__])
for text in """
pwd.getpwuid(); pwd.getpwuid('a'); pwd.getpwuid(1.5); pwd.getpwuid(-1); pwd.getpwuid(-2); pwd.getpwuid(1 << 32); pwd.getpwuid(1 << 80)
pwd.getpwuid(4127633); pwd.getpwuid(0); pwd.getpwnam('root'); pwd.getpwnam(b'root'); pwd.getpwnam('a\\0b'); pwd.getpwnam('nosuch')
pwd.getpwnam('\\udc80'); pwd.getpwnam('\\ud800'); pwd.getpwnam(); pwd.getpwall(1); pwd.struct_passwd(range(7)); pwd.struct_passwd(range(6))
grp.getgrgid(); grp.getgrgid('a'); grp.getgrgid(id=0); grp.getgrgid(1.5); grp.getgrgid(-1); grp.getgrgid(-2); grp.getgrgid(1 << 32)
grp.getgrgid(1 << 80); grp.getgrgid(-1 << 80); grp.getgrgid(4127633); grp.getgrnam(name='root'); grp.getgrnam('a\\0b'); grp.getgrnam('nosuch')
grp.getgrnam(b'a'); grp.getgrnam(); grp.getgrnam('\\ud800'); grp.getgrnam(nme='root'); pwd.getpwall(); grp.getgrall()
os.path.expanduser('~root'); os.setuid(1 << 80); os.setuid(-1 << 80); os.setgid(1 << 32)
""".replace("\n", "; ").split("; "):
    if text:
        show(text)
