"""Text, layout and reading: pure, without a screen, a thread, a clock or a disk."""
