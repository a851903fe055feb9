package io.podferry.extender.protocol;

/** The nodes of a request, in the form in which they came; the answer takes the same form. */
public sealed interface Candidates {
    /** Names of the nodes, in the request's order, each once. */
    NodeNames names();

    /** With {@code nodeCacheCapable: true}: names only. */
    record Names(NodeNames names) implements Candidates {}

    /**
     * With {@code nodeCacheCapable: false}: whole node objects, kept as the bytes that came. Read
     * only.
     */
    final class Objects implements Candidates {
        private final NodeNames names;
        private final byte[] body;
        private final long[] places;

        /**
         * @param names name of each object
         * @param body the request
         * @param places start (upper half) and end (lower half) of each object in the body
         */
        Objects(NodeNames names, byte[] body, long[] places) {
            this.names = names;
            this.body = body;
            this.places = places;
        }

        @Override
        public NodeNames names() {
            return names;
        }

        int start(int item) {
            return (int) (places[item] >>> 32);
        }

        int length(int item) {
            return (int) places[item] - start(item);
        }

        byte[] body() {
            return body;
        }
    }
}
