"""Writes the files of a company from descriptions: one JSON line each, `{path, language, title, sections, table}`.

    python office_files.py descriptions.jsonl FOLDER

The ending of `path` gives the format: docx, pptx, xlsx, csv, pdf, epub, html, md. Paths under `archive.zip/` end up in that zip.
Invariant: the same descriptions give the same bytes: dates are fixed, and archives are packed again in the order of their names.
Refuses: scripts other than Latin and Han, for which the PDF fonts at hand have no glyphs.
"""

import csv
import html
import io
import json
import sys
import zipfile
from datetime import datetime
from pathlib import Path

from docx import Document
from ebooklib import epub
from openpyxl import Workbook
from pptx import Presentation
from pptx.util import Pt
from reportlab import rl_config
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table

DATE = datetime(2024, 1, 2)
ZIP_DATE = (2024, 1, 2, 0, 0, 0)
rl_config.invariant = 1
pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))


def pack(entries):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        # EPUB wants its type first and stored.
        for name, content in sorted(entries, key=lambda entry: (entry[0] != "mimetype", entry[0])):
            method = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name, ZIP_DATE), content, method)
    return target.getvalue()


def repack(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return pack([(name, archive.read(name)) for name in archive.namelist()])


def write_docx(item):
    document = Document()
    document.core_properties.created = document.core_properties.modified = DATE
    document.core_properties.title = item["title"]
    document.add_heading(item["title"], 0)
    for section in item["sections"]:
        document.add_heading(section["heading"], 1)
        for paragraph in section["paragraphs"]:
            document.add_paragraph(paragraph)
    table = document.add_table(rows=0, cols=len(item["table"][0]))
    for row in item["table"]:
        for cell, value in zip(table.add_row().cells, row):
            cell.text = str(value)
    target = io.BytesIO()
    document.save(target)
    return repack(target.getvalue())


def write_pptx(item):
    slides = Presentation()
    slides.core_properties.created = slides.core_properties.modified = DATE
    slides.slides.add_slide(slides.slide_layouts[0]).shapes.title.text = item["title"]
    for section in item["sections"]:
        slide = slides.slides.add_slide(slides.slide_layouts[1])
        slide.shapes.title.text = section["heading"]
        frame = slide.placeholders[1].text_frame
        frame.text = section["paragraphs"][0]
        for paragraph in section["paragraphs"][1:]:
            added = frame.add_paragraph()
            added.text = paragraph
            added.font.size = Pt(14)
        slide.notes_slide.notes_text_frame.text = section["paragraphs"][-1]
    target = io.BytesIO()
    slides.save(target)
    return repack(target.getvalue())


def write_xlsx(item):
    book = Workbook()
    book.properties.created = book.properties.modified = DATE
    sheet = book.active
    sheet.title = "Data"
    for row in item["table"]:
        sheet.append(row)
    notes = book.create_sheet("Notes")
    for section in item["sections"]:
        for paragraph in section["paragraphs"]:
            notes.append([section["heading"], paragraph])
    target = io.BytesIO()
    book.save(target)
    with zipfile.ZipFile(io.BytesIO(target.getvalue())) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    # openpyxl stamps the time of saving over what was set.
    core = entries["docProps/core.xml"].decode()
    start = core.index(">", core.index("<dcterms:modified")) + 1
    entries["docProps/core.xml"] = core[:start] + "2024-01-02T00:00:00Z" + core[core.index("</dcterms:modified>") :]
    return pack(list(entries.items()))


def write_csv(item):
    target = io.StringIO()
    csv.writer(target).writerows([*item["table"], *[[section["heading"], section["paragraphs"][0]] for section in item["sections"]]])
    return target.getvalue().encode("gb18030" if item.get("isLegacy") else "utf-8")


def write_pdf(item):
    font = "STSong-Light" if item["language"] == "zh" else "Helvetica"
    wrap = "CJK" if item["language"] == "zh" else None
    body = ParagraphStyle("body", fontName=font, fontSize=10, leading=14, wordWrap=wrap, spaceAfter=6)
    heading = ParagraphStyle("heading", parent=body, fontSize=14, leading=18, spaceBefore=10)
    parts = [Paragraph(html.escape(item["title"]), ParagraphStyle("title", parent=heading, fontSize=20, leading=26))]
    for section in item["sections"]:
        parts.append(Paragraph(html.escape(section["heading"]), heading))
        parts.extend(Paragraph(html.escape(paragraph), body) for paragraph in section["paragraphs"])
    parts += [Spacer(1, 12), Table([[str(value) for value in row] for row in item["table"]], style=[("FONTNAME", (0, 0), (-1, -1), font)])]
    target = io.BytesIO()
    SimpleDocTemplate(target, pagesize=A4, title=item["title"], pageCompression=1).build(parts)
    return target.getvalue()


def write_epub(item):
    book = epub.EpubBook()
    book.set_identifier(item["path"])
    book.set_title(item["title"])
    book.set_language(item["language"])
    chapters = []
    for number, section in enumerate(item["sections"]):
        chapter = epub.EpubHtml(title=section["heading"], file_name=f"chapter-{number}.xhtml", lang=item["language"])
        paragraphs = "".join(f"<p>{html.escape(paragraph)}</p>" for paragraph in section["paragraphs"])
        chapter.content = f"<h1>{html.escape(section['heading'])}</h1>{paragraphs}"
        book.add_item(chapter)
        chapters.append(chapter)
    book.toc, book.spine = chapters, ["nav", *chapters]
    book.add_item(epub.EpubNcx())
    book.add_item(epub.EpubNav())
    target = io.BytesIO()
    epub.write_epub(target, book, {"mtime": DATE})
    return repack(target.getvalue())


def write_html(item):
    rows = "".join("<tr>" + "".join(f"<td>{html.escape(str(value))}</td>" for value in row) + "</tr>" for row in item["table"])
    sections = "".join(
        f"<h2>{html.escape(section['heading'])}</h2>" + "".join(f"<p>{html.escape(paragraph)}</p>" for paragraph in section["paragraphs"])
        for section in item["sections"]
    )
    title = html.escape(item["title"])
    page = f'<!DOCTYPE html><html lang="{item["language"]}"><head><meta charset="utf-8"><title>{title}</title></head>'
    return f"{page}<body><h1>{title}</h1>{sections}<table>{rows}</table></body></html>".encode()


def write_md(item):
    lines = [f"# {item['title']}", ""]
    for section in item["sections"]:
        lines += [f"## {section['heading']}", "", *[text for paragraph in section["paragraphs"] for text in (paragraph, "")]]
    head, *rows = [[str(value) for value in row] for row in item["table"]]
    lines += ["| " + " | ".join(row) + " |" for row in [head, ["---"] * len(head), *rows]]
    return ("\n".join(lines) + "\n").encode()


WRITERS = {
    "docx": write_docx, "pptx": write_pptx, "xlsx": write_xlsx, "csv": write_csv,
    "pdf": write_pdf, "epub": write_epub, "html": write_html, "md": write_md,
}  # fmt: skip


def main(descriptions, folder):
    zipped = []
    for line in open(descriptions, encoding="utf-8"):
        item = json.loads(line)
        path = item["path"]
        content = WRITERS[path.rsplit(".", 1)[1]](item)
        if path.startswith("archive.zip/"):
            zipped.append((path.removeprefix("archive.zip/"), content))
            continue
        target = Path(folder) / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    if zipped:
        (Path(folder) / "archive.zip").write_bytes(pack(zipped))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
