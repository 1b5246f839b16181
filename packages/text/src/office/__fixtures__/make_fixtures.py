"""Makes the office fixtures of this folder, with programs that are not the code under test.

Needs python-docx 1.x, python-pptx 1.x, openpyxl 3.x, EbookLib 0.18 or later, reportlab 4.x, odfpy 1.4 and LibreOffice (`soffice`) with fonts for Chinese.
    python make_fixtures.py FOLDER
PDF and OpenDocument files are LibreOffice's conversions of the others.
"""

import datetime
import json
import subprocess
import sys
from pathlib import Path

import docx
import openpyxl
import pptx
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from ebooklib import epub
from pptx.util import Inches

DATE = datetime.datetime(2024, 5, 17, 12, 0, 0)

ENGLISH = [
    "The harbour was rebuilt in three stages between 1921 and 1934, and each stage was paid for by a separate loan.",
    "Engineers measured the tide for two years before they chose the height of the quay; their tables survive in the archive.",
    "A dredger worked every winter, because the river carries well-known quantities of silt that would close the channel.",
    "Today the cranes are electric, the warehouses are flats, and a ferry crosses the bay forty times a day.",
]
WORDS = "Cranes Ships Loans Tides Sheds Ropes Boats Bells".split()
CHINESE = [
    "这座港口在一九二一年至一九三四年间分三期重建，每一期工程都由单独的贷款支付。",
    "工程师们在确定码头高度之前测量了两年潮汐，他们的观测表至今保存在档案馆里。",
    "每年冬天都有挖泥船在航道作业，因为河水携带大量泥沙，不清理航道就会淤塞。",
    "如今起重机都已电气化，仓库改成了住宅，渡轮每天往返海湾四十次。",
]


def add_tracked_change(paragraph):
    for tag, text_tag, text in (("ins", "t", " inserted words"), ("del", "delText", " deleted words")):
        paragraph._p.append(
            parse_xml(
                f'<w:{tag} {nsdecls("w")} w:id="9" w:author="A" w:date="2024-05-17T12:00:00Z">'
                f'<w:r><w:{text_tag} xml:space="preserve">{text}</w:{text_tag}></w:r></w:{tag}>'
            )
        )


