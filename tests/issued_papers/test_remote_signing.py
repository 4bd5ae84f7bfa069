"""Signing through a remote service: what is kept, who may, and every way in which it fails."""

from __future__ import annotations

from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.urls import reverse

from config import env
from nominations.issued_papers import signed_copies, trust_roots
from nominations.issued_papers.models import IssuedKind, IssuedPaper, SignedCopy
from nominations.issued_papers.remote_signer import MAX_BYTES
from nominations.issued_papers.verification import paper_breaks
from nominations.vietnamese import ascii_name
from nominations.web.refusals import key_of, sentences
from tests.issued_papers.issuing_office import IssuingOffice
from tests.issued_papers.signing import Authority
from tests.issued_papers.signing_service import (
    CREDENTIAL,
    PIN,
    TOKEN,
    SigningService,
    running,
)
from workflow.exceptions import NotAllowed
from workflow.models import AuditEvent


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority.made("Tổ chức chứng thực")


@pytest.fixture
def paper(papers: IssuingOffice, authority: Authority) -> IssuedPaper:
    """A decision whose signer has an account in the agency."""
    trust_roots.add(authority.pem, source="văn bản của tổ chức chứng thực")
    found = papers.issue(IssuedKind.DECISION)
    assert found.signer_name == papers.cast.director.person.full_name
    return found


@pytest.fixture
def service(authority: Authority, paper: IssuedPaper, settings: Any) -> Iterator[SigningService]:
    with running(authority, paper.signer_name) as found:
        use(settings, found)
        yield found


def use(settings: Any, service: SigningService) -> None:
    settings.REMOTE_SIGNING_URL = service.url
    settings.REMOTE_SIGNING_CREDENTIAL = CREDENTIAL
    settings.REMOTE_SIGNING_TOKEN = TOKEN
    settings.REMOTE_SIGNING_SECONDS = 10


def text_of(response: Any) -> str:
    return " ".join(unescape(response.content.decode()).split())


def page_of(paper: IssuedPaper) -> str:
    return reverse("issued_papers:sign_remotely", args=[paper.public_id])


def refusal_of(papers: IssuingOffice, paper: IssuedPaper, pin: str = PIN) -> tuple[str | None, str]:
    with pytest.raises(ValidationError) as refusal:
        signed_copies.sign_remotely(actor=papers.cast.director, paper=paper, pin=pin)
    (sentence,) = sentences(refusal.value)
    assert not SignedCopy.objects.exists()
    assert not AuditEvent.objects.filter(action="paper.signed_copy").exists()
    return key_of(refusal.value), sentence


def test_the_signer_signs_and_the_copy_is_kept_like_an_uploaded_one(
    papers: IssuingOffice, paper: IssuedPaper, service: SigningService
) -> None:
    client = papers.cast.client(papers.cast.director)
    assert page_of(paper) in text_of(client.get(paper.get_absolute_url()))
    shown = text_of(client.post(page_of(paper), {"pin": PIN, "code": ""}, follow=True))
    assert f"{paper.signer_name} ký lúc" in shown
    copy = SignedCopy.objects.get()
    issued = paper.files.get(format="pdf")
    assert bytes(copy.content).startswith(bytes(issued.content))
    assert (copy.form, copy.issued_sha256, copy.is_test) == ("signature", issued.sha256, False)
    recorded = AuditEvent.objects.get(action="paper.signed_copy")
    assert recorded.content["signers"] == [paper.signer_name]
    assert recorded.content["issued"] == issued.sha256
    assert list(paper_breaks()) == []
    asked = [name for name, _data in service.asked]
    assert asked == ["credentials/info", "credentials/authorize", "signatures/signHash"]
    kept = f"{recorded.content} {copy.findings} {bytes(copy.content)!r}"
    assert PIN not in kept
    assert TOKEN not in kept
    again = client.post(page_of(paper), {"pin": PIN})
    assert "đã được lưu" in text_of(again)
    assert len(service.asked) == 3
    assert SignedCopy.objects.count() == 1


