"""How these pages get hold of their program: whoever may not change it gets a 404."""

from __future__ import annotations

from django.shortcuts import get_object_or_404

from people.requests import PersonRequest
from programs.models import Program


def managed_program(request: PersonRequest, ref: str) -> Program:
    program: Program = get_object_or_404(Program.objects.managed_by(request.user), ref=ref)
    return program
