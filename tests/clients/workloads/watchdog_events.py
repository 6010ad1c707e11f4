"""watchdog: file system events through inotify (errno of libc calls, threads that block in C)."""

import queue
import sys
import tempfile
import threading
from pathlib import Path

from _digest import Digest
from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

LIMIT = 20


class Collect(FileSystemEventHandler):
    """Puts every event on a queue, with the path relative to the watched folder."""

    def __init__(self, root: Path) -> None:
        self.root, self.events = root, queue.Queue()

    def on_any_event(self, event: FileSystemEvent) -> None:
        if event.event_type in ("created", "deleted", "moved"):
            moved = Path(event.dest_path).name if event.dest_path else ""
            self.events.put((event.event_type, event.is_directory, Path(event.src_path).name, moved))


def expect(handler: Collect, wanted: set[tuple[str, bool, str, str]]) -> list[tuple[str, bool, str, str]]:
    """Waits until all wanted events have come; what else comes (it depends on timing) is not a fact."""
    missing = set(wanted)
    while missing:
        missing.discard(handler.events.get(timeout=LIMIT))
    return sorted(wanted)


out = Digest()
with tempfile.TemporaryDirectory() as name:
    root = Path(name)
    handler = Collect(root)
    observer = Observer()
    observer.schedule(handler, str(root), recursive=True)
    observer.start()
    for number in range(10):
        (root / f"file{number}").write_text("x")
        out.add(expect(handler, {("created", False, f"file{number}", "")}))
        (root / f"file{number}").rename(root / f"other{number}")
        out.add(expect(handler, {("moved", False, f"file{number}", f"other{number}")}))
        (root / f"other{number}").unlink()
        out.add(expect(handler, {("deleted", False, f"other{number}", "")}))
    (root / "folder").mkdir()
    out.add(expect(handler, {("created", True, "folder", "")}))
    observer.stop()
    observer.join(LIMIT)
    out.add(observer.is_alive(), threading.active_count())
    try:
        second = Observer()
        second.schedule(handler, str(root / "missing"))
        second.start()
    except OSError as error:
        out.add(type(error).__name__, error.errno)
out.add("watchdog.observers.inotify" in sys.modules)
out.finish()
