package io.podferry.cli.engine;

import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * Makes identities of incarnations: the name for people, and enough chance that none is ever given
 * twice.
 */
final class PodUids {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int NAME_PART = 32;
    private static final int RANDOM_BYTES = 5;

    private PodUids() {}

    static String fresh(String name) {
        byte[] random = new byte[RANDOM_BYTES];
        RANDOM.nextBytes(random);
        return name.substring(0, Math.min(NAME_PART, name.length()))
                + "-"
                + HexFormat.of().formatHex(random);
    }
}
