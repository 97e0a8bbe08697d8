from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from privacygate.change import FileChange
from privacygate.errors import GitError, RepositoryError
from privacygate.git.staged import staged_change
from privacygate.model import Level, Notification, Skipped

from ...conftest import GitRepository
from .entries import added, by_path, file, text
