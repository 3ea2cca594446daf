package dev.holdfast.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Card payments with a known drift, from a seeded process; {@code docs/demo.md} describes it.
 *
 * <p>Each row is a payment; {@code disputed} says whether its holder disputed it later. The chance follows a logistic law
 * of amount, distance, age of the card, merchant and channel. From {@link #DRIFT_ROW} on, two things change at once, as
 * when a fraud ring moves on: amounts grow and gift-card merchants become common (seen in the inputs), and
 * distance, which used to mark disputes, no longer does, while young cards do (seen only in the labels).
 */
final class Payments {
    static final int ROWS = 24_000;
    static final int DRIFT_ROW = 12_000;
    static final String LABEL = "disputed";
    static final String TIME = "paid_at";

    private static final long SEED = 20_260_401L;
    private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");
    private static final int SECONDS_BETWEEN = 97;
    private static final double MISSING_AGE_SHARE = 0.05;
    private static final String[] MERCHANTS = {"grocery", "fuel", "travel", "electronics", "gift_cards"};
    private static final double[] MERCHANT_SHARES = {0.45, 0.20, 0.15, 0.15, 0.05};
    private static final double[] MERCHANT_SHARES_AFTER = {0.35, 0.15, 0.10, 0.15, 0.25};
    private static final String[] CHANNELS = {"chip", "contactless", "online"};
    private static final double[] CHANNEL_SHARES = {0.3, 0.4, 0.3};

    private final SplittableRandom random = new SplittableRandom(SEED);

    private Payments() {}

    static void write(Path file) {
        try (Writer out = Files.newBufferedWriter(file)) {
            out.write("paid_at,amount,distance_km,card_age_days,merchant,channel,disputed\n");
            Payments process = new Payments();
            for (int row = 0; row < ROWS; row++) {
                out.write(process.next(row));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String next(int row) {
        boolean after = row >= DRIFT_ROW;
        double logAmount = (after ? 4.1 : 3.5) + 0.9 * random.nextGaussian();
        double distance = random.nextExponential() * 12;
        double age = random.nextExponential() * 500;
        String merchant = choose(MERCHANTS, after ? MERCHANT_SHARES_AFTER : MERCHANT_SHARES);
        String channel = choose(CHANNELS, CHANNEL_SHARES);

        double logit = -1.6
                + 0.8 * (logAmount - 3.5)
                + (after ? -1.2 + 4.0 * Math.exp(-age / 250) : 0.14 * (distance - 12))
                + (merchant.equals("gift_cards") ? (after ? 1.6 : 0.4) : 0)
                + (channel.equals("online") ? 1.1 : 0);
        boolean disputed = random.nextDouble() < 1 / (1 + Math.exp(-logit));

        String ageText = random.nextDouble() < MISSING_AGE_SHARE ? "" : String.format(Locale.ROOT, "%.0f", age);
        return String.format(
                Locale.ROOT,
                "%s,%.2f,%.1f,%s,%s,%s,%s%n",
                FIRST.plusSeconds((long) row * SECONDS_BETWEEN),
                Math.exp(logAmount),
                distance,
                ageText,
                merchant,
                channel,
                disputed ? "yes" : "no");
    }

    private String choose(String[] values, double[] shares) {
        double at = random.nextDouble();
        for (int i = 0; i < values.length - 1; i++) {
            at -= shares[i];
            if (at < 0) {
                return values[i];
            }
        }
        return values[values.length - 1];
    }
}
