package dev.holdfast.runtime;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Requests that can be joined, as they have the same shapes but for the number of rows; in the order in which they came. */
final class Bucket {
    /** A joined run is no larger, whatever its rows. */
    private static final long MAX_BYTES = 64L << 20;

    /** What requests have in common that can be joined: all extents of all inputs but the first. */
    record Key(List<Long> extents) {
        private static final Key NONE = new Key(List.of());

        /** @param names of the inputs, always in the same order */
        static Key of(Map<String, Tensor> inputs, List<String> names) {
            int count = 0;
            for (String name : names) {
                count += JoinedRows.tensor(inputs, name).rank() - 1;
            }
            if (count == 0) {
                return NONE;
            }
            Long[] extents = new Long[count];
            int at = 0;
            for (String name : names) {
                Tensor tensor = JoinedRows.tensor(inputs, name);
                for (int i = 1; i < tensor.rank(); i++) {
                    extents[at++] = tensor.extent(i);
                }
            }
            return new Key(Arrays.asList(extents));
        }
    }

    private final Key key;
    private final Set<BatchMember> members = new LinkedHashSet<>();
    private int rows;
    private boolean due;

    Bucket(Key key) {
        this.key = key;
    }

    Key key() {
        return key;
    }

    void add(BatchMember member) {
        members.add(member);
        rows += member.size().rows();
    }

    void remove(BatchMember member) {
        if (members.remove(member)) {
            rows -= member.size().rows();
        }
    }

    int rows() {
        return rows;
    }

    boolean isEmpty() {
        return members.isEmpty();
    }

    /** Marks it as what should run next; false where it was. */
    boolean fallsDue() {
        boolean first = !due;
        due = true;
        return first;
    }

    boolean isDue() {
        return due;
    }

    void notDue() {
        due = false;
    }

    /** Takes the first, and those behind it that fit into a run with it. */
    List<BatchMember> take(int maxRows) {
        List<BatchMember> taken = new ArrayList<>();
        long takenRows = 0;
        long bytes = 0;
        for (Iterator<BatchMember> each = members.iterator(); each.hasNext(); ) {
            BatchMember next = each.next();
            takenRows += next.size().rows();
            bytes += next.size().bytes();
            if (!taken.isEmpty() && (takenRows > maxRows || bytes > MAX_BYTES)) {
                break;
            }
            each.remove();
            rows -= next.size().rows();
            taken.add(next);
        }
        return taken;
    }
}
