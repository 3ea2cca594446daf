package dev.holdfast.release;

import dev.holdfast.runtime.LoadedModel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A deployment as this replica serves it: the active release behind one volatile reference, and earlier ones kept warm. Whoever
 * changes it holds {@link #changes}; predictions only read the reference.
 */
final class ServedDeployment {
    /** Since its last request, as long as that a release in a traffic policy stays in memory whoever needs the room. */
    private static final Duration IN_USE = Duration.ofMinutes(1);

    /** Held while a change is committed and the reference flipped, so that both happen in the same order. */
    final ReentrantLock changes = new ReentrantLock();

    private final int keepWarm;
    private final Deque<LoadedRelease> earlier = new ArrayDeque<>();
    private volatile @Nullable LoadedRelease active;
    /** Counts only with the champion that it was made for. */
    private volatile @Nullable Routes routes;

    private volatile @Nullable Snapshot known;
    /** Answers of all its releases; absent where none are kept. */
    private volatile @Nullable AnswerCache cache;

    private volatile @Nullable String failure;
    private volatile boolean unloaded;

    /** @param keepWarm how many earlier releases stay in memory */
    ServedDeployment(int keepWarm) {
        this.keepWarm = keepWarm;
    }

    /** The release that serves, leased; null where there is none. */
    @Nullable
    ActiveRelease lease() {
        for (LoadedRelease now = active; now != null; now = active) {
            Optional<LoadedModel.Lease> lease = now.model().acquire();
            if (lease.isPresent()) {
                Routes ways = routes;
                Snapshot snapshot = known;
                return new ActiveRelease(
                        now.release(),
                        now.version(),
                        now.model(),
                        lease.get(),
                        snapshot == null ? ServingSettings.DEFAULTS : snapshot.serving(),
                        cache,
                        null,
                        ways != null && ways.champion().equals(now) ? ways : null);
            }
            if (now.equals(active)) {
                // Closed and not replaced: the server is stopping.
                return null;
            }
        }
        return null;
    }

    /** What the database said last, as far as this replica has seen it; null before it saw anything. */
    @Nullable
    Snapshot known() {
        return known;
    }

    /** Whether what the database said last serves here. */
    boolean isCurrent() {
        Snapshot snapshot = known;
        if (snapshot == null) {
            return false;
        }
        Release wanted = snapshot.current();
        LoadedRelease serving = active;
        if (wanted == null) {
            return true;
        }
        Routes ways = routes;
        return serving != null
                && serving.release().number() == wanted.number()
                && Objects.equals(ways == null ? null : ways.policy(), snapshot.traffic());
    }

    /** Who answers beside the release that serves; null where nobody does. */
    @Nullable
    Routes routes() {
        return routes;
    }

    /** Why what should serve could not be loaded, or not come back; null where it was. */
    @Nullable
    String failure() {
        LoadedRelease serving = active;
        String mine = failure;
        return mine == null && serving != null ? serving.model().failure() : mine;
    }

    /** The release that this replica has, answering or warm. */
    Optional<LoadedRelease> inMemory(int number) {
        requireHeld();
        LoadedRelease serving = active;
        if (serving != null && serving.release().number() == number) {
            return Optional.of(serving);
        }
        Routes ways = routes;
        return Optional.ofNullable(ways)
                .flatMap(there -> there.find(number))
                .or(() -> earlier.stream()
                        .filter(release -> release.release().number() == number)
                        .findFirst());
    }

    /** As {@link #inMemory}, for whoever changes nothing. */
    Optional<LoadedRelease> find(int number) {
        changes.lock();
        try {
            return inMemory(number);
        } finally {
            changes.unlock();
        }
    }

    /** Whether this replica has a release, answering or warm. */
    boolean holds(int number) {
        return find(number).isPresent();
    }

    /** Flips to the release of a snapshot, which is loaded, alone; what answered before stays warm. */
    void activate(Snapshot snapshot, LoadedRelease next) {
        activate(snapshot, next, null);
    }

    /** Flips to the release of a snapshot, and to those that answer beside it; what answered before stays warm. */
    void activate(Snapshot snapshot, LoadedRelease next, @Nullable Routes nextRoutes) {
        requireHeld();
        take(snapshot);
        failure = null;
        unloaded = false;
        List<LoadedRelease> before = answering();
        routes = nextRoutes;
        active = next;
        List<LoadedRelease> now = answering();
        earlier.removeAll(now);
        before.removeAll(now);
        before.reversed().forEach(earlier::addFirst);
        shrink();
    }

    /** As {@link #activate}, where those that should answer beside it can't be loaded: it answers all until they can. */
    void activateAlone(Snapshot snapshot, LoadedRelease next, String reason) {
        activate(snapshot, next, null);
        failure = reason;
    }

    private void take(Snapshot snapshot) {
        Caching wanted = snapshot.serving().cache();
        AnswerCache now = cache;
        if (!wanted.enabled()) {
            cache = null;
        } else if (now == null || now.maxBytes() != wanted.maxBytes()) {
            cache = new AnswerCache(wanted.maxBytes());
        }
        known = snapshot;
    }

    private List<LoadedRelease> answering() {
        List<LoadedRelease> all = new ArrayList<>();
        LoadedRelease serving = active;
        if (serving != null) {
            all.add(serving);
        }
        Routes ways = routes;
        if (ways != null) {
            ways.others().stream().filter(release -> !all.contains(release)).forEach(all::add);
        }
        return all;
    }

    /** Takes the settings of a snapshot whose release serves already, or of a deployment without one. */
    void configure(Snapshot snapshot) {
        requireHeld();
        take(snapshot);
    }

    /** The release of a snapshot can't be loaded: what served goes on. */
    void fail(Snapshot snapshot, String reason) {
        requireHeld();
        take(snapshot);
        failure = reason;
    }

    /** Keeps a release in memory behind those that are there. */
    void warm(LoadedRelease release) {
        requireHeld();
        earlier.addLast(release);
        shrink();
    }

    /** Releases that answer or get copies and may go from memory until they are asked: none where the settings keep them warm. */
    List<LoadedRelease> displaceable() {
        Snapshot snapshot = known;
        if (snapshot == null || snapshot.serving().keepWarm()) {
            return List.of();
        }
        boolean shared = snapshot.traffic() != null;
        return answering().stream()
                .filter(release ->
                        !shared || System.nanoTime() - release.model().lastUsed() >= IN_USE.toNanos())
                .toList();
    }

    /** The release that serves; null where none does. */
    @Nullable
    LoadedRelease serving() {
        return active;
    }

    /** What is in memory and answers nobody; nothing while it is being changed. */
    List<LoadedRelease> warm() {
        if (!changes.tryLock()) {
            return List.of();
        }
        try {
            return List.copyOf(earlier);
        } finally {
            changes.unlock();
        }
    }

    /** Lets go of a release if it answers nobody; false where that can't be said now: waiting for another's change could be for ever. */
    boolean letGo(LoadedRelease release) {
        if (!changes.tryLock()) {
            return false;
        }
        try {
            boolean was = earlier.remove(release);
            if (was) {
                release.model().close();
            }
            return was;
        } finally {
            changes.unlock();
        }
    }

    /** Whether its models were taken out of memory on purpose: then nothing is missing. */
    boolean isUnloaded() {
        return unloaded;
    }

    /** Lets go of its models, until {@link #wanted} or another release; running predictions end first. */
    void unload() {
        changes.lock();
        try {
            unloaded = true;
            AnswerCache answers = cache;
            if (answers != null) {
                answers.clear();
            }
            LoadedRelease serving = active;
            active = null;
            close();
            routes = null;
            if (serving != null) {
                serving.model().close();
            }
        } finally {
            changes.unlock();
        }
    }

    /** Its release should be in memory again, if it was unloaded. */
    void wanted() {
        unloaded = false;
    }

    /** Lets go of everything; running predictions end first. */
    void close() {
        changes.lock();
        try {
            List<LoadedRelease> all = answering();
            all.addAll(earlier);
            earlier.clear();
            all.forEach(release -> release.model().close());
        } finally {
            changes.unlock();
        }
    }

    private void shrink() {
        Iterator<LoadedRelease> oldest = earlier.descendingIterator();
        while (earlier.size() > keepWarm && oldest.hasNext()) {
            LoadedRelease release = oldest.next();
            oldest.remove();
            // Freed when the last prediction on it has ended.
            release.model().close();
        }
    }

    private void requireHeld() {
        if (!changes.isHeldByCurrentThread()) {
            throw new IllegalStateException("Changes to a served deployment need its lock");
        }
    }
}
