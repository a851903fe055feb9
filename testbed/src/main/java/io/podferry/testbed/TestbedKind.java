package io.podferry.testbed;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a testbed of tests consists of. */
enum TestbedKind {
    /** A control plane alone, whose nodes are mere objects. */
    CONTROL_PLANE("t", "PODFERRY_TESTBED", ""),
    /** With two nodes that have the runtime wrapper. */
    NODES("n", "PODFERRY_TESTBED_WITH_NODES", "--nodes 2"),
    /** With one node, for a test that takes it down. */
    ONE_NODE("z", "", "--nodes 1"),
    /** With two nodes, and controller and agents of this checkout in them. */
    PODFERRY("p", "PODFERRY_TESTBED_WITH_PODFERRY", "--nodes 2 --podferry");

    private final String prefix;
    private final String variable;
    private final String options;

    TestbedKind(String prefix, String variable, String options) {
        this.prefix = prefix;
        this.variable = variable;
        this.options = options;
    }

    /** Begins the names of testbeds of this kind. */
    String prefix() {
        return prefix;
    }

    /** The testbed that runs already, if the environment names one. */
    Optional<String> running() {
        return Optional.of(variable).filter(name -> !name.isEmpty()).map(System::getenv);
    }

    /** Options of {@code testbed/cluster up}. */
    List<String> options() {
        return Stream.of(options.split(" ", -1)).filter(word -> !word.isEmpty()).toList();
    }
}
