"""From lowered IR to C++20."""