def make_word(path, title, texts, second):
    document = docx.Document()
    document.core_properties.title = title
    document.core_properties.language = "zh-CN" if texts is CHINESE else "en-GB"
    document.core_properties.created = document.core_properties.modified = DATE
    document.add_heading(title, 0)
    document.add_heading("1921", 1)
    document.add_paragraph(texts[0])
    add_tracked_change(document.add_paragraph(texts[1]))
    document.add_heading(second, 2)
    for text in texts[:2]:
        document.add_paragraph(text, style="List Bullet")
    for text in texts[2:]:
        document.add_paragraph(text, style="List Number")
    table = document.add_table(rows=2, cols=3, style="Table Grid")
    for row, cells in zip(table.rows, [["Year", "Stage | part", "Cost"], ["1921", second, "12.5"]], strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    hidden = document.add_paragraph(texts[3]).add_run(" hidden words")
    hidden._r.get_or_add_rPr().append(OxmlElement("w:vanish"))
    code = document.add_paragraph("# no heading, ")
    code.add_run("x")._r.append(OxmlElement("w:br"))
    math = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    code._p.append(parse_xml(f"<m:oMath {math}><m:r><m:t>a+b</m:t></m:r></m:oMath>"))
    document.save(path)


def make_slides(path):
    show = pptx.Presentation()
    show.core_properties.title = "Harbour review"
    show.core_properties.modified = DATE
    first = show.slides.add_slide(show.slide_layouts[1])
    first.shapes.title.text = "Three stages 三期工程"
    frame = first.placeholders[1].text_frame
    frame.text = ENGLISH[0]
    line = frame.add_paragraph()
    line.text, line.level = CHINESE[0], 1
    first.notes_slide.notes_text_frame.text = "Say that the loans were repaid in 1951."
    second = show.slides.add_slide(show.slide_layouts[5])
    second.shapes.title.text = "Costs"
    table = second.shapes.add_table(2, 2, Inches(1), Inches(2), Inches(6), Inches(1)).table
    for place, text in enumerate(["Year", "Cost", "1921", "12.5"]):
        table.cell(place // 2, place % 2).text = text
    box = second.shapes.add_textbox(Inches(1), Inches(5), Inches(6), Inches(1))
    box.text_frame.text = ENGLISH[2]
    show.save(path)


def make_sheets(path):
    book = openpyxl.Workbook()
    book.properties.title, book.properties.modified = "Harbour accounts", DATE
    sheet = book.active
    sheet.title = "Loans"
    sheet.append(["Lender", "Paid", "Share", "Sum"])
    sheet.append(["First Bank", datetime.date(1921, 3, 14), 0.125, 1250000.1])
    sheet.append(["贷款 | 银行", datetime.datetime(1934, 12, 1, 9, 30), 0.875, 0.1 + 0.2])
    for row in (2, 3):
        sheet.cell(row, 3).number_format = "0.0%"
    sheet["B3"].number_format = "yyyy\\-mm\\-dd\\ hh:mm"
    sheet["A6"] = "Sums in pounds."
    tides = book.create_sheet("潮汐")
    tides["C5"], tides["F5"], tides["C6"], tides["F6"] = "Hour", "Height", datetime.time(6, 15), 3.25
    tides["H8"] = True
    book.create_sheet("Empty")
    book.save(path)


def make_book(path):
    book = epub.EpubBook()
    book.set_identifier("harbour-1")
    book.set_title("The Harbour 港口")
    book.set_language("en")
    book.add_metadata("DC", "date", "2024-05-17")
    chapters = []
    for number, (title, texts) in enumerate([("Stages", ENGLISH), ("疏浚", CHINESE)], start=1):
        chapter = epub.EpubHtml(title=title, file_name=f"text/chapter {number}.xhtml")
        items = "".join(f"<li>{text}</li>" for text in texts[2:])
        chapter.content = f'<h1><a id="a"/>{title}</h1><p>{texts[0]}</p><p>{texts[1]}</p><ul>{items}</ul>'
        book.add_item(chapter)
        chapters.append(chapter)
    book.toc = chapters
    book.spine = ["nav", *chapters]
    book.add_item(epub.EpubNcx())
    book.add_item(epub.EpubNav())
    epub.write_epub(path, book, {"mtime": DATE})


def make_columns(path):
    """Four pages in two columns with a title across both, a running head, page numbers, and words divided at line ends."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfgen.canvas import Canvas

    width, height = A4
    canvas = Canvas(str(path), pagesize=A4, invariant=1)
    canvas.setTitle("Microsoft Word - columns.doc")
    for page in range(4):
        canvas.setFont("Times-Italic", 9)
        canvas.drawString(60, height - 40, f"Journal of Harbours, volume {page % 2 + 3}")
        canvas.drawCentredString(width / 2, 30, str(page + 1))
        top = height - 80
        if page == 0:
            canvas.setFont("Times-Bold", 20)
            canvas.drawCentredString(width / 2, top, "Silt, Loans and Three Stages of Building")
            top -= 40
        for column in range(2):
            canvas.setFont("Times-Roman", 10)
            lines = [f"Page {page + 1} column {column + 1} begins here and goes on for some", "lines of text, in which a divi-", "ded word is made whole and a well-known"]
            lines += ["one keeps its hyphen, as the well-known rule wants. The", "divided word is in the file once more."]
            shift = page * 2 + column
            lines += [f"{WORDS[(shift + line) % 8]} stood on the {WORDS[(shift * 3 + line + 1) % 8]} quay in the {line} year of the" for line in range(20)]
            for place, line in enumerate(lines):
                left = 60 if column == 0 else 310
                canvas.drawString(left, top - 12 * place, line)
        canvas.showPage()
    canvas.save()


def make_locked(path):
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(path), encrypt=StandardEncryption("harbour", strength=128), invariant=1)
    canvas.drawString(100, 700, ENGLISH[0])
    canvas.save()


def make_scan(path):
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(path), invariant=1)
    canvas.rect(100, 100, 300, 500, fill=1)
    canvas.save()


def make_vertical(path):
    document = docx.Document()
    document.styles["Normal"].element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "Noto Serif CJK SC")
    document.sections[0]._sectPr.append(parse_xml(f'<w:textDirection {nsdecls("w")} w:val="tbRl"/>'))
    for text in CHINESE:
        document.add_paragraph(text)
    document.save(path)


def make_song(path, is_vertical):
    """A font that is not in the file, and a character map that is not either: a reader needs its own."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light", isVertical=is_vertical))
    canvas = Canvas(str(path), invariant=1)
    canvas.setFont("STSong-Light", 12)
    for place, line in enumerate(["".join(CHINESE[:2])[:36], "".join(CHINESE[:2])[36:]]):
        canvas.drawString(500 - 20 * place if is_vertical else 72, 700 if is_vertical else 700 - 18 * place, line)
    canvas.save()