def test_the_service_is_shown_a_hash_and_not_the_paper(
    papers: IssuingOffice, paper: IssuedPaper, service: SigningService
) -> None:
    signed_copies.sign_remotely(actor=papers.cast.director, paper=paper, pin=PIN)
    sent = repr(service.asked)
    assert "%PDF" not in sent
    assert all(len(data.get("hash", [""])[0]) in (0, 44) for _name, data in service.asked)


def test_off_by_default_there_is_no_button_and_nothing_is_asked(
    papers: IssuingOffice, paper: IssuedPaper
) -> None:
    client = papers.cast.client(papers.cast.director)
    assert page_of(paper) not in text_of(client.get(paper.get_absolute_url()))
    assert "không bật ký số từ xa" in text_of(
        client.post(page_of(paper), {"pin": PIN}, follow=True)
    )
    assert refusal_of(papers, paper)[0] == "remote_off"


def test_only_the_signer_whom_the_paper_names_signs(
    papers: IssuingOffice, paper: IssuedPaper, service: SigningService
) -> None:
    for user, status in (
        (papers.secretary, 403),
        (papers.cast.auditor, 403),
        (papers.cast.stranger, 404),
    ):
        client = papers.cast.client(user)
        assert client.get(page_of(paper)).status_code == status
        assert client.post(page_of(paper), {"pin": PIN}).status_code == status
    assert page_of(paper) not in text_of(
        papers.cast.client(papers.secretary).get(paper.get_absolute_url())
    )
    namesake = papers.cast.stranger
    namesake.person.full_name = paper.signer_name
    with pytest.raises(NotAllowed):  # the same name in another agency
        signed_copies.sign_remotely(actor=namesake, paper=paper, pin=PIN)
    other = papers.secretary  # in a role of the agency, and the name without its marks
    other.person.full_name = ascii_name(paper.signer_name, 60).replace("_", " ")
    with pytest.raises(NotAllowed):
        signed_copies.sign_remotely(actor=other, paper=paper, pin=PIN)
    assert service.asked == []


