"""The glossary's terms in the sentences of a text, for engines that take terms."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from glossary import TermMatch
    from glossary.layers import Layers
    from glossary.matcher import Matcher
    from reader.core.document import Document
    from reader.core.spans import Span
    from reader.paths import Paths
    from reader.translation.jobs import SegmentTerms


class GlossaryTerms:
    """What the glossary has to say of a segment, by its paragraph and its place in it.

    The glossary is loaded when it is first asked: a text that the memory knows does without it.

    Args:
        document: the text.
        arguments: names the text, which may have a glossary beside it, and other files of the glossary.
        paths: the person's files.
    """

    def __init__(self, document: Document, arguments: Namespace, paths: Paths) -> None:
        self._document = document
        self._arguments = arguments
        self._paths = paths
        self._matcher: Matcher | None = None
        self._paragraph = -1
        self._matches: tuple[TermMatch, ...] = ()

    def __call__(self, paragraph: int, segment: Span) -> SegmentTerms:
        """The terms of a segment."""
        from reader.core.terms_fingerprint import fingerprint  # noqa: PLC0415 - only a text that is sent
        from reader.translation.jobs import SegmentTerms, required_terms  # noqa: PLC0415

        if self._matcher is None:
            self._matcher = self._load()
        if paragraph != self._paragraph:
            self._paragraph = paragraph
            self._matches = tuple(self._matcher.find(self._document.paragraph(paragraph)))
        inside = [match for match in self._matches if segment.start <= match.start and match.end <= segment.end]
        return SegmentTerms(required_terms(segment, inside), fingerprint(match.entry for match in inside))

    def _load(self) -> Matcher:
        from glossary.entry import Glossary  # noqa: PLC0415 - only for engines that take terms
        from glossary.matcher import Matcher  # noqa: PLC0415
        from reader.commands import languages, opening  # noqa: PLC0415

        layers = layers_for(self._arguments, self._paths)
        words = opening.analyser(languages.pair(self._arguments).source, self._paths)
        if not self._arguments.glossary:  # those that were named have been looked at before
            opening.tell_problems(layers)
        return Matcher(Glossary(layers.glossary.entries), side="source", analyser=words)


def layers_for(arguments: Namespace, paths: Paths) -> Layers:
    """The layers of the glossary for the text that the arguments name."""
    from reader.commands import fetching, languages, opening  # noqa: PLC0415 - for engines that take terms, or who names a glossary

    file = getattr(arguments, "file", "-")
    source, target = languages.pair(arguments)
    beside = Namespace(
        glossary=arguments.glossary, text=fetching.file_of(file), source_language=source, target_language=target
    )
    return opening.layers(beside, paths, matching=True)
