package io.podferry.testbed;

/** A testbed with two nodes. */
final class NodesExtension extends KubernetesExtension {
    NodesExtension() {
        super(TestbedKind.NODES);
    }
}
