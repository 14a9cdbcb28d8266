# The integers below 100,000, added up by the built-in.
print(sum(range(100_000)))