def make_notes(path):
    """An ODT with notes and nested lists; LibreOffice makes the DOCX of it."""
    from odf import style, text
    from odf.opendocument import OpenDocumentText

    document = OpenDocumentText()
    numbers = text.ListStyle(name="Numbers")
    numbers.addElement(text.ListLevelStyleNumber(level=1, numformat="1", numsuffix="."))
    numbers.addElement(text.ListLevelStyleBullet(level=2, bulletchar="•"))
    document.styles.addElement(numbers)
    document.styles.addElement(style.Style(name="Plain", family="paragraph"))
    document.text.addElement(text.H(outlinelevel=1, text="Notes 注释"))
    paragraph = text.P(text="The first loan")
    note = text.Note(id="n1", noteclass="footnote")
    note.addElement(text.NoteCitation(text="1"))
    body = text.NoteBody()
    body.addElement(text.P(text="Repaid in 1951."))
    note.addElement(body)
    paragraph.addElement(note)
    paragraph.addText(" was the largest.")
    document.text.addElement(paragraph)
    items = text.List(stylename="Numbers")
    for line in ENGLISH[:2]:
        item = text.ListItem()
        item.addElement(text.P(text=line))
        inner = text.List()
        inner_item = text.ListItem()
        inner_item.addElement(text.P(text=CHINESE[0]))
        inner.addElement(inner_item)
        item.addElement(inner)
        items.addElement(item)
    document.text.addElement(items)
    document.save(path)


def convert(folder, name, kind):
    command = ["soffice", "--headless", "--convert-to", kind, "--outdir", str(folder), str(folder / name)]
    subprocess.run(command, check=True, capture_output=True)


def write_words(folder):
    """What independent readers find in the files: the words of each, for recall."""
    sys.path.append(str(Path(__file__).parents[5] / "tools"))
    from compare_office import READERS, words_of

    names = sorted(path.name for path in folder.iterdir() if path.suffix in READERS)
    words = {name: words_of(READERS[Path(name).suffix](str(folder / name))) for name in names if name != "locked.pdf"}
    lines = [f"{json.dumps(name)}: {json.dumps(' '.join(found), ensure_ascii=False)}" for name, found in words.items()]
    (folder / "words.json").write_text("{\n" + ",\n".join(lines) + "\n}\n")


def main(folder):
    folder.mkdir(exist_ok=True)
    make_word(folder / "english.docx", "The Harbour", ENGLISH, "Dredging")
    make_word(folder / "chinese.docx", "港口史", CHINESE, "疏浚工程")
    make_slides(folder / "slides.pptx")
    make_sheets(folder / "sheets.xlsx")
    make_book(folder / "book.epub")
    make_columns(folder / "columns.pdf")
    make_locked(folder / "locked.pdf")
    make_scan(folder / "scan.pdf")
    make_song(folder / "song.pdf", False)
    make_song(folder / "song-vertical.pdf", True)
    make_vertical(folder / "vertical.docx")
    make_notes(folder / "notes.odt")
    for name, kind in [
        ("chinese.docx", "pdf"),
        ("vertical.docx", "pdf"),
        ("notes.odt", "docx"),
        ("slides.pptx", "odp"),
        ("sheets.xlsx", "ods"),
    ]:
        convert(folder, name, kind)
    for name in ("vertical.docx", "chinese.docx"):
        (folder / name).unlink()
    write_words(folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
