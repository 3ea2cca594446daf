package dev.holdfast.inference;

import dev.holdfast.kernel.ProblemException;
import dev.holdfast.release.ActiveRelease;
import dev.holdfast.release.Deployments;
import org.jspecify.annotations.Nullable;

/** Finds what serves. */
final class Serving {
    private Serving() {}

    /**
     * The release that serves, leased.
     *
     * @param version the model version that must serve; absent: whichever does
     * @throws ProblemException not found or unavailable
     */
    static ActiveRelease require(Deployments deployments, String deployment, @Nullable String version) {
        ActiveRelease active = deployments.active(deployment);
        if (active == null) {
            throw deployments.whyInactive(deployment);
        }
        if (version != null) {
            String serving = Integer.toString(active.release().modelVersion());
            if (!version.equals(serving)) {
                active.close();
                throw ProblemException.notFound(
                        "version " + version + " of \"" + deployment + "\" in service: it serves version " + serving
                                + "; leave the version out to get whichever serves");
            }
        }
        return active;
    }
}
