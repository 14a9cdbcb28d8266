# A string grown by `+=`, one character at a time, to the length the argument says; its time goes to stderr.
import sys
import time


def grow(length):
    text = ""
    for number in range(length):
        text += "ab"[number & 1]
    return text


length = int(sys.argv[1])
started = time.perf_counter()
text = grow(length)
last = text[-1]  # a representation that postpones the work must do it here
seconds = time.perf_counter() - started
print(len(text), last, text.count("a"))
sys.stderr.write("#time str_concat %.9f\n" % seconds)
