#!/usr/bin/env python3
"""Margin removal side by side: dbsbm against penaltyblog, shin, goto_conversion and NumPy written by hand.

    python3 benches/peers/margin.py [--markets 100000] [--seconds 2] [--json FILE]

Makes its own virtual environment in benches/peers/.venv, builds `margin_peer` in release mode, runs everything on the
same prices in one go and prints a table of ratios. OPENBLAS_CORETYPE and OPENBLAS_L2_SIZE are taken out of the
environment, so that nothing slows NumPy down.
"""

import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
NEEDS = ["penaltyblog==1.13.*", "shin==0.2.2", "goto_conversion==4.0.3", "numpy"]


def enter_environment():
    """Runs this script again inside its virtual environment."""
    python = HERE / ".venv" / "bin" / "python"
    if pathlib.Path(sys.prefix).resolve() == (HERE / ".venv").resolve():
        return
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", HERE / ".venv"], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *NEEDS], check=True)
    environment = {k: v for k, v in os.environ.items() if k not in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")}
    os.execve(python, [str(python), __file__, *sys.argv[1:]], environment)


def make_markets(np, markets, outcomes, seed=7):
    """Prices by columns, (outcomes, markets), rounded to hundredths, margins from 2% to 10%."""
    rng = np.random.default_rng(seed)
    weights = 0.15 + rng.random((outcomes, markets))
    p = weights / weights.sum(axis=0)
    return np.ascontiguousarray(np.maximum(np.round(100 / (p * rng.uniform(1.02, 1.10, markets))), 101) / 100)


def best_of(function, seconds):
    """The best time of as many runs as fit, at least three."""
    best, end, runs = float("inf"), time.perf_counter() + seconds, 0
    while runs < 3 or time.perf_counter() < end:
        start = time.perf_counter()
        result = function()
        best, runs = min(best, time.perf_counter() - start), runs + 1
    return best, result


# NumPy by hand: by columns, so that every operation runs over contiguous memory; in place, in blocks that stay in the
# nearest caches; and stopping as soon as a block has converged. Block size, in-place operation and the starting points
# were chosen by trying; see docs/performance.md.

BLOCK = 4096


def blocks(np, prices, out, solve):
    outcomes, markets = prices.shape
    size = min(BLOCK, markets)
    room = [np.empty((outcomes, size)) for _ in range(5)]
    row = [np.empty(size) for _ in range(6)]
    for start in range(0, markets, size):
        end = min(start + size, markets)
        solve(prices[:, start:end], out[:, start:end], [r[:, : end - start] for r in room], [r[: end - start] for r in row])
    return out


def numpy_multiplicative(np, prices, out):
    def solve(d, p, room, row):
        np.divide(1.0, d, out=p)
        p /= add_rows(np, p, row[0])

    return blocks(np, prices, out, solve)


def numpy_additive(np, prices, out):
    def solve(d, p, room, row):
        np.divide(1.0, d, out=p)
        over = add_rows(np, p, row[0])
        over -= 1.0
        over /= len(d)
        p -= over

    return blocks(np, prices, out, solve)


def numpy_balanced(np, prices, out):
    def solve(d, p, room, row):
        np.divide(1.0, d, out=p)
        z = add_rows(np, p, row[0])
        z -= 1.0
        z /= len(d) - 1
        p -= z
        np.subtract(1.0, z, out=z)
        p /= z

    return blocks(np, prices, out, solve)


def numpy_goto(np, prices, out):
    def solve(d, p, room, row):
        np.divide(1.0, d, out=p)
        errors = np.subtract(1.0, p, out=room[0])
        np.sqrt(errors, out=errors)
        step = add_rows(np, p, row[0])
        step -= 1.0
        step /= add_rows(np, errors, row[1])
        errors *= step
        p -= errors

    return blocks(np, prices, out, solve)


def add_rows(np, rows, out):
    """Sum over outcomes; additions of whole rows are faster than sum(axis=0)."""
    np.add(rows[0], rows[1], out=out)
    for row in rows[2:]:
        out += row
    return out


def numpy_shin(np, prices, out):
    """Newton's method on sum sqrt(z^2 + 4 (1 - z) a) = 2 + (n - 2) z.

    The first step, from z = 0, is Halley's: there the roots are 2 q / sqrt(B), and all derivatives follow without taking
    another square root. The last step moves the roots along their slopes instead of taking them again.
    """

    def solve(d, p, room, row):
        n = len(d)
        q = np.divide(1.0, d, out=p)
        root = np.sqrt(add_rows(np, q, row[0]), out=row[1])
        s = np.divide(q, root, out=room[1])
        a = np.multiply(s, s, out=room[0])
        curve = add_rows(np, d, row[2])
        curve *= root
        curve -= root
        f = np.subtract(root, 1.0, out=row[3])
        slope = np.add(root, n - 2, out=row[4])
        z = np.multiply(f, slope, out=row[5])
        z *= 4.0
        slope *= slope
        slope *= 2.0
        curve *= f
        slope -= curve
        z /= slope
        a *= 4.0
        half = np.multiply(a, 0.5, out=room[3])
        slopes, weight, total, change = room[2], row[3], row[2], row[4]
        for _ in range(30):
            np.subtract(1.0, z, out=weight)
            np.multiply(a, weight, out=s)
            np.multiply(z, z, out=weight)
            s += weight
            np.sqrt(s, out=s)
            np.subtract(z, half, out=slopes)
            slopes /= s
            add_rows(np, s, total)
            add_rows(np, slopes, change)
            total -= 2.0
            np.multiply(z, n - 2, out=weight)
            total -= weight
            change -= n - 2
            total /= change
            z -= total
            slopes *= total
            s -= slopes
            np.abs(total, out=total)
            if total.max() < 1e-6:
                break
        s -= z
        np.subtract(1.0, z, out=weight)
        weight *= 2.0
        np.divide(s, weight, out=p)

    return blocks(np, prices, out, solve)


def numpy_power(np, prices, out):
    """Newton's method on log sum q^k = 0, which is nearly straight, from k = 1."""

    def solve(d, p, room, row):
        logs = np.log(d, out=room[0])
        np.negative(logs, out=logs)
        q = np.divide(1.0, d, out=p)
        k = row[0]
        k.fill(1.0)
        for _ in range(50):
            f = add_rows(np, q, row[1])
            np.multiply(q, logs, out=room[1])
            df = add_rows(np, room[1], row[2])
            np.divide(f, df, out=row[2])
            np.log(f, out=f)
            f *= row[2]
            k -= f
            np.abs(f, out=f)
            np.multiply(logs, k, out=q)
            np.exp(q, out=q)
            if f.max() < 1e-8:
                break

    return blocks(np, prices, out, solve)


def numpy_odds_ratio(np, prices, out):
    """Newton's method on sum 1 / (1 + c b) = 1, from c = 1."""

    def solve(d, p, room, row):
        b = np.subtract(d, 1.0, out=room[0])
        np.divide(1.0, d, out=p)
        c = row[0]
        c.fill(1.0)
        for _ in range(50):
            f = add_rows(np, p, row[1])
            f -= 1.0
            np.multiply(p, p, out=room[1])
            room[1] *= b
            df = add_rows(np, room[1], row[2])
            f /= df
            c += f
            np.abs(f, out=f)
            np.multiply(b, c, out=p)
            p += 1.0
            np.divide(1.0, p, out=p)
            if f.max() < 1e-8:
                break

    return blocks(np, prices, out, solve)


NUMPY = {
    "multiplicative": numpy_multiplicative,
    "additive": numpy_additive,
    "power": numpy_power,
    "shin": numpy_shin,
    "odds_ratio": numpy_odds_ratio,
    "balanced": numpy_balanced,
    "goto": numpy_goto,
}


def run(arguments):
    import goto_conversion
    import numpy as np
    import penaltyblog
    import shin

    prices = make_markets(np, arguments.markets, arguments.outcomes)
    sample = [[float(x) for x in row] for row in prices.T[: arguments.sample]]
    scale = arguments.markets / len(sample)
    subprocess.run(["cargo", "build", "--release", "--quiet", "-p", "dbsbm-benches", "--bin", "margin_peer"], cwd=ROOT, check=True)
    target = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    with tempfile.TemporaryDirectory() as directory:
        prices.astype("<f8").tofile(pathlib.Path(directory) / "prices.f64")
        printed = subprocess.run(
            [target / "release" / "margin_peer", directory, str(arguments.outcomes), str(arguments.seconds)],
            check=True, capture_output=True, text=True,
        ).stdout
        ours = {}
        for line in printed.splitlines():
            method, layout, threads, seconds = line.split()
            ours[method, layout, int(threads)] = float(seconds)
        fair = {m: np.fromfile(pathlib.Path(directory) / f"{m}.f64", "<f8").reshape(prices.shape) for m in NUMPY}

    def penaltyblog_of(method):
        return lambda: [penaltyblog.implied.calculate_implied(odds, method=method).probabilities for odds in sample]

    others = {m: {"penaltyblog": penaltyblog_of(m)} for m in ("multiplicative", "additive", "power", "shin", "odds_ratio")}
    others["shin"]["shin"] = lambda: [shin.calculate_implied_probabilities(odds) for odds in sample]
    others["goto"] = {"goto_conversion": lambda: [goto_conversion.goto_conversion(np.array(odds)) for odds in sample]}
    rows = []
    for method, by_hand in NUMPY.items():
        out = np.empty_like(prices)
        seconds, result = best_of(lambda: by_hand(np, prices, out), arguments.seconds)
        error = float(np.abs(result - fair[method]).max())
        row = {"method": method, "dbsbm": ours[method, "columns", 1], "dbsbm_rows": ours[method, "rows", 1],
               "dbsbm_2_threads": ours[method, "columns", 2], "numpy": seconds, "numpy_off": error}
        for name, function in others.get(method, {}).items():
            seconds, result = best_of(function, 0)
            row[name] = seconds * scale
            row[name + "_off"] = float(np.abs(np.array(result) - fair[method].T[: len(sample)]).max())
        rows.append(row)
    show(rows, arguments)
    if arguments.json:
        pathlib.Path(arguments.json).write_text(json.dumps(rows, indent=1) + "\n")


def show(rows, arguments):
    per = 1e9 / arguments.markets
    print(f"{arguments.markets} markets of {arguments.outcomes} outcomes; nanoseconds per market, best of the runs")
    print(f"{'method':16}{'dbsbm':>8}{'rows':>8}{'2 thr.':>8}{'numpy':>9}{'ratio':>7}  others (ratio; largest difference)")
    for row in rows:
        one = row["dbsbm"]
        others = ", ".join(
            f"{name} {row[name] * per:.0f} ({row[name] / one:.0f}x; {row[name + '_off']:.0e})"
            for name in ("penaltyblog", "shin", "goto_conversion") if name in row
        )
        print(f"{row['method']:16}{one * per:8.2f}{row['dbsbm_rows'] * per:8.2f}{row['dbsbm_2_threads'] * per:8.2f}"
              f"{row['numpy'] * per:9.2f}{row['numpy'] / one:7.2f}  off {row['numpy_off']:.0e}; {others}")


if __name__ == "__main__":
    enter_environment()
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--markets", type=int, default=100_000)
    parser.add_argument("--outcomes", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=1.0, help="time for each measurement")
    parser.add_argument("--sample", type=int, default=2_000, help="markets for libraries that take one at a time")
    parser.add_argument("--json", help="also write the figures here")
    run(parser.parse_args())
