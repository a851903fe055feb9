package io.podferry.testbed;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The tests of the class run against a real Kubernetes with two nodes, node-1 and node-2, on which
 * controller and agents of this checkout run as pods from manifests/. They get it as a parameter of
 * type {@link KubernetesTestbed}. It is started once for all such classes and taken down at the
 * end. Where it cannot run the tests are skipped with the reason.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("real")
@ExtendWith(PodferryExtension.class)
public @interface RealPodferry {}
