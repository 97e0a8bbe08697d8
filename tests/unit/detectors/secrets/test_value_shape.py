from __future__ import annotations

import random
import string

import pytest

from privacygate.detectors.secrets.value_shape import Shape, shape_of


@pytest.mark.parametrize(
    ("value", "shape"),
    [
        ("horse", Shape.WORD),
        ("Passwort", Shape.WORD),
        ("accessToken", Shape.NAME),
        ("my_database_password", Shape.NAME),
        ("LivenessProbeTimeoutSeconds", Shape.NAME),
        ("etcd-cluster-0", Shape.NAME),
        ("horse-battery-staple", Shape.NAME),
        ("base64EncodedKey", Shape.MIXED),
        ("cline.code.onboarding.v1", Shape.NAME),
        ("rabbit12", Shape.MIXED),
        ("Summer2024!", Shape.MIXED),
        ("12345678", Shape.OTHER),
        ("----", Shape.OTHER),
        ("", Shape.OTHER),
    ],
)
def test_what_people_write(value: str, shape: Shape) -> None:
    assert shape_of(value.encode()) is shape


@pytest.mark.parametrize(
    ("alphabet", "length"),
    [(string.hexdigits[:16], 32), (string.ascii_letters + string.digits, 32), (string.ascii_lowercase, 24)],
)
def test_what_machines_draw(alphabet: str, length: int) -> None:
    draw = random.Random(7)  # noqa: S311
    values = ["".join(draw.choice(alphabet) for _ in range(length)) for _ in range(200)]
    assert sum(shape_of(value.encode()) is Shape.RANDOM for value in values) >= 190
