"""Importers: files of some type to documents.

`opening` finds out which; each importer is a module of its own that imports its library when it is needed.
"""
