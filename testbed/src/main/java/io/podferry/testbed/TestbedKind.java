package io.podferry.testbed;

import java.util.List;

/** What a testbed of tests consists of. */
enum TestbedKind {
    /** A control plane alone, whose nodes are mere objects. */
    CONTROL_PLANE("t", "PODFERRY_TESTBED", List.of()),
    /** With two nodes that have the runtime wrapper. */
    NODES("n", "PODFERRY_TESTBED_WITH_NODES", List.of("--nodes", "2")),
    /** With one node, for a test that takes it down. */
    ONE_NODE("z", "", List.of("--nodes", "1")),
    /** With two nodes, and controller and agents of this checkout in them. */
    PODFERRY("p", "PODFERRY_TESTBED_WITH_PODFERRY", List.of("--nodes", "2", "--podferry"));

    /** Begins the names of testbeds of this kind. */
    final String prefix;

    /** Environment variable that names a testbed that runs already; empty: none does. */
    final String variable;

    /** Options of {@code testbed/cluster up}. */
    final List<String> options;

    TestbedKind(String prefix, String variable, List<String> options) {
        this.prefix = prefix;
        this.variable = variable;
        this.options = options;
    }
}
