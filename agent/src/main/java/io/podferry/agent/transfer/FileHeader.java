package io.podferry.agent.transfer;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Announces a file of a shipment. Nothing in it is authority: owners are matched against what the
 * target expects, names against a fixed list or against what was made before.
 *
 * @param id number, unique in the shipment
 * @param kind image or captured
 * @param owner container of an image, or name of a captured folder
 * @param name file name of an image, or path in the captured folder with '/' between its parts,
 *     empty for the folder itself
 * @param entry what a captured file is, null for images
 */
record FileHeader(int id, Kind kind, String owner, String name, @Nullable Entry entry) {
    /** Where a file belongs. */
    enum Kind {
        IMAGE,
        CAPTURED
    }

    /** Sorts of captured entries. */
    enum Type {
        FOLDER,
        FILE,
        LINK,
        HARD_LINK,
        FIFO,
        /** Overlay's mark for a removed file: character device 0:0. */
        WHITEOUT
    }

    /**
     * A captured entry.
     *
     * @param type of it
     * @param mode permission bits, set-user-id and the like included
     * @param uid owner
     * @param gid group
     * @param modifiedNanos modification time, nanoseconds since 1970
     * @param target of a link, or path of the entry that a hard link repeats
     * @param attributes extended attributes, values in Base64
     */
    record Entry(
            Type type,
            int mode,
            int uid,
            int gid,
            long modifiedNanos,
            @Nullable String target,
            Map<String, String> attributes) {}
}
