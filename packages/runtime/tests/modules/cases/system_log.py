"""syslog: arguments, masks and auditing events."""

import sys
import syslog


def show(text):
    try:
        print(text, "->", eval(text))
    except BaseException as e:
        print(text, "!!", type(e).__name__, e)


print({n: v for n, v in sorted(vars(syslog).items()) if isinstance(v, int)})
for name in "syslog", "openlog", "closelog", "setlogmask", "LOG_MASK", "LOG_UPTO":
    print(name, getattr(syslog, name).__text_signature__, bool(getattr(syslog, name).__doc__))


def hook(event, arguments):
    if event.startswith("syslog"):
        print(event, arguments)


sys.addaudithook(hook)
sys.argv = ["/a/program"]
for text in """
syslog.syslog(); syslog.syslog(1); syslog.syslog('a', 1); syslog.syslog(1, 'a', 2); syslog.syslog('a\\0b'); syslog.syslog(1, b'x')
syslog.syslog('%s hello %n'); syslog.closelog(); syslog.openlog(); syslog.openlog(1); syslog.openlog('x', 'y')
syslog.openlog(ident='x', logoption=1, facility=syslog.LOG_USER); syslog.openlog('a\\0'); syslog.openlog(None); syslog.openlog('x', 1 << 80)
syslog.openlog('\\ud800'); syslog.setlogmask(255); syslog.setlogmask('a'); syslog.setlogmask(1 << 80); syslog.LOG_MASK(3)
syslog.LOG_UPTO(3); syslog.LOG_UPTO('a'); syslog.LOG_MASK(1.5); syslog.LOG_MASK(31); syslog.LOG_MASK(1 << 40); syslog.LOG_UPTO(30)
syslog.LOG_UPTO(31); syslog.LOG_MASK(32); syslog.LOG_MASK(-1); syslog.LOG_UPTO(-1); syslog.closelog(); syslog.closelog(1)
syslog.syslog(1 << 40, 'a'); syslog.syslog(3, 'x'); syslog.closelog()
""".replace("\n", "; ").split("; "):
    if text:
        show(text)
for sys.argv in [], ["a/"], ["\ud800"], None:
    show("syslog.closelog()")
    show("syslog.syslog('message')")
