// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.collector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.foreshock.harness.JvmBuilder;
import dev.foreshock.harness.Program;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** {@code collector-config/kubernetes}: every field is known, all parts fit together, nothing may more than it needs. No cluster is run. */
class KubernetesTest {
    private static final Path CONFIG = JvmBuilder.repositoryRoot().resolve("collector-config");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{env:(\\w+)}");
    private static final Pattern PORT = Pattern.compile("\\$\\{env:POD_IP}:(\\d+)");
    private static final Pattern PINNED = Pattern.compile("(?:[a-z.]+/)?[a-z-]+(?:/[a-z-]+)*:\\d+\\.\\d+\\.\\d+");
    private static final Pattern STORE =
            Pattern.compile("=(?:http://)?[\\w-]+\\.([\\w-]+)\\.svc\\.cluster\\.local(:\\d+)");
    private static final long MEBI = 1024L * 1024;

    @Test
    void every_field_is_one_that_kubernetes_knows() throws IOException {
        assertEquals(15, Manifests.written().size());
        IllegalArgumentException unknown = assertThrows(
                IllegalArgumentException.class,
                () -> Manifests.read(
                        "{apiVersion: v1, kind: Service, metadata: {name: x}, spec: {ports: [{prot: 1}]}}"));
        assertTrue(unknown.getMessage().contains("\"prot\""), unknown::getMessage);
        assertThrows(IllegalArgumentException.class, () -> Manifests.read("{apiVersion: apps/v2, kind: Deployment}"));
    }

    @Test
    void no_container_may_more_than_it_needs() throws IOException {
        for (HasMetadata owner : Manifests.written()) {
            Optional<PodTemplateSpec> template = template(owner);
            if (template.isPresent()) {
                PodSpec pod = template.get().getSpec();
                assertTrue(pod.getSecurityContext().getRunAsNonRoot());
                assertTrue(pod.getSecurityContext().getRunAsUser() > 0);
                assertEquals(
                        "RuntimeDefault",
                        pod.getSecurityContext().getSeccompProfile().getType());
                assertTrue(pod.getHostNetwork() == null && pod.getHostPID() == null && pod.getHostIPC() == null);
                assertTrue(pod.getVolumes().stream().allMatch(volume -> volume.getHostPath() == null));
                assertTrue(pod.getVolumes().stream()
                        .allMatch(volume -> volume.getEmptyDir() == null
                                || volume.getEmptyDir().getSizeLimit() != null));
                for (Container container : containers(pod)) {
                    SecurityContext may = container.getSecurityContext();
                    assertFalse(may.getAllowPrivilegeEscalation(), container.getName());
                    assertTrue(may.getReadOnlyRootFilesystem(), container.getName());
                    assertEquals(List.of("ALL"), may.getCapabilities().getDrop());
                    assertEquals(List.of(), may.getCapabilities().getAdd());
                    // A JVM writes there, and so does nearly every server that runs in one.
                    boolean isJvm = container.getEnv().stream()
                            .anyMatch(variable -> variable.getName().equals("JAVA_TOOL_OPTIONS"));
                    assertTrue(
                            !isJvm
                                    || container.getVolumeMounts().stream()
                                            .anyMatch(mount ->
                                                    mount.getMountPath().equals("/tmp")),
                            container.getName());
                    assertTrue(
                            container.getResources().getRequests().keySet().containsAll(Set.of("cpu", "memory")),
                            container.getName());
                    assertTrue(container.getResources().getLimits().containsKey("memory"), container.getName());
                }
            }
        }
    }

    @Test
    void what_is_mounted_is_there_and_every_name_leads_somewhere() throws IOException {
        List<HasMetadata> all = Manifests.written();
        Set<String> accounts = names(all, ServiceAccount.class);
        for (HasMetadata owner : all) {
            Optional<PodTemplateSpec> template = template(owner);
            if (template.isPresent()) {
                PodSpec pod = template.get().getSpec();
                Set<String> volumes = pod.getVolumes().stream()
                        .map(volume -> volume.getName())
                        .collect(Collectors.toSet());
                if (owner instanceof StatefulSet set) {
                    set.getSpec()
                            .getVolumeClaimTemplates()
                            .forEach(claim -> volumes.add(claim.getMetadata().getName()));
                    assertTrue(names(all, Service.class).contains(set.getSpec().getServiceName()));
                }
                Set<String> mounted = containers(pod).stream()
                        .flatMap(container -> container.getVolumeMounts().stream())
                        .map(VolumeMount::getName)
                        .collect(Collectors.toSet());
                assertEquals(volumes, mounted, owner.getMetadata().getName());
                assertTrue(
                        owner instanceof Deployment || accounts.contains(pod.getServiceAccountName()),
                        owner.getMetadata().getName());
            }
        }
        for (ClusterRoleBinding binding : of(all, ClusterRoleBinding.class)) {
            assertTrue(accounts.contains(binding.getSubjects().get(0).getName()));
            assertEquals("foreshock", binding.getSubjects().get(0).getNamespace());
        }
        HorizontalPodAutoscaler autoscaler =
                of(all, HorizontalPodAutoscaler.class).get(0);
        StatefulSet gateway = of(all, StatefulSet.class).get(0);
        assertEquals(
                gateway.getMetadata().getName(),
                autoscaler.getSpec().getScaleTargetRef().getName());
        assertEquals(null, gateway.getSpec().getReplicas(), "it would be set back with each rollout");
    }

