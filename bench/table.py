"""Turns samples into medians with their spread, and these into a table.

Owns: the statistics (median, interquartile range, geometric mean of ratios) and the text. Must not know
how samples were taken.
"""

from __future__ import annotations

import math
import statistics
from dataclasses import dataclass

Samples = dict[str, dict[str, list[float]]]  # case -> contender -> nanoseconds, one per round


@dataclass(frozen=True)
class Spread:
    """A median in nanoseconds and half of its interquartile range, in per cent of the median."""

    median: float
    half_iqr: float

    @classmethod
    def of(cls, samples: list[float]) -> Spread:
        middle = statistics.median(samples)
        if len(samples) < 2:
            return cls(middle, 0.0)
        low, _, high = statistics.quantiles(samples, n=4, method="inclusive")
        return cls(middle, 50 * (high - low) / middle)

    def __str__(self) -> str:
        return f"{amount(self.median):>9} ±{self.half_iqr:3.0f}%"


def amount(ns: float) -> str:
    """Nanoseconds in a unit that leaves three or four figures."""
    for limit, unit, size in ((1e4, "ns", 1), (1e7, "us", 1e3)):
        if ns < limit:
            return f"{ns / size:.1f} {unit}"
    return f"{ns / 1e6:.1f} ms"


def ratio(samples: dict[str, list[float]], name: str, reference: str) -> float:
    """The median over rounds of the ratio within a round: drift of the machine hits both alike."""
    return statistics.median(a / b for a, b in zip(samples[name], samples[reference], strict=True))


def render(samples: Samples, groups: dict[str, str], names: list[str]) -> str:
    """The table; the first of ``names`` is the reference, a missing contender shows a dash."""
    reference, *others = names
    width = max(map(len, samples), default=4)
    head = f"{'case':{width}}  " + "  ".join(f"{name:>15}" for name in names)
    lines = [head + "".join(f"  {name + '/' + reference:>12}" for name in others)]
    for case, taken in samples.items():
        cells = [str(Spread.of(taken[name])) if name in taken else "-" for name in names]
        line = f"{case:{width}}  " + "  ".join(f"{cell:>15}" for cell in cells)
        for name in others:
            line += f"  {ratio(taken, name, reference):>12.2f}" if name in taken else f"  {'-':>12}"
        lines.append(line)
    lines.append("")
    for name in others:
        for group in [*dict.fromkeys(groups[case] for case in samples), "all"]:
            ratios = [
                ratio(taken, name, reference)
                for case, taken in samples.items()
                if name in taken and group in ("all", groups[case])
            ]
            if ratios:
                mean = math.exp(statistics.fmean(map(math.log, ratios)))
                lines.append(
                    f"{name}/{reference}, {group}: geometric mean {mean:.2f}, worst {max(ratios):.2f}"
                )
    return "\n".join(lines)


def as_json(samples: Samples, names: list[str]) -> dict[str, object]:
    """Every sample with its median and ratio to the reference, for a file."""
    return {
        case: {
            name: {
                "median_ns": statistics.median(values),
                "ratio": ratio(taken, name, names[0]),
                "samples_ns": values,
            }
            for name, values in taken.items()
        }
        for case, taken in samples.items()
    }
