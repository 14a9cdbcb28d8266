"""What each pyperformance program computes, made visible.

Most benchmark functions throw their result away. A check here calls the program's own functions, or looks at
the state they left, and yields (label, value) pairs; the stand-in pyperf prints them, and the outputs of two
interpreters are compared. A check gets the program's module, the benchmark function and its arguments.
"""


def nothing_more(program, function, args):
    """For a benchmark whose function returns its result."""
    return ()


def nbody(program, function, args):
    # The bodies are where the timed loops left them.
    yield "energy", program.report_energy()
    yield "system", program.SYSTEM


def richards(program, function, args):
    area = program.taskWorkArea
    yield "counts", (area.holdCount, area.qpktCount)
    for task in area.taskTab:
        if task is not None:
            flags = (task.packet_pending, task.task_waiting, task.task_holding)
            yield "task %d" % task.ident, (task.priority, flags, packets(task.input))
            for name, value in sorted(vars(task.handle).items()):
                yield "task %d %s" % (task.ident, name), value if isinstance(value, int) else packets(value)


def packets(first):
    """A queue of Richards' packets as plain values."""
    queue = []
    while first is not None:
        queue.append((first.ident, first.kind, first.datum, first.data))
        first = first.link
    return queue


def deltablue(program, function, args):
    """A chain of equalities, then a scale, edited from both ends; the benchmark prints only failures."""
    program.planner = program.Planner()
    strength = program.Strength
    chain = [program.Variable("v%d" % i) for i in range(12)]
    for left, right in zip(chain, chain[1:]):
        program.EqualityConstraint(left, right, strength.REQUIRED)
    program.StayConstraint(chain[-1], strength.STRONG_DEFAULT)
    for value in (3, 41, 7):
        program.change(chain[0], value)
        yield "chain", [(one.name, one.value, one.walk_strength.name, one.stay) for one in chain]

    scale, offset = program.Variable("scale", 10), program.Variable("offset", 1000)
    source, target = program.Variable("source", 6), program.Variable("target", 0)
    program.StayConstraint(source, strength.NORMAL)
    program.ScaleConstraint(source, scale, offset, target, strength.REQUIRED)
    for variable, value in ((source, 17), (target, 1050), (scale, 5), (offset, 2000)):
        program.change(variable, value)
        yield variable.name, [(one.name, one.value) for one in (source, scale, offset, target)]


def spectral_norm(program, function, args):
    u = [1] * program.DEFAULT_N
    v = u
    for _ in range(10):
        v = program.eval_AtA_times_u(u)
        u = program.eval_AtA_times_u(v)
    above = below = 0
    for ue, ve in zip(u, v):
        above += ue * ve
        below += ve * ve
    yield "norm", (above / below) ** 0.5
    yield "vector", u


def nqueens(program, function, args):
    solutions = list(program.n_queens(args[0]))
    yield "solutions", (len(solutions), solutions)


def chaos(program, function, args):
    """The image is written only where a file name is given: it is taken on its way to the file."""
    images = []
    program.write_ppm = lambda image, filename: images.append(image)
    width, height, iterations, _, seed = args
    function(width, height, iterations, "wanted", seed)
    yield "dots", sum(row.count(0) for row in images[0])
    yield "image", images[0]


def raytrace(program, function, args):
    canvases = []
    program.Canvas.write_ppm = lambda canvas, filename: canvases.append(canvas.bytes)
    width, height, _ = args
    function(1, width, height, "wanted")
    yield "canvas", list(canvases[0])


def hexiom(program, function, args):
    """The program compares its answer with the stated one; here the answer itself, and an easier board's."""
    for level in (2, args[0]):
        stream = program.io.StringIO()
        program.solve_file(
            program.LEVELS[level][0].strip(), program.Done.FIRST_STRATEGY, program.DESCENDING, stream
        )
        yield "level %d" % level, stream.getvalue()


def meteor_contest(program, function, args):
    board, pieces, wanted, footprints, neighbours = args
    solutions = []
    free, empty = frozenset(range(len(board))), [-1] * len(board)
    program.solve(wanted, 0, free, empty, list(range(len(pieces))), solutions, footprints, neighbours)
    yield "solutions", solutions


