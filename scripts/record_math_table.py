#!/usr/bin/env python3
"""Records 2,000 exact points a function with mpmath, for the float64 kernels' accuracy test.

    python3 scripts/record_math_table.py tests/Properties/Kernels/data/math_table.txt.gz

A line "# name arity" opens a function. A point is its arguments and its value as the hexadecimal bits of doubles and, in
hundredths of a unit in the last place, what the exact value has beyond that double. Only finite nonzero values are recorded.
"""
import gzip
import random
import struct
import sys
from mpmath import (acos, asin, atan, atan2, cos, cosh, erf, erfc, exp, expm1, frexp, ldexp, log, log1p, mp, mpf, nint, pi,
                    power, sin, sinh, tan, tanh)

mp.prec = 400
POINTS = 2000


def bits(x):
    return struct.unpack("<Q", struct.pack("<d", x))[0]


def double(b):
    return struct.unpack("<d", struct.pack("<Q", b))[0]


def wide(rng, low, high):
    """A double of random sign, exponent in [low, high) and mantissa."""
    return rng.choice([-1.0, 1.0]) * float(ldexp(mpf(1 + rng.random()), rng.randrange(low, high)))


def near(rng, x, spread=40):
    """A double next to x: some units in the last place off, or a tiny relative distance."""
    if rng.random() < 0.3:
        return double(bits(x) + rng.randrange(-spread, spread + 1))
    return float(x * (1 + rng.choice([-1, 1]) * 2.0 ** -rng.uniform(3, 50)))


def mixture(*parts):
    return lambda rng: rng.choice(parts)(rng)


def uniform(a, b):
    return lambda rng: rng.uniform(a, b)


def around(*centres):
    return lambda rng: near(rng, rng.choice(centres))


def logarithmic(low, high):
    return lambda rng: wide(rng, low, high)


def positive(draw):
    return lambda rng: abs(draw(rng))


def multiples_of_quarter_turn(rng):
    n = rng.choice([rng.randrange(1, 20), rng.randrange(1, 2 ** 20), rng.randrange(1, 2 ** 40), rng.randrange(1, 2 ** 60) << rng.randrange(900)])
    return near(rng, rng.choice([-1.0, 1.0]) * float(n * pi / rng.choice([2, 2, 4])), 2)


# among all doubles the one nearest to a multiple of π/2 (Muller, Elementary Functions, chapter 11)
def hardest_angle(rng):
    return near(rng, float(ldexp(mpf(6381956970095103), 797)), 1)


ANGLES = mixture(uniform(-7, 7), uniform(-100, 100), logarithmic(-30, 40), logarithmic(-60, 1023), multiples_of_quarter_turn,
                 multiples_of_quarter_turn, hardest_angle)
LOGS = positive(mixture(uniform(0, 2), uniform(0, 20), around(1.0), around(0.7071067811865476, 1.4142135623730951, 2.0, 0.5, 10.0),
                        logarithmic(-1074, 1023), logarithmic(-20, 20)))
UNIT = mixture(uniform(-1, 1), around(0.5, -0.5, 1.0, -1.0, 0.25), logarithmic(-60, 0))
ONE = mpf(1)

