package io.runwhy.conventions;

/**
 * Attribute keys on log records, spans and metric points. A key of the OpenTelemetry semantic
 * conventions is used where one exists; keys of our own start with {@code runwhy.}. Each constant
 * holds the name it is called after.
 */
public final class RunAttributes {
  public static final String RUN_ID = "runwhy.run.id";
  public static final String RUN_NAME = "runwhy.run.name";
  public static final String RUN_ATTEMPT = "runwhy.run.attempt";
  public static final String ORCHESTRATOR = "runwhy.orchestrator";
  public static final String DEPLOYMENT_NAME = "runwhy.deployment.name";
  public static final String WORK_POOL_NAME = "runwhy.work_pool.name";
  public static final String WORK_QUEUE_NAME = "runwhy.work_queue.name";
  public static final String RECORD_ID = "runwhy.record.id";

  public static final String STATE_NAME = "runwhy.state.name";
  public static final String STATE_TYPE = "runwhy.state.type";
  public static final String STATE_STAGE = "runwhy.state.stage";
  public static final String STATE_MESSAGE = "runwhy.state.message";
  public static final String STATE_PREVIOUS = "runwhy.state.previous";
  public static final String STATE_START_MS = "runwhy.state.start_ms";
  public static final String STATE_END_MS = "runwhy.state.end_ms";
  public static final String STAGE_DURATION = "runwhy.stage.duration";

  public static final String DIAGNOSIS_CODE = "runwhy.diagnosis.code";
  public static final String DIAGNOSIS_SEVERITY = "runwhy.diagnosis.severity";
  public static final String DIAGNOSIS_SUMMARY = "runwhy.diagnosis.summary";
  public static final String DIAGNOSIS_DETAIL = "runwhy.diagnosis.detail";
  public static final String DIAGNOSIS_RESOLUTION = "runwhy.diagnosis.resolution";
  public static final String DIAGNOSIS_CONFIDENCE = "runwhy.diagnosis.confidence";
  public static final String DIAGNOSIS_FAULT_DOMAIN = "runwhy.diagnosis.fault_domain";
  public static final String DIAGNOSIS_RETRYABLE = "runwhy.diagnosis.retryable";
  public static final String DIAGNOSIS_CONTAINER = "runwhy.diagnosis.container";
  public static final String DIAGNOSIS_CONTAINER_ROLE = "runwhy.diagnosis.container_role";
  public static final String DIAGNOSIS_EVIDENCE = "runwhy.diagnosis.evidence";
  public static final String DIAGNOSIS_CONTRIBUTING = "runwhy.diagnosis.contributing";
  public static final String DIAGNOSIS_PREVIOUS_CODE = "runwhy.diagnosis.previous_code";

  /** Prefect's public label value for the same cause, so that existing automations keep working. */
  public static final String PREFECT_DIAGNOSIS = "prefect.diagnosis";

  public static final String LOG_RECOVERED = "runwhy.log.recovered";
  public static final String LOG_SOURCE = "runwhy.log.source";
  public static final String LOG_CONTAINER_ATTEMPT = "runwhy.log.container_attempt";
  public static final String LOG_TRUNCATED = "runwhy.log.truncated";

  /** Why a part of the stamp was not written: too long. */
  public static final String STAMP_LEFT_OUT = "runwhy.stamp.left_out";

  /** What happened to a process: submit, start, exit, signal, shutdown, exception. */
  public static final String PROCESS_STEP = "runwhy.process.step";

  /** Seconds that the step took. */
  public static final String PROCESS_DURATION = "runwhy.process.duration";

  /** What an exit code means. */
  public static final String PROCESS_EXIT_MEANING = "runwhy.process.exit.meaning";

  /** Name of a signal, for example SIGTERM. */
  public static final String PROCESS_SIGNAL = "runwhy.process.signal";

  /** Seconds that the process has lived. */
  public static final String PROCESS_UPTIME = "runwhy.process.uptime";

  /** Seconds between a signal, or the request to end, and the end of the process. */
  public static final String PROCESS_SHUTDOWN_DURATION = "runwhy.process.shutdown.duration";

  /** A step of fetching code or data: clone, fetch, checkout, get, download. */
  public static final String CODE_STEP = "runwhy.code.step";

  /** What code or data came from: git, s3, gcs, azure_blob, http. */
  public static final String CODE_SOURCE = "runwhy.code.source";

  /** Where it came from, without secrets. */
  public static final String CODE_LOCATION = "runwhy.code.location";

  /** Bytes that were fetched. */
  public static final String CODE_BYTES = "runwhy.code.bytes";

  /** Seconds that the step took. */
  public static final String CODE_DURATION = "runwhy.code.duration";

  /** When the step began, in milliseconds since the epoch. */
  public static final String CODE_START_MS = "runwhy.code.start_ms";

