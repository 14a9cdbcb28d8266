"""What programs of the core dialect import: its names with their meaning on CPython. It knows neither the runtime nor the compiler."""
