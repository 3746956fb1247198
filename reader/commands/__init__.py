"""The commands beside reading: each module has `add_to(subparsers)` and `run(arguments, paths) -> exit code`.

Nothing here knows of a screen, and nothing heavy is imported before a command runs.
"""
