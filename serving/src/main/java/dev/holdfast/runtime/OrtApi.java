package dev.holdfast.runtime;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The functions of ONNX Runtime's C API that a run needs. The Java binding finds classes, methods and names anew with every run, which takes
 * longer than a small model; sessions are the binding's all the same.
 *
 * <p>The API is a table of functions that grows only at its end: a function is known by its place, and these were in the first version.
 * Values that are made here are the caller's to release.
 */
@SuppressWarnings(
        "restricted") // The places and shapes of the functions are right, or this process would crash: that is what it
// can't check.
final class OrtApi {
    private static final int FIRST_VERSION = 1;
    private static final int FUNCTIONS = 102;
    private static final int ARENA_ALLOCATOR = 1;
    private static final int DEFAULT_MEMORY = 0;
    private static final long LONGEST_MESSAGE = 64 * 1024;

    private static final AddressLayout POINTER = ValueLayout.ADDRESS;
    private static final ValueLayout.OfLong SIZE = ValueLayout.JAVA_LONG;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;

    private static final MemorySegment TABLE = table();
    private static final MethodHandle GET_ERROR_CODE = function(1, FunctionDescriptor.of(INT, POINTER));
    private static final MethodHandle GET_ERROR_MESSAGE = function(2, FunctionDescriptor.of(POINTER, POINTER));
    private static final MethodHandle RUN =
            fallible(9, POINTER, POINTER, POINTER, POINTER, SIZE, POINTER, SIZE, POINTER);
    private static final MethodHandle CREATE_RUN_OPTIONS = fallible(39, POINTER);
    private static final MethodHandle RUN_OPTIONS_SET_TERMINATE = fallible(46, POINTER);
    private static final MethodHandle CREATE_TENSOR = fallible(48, POINTER, POINTER, SIZE, INT, POINTER);
    private static final MethodHandle CREATE_TENSOR_WITH_DATA =
            fallible(49, POINTER, POINTER, SIZE, POINTER, SIZE, INT, POINTER);
    private static final MethodHandle IS_TENSOR = fallible(50, POINTER, POINTER);
    private static final MethodHandle GET_TENSOR_MUTABLE_DATA = fallible(51, POINTER, POINTER);
    private static final MethodHandle FILL_STRING_TENSOR = fallible(52, POINTER, POINTER, SIZE);
    private static final MethodHandle GET_STRING_TENSOR_DATA_LENGTH = fallible(53, POINTER, POINTER);
    private static final MethodHandle GET_STRING_TENSOR_CONTENT = fallible(54, POINTER, POINTER, SIZE, POINTER, SIZE);
    private static final MethodHandle GET_DIMENSIONS_COUNT = fallible(61, POINTER, POINTER);
    private static final MethodHandle GET_DIMENSIONS = fallible(62, POINTER, POINTER, SIZE);
    private static final MethodHandle GET_TENSOR_TYPE_AND_SHAPE = fallible(65, POINTER, POINTER);
    private static final MethodHandle CREATE_CPU_MEMORY_INFO = fallible(69, INT, INT, POINTER);
    private static final MethodHandle GET_DEFAULT_ALLOCATOR = fallible(78, POINTER);
    private static final MethodHandle GET_VALUE = fallible(80, POINTER, INT, POINTER, POINTER);
    private static final MethodHandle GET_VALUE_COUNT = fallible(81, POINTER, POINTER);
    private static final MethodHandle RELEASE_STATUS = release(93);
    private static final MethodHandle RELEASE_VALUE = release(96);
    private static final MethodHandle RELEASE_RUN_OPTIONS = release(97);
    private static final MethodHandle RELEASE_TYPE_AND_SHAPE = release(99);

    private static final MemorySegment PROCESSOR_MEMORY =
            kept(into -> (MemorySegment) CREATE_CPU_MEMORY_INFO.invokeExact(ARENA_ALLOCATOR, DEFAULT_MEMORY, into));
    private static final MemorySegment ALLOCATOR =
            kept(into -> (MemorySegment) GET_DEFAULT_ALLOCATOR.invokeExact(into));
    private static final VarHandle SESSION = sessionHandle();

    private OrtApi() {}

    /** The session that the binding opened; it must not be closed while this is used. */
    static MemorySegment session(OrtSession session) {
        return MemorySegment.ofAddress((long) SESSION.get(session));
    }

