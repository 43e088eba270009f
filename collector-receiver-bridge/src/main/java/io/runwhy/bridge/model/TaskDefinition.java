package io.runwhy.bridge.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an ECS task was made from, as far as a diagnosis needs it. Never changes under its ARN.
 * Missing texts are empty; plain environment values are never kept.
 *
 * @param cpuArchitecture X86_64 or ARM64; empty means X86_64
 * @param containers in the order of the definition
 */
public record TaskDefinition(
    String arn,
    String executionRoleArn,
    String taskRoleArn,
    String networkMode,
    String cpu,
    String memory,
    String cpuArchitecture,
    @Nullable Long storageGib,
    List<Container> containers,
    List<Volume> volumes) {

  /**
   * One container definition.
   *
   * @param essential whether the task ends with it
   * @param memory hard limit in MiB; null when only the task has one
   * @param command entry point and command on one line, redacted and cut; empty for the image's own
   * @param log null when none is configured
   * @param secrets names of variables with what they refer to; never their values
   * @param dependsOn containers that it waits for
   * @param stopTimeout seconds between SIGTERM and SIGKILL; null for the default of 30
   * @param healthCheck the command on one line; empty when there is none
   * @param hostPorts fixed ports of the host
   * @param environmentFiles ARNs of files in S3
   */
  public record Container(
      String name,
      String image,
      boolean essential,
      @Nullable Long memory,
      @Nullable Long memoryReservation,
      String command,
      @Nullable Log log,
      List<Secret> secrets,
      List<Dependency> dependsOn,
      @Nullable Long startTimeout,
      @Nullable Long stopTimeout,
      String healthCheck,
      List<Long> hostPorts,
      List<String> environmentFiles,
      boolean repositoryCredentials) {
    public Container {
      secrets = List.copyOf(secrets);
      dependsOn = List.copyOf(dependsOn);
      hostPorts = List.copyOf(hostPorts);
      environmentFiles = List.copyOf(environmentFiles);
    }
  }

  /**
   * Where a container's output goes.
   *
   * @param driver for example {@code awslogs}
   * @param options of {@code awslogs} and the delivery mode only: others may hold tokens
   */
  public record Log(String driver, Map<String, String> options) {
    public Log {
      options = Map.copyOf(options);
    }

    public String group() {
      return options.getOrDefault("awslogs-group", "");
    }

    public String region() {
      return options.getOrDefault("awslogs-region", "");
    }

    public String prefix() {
      return options.getOrDefault("awslogs-stream-prefix", "");
    }
  }

  /** A variable that is filled from Secrets Manager or Parameter Store. */
  public record Secret(String name, String valueFrom) {}

  /** A container waited for. {@code condition} is START, COMPLETE, SUCCESS or HEALTHY. */
  public record Dependency(String container, String condition) {}

  /**
   * A volume.
   *
   * @param kind the key of its configuration, for example {@code efsVolumeConfiguration}; else
   *     empty
   * @param source file system id or host path
   */
  public record Volume(String name, String kind, String source, String rootDirectory) {}

  public TaskDefinition {
    containers = List.copyOf(containers);
    volumes = List.copyOf(volumes);
  }

  public Optional<Container> container(String name) {
    return containers.stream().filter(c -> c.name().equals(name)).findFirst();
  }
}
