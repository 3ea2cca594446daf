package dev.holdfast.inference;

import ch.randelshofer.fastdoubleparser.JavaDoubleParser;
import ch.randelshofer.fastdoubleparser.JavaFloatParser;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** A number in JSON text, read once and asked for in the form that is needed. Used again for the next one. */
final class JsonNumber {
    /** As many digits always fit in a long. */
    private static final int MAX_DIGITS = 18;

    private static final int MAX_EXPONENT = 99_999;

    /** Powers of ten that are exact in a double. */
    private static final double[] EXACT_TENS = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22
    };

    /** The doubles nearest to these powers of ten. */
    private static final double[] NEAR_TENTHS = {
        1e0, 1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-11, 1e-12, 1e-13, 1e-14, 1e-15, 1e-16,
        1e-17, 1e-18, 1e-19, 1e-20, 1e-21, 1e-22
    };

    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ZEROS = 0x3030303030303030L;
    private static final long[] TENS = {1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000};

    private static final long EXACT_IN_DOUBLE = 1L << 53;
    /** The bits that a double's fraction has more than a float's. */
    private static final long BEYOND_FLOAT = (1L << 29) - 1;

    private static final long HALF_WAY = 1L << 28;
    private static final long UNCERTAIN = 4;

    private byte[] bytes = {};
    private int start;
    private int end;
    private boolean negative;
    private boolean whole;
    private boolean exact;
    private long digits;
    private int exponent;

    /** Reads what stands at {@code from}; the position behind it. */
    int read(byte[] text, int from, int limit) {
        bytes = text;
        start = from;
        int at = from;
        negative = at < limit && text[at] == '-';
        if (negative) {
            at++;
        }
        long value = 0;
        int significant = 0;
        int scale = 0;
        int firstDigit = at;
        while (at < limit && isDigit(text[at])) {
            if (significant < MAX_DIGITS) {
                value = value * 10 + (text[at] - '0');
                significant += value == 0 ? 0 : 1;
            } else {
                significant++;
            }
            at++;
        }
        int wholeDigits = at - firstDigit;
        if (wholeDigits == 0 || (wholeDigits > 1 && text[firstDigit] == '0')) {
            throw new MalformedJson(
                    wholeDigits == 0 ? "a number needs a digit here" : "a number must not begin with 0", at);
        }
        whole = true;
        if (at < limit && text[at] == '.') {
            whole = false;
            int point = ++at;
            int taken = 8;
            while (taken == 8 && significant <= MAX_DIGITS - 8 && at + 8 <= limit) {
                long characters = (long) EIGHT.get(text, at);
                taken = digitsAhead(characters);
                if (taken > 0) {
                    value = value * TENS[taken] + number(characters, taken);
                    significant += value == 0 ? 0 : taken;
                    scale -= taken;
                    at += taken;
                }
            }
            while (at < limit && isDigit(text[at])) {
                if (significant < MAX_DIGITS) {
                    value = value * 10 + (text[at] - '0');
                    significant += value == 0 ? 0 : 1;
                    scale--;
                } else {
                    significant++;
                }
                at++;
            }
            if (at == point) {
                throw new MalformedJson("a number needs a digit behind its point", at);
            }
        }
        if (at < limit && (text[at] == 'e' || text[at] == 'E')) {
            whole = false;
            at = power(at + 1, limit);
            scale += exponent;
        }
        digits = value;
        exponent = scale;
        exact = significant <= MAX_DIGITS;
        end = at;
        return at;
    }

    private int power(int from, int limit) {
        int at = from;
        boolean down = at < limit && bytes[at] == '-';
        if (at < limit && (bytes[at] == '-' || bytes[at] == '+')) {
            at++;
        }
        int first = at;
        int power = 0;
        while (at < limit && isDigit(bytes[at])) {
            power = Math.min(MAX_EXPONENT, power * 10 + (bytes[at] - '0'));
            at++;
        }
        if (at == first) {
            throw new MalformedJson("a number needs a digit behind its e", at);
        }
        exponent = down ? -power : power;
        return at;
    }

    /** How many of eight characters are digits before one is none, the first of them in the lowest byte. What borrows or carries comes behind it. */
    private static int digitsAhead(long characters) {
        long values = characters - ZEROS;
        return Long.numberOfTrailingZeros((values | (values + 0x7676767676767676L)) & 0x8080808080808080L) / Byte.SIZE;
    }

    /**
     * The number that the first {@code count} of eight characters mean, at least one. Zeros go in front of them; then pairs, then fours are put
     * together side by side in the long.
     */
    private static int number(long characters, int count) {
        long values = (characters - ZEROS) << (Long.SIZE - count * Byte.SIZE);
        long pairs = values * 10 + (values >>> 8);
        return (int) (((pairs & 0x000000ff000000ffL) * 0x000f424000000064L
                        + ((pairs >>> 16) & 0x000000ff000000ffL) * 0x0000271000000001L)
                >>> 32);
    }

    private static boolean isDigit(byte character) {
        return character >= '0' && character <= '9';
    }

    /** The nearest float; an infinity where it is beyond the range. */
    float asFloat() {
        if (exact && exponent >= -22 && exponent <= 22) {
            // Three roundings, so off by three units at most: enough for a float, unless it lies that near to the
            // middle between two.
            double near = digits * (exponent < 0 ? NEAR_TENTHS[-exponent] : EXACT_TENS[exponent]);
            long rest = Double.doubleToRawLongBits(near) & BEYOND_FLOAT;
            if (digits == 0
                    || (Math.abs(rest - HALF_WAY) > UNCERTAIN && near >= Float.MIN_NORMAL && near <= Float.MAX_VALUE)) {
                return (float) (negative ? -near : near);
            }
        }
        return JavaFloatParser.parseFloat(bytes, start, end - start);
    }

    /** The nearest double; an infinity where it is beyond the range. */
    double asDouble() {
        if (exact && digits <= EXACT_IN_DOUBLE && exponent >= -22 && exponent <= 22) {
            double nearest = exponent < 0 ? digits / EXACT_TENS[-exponent] : digits * EXACT_TENS[exponent];
            return negative ? -nearest : nearest;
        }
        return JavaDoubleParser.parseDouble(bytes, start, end - start);
    }

    /** Whether it was written without a point and an exponent. */
    boolean isWhole() {
        return whole;
    }

    /** Whether {@link #asLong} gives it: it is whole and within the range. */
    boolean isLong() {
        return whole && (exact || asBigInteger().bitLength() < Long.SIZE);
    }

    long asLong() {
        return exact ? negative ? -digits : digits : asBigInteger().longValueExact();
    }

    BigInteger asBigInteger() {
        return new BigInteger(new String(bytes, start, end - start, StandardCharsets.ISO_8859_1));
    }
}
