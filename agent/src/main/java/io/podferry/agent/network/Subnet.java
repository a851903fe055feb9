package io.podferry.agent.network;

/**
 * An IPv4 network of 65,536 addresses, {@code a.b.0.0/16}.
 *
 * @param first first number of its addresses
 * @param second second number
 */
record Subnet(int first, int second) {
    static final int PREFIX = 16;

    static Subnet parse(String text) {
        String[] parts = text.strip().split("[./]", -1);
        if (parts.length == 5 && text.matches("\\d{1,3}\\.\\d{1,3}\\.0\\.0/16")) {
            int first = Integer.parseInt(parts[0]);
            int second = Integer.parseInt(parts[1]);
            if (first >= 1 && first <= 223 && first != 127 && second <= 255) {
                return new Subnet(first, second);
            }
        }
        throw new IllegalArgumentException(
                "not a subnet for a cluster: '" + text + "'. Maybe 10.88.0.0/16");
    }

    String address(int third, int fourth) {
        return "%d.%d.%d.%d".formatted(first, second, third, fourth);
    }

    /** Whether a network {@code a.b.c.d/p} shares an address with this one. */
    boolean overlaps(String network) {
        String[] parts = network.split("/", -1);
        String[] numbers = parts[0].split("\\.", -1);
        if (numbers.length != 4) {
            return false;
        }
        int prefix = Math.min(PREFIX, parts.length == 2 ? Integer.parseInt(parts[1]) : 32);
        long mask = prefix == 0 ? 0 : 0xFFFFFFFFL << (32 - prefix) & 0xFFFFFFFFL;
        long mine = (long) first << 24 | (long) second << 16;
        long other =
                Long.parseLong(numbers[0]) << 24
                        | Long.parseLong(numbers[1]) << 16
                        | Long.parseLong(numbers[2]) << 8
                        | Long.parseLong(numbers[3]);
        return prefix > 0 && (mine & mask) == (other & mask);
    }

    @Override
    public String toString() {
        return address(0, 0) + "/" + PREFIX;
    }
}
