// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.metrics;

/**
 * The base2 exponential buckets of the OpenTelemetry data model at scale 3: with {@code b = 2^(1/8)}, bucket {@code i} covers
 * {@code (b^i, b^(i+1)]}, which bounds the error of a quantile by 4.5 %, and 0 is counted apart.
 *
 * <p>The index is read from the bits of the value: its exponent gives the octave, its mantissa is compared with the seven
 * bounds inside an octave. The rule by logarithm, {@code ceil(log2(v) * 8) - 1}, is off by one at some powers of two.
 */
final class ExponentialLayout extends BucketLayout {
    static final int SCALE = 3;

    private static final int PER_OCTAVE = 1 << SCALE;
    private static final long MANTISSA = 0x000FFFFFFFFFFFFFL;
    private static final long ONE = 0x3FF0000000000000L;

    /** {@code 2^(j/8)} for {@code j} from 1 to 7. */
    private static final double[] BOUNDS = new double[PER_OCTAVE - 1];

    static {
        for (int j = 1; j < PER_OCTAVE; j++) {
            BOUNDS[j - 1] = Math.pow(2, (double) j / PER_OCTAVE);
        }
    }

    ExponentialLayout(double unitsPerOne) {
        fill(unitsPerOne);
    }

    @Override
    int index(double value) {
        return value == 0 ? ZERO : indexOf(value);
    }

    /** The bucket of a positive, normal value. */
    static int indexOf(double value) {
        long bits = Double.doubleToRawLongBits(value);
        int octave = ((int) (bits >>> 52) - 1023) << SCALE;
        long mantissa = bits & MANTISSA;
        if (mantissa == 0) {
            return octave - 1;
        }
        double m = Double.longBitsToDouble(ONE | mantissa);
        int below = 0;
        while (below < BOUNDS.length && BOUNDS[below] < m) {
            below++;
        }
        return octave + below;
    }
}