    /**
     * Runs a session.
     *
     * @param options of {@link #runOptions}, or none: {@link MemorySegment#NULL}
     * @param inputs a pointer to each value
     * @param outputs takes a pointer to each
     */
    static void run(
            MemorySegment session,
            MemorySegment options,
            MemorySegment inputNames,
            MemorySegment inputs,
            MemorySegment outputNames,
            MemorySegment outputs)
            throws OrtException {
        call(() -> (MemorySegment) RUN.invokeExact(
                session, options, inputNames, inputs, count(inputNames), outputNames, count(outputNames), outputs));
    }

    /** Options for one run, which {@link #terminate} ends from another thread; to be released by {@link #releaseRunOptions}. */
    static MemorySegment runOptions(SegmentAllocator memory) throws OrtException {
        return made(memory, into -> (MemorySegment) CREATE_RUN_OPTIONS.invokeExact(into));
    }

    static void terminate(MemorySegment runOptions) throws OrtException {
        call(() -> (MemorySegment) RUN_OPTIONS_SET_TERMINATE.invokeExact(runOptions));
    }

    /**
     * A tensor over memory that stays the caller's.
     *
     * @param elementType as ONNX numbers them
     * @param into takes the pointer to it
     */
    static void createTensor(MemorySegment data, MemorySegment shape, int elementType, MemorySegment into)
            throws OrtException {
        call(() -> (MemorySegment) CREATE_TENSOR_WITH_DATA.invokeExact(
                PROCESSOR_MEMORY, data, data.byteSize(), shape, count(shape), elementType, into));
    }

    /** A tensor of texts, which are copied. */
    static void createTexts(MemorySegment texts, MemorySegment shape, int elementType, MemorySegment into)
            throws OrtException {
        call(() -> (MemorySegment) CREATE_TENSOR.invokeExact(ALLOCATOR, shape, count(shape), elementType, into));
        MemorySegment tensor = into.get(POINTER, 0);
        call(() -> (MemorySegment) FILL_STRING_TENSOR.invokeExact(tensor, texts, count(texts)));
    }

    /** Whether a value is a tensor; it may be a sequence or a map. */
    static boolean isTensor(MemorySegment value, SegmentAllocator memory) throws OrtException {
        MemorySegment into = memory.allocate(INT);
        call(() -> (MemorySegment) IS_TENSOR.invokeExact(value, into));
        return into.get(INT, 0) != 0;
    }

    /** The extents of a tensor's dimensions. */
    static long[] shape(MemorySegment tensor, SegmentAllocator memory) throws OrtException {
        MemorySegment info = made(memory, into -> (MemorySegment) GET_TENSOR_TYPE_AND_SHAPE.invokeExact(tensor, into));
        try {
            long rank = counted(memory, into -> (MemorySegment) GET_DIMENSIONS_COUNT.invokeExact(info, into));
            MemorySegment extents = memory.allocate(SIZE, rank);
            call(() -> (MemorySegment) GET_DIMENSIONS.invokeExact(info, extents, rank));
            return extents.toArray(SIZE);
        } finally {
            release(RELEASE_TYPE_AND_SHAPE, info);
        }
    }

    /** The memory of a tensor of numbers, gone when that is released. */
    static MemorySegment data(MemorySegment tensor, long bytes, SegmentAllocator memory) throws OrtException {
        return made(memory, into -> (MemorySegment) GET_TENSOR_MUTABLE_DATA.invokeExact(tensor, into))
                .reinterpret(bytes);
    }

    /** Bytes in UTF-8 that the texts of a tensor have together. */
    static long textBytes(MemorySegment tensor, SegmentAllocator memory) throws OrtException {
        return counted(memory, into -> (MemorySegment) GET_STRING_TENSOR_DATA_LENGTH.invokeExact(tensor, into));
    }

    /**
     * Copies the texts of a tensor, one behind the other.
     *
     * @param starts takes where each begins
     */
    static void texts(MemorySegment tensor, MemorySegment bytes, MemorySegment starts) throws OrtException {
        call(() -> (MemorySegment)
                GET_STRING_TENSOR_CONTENT.invokeExact(tensor, bytes, bytes.byteSize(), starts, count(starts)));
    }

    /** How many values a sequence has. */
    static long valueCount(MemorySegment sequence, SegmentAllocator memory) throws OrtException {
        return counted(memory, into -> (MemorySegment) GET_VALUE_COUNT.invokeExact(sequence, into));
    }

