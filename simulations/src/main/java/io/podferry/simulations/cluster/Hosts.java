package io.podferry.simulations.cluster;

import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.units.DataSize;
import io.podferry.simulations.scenario.DemoScenario;

/** The nodes of a scenario with what lives on them. */
record Hosts(DemoScenario scenario, Population population) {
    /** Memory of a node that is neither used nor reserved. */
    DataSize free(NodeName node) {
        return scenario.usable(node)
                .minusOrZero(population.memory(node))
                .minusOrZero(population.reserved(node));
    }
}
