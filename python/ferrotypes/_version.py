"""The version of ferrotypes, as a plain string.

Owns: one constant, equal to `workspace.package.version` in Cargo.toml (a test compares the two). Written
out so that `ferrotypes --version` and `ferrotypes.__version__` need neither importlib.metadata nor the
extension module.
"""

__version__ = "0.1.0"
