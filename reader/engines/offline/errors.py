"""What goes wrong when a model is installed, said to a person."""

from reader.errors import ReaderError


class OfflineError(ReaderError):
    """The model cannot be installed or removed; what was there is as it was."""

    def __init__(self, message: str, hint: str = "", title: str = "Offline model") -> None:
        super().__init__(title, message, hint)
