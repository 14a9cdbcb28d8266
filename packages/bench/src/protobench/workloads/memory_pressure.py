# 100,000 lists of ten, of which the latest 1,000 are kept.
kept = [None] * 1_000
for number in range(100_000):
    kept[number % 1_000] = [number, 1, 2, 3, 4, 5, 6, 7, 8, 9]
print(sum(row[0] for row in kept), sum(len(row) for row in kept))