  /** Steps that were not told before this one because there were too many. */
  public static final String CODE_UNTOLD = "runwhy.code.untold";

  /** What to do about a failure. */
  public static final String HINT = "runwhy.hint";

  public static final String CAUSE = "runwhy.cause";
  public static final String FAULT_DOMAIN = "runwhy.fault_domain";
  public static final String STATE = "runwhy.state";
  public static final String STAGE = "runwhy.stage";

  /** Of the bridge's own metrics: which watch. */
  public static final String SOURCE = "runwhy.source";

  /** Of the bridge's own metrics: why something was dropped. */
  public static final String REASON = "runwhy.reason";

  /** Whose process metrics are: of the program itself (self), or of its children together. */
  public static final String PROCESS_SCOPE = "runwhy.process.scope";

  /** What was waited for: cpu, memory or io. */
  public static final String RESOURCE = "runwhy.resource";

  /** Standard: user or system. */
  public static final String CPU_MODE = "cpu.mode";

  public static final String EVENT_NAME = "event.name";
  public static final String ERROR_TYPE = "error.type";
  public static final String CICD_PIPELINE_RUN_ID = "cicd.pipeline.run.id";
  public static final String CICD_PIPELINE_RUN_STATE = "cicd.pipeline.run.state";
  public static final String CICD_PIPELINE_RESULT = "cicd.pipeline.result";
  public static final String K8S_CLUSTER_NAME = "k8s.cluster.name";
  public static final String K8S_NAMESPACE_NAME = "k8s.namespace.name";
  public static final String K8S_POD_NAME = "k8s.pod.name";
  public static final String K8S_POD_UID = "k8s.pod.uid";
  public static final String K8S_JOB_NAME = "k8s.job.name";
  public static final String K8S_JOB_UID = "k8s.job.uid";
  public static final String K8S_DEPLOYMENT_NAME = "k8s.deployment.name";
  public static final String K8S_DEPLOYMENT_UID = "k8s.deployment.uid";
  public static final String K8S_STATEFULSET_NAME = "k8s.statefulset.name";
  public static final String K8S_STATEFULSET_UID = "k8s.statefulset.uid";
  public static final String K8S_REPLICASET_NAME = "k8s.replicaset.name";
  public static final String K8S_REPLICASET_UID = "k8s.replicaset.uid";
  public static final String K8S_NODE_NAME = "k8s.node.name";
  public static final String K8S_CONTAINER_NAME = "k8s.container.name";
  public static final String CONTAINER_ID = "container.id";
  public static final String CONTAINER_NAME = "container.name";
  public static final String AWS_ECS_CLUSTER_ARN = "aws.ecs.cluster.arn";
  public static final String AWS_ECS_TASK_ARN = "aws.ecs.task.arn";
  public static final String AWS_ECS_TASK_ID = "aws.ecs.task.id";
  public static final String AWS_ECS_TASK_FAMILY = "aws.ecs.task.family";
  public static final String AWS_ECS_TASK_REVISION = "aws.ecs.task.revision";
  public static final String AWS_ECS_LAUNCHTYPE = "aws.ecs.launchtype";
  public static final String CLOUD_REGION = "cloud.region";
  public static final String CLOUD_ACCOUNT_ID = "cloud.account.id";
  public static final String CLOUD_AVAILABILITY_ZONE = "cloud.availability_zone";

  public static final String PROCESS_PID = "process.pid";
  public static final String PROCESS_PARENT_PID = "process.parent_pid";
  public static final String PROCESS_EXECUTABLE_NAME = "process.executable.name";
  public static final String PROCESS_COMMAND_LINE = "process.command_line";
  public static final String PROCESS_EXIT_CODE = "process.exit.code";
  public static final String PROCESS_CREATION_TIME = "process.creation.time";
  public static final String PROCESS_RUNTIME_NAME = "process.runtime.name";
  public static final String PROCESS_RUNTIME_VERSION = "process.runtime.version";
  public static final String THREAD_NAME = "thread.name";
  public static final String CODE_FUNCTION_NAME = "code.function.name";
  public static final String HTTP_RESPONSE_STATUS_CODE = "http.response.status_code";
  public static final String AWS_S3_BUCKET = "aws.s3.bucket";
  public static final String AWS_S3_KEY = "aws.s3.key";
  public static final String AWS_REQUEST_ID = "aws.request_id";
  public static final String EXCEPTION_TYPE = "exception.type";
  public static final String EXCEPTION_MESSAGE = "exception.message";
  public static final String VCS_REPOSITORY_URL_FULL = "vcs.repository.url.full";
  public static final String VCS_REF_HEAD_REVISION = "vcs.ref.head.revision";
  public static final String VCS_REF_HEAD_NAME = "vcs.ref.head.name";

  private RunAttributes() {}
}
