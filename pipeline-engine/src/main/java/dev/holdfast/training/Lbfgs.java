package dev.holdfast.training;

import java.util.ArrayDeque;
import java.util.Iterator;

/**
 * Minimises a smooth convex function by limited-memory BFGS (Nocedal and Wright: Numerical Optimization, algorithm 7.5) with
 * a backtracking line search. Hipparchus, our numerics library, has no quasi-Newton method for many variables.
 */
final class Lbfgs {
    private static final int MEMORY = 10;
    private static final int MOST_HALVINGS = 40;
    private static final double SUFFICIENT_DECREASE = 1e-4;

    /** The function. */
    interface Objective {
        /** The value at {@code point}; writes the gradient there. */
        double evaluate(double[] point, double[] gradient);
    }

    /** Told after each iteration. */
    interface Listener {
        void iterated(int iteration, double value);
    }

    @SuppressWarnings("ArrayRecordComponent") // Private to the method, which never changes them.
    private record Step(double[] moved, double[] turned, double curvature) {}

    private Lbfgs() {}

    /**
     * Moves {@code point} to the minimum.
     *
     * @param tolerance of the gradient's largest component
     * @return whether it was reached
     */
    static boolean minimise(
            Objective objective, double[] point, int maxIterations, double tolerance, Listener listener) {
        double[] gradient = new double[point.length];
        double value = objective.evaluate(point, gradient);
        ArrayDeque<Step> steps = new ArrayDeque<>();
        double[] candidate = new double[point.length];
        double[] next = new double[point.length];
        for (int iteration = 0; iteration < maxIterations; iteration++) {
            if (largest(gradient) <= tolerance) {
                return true;
            }
            double[] direction = direction(gradient, steps);
            double slope = dot(direction, gradient);
            double length = steps.isEmpty() ? 1 / Math.max(1, Math.sqrt(dot(gradient, gradient))) : 1;
            int halvings = 0;
            double found;
            while (true) {
                for (int at = 0; at < point.length; at++) {
                    candidate[at] = point[at] + length * direction[at];
                }
                found = objective.evaluate(candidate, next);
                if (found <= value + SUFFICIENT_DECREASE * length * slope) {
                    break;
                }
                if (++halvings > MOST_HALVINGS) {
                    // No lower point within the precision of doubles: this is the minimum, as far as can be told.
                    return largest(gradient) <= Math.sqrt(tolerance);
                }
                length /= 2;
            }
            remember(steps, point, candidate, gradient, next);
            System.arraycopy(candidate, 0, point, 0, point.length);
            System.arraycopy(next, 0, gradient, 0, point.length);
            value = found;
            listener.iterated(iteration, value);
        }
        return largest(gradient) <= tolerance;
    }

    private static void remember(
            ArrayDeque<Step> steps, double[] from, double[] to, double[] gradientFrom, double[] gradientTo) {
        double[] moved = new double[from.length];
        double[] turned = new double[from.length];
        for (int at = 0; at < from.length; at++) {
            moved[at] = to[at] - from[at];
            turned[at] = gradientTo[at] - gradientFrom[at];
        }
        double curvature = dot(moved, turned);
        if (curvature > 1e-12 * dot(turned, turned)) {
            steps.addLast(new Step(moved, turned, curvature));
            if (steps.size() > MEMORY) {
                steps.removeFirst();
            }
        }
    }

    private static double[] direction(double[] gradient, ArrayDeque<Step> steps) {
        double[] direction = gradient.clone();
        double[] factors = new double[steps.size()];
        int at = steps.size();
        for (Iterator<Step> newestFirst = steps.descendingIterator(); newestFirst.hasNext(); ) {
            Step step = newestFirst.next();
            factors[--at] = dot(step.moved(), direction) / step.curvature();
            add(direction, step.turned(), -factors[at]);
        }
        if (!steps.isEmpty()) {
            Step newest = steps.getLast();
            double scale = newest.curvature() / dot(newest.turned(), newest.turned());
            for (int each = 0; each < direction.length; each++) {
                direction[each] *= scale;
            }
        }
        for (Step step : steps) {
            double back = dot(step.turned(), direction) / step.curvature();
            add(direction, step.moved(), factors[at++] - back);
        }
        for (int each = 0; each < direction.length; each++) {
            direction[each] = -direction[each];
        }
        return direction;
    }

    private static void add(double[] to, double[] what, double times) {
        for (int at = 0; at < to.length; at++) {
            to[at] += times * what[at];
        }
    }

    private static double dot(double[] left, double[] right) {
        double sum = 0;
        for (int at = 0; at < left.length; at++) {
            sum += left[at] * right[at];
        }
        return sum;
    }

    private static double largest(double[] values) {
        double largest = 0;
        for (double value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }
}
