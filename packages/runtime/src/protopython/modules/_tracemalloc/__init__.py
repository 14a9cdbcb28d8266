"""_tracemalloc: what the library's `tracemalloc` asks for."""
