"""The screen of trusted authorities: who keeps them, what is shown before, what is refused."""

from __future__ import annotations

from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from nominations.issued_papers import demo_signer, signed_copies, trust_roots
from nominations.issued_papers.demo_signer import issue_certificate, subject_name
from nominations.issued_papers.models import IssuedKind, TrustRoot
from nominations.people.roles import Role
from nominations.web.refusals import key_of
from tests.issued_papers.issuing_office import IssuingOffice
from tests.issued_papers.signing import DER, Authority
from workflow import clock
from workflow.exceptions import NotAllowed
from workflow.models import AuditEvent

SOURCE = "Trang của tổ chức, so qua điện thoại"


def address(name: str, *args: Any) -> str:
    return reverse(f"issued_papers:{name}", args=args)


def text_of(response: Any) -> str:
    return " ".join(unescape(response.content.decode()).split())


def choose(client: Any, content: bytes, name: str = "goc.cer") -> Any:
    return client.post(address("authority_add"), {"file": SimpleUploadedFile(name, content)})


@pytest.fixture
def keeper(papers: IssuingOffice) -> Any:
    papers.cast.give(papers.cast.administrator, Role.SHARED_DATA_ADMINISTRATOR, papers.cast.agency)
    return papers.cast.client(papers.cast.administrator)


@pytest.mark.parametrize("form", ["PEM", "DER"])
def test_an_authority_is_shown_then_added_then_ended_and_stays_in_the_list(
    papers: IssuingOffice, keeper: Any, form: str
) -> None:
    authority = Authority.made("Tổ chức chứng thực")
    content = authority.pem.encode() if form == "PEM" else authority.certificate.public_bytes(DER)
    (kept,) = trust_roots.read(content)[1]
    preview = choose(keeper, content)
    assert kept.fingerprint_groups in text_of(preview)
    assert "tự cấp (gốc)" in text_of(preview)
    assert not TrustRoot.objects.exists()
    pem = preview.context["form"]["pem"].value()
    without = keeper.post(address("authority_add"), {"pem": pem, "source": ""})
    assert kept.fingerprint_groups in text_of(without)
    assert not TrustRoot.objects.exists()
    keeper.post(address("authority_add"), {"pem": pem, "source": SOURCE})
    row = TrustRoot.objects.get()
    assert (row.sha256, row.added_by) == (kept.fingerprint, papers.cast.administrator)
    listed = text_of(keeper.get(address("authorities")))
    assert "đang tin cậy" in listed
    assert SOURCE in listed

    paper = papers.issue(IssuedKind.DECISION)
    issued = bytes(paper.files.get(format="pdf").content)

    def add_signed() -> None:
        upload = SimpleUploadedFile("ky.pdf", authority.signed(issued))
        signed_copies.add_signed(actor=papers.secretary, paper=paper, upload=upload)

    add_signed()
    end = address("authority_end", row.pk)
    mark = keeper.get(end).context["seen_version"]
    assert keeper.post(end, {"reason": "", "seen_version": mark}).status_code == 422
    assert TrustRoot.objects.get().ended_at is None
    keeper.post(end, {"reason": "Tổ chức thôi hoạt động", "seen_version": mark})
    with pytest.raises(ValidationError) as refusal:
        add_signed()
    assert key_of(refusal.value) == "unknown"
    assert paper.signed_copies.count() == 1  # what was kept stays
    listed = text_of(keeper.get(address("authorities")))
    assert "thôi tin cậy" in listed
    assert "Tổ chức thôi hoạt động" in listed
    events = AuditEvent.objects.filter(action__startswith="trust_root.").order_by("pk")
    assert [one.action for one in events] == ["trust_root.added", "trust_root.ended"]
    assert events[1].content["reason"] == "Tổ chức thôi hoạt động"
    assert {one.actor_id for one in events} == {papers.cast.administrator.pk}
    keeper.post(address("authority_add"), {"pem": pem, "source": SOURCE})  # trusted once more
    assert TrustRoot.objects.filter(ended_at=None).count() == 1


def _signer(authority: Authority) -> bytes:
    key, now = ec.generate_private_key(ec.SECP256R1()), clock.now()
    made = issue_certificate(
        subject_name("Ai đó"), authority.certificate.subject, key.public_key(), authority.key,
        begins=now, ends=now + timedelta(days=9), is_authority=False,
    )  # fmt: skip
    return made.public_bytes(DER)


