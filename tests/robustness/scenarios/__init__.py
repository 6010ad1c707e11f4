"""Directed attacks, grouped by what they attack. Importing a group imports ctypes: choose a side before."""
