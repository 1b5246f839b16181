"""Compares the words of converted files with those that an independent reader finds in the same files.

    python tools/compare_office.py OUT FILE...

OUT holds NAME.md for each file, as tools/convert-office.mjs writes them. The readers are pdfminer.six (PDF), python-docx, python-pptx,
openpyxl and EbookLib. For each file it prints two shares of the reader's: recall of words, and recall of pairs of neighbouring words, which
also tells the order. A Chinese character counts as a word.
"""

import re
import sys
import unicodedata
from collections import Counter
from pathlib import Path


def read_pdf(path):
    from pdfminer.high_level import extract_text
    from pdfminer.layout import LAParams

    return re.sub(r"(?<=[^\W\d_])[-‐]\n(?=[a-zà-ÿ])", "", extract_text(path, laparams=LAParams()))


def read_docx(path):
    import docx

    document = docx.Document(path)
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def read_pptx(path):
    import pptx

    texts = []
    for slide in pptx.Presentation(path).slides:
        for shape in slide.shapes:
            if shape.has_text_frame:
                texts.append(shape.text_frame.text)
            if shape.has_table:
                texts += [cell.text for row in shape.table.rows for cell in row.cells]
        if slide.has_notes_slide:
            texts.append(slide.notes_slide.notes_text_frame.text)
    return "\n".join(texts)


def show_cell(cell):
    """Per cent as sheets show it, dates without a midnight that nobody wrote."""
    if isinstance(cell.value, float) and "%" in cell.number_format:
        return f"{cell.value * 100:.15g}%"
    return re.sub(r"(?<=\d\d:\d\d):00$", "", str(cell.value).removesuffix(" 00:00:00"))


def read_xlsx(path):
    import openpyxl

    texts = []
    for sheet in openpyxl.load_workbook(path, data_only=True).worksheets:
        cells = [show_cell(cell) for row in sheet.iter_rows() for cell in row if cell.value is not None]
        texts += [sheet.title, *cells] if cells else []
    return "\n".join(texts)


def read_epub(path):
    from ebooklib import ITEM_DOCUMENT, epub

    items = [item for item in epub.read_epub(path).get_items_of_type(ITEM_DOCUMENT) if not isinstance(item, epub.EpubNav)]
    pages = [item.get_content().decode() for item in items]
    return "\n".join(re.sub(r"<[^>]+>", " ", re.sub(r"(?s)<head>.*?</head>", "", page)) for page in pages)


READERS = {".pdf": read_pdf, ".docx": read_docx, ".pptx": read_pptx, ".xlsx": read_xlsx, ".epub": read_epub}
WORD = re.compile(r"[\u3400-\u9fff\u3040-\u30ff]|[^\W_\u3400-\u9fff\u3040-\u30ff]+")


def words_of(text):
    return WORD.findall(unicodedata.normalize("NFKC", text).lower())


def recall(expected, found):
    numbers = Counter(found)
    common = sum(min(number, numbers[one]) for one, number in Counter(expected).items())
    return common / max(len(expected), 1)


def main(folder, paths):
    total = Counter()
    for path in map(Path, paths):
        written = folder / f"{path.name}.md"
        if not written.exists():
            continue
        expected = words_of(READERS[path.suffix](str(path)))
        found = words_of(written.read_text())
        words = recall(expected, found)
        pairs = recall(list(zip(expected, expected[1:])), list(zip(found, found[1:])))
        print(f"{path.name}: {len(expected)} words, recall {words:.4f}, of pairs {pairs:.4f}, surplus {len(found) / max(len(expected), 1):.3f}")
        total.update(words=len(expected), hits=words * len(expected), pairs=pairs * len(expected), files=1)
    number = max(total["words"], 1)
    print(f"{total['files']} files, {total['words']} words: recall {total['hits'] / number:.4f}, of pairs {total['pairs'] / number:.4f}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