def generators(program, function, args):
    yield "walk", list(program.tree(range(500)))
    yield "long walk", sum(place * value for place, value in enumerate(program.tree(range(20000))))


def coroutines(program, function, args):
    results = []
    for n in (0, 1, 10, 18):
        coroutine = program.fibonacci(n)
        try:
            while True:
                coroutine.send(None)
        except StopIteration as end:
            results.append(end.value)
    yield "fibonacci", results


class Counted:
    """A sequence of ten that counts how often it was unpacked."""

    def __init__(self):
        self.times = 0

    def __iter__(self):
        self.times += 1
        return iter(range(10))


def unpack_sequence(program, function, args):
    counted = Counted()
    program.do_unpacking(3, counted)
    yield "unpackings", counted.times
    for wrong in ((1, 2, 3), [0] * 11):
        try:
            program.do_unpacking(1, wrong)
        except ValueError as error:
            yield "refused", str(error)
    for sequence in (tuple(range(10)), list(range(10))):
        a, b, c, d, e, f, g, h, i, j = sequence
        yield "values", (a, b, c, d, e, f, g, h, i, j)


def scimark_sor(program, function, args):
    size, cycles, make = args
    grid = program.Random(101).RandomMatrix(make(size, size))
    program.SOR_execute(1.25, grid, cycles, make)
    yield "grid", [grid[x, y] for x in range(0, size, 7) for y in range(0, size, 9)]


def scimark_sparse_mat_mult(program, function, args):
    array = program.array
    values = program.Random(7).RandomVector(12)
    vector = program.Random(9).RandomVector(4)
    result = array("d", [0]) * 4
    rows, columns = array("i", [0, 3, 6, 9, 12]), array("i", [0, 1, 2, 1, 2, 3, 0, 2, 3, 0, 1, 3])
    program.SparseCompRow_matmult(4, result, values, rows, columns, vector, 5)
    yield "product", list(result)


def scimark_monte_carlo(program, function, args):
    yield "pi", program.MonteCarlo(20000)


def scimark_lu(program, function, args):
    size = 40
    matrix = program.Random(7).RandomMatrix(program.ArrayList(size, size))
    factors = program.ArrayList(size, size)
    pivot = program.array("i", [0]) * size
    program.LU(factors, matrix, pivot)
    yield "pivots", list(pivot)
    yield "diagonal", [factors[i][i] for i in range(size)]


def scimark_fft(program, function, args):
    data = program.Random(7).RandomVector(256)
    program.FFT_transform(256, data)
    yield "transform", list(data)
    program.FFT_inverse(256, data)
    yield "back", list(data)


def go(program, function, args):
    # How often the games touched the board tells more than the one move that was chosen.
    yield "moves", program.MOVES
    program.random.seed(5)
    board = program.Board()
    tree = program.UCTNode()
    tree.unexplored = board.useful_moves()
    replay = program.Board()
    for _ in range(10):
        replay.reset()
        replay.replay(board.history)
        tree.play(replay)
    yield "tree", [(child.pos, child.wins, child.losses) for child in tree.pos_child if child]


CHECKS = {
    "nbody": nbody,
    "fannkuch": nothing_more,
    "richards": richards,
    "richards_super": richards,
    "deltablue": deltablue,
    "spectral_norm": spectral_norm,
    "nqueens": nqueens,
    "float": nothing_more,
    "chaos": chaos,
    "raytrace": raytrace,
    "hexiom": hexiom,
    "pidigits": nothing_more,
    "meteor_contest": meteor_contest,
    "generators": generators,
    "coroutines": coroutines,
    "unpack_sequence": unpack_sequence,
    "scimark_sor": scimark_sor,
    "scimark_sparse_mat_mult": scimark_sparse_mat_mult,
    "scimark_monte_carlo": scimark_monte_carlo,
    "scimark_lu": scimark_lu,
    "scimark_fft": scimark_fft,
    "go": go,
}
"""Benchmark name -> its check."""
