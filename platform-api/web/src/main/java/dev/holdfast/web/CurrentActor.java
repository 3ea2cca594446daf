package dev.holdfast.web;

import dev.holdfast.kernel.Actor;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/** Where the part that authenticates leaves who is calling, for the rest of the request. */
public final class CurrentActor {
    private static final String ATTRIBUTE = CurrentActor.class.getName();

    private CurrentActor() {}

    public static void set(HttpServletRequest request, Actor actor) {
        request.setAttribute(ATTRIBUTE, actor);
    }

    /** Empty where nobody was authenticated. */
    public static Optional<Actor> of(HttpServletRequest request) {
        return Optional.ofNullable((Actor) request.getAttribute(ATTRIBUTE));
    }
}
