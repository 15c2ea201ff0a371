#!/usr/bin/env python3
"""Derives the minimax polynomials of src/Autograd.Graph/Evaluation/Kernels/Math with Remez' exchange in 60 digits.

    python3 scripts/derive_polynomials.py            every polynomial
    python3 scripts/derive_polynomials.py exp asin   those whose name contains a word

Each entry is (degree, domain, f, weight): p of that degree minimising max |weight * (f - p)|. What is printed is one Horner
chain, highest coefficient first, and log2 of the largest weighted error after the coefficients have been rounded.
"""
import struct
import sys
from mpmath import (asin, atan, cos, cosh, erf, erfc, exp, expm1, log, lu_solve, log1p, matrix, mp, mpf, pi, sin,
                    sinh, sqrt, tanh, atanh)

mp.dps = 60


def chebyshev_nodes(a, b, n):
    return [(a + b) / 2 + (b - a) / 2 * cos(pi * (n - 1 - i) / (n - 1)) for i in range(n)]


def horner(coefficients, x):
    p = mpf(0)
    for c in reversed(coefficients):
        p = p * x + c
    return p


def remez(degree, a, b, f, weight, rounds=12):
    """Coefficients, lowest first, of the weighted minimax polynomial of f on [a, b]."""
    centre, radius = (a + b) / 2, (b - a) / 2
    nodes = chebyshev_nodes(a, b, degree + 2)
    grid = chebyshev_nodes(a, b, 24 * (degree + 2) + 1)
    values = [(x, f(x), weight(x)) for x in grid]
    for _ in range(rounds):
        system = matrix(degree + 2, degree + 2)
        right = matrix(degree + 2, 1)
        for i, x in enumerate(nodes):
            power = mpf(1)
            for j in range(degree + 1):
                system[i, j] = power
                power *= (x - centre) / radius
            system[i, degree + 1] = (-1) ** i / weight(x)
            right[i] = f(x)
        solution = lu_solve(system, right)
        scaled = [solution[j] for j in range(degree + 1)]
        errors = [(x, w * (y - horner(scaled, (x - centre) / radius))) for x, y, w in values]
        peaks = []  # the largest error of each run of one sign
        for x, error in errors:
            if peaks and (peaks[-1][1] > 0) == (error > 0):
                if abs(error) > abs(peaks[-1][1]):
                    peaks[-1] = (x, error)
            else:
                peaks.append((x, error))
        while len(peaks) > degree + 2:
            peaks.pop(0 if abs(peaks[0][1]) < abs(peaks[-1][1]) else -1)
        if len(peaks) < degree + 2:
            break
        nodes = [x for x, _ in peaks]
        sizes = [abs(error) for _, error in peaks]
        if max(sizes) < min(sizes) * mpf("1.001"):
            break
    return expand(scaled, centre, radius), values


def expand(scaled, centre, radius):
    """From powers of (x - centre) / radius to powers of x."""
    result = [mpf(0)]
    for c in reversed(scaled):
        shifted = [mpf(0)] + [r / radius for r in result]
        for i, r in enumerate(result):
            shifted[i] -= r * centre / radius
        shifted[0] += c
        result = shifted
    return result[:len(scaled)]


def odd(f, lead):
    """g with f(x) = lead*x + x³ g(x²)."""
    def g(z):
        z = max(z, mpf(10) ** -20)
        x = sqrt(z)
        return (f(x) / x - lead) / z
    return g


def odd_weight(f):
    """Makes the error relative to f, for the g of odd(f)."""
    def w(z):
        x = sqrt(max(z, mpf(10) ** -20))
        return x ** 3 / f(x)
    return w


def safe(f, at=mpf(10) ** -18):
    return lambda x: f(x if abs(x) > at else at)


TWO = mpf(2)
LN2 = log(TWO)
HALF_LN2 = LN2 / 2 * mpf("1.0005")
QUARTER_PI = pi / 4 * mpf("1.0002")
ERFC_CENTRE = 4


def erf_slope(middle):
    """erf(x) / x as a function of x - middle."""
    return lambda d: safe(lambda x: erf(x) / x)(middle + d)


def erfc_scaled(centre):
    """(1 + 2x) exp(x²) erfc(x) as a function of t = (x - centre) / (x + centre): Shepherd and Laframboise, Math. Comp. 36 (1981)."""
    def g(t):
        x = centre * (1 + t) / (1 - t)
        return (1 + 2 * x) * exp(x * x) * erfc(x)
    return g


def erfcx(x):
    return exp(x * x) * erfc(x)


def erfcx_part(i):
    """The i-th of 16 intervals of [0, 10.06] as (x + 0.7072)^4 doubles, a float in its middle at which erfcx is a float to 2^-28 or better, and that float."""
    low, high = (max(TWO ** (mpf(n - 2) / 4) - mpf("0.7072"), mpf(0)) for n in (i, i + 1))
    start = struct.unpack("<i", struct.pack("<f", (low + high) / 2))[0]
    floats = [struct.unpack("<f", struct.pack("<i", start + n))[0] for n in range(-150, 151)]
    middle = min(floats, key=lambda x: abs(to_single(erfcx(mpf(x))) / erfcx(mpf(x)) - 1))
    return low, high, middle, to_single(erfcx(mpf(middle)))


