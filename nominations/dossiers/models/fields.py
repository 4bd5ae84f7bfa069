"""A JSON field for large values that are written once and read often."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from django.db import models
from django.db.models.fields.json import KeyTransform


@lru_cache(maxsize=32)
def _decoded(text: str) -> Any:
    return json.loads(text)


class CachedJSONField(models.JSONField):
    """Decodes equal texts once per process: the rules of a campaign are some 70 KB, and every
    nomination of a list refers to them. The value is shared: never change it in place."""

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        if isinstance(value, str) and not isinstance(expression, KeyTransform):
            return _decoded(value)
        return super().from_db_value(value, expression, connection)

    def deconstruct(self) -> Any:
        """Migrations see a plain JSON column."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs
