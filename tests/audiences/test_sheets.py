"""Sheets as programs really write them: encodings, delimiters, workbooks, and files that mean harm."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Callable
from typing import IO

import pytest

from audiences.problems import UnusableFile
from audiences.sheets.reading import read

SHEETS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def workbook(rows: list[list[str]], **extra: bytes) -> bytes:
    """The smallest workbook that spreadsheet programs open."""
    cells = "".join(
        "<row>" + "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in row) + "</row>" for row in rows
    )
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{RELATIONS}"><Relationship Id="r1" Type="{OFFICE}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{SHEETS}" xmlns:r="{OFFICE}"><sheets>'
        '<sheet name="People" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{RELATIONS}"><Relationship Id="r1" '
        f'Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{SHEETS}"><sheetData>{cells}</sheetData></worksheet>',
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
        for name, data in extra.items():
            archive.writestr(name.replace("__", "/"), data)
    return out.getvalue()


def on_disk(data: bytes) -> IO[bytes]:
    """A file as uploads are: temporary and without a name."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed when the test lets go of it
    file.write(data)
    file.flush()
    return file


def rows_of(data: bytes) -> list[list[str]]:
    return [cells for _, cells in read(on_disk(data)).rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_encoding_and_delimiter_are_found(encoding: str, delimiter: str) -> None:
    text = "\n".join(delimiter.join(row) for row in (["name", "city"], ["Zoë", "Málaga"], ["Renée", "Åre"])) + "\n"
    sheet = read(on_disk(text.encode(encoding)))
    assert sheet.columns == ("name", "city")
    assert [cells for _, cells in sheet.rows] == [["Zoë", "Málaga"], ["Renée", "Åre"]]


def test_delimiter_inside_quotation_marks_does_not_count() -> None:
    data = b'name;slogan\nAnna;"a, b, c, d"\nZoe;"e, f, g, h"\n'
    assert rows_of(data) == [["Anna", "a, b, c, d"], ["Zoe", "e, f, g, h"]]


def test_cells_may_hold_line_breaks_and_quotation_marks() -> None:
    assert rows_of(b'name,note\r\nAnna,"two\r\nlines ""here"""\r\n') == [["Anna", 'two\r\nlines "here"']]


def test_repeated_and_unnamed_columns_get_names_of_their_own() -> None:
    assert read(on_disk(b"name,name,,city\na,b,c,d\n")).columns == ("name", "name (2)", "Column 3", "city")


def test_workbook_reads_like_a_csv_file() -> None:
    sheet = read(on_disk(workbook([["name", "city"], ["Zoë", "Oslo"]])))
    assert sheet.dialect is None
    assert (sheet.columns, list(sheet.rows)) == (("name", "city"), [(2, ["Zoë", "Oslo"])])


def _bomb() -> bytes:
    return workbook([["name"], ["Anna"]], xl__media__bomb=b"\0" * 120_000_000)


@pytest.mark.parametrize(
    ("make", "part_of_the_answer"),
    [
        (lambda: b"", "empty"),
        (lambda: b"PK\x03\x04 broken", "damaged"),
        (lambda: b"\xd0\xcf\x11\xe0old", "XLS"),
        (_bomb, "100 MB"),
        (lambda: workbook([["name"]], **{"..__..__etc__passwd": b"x"}), "no spreadsheet program"),
        (lambda: workbook([["name"]], **{f"part{n}": b"" for n in range(1_001)}), "no spreadsheet program"),
        (lambda: ",".join(map(str, range(300))).encode(), "300 columns"),
        (lambda: b'name\n"' + b"x" * 200_000, "no end"),
        (lambda: b"name\n" + b"x," * 600_000, "a million characters"),
    ],
)
def test_unusable_file_is_refused_in_words(make: Callable[[], bytes], part_of_the_answer: str) -> None:
    with pytest.raises(UnusableFile) as refusal:
        rows_of(make())
    assert part_of_the_answer in refusal.value.public_message


def test_entities_in_a_workbook_are_not_expanded() -> None:
    lol = '<!DOCTYPE x [<!ENTITY a "' + "b" * 1000 + '"><!ENTITY c "' + "&a;" * 1000 + '">]>'
    data = workbook([["name"], ["Anna"]])
    source, out = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for one in source.namelist():
            text = source.read(one).decode()
            is_sheet = one.endswith("sheet1.xml")
            archive.writestr(one, lol + text.replace("Anna", "&c;") if is_sheet else text)
    try:
        rows = rows_of(out.getvalue())
    except UnusableFile:
        rows = []
    assert sum(len(cell) for row in rows for cell in row) < 10_000