def erfcx_entry(i):
    """(erfcx(m + d) - erfcx(m)) / d, d the distance from the middle m."""
    low, high, middle, value = erfcx_part(i)
    m = mpf(middle)
    slope = safe(lambda d: (erfcx(m + d) - erfcx(m)) / d)
    weight = lambda d: (abs(d) + (high - low) / 100) / erfcx(m + d)
    return f"erfc{i}.float, m = {middle:.9g}f, erfcx(m) = {value:.9g}f", (4, (low - m, high - m), slope, weight)


def gelu_slope_below(a):
    """Φ(-a) - a φ(a): the slope of gelu at -a."""
    return erfc(a / sqrt(TWO)) / 2 - a * exp(-a * a / 2) / sqrt(2 * pi)


def in_half(i, f, least):
    """f in the i-th half of [0, 3.75], as a function of the distance from its middle; the error counts relative to f, or to the least."""
    quarter = mpf(1) / 4
    g = lambda d: f(mpf(i) / 2 + quarter + d)
    return (7, (-quarter, quarter if i < 7 else mpf(0)), g, lambda d: 1 / max(abs(g(d)), least))


def mills_rest(w):
    """(1 - M(a) a) / w at w = 1 / a², M the ratio of Mills, which is about (1 - w) / a for large a."""
    a = 1 / sqrt(w)
    return (1 - erfc(a / sqrt(TWO)) * exp(a * a / 2) * sqrt(pi / 2) * a) / w


def tuned(coefficients, values):
    """Floats next to the coefficients that together err least: each in turn goes to a neighbour as long as that helps."""
    def worst(c):
        wide = [mpf(x) for x in c]
        return max(abs(w * (y - horner(wide, x))) for x, y, w in values)

    best = [to_single(c) for c in coefficients]
    error, improved = worst(best), True
    while improved:
        improved = False
        steps = [{i: step} for i in range(len(best)) for step in (-1, 1)]
        steps += [{**a, **b} for a in steps for b in steps if max(a) < max(b)]
        for moves in steps:
            other = [struct.unpack("<f", struct.pack("<i", struct.unpack("<i", struct.pack("<f", c))[0] + moves.get(i, 0)))[0] for i, c in enumerate(best)]
            if worst(other) < error * mpf("0.99"):
                best, error, improved = other, worst(other), True
    return best


def to_single(c):
    return struct.unpack("<f", struct.pack("<f", c))[0]


def erfc_domain(low, high, centre):
    return (mpf(low) - centre) / (mpf(low) + centre), (mpf(high) - centre) / (mpf(high) + centre)


