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
            yield "refused", type(error).__name__  # the words differ between versions
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


def barnes_hut(program, function, args):
    particles = program.create_deterministic_galaxy(60, 500, 400)
    for _ in range(10):
        program.advance_system(particles, args[2], program.TIME_STEP, 1000, 800)
    yield "energy", program.calculate_system_energy(particles)
    yield "places", [(one.position.x, one.position.y, one.velocity.x, one.velocity.y) for one in particles]


def comprehensions(program, function, args):
    for owner in range(3):
        tray = program.WidgetTray(owner, program.make_some_widgets())
        yield "owner %d" % owner, tray.sorted_widgets


def deepcopy(program, function, args):
    shared = [1, 2]
    original = {"list": shared, "again": (shared, shared), "text": "hello", "inner": {"a": True}, "set": {4}}
    copied = program.copy.deepcopy(original)
    copied["list"].append(3)
    yield "copy", copied
    yield "original", original
    first = program.A("hello", [1, 2, 3], True)
    second = program.copy.deepcopy(first)
    second.lst[0] = 9
    yield "dataclass", (first, second, second == first)


def deepcopy_reduce(program, function, args):
    class Reduced:
        def __init__(self):
            self.calls = []

        def __reduce__(self):
            return (Reduced, (), self.__dict__)

        def __setstate__(self, state):
            self.calls = state["calls"] + ["set"]

    first = Reduced()
    second = program.copy.deepcopy(first)
    yield "calls", (first.calls, second.calls, program.copy.deepcopy(second).calls)


def deepcopy_memo(program, function, args):
    shared = [1] * 100
    copied = program.copy.deepcopy({"a": (shared, shared, shared), "b": [shared] * 100})
    yield "copy", copied
    everything = list(copied["a"]) + copied["b"]
    yield "shared", (len(everything), all(one is everything[0] for one in everything), everything[0] is shared)


def mdp(program, function, args):
    # From 3.12 on sum() makes smaller errors: what is compared is rounded.
    battle = program.Battle()
    yield "value", "%.12f" % battle.evaluate(0.6)
    highest = ["%.9f" % value for value in sorted(battle.max.values())[:400:7]]
    yield "states", (len(battle.successors), len(battle.frozen), highest)


def typing_runtime_protocols(program, function, args):
    protocols = ("HasX", "HasManyAttributes", "SupportsInt", "SupportsManyMethods", "SupportsIntAndX")
    classes = (
        "Empty", "PropertyX", "HasIntMethod", "HasManyMethods", "PropertyXWithInt", "ClassVarX",
        "ClassVarXWithInt", "InstanceVarX", "ManyInstanceVars", "InstanceVarXWithInt", "NominalX",
        "NominalSupportsInt", "NominalXWithInt",
    )
    for name in classes:
        instance = getattr(program, name)()
        yield name, [isinstance(instance, getattr(program, protocol)) for protocol in protocols]


def argparse(program, function, args):
    """The parsed arguments are thrown away: they are taken on their way back to the benchmark."""
    parsed = []
    parser_class = program.argparse.ArgumentParser
    original = parser_class.parse_args

    def recorded(parser, words):
        result = original(parser, words)
        parsed.append(sorted(vars(result).items()))
        return result

    parser_class.parse_args = recorded
    function()
    parser_class.parse_args = original
    for number, one in enumerate(parsed):
        yield "arguments %d" % number, one


def logging(program, function, args):
    logger, stream = args
    yield "stream", stream.getvalue()[:200]
    lines = stream.getvalue().splitlines()
    yield "lines", (len(lines), sorted(set(lines)))


def pprint(program, function, args):
    few = [("string", (1, 2), [3, 4], {5: 6, 7: 8, "long" * 12: list(range(40))}), {"set": {1}, "bytes": b"x" * 99}]
    yield "text", program.PrettyPrinter(width=60).pformat(few)


def pathlib(program, function, args):
    base = program.pathlib.Path(args[0])
    yield "all", sorted(path.name for path in base.iterdir())
    yield "chosen", sorted((path.stem, path.suffix, path.stat().st_size) for path in base.glob("*.py"))


def json_dumps(program, function, args):
    for data, times in args[0]:
        yield "text %d" % len(times), program.json.dumps(data)


