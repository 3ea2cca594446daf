package dev.holdfast.model.web;

import dev.holdfast.idempotency.Idempotent;
import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.Page;
import dev.holdfast.kernel.PageRequest;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.Requires;
import dev.holdfast.kernel.Role;
import dev.holdfast.model.ModelVersion;
import dev.holdfast.model.Models;
import dev.holdfast.model.RegisteredModel;
import dev.holdfast.model.RegistryQuery;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriComponentsBuilder;
import tools.jackson.databind.JsonNode;

@RestController
@RequestMapping("/api/v1/models")
class ModelController {
    private final Models models;

    ModelController(Models models) {
        this.models = models;
    }

    /** By name, or as {@code order_by} says; {@code filter} may ask for {@code name}, {@code owner} and {@code tags}. */
    @GetMapping
    @Requires(Role.VIEWER)
    Page<RegisteredModel> listModels(
            @RequestParam(required = false) @Nullable String filter,
            @RequestParam(name = "order_by", required = false) @Nullable List<String> orderBy,
            PageRequest page) {
        return filter == null && orderBy == null
                ? models.models(page)
                : models.search(new RegistryQuery(
                        filter, orderBy == null ? List.of() : orderBy, page.maxResults(), page.pageToken()));
    }

    @PostMapping
    @Idempotent
    @Requires(Role.CONTRIBUTOR)
    ResponseEntity<RegisteredModel> createModel(@Valid @RequestBody NewModel body, Actor actor) {
        RegisteredModel model = models.create(body.name(), body.description(), body.owner(), Map.of(), actor);
        return ResponseEntity.created(
                        UriComponentsBuilder.fromPath("/api/v1/models/{name}").build(model.name()))
                .eTag(Revision.eTag(model))
                .body(model);
    }

    @GetMapping("/{name}")
    @Requires(Role.VIEWER)
    ResponseEntity<RegisteredModel> getModel(@PathVariable String name) {
        return Revision.with(models.model(name));
    }

    /** A JSON Merge Patch of {@code description}, {@code owner} and {@code tags}. */
    @PatchMapping("/{name}")
    @Requires(Role.CONTRIBUTOR)
    ResponseEntity<RegisteredModel> changeModel(
            @PathVariable String name,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody JsonNode body,
            Actor actor) {
        return Revision.with(models.update(name, MergePatch.ofModel(body), Revision.expected(ifMatch), actor));
    }

    /** The version that the alias points at. */
    @GetMapping("/{name}/aliases/{alias}")
    @Requires(Role.VIEWER)
    ModelVersion getModelVersionByAlias(@PathVariable String name, @PathVariable String alias) {
        return models.byAlias(name, alias)
                .orElseThrow(() -> ProblemException.notFound("alias \"" + alias + "\" of model \"" + name + "\""));
    }

    @PutMapping("/{name}/aliases/{alias}")
    @Requires(Role.APPROVER)
    ResponseEntity<RegisteredModel> setModelAlias(
            @PathVariable String name,
            @PathVariable String alias,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @Valid @RequestBody AliasTarget body,
            Actor actor) {
        return Revision.with(models.setAlias(name, alias, body.version(), Revision.expected(ifMatch), actor));
    }

    @DeleteMapping("/{name}/aliases/{alias}")
    @Requires(Role.APPROVER)
    ResponseEntity<RegisteredModel> deleteModelAlias(
            @PathVariable String name,
            @PathVariable String alias,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            Actor actor) {
        if (models.deleteAlias(name, alias, Revision.expected(ifMatch), actor).isEmpty()) {
            throw ProblemException.notFound("alias \"" + alias + "\" of model \"" + name + "\"");
        }
        return Revision.with(models.model(name));
    }

    /** Gives the model another name. Refused while a deployment's release uses one of its versions. */
    @PostMapping("/{name}/rename")
    @Idempotent
    @Requires(Role.APPROVER)
    ResponseEntity<RegisteredModel> renameModel(
            @PathVariable String name,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @Valid @RequestBody NewName body,
            Actor actor) {
        return Revision.with(models.rename(name, body.newName(), Revision.expected(ifMatch), actor));
    }

    /** Deletes the model with its versions, tags and aliases. Refused while a deployment's release uses one of its versions. */
    @DeleteMapping("/{name}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Requires(Role.APPROVER)
    void deleteModel(
            @PathVariable String name,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            Actor actor) {
        models.delete(name, Revision.expected(ifMatch), actor);
    }

    record NewName(@NotNull String newName) {}

    /** @param owner the user or team that answers for it; the caller where it is absent and the caller has an account */
    record NewModel(
            @NotNull String name,
            @Nullable String description,
            @Nullable String owner) {}

    record AliasTarget(@NotNull @Positive Integer version) {}
}
