package io.podferry.agent.transfer;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * The few calls of the C library that the JDK does not offer: extended attributes outside "user.",
 * and special files.
 */
@SuppressWarnings("restricted")
final class Posix {
    /** Largest value and largest list of names that Linux allows. */
    private static final int XATTR_MAX = 65_536;

    private static final int MODE_CHARACTER = 0x2000;
    private static final int MODE_FIFO = 0x1000;
    private static final int ENOTSUP = 95;
    private static final int ENODATA = 61;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO =
            STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private static final MethodHandle LLISTXATTR =
            find(
                    "llistxattr",
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_LONG,
                            ValueLayout.ADDRESS,
                            ValueLayout.ADDRESS,
                            ValueLayout.JAVA_LONG));
    private static final MethodHandle LGETXATTR =
            find(
                    "lgetxattr",
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_LONG,
                            ValueLayout.ADDRESS,
                            ValueLayout.ADDRESS,
                            ValueLayout.ADDRESS,
                            ValueLayout.JAVA_LONG));
    private static final MethodHandle LSETXATTR =
            find(
                    "lsetxattr",
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_INT,
                            ValueLayout.ADDRESS,
                            ValueLayout.ADDRESS,
                            ValueLayout.ADDRESS,
                            ValueLayout.JAVA_LONG,
                            ValueLayout.JAVA_INT));
    private static final MethodHandle MKNOD =
            find(
                    "mknod",
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_INT,
                            ValueLayout.ADDRESS,
                            ValueLayout.JAVA_INT,
                            ValueLayout.JAVA_LONG));

    private Posix() {}

    private static MethodHandle find(String name, FunctionDescriptor descriptor) {
        MemorySegment symbol =
                LINKER.defaultLookup()
                        .find(name)
                        .orElseThrow(
                                () -> new IllegalStateException("the C library has no " + name));
        return LINKER.downcallHandle(symbol, descriptor, Linker.Option.captureCallState("errno"));
    }

    /**
     * All extended attributes of a file itself, links not followed; empty where the file system has
     * none.
     */
    static Map<String, byte[]> attributes(Path path) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            MemorySegment file = arena.allocateFrom(path.toString());
            MemorySegment names = arena.allocate(XATTR_MAX);
            long length = (long) LLISTXATTR.invokeExact(state, file, names, (long) XATTR_MAX);
            if (length < 0) {
                int errno = (int) ERRNO.get(state, 0L);
                if (errno == ENOTSUP) {
                    return Map.of();
                }
                throw failed("list the attributes of", path, errno);
            }
            Map<String, byte[]> all = new TreeMap<>();
            MemorySegment value = length == 0 ? names : arena.allocate(XATTR_MAX);
            for (long at = 0; at < length; ) {
                String name = names.getString(at);
                at += name.getBytes(StandardCharsets.UTF_8).length + 1;
                MemorySegment key = arena.allocateFrom(name);
                long size = (long) LGETXATTR.invokeExact(state, file, key, value, (long) XATTR_MAX);
                if (size >= 0) {
                    all.put(name, value.asSlice(0, size).toArray(ValueLayout.JAVA_BYTE));
                } else if ((int) ERRNO.get(state, 0L) != ENODATA) {
                    throw failed(
                            "read attribute " + name + " of", path, (int) ERRNO.get(state, 0L));
                }
            }
            return all;
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    static void setAttribute(Path path, String name, byte[] value) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            MemorySegment bytes = arena.allocate(Math.max(1, value.length));
            MemorySegment.copy(value, 0, bytes, ValueLayout.JAVA_BYTE, 0, value.length);
            int result =
                    (int)
                            LSETXATTR.invokeExact(
                                    state,
                                    arena.allocateFrom(path.toString()),
                                    arena.allocateFrom(name),
                                    bytes,
                                    (long) value.length,
                                    0);
            if (result != 0) {
                throw failed("set attribute " + name + " of", path, (int) ERRNO.get(state, 0L));
            }
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** Overlay's mark for a removed file. Fails when something has that name. */
    static void makeWhiteout(Path path) throws IOException {
        makeNode(path, MODE_CHARACTER);
    }

    /** A named pipe, 0600. Fails when something has that name. */
    static void makeFifo(Path path) throws IOException {
        makeNode(path, MODE_FIFO | 0x180);
    }

    private static void makeNode(Path path, int mode) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            int result =
                    (int) MKNOD.invokeExact(state, arena.allocateFrom(path.toString()), mode, 0L);
            if (result != 0) {
                throw failed("make", path, (int) ERRNO.get(state, 0L));
            }
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static IOException failed(String what, Path path, int errno) {
        return new IOException("cannot %s %s (error %d)".formatted(what, path, errno));
    }
}
