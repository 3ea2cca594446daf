package dev.holdfast.audit;

import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.Page;
import dev.holdfast.kernel.PageRequest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The record of who did what and why. Entries are added and never changed; the database refuses UPDATE, DELETE and TRUNCATE.
 *
 * <p>Each entry's hash covers the hash of the entry before, so that no entry can be changed, removed or slipped in without every
 * later hash being wrong. It is the SHA-256 of these nine values in UTF-8, in this order, each written as its length in bytes, a
 * colon, the value and a comma; an absent reason is {@code -,}:
 *
 * <ol>
 *   <li>the hash of the entry before, as 64 lower-case hexadecimal digits; 64 zeros for the first entry
 *   <li>sequence
 *   <li>at, in milliseconds since 1970-01-01T00:00:00Z
 *   <li>actor
 *   <li>role, in lower case
 *   <li>action
 *   <li>subject
 *   <li>reason
 *   <li>details, the JSON text as it is stored
 * </ol>
 *
 * <p>Anyone who can read the table can recompute it, with nothing of ours:
 *
 * <pre>{@code
 * SELECT sequence FROM audit.entry,
 *   LATERAL (SELECT string_agg(coalesce(octet_length(v) || ':' || v, '-') || ',', '' ORDER BY n) AS text
 *            FROM unnest(ARRAY[previous_hash, sequence::text, (extract(epoch FROM at) * 1000)::bigint::text,
 *                              actor, role, action, subject, reason, details::text]) WITH ORDINALITY AS f(v, n)) AS canonical
 *  WHERE hash <> encode(sha256(convert_to(text, 'UTF8')), 'hex')
 *     OR previous_hash <> coalesce((SELECT p.hash FROM audit.entry p WHERE p.sequence = entry.sequence - 1), repeat('0', 64));
 * }</pre>
 */
@Service
public class AuditLog {
    private final Chain chain;
    private final PendingEntries pending;
    private final Linker linker;
    private final EntryReader reader;

    AuditLog(Chain chain, PendingEntries pending, Linker linker, EntryReader reader) {
        this.chain = chain;
        this.pending = pending;
        this.linker = linker;
        this.reader = reader;
    }

    /**
     * Records something that the current transaction does. The entry is written just before that transaction commits, and only if it
     * does; it takes its place in the chain a moment later.
     *
     * @param action what, from the general to the special: {@code release.activated}
     * @param subject to what, as a path: {@code deployment/fraud}
     * @param details what else is worth knowing; written as JSON
     * @throws org.springframework.transaction.IllegalTransactionStateException where there is no transaction
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void record(Actor actor, String action, String subject, @Nullable String reason, Map<String, ?> details) {
        pending.add(new NewEntry(actor, action, subject, reason, Map.copyOf(details)));
    }

    /**
     * A part of a statement that changes something, for changes that come by the thousand: the entry is written with the change itself,
     * at no cost of its own in round trips or in a transaction around both. Its question marks take what {@link #values} gives; when the
     * statement is done, {@link #written} is called.
     *
     * @param rows what the statement changed, as it stands after {@code FROM}: an entry is written for each row
     * @param details an expression over the rows, of the type {@code json}
     */
    public static String insertion(String rows, String details) {
        return Chain.insertion(rows, details);
    }

    /** What the question marks of {@link #insertion} stand for, in order; without a reason. */
    public List<Object> values(Actor actor, String action, String subject) {
        return chain.values(actor, action, subject);
    }

    /** To be told of entries that a statement wrote: they take their place in the chain soon after the commit. */
    public void written() {
        pending.written();
    }

    /** Entries, the newest first, with all that was committed before the call. */
    public Page<AuditEntry> entries(AuditQuery query, PageRequest page) {
        linker.link();
        return reader.entries(query, page);
    }

    /** Entries after this sequence, the oldest first and {@code most} of them; those that have their place in the chain. */
    public List<AuditEntry> entriesAfter(AuditQuery query, long sequence, int most) {
        return reader.after(query, sequence, most);
    }

    /** The sequence of the newest entry that has its place in the chain; 0 where there is none. What gets its place later has a larger one. */
    public long latest() {
        return reader.latest();
    }

    /** Recomputes every hash from the first entry on and names the first entry that is wrong or missing. Reads the whole table. */
    public AuditVerification verify() {
        linker.link();
        return reader.verify();
    }
}
