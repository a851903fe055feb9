package io.podferry.testbed;

/** A testbed with two nodes and Podferry. */
final class PodferryExtension extends KubernetesExtension {
    PodferryExtension() {
        super(TestbedKind.PODFERRY);
    }
}
