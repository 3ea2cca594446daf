package dev.holdfast.release;

import java.util.Optional;
import org.springframework.stereotype.Component;

/** Opens releases for work beside the traffic: the model that is in memory already where it is, otherwise one of its own. */
@Component
class ReleaseOpener {
    private final DeploymentRecords records;
    private final ServingTable table;
    private final ReleaseLoader loader;

    ReleaseOpener(DeploymentRecords records, ServingTable table, ReleaseLoader loader) {
        this.records = records;
        this.table = table;
        this.loader = loader;
    }

    OpenRelease open(String deployment, int number) {
        Release release = records.release(deployment, number);
        return table.find(deployment)
                .flatMap(served -> served.find(number))
                .flatMap(ReleaseOpener::lease)
                .orElseGet(() -> {
                    LoadedRelease own = loader.load(release);
                    return new OpenRelease(own, own.model()::close);
                });
    }

    /** In memory from now on, and so the lease keeps it there. */
    private static Optional<OpenRelease> lease(LoadedRelease there) {
        there.model().load();
        return there.model().acquire().map(lease -> new OpenRelease(there, lease));
    }
}
