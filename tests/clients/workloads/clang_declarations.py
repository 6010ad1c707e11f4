"""libclang: parses C, walks the tree, lays out records, reads tokens and diagnostics (records by value)."""

from _digest import Digest
from clang.cindex import Config, Cursor, CursorKind, Index, TokenKind

SOURCE = """
#define LIMIT 40
enum color { RED, GREEN = 5, BLUE };
struct node { char tag; double weight; struct node *next; unsigned flags : 3, kind : 5; };
union cell { int i; float f[4]; };
typedef int (*compare_fn)(const struct node *, const struct node *);
static int heavier(const struct node *a, const struct node *b) { return a->weight > b->weight; }
int count(struct node *list, compare_fn f) {
    int n = 0;
    for (; list; list = list->next) if (f(list, list->next)) n += LIMIT;
    return n + undeclared;
}
"""


def describe(cursor: Cursor, depth: int, out: Digest) -> None:
    place = cursor.location
    out.add((depth, cursor.kind.name, cursor.spelling, cursor.type.spelling, place.line, place.column))
    if cursor.kind in (CursorKind.STRUCT_DECL, CursorKind.UNION_DECL):
        out.add((cursor.type.get_size(), cursor.type.get_align()))
    if cursor.kind == CursorKind.FIELD_DECL:
        out.add((cursor.get_field_offsetof(), cursor.is_bitfield(), cursor.get_bitfield_width()))
    if cursor.kind == CursorKind.ENUM_CONSTANT_DECL:
        out.add(cursor.enum_value)
    for child in cursor.get_children():
        describe(child, depth + 1, out)


def main() -> None:
    out = Digest()
    out.add(bool(Config.loaded))
    index = Index.create()
    for options in (0, 1):
        unit = index.parse("a.c", args=["-std=c11"], unsaved_files=[("a.c", SOURCE)], options=options)
        describe(unit.cursor, 0, out)
        for diagnostic in unit.diagnostics:
            out.add((diagnostic.severity, diagnostic.spelling, diagnostic.location.line))
        for token in unit.get_tokens(extent=unit.cursor.extent):
            if token.kind in (TokenKind.IDENTIFIER, TokenKind.LITERAL):
                out.add((token.spelling, token.extent.start.offset, token.extent.end.offset))
    count = next(c for c in unit.cursor.get_children() if c.spelling == "count")
    out.add([(a.spelling, a.type.get_canonical().spelling) for a in count.get_arguments()])
    out.add(count.get_usr(), count.result_type.spelling, count.is_definition(), count.mangled_name)
    out.finish()


main()
