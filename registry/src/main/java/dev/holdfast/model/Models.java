package dev.holdfast.model;

import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.Page;
import dev.holdfast.kernel.PageRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** The model registry. */
@Service
public class Models {
    /** Makes a registered model; a conflict where the name is taken. */
    public RegisteredModel create(String name, @Nullable String description, Actor actor) {
        throw new UnsupportedOperationException();
    }

    /** Returns the registered model of this name, made now where there was none. */
    public RegisteredModel ensure(String name, Actor actor) {
        throw new UnsupportedOperationException();
    }

    public RegisteredModel model(String name) {
        throw new UnsupportedOperationException();
    }

    /** Registered models by name. */
    public Page<RegisteredModel> models(PageRequest page) {
        throw new UnsupportedOperationException();
    }

    /** Checks the file with the engine that will serve it, stores it and makes it the next version. */
    public ModelVersion register(ModelRegistration registration, Actor actor) {
        throw new UnsupportedOperationException();
    }

    public ModelVersion version(String model, int version) {
        throw new UnsupportedOperationException();
    }

    public Optional<ModelVersion> byAlias(String model, String alias) {
        throw new UnsupportedOperationException();
    }

    /** The versions of a model, the newest first. */
    public Page<ModelVersion> versions(String model, PageRequest page) {
        throw new UnsupportedOperationException();
    }

    public RegisteredModel setAlias(String model, String alias, int version, Actor actor) {
        throw new UnsupportedOperationException();
    }

    public RegisteredModel deleteAlias(String model, String alias, Actor actor) {
        throw new UnsupportedOperationException();
    }

    /** Where a version came from and where it went. */
    public Lineage lineage(String model, int version) {
        throw new UnsupportedOperationException();
    }
}
