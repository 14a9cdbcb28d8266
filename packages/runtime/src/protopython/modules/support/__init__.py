"""What several native modules need and no program can import."""
