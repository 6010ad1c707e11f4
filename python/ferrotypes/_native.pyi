"""The package's own interface in the shared library, whose other module, `_ctypes`, `_core.pyi` types."""

__version__: str
