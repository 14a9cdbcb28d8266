"""What all built-in types share: how types are defined, look-up, operators, calls, errors."""
