"""What a program that has ended may not do any more: its finalizers run while other threads do, too."""

import subprocess
import sys

PROGRAM = """
import os, threading, _thread, subprocess, sys, time
def loop():
    while True: time.sleep(0.01)
class C:
    def __init__(s): 
        s.me=s
    def __del__(s):
        def t(f,*a,**k):
            try: print(f(*a,**k))
            except BaseException as e: print(type(e).__name__, e)
        print(sys.is_finalizing())
        t(os.fork); t(os.forkpty); t(_thread.start_new_thread, print, ()); t(threading.Thread(target=print).start)
        t(_thread.start_joinable_thread, print)
        if beside: t(subprocess.call, ["true"], preexec_fn=print); t(subprocess.call, ["true"])
        t(done.join); t(h.join)
done=threading.Thread(target=print); done.start(); done.join()
h=threading.Thread(target=loop,daemon=True)
beside = len(sys.argv) > 1
if beside: h.start()
if len(sys.argv)>2:
    C().fork=os.fork
else: c=C()
"""
for argument in [], ["beside a thread", "of what nothing refers to"]:
    done = subprocess.run([sys.executable, "-c", PROGRAM, *argument], capture_output=True, text=True)
    print(done.returncode, done.stdout, done.stderr.splitlines()[-1:])
