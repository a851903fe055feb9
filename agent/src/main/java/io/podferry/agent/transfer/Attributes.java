package io.podferry.agent.transfer;

/** Which extended attributes move with a captured file, and are accepted on arrival. */
final class Attributes {
    private Attributes() {}

    /**
     * The user's own, file capabilities, and those by which overlay tells that a folder hides the
     * one below it. Not the ones that name an inode of the source's lower file system.
     */
    static boolean moves(String name) {
        return name.startsWith("user.")
                || name.equals("security.capability")
                || name.equals("system.posix_acl_access")
                || name.equals("system.posix_acl_default")
                || name.equals("trusted.overlay.opaque")
                || name.equals("trusted.overlay.redirect");
    }
}
