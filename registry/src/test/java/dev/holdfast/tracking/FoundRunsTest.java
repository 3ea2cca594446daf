package dev.holdfast.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.HoldfastTest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

@HoldfastTest
class FoundRunsTest {
    @Autowired
    JdbcClient jdbc;

    @Autowired
    RunSearch search;

    @Autowired
    FoundRuns foundRuns;

    @Autowired
    TransactionTemplate transaction;

    private SearchedRuns runs;
    private RunSearchRequest request;

    @BeforeEach
    void begin() {
        runs = new SearchedRuns(jdbc, search);
        request = SearchedRuns.request(List.of(runs.experiment), "metrics.m > 0", List.of(), 1000, null);
    }

    @Test
    void isFoundOnceWhileNothingChanges() {
        runs.run("a").metric("m", 1);
        AtomicInteger searched = new AtomicInteger();
        RunSearch.Found found;
        int before;
        do {
            // Others use this database too, and any change of theirs counts.
            before = searched.get();
            found = foundRuns.get(request, () -> {
                searched.incrementAndGet();
                return new RunSearch.Found(List.of(new RunRevision(searched.get(), 0)), null);
            });
        } while (searched.get() > before);
        assertThat(found.runs()).containsExactly(new RunRevision(before, 0));
        runs.run("b");
        RunSearch.Found next = foundRuns.get(request, () -> new RunSearch.Found(List.of(), null));
        assertThat(next.runs()).isEmpty();
    }

    @Test
    void isFoundAnewAfterEveryChange() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> others = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                others.add(threads.submit(() -> {
                    while (!done.get()) {
                        search.find(request);
                    }
                }));
            }
            try {
                List<SearchedRuns.Seed> made = new ArrayList<>();
                for (int i = 1; i <= 60; i++) {
                    made.add(runs.run("r" + i).metric("m", 1));
                    assertThat(search.find(request).runs()).hasSize(i);
                }
                for (int i = 60; i > 0; i--) {
                    made.get(i - 1).with("lifecycle", "deleted");
                    assertThat(search.find(request).runs()).hasSize(i - 1);
                }
            } finally {
                done.set(true);
            }
            for (Future<?> other : others) {
                other.get();
            }
        }
    }

    @Test
    void isFoundWithTheRevisionThatTheRunHasThen() {
        SearchedRuns.Seed run = runs.run("a").metric("m", 1);
        long before = search.find(request).runs().getFirst().revision();
        run.with("revision", before + 1);
        assertThat(search.find(request).runs().getFirst().revision()).isEqualTo(before + 1);
    }

    @Test
    void aTransactionSeesItsOwnChangesAndNobodyElseDoes() {
        runs.run("a").metric("m", 1);
        search.find(request);
        transaction.executeWithoutResult(status -> {
            runs.run("b").metric("m", 1);
            assertThat(search.find(request).runs()).hasSize(2);
            status.setRollbackOnly();
        });
        assertThat(search.find(request).runs()).hasSize(1);
    }
}
