package dev.holdfast.monitoring;

import org.hipparchus.distribution.continuous.ChiSquaredDistribution;

/** How far two distributions over the same cells are apart, and how far chance alone takes them. Natural logarithms. */
final class Divergence {
    /** Added to every cell of both sides before shares are taken (Jeffreys' prior): an empty cell is rare, not impossible. */
    static final double SMOOTHING = 0.5;

    private Divergence() {}

    /** Population stability index: Σ (q − p) ln(q / p) over smoothed shares. */
    static double psi(Cells cells) {
        double m = cells.referenceTotal() + SMOOTHING * cells.size();
        double n = cells.liveTotal() + SMOOTHING * cells.size();
        double psi = 0;
        for (int cell = 0; cell < cells.size(); cell++) {
            double p = (cells.reference(cell) + SMOOTHING) / m;
            double q = (cells.live(cell) + SMOOTHING) / n;
            psi += (q - p) * Math.log(q / p);
        }
        return psi;
    }

    /** Jensen–Shannon distance: the square root of the divergence of both from their mean; 0 to √ln 2. Not smoothed, as it needs none. */
    static double jensenShannon(Cells cells) {
        double m = cells.referenceTotal();
        double n = cells.liveTotal();
        double divergence = 0;
        for (int cell = 0; cell < cells.size(); cell++) {
            double p = cells.reference(cell) / m;
            double q = cells.live(cell) / n;
            double mean = (p + q) / 2;
            divergence += (term(p, mean) + term(q, mean)) / 2;
        }
        return Math.sqrt(Math.max(0, divergence));
    }

    private static double term(double share, double mean) {
        return share == 0 ? 0 : share * Math.log(share / mean);
    }

    /** What PSI exceeds by chance with probability {@code level}: (1/n + 1/m) · χ² with one degree of freedom less than there are cells. */
    static double psiByChance(Cells cells, double level) {
        if (cells.size() < 2) {
            return 0;
        }
        double perRow = 1.0 / cells.referenceTotal() + 1.0 / cells.liveTotal();
        return perRow * new ChiSquaredDistribution(cells.size() - 1).inverseCumulativeProbability(1 - level);
    }

    /** What the Jensen–Shannon distance exceeds by chance: near equality its square is an eighth of PSI. */
    static double jensenShannonByChance(Cells cells, double level) {
        return Math.sqrt(psiByChance(cells, level) / 8);
    }

    /** The p-value of Pearson's test that both samples, each cell pooled to at least five expected rows, come from one distribution. */
    static ChiSquare chiSquare(Cells cells) {
        Cells pooled = cells.pooled();
        if (pooled.size() < 2) {
            return new ChiSquare(0, 0, 1);
        }
        double m = pooled.referenceTotal();
        double n = pooled.liveTotal();
        double statistic = 0;
        for (int cell = 0; cell < pooled.size(); cell++) {
            double both = pooled.reference(cell) + pooled.live(cell);
            double expectedReference = both * m / (m + n);
            double expectedLive = both * n / (m + n);
            statistic += square(pooled.reference(cell) - expectedReference) / expectedReference
                    + square(pooled.live(cell) - expectedLive) / expectedLive;
        }
        int degrees = pooled.size() - 1;
        double p = 1 - new ChiSquaredDistribution(degrees).cumulativeProbability(statistic);
        return new ChiSquare(statistic, degrees, Math.max(0, p));
    }

    /** What the chi-square statistic exceeds by chance. */
    static double chiSquareByChance(int degreesOfFreedom, double level) {
        return degreesOfFreedom < 1
                ? 0
                : new ChiSquaredDistribution(degreesOfFreedom).inverseCumulativeProbability(1 - level);
    }

    private static double square(double x) {
        return x * x;
    }

    record ChiSquare(double statistic, int degreesOfFreedom, double pValue) {}
}
