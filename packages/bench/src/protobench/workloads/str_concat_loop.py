# A string that grows by one character, 2,000 times.
text = ""
for _ in range(2_000):
    text = text + "x"
print(len(text), text.count("x"))