    @Test
    void selectors_find_pods_and_ports_of_pods() throws IOException {
        List<HasMetadata> all = Manifests.written();
        for (Service service : of(all, Service.class)) {
            PodTemplateSpec pod = selected(all, service.getSpec().getSelector());
            for (ServicePort port : service.getSpec().getPorts()) {
                String name = port.getTargetPort().getStrVal();
                assertEquals(port.getPort(), ports(pod).get(name), () -> service + " " + name);
            }
        }
        for (PodDisruptionBudget budget : of(all, PodDisruptionBudget.class)) {
            selected(all, budget.getSpec().getSelector().getMatchLabels());
        }
        for (NetworkPolicy policy : of(all, NetworkPolicy.class)) {
            Map<String, String> labels = policy.getSpec().getPodSelector().getMatchLabels();
            if (labels != null && !labels.isEmpty()) {
                Set<String> known = ports(selected(all, labels)).keySet();
                policy.getSpec()
                        .getIngress()
                        .forEach(rule -> rule.getPorts()
                                .forEach(port ->
                                        assertTrue(known.contains(port.getPort().getStrVal()), policy::toString)));
            }
            assertEquals(
                    Set.of("Ingress", "Egress"), Set.copyOf(policy.getSpec().getPolicyTypes()));
        }
    }

    @Test
    void network_policies_let_the_collectors_reach_every_store_that_is_named() throws IOException {
        Set<String> open = new TreeSet<>();
        for (NetworkPolicy policy : of(Manifests.written(), NetworkPolicy.class)) {
            for (NetworkPolicyEgressRule rule : policy.getSpec().getEgress()) {
                rule.getTo().stream()
                        .map(NetworkPolicyPeer::getNamespaceSelector)
                        .filter(Objects::nonNull)
                        .flatMap(KubernetesTest::namespaces)
                        .forEach(namespace -> rule.getPorts()
                                .forEach(port -> open.add(
                                        namespace + ":" + port.getPort().getIntVal())));
            }
        }
        Matcher store = STORE.matcher(Files.readString(Manifests.DIRECTORY.resolve("kustomization.yaml")));
        int stores = 0;
        while (store.find()) {
            assertTrue(open.contains(store.group(1) + store.group(2)), () -> store.group() + " but " + open);
            stores++;
        }
        assertEquals(3, stores, "metrics, logs and traces");
    }

    private static Stream<String> namespaces(LabelSelector selector) {
        Stream<String> equal = Stream.ofNullable(selector.getMatchLabels()).flatMap(labels -> labels.values().stream());
        return Stream.concat(
                equal, selector.getMatchExpressions().stream().flatMap(expression -> expression.getValues().stream()));
    }

    @Test
    void the_collectors_find_every_variable_and_port_that_their_files_speak_of() throws IOException {
        for (String tier : List.of("node", "gateway")) {
            String file = Files.readString(CONFIG.resolve("fleet/" + tier + ".yaml"));
            PodTemplateSpec pod = selected(Manifests.written(), Map.of("app.kubernetes.io/name", "foreshock-" + tier));
            Container collector = pod.getSpec().getContainers().get(0);
            Set<String> known =
                    collector.getEnv().stream().map(EnvVar::getName).collect(Collectors.toCollection(TreeSet::new));
            known.addAll(stores());
            Set<String> asked = new TreeSet<>();
            Matcher variable = VARIABLE.matcher(file);
            while (variable.find()) {
                asked.add(variable.group(1));
            }
            asked.add("K8S_NODE_NAME");
            known.add("K8S_NODE_NAME");
            assertTrue(known.containsAll(asked), () -> asked + " but there is " + known);
            Set<Integer> open = new TreeSet<>(Set.of(8888));
            Matcher port = PORT.matcher(file);
            while (port.find()) {
                open.add(Integer.valueOf(port.group(1)));
            }
            assertEquals(open, new TreeSet<>(ports(pod).values()));
            assertEquals(
                    13133,
                    ports(pod)
                            .get(collector
                                    .getReadinessProbe()
                                    .getHttpGet()
                                    .getPort()
                                    .getStrVal()));
            assertEquals(List.of("--config=/etc/foreshock/collector.yaml"), collector.getArgs());
            assertTrue(collector.getVolumeMounts().stream()
                    .anyMatch(mount -> file.contains("directory: " + mount.getMountPath())));
            assertEquals(limit(collector) * 8 / 10 / MEBI + "MiB", value(collector, "GOMEMLIMIT"));
        }
    }

