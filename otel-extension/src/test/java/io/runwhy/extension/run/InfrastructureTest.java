package io.runwhy.extension.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InfrastructureTest {
  private static final String ID =
      "c3f1a7b2d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "12:memory:/docker/ID | ID",
        "5:cpu:/kubepods/burstable/pod251ae0e8-13f8-400e-9590-16e3a2610302/ID | ID",
        "0::/system.slice/docker-ID.scope | ID",
        "1:name=systemd:/kubepods.slice/kubepods-pod1.slice/cri-containerd-ID.scope | ID",
        "4:cpu:/ecs/0123456789abcdef0123456789abcdef/0123456789abcdef0123456789abcdef-4242 |"
            + " 0123456789abcdef0123456789abcdef-4242",
        "0::/ | ''",
        "0::/user.slice/user-1000.slice | ''",
        "nonsense | ''",
      })
  void theContainerIsReadFromItsCgroup(String line, String id) {
    assertThat(ContainerId.container(List.of(line.replace("ID", ID)), List.of()))
        .isEqualTo(id.replace("ID", ID));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 2 0:1 /var/lib/docker/containers/ID/hostname /etc/hostname rw - ext4 /dev/sda rw | ID",
        "1 2 0:1 /var/lib/containerd/io.containerd.grpc.v1.cri/sandboxes/ID/resolv.conf"
            + " /etc/resolv.conf rw - ext4 /dev/sda rw | ID",
        "1 2 0:1 /containers/storage/overlay-containers/ID/userdata/hostname /etc/hostname rw | ID",
        "1 2 0:1 /home/me/containers/ID/x /srv/data rw - ext4 /dev/sda rw | ''",
        "short | ''",
      })
  void withCgroupTwoItIsReadFromTheMounts(String line, String id) {
    assertThat(ContainerId.container(List.of("0::/"), List.of(line.replace("ID", ID))))
        .isEqualTo(id.replace("ID", ID));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "5:cpu:/kubepods/burstable/pod251ae0e8-13f8-400e-9590-16e3a2610302/abc | '' |"
            + " 251ae0e8-13f8-400e-9590-16e3a2610302",
        "0::/kubepods.slice/kubepods-pod251ae0e8_13f8_400e_9590_16e3a2610302.slice/x.scope | '' |"
            + " 251ae0e8-13f8-400e-9590-16e3a2610302",
        "0::/ | 1 2 0:1 /var/lib/kubelet/pods/251ae0e8-13f8-400e-9590-16e3a2610302/etc-hosts"
            + " /etc/hosts rw | 251ae0e8-13f8-400e-9590-16e3a2610302",
        "0::/ | 1 2 0:1 /srv /srv rw | ''",
      })
  void thePodIsReadFromCgroupOrMounts(String cgroup, String mount, String uid) {
    assertThat(ContainerId.pod(List.of(cgroup), List.of(mount))).isEqualTo(uid);
  }

  @Test
  void inKubernetesThePodIsNamed() {
    Map<String, String> environment =
        Map.of("KUBERNETES_SERVICE_HOST", "10.0.0.1", "HOSTNAME", "train-x1", "NODE_NAME", "n1");
    Map<String, List<String>> files =
        Map.of("/var/run/secrets/kubernetes.io/serviceaccount/namespace", List.of("ml"));

    assertThat(
            new Infrastructure(environment::get, f -> files.getOrDefault(f, List.of()))
                .attributes())
        .isEqualTo(
            Map.of(
                "k8s.pod.name", "train-x1",
                "k8s.namespace.name", "ml",
                "k8s.node.name", "n1"));
  }

  @Test
  void elsewhereAHostNameIsNoPod() {
    assertThat(new Infrastructure(Map.of("HOSTNAME", "laptop")::get, f -> List.of()).attributes())
        .isEmpty();
  }

  @Test
  void whatTheDownwardApiSaysGoesFirstAndTooLongTextsAreLeftOut() {
    Map<String, String> environment =
        Map.of(
            "KUBERNETES_SERVICE_HOST", "10.0.0.1",
            "HOSTNAME", "short",
            "POD_NAME", "x".repeat(5_000),
            "POD_UID", "u1",
            "POD_NAMESPACE", "ns");

    assertThat(new Infrastructure(environment::get, f -> List.of()).attributes())
        .isEqualTo(Map.of("k8s.namespace.name", "ns", "k8s.pod.uid", "u1"));
  }

  @Test
  void aFileIsReadToItsBoundAndAMissingOneIsNone(@TempDir Path directory) throws Exception {
    Path big = Files.writeString(directory.resolve("big"), "x\n".repeat(SmallFile.LIMIT));

    assertThat(SmallFile.lines(big.toString()).orElseThrow()).hasSize(SmallFile.LIMIT / 2);
    assertThat(SmallFile.lines(directory.resolve("none").toString())).isEmpty();
    assertThat(SmallFile.lines(directory.toString())).isEmpty();
    assertThat(SmallFile.lines("\u0000")).isEmpty();
  }
}
