package io.runwhy.extension.run;

import io.runwhy.conventions.RunAttributes;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Whose a record is: the run's id and names. Missing texts are empty. */
public final class Run {
  /** Longest text of an identity, in characters; the Kubernetes limit of a name. */
  public static final int MAX_LENGTH = 253;

  /** A process that is no run and has none. */
  public static final Run NONE = new Run("", "", "", "", "", "");

  private final String id;
  private final String name;
  private final String orchestrator;
  private final String deployment;
  private final String workPool;
  private final String workQueue;
  private final Map<String, Object> attributes;

  private Run(
      String id,
      String name,
      String orchestrator,
      String deployment,
      String workPool,
      String workQueue) {
    this.id = clean(id);
    this.name = clean(name);
    this.orchestrator = clean(orchestrator);
    this.deployment = clean(deployment);
    this.workPool = clean(workPool);
    this.workQueue = clean(workQueue);
    Map<String, Object> values = new LinkedHashMap<>();
    put(values, RunAttributes.RUN_ID, this.id);
    put(values, RunAttributes.CICD_PIPELINE_RUN_ID, this.id);
    put(values, RunAttributes.RUN_NAME, this.name);
    put(values, RunAttributes.ORCHESTRATOR, this.orchestrator);
    put(values, RunAttributes.DEPLOYMENT_NAME, this.deployment);
    put(values, RunAttributes.WORK_POOL_NAME, this.workPool);
    put(values, RunAttributes.WORK_QUEUE_NAME, this.workQueue);
    this.attributes = Collections.unmodifiableMap(values);
  }

  /**
   * A run. Texts are cut at {@value #MAX_LENGTH} characters, control characters are taken out.
   *
   * @param orchestrator name of the preset that knew it
   */
  public static Run of(
      String id,
      String name,
      String orchestrator,
      String deployment,
      String workPool,
      String workQueue) {
    return new Run(id, name, orchestrator, deployment, workPool, workQueue);
  }

  /** Empty when it is not known. */
  public String id() {
    return id;
  }

  public String name() {
    return name;
  }

  public String orchestrator() {
    return orchestrator;
  }

  String deployment() {
    return deployment;
  }

  String workPool() {
    return workPool;
  }

  String workQueue() {
    return workQueue;
  }

  /** For records; only what is known. */
  public Map<String, Object> attributes() {
    return attributes;
  }

  private static void put(Map<String, Object> values, String key, String value) {
    if (!value.isEmpty()) {
      values.put(key, value);
    }
  }

  private static String clean(String text) {
    String shorter = text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) : text;
    StringBuilder result = new StringBuilder(shorter.length());
    for (int i = 0; i < shorter.length(); i++) {
      char c = shorter.charAt(i);
      if (!Character.isISOControl(c)) {
        result.append(c);
      }
    }
    return result.toString().trim();
  }
}
