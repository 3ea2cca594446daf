package dev.holdfast.imports;

import org.springframework.stereotype.Component;

/** Who copies what. */
@Component
record Copiers(RunCopier runs, LoggedModelCopier loggedModels, ModelCopier models) {}
