"""pypdfium2: makes a PDF, reads it back, renders it (generated bindings, file callbacks, buffers)."""

import ctypes
import io

import pypdfium2 as pdfium
import pypdfium2.raw as raw
from _digest import Digest

out = Digest()
document = pdfium.PdfDocument.new()
font = raw.FPDFText_LoadStandardFont(document, b"Helvetica")
for number in range(4):
    page = document.new_page(200 + 10 * number, 100)
    box = raw.FPDFPageObj_CreateNewRect(10, 10, 50 + number, 30)
    raw.FPDFPageObj_SetFillColor(box, 200, 60 * number, 30, 255)
    raw.FPDFPath_SetDrawMode(box, raw.FPDF_FILLMODE_ALTERNATE, True)
    raw.FPDFPage_InsertObject(page, box)
    text = raw.FPDFPageObj_CreateTextObj(document, font, 12.0)
    words = f"Page {number} \u00e4\u00f6".encode("utf-16-le") + b"\0\0"
    raw.FPDFText_SetText(text, ctypes.cast(words, raw.FPDF_WIDESTRING))
    raw.FPDFPageObj_Transform(text, 1, 0, 0, 1, 20, 60)
    raw.FPDFPage_InsertObject(page, text)
    page.gen_content()
data = io.BytesIO()
document.save(data)

for source in (data.getvalue(), io.BytesIO(data.getvalue())):
    again = pdfium.PdfDocument(source)
    out.add(len(again), again.get_version(), again.get_metadata_dict(skip_empty=True).get("Title"))
    for number in range(len(again)):
        page = again[number]
        out.add(page.get_size(), page.get_mediabox(), page.get_rotation())
        reader = page.get_textpage()
        out.add(reader.get_text_range(), reader.count_chars(), reader.count_rects())
        out.add([round(v, 3) for v in reader.get_charbox(2)], [round(v, 3) for v in reader.get_rect(0)])
        found = reader.search("page", match_case=False)
        out.add(found.get_next(), found.get_next())
        for item in page.get_objects():
            out.add(item.type, [round(v, 2) for v in item.get_bounds()])
        picture = page.render(scale=1, rev_byteorder=True)
        out.add(picture.width, picture.height, picture.stride, bytes(picture.buffer)[:4000:7])
    page.set_rotation(90)
    out.add(page.get_size())
    again.close()
try:
    pdfium.PdfDocument(b"not a pdf")
except pdfium.PdfiumError as error:
    out.add(str(error))
out.finish()
