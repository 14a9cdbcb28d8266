"""What works on eight bytes or on whole runs at once gives what byte after byte does, wherever the odd one stands."""

import array
import binascii

for n in 0, 1, 7, 8, 9, 100, 1023:
    data = bytes(i * 7 % 256 for i in range(n))
    print(n, binascii.crc32(data), binascii.crc32(data, 77), data.hex(), data.hex(":")[:9], bytearray(data).hex()[-3:])
    print(data.translate(bytes(range(255, -1, -1))), data.translate(None), data.translate(None, b"\x07"), data.isascii())
    text = data.decode("latin-1")
    assert text.encode("latin-1") == data and len(text) == n
    data = bytes(x & 127 for x in data)
    text = data.decode("ascii")
    assert text.encode("ascii") == data and data.isascii() and text.isascii() and text == data.decode() and text.encode() == data
    for k in range(min(n, 40)):
        odd = bytearray(data)
        odd[k] |= 128
        assert not odd.isascii() and not odd.decode("latin-1").isascii()
        try:
            odd.decode("ascii")
        except UnicodeDecodeError as e:
            assert (e.start, e.end) == (k, k + 1)
        assert odd.decode("ascii", "replace") == text[:k] + "\ufffd" + text[k + 1 :]
        for c in "\xe4\u20ac\U0001f40d":
            mixed = text[:k] + c + text[k:]
            assert mixed.encode().decode() == mixed and not mixed.isascii()
            for encoding in "ascii", "latin-1":
                try:
                    assert mixed.encode(encoding).decode(encoding) == mixed
                except UnicodeEncodeError as e:
                    assert (e.start, e.end) == (k, k + 1) and (c > "\xff" or encoding == "ascii")
                assert mixed.encode(encoding, "ignore").decode(encoding).replace("\xe4", "") == text

for table in {}, {97: 98}, {97: None}, {97: ""}, {97: "xy"}, {97: 8364}, {97: "\u20ac"}, {97: "b", 98: None, 99: "\xe4"}, {97: 1.5}, {97: -1}:
    for text in "", "a", "abcabcaaa", "abc\u20acabc", "\u20aca", "cba" * 100:
        try:
            print(ascii(text.translate(table)))
        except (TypeError, ValueError) as e:
            print(type(e), e)

numbers = array.array("i", range(5))
step = iter(numbers)
print(next(step), next(step))
numbers.append(9)
print(list(step), list(step))
step = iter(numbers)
next(step)
numbers.extend(range(1000))
numbers[1] = 77
print(next(step), sum(step))
step = iter(numbers)
next(step)
del numbers[1:]
print(list(step), [None] * 3, [1, 2] * 3, [] * 5, [1] * 0, [1] * -1)

table = {i: str(i) for i in range(100)}
copy = table.copy()
del copy[5]
copy[200] = 1
print(len(table), len(copy), 5 in table, list(copy)[-1], table == {**table}, {**table, 1: 2}[1])
