package dev.holdfast.artifact;

/** Tells where something that another room keeps has its artifacts. There is one bean for each kind, or none. */
public interface ArtifactOwner {
    /** What can have artifacts. */
    enum Kind {
        RUN,
        LOGGED_MODEL,
        MODEL_VERSION
    }

    Kind kind();

    /**
     * Where the artifacts lie, for example {@code mlflow-artifacts:/0/<run>/artifacts}.
     *
     * @param id of the run or the logged model; of a model version its model's name, a slash and its number
     * @throws dev.holdfast.kernel.ProblemException where there is no such thing
     */
    String location(String id);
}
