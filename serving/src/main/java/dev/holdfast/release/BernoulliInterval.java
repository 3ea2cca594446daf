package dev.holdfast.release;

/**
 * Where the probability of an event lies, as far as its count in a number of trials tells: a confidence sequence. All intervals that are
 * ever looked at contain the probability together with probability 1 − alpha, so one may look after every trial and stop when one likes.
 *
 * <p>The likelihood ratio of a uniform mixture of probabilities to {@code p} is a martingale that begins at 1 if {@code p} is true; by
 * Ville's inequality it ever reaches 1/alpha with probability alpha at most. The interval holds each {@code p} for which it has not.
 * H. Robbins: Statistical methods related to the law of the iterated logarithm, Annals of Mathematical Statistics 41 (1970); S. R. Howard,
 * A. Ramdas, J. McAuliffe, J. Sekhon: Time-uniform, nonparametric, nonasymptotic confidence sequences, Annals of Statistics 49 (2021);
 * I. Waudby-Smith, A. Ramdas: Estimating means of bounded random variables by betting, JRSS B 86 (2024).
 *
 * @param low at least 0
 * @param high at most 1
 */
public record BernoulliInterval(double low, double high) {
    private static final BernoulliInterval ANY = new BernoulliInterval(0, 1);
    private static final int STEPS = 60;
    private static final double[] LANCZOS = {
        0.9999999999998099,
        676.5203681218851,
        -1259.1392167224028,
        771.3234287776531,
        -176.6150291621406,
        12.507343278686905,
        -0.13857109526572012,
        9.984369578019572e-6,
        1.5056327351493116e-7
    };

    /**
     * The interval after {@code trials} trials.
     *
     * @param alpha the probability that any interval of the sequence is ever wrong, between 0 and 1
     */
    static BernoulliInterval of(long events, long trials, double alpha) {
        if (trials == 0) {
            return ANY;
        }
        double limit =
                logFactorial(events) + logFactorial(trials - events) - logFactorial(trials + 1) + Math.log(alpha);
        double mean = events / (double) trials;
        double low = events == 0 ? 0 : border(events, trials, limit, 0, mean);
        double high = events == trials ? 1 : border(events, trials, limit, 1, mean);
        return new BernoulliInterval(low, high);
    }

    /** Halves the way from a probability outside to one inside. */
    private static double border(long events, long trials, double limit, double outside, double inside) {
        double out = outside;
        double in = inside;
        for (int i = 0; i < STEPS; i++) {
            double middle = (out + in) / 2;
            if (logLikelihood(events, trials, middle) > limit) {
                in = middle;
            } else {
                out = middle;
            }
        }
        return out;
    }

    private static double logLikelihood(long events, long trials, double p) {
        return times(events, Math.log(p)) + times(trials - events, Math.log1p(-p));
    }

    private static double times(long n, double log) {
        return n == 0 ? 0 : n * log;
    }

    /** By Lanczos' approximation of the gamma function. */
    private static double logFactorial(long n) {
        double sum = LANCZOS[0];
        for (int i = 1; i < LANCZOS.length; i++) {
            sum += LANCZOS[i] / (n + i);
        }
        double t = n + 7.5;
        return 0.5 * Math.log(2 * Math.PI) + (n + 0.5) * Math.log(t) - t + Math.log(sum);
    }
}
