"""Certificates of a signed decision: one for each form of commendation the agency itself gave."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _
from django.utils.translation import override

from nominations.awards.issuer_name import head_position
from nominations.decisions.decision_workflow import DecisionState
from nominations.decisions.listed_awards import by_authority, decision_words
from nominations.decisions.models import Decision
from nominations.decisions.papers import issuer_name
from nominations.decisions.queries import lines_of
from nominations.documents.agency_texts import AgencyTexts, agency_texts
from nominations.documents.certificate import Certificate
from nominations.documents.emblems import emblem_of
from nominations.documents.paper_words import day_text, paper_words
from nominations.documents.recipient_lists import post_of
from nominations.documents.standard_parts import short_name, signature_of
from nominations.law.models import AwardCategory, AwardType, CommendationType, RecipientKind
from nominations.people.models import Organization
from nominations.web.refusals import refused


def certificates_of(decision: Decision) -> list[Certificate]:
    """The certificates of `listed_certificates`, in their order."""
    return [certificate for _place, _line, certificate in listed_certificates(decision)]


def listed_certificates(decision: Decision) -> list[tuple[int, Any, Certificate]]:
    """The certificates in the order of the annex, each with its number there and its line; revoked
    ones are left out. Refuses (ValidationError) a draft and a decision without commendations."""
    if decision.state != DecisionState.SIGNED:
        raise refused("draft", _("Certificates are printed once the decision is signed."))
    with override("vi"):
        lines = lines_of(decision)
        texts = agency_texts(decision.organization, decision.signed_on)
        emblem = emblem_of(decision.organization)
        prefetch_related_objects([line.nomination for line in lines], "person", "campaign")
        own, _proposed = by_authority(lines)
        ordered = [line for group in own for line in group.lines]
        found = [
            (place, line, replace(_certificate(decision, line, place, texts), emblem=emblem))
            for place, line in enumerate(ordered, 1)
            if _gets_certificate(line)
        ]
    if not found:
        raise refused("no_certificate", _("No line of this decision gets a certificate."))
    return found


def certificates_title(decision: Decision) -> str:
    """The title of the file."""
    return decision_words().say("certificate.title", number=decision.number)


def blanks_of(lines: Iterable[Any]) -> list[str]:
    """The awards that need a preprinted blank for these lines of one decision, each once."""
    own, _proposed = by_authority(line for line in lines if _gets_certificate(line))
    return list(
        dict.fromkeys(
            _award_words(line.nomination.award_type) for group in own for line in group.lines
        )
    )


def _gets_certificate(line: Any) -> bool:
    form: str = line.nomination.award_type.form
    return form == AwardCategory.COMMENDATION and line.revocation is None


def _award_words(award: AwardType) -> str:
    """ "GIẤY KHEN": the award without its authority, as printed on certificates and blanks."""
    return award.name.partition(decision_words().say("certificate.given_by"))[0].upper()


def _place(nomination: Any, agency: Organization) -> str:
    """Post, unit and agency; of a household its address, since it belongs to no agency."""
    if nomination.kind == RecipientKind.HOUSEHOLD:
        return str(nomination.unit_name)
    post = post_of(nomination.position_name, nomination.unit_name, nomination.subject_name)
    if not post:
        return short_name(agency)
    return decision_words().say("certificate.post", post=post, agency=short_name(agency))


def _certificate(decision: Decision, line: Any, place: int, texts: AgencyTexts) -> Certificate:
    one, agency, say = line.nomination, decision.organization, decision_words().say
    head = head_position(agency)
    signature = signature_of(head, name=decision.signer_name, title=decision.signer_title)
    person = one.person
    date = day_text(decision.signed_on)
    return Certificate(
        giver=issuer_name(decision).upper(),
        verb=say("certificate.verb"),
        award=_award_words(one.award_type),
        recipient=say("certificate.person", honorific=person.honorific, name=one.subject_name)
        if person is not None
        else one.subject_name,
        post=_place(one, agency),
        achievement=texts.say("certificate.annual", year=one.campaign.year)
        if one.campaign.commendation_type == CommendationType.MERIT
        else texts.say("certificate.other", campaign=one.campaign.name),
        decision=say("certificate.decision", number=decision.number, date=date),
        book_number=say("certificate.book_number", number=place),
        place_and_date=paper_words().say("place_and_date", place=agency.place_name, date=date),
        position="\n".join(signature.positions),
        signer=decision.signer_name,
    )
