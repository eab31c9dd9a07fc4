"""Tests of the fake Discord: what it lets pass, and what it must notice. `python -m unittest selftest`"""

from .test_answers import *  # noqa: F401,F403
from .test_gateway import *  # noqa: F401,F403
from .test_limits import *  # noqa: F401,F403
from .test_rules import *  # noqa: F401,F403
from .test_slips import *  # noqa: F401,F403
