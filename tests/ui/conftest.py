import pytest

from tests.ui.support import Home


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path)