def json_loads(program, function, args):
    for text in args[0]:
        yield "data", program.json.loads(text)


def pickle(program, function, args):
    module, options = args
    for name in ("DICT", "TUPLE", "DICT_GROUP", "LIST", "MICRO_DICT"):
        value = getattr(program, name)
        for protocol in (2, options.protocol):
            pickled = module.dumps(value, protocol)
            yield "%s %d" % (name, protocol), pickled
            yield "%s %d back" % (name, protocol), module.loads(pickled) == value


def xml_etree(program, function, args):
    etree = args[0]
    root = program.build_xml_tree(etree)
    text = etree.tostring(root)
    yield "generated", text
    events = [(event, one.tag) for event, one in etree.iterparse(program.io.BytesIO(text), ("start", "end"))]
    yield "events", (len(events), events[:50], events[-50:])
    yield "parsed", etree.tostring(etree.fromstring(text)) == text
    yield "processed", program.process(etree, xml_root=root)


def regex_compile(program, function, args):
    """Of the captured ones only those of the two programs: an interpreter's own imports are captured with them."""
    import bm_regex_effbot
    import bm_regex_v8

    captured = {regex for regex, flags in args[0]}
    for compiled in bm_regex_effbot.gen_regex_table() + bm_regex_v8.regexs:
        again = program.re.compile(compiled.pattern, compiled.flags)
        kept = (again.flags, again.groups, dict(again.groupindex))
        yield compiled.pattern, (compiled.pattern in captured, kept)


def regex_dna(program, function, args):
    sequence = program.init_benchmarks(3000, 42)
    yield "sequence", sequence
    yield "counts", program.run_benchmarks(sequence)


def regex_effbot(program, function, args):
    for number, (regex, text) in enumerate(program.init_benchmarks((0, 5, 50))):
        found = program.re.search(regex, text)
        yield "search %d" % number, None if found is None else (found.span(), found.groups())


class Recorded:
    """Stands before a pattern, or before the module re, and keeps what its functions return."""

    def __init__(self, behind, kept):
        self.behind = behind
        self.kept = kept

    def __getattr__(self, name):
        function = getattr(self.behind, name)
        if not callable(function):
            return function

        def call(*args, **named):
            result = function(*args, **named)
            if hasattr(result, "span"):
                self.kept.append((name, result.span(), result.groups()))
            else:
                self.kept.append((name, result))
            return result

        return call


def regex_v8(program, function, args):
    kept = []
    originals, module = program.regexs, program.re
    program.regexs = [Recorded(regex, kept) for regex in originals]
    program.re = Recorded(module, kept)
    for number in range(12):
        getattr(program, "block%d" % number)()
        yield "block %d" % number, kept
        del kept[:]
    program.regexs, program.re = originals, module


def base64(program, function, args):
    for name in ("B64", "B64_URLSAFE", "B32", "B16", "A85", "B85"):
        for size in ("TINY", "SMALL", "MEDIUM"):
            yield "%s %s" % (name, size), getattr(program, "%s_%s" % (name, size))
    for data in (program.DATA_TINY, program.DATA_MEDIUM):
        for coding in ("b64", "urlsafe_b64", "b32", "b16", "a85", "b85"):
            encoded = getattr(program.base64, coding + "encode")(data)
            yield coding, getattr(program.base64, coding + "decode")(encoded) == data
    yield "wrapped", program.base64.a85encode(program.DATA_SMALL, wrapcol=76)


def decimal_factorial(program, function, args):
    yield "factorial", program.factorial(program.decimal.Decimal(1500), 0)


def decimal_pi(program, function, args):
    for precision in (9, 19, 60):
        program.decimal.getcontext().prec = precision
        yield "pi", program.pi_decimal()


def telco(program, function, args):
    """The prices are printed into a stream that is emptied: they are taken on their way there."""
    prices = []
    program.print = lambda price, file: prices.append(str(price))
    program.bench_telco(1, args[0])
    del program.print
    yield "prices", prices


def gc_collect(program, function, args):
    import gc
    import weakref

    gc.collect()
    cycles = program.create_gc_cycles(50, 20)
    watched = [weakref.ref(node) for node in cycles]
    yield "alive", sum(one() is not None for one in watched)
    del cycles
    gc.collect()
    # A collector that reads the stack as it is may hold on to one or two.
    yield "dead", sum(one() is None for one in watched) >= 48


