"""A workbook as JSON: its sheets with their cells, as typed and as shown. Runs in a child."""

from __future__ import annotations

from typing import Any

from nominations.importing.xlsx_package import Package, UnreadableWorkbook, local_name
from nominations.importing.xlsx_parts import SharedText, Styles, read_styles, read_texts
from nominations.importing.xlsx_sheet import Budget, read_sheet

MAX_SHEETS = 200


def read_workbook(content: bytes) -> dict[str, Any]:
    """{"sheets": [...]} of the file, or {"refused": key}."""
    try:
        return {"sheets": _sheets(Package(content))}
    except UnreadableWorkbook as refusal:
        return {"refused": refusal.key}
    except (ValueError, KeyError, IndexError, OverflowError):
        return {"refused": "damaged"}  # a number, an attribute or an index that cannot be


def _sheets(package: Package) -> list[dict[str, Any]]:
    where = _workbook_part(package)
    listed, from_1904 = _listed(package, where)
    parts = package.relationships(where)
    kinds = {kind: part for kind, part in parts.values() if package.has(part)}
    text = read_texts(package, kinds["sharedStrings"]) if "sharedStrings" in kinds else SharedText()
    styles = read_styles(package, kinds["styles"]) if "styles" in kinds else Styles()
    styles.from_1904 = from_1904
    budget = Budget()
    found = []
    for name, is_hidden, relationship in listed:
        kind, part = parts.get(relationship, ("", ""))
        if kind != "worksheet":
            continue  # a chart, a dialog, or a sheet of old macros
        if not package.has(part):
            raise UnreadableWorkbook("damaged")
        cells = read_sheet(package, part, text, styles, budget)
        found.append({"name": name, "hidden": is_hidden, **cells.as_json()})
    return found


def _workbook_part(package: Package) -> str:
    for kind, part in package.relationships("").values():
        if kind == "officeDocument" and package.has(part) and part.endswith("workbook.xml"):
            return part
    if package.has("xl/workbook.xml"):
        return "xl/workbook.xml"
    raise UnreadableWorkbook("not_excel")


def _listed(package: Package, where: str) -> tuple[list[tuple[str, bool, str]], bool]:
    """((name, whether hidden, relationship) of each sheet, whether days count from 1904)."""
    sheets: list[tuple[str, bool, str]] = []
    base = {"1904": False}

    def start(name: str, attributes: dict[str, str]) -> None:
        kind = local_name(name)
        if kind == "workbookPr":
            base["1904"] = attributes.get("date1904") in ("1", "true", "on")
        elif kind == "sheet":
            if len(sheets) == MAX_SHEETS:
                raise UnreadableWorkbook("too_many_cells")
            ids = [value for key, value in attributes.items() if key.endswith("}id")]
            is_hidden = attributes.get("state", "visible") != "visible"
            sheets.append((attributes.get("name", ""), is_hidden, ids[0] if ids else ""))

    package.parse(where, start)
    return sheets, base["1904"]
