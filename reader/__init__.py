"""Lesepult: a reading desk for German texts in the terminal."""

__version__ = "0.1.0"
