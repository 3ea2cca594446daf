package dev.holdfast.pipeline;

import java.io.IOException;
import java.sql.SQLException;

/** Does the work of one kind of step. */
interface StepExecutor {
    StepKind kind();

    /**
     * Does the work. Nothing that it leaves behind counts until its result is committed, so it may be done again.
     *
     * @throws dev.holdfast.kernel.ProblemException if the definition or the data are at fault: trying again would not help
     * @throws StepFailedException as above, with something to show for it
     */
    StepResult execute(StepContext context) throws IOException, SQLException;
}
