"""The header of an exchange of papers in the shape of QCVN 102:2016/BTTTT: edXML, unsigned.

Only what is recorded is written; codes that no source gave (the list of types, levels of priority)
are left out. It is made from descriptions of the standard and has not been checked by an exchange.
"""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree import ElementTree as Xml

from nominations.decisions.models import UpwardReport
from nominations.packages.wording import words

NAMESPACE = "http://www.mic.gov.vn/TBT/QCVN_102_2016"
_NEW = "0"  # BussinessDocType, spelt so in the standard: a new paper


def edxml(report: UpwardReport, attachments: Iterable[tuple[str, str]]) -> bytes:
    """The envelope of the report; `attachments` are names of its files with media types."""
    Xml.register_namespace("edXML", NAMESPACE)
    root = Xml.Element(_tag("edXML"))
    envelope = _under(root, "edXMLEnvelope")
    header = _under(envelope, "edXMLHeader")
    _message(_under(header, "MessageHeader"), report)
    _under(_under(header, "TraceHeaderList"), "Bussiness/BussinessDocType", _NEW)
    manifest = _under(_under(envelope, "edXMLBody"), "edXMLManifest")
    for name, media_type in attachments:
        reference = _under(manifest, "Reference")
        _under(reference, "ContentId", f"cid:{name}")
        _under(reference, "ContentType", media_type)
        _under(reference, "AttachmentName", name.rpartition("/")[2])
    Xml.indent(root)
    text: bytes = Xml.tostring(root, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def _message(header: Xml.Element, report: UpwardReport) -> None:
    agency, recipient, day = report.organization, report.recipient, report.issued_on
    number, _slash, notation = report.number.partition("/")
    _under(header, "From/OrganId", agency.code)
    _under(header, "From/OrganName", agency.name)
    if recipient is not None:
        _under(header, "To/OrganId", recipient.code)
        _under(header, "To/OrganName", recipient.name)
    _under(header, "DocumentId", f"{agency.code},{day:%Y/%m/%d},{report.number}")
    code = _under(header, "Code")
    _under(code, "CodeNumber", number)
    _under(code, "CodeNotation", notation)
    promulgation = _under(header, "PromulgationInfo")
    _under(promulgation, "Place", agency.place_name)
    _under(promulgation, "PromulgationDate", f"{day:%Y/%m/%d}")
    _under(header, "DocumentType/TypeName", words().say(f"edxml.{report.kind}"))
    _under(header, "Subject", report.name)


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _under(parent: Xml.Element, path: str, text: str = "") -> Xml.Element:
    """The element at the path below the parent, creating missing ones; the last one is always
    new."""
    *folders, last = path.split("/")
    for name in folders:
        found = parent.find(_tag(name))
        parent = Xml.SubElement(parent, _tag(name)) if found is None else found
    element = Xml.SubElement(parent, _tag(last))
    element.text = text or None
    return element
