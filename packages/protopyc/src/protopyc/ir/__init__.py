"""The typed, structured tree that every stage between mypy and C++ works on."""
