# 100,000 steps of a for loop over a range.
steps = 0
last = 0
for number in range(100_000):
    steps += 1
    last = number
print(steps, last)
