package io.podferry.agent.tools;

/**
 * Something an agent cannot do without.
 *
 * @param what name of the program or right
 * @param why what was tried and what happened
 * @param remedy what a person can do
 */
public record Missing(String what, String why, String remedy) {
    @Override
    public String toString() {
        return "%s: %s. %s".formatted(what, why, remedy);
    }
}
