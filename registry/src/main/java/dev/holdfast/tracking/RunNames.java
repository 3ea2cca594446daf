package dev.holdfast.tracking;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Invents names for runs that were given none: {@code adjective-noun-number}. */
final class RunNames {
    /** All of them words that MLflow may begin a name with too: some tell invented names by that. */
    private static final List<String> ADJECTIVES = List.of(
            "able",
            "adaptable",
            "agreeable",
            "amusing",
            "bold",
            "bright",
            "calm",
            "capable",
            "carefree",
            "caring",
            "casual",
            "charming",
            "clean",
            "colorful",
            "dapper",
            "dazzling",
            "delicate",
            "delightful",
            "efficient",
            "fearless",
            "gentle",
            "gifted",
            "honorable",
            "intelligent",
            "kindly",
            "likeable",
            "luminous",
            "marvelous",
            "nimble",
            "orderly",
            "peaceful",
            "persistent",
            "polite",
            "resilient",
            "sincere",
            "skillful",
            "stately",
            "thoughtful",
            "upbeat",
            "wise");

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
