"""The errors a person may see: one sentence each for what, where and what to do.

ReaderError            shown by the command line (exit code 3) or as a notice in the reader
├── InputError         a text cannot be opened or read
├── MemoryFileError    the translation memory, or a file of pairs, cannot be used
├── ConfigError        the configuration file says something that cannot be followed
└── UsageError         the command line makes no sense (exit code 2)

Raised in the core and in the homes of libraries; caught in three places: the command line's main, a worker's
body, a screen's handler.
"""


class ReaderError(Exception):
    """Something a person can understand and mend.

    Attributes:
        title: what failed, in a few words.
        message: what exactly, and where (path, line), in one sentence.
        hint: what to do about it; may be empty.
    """

    exit_code = 3

    def __init__(self, title: str, message: str, hint: str = "") -> None:
        super().__init__(title, message, hint)
        self.title = title
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        """The title, message and hint as one line of plain text."""
        return " ".join(part for part in (f"{self.title}: {self.message}", self.hint) if part)


class InputError(ReaderError):
    """A text cannot be opened or read."""


class MemoryFileError(ReaderError):
    """The translation memory, or a file of pairs, cannot be used."""


class ConfigError(ReaderError):
    """The configuration file says something that cannot be followed.

    Attributes:
        setting: which setting it is about ("deepl.url"); empty if it is about the whole file.
    """

    def __init__(self, title: str, message: str, hint: str = "", setting: str = "") -> None:
        super().__init__(title, message, hint)
        self.setting = setting


class UsageError(ReaderError):
    """The command line makes no sense."""

    exit_code = 2
