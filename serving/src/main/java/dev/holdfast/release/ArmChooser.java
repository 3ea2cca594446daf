package dev.holdfast.release;

import java.util.List;

/**
 * Chooses an arm by a key, the same for the same key and arms wherever it is asked: weighted rendezvous hashing. A key that an arm has
 * stays with it while its weight grows and no other's does; of two arms' keys only as many move as must.
 *
 * <p>C. Schindelhauer, G. Schomaker: Weighted Distributed Hash Tables, SPAA 2005.
 */
final class ArmChooser {
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;
    private static final double UNIT = 0x1.0p-53;

    private final long[] names;
    private final double[] weights;

    ArmChooser(List<TrafficArm> arms) {
        names = arms.stream().mapToLong(arm -> mix(hash(arm.name()))).toArray();
        weights = arms.stream().mapToDouble(TrafficArm::weight).toArray();
    }

    /** The index of the arm that a key has. */
    int choose(String key) {
        return choose(mix(hash(key)));
    }

    /** The index of the arm for 64 random bits, or for those of a key. */
    int choose(long bits) {
        int best = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < names.length; i++) {
            double unit = ((mix(bits ^ names[i]) >>> 11) + 0.5) * UNIT;
            double score = -Math.log(unit) / weights[i];
            if (score < least) {
                least = score;
                best = i;
            }
        }
        return best;
    }

    /** FNV-1a over the characters. */
    private static long hash(String text) {
        long hash = FNV_OFFSET;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * FNV_PRIME;
        }
        return hash;
    }

    /** The finalizer of SplittableRandom: every bit of the input changes about half of the output's. */
    private static long mix(long bits) {
        long mixed = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }
}
