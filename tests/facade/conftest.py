"""Makes pytest explain a failed comparison inside the helper module `facade_child`."""

import pytest

pytest.register_assert_rewrite("facade_child")
