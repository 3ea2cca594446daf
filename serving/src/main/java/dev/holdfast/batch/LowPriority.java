package dev.holdfast.batch;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets threads have the processor when nobody else wants it. Java's own priorities mean nothing on Linux, where a thread's
 * {@code nice} value does; elsewhere that would be the whole process's, so nothing is changed there.
 */
final class LowPriority {
    private static final Logger log = LoggerFactory.getLogger(LowPriority.class);
    private static final int OF_THREAD = 0;
    private static final int CURRENT = 0;
    private static final int NICE = 15;

    private LowPriority() {}

    /** For the current thread, which is a platform thread, until its end. */
    static void ofThisThread() {
        if (!System.getProperty("os.name", "").equals("Linux")) {
            return;
        }
        try {
            Optional<MethodHandle> setpriority = setpriority();
            if (setpriority.isEmpty() || (int) setpriority.get().invokeExact(OF_THREAD, CURRENT, NICE) != 0) {
                log.info("The system does not let batch jobs run at a lower priority");
            }
        } catch (Throwable e) {
            log.info("Batch jobs run at the usual priority: {}", e.toString());
        }
    }

    @SuppressWarnings("restricted") // One call, of which the arguments are three numbers.
    private static Optional<MethodHandle> setpriority() {
        Linker linker = Linker.nativeLinker();
        Optional<MemorySegment> function = linker.defaultLookup().find("setpriority");
        return function.map(address -> linker.downcallHandle(
                address,
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT)));
    }
}