POLYNOMIALS = {
    # float64: e^r = 1 + r + r² q(r)
    "exp.double": (10, (-HALF_LN2, HALF_LN2), safe(lambda r: (expm1(r) - r) / r ** 2), lambda r: abs(r) + mpf("0.02")),
    # log(1 + f) = 2 atanh(s) = 2s + s³ q(s²), s = f / (2 + f)
    "log.double": (6, (mpf(0), mpf("0.02945")), odd(lambda s: 2 * atanh(s), 2), odd_weight(lambda s: 2 * atanh(s))),
    # the same without the term 2/3 s³, for pow
    "pow.double": (7, (mpf(0), mpf("0.02945")), lambda z: (odd(lambda s: 2 * atanh(s), 2)(max(z, mpf(10) ** -12)) - mpf(2) / 3) / max(z, mpf(10) ** -12),
                   lambda z: max(z, mpf(10) ** -12) ** 2),
    "sin.double": (5, (mpf(0), QUARTER_PI ** 2), odd(sin, 1), odd_weight(sin)),
    "cos.double": (5, (mpf(0), QUARTER_PI ** 2), safe(lambda z: (cos(sqrt(z)) - 1 + z / 2) / z ** 2, mpf(10) ** -14), lambda z: max(z, mpf(10) ** -14) ** 2),
    "sinh.double": (6, (mpf(0), mpf(1)), odd(sinh, 1), odd_weight(sinh)),
    "tanh.double": (9, (mpf(0), mpf("0.3026")), odd(tanh, 1), odd_weight(tanh)),
    "atan.double": (11, (mpf(0), mpf("0.1717")), odd(atan, 1), odd_weight(atan)),
    "asin.double": (12, (mpf(0), mpf("0.25")), odd(asin, 1), odd_weight(asin)),
    # erf(x) = x + x q(x²)
    "erf.double": (12, (mpf(0), mpf(1)), safe(lambda z: erf(sqrt(z)) / sqrt(z) - 1), lambda z: 1),
    "erfc.double": (23, erfc_domain("0.49", "27.5", ERFC_CENTRE), erfc_scaled(ERFC_CENTRE), lambda t: 1),
    # float32 in float lanes: the forms of the float64 ones
    "exp.float": (4, (-HALF_LN2, HALF_LN2), safe(lambda r: (expm1(r) - r) / r ** 2), lambda r: abs(r) + mpf("0.02")),
    "tanh.float": (2, (mpf(0), mpf("0.0905")), odd(tanh, 1), odd_weight(tanh)),
    # log(1 + f) = f + f² (f q(f) - 1/2)
    "log.float": (7, (sqrt(mpf("0.5")) - 1, sqrt(TWO) - 1), safe(lambda f: (log1p(f) - f + f * f / 2) / f ** 3, mpf(10) ** -12), lambda f: f ** 2 + mpf(10) ** -10),
    # 2^r = 1 + r q(r)
    "exp2.float": (5, (mpf("-0.5"), mpf("0.5")), safe(lambda r: expm1(r * LN2) / r), lambda r: abs(r) + mpf("0.02")),
    # log(1 + e) = e + e² q(e)
    "softplus.float": (9, (mpf(0), mpf(1)), safe(lambda e: (log1p(e) - e) / e ** 2, mpf(10) ** -10), lambda e: max(e, mpf(10) ** -10) ** 2 / log1p(max(e, mpf(10) ** -10))),
    "sin.float": (2, (mpf(0), QUARTER_PI ** 2), odd(sin, 1), odd_weight(sin)),
    "cos.float": (2, (mpf(0), QUARTER_PI ** 2), safe(lambda z: (cos(sqrt(z)) - 1 + z / 2) / z ** 2, mpf(10) ** -14), lambda z: max(z, mpf(10) ** -14) ** 2),
    # erf(x) = x q(d) with d the distance from the middle of each quarter of [0, 4)
    **{f"erf{i}.float": (5, (-mpf(1) / 8, mpf(1) / 8), erf_slope(mpf(2 * i + 1) / 8), lambda d, i=i: 1 / erf_slope(mpf(2 * i + 1) / 8)(d)) for i in range(16)},
    # e^-r = 1 - r + r² q(r); with d the distance from m in each interval, erfcx(m + d) = erfcx(m) + d q(d)
    "erfc.float": (4, (-HALF_LN2, HALF_LN2), safe(lambda r: (expm1(-r) + r) / r ** 2), lambda r: r ** 2 + mpf("0.001")),
    **dict(erfcx_entry(i) for i in range(16)),
    # Φ(-a), and Φ(-a) - a φ(a), in each half of [0, 3.75], and beyond by the ratio of Mills
    **{f"normal{i}.float": in_half(i, lambda a: erfc(a / sqrt(TWO)) / 2, 0) for i in range(8)},
    **{f"gelu{i}.float": in_half(i, gelu_slope_below, mpf("0.01") if i < 3 else 0) for i in range(8)},
    "mills.float": (5, (mpf(1) / 225, mpf(1) / mpf("3.7") ** 2), mills_rest, lambda w: w),
    # float32 in double lanes: 2^r = 1 + r q(r)
    "exp2.single": (6, (mpf("-0.5"), mpf("0.5")), safe(lambda r: expm1(r * LN2) / r), lambda r: 1 / safe(lambda r: expm1(r * LN2) / r)(r)),
    # log(1 + f) = f q(f)
    "log.single": (10, (sqrt(mpf("0.5")) - 1, sqrt(TWO) - 1), safe(lambda f: log1p(f) / f), lambda f: 1),
    "pow.single": (13, (sqrt(mpf("0.5")) - 1, sqrt(TWO) - 1), safe(lambda f: log1p(f) / f), lambda f: 1),
    "sin.single": (3, (mpf(0), QUARTER_PI ** 2), odd(sin, 1), odd_weight(sin)),
    "cos.single": (2, (mpf(0), QUARTER_PI ** 2), safe(lambda z: (cos(sqrt(z)) - 1 + z / 2) / z ** 2, mpf(10) ** -14), lambda z: max(z, mpf(10) ** -14) ** 2),
    "sinh.single": (2, (mpf(0), HALF_LN2 ** 2), odd(sinh, 1), odd_weight(sinh)),
    "cosh.single": (2, (mpf(0), HALF_LN2 ** 2), safe(lambda z: (cosh(sqrt(z)) - 1) / z, mpf(10) ** -14), lambda z: max(z, mpf(10) ** -14)),
    "atan.single": (9, (mpf(0), mpf(1)), odd(atan, 1), odd_weight(atan)),
    "asin.single": (5, (mpf(0), mpf("0.25")), odd(asin, 1), odd_weight(asin)),
}


def main(words):
    for name, (degree, (a, b), f, weight) in POLYNOMIALS.items():
        if words and not any(word in name for word in words):
            continue
        coefficients, values = remez(degree, a, b, f, weight)
        single = ".float" in name
        rounded = tuned(coefficients, values) if name.startswith(("normal", "gelu")) else [to_single(c) if single else float(c) for c in coefficients]
        worst = max(abs(w * (y - horner([mpf(c) for c in rounded], x))) for x, y, w in values)
        print(f"{name}: degree {degree}, error 2^{float(log(worst, 2)):.1f}")
        literals = [f"{c:.9g}f" if single else repr(c) for c in reversed(rounded)]
        print(f"    V.Create({literals[0]})" + "".join(f"\n        .Horner(z, {c})" for c in literals[1:]) + ";", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
