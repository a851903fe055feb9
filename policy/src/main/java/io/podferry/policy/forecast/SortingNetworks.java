package io.podferry.policy.forecast;

/**
 * Sorts the few values of a full window without a branch: K. E. Batcher's odd-even merge sort
 * (1968), unrolled. Floating point numbers are compared as integers of the same order, because
 * their minimum costs one instruction and that of floating point numbers five. Not for NaN.
 */
final class SortingNetworks {
    private SortingNetworks() {}

    /** Sorts the first four values. */
    static void sort4(double[] values) {
        long a = key(values[0]);
        long b = key(values[1]);
        long c = key(values[2]);
        long d = key(values[3]);
        long low;
        low = Math.min(a, c);
        c = Math.max(a, c);
        a = low;
        low = Math.min(b, d);
        d = Math.max(b, d);
        b = low;
        low = Math.min(a, b);
        b = Math.max(a, b);
        a = low;
        low = Math.min(c, d);
        d = Math.max(c, d);
        c = low;
        low = Math.min(b, c);
        c = Math.max(b, c);
        b = low;
        values[0] = value(a);
        values[1] = value(b);
        values[2] = value(c);
        values[3] = value(d);
    }

    /** Sorts the first eight values. */
    static void sort8(double[] values) {
        long a = key(values[0]);
        long b = key(values[1]);
        long c = key(values[2]);
        long d = key(values[3]);
        long e = key(values[4]);
        long f = key(values[5]);
        long g = key(values[6]);
        long h = key(values[7]);
        long low;
        low = Math.min(a, e);
        e = Math.max(a, e);
        a = low;
        low = Math.min(b, f);
        f = Math.max(b, f);
        b = low;
        low = Math.min(c, g);
        g = Math.max(c, g);
        c = low;
        low = Math.min(d, h);
        h = Math.max(d, h);
        d = low;
        low = Math.min(a, c);
        c = Math.max(a, c);
        a = low;
        low = Math.min(b, d);
        d = Math.max(b, d);
        b = low;
        low = Math.min(e, g);
        g = Math.max(e, g);
        e = low;
        low = Math.min(f, h);
        h = Math.max(f, h);
        f = low;
        low = Math.min(c, e);
        e = Math.max(c, e);
        c = low;
        low = Math.min(d, f);
        f = Math.max(d, f);
        d = low;
        low = Math.min(a, b);
        b = Math.max(a, b);
        a = low;
        low = Math.min(c, d);
        d = Math.max(c, d);
        c = low;
        low = Math.min(e, f);
        f = Math.max(e, f);
        e = low;
        low = Math.min(g, h);
        h = Math.max(g, h);
        g = low;
        low = Math.min(b, e);
        e = Math.max(b, e);
        b = low;
        low = Math.min(d, g);
        g = Math.max(d, g);
        d = low;
        low = Math.min(b, c);
        c = Math.max(b, c);
        b = low;
        low = Math.min(d, e);
        e = Math.max(d, e);
        d = low;
        low = Math.min(f, g);
        g = Math.max(f, g);
        f = low;
        values[0] = value(a);
        values[1] = value(b);
        values[2] = value(c);
        values[3] = value(d);
        values[4] = value(e);
        values[5] = value(f);
        values[6] = value(g);
        values[7] = value(h);
    }

    /** Sorts the first eleven values. */
    static void sort11(float[] values) {
        int a = key(values[0]);
        int b = key(values[1]);
        int c = key(values[2]);
        int d = key(values[3]);
        int e = key(values[4]);
        int f = key(values[5]);
        int g = key(values[6]);
        int h = key(values[7]);
        int i = key(values[8]);
        int j = key(values[9]);
        int k = key(values[10]);
        int low;
        low = Math.min(a, i);
        i = Math.max(a, i);
        a = low;
        low = Math.min(b, j);
        j = Math.max(b, j);
        b = low;
        low = Math.min(c, k);
        k = Math.max(c, k);
        c = low;
        low = Math.min(a, e);
        e = Math.max(a, e);
        a = low;
        low = Math.min(b, f);
        f = Math.max(b, f);
        b = low;
        low = Math.min(c, g);
        g = Math.max(c, g);
        c = low;
        low = Math.min(d, h);
        h = Math.max(d, h);
        d = low;
        low = Math.min(e, i);
        i = Math.max(e, i);
        e = low;
        low = Math.min(f, j);
        j = Math.max(f, j);
        f = low;
        low = Math.min(g, k);
        k = Math.max(g, k);
        g = low;
        low = Math.min(a, c);
        c = Math.max(a, c);
        a = low;
        low = Math.min(b, d);
        d = Math.max(b, d);
        b = low;
        low = Math.min(e, g);
        g = Math.max(e, g);
        e = low;
        low = Math.min(f, h);
        h = Math.max(f, h);
        f = low;
        low = Math.min(i, k);
        k = Math.max(i, k);
        i = low;
        low = Math.min(c, i);
        i = Math.max(c, i);
        c = low;
        low = Math.min(d, j);
        j = Math.max(d, j);
        d = low;
        low = Math.min(c, e);
        e = Math.max(c, e);
        c = low;
        low = Math.min(d, f);
        f = Math.max(d, f);
        d = low;
        low = Math.min(g, i);
        i = Math.max(g, i);
        g = low;
        low = Math.min(h, j);
        j = Math.max(h, j);
        h = low;
        low = Math.min(a, b);
        b = Math.max(a, b);
        a = low;
        low = Math.min(c, d);
        d = Math.max(c, d);
        c = low;
        low = Math.min(e, f);
        f = Math.max(e, f);
        e = low;
        low = Math.min(g, h);
        h = Math.max(g, h);
        g = low;
        low = Math.min(i, j);
        j = Math.max(i, j);
        i = low;
        low = Math.min(b, i);
        i = Math.max(b, i);
        b = low;
        low = Math.min(d, k);
        k = Math.max(d, k);
        d = low;
        low = Math.min(b, e);
        e = Math.max(b, e);
        b = low;
        low = Math.min(d, g);
        g = Math.max(d, g);
        d = low;
        low = Math.min(f, i);
        i = Math.max(f, i);
        f = low;
        low = Math.min(h, k);
        k = Math.max(h, k);
        h = low;
        low = Math.min(b, c);
        c = Math.max(b, c);
        b = low;
        low = Math.min(d, e);
        e = Math.max(d, e);
        d = low;
        low = Math.min(f, g);
        g = Math.max(f, g);
        f = low;
        low = Math.min(h, i);
        i = Math.max(h, i);
        h = low;
        low = Math.min(j, k);
        k = Math.max(j, k);
        j = low;
        values[0] = value(a);
        values[1] = value(b);
        values[2] = value(c);
        values[3] = value(d);
        values[4] = value(e);
        values[5] = value(f);
        values[6] = value(g);
        values[7] = value(h);
        values[8] = value(i);
        values[9] = value(j);
        values[10] = value(k);
    }

    /** An integer that is ordered as the number is; zero comes after minus zero. */
    private static long key(double value) {
        long bits = Double.doubleToRawLongBits(value);
        return bits ^ ((bits >> 63) & Long.MAX_VALUE);
    }

    private static double value(long key) {
        return Double.longBitsToDouble(key ^ ((key >> 63) & Long.MAX_VALUE));
    }

    private static int key(float value) {
        int bits = Float.floatToRawIntBits(value);
        return bits ^ ((bits >> 31) & Integer.MAX_VALUE);
    }

    private static float value(int key) {
        return Float.intBitsToFloat(key ^ ((key >> 31) & Integer.MAX_VALUE));
    }
}
