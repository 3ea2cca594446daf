package dev.holdfast.monitoring;

import java.util.ArrayList;
import java.util.List;

/** Compares a window's counts of one column with the reference by every method that fits its kind. PSI decides. */
final class ColumnComparison {
    static final String PSI = "psi";
    static final String KOLMOGOROV_SMIRNOV = "kolmogorov_smirnov";
    static final String JENSEN_SHANNON = "jensen_shannon";
    static final String WASSERSTEIN = "wasserstein";
    static final String CHI_SQUARE = "chi_square";

    private final DriftRules rules;
    private final double level;

    /** @param columns that are compared in the window, for the false alarms that they give together */
    ColumnComparison(DriftRules rules, int columns) {
        this.rules = rules;
        level = rules.level(columns);
    }

    ColumnDrift compare(ReferenceColumn reference, ColumnCounts live) {
        List<MethodScore> methods = methods(reference, live);
        MethodScore deciding = methods.getFirst();
        long n = live.total();
        return new ColumnDrift(
                reference.name(),
                reference.kind(),
                reference.source(),
                n,
                reference.counts().total(),
                share(live.missing(), n),
                share(reference.counts().missing(), reference.counts().total()),
                share(unseen(live), n),
                deciding.drifted(),
                deciding.method(),
                deciding.score(),
                deciding.threshold(),
                methods,
                Histogram.of(reference.counts(), live));
    }

    private static double share(long part, long all) {
        return all == 0 ? 0 : part / (double) all;
    }

    private static long unseen(ColumnCounts live) {
        return switch (live.bins()) {
            case NumericGrid grid -> live.count(grid.underflowSlot()) + live.count(grid.overflowSlot());
            case CategoryIndex index -> live.count(index.otherSlot());
        };
    }

    private List<MethodScore> methods(ReferenceColumn reference, ColumnCounts live) {
        List<MethodScore> scores = new ArrayList<>();
        Cells cells = Cells.of(reference.counts(), live);
        scores.add(psi(cells));
        switch (reference.counts().bins()) {
            case NumericGrid grid -> {
                scores.add(kolmogorovSmirnov(reference, live, grid));
                scores.add(wasserstein(reference, live, grid));
                scores.add(jensenShannon(cells));
            }
            case CategoryIndex index -> {
                scores.add(jensenShannon(cells));
                scores.add(chiSquare(cells));
            }
        }
        return scores;
    }

    private MethodScore psi(Cells cells) {
        if (isEmpty(cells)) {
            return without(PSI, cells);
        }
        double threshold = Math.max(rules.leastPsi(), Divergence.psiByChance(cells, level));
        return scored(PSI, Divergence.psi(cells), threshold, cells);
    }

    private MethodScore jensenShannon(Cells cells) {
        if (isEmpty(cells)) {
            return without(JENSEN_SHANNON, cells);
        }
        double threshold = Math.max(rules.leastJensenShannon(), Divergence.jensenShannonByChance(cells, level));
        return scored(JENSEN_SHANNON, Divergence.jensenShannon(cells), threshold, cells);
    }

    private MethodScore chiSquare(Cells cells) {
        if (isEmpty(cells)) {
            return without(CHI_SQUARE, cells);
        }
        Divergence.ChiSquare test = Divergence.chiSquare(cells);
        return new MethodScore(
                CHI_SQUARE,
                test.statistic(),
                Divergence.chiSquareByChance(test.degreesOfFreedom(), level),
                test.pValue(),
                cells.liveTotal(),
                cells.referenceTotal(),
                test.pValue() < level,
                null);
    }

    private MethodScore kolmogorovSmirnov(ReferenceColumn reference, ColumnCounts live, NumericGrid grid) {
        if (reference.counts().present() == 0 || live.present() == 0) {
            return withoutNumbers(KOLMOGOROV_SMIRNOV, reference, live);
        }
        NumericDistance distance = new NumericDistance(reference.counts(), live, grid);
        double score = distance.kolmogorovSmirnov();
        double threshold = distance.kolmogorovSmirnovByChance(level);
        return new MethodScore(
                KOLMOGOROV_SMIRNOV,
                score,
                threshold,
                distance.kolmogorovSmirnovPValue(score),
                live.present(),
                reference.counts().present(),
                score > threshold,
                null);
    }

    private MethodScore wasserstein(ReferenceColumn reference, ColumnCounts live, NumericGrid grid) {
        if (grid.bins() == 0 || live.present() == 0) {
            return withoutNumbers(WASSERSTEIN, reference, live);
        }
        NumericDistance distance = new NumericDistance(reference.counts(), live, grid);
        double score = distance.wasserstein(reference.std());
        double threshold = Math.max(rules.leastWasserstein(), distance.wassersteinByChance(reference.std(), level));
        return new MethodScore(
                WASSERSTEIN,
                score,
                threshold,
                null,
                live.present(),
                reference.counts().present(),
                score > threshold,
                null);
    }

    private static boolean isEmpty(Cells cells) {
        return cells.liveTotal() == 0 || cells.referenceTotal() == 0;
    }

    private static MethodScore scored(String method, double score, double threshold, Cells cells) {
        return new MethodScore(
                method, score, threshold, null, cells.liveTotal(), cells.referenceTotal(), score > threshold, null);
    }

    private static MethodScore without(String method, Cells cells) {
        long n = cells.liveTotal();
        String note = n == 0 ? "The window has no rows." : "The reference has no rows.";
        return new MethodScore(method, null, null, null, n, cells.referenceTotal(), false, note);
    }

    private static MethodScore withoutNumbers(String method, ReferenceColumn reference, ColumnCounts live) {
        String note = live.present() == 0
                ? "Every value of the window is missing; PSI compares the share of missing values."
                : "Every value of the reference is missing; PSI compares the share of missing values.";
        return new MethodScore(
                method, null, null, null, live.present(), reference.counts().present(), false, note);
    }
}
