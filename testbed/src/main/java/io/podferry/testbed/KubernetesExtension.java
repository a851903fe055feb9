package io.podferry.testbed;

import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Starts the testbed before the first class that wants it, one of each kind; JUnit closes it after
 * the last.
 */
class KubernetesExtension implements BeforeAllCallback, ParameterResolver {
    private static final ExtensionContext.Namespace SPACE =
            ExtensionContext.Namespace.create(KubernetesExtension.class);

    private final TestbedKind kind;

    KubernetesExtension() {
        this(TestbedKind.CONTROL_PLANE);
    }

    KubernetesExtension(TestbedKind kind) {
        this.kind = kind;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        Optional<String> missing = KubernetesTestbed.missing(kind);
        missing.ifPresent(reason -> Assumptions.abort("no real Kubernetes here: " + reason));
        testbed(context);
    }

    private KubernetesTestbed testbed(ExtensionContext context) {
        return context.getRoot()
                .getStore(SPACE)
                .computeIfAbsent(kind, _ -> KubernetesTestbed.up(kind), KubernetesTestbed.class);
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
