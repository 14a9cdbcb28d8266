# A list that grows by one, 10,000 times.
numbers = []
for number in range(10_000):
    numbers.append(number)
print(len(numbers), numbers[0], numbers[-1], sum(numbers))