FAULTS = {
    "credentials/info 500": ("remote_down", "không liên lạc được"),
    "credentials/authorize 500": ("remote_down", "không liên lạc được"),
    "signatures/signHash 500": ("remote_down", "không liên lạc được"),
    "credentials/info empty": ("remote_unclear", "không hiểu được"),
    "credentials/authorize empty": ("remote_unclear", "không hiểu được"),
    "signatures/signHash empty": ("remote_unclear", "không hiểu được"),
    "credentials/authorize endless": ("remote_unclear", "không hiểu được"),
    "signatures/signHash wrong": ("changed_after", "chữ ký không còn giá trị"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_service_that_fails_is_told_in_one_sentence(
    papers: IssuingOffice, paper: IssuedPaper, service: SigningService, fault: str
) -> None:
    service.fault = fault
    key, words = FAULTS[fault]
    found, sentence = refusal_of(papers, paper)
    assert found == key
    assert words in sentence
    service.fault = ""
    signed_copies.sign_remotely(actor=papers.cast.director, paper=paper, pin=PIN)
    assert SignedCopy.objects.count() == 1


@pytest.mark.parametrize(
    "fault", ["credentials/info slow", "credentials/authorize slow", "signatures/signHash slow"]
)
def test_a_service_that_does_not_answer_in_time_is_left(
    papers: IssuingOffice, paper: IssuedPaper, service: SigningService, settings: Any, fault: str
) -> None:
    settings.REMOTE_SIGNING_SECONDS = 1
    service.fault = fault
    key, sentence = refusal_of(papers, paper)
    assert key == "remote_slow"
    assert "không trả lời trong 1 giây" in sentence


def test_a_service_that_is_not_there_is_down(
    papers: IssuingOffice, paper: IssuedPaper, authority: Authority, settings: Any
) -> None:
    with running(authority) as gone:
        use(settings, gone)
    assert refusal_of(papers, paper)[0] == "remote_down"


@pytest.mark.parametrize("wrong", ["token", "credential", "pin"])
def test_a_wrong_secret_is_told_and_shown_nowhere(
    papers: IssuingOffice, paper: IssuedPaper, service: SigningService, settings: Any, wrong: str,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    if wrong == "token":
        settings.REMOTE_SIGNING_TOKEN = "khac"
    if wrong == "credential":
        settings.REMOTE_SIGNING_CREDENTIAL = "khac"
    pin = "135791" if wrong == "pin" else PIN
    key, sentence = refusal_of(papers, paper, pin)
    assert (key, "từ chối" in sentence) == ("remote_refused", True)
    client = papers.cast.client(papers.cast.director)
    answer = client.post(page_of(paper), {"pin": pin})
    assert (answer.status_code, "từ chối" in text_of(answer)) == (422, True)
    assert "remote signing" in caplog.text
    for secret in (pin, settings.REMOTE_SIGNING_TOKEN):
        assert secret not in text_of(answer)
        assert secret not in caplog.text


@pytest.mark.parametrize(
    "step", ["credentials/info", "credentials/authorize", "signatures/signHash"]
)
def test_a_service_that_sends_on_to_another_address_is_not_followed(
    papers: IssuingOffice,
    paper: IssuedPaper,
    service: SigningService,
    authority: Authority,
    step: str,
) -> None:
    with running(authority, paper.signer_name) as other:
        service.fault, service.moved_to = f"{step} moved", other.url
        assert refusal_of(papers, paper)[0] == "remote_unclear"
    assert other.asked == []


@pytest.mark.parametrize(
    "step", ["credentials/info", "credentials/authorize", "signatures/signHash"]
)
def test_of_an_answer_without_end_no_more_is_read_than_one_has(
    papers: IssuingOffice, paper: IssuedPaper, service: SigningService, step: str
) -> None:
    service.fault, service.more = f"{step} large", MAX_BYTES + 1
    key, sentence = refusal_of(papers, paper)
    assert (key, "không hiểu được" in sentence) == ("remote_unclear", True)
    assert service.asked[-1][0] == step
    service.more = MAX_BYTES // 2
    signed_copies.sign_remotely(actor=papers.cast.director, paper=paper, pin=PIN)
    assert SignedCopy.objects.count() == 1


@pytest.mark.parametrize("longer", [False, True])
def test_the_certificate_of_another_person_signs_nothing(
    papers: IssuingOffice, paper: IssuedPaper, authority: Authority, settings: Any, longer: bool
) -> None:
    other = f"{paper.signer_name}h" if longer else "Lê Thị Khác"
    with running(authority, other) as service:
        use(settings, service)
        key, sentence = refusal_of(papers, paper)
    assert key == "other_signer"
    assert f"“{other}”" in sentence
    assert [name for name, _data in service.asked] == ["credentials/info"]


def test_the_certificate_of_an_unknown_authority_is_not_kept(
    papers: IssuingOffice, paper: IssuedPaper, settings: Any
) -> None:
    with running(Authority.made("Nơi lạ"), paper.signer_name) as service:
        use(settings, service)
        key, sentence = refusal_of(papers, paper)
    assert key == "unknown"
    assert "“Nơi lạ”" in sentence


@pytest.mark.parametrize(
    ("value", "taken"),
    [
        ("https://ky.example.vn/api", True),
        ("http://127.0.0.1:9000", True),
        ("http://ky.example.vn", False),
        ("ftp://ky.example.vn", False),
    ],
)
def test_the_token_travels_encrypted_or_stays_on_the_machine(
    monkeypatch: pytest.MonkeyPatch, value: str, taken: bool
) -> None:
    monkeypatch.setenv("REMOTE_SIGNING_URL", value)
    if taken:
        assert env.service("REMOTE_SIGNING_URL") == value
        return
    with pytest.raises(ImproperlyConfigured, match="REMOTE_SIGNING_URL"):
        env.service("REMOTE_SIGNING_URL")