    /** What is deleted is given back late, so a third of the volume stays free. */
    @Test
    void the_queues_fit_on_their_volumes() throws IOException {
        DaemonSet node = of(Manifests.written(), DaemonSet.class).get(0);
        Quantity volume = node.getSpec().getTemplate().getSpec().getVolumes().stream()
                .filter(each -> each.getName().equals("queue"))
                .findFirst()
                .orElseThrow()
                .getEmptyDir()
                .getSizeLimit();
        assertQueuesFit("node", volume);
        StatefulSet gateway = of(Manifests.written(), StatefulSet.class).get(0);
        assertQueuesFit(
                "gateway",
                gateway.getSpec()
                        .getVolumeClaimTemplates()
                        .get(0)
                        .getSpec()
                        .getResources()
                        .getRequests()
                        .get("storage"));
    }

    private static void assertQueuesFit(String tier, Quantity volume) throws IOException {
        long queued = 0;
        for (Map<?, ?> exporter : CollectorFile.of("fleet/" + tier + ".yaml")
                .components("exporters")
                .values()) {
            Object size = CollectorFile.map(exporter.get("sending_queue")).get("queue_size");
            queued += size == null ? 0 : ((Number) size).longValue();
        }
        assertTrue(
                queued > 0
                        && queued * 3 / 2 <= Quantity.getAmountInBytes(volume).longValue(),
                tier);
    }

    @Test
    void kustomize_puts_the_files_of_the_fleet_into_the_cluster_as_they_stand() throws Exception {
        Program kubectl = Program.find("kubectl").orElse(null);
        Assumptions.assumeTrue(
                kubectl != null && kubectl.run(CONFIG, "version", "--client").contains("Kustomize Version: v5"),
                Program.missing("kubectl", "kubectl") + ", or it is older than 1.27");
        List<HasMetadata> built = Manifests.read(kubectl.run(CONFIG, "kustomize", "kubernetes"));
        for (String tier : List.of("node", "gateway")) {
            ConfigMap map = of(built, ConfigMap.class).stream()
                    .filter(each -> each.getMetadata().getName().startsWith("foreshock-" + tier + "-"))
                    .findFirst()
                    .orElseThrow();
            assertEquals(
                    Files.readString(CONFIG.resolve("fleet/" + tier + ".yaml")),
                    map.getData().get("collector.yaml"));
            PodTemplateSpec pod = selected(built, Map.of("app.kubernetes.io/name", "foreshock-" + tier));
            assertTrue(
                    pod.getSpec().getVolumes().stream()
                            .filter(volume -> volume.getConfigMap() != null)
                            .anyMatch(volume -> volume.getConfigMap()
                                    .getName()
                                    .equals(map.getMetadata().getName())),
                    "a new file is a new pod");
        }
        Deployment orders = of(
                        Manifests.read(kubectl.run(CONFIG, "kustomize", "kubernetes/application")), Deployment.class)
                .get(0);
        for (Container container : containers(orders.getSpec().getTemplate().getSpec())) {
            assertTrue(PINNED.matcher(container.getImage()).matches(), container.getImage());
        }
    }

