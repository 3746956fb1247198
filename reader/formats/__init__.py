"""Importers: files of some type to documents."""
