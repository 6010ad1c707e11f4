"""Where Windows looks for a DLL that `CDLL` is asked for.

Owns: the flags for LoadLibraryExW. Must not know: libraries, conventions. Source: the Windows API's
documentation of LoadLibraryExW, "Dynamic-link library search order".
"""

import nt


def search_flags(name, winmode):
    """The name and the flags that `CDLL` passes to LoadLibraryExW.

    By default the directories are those that do not depend on the working directory; for a path also the
    folder of the library itself, which then has to be absolute.
    """
    if winmode is not None:
        return name, winmode
    flags = nt._LOAD_LIBRARY_SEARCH_DEFAULT_DIRS
    if name and ("/" in name or "\\" in name):
        return nt._getfullpathname(name), flags | nt._LOAD_LIBRARY_SEARCH_DLL_LOAD_DIR
    return name, flags
