package io.runwhy.bridge.model;

import io.runwhy.conventions.Arns;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One version of an Amazon ECS task. Missing texts are empty. Nothing of the overrides is kept but
 * whether a container has some: secrets live there.
 *
 * @param version counts up with each change; orders what events and polling tell
 * @param definitionArn ARN of the task definition, with its revision
 * @param group {@code service:NAME} for tasks of a service, else free text
 * @param launchType FARGATE, EC2, EXTERNAL or MANAGED_INSTANCES
 * @param lastStatus an open set, from PROVISIONING to STOPPED
 * @param stopCode an open set; often missing
 * @param cpu CPU units of the task, as written
 * @param memory MiB of the task, as written
 * @param storageGib ephemeral storage in GiB
 * @param createdAt when ECS accepted it
 * @param stoppingAt when it was asked to stop; before or after {@code executionStoppedAt}
 * @param executionStoppedAt when an essential container ended
 */
public record Task(
    String arn,
    String clusterArn,
    long version,
    String definitionArn,
    String group,
    String startedBy,
    String launchType,
    String capacityProvider,
    String platformVersion,
    String zone,
    String containerInstanceArn,
    String lastStatus,
    String desiredStatus,
    String stopCode,
    String stoppedReason,
    String connectivity,
    @Nullable Instant connectivityAt,
    String cpu,
    String memory,
    @Nullable Long storageGib,
    @Nullable Instant createdAt,
    @Nullable Instant pullStartedAt,
    @Nullable Instant pullStoppedAt,
    @Nullable Instant startedAt,
    @Nullable Instant stoppingAt,
    @Nullable Instant executionStoppedAt,
    @Nullable Instant stoppedAt,
    List<Container> containers,
    List<Attachment> attachments) {

  /**
   * A container of the task.
   *
   * @param exitCode null when the runtime never reported an exit
   * @param reason {@code ErrorName: message}, cut anywhere; empty when there is none
   * @param runtimeId id at the runtime; empty when it was never created
   * @param memory hard limit in MiB, as written
   * @param overridden whether RunTask gave it a command or a variable of its own
   */
  public record Container(
      String name,
      String image,
      String lastStatus,
      @Nullable Integer exitCode,
      String reason,
      String runtimeId,
      String cpu,
      String memory,
      String memoryReservation,
      String healthStatus,
      boolean overridden) {}

  /** A network interface or volume. {@code status} is an open set, for example ATTACHED. */
  public record Attachment(String type, String status, Map<String, String> details) {
    public Attachment {
      details = Map.copyOf(details);
    }

    public String detail(String name) {
      return details.getOrDefault(name, "");
    }
  }

  public Task {
    containers = List.copyOf(containers);
    attachments = List.copyOf(attachments);
  }

  /** The last part of the ARN. */
  public String id() {
    return Arns.last(arn);
  }

  /** The cluster's name. */
  public String cluster() {
    return Arns.last(clusterArn);
  }

  /** {@code FAMILY:REVISION}. */
  public String definition() {
    return Arns.last(definitionArn);
  }

  public String family() {
    String definition = definition();
    int colon = definition.lastIndexOf(':');
    return colon < 0 ? definition : definition.substring(0, colon);
  }

  public String region() {
    return Arns.region(arn);
  }

  /** The service that the task belongs to; empty when it was started by itself. */
  public String service() {
    return group.startsWith("service:") ? group.substring("service:".length()) : "";
  }

  public boolean isStopped() {
    return lastStatus.equals("STOPPED") || lastStatus.equals("DELETED");
  }

  public boolean isFargate() {
    return launchType.equals("FARGATE") || capacityProvider.startsWith("FARGATE");
  }

  /** The times that are known, in the order of a life. */
  public Stream<Instant> times() {
    return Stream.of(
            Optional.ofNullable(createdAt),
            Optional.ofNullable(pullStartedAt),
            Optional.ofNullable(pullStoppedAt),
            Optional.ofNullable(startedAt),
            Optional.ofNullable(executionStoppedAt),
            Optional.ofNullable(stoppingAt),
            Optional.ofNullable(stoppedAt))
        .flatMap(Optional::stream);
  }

  public Optional<Container> container(String name) {
    return containers.stream().filter(c -> c.name().equals(name)).findFirst();
  }

  public Optional<Attachment> attachment(String type) {
    return attachments.stream().filter(a -> a.type().equals(type)).findFirst();
  }
}
