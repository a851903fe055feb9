package io.podferry.testbed;

import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Starts the testbed before the first class that wants it, one for each number of nodes; JUnit
 * closes it after the last.
 */
class KubernetesExtension implements BeforeAllCallback, ParameterResolver {
    private static final ExtensionContext.Namespace SPACE =
            ExtensionContext.Namespace.create(KubernetesExtension.class);

    private final int nodes;

    KubernetesExtension() {
        this(0);
    }

    KubernetesExtension(int nodes) {
        this.nodes = nodes;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        Optional<String> missing = KubernetesTestbed.missing(nodes);
        missing.ifPresent(reason -> Assumptions.abort("no real Kubernetes here: " + reason));
        testbed(context);
    }

    private KubernetesTestbed testbed(ExtensionContext context) {
        return context.getRoot()
                .getStore(SPACE)
                .computeIfAbsent(
                        "testbed with nodes: " + nodes,
                        _ -> KubernetesTestbed.up(nodes),
                        KubernetesTestbed.class);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType().equals(KubernetesTestbed.class);
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return testbed(context);
    }
}
