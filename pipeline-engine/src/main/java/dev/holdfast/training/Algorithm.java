package dev.holdfast.training;

/** What can be trained. */
public enum Algorithm {
    /** Binary or multinomial logistic regression with an L2 penalty. Classification only. */
    LOGISTIC_REGRESSION,
    /** Least squares with an L2 penalty (ridge). Regression only. */
    LINEAR_REGRESSION,
    /** Gradient-boosted trees (XGBoost's histogram method). Classification and regression. */
    GRADIENT_BOOSTED_TREES
}
