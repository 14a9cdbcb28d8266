"""What is given to users: a tree that runs wherever it is put, its archive, and a wheel of it.

    tree.py       the executable, the library and their licences, laid out
    stock.py      the library as CPython has it, without its distributor's changes
    archives.py   the tree as protopy-VERSION-linux-MACHINE.tar.xz and as a wheel
"""