    @Test
    void image_manifests_and_operator_agree_on_the_image_and_the_jar() throws IOException {
        List<String> dockerfile = dockerfile();
        assertTrue(PINNED.matcher(dockerfile.get(0).replaceAll("^FROM ", "")).matches(), dockerfile.get(0));
        assertEquals(
                List.of("FROM", "LABEL", "COPY", "USER"),
                dockerfile.stream().map(line -> line.replaceAll(" .*", "")).toList());
        String[] copy = dockerfile.get(2).split(" ");
        assertEquals(JvmBuilder.agentJar().getFileName().toString(), copy[2]);
        String jar = copy[3];
        assertEquals("/javaagent.jar", jar, "where the Operator looks");
        assertEquals("USER 65534:65534", dockerfile.get(3));

        Deployment orders = of(Manifests.written(), Deployment.class).get(0);
        PodSpec pod = orders.getSpec().getTemplate().getSpec();
        Container init = pod.getInitContainers().get(0);
        Container application = pod.getContainers().get(0);
        assertEquals("cp", init.getCommand().get(0));
        assertEquals(jar, init.getCommand().get(1));
        String brought = init.getCommand().get(2);
        assertTrue(brought.startsWith(init.getVolumeMounts().get(0).getMountPath() + "/"));
        assertEquals(
                init.getVolumeMounts().get(0).getMountPath(),
                application.getVolumeMounts().get(0).getMountPath());
        assertEquals("-javaagent:" + brought, value(application, "JAVA_TOOL_OPTIONS"));
        long room = Quantity.getAmountInBytes(
                        pod.getVolumes().get(0).getEmptyDir().getSizeLimit())
                .longValue();
        assertTrue(room > 2 * Files.size(JvmBuilder.agentJar()), "the volume is too small for the jar");

        Map<?, ?> instrumentation = Rule.yaml(CONFIG.resolve("kubernetes/operator/instrumentation.yaml"));
        List<String> unknown = new ArrayList<>();
        CollectorKeys.compare(
                instrumentation,
                CollectorKeys.table("/operator-fields.yaml").get("instrumentation"),
                "Instrumentation",
                unknown);
        assertEquals(List.of(), unknown);
        Map<?, ?> spec = (Map<?, ?>) instrumentation.get("spec");
        String image = String.valueOf(((Map<?, ?>) spec.get("java")).get("image"));
        assertTrue(PINNED.matcher(image).matches(), image);
        assertTrue(
                Files.readString(CONFIG.resolve("image/Dockerfile")).contains("-t " + image + " "),
                "built under another name");
        Map<?, ?> renamed = Rule.maps(Rule.yaml(CONFIG.resolve("kubernetes/application/kustomization.yaml"))
                        .get("images"))
                .get(0);
        assertEquals(image, renamed.get("newName") + ":" + renamed.get("newTag"));
        assertEquals(init.getImage(), renamed.get("name"));
        Object endpoint = ((Map<?, ?>) spec.get("exporter")).get("endpoint");
        assertEquals(endpoint, value(application, "OTEL_EXPORTER_OTLP_ENDPOINT"));
        assertEquals("http://foreshock-node.foreshock.svc.cluster.local:4318", endpoint);
    }

    /** The instructions, each in one line. */
    private static List<String> dockerfile() throws IOException {
        return Stream.of(Files.readString(CONFIG.resolve("image/Dockerfile"))
                        .replaceAll("(?m)^#.*\n", "")
                        .replaceAll("\\\\\n\\s*", "")
                        .split("\n", -1))
                .filter(line -> !line.isBlank())
                .toList();
    }

    private static Set<String> stores() throws IOException {
        Map<?, ?> generated = Rule.maps(Rule.yaml(Manifests.DIRECTORY.resolve("kustomization.yaml"))
                        .get("configMapGenerator"))
                .get(0);
        assertEquals("foreshock-stores", generated.get("name"));
        return CollectorFile.texts(generated.get("literals")).stream()
                .map(literal -> literal.replaceAll("=.*", ""))
                .collect(Collectors.toSet());
    }

    private static PodTemplateSpec selected(List<HasMetadata> all, Map<String, String> selector) {
        List<PodTemplateSpec> pods = all.stream()
                .map(KubernetesTest::template)
                .flatMap(Optional::stream)
                .filter(pod -> pod.getMetadata().getLabels().entrySet().containsAll(selector.entrySet()))
                .toList();
        assertEquals(1, pods.size(), () -> selector + " selects " + pods);
        return pods.get(0);
    }

    private static Optional<PodTemplateSpec> template(HasMetadata owner) {
        if (owner instanceof DaemonSet set) {
            return Optional.of(set.getSpec().getTemplate());
        }
        if (owner instanceof StatefulSet set) {
            return Optional.of(set.getSpec().getTemplate());
        }
        return owner instanceof Deployment deployment
                ? Optional.of(deployment.getSpec().getTemplate())
                : Optional.empty();
    }

    private static List<Container> containers(PodSpec pod) {
        List<Container> containers = new ArrayList<>(pod.getInitContainers());
        containers.addAll(pod.getContainers());
        return containers;
    }

    private static Map<String, Integer> ports(PodTemplateSpec pod) {
        return pod.getSpec().getContainers().get(0).getPorts().stream()
                .collect(Collectors.toMap(ContainerPort::getName, ContainerPort::getContainerPort));
    }

    private static <T> List<T> of(List<HasMetadata> all, Class<T> kind) {
        return all.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private static Set<String> names(List<HasMetadata> all, Class<? extends HasMetadata> kind) {
        return of(all, kind).stream().map(each -> each.getMetadata().getName()).collect(Collectors.toSet());
    }

    private static long limit(Container container) {
        return Quantity.getAmountInBytes(container.getResources().getLimits().get("memory"))
                .longValue();
    }

    private static String value(Container container, String variable) {
        return container.getEnv().stream()
                .filter(each -> each.getName().equals(variable))
                .map(EnvVar::getValue)
                .findFirst()
                .orElseThrow();
    }
}
