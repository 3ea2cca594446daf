package dev.holdfast.training;

import java.util.Arrays;

/** How well scores put the rows of one class before the others. */
final class Ranking {
    private final double[] scores;
    private final boolean[] positives;
    private final long positive;

    /** Scores in descending order, each with whether its row is of the class. */
    private Ranking(double[] scores, boolean[] positives, long positive) {
        this.scores = scores;
        this.positives = positives;
        this.positive = positive;
    }

    static Ranking of(String[] truth, String label, float[][] probabilities, int column) {
        int rows = truth.length;
        // Score and row in one long sort without boxes: the bits of a float from 0 to 1 are in the order of its value.
        long[] keys = new long[rows];
        for (int row = 0; row < rows; row++) {
            keys[row] = ((long) Float.floatToIntBits(probabilities[row][column] + 0f) << 32) | row;
        }
        Arrays.sort(keys);
        double[] scores = new double[rows];
        boolean[] positives = new boolean[rows];
        long positive = 0;
        for (int rank = 0; rank < rows; rank++) {
            int row = (int) keys[rows - 1 - rank];
            scores[rank] = probabilities[row][column];
            positives[rank] = truth[row].equals(label);
            positive += positives[rank] ? 1 : 0;
        }
        return new Ranking(scores, positives, positive);
    }

    /** Both kinds of rows are needed to compare them. */
    boolean defined() {
        return positive > 0 && positive < scores.length;
    }

    /** The share of pairs in the right order, ties counting half: the Mann–Whitney statistic over the number of pairs. */
    double areaUnderCurve() {
        double wins = 0;
        long seen = 0;
        for (int start = 0; start < scores.length; ) {
            int end = endOfTie(start);
            long tied = positivesBetween(start, end);
            long negatives = end - start - tied;
            wins += negatives * (seen + tied / 2.0);
            seen += tied;
            start = end;
        }
        return wins / ((double) positive * (scores.length - positive));
    }

    /** Precision at each distinct threshold, weighted by the recall gained there. */
    double averagePrecision() {
        double sum = 0;
        long seen = 0;
        for (int start = 0; start < scores.length; ) {
            int end = endOfTie(start);
            long tied = positivesBetween(start, end);
            seen += tied;
            sum += (double) tied / positive * seen / end;
            start = end;
        }
        return sum;
    }

    private int endOfTie(int start) {
        int end = start + 1;
        while (end < scores.length && scores[end] == scores[start]) {
            end++;
        }
        return end;
    }

    private long positivesBetween(int start, int end) {
        long count = 0;
        for (int rank = start; rank < end; rank++) {
            count += positives[rank] ? 1 : 0;
        }
        return count;
    }
}
