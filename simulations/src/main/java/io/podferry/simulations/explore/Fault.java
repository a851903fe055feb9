package io.podferry.simulations.explore;

import java.util.Arrays;
import java.util.List;

/**
 * A crash at a point of the protocol.
 *
 * @param point name of the point, as {@code what:when}
 * @param actor who crashes when the point is reached for the first time
 */
public record Fault(String point, Actor actor) {
    /** The fault in one word, for a command line. */
    public String text() {
        return point + "@" + actor.label();
    }

    /**
     * Reads what {@link #text} wrote.
     *
     * @throws IllegalArgumentException when it is not that
     */
    public static Fault parse(String text) {
        int at = text.lastIndexOf('@');
        List<String> actors = Arrays.stream(Actor.values()).map(Actor::label).toList();
        if (at <= 0 || !actors.contains(text.substring(at + 1))) {
            throw new IllegalArgumentException(
                    "not a fault: '%s'. Maybe 'store-committed:applied@engine'? Actors are %s."
                            .formatted(text, String.join(", ", actors)));
        }
        return new Fault(text.substring(0, at), Actor.parse(text.substring(at + 1)));
    }
}
