"""rtree: bulk loading by callback, queries, storage by callbacks (function pointers in a structure)."""

import pickle
import random

from _digest import Digest
from rtree import index

out = Digest()
chance = random.Random(7)


def box() -> tuple[float, float, float, float]:
    x, y = chance.uniform(0, 100), chance.uniform(0, 100)
    return x, y, x + chance.uniform(0, 5), y + chance.uniform(0, 5)


boxes = [box() for _ in range(1500)]
bulk = index.Index((number, bounds, {"n": number}) for number, bounds in enumerate(boxes))
out.add(len(bulk), bulk.bounds, bulk.properties.leaf_capacity)
for _ in range(100):
    area = box()
    out.add(sorted(bulk.intersection(area)), bulk.count(area), sorted(bulk.nearest(area, 3)))
    out.add(
        sorted(
            (item.id, item.object["n"], tuple(item.bbox)) for item in bulk.intersection(area, objects=True)
        )
    )

single = index.Index()
for number, bounds in enumerate(boxes[:300]):
    single.insert(number, bounds, obj=[number])
for number in range(0, 300, 2):
    single.delete(number, boxes[number])
out.add(len(single), sorted(single.intersection((20, 20, 60, 60))), single.leaves()[0][1][:3])

options = index.Property(dimension=3, fill_factor=0.8, variant=index.RT_Star, leaf_capacity=20)
cube = index.Index(properties=options)
for number in range(200):
    corner = [chance.random() for _ in range(3)]
    cube.insert(number, [*corner, *[c + 0.1 for c in corner]])
out.add(sorted(cube.intersection((0.2, 0.2, 0.2, 0.6, 0.6, 0.6))), cube.properties.dimension)


class Pages(index.CustomStorage):
    """Keeps pages in a dictionary: every page that the C library reads or writes passes a callback."""

    def __init__(self) -> None:
        super().__init__()
        self.pages: dict[int, bytes] = {}
        self.counts = {"load": 0, "store": 0, "delete": 0}

    def create(self, error):
        pass

    def destroy(self, error):
        pass

    def flush(self, error):
        pass

    def loadByteArray(self, page, error):
        self.counts["load"] += 1
        if page not in self.pages:
            error.contents.value = self.InvalidPageError
            return b""
        return self.pages[page]

    def storeByteArray(self, page, data, error):
        self.counts["store"] += 1
        if page == self.NewPage:
            page = len(self.pages)
        self.pages[page] = bytes(data)
        return page

    def deleteByteArray(self, page, error):
        self.counts["delete"] += 1
        self.pages.pop(page, None)


pages = Pages()
stored = index.Index(pages, properties=index.Property())
for number, bounds in enumerate(boxes[:200]):
    stored.insert(number, bounds, obj=pickle.dumps(number))
out.add(sorted(stored.intersection((0, 0, 50, 50))), pages.counts, len(pages.pages))
try:
    bulk.insert(1, (5, 5, 1, 1))
except Exception as error:
    out.add(type(error).__name__, str(error))
out.finish()
