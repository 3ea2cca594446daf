package dev.holdfast.tracking;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Invents names for runs that were given none: {@code adjective-noun-number}. */
final class RunNames {
    private static final List<String> ADJECTIVES = List.of(
            "able", "amber", "bold", "brisk", "calm", "clear", "crisp", "eager", "fair", "fleet", "gentle", "glad",
            "grand", "keen", "kind", "lively", "lucid", "merry", "mild", "neat", "nimble", "noble", "plain", "polite",
            "proud", "quick", "quiet", "rapid", "ready", "rustic", "silent", "sleek", "sober", "steady", "stout",
            "swift", "tidy", "vivid", "warm", "wise");
    private static final List<String> NOUNS = List.of(
            "anchor", "badger", "beacon", "birch", "bridge", "cedar", "cove", "crane", "delta", "falcon", "fern",
            "finch", "fjord", "gale", "gull", "harbor", "hare", "heron", "keel", "lark", "maple", "marsh", "mast",
            "moor", "oak", "otter", "owl", "pike", "pine", "quay", "reef", "ridge", "robin", "seal", "shoal", "swan",
            "tern", "tide", "trout", "wren");

    private RunNames() {}

    static String invent() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return ADJECTIVES.get(random.nextInt(ADJECTIVES.size())) + "-" + NOUNS.get(random.nextInt(NOUNS.size())) + "-"
                + random.nextInt(1000);
    }
}
