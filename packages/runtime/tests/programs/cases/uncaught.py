def inner(n):
    return 1 // n


def outer():
    try:
        inner(0)
    except ZeroDivisionError:
        raise RuntimeError("wrapped")


print("before")
outer()
