package io.podferry.agent.network;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/** Names of interfaces: the kernel allows 15 characters. */
final class Names {
    private Names() {}

    static String bridge(String cluster) {
        return "pfb" + hash(cluster);
    }

    static String veth(String cluster, String namespace) {
        return "pf" + hash(cluster).substring(0, 4) + hash(namespace);
    }

    private static String hash(String text) {
        CRC32C crc = new CRC32C();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return "%08x".formatted(crc.getValue());
    }

    static String require(String what, String name) {
        if (!name.matches("[A-Za-z0-9-]{1,64}")) {
            throw new IllegalArgumentException(
                    "not a name of a %s: '%s' (letters, digits and '-', at most 64)"
                            .formatted(what, name));
        }
        return name;
    }
}
