"""Models: grades, conduct, service, initiatives and attestations, each with its paper."""

from __future__ import annotations

from nominations.records.models.conduct import Discipline, Examination
from nominations.records.models.grades import AnnualGrade, Attestation
from nominations.records.models.initiatives import (
    Initiative,
    InitiativeAuthor,
    InitiativeKind,
    Recognition,
)
from nominations.records.models.service import Absence, Headcount, Service

__all__ = [
    "Absence",
    "AnnualGrade",
    "Attestation",
    "Discipline",
    "Examination",
    "Headcount",
    "Initiative",
    "InitiativeAuthor",
    "InitiativeKind",
    "Recognition",
    "Service",
]
