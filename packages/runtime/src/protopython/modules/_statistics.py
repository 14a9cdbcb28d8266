"""The _statistics module: quantiles of the normal distribution, by Wichura's algorithm AS241 (Applied Statistics 37, 1988): a ratio of
two polynomials for the middle of the distribution, one for each tail's nearer part and one for its far part.
"""

from __future__ import annotations

from protodialect.types import Array, Value
from protopython.objects.float.libm import c_log, c_sqrt
from protopython.objects.float.methods import float_of
from protopython.objects.model.define import define_module, function
from protopython.objects.model.errors import value_error
from protopython.protocore.value import new_float

MODULE = "_statistics"
define_module(MODULE, "What the module statistics is made of.")

# Coefficients, the highest power first.
MIDDLE_ABOVE: Array[float] = Array.of(
    [2509.0809287301226727, 33430.575583588128105, 67265.770927008700853, 45921.953931549871457,
     13731.693765509461125, 1971.5909503065514427, 133.14166789178437745, 3.387132872796366608]
)  # fmt: skip
MIDDLE_BELOW: Array[float] = Array.of(
    [5226.495278852854561, 28729.085735721942674, 39307.89580009271061, 21213.794301586595867,
     5394.1960214247511077, 687.1870074920579083, 42.313330701600911252, 1.0]
)  # fmt: skip
NEAR_ABOVE: Array[float] = Array.of(
    [7.7454501427834140764e-4, 0.0227238449892691845833, 0.24178072517745061177, 1.27045825245236838258,
     3.64784832476320460504, 5.7694972214606914055, 4.6303378461565452959, 1.42343711074968357734]
)  # fmt: skip
NEAR_BELOW: Array[float] = Array.of(
    [1.05075007164441684324e-9, 5.475938084995344946e-4, 0.0151986665636164571966, 0.14810397642748007459,
     0.68976733498510000455, 1.6763848301838038494, 2.05319162663775882187, 1.0]
)  # fmt: skip
FAR_ABOVE: Array[float] = Array.of(
    [2.01033439929228813265e-7, 2.71155556874348757815e-5, 0.0012426609473880784386, 0.026532189526576123093,
     0.29656057182850489123, 1.7848265399172913358, 5.4637849111641143699, 6.6579046435011037772]
)  # fmt: skip
FAR_BELOW: Array[float] = Array.of(
    [2.04426310338993978564e-15, 1.4215117583164458887e-7, 1.8463183175100546818e-5, 7.868691311456132591e-4,
     0.0148753612908506148525, 0.13692988092273580531, 0.59983220655588793769, 1.0]
)  # fmt: skip


def polynomial(coefficients: Array[float], x: float) -> float:
    total = coefficients[0]
    for i in range(1, len(coefficients)):
        total = total * x + coefficients[i]
    return total


@function(MODULE, "_normal_dist_inv_cdf(p, mu, sigma, /)")
def normal_dist_inv_cdf(w_p: Value, w_mu: Value, w_sigma: Value) -> Value:
    p = float_of(w_p)
    mu = float_of(w_mu)
    sigma = float_of(w_sigma)
    if p <= 0.0 or p >= 1.0:
        raise value_error("inv_cdf undefined for these parameters")
    q = p - 0.5
    if -0.425 <= q <= 0.425:
        r = 0.180625 - q * q
        return new_float(mu + polynomial(MIDDLE_ABOVE, r) * q / polynomial(MIDDLE_BELOW, r) * sigma)
    r = c_sqrt(-c_log(p if q <= 0.0 else 1.0 - p))
    if r <= 5.0:
        r -= 1.6
        x = polynomial(NEAR_ABOVE, r) / polynomial(NEAR_BELOW, r)
    else:
        r -= 5.0
        x = polynomial(FAR_ABOVE, r) / polynomial(FAR_BELOW, r)
    return new_float(mu + (-x if q < 0.0 else x) * sigma)