    /** A value of a sequence; of a map 0 is the tensor of its keys and 1 that of its values. */
    static void value(MemorySegment of, int index, MemorySegment into) throws OrtException {
        call(() -> (MemorySegment) GET_VALUE.invokeExact(of, index, ALLOCATOR, into));
    }

    /** Gives back values, those that there are. */
    static void releaseValues(MemorySegment values) {
        for (long i = 0; i < count(values); i++) {
            MemorySegment value = values.getAtIndex(POINTER, i);
            if (value.address() != 0) {
                release(RELEASE_VALUE, value);
            }
        }
    }

    static void releaseRunOptions(MemorySegment options) {
        release(RELEASE_RUN_OPTIONS, options);
    }

    /** Pointers, sizes and extents take eight bytes each: only machines of 64 bits have the library. */
    private static long count(MemorySegment longs) {
        return longs.byteSize() / Long.BYTES;
    }

    // --- The table ---

    private static MemorySegment table() {
        // The binding has loaded the library, and its class loader is this class's.
        MemorySegment getApiBase = SymbolLookup.loaderLookup().findOrThrow("OrtGetApiBase");
        Linker linker = Linker.nativeLinker();
        try {
            MethodHandle base = linker.downcallHandle(getApiBase, FunctionDescriptor.of(POINTER));
            MemorySegment getApi = ((MemorySegment) base.invokeExact())
                    .reinterpret(POINTER.byteSize())
                    .get(POINTER, 0);
            MethodHandle api = linker.downcallHandle(getApi, FunctionDescriptor.of(POINTER, INT));
            return ((MemorySegment) api.invokeExact(FIRST_VERSION)).reinterpret(FUNCTIONS * POINTER.byteSize());
        } catch (Throwable e) {
            throw unchecked(e);
        }
    }

    private static MethodHandle function(int place, FunctionDescriptor descriptor) {
        return Linker.nativeLinker().downcallHandle(TABLE.getAtIndex(POINTER, place), descriptor);
    }

    /** A function that gives a status: none where it succeeds. */
    private static MethodHandle fallible(int place, MemoryLayout... arguments) {
        return function(place, FunctionDescriptor.of(POINTER, arguments));
    }

    private static MethodHandle release(int place) {
        return function(place, FunctionDescriptor.ofVoid(POINTER));
    }

    /** Made once, and kept until the process ends. */
    private static MemorySegment kept(Making function) {
        try (Arena memory = Arena.ofConfined()) {
            return made(memory, function);
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime can't be used", e);
        }
    }

    private static VarHandle sessionHandle() {
        try {
            return MethodHandles.privateLookupIn(OrtSession.class, MethodHandles.lookup())
                    .findVarHandle(OrtSession.class, "nativeHandle", long.class);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("This version of ONNX Runtime's Java binding is not known", e);
        }
    }

    // --- Calls ---

    private interface Fallible {
        MemorySegment status() throws Throwable;
    }

    private interface Making {
        MemorySegment status(MemorySegment into) throws Throwable;
    }

    private static void call(Fallible function) throws OrtException {
        try {
            check(function.status());
        } catch (OrtException e) {
            throw e;
        } catch (Throwable e) {
            throw unchecked(e);
        }
    }

    private static MemorySegment made(SegmentAllocator memory, Making function) throws OrtException {
        MemorySegment into = memory.allocate(POINTER);
        call(() -> function.status(into));
        return into.get(POINTER, 0);
    }

    private static long counted(SegmentAllocator memory, Making function) throws OrtException {
        MemorySegment into = memory.allocate(SIZE);
        call(() -> function.status(into));
        return into.get(SIZE, 0);
    }

    private static void check(MemorySegment status) throws Throwable {
        if (status.address() == 0) {
            return;
        }
        try {
            int code = (int) GET_ERROR_CODE.invokeExact(status);
            MemorySegment message = (MemorySegment) GET_ERROR_MESSAGE.invokeExact(status);
            throw new OrtException(code, message.reinterpret(LONGEST_MESSAGE).getString(0));
        } finally {
            release(RELEASE_STATUS, status);
        }
    }

    private static void release(MethodHandle function, MemorySegment pointer) {
        try {
            function.invokeExact(pointer);
        } catch (Throwable e) {
            throw unchecked(e);
        }
    }

    private static RuntimeException unchecked(Throwable thrown) {
        return switch (thrown) {
            case RuntimeException known -> known;
            case Error known -> throw known;
            default -> new IllegalStateException("A function of ONNX Runtime failed", thrown);
        };
    }
}
