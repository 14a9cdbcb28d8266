"""What vulture takes for unused, though it is not. Read by `./dev lint`, never run; names that go by a
pattern are in pyproject.toml."""

# For tests alone.
_.ascii_of_str  # compared with CPython's ascii()
_.compile_source  # gives the bytecode that tests of the compiler look at
_.dict_version  # what dict_keys_version handed out
_.new_slice  # evaluates expressions on the built-in types
_.no_type  # stands in for the types of programs that test protopyc
_.process_arguments  # of compiled test programs

# Of the dialect (docs/dialect.md), whose functions protopyc compiles without calling them.
_.instance_shape
_.register_base

# Called by others.
_.__init_subclass__  # by class statements
_.lex  # by lark

# Of the dashboard, shown by its templates.
_.thread_counts
_.tiles
_.two_threads
_.two_writers