def gc_traversal(program, function, args):
    top = program.create_recursive_containers(args[0])
    yield "length", (len(top), all(one is top[0] for one in top))
    depth = 0
    while top:
        depth += 1
        top = top[0]
    yield "depth", depth


def async_generators(program, function, args):
    import asyncio

    async def walk():
        return [value async for value in program.tree(range(5000))]

    yield "walk", asyncio.run(walk())


def async_tree(program, function, args):
    import asyncio

    tree = function.__self__
    original = tree.workload_func
    results = []

    async def counted():
        result = await original()
        results.append(result)
        return result

    program.random.seed(program.RANDOM_SEED)
    tree.cache = {}
    tree.workload_func = counted
    asyncio.run(tree.run())
    del tree.workload_func
    yield "leaves", len(results)
    yield "results", sorted({str(result) for result in results})
    yield "cached", sorted(tree.cache)


def concurrent_imap(program, function, args):
    workers, count, chunk = args
    pool_class = program.Pool if function is program.bench_mp_pool else program.ThreadPool
    with pool_class(workers) as pool:
        yield "results", list(pool.imap(program.f, range(count), chunk))


def sqlite_synth(program, function, args):
    connection = program.sqlite3.connect(":memory:")
    connection.execute("create table words (word)")
    for word in ("a", "bcd", None, "ef"):
        connection.execute("insert into words values (?)", [word])
    connection.create_aggregate("avglength", 1, program.AvgLength)
    connection.create_function("cos", 1, program.math.cos)
    yield "average", connection.execute("select avglength(word), cos(2) from words").fetchall()
    connection.close()


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
    "quadtree_nbody": barnes_hut,
    "comprehensions": comprehensions,
    "deepcopy": deepcopy,
    "deepcopy_reduce": deepcopy_reduce,
    "deepcopy_memo": deepcopy_memo,
    "mdp": mdp,
    "pyflate": nothing_more,  # compares the checksum of what it unpacked
    "typing_runtime_protocols": typing_runtime_protocols,
    "many_optionals": argparse,
    "subparsers": argparse,
    "logging_silent": logging,
    "logging_simple": logging,
    "logging_format": logging,
    "pprint_safe_repr": nothing_more,
    "pprint_pformat": pprint,
    "pathlib": pathlib,
    "json_dumps": json_dumps,
    "json_loads": json_loads,
    "pickle": pickle,
    "unpickle": pickle,
    "pickle_list": pickle,
    "unpickle_list": pickle,
    "pickle_dict": pickle,
    "xml_etree_parse": xml_etree,
    "xml_etree_iterparse": xml_etree,
    "xml_etree_generate": xml_etree,
    "xml_etree_process": xml_etree,
    "regex_compile": regex_compile,
    "regex_dna": regex_dna,
    "regex_effbot": regex_effbot,
    "regex_v8": regex_v8,
    "base64_small": base64,
    "base64_large": nothing_more,  # the first one's check covers every coding
    "urlsafe_base64_small": nothing_more,
    "base32_small": nothing_more,
    "base32_large": nothing_more,
    "base16_small": nothing_more,
    "base16_large": nothing_more,
    "ascii85_small": nothing_more,
    "ascii85_large": nothing_more,
    "base85_small": nothing_more,
    "base85_large": nothing_more,
    "decimal_factorial": decimal_factorial,
    "decimal_pi": decimal_pi,
    "telco": telco,
    "create_gc_cycles": gc_collect,
    "gc_traversal": gc_traversal,
    "async_generators": async_generators,
    "async_tree_none": async_tree,
    "async_tree_eager": async_tree,
    "async_tree_io": async_tree,
    "async_tree_memoization": async_tree,
    "async_tree_cpu_io_mixed": async_tree,
    "async_tree_none_tg": async_tree,
    "asyncio_tcp": nothing_more,  # asserts that every byte arrived
    "bench_mp_pool": concurrent_imap,
    "bench_thread_pool": concurrent_imap,
    "sqlite_synth": sqlite_synth,
}
"""Benchmark name -> its check."""
