"""Makes pytest explain a failed comparison inside the helper module `programs`."""

import pytest

pytest.register_assert_rewrite("programs")