def _expired(authority: Authority) -> bytes:
    now = clock.now()
    subject = authority.certificate.subject
    made = issue_certificate(
        subject, subject, authority.key.public_key(), authority.key,
        begins=now - timedelta(days=90), ends=now - timedelta(days=1),
    )  # fmt: skip
    return made.public_bytes(DER)


def _not_yet(authority: Authority) -> bytes:
    now, subject = clock.now(), authority.certificate.subject
    made = issue_certificate(
        subject, subject, authority.key.public_key(), authority.key,
        begins=now + timedelta(days=9), ends=now + timedelta(days=90),
    )  # fmt: skip
    return made.public_bytes(DER)


def _with_key(authority: Authority) -> bytes:
    return authority.key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


REFUSED = {
    "no certificate": (lambda _a: b"hello", "không có chứng thư nào"),
    "a key": (_with_key, "không có chứng thư nào"),
    "of a signer": (_signer, "không phải của tổ chức"),
    "expired": (_expired, "đã hết hạn ngày"),
    "not yet valid": (_not_yet, "chỉ có hiệu lực từ ngày"),
    "kept already": (lambda a: a.pem.encode(), "đã có trong danh sách"),
    "twice in one file": (lambda _a: 2 * Authority.made("Gốc kép").pem.encode(), ""),
    "too many": (
        lambda _a: "".join(Authority.made(f"Gốc {n}").pem for n in range(21)).encode(),
        "mỗi lần thêm nhiều nhất 20",
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_authority_is_refused_at_the_file_and_at_the_form(
    papers: IssuingOffice, keeper: Any, what: str
) -> None:
    authority = Authority.made("Tổ chức chứng thực")
    if what == "kept already":
        trust_roots.add(authority.pem, source=SOURCE)
    before = TrustRoot.objects.count()
    make, words = REFUSED[what]
    content = make(authority)
    if words:  # a file with one authority twice is refused when it is added
        assert words in text_of(choose(keeper, content))
    given = {"pem": content.decode("latin-1"), "source": SOURCE}
    assert keeper.post(address("authority_add"), given).status_code == 422
    assert TrustRoot.objects.count() == before


def test_only_who_keeps_shared_data_adds_and_ends(papers: IssuingOffice) -> None:
    authority = Authority.made("Tổ chức chứng thực")
    (row,) = trust_roots.add(authority.pem, source=SOURCE)
    for user in (papers.secretary, papers.cast.director, papers.cast.auditor):
        client = papers.cast.client(user)
        assert client.get(address("authorities")).status_code == 403
        assert choose(client, authority.pem.encode()).status_code == 403
        assert client.post(address("authority_end", row.pk), {"reason": "x"}).status_code == 403
        with pytest.raises(NotAllowed):
            trust_roots.add(Authority.made("Khác").pem, source=SOURCE, actor=user)
        with pytest.raises(NotAllowed):
            trust_roots.end(row.sha256, actor=user, reason="x")
    assert TrustRoot.objects.get().ended_at is None


def test_an_old_page_ends_nothing_that_was_added_meanwhile(
    papers: IssuingOffice, keeper: Any
) -> None:
    pem = Authority.made("Tổ chức chứng thực").pem
    (row,) = trust_roots.add(pem, source=SOURCE)
    end = address("authority_end", row.pk)
    mark = keeper.get(end).context["seen_version"]
    trust_roots.end(row.sha256)
    (again,) = trust_roots.add(pem, source=SOURCE)
    keeper.post(end, {"reason": "Tổ chức thôi hoạt động", "seen_version": mark})
    assert TrustRoot.objects.get(ended_at=None) == again
    # The page of what was ended is no way to end what was added anew.
    opened = keeper.get(end, follow=True)
    assert opened.redirect_chain == [(address("authorities"), 302)]
    assert "Tổ chức này đã thôi được tin cậy từ trước" in text_of(opened)


def test_the_test_authority_is_labelled_and_cannot_be_added(
    papers: IssuingOffice, keeper: Any, settings: Any, tmp_path: Path
) -> None:
    settings.DEMO_SIGNER, settings.DATA_DIR = True, tmp_path
    listed = text_of(keeper.get(address("authorities")))
    assert "thử nghiệm, của bản trình diễn" in listed
    refused = choose(keeper, demo_signer.authority().encode())
    assert "không chứng thực cho ai" in text_of(refused)
    assert not TrustRoot.objects.exists()
    settings.DEMO_SIGNER = False
    assert "thử nghiệm, của bản trình diễn" not in text_of(keeper.get(address("authorities")))
    preview = choose(keeper, demo_signer.authority().encode())
    assert "tự ghi là thử nghiệm" in text_of(preview)
