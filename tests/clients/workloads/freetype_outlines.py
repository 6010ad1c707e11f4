"""freetype-py: loads fonts from memory, reads metrics and bitmaps, decomposes outlines (callbacks)."""

import io
import struct

import freetype
from _digest import Digest

BDF = """STARTFONT 2.1
FONT -test-tiny-medium-r-normal--8-80-75-75-c-80-iso10646-1
SIZE 8 75 75
FONTBOUNDINGBOX 8 8 0 -1
STARTPROPERTIES 2
FONT_ASCENT 7
FONT_DESCENT 1
ENDPROPERTIES
CHARS 2
STARTCHAR A
ENCODING 65
SWIDTH 1000 0
DWIDTH 8 0
BBX 8 8 0 -1
BITMAP
18
24
42
42
7E
42
42
00
ENDCHAR
STARTCHAR B
ENCODING 66
SWIDTH 1000 0
DWIDTH 7 0
BBX 6 7 1 0
BITMAP
F0
88
88
F0
88
88
F0
ENDCHAR
ENDFONT
"""


def table(records: list[tuple[bytes, bytes]]) -> bytes:
    """An sfnt file of the given tables (OpenType: offset table, directory, tables padded to four bytes)."""
    body, directory, offset = b"", b"", 12 + 16 * len(records)
    for tag, data in sorted(records):
        padded = data + bytes(-len(data) % 4)
        directory += struct.pack(
            ">4sIII", tag, sum(struct.unpack(f">{len(padded) // 4}I", padded)) & 0xFFFFFFFF, offset, len(data)
        )
        body, offset = body + padded, offset + len(padded)
    return struct.pack(">IHHHH", 0x00010000, len(records), 16, 0, 0) + directory + body


def triangle_font() -> bytes:
    """A TrueType font with two glyphs: an empty one and a triangle with one curve."""
    points = [(100, 0, 1), (500, 700, 1), (700, 300, 0), (900, 0, 1)]
    glyph = struct.pack(">hhhhh", 1, 100, 0, 900, 700) + struct.pack(">HH", 3, 0)
    glyph += bytes(on for _, _, on in points)
    for axis in (0, 1):
        before = 0
        for point in points:
            glyph += struct.pack(">h", point[axis] - before)
            before = point[axis]
    glyph += bytes(-len(glyph) % 4)
    cmap = struct.pack(">HHHHI", 0, 1, 3, 1, 12)
    cmap += struct.pack(">HHHHHHH", 4, 32, 0, 4, 4, 1, 0) + struct.pack(
        ">HHHHHhhHH", 84, 0xFFFF, 0, 84, 0xFFFF, 1 - 84, 1, 0, 0
    )
    return table(
        [
            (
                b"head",
                struct.pack(
                    ">IIIIHHqqhhhhHHhhh",
                    0x10000,
                    0x10000,
                    0,
                    0x5F0F3CF5,
                    0,
                    1000,
                    0,
                    0,
                    100,
                    0,
                    900,
                    700,
                    0,
                    8,
                    2,
                    1,
                    0,
                ),
            ),
            (
                b"hhea",
                struct.pack(
                    ">IhhhHhhhhhhhhhhhH", 0x10000, 800, -200, 0, 1000, 0, 0, 900, 1, 0, 0, 0, 0, 0, 0, 0, 2
                ),
            ),
            (b"maxp", struct.pack(">IHHHHHHHHHHHHHH", 0x10000, 2, 4, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0)),
            (b"hmtx", struct.pack(">HhHh", 500, 0, 1000, 100)),
            (b"loca", struct.pack(">III", 0, 0, len(glyph))),
            (b"glyf", glyph),
            (b"cmap", cmap),
        ]
    )


def outline(face: freetype.Face, out: Digest) -> None:
    for size in (10, 24, 48):
        face.set_char_size(size * 64)
        face.load_char("T", freetype.FT_LOAD_NO_HINTING)
        shape = face.glyph.outline
        out.add(
            shape.points, shape.contours, list(shape.tags), (shape.get_bbox().xMin, shape.get_cbox().yMax)
        )
        steps: list[tuple[object, ...]] = []
        shape.decompose(
            steps,
            move_to=lambda to, log: log.append(("move", to.x, to.y)),
            line_to=lambda to, log: log.append(("line", to.x, to.y)),
            conic_to=lambda by, to, log: log.append(("conic", by.x, by.y, to.x, to.y)),
            cubic_to=lambda a, b, to, log: log.append(("cubic", a.x, b.x, to.x)),
        )
        out.add(steps)
        glyph = face.glyph.get_glyph()
        bitmap = glyph.to_bitmap(freetype.FT_RENDER_MODE_NORMAL, freetype.Vector(0, 0), True)
        out.add(bitmap.left, bitmap.top, bitmap.bitmap.width, bitmap.bitmap.rows, bytes(bitmap.bitmap.buffer))
        face.set_transform(freetype.Matrix(0x8000, 0, 0, 0x10000), freetype.Vector(64, 32))
        face.load_char("T", freetype.FT_LOAD_RENDER | freetype.FT_LOAD_NO_HINTING)
        out.add(face.glyph.bitmap.width, bytes(face.glyph.bitmap.buffer), face.glyph.advance.x)
        face.set_transform(freetype.Matrix(0x10000, 0, 0, 0x10000), freetype.Vector(0, 0))


out = Digest()
bdf = freetype.Face(io.BytesIO(BDF.encode()))
out.add(bdf.family_name, bdf.num_glyphs, [(s.width, s.height) for s in bdf.available_sizes])
bdf.select_size(0)
for letter in "ABC":
    bdf.load_char(letter, freetype.FT_LOAD_RENDER)
    out.add(
        bdf.glyph.bitmap.width,
        bdf.glyph.bitmap.rows,
        bytes(bdf.glyph.bitmap.buffer),
        bdf.glyph.metrics.horiAdvance,
    )
out.add(list(bdf.get_chars()))
face = freetype.Face(io.BytesIO(triangle_font()))
out.add(face.num_glyphs, face.units_per_EM, face.ascender, face.is_scalable, list(face.get_chars()))
outline(face, out)
try:
    freetype.Face(io.BytesIO(b"no font at all"))
except freetype.FT_Exception as error:
    out.add(str(error))
out.finish()
