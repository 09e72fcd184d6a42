"""Queries that are put together once and then asked many times.

    FIND = Prepared(lambda user: User.objects.filter(pk=user), user=uuid)
    FIND.first(user=...)

Django puts a query together anew each time it is asked, which costs several times what
the database needs to answer the few that every request asks. A prepared query is the same
query, kept as text with places for its values.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.db.models.query import get_related_populators


@dataclass(frozen=True)
class _Text:
    """A query as text; `places` are values, or the names of those to be given."""

    sql: str
    places: tuple[Any, ...]
    compiler: Any
    converters: Any
    fields: slice
    names: tuple[str, ...]
    populators: tuple[Any, ...]


class Prepared:
    """A queryset made by `make` from ids (UUIDs), whose names are `given`.

    `make` is called once, with marks in the place of ids, so it must not look at them.
    """

    def __init__(self, make: Callable[..., QuerySet], *given: str) -> None:
        self._make = make
        self._given = given

    def first(self, **ids: uuid.UUID) -> Any:
        """The first object, or None."""
        return next(self.objects(**ids), None)

    def objects(self, **ids: uuid.UUID) -> Iterator[Any]:
        """The objects, with what is selected and annotated beside them."""
        text = self._text
        with connection.cursor() as cursor:
            values = [
                ids[item.name] if isinstance(item, _Place) else item
                for item in text.places
            ]
            cursor.execute(text.sql, values)
            rows = cursor.fetchall()
        for row in text.compiler.apply_converters(rows, text.converters):
            yield _make_object(text, row)

    @cached_property
    def _text(self) -> _Text:
        marks = {name: uuid.uuid4() for name in self._given}
        names = {mark: _Place(name) for name, mark in marks.items()}
        compiler = self._make(**marks).query.get_compiler(using="default")
        sql, values = compiler.as_sql()
        chosen = compiler.klass_info["select_fields"]
        fields = slice(chosen[0], chosen[-1] + 1)
        return _Text(
            sql,
            tuple(names.get(value, value) for value in values),
            compiler,
            compiler.get_converters(item[0] for item in compiler.select),
            fields,
            tuple(item[0].target.attname for item in compiler.select[fields]),
            tuple(
                get_related_populators(
                    compiler.klass_info, compiler.select, compiler.using
                )
            ),
        )


@dataclass(frozen=True)
class _Place:
    """Where an id is to be put."""

    name: str


def _make_object(text: _Text, row: Any) -> Any:
    """As Django's own iteration over a queryset makes it."""
    made = text.compiler.klass_info["model"].from_db(
        text.compiler.using, text.names, row[text.fields]
    )
    for populator in text.populators:
        populator.populate(row, made)
    for name, place in text.compiler.annotation_col_map.items():
        setattr(made, name, row[place])
    return made
