"""The command line in this process, as the tests of the other commands have it."""

from tests.commands.conftest import home, lesepult

__all__ = ["home", "lesepult"]
