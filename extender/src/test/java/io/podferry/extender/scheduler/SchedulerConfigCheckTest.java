package io.podferry.extender.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchedulerConfigCheckTest {
    private static String shipped() throws IOException {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("manifests/scheduler"))) {
            folder = folder.getParent();
        }
        return Files.readString(folder.resolve("manifests/scheduler/kube-scheduler-config.yaml"));
    }

    @Test
    void theShippedConfigurationIsAccepted() throws IOException {
        assertThat(SchedulerConfigCheck.check(shipped())).isEmpty();
    }

    @ParameterizedTest(name = "{0} -> {1}: {3}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    caFile: /etc/podferry/scheduler/ca.crt   |                      | REFUSED | extenders[0].tlsConfig: enableHTTPS is true without caFile or caData: kube-scheduler then accepts every certificate
                    serverName:                              | insecure: true #     | REFUSED | extenders[0].tlsConfig.insecure: certificates are not checked
                    certFile: /etc/podferry/scheduler/tls.crt |                     | REFUSED | extenders[0].tlsConfig: there is no client certificate
                    urlPrefix: https                         | urlPrefix: http      | REFUSED | extenders[0].urlPrefix: 'http://podferry-extender.podferry-system.svc:8443' does not fit enableHTTPS: true
                    enableHTTPS: true                        | enableHTTPS: false   | REFUSED | extenders[0].urlPrefix: 'https://podferry-extender.podferry-system.svc:8443' does not fit enableHTTPS: false
                    filterVerb: filter                       | filterVerb: filters  | REFUSED | extenders[0].filterVerb: the extender has no verb 'filters'. Maybe 'filter'?
                    filterVerb: filter                       |                      | REFUSED | extenders[0].filterVerb: without it the extender is not asked to filter
                    preemptVerb: preempt                     |                      | ADVICE  | extenders[0].preemptVerb: without it the extender is not asked to preempt
                    preemptVerb: preempt                     | bindVerb: bind       | REFUSED | extenders[0].bindVerb: the extender binds no pods
                    weight: 3                                | weight: 0            | REFUSED | extenders[0].weight: kube-scheduler wants a weight above 0 for scores, not 0
                    ignorable: true                          | ignorable: false     | ADVICE  | extenders[0].ignorable: when the extender is away no pod at all is placed
                    nodeCacheCapable: true                   | nodeCacheCapable: false | ADVICE | extenders[0].nodeCacheCapable: whole nodes are sent with every pod
                    nodeCacheCapable: true                   | nodeCacheCapabel: true | REFUSED | extenders[0]: there is no key 'nodeCacheCapabel'. Maybe you meant 'nodeCacheCapable'?
                    httpTimeout: 2s                          | managedResources: [{name: example.com/x}] | ADVICE | extenders[0].managedResources: pods without these resources are placed without the extender
                    extenders:                               | other:               | REFUSED | extenders: no extender with filterVerb 'filter' is called
                    kind: KubeSchedulerConfiguration         | kind: Pod            | REFUSED | the file: it is no KubeSchedulerConfiguration
                    kind: KubeSchedulerConfiguration         | kind: [              | REFUSED | the file: it is no YAML
                    """)
    void aDangerousOrVainSettingIsNamedWithItsRemedy(
            String was, String becomes, Finding.Severity severity, String text) throws IOException {
        String changed = shipped().replace(was, becomes == null ? "" : becomes);
        List<Finding> findings = SchedulerConfigCheck.check(changed);
        assertThat(findings)
                .as(changed)
                .anySatisfy(finding -> {
                    assertThat(finding.severity()).isEqualTo(severity);
                    assertThat(finding.toString()).startsWith(text);
                });
    }

    @Test
    void anotherExtenderBesideOursNeedsItsOwnVerbsButSafeTlsToo() {
        List<Finding> findings =
                SchedulerConfigCheck.check(
                        """
                        apiVersion: kubescheduler.config.k8s.io/v1
                        kind: KubeSchedulerConfiguration
                        extenders:
                        - {urlPrefix: "http://127.0.0.1:8888", filterVerb: filter, prioritizeVerb: prioritize,
                           preemptVerb: preempt, weight: 3, nodeCacheCapable: true, ignorable: true}
                        - {urlPrefix: "https://127.0.0.1:9001", filterVerb: scheduler/filter, enableHTTPS: true,
                           tlsConfig: {certData: eA==, keyData: eA==}}
                        """);
        assertThat(findings)
                .singleElement()
                .asString()
                .startsWith("extenders[1].tlsConfig: enableHTTPS is true without caFile");
    }

    @Test
    void anotherExtenderMayAnswerWithoutAClientCertificate() {
        assertThat(
                        SchedulerConfigCheck.check(
                                """
                                apiVersion: kubescheduler.config.k8s.io/v1
                                kind: KubeSchedulerConfiguration
                                extenders:
                                - {urlPrefix: "http://127.0.0.1:8888", filterVerb: filter, prioritizeVerb: prioritize,
                                   preemptVerb: preempt, weight: 3, nodeCacheCapable: true, ignorable: true}
                                - {urlPrefix: "https://127.0.0.1:9001", filterVerb: scheduler/filter, enableHTTPS: true,
                                   tlsConfig: {caData: eA==}}
                                """))
                .isEmpty();
    }
}
