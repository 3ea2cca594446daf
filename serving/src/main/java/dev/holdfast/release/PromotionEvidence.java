package dev.holdfast.release;

/**
 * What is known of a release since a rule began.
 *
 * @param requests that it was asked
 * @param failed of those: answered by an error of its own
 * @param slow of those that it answered: took longer than the rule's limit
 * @param labelledRows rows whose truth is known
 * @param rightRows of those: predicted rightly
 */
public record PromotionEvidence(long requests, long failed, long slow, long labelledRows, long rightRows) {
    static final PromotionEvidence NONE = new PromotionEvidence(0, 0, 0, 0, 0);

    PromotionEvidence withLabels(long labelled, long right) {
        return new PromotionEvidence(requests, failed, slow, labelled, right);
    }
}
