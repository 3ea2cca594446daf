package dev.holdfast.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.HoldfastTest;
import dev.holdfast.audit.AuditEntry;
import dev.holdfast.audit.AuditLog;
import dev.holdfast.audit.AuditQuery;
import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.PageRequest;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.Role;
import dev.holdfast.testkit.SettableClock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

/** A run's start is told of by the very statement that makes it. */
@HoldfastTest
class RunAuditTest {
    private static final String NAME = "it's \"a\" \\ 😀";

    @Autowired
    Runs runs;

    @Autowired
    Experiments experiments;

    @Autowired
    AuditLog audit;

    @Autowired
    SettableClock clock;

    @Autowired
    TransactionTemplate transaction;

    private final Actor ada = new Actor("ada-" + UUID.randomUUID(), Role.CONTRIBUTOR);

    @Test
    void tellsOfARunThatWasMade() {
        long experiment = experiment();
        String run = create(experiment);
        assertThat(started()).singleElement().satisfies(entry -> {
            assertThat(entry.subject()).isEqualTo("run/" + run);
            assertThat(entry.role()).isEqualTo(Role.CONTRIBUTOR);
            assertThat(entry.at()).isEqualTo(clock.instant());
            assertThat(entry.reason()).isNull();
            assertThat(entry.details())
                    .isEqualTo(Map.of("experiment", experiments.get(experiment).name(), "name", NAME));
        });
    }

    @Test
    void tellsOfNoRunThatIsNot() {
        long experiment = experiment();
        transaction.executeWithoutResult(status -> {
            create(experiment);
            status.setRollbackOnly();
        });
        experiments.delete(experiment, Actor.SYSTEM);
        assertThatThrownBy(() -> create(experiment))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("must be in the 'active' state");
        assertThat(started()).isEmpty();
        assertThatThrownBy(() -> create(Long.MAX_VALUE))
                .isInstanceOf(ProblemException.class)
                .hasMessage("No Experiment with id=" + Long.MAX_VALUE + " exists");
        assertThat(started()).isEmpty();
    }

    private long experiment() {
        return experiments.create("audited " + UUID.randomUUID(), null, List.of(), Actor.SYSTEM);
    }

    private String create(long experiment) {
        return runs.create(new NewRun(experiment, NAME, "ada", 1, List.of()), ada)
                .info()
                .runId();
    }

    private List<AuditEntry> started() {
        return audit.entries(new AuditQuery(null, ada.name(), "run.started"), PageRequest.first())
                .items();
    }
}
