package dev.holdfast.tracking;

/**
 * Fewer points that draw the same line: of each of a number of parts of equal size the least and the greatest one, so that no spike is
 * ever lost, and the first and the last point of all.
 */
final class Extremes {
    /** What clients log as infinity is stored as this. */
    private static final double INFINITE = Double.MAX_VALUE;

    private Extremes() {}

    /**
     * What is no finite number counts only where a part has nothing else: there its first point stands for the gap.
     *
     * @param points in the order that they are drawn in
     * @param limit how many come back at most, at least 4
     * @return all of {@code points} where they are no more than {@code limit}
     */
    static Points of(Points points, int limit) {
        int size = points.size();
        if (size <= limit) {
            return points;
        }
        int parts = (limit - 2) / 2;
        PointBuffer chosen = new PointBuffer(limit);
        chosen.add(points, 0);
        long inner = size - 2L;
        int from = 1;
        for (int part = 1; part <= parts; part++) {
            int to = 1 + (int) (inner * part / parts);
            addExtremes(points, from, to, chosen);
            from = to;
        }
        chosen.add(points, size - 1);
        return chosen.toPoints();
    }

    static boolean isNumber(double value) {
        return Math.abs(value) < INFINITE;
    }

    private static void addExtremes(Points points, int from, int to, PointBuffer chosen) {
        double[] values = points.values();
        int least = -1;
        int greatest = -1;
        for (int i = from; i < to; i++) {
            double value = values[i];
            if (isNumber(value)) {
                if (least < 0 || value < values[least]) {
                    least = i;
                }
                if (greatest < 0 || value > values[greatest]) {
                    greatest = i;
                }
            }
        }
        if (least < 0) {
            chosen.add(points, from);
            return;
        }
        chosen.add(points, Math.min(least, greatest));
        if (least != greatest) {
            chosen.add(points, Math.max(least, greatest));
        }
    }
}