UNARY = {
    "exp": (exp, mixture(uniform(-1, 1), uniform(-20, 20), uniform(-745, 709.7), uniform(-745.1, -700), around(709.5, -708.4, 0.35, -0.35), logarithmic(-60, 9))),
    "exp2": (lambda x: power(2, x), mixture(uniform(-1, 1), uniform(-20, 20), uniform(-1074, 1023.9), uniform(-1074, -1020), around(1023.5, -1022.0, 0.5, 1.5), logarithmic(-60, 10))),
    "expm1": (expm1, mixture(uniform(-1, 1), uniform(-1, 1), uniform(-50, 50), uniform(-40, 709), around(0.34657359, -0.34657359, 1.03972077, -1.03972077), logarithmic(-1070, 9))),
    "log": (log, LOGS),
    "log2": (lambda x: log(x) / log(mpf(2)), LOGS),
    "log10": (lambda x: log(x) / log(mpf(10)), LOGS),
    "log1p": (log1p, mixture(uniform(-1, 1), uniform(-0.5, 0.5), uniform(0, 20), around(-0.999, 0.41421356237309503, -0.2928932188134524), positive(logarithmic(-20, 1023)), logarithmic(-1070, 0))),
    "sin": (sin, ANGLES),
    "cos": (cos, ANGLES),
    "tan": (tan, ANGLES),
    "tanh": (tanh, mixture(uniform(-1, 1), uniform(-1, 1), uniform(-5, 5), uniform(-20, 20), around(0.55, -0.55), logarithmic(-1070, 4))),
    "sinh": (sinh, mixture(uniform(-1, 1), uniform(-3, 3), uniform(-30, 30), uniform(-710.4, 710.4), around(1.0, -1.0, 710.0), logarithmic(-1070, 9))),
    "cosh": (cosh, mixture(uniform(-1, 1), uniform(-3, 3), uniform(-30, 30), uniform(-710.4, 710.4), around(0.3466, 710.0), logarithmic(-30, 9))),
    "sigmoid": (lambda x: 1 / (1 + exp(-x)), mixture(uniform(-1, 1), uniform(-10, 10), uniform(-40, 40), uniform(-745, 0), around(-708.4, 36.0), logarithmic(-60, 9))),
    "softplus": (lambda x: log1p(exp(x)), mixture(uniform(-1, 1), uniform(-10, 10), uniform(-40, 40), uniform(-745, 0), around(-708.4, -0.88, 36.0), logarithmic(-60, 9), positive(logarithmic(0, 1023)))),
    "erf": (erf, mixture(uniform(-1, 1), uniform(-3, 3), uniform(-6, 6), around(1.0, -1.0, 5.9), logarithmic(-1070, 2))),
    "erfc": (erfc, mixture(uniform(-1, 1), uniform(-3, 6), uniform(0.4, 3), uniform(0, 27.2), uniform(26, 27.2), around(0.5, -0.5, 1.0, 26.54), logarithmic(-60, 2))),
    "atan": (atan, mixture(uniform(-1, 1), uniform(-4, 4), around(1.0, 0.41421356237309503, 2.414213562373095), logarithmic(-20, 20), logarithmic(-1070, 1023))),
    "asin": (asin, UNIT),
    "acos": (acos, UNIT),
}


def pow_arguments(rng):
    kind = rng.randrange(6)
    if kind == 0:
        return rng.uniform(0, 4), rng.uniform(-20, 20)
    if kind == 1:  # the whole range of results, to the thresholds
        a = abs(wide(rng, -1000, 1000))
        return a, rng.uniform(-744.4, 709.7) / float(log(mpf(a)))
    if kind == 2:  # bases near 1, large exponents
        a = near(rng, 1.0)
        return a, rng.uniform(-740, 709) / float(log(mpf(a))) if a != 1 else 2.0
    if kind == 3:
        return rng.uniform(-10, 10), float(rng.randrange(-300, 300))
    if kind == 4:
        return abs(wide(rng, -1074, -1022)), rng.uniform(-0.99, 0.99)
    return abs(wide(rng, -30, 30)), wide(rng, -20, 5)


def atan2_arguments(rng):
    kind = rng.randrange(4)
    if kind == 0:
        return rng.uniform(-4, 4), rng.uniform(-4, 4)
    if kind == 1:
        return wide(rng, -1074, 1023), wide(rng, -1074, 1023)
    x = wide(rng, -1000, 1000)
    if kind == 2:
        return near(rng, x * rng.choice([1.0, -1.0, 0.41421356237309503, 2.414213562373095])), x
    return float(x * mpf(wide(rng, -20, 20))), x


BINARY = {"pow": (power, pow_arguments), "atan2": (atan2, atan2_arguments)}


def round_to_double(y):
    """The nearest double and the rest in hundredths of its unit in the last place; None where it is 0 or infinite."""
    if y == 0:
        return None
    _, exponent = frexp(abs(y))
    unit = max(int(exponent) - 53, -1074)
    scaled = ldexp(y, -unit)
    whole = nint(scaled)
    value = ldexp(whole, unit)
    if whole == 0 or abs(value) >= ldexp(ONE, 1024):
        return None
    return float(value), int(nint(100 * (scaled - whole)))


def record(name, arity, f, draw, lines):
    rng = random.Random(name)
    lines.append(f"# {name} {arity}")
    count = 0
    while count < POINTS:
        try:
            arguments = draw(rng) if arity == 2 else (draw(rng),)
            value = f(*[mpf(a) for a in arguments])
        except (OverflowError, ZeroDivisionError, struct.error):
            continue
        if not isinstance(value, mpf) or not mp.isfinite(value):
            continue
        rounded = round_to_double(value)
        if rounded is None:
            continue
        lines.append(" ".join([f"{bits(v):016x}" for v in (*arguments, rounded[0])] + [str(rounded[1])]))
        count += 1


def main(path):
    lines = []
    for name, (f, draw) in UNARY.items():
        record(name, 1, f, draw, lines)
    for name, (f, draw) in BINARY.items():
        record(name, 2, f, draw, lines)
    with open(path, "wb") as file, gzip.GzipFile(fileobj=file, mode="wb", compresslevel=9, mtime=0, filename="") as packed:
        packed.write(("\n".join(lines) + "\n").encode())


if __name__ == "__main__":
    main(sys.argv[1])
