import java.net.URI;
import java.util.concurrent.ExecutionException;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ecs.EcsAsyncClient;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;
import software.amazon.awssdk.services.ecs.model.RunTaskResponse;
import software.amazon.awssdk.services.ecs.model.StartTaskRequest;

/** Starts tasks at the endpoint args[0] in every way; the family tells the stub what to answer. */
public final class EcsSteps {
  interface Step {
    Object run() throws Exception;
  }

  public static void main(String[] args) throws Exception {
    StaticCredentialsProvider who = StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIAAAAAAAAAAAAAAAAA", "SECRETkey"));
    EcsClient ecs = EcsClient.builder().endpointOverride(URI.create(args[0])).region(Region.EU_WEST_1).credentialsProvider(who)
        .overrideConfiguration(o -> o.retryStrategy(r -> r.maxAttempts(1))).build();
    EcsAsyncClient async = EcsAsyncClient.builder().endpointOverride(URI.create(args[0])).region(Region.EU_WEST_1).credentialsProvider(who)
        .overrideConfiguration(o -> o.retryStrategy(r -> r.maxAttempts(1))).build();
    EcsClient nowhere = EcsClient.builder().endpointOverride(URI.create("http://127.0.0.1:1")).region(Region.EU_WEST_1).credentialsProvider(who)
        .overrideConfiguration(o -> o.retryStrategy(r -> r.maxAttempts(1))).build();
    tell("one", () -> first(ecs.runTask(task("one", 1))));
    tell("plain", () -> first(ecs.runTask(r -> r.taskDefinition("plain:3").cluster("arn:aws:ecs:eu-central-1:123456789012:cluster/data"))));
    tell("many", () -> ecs.runTask(task("many", 3)).tasks().size());
    tell("token", () -> first(ecs.runTask(task("token", 1).toBuilder().clientToken("once").build())));
    tell("start", () -> ecs.startTask(StartTaskRequest.builder().taskDefinition("start:7").containerInstances("i-1")
        .overrides(o -> o.containerOverrides(c -> c.name("main").environment(e -> e.name("A").value("b")))).build()).tasks().size());
    tell("denied", () -> ecs.runTask(task("denied", 1)));
    tell("failures", () -> ecs.runTask(task("failures", 1)).failures().size());
    tell("both", () -> first(ecs.runTask(task("both", 2))));
    tell("nowhere", () -> nowhere.runTask(task("nowhere", 1)));
    tell("async", () -> first(async.runTask(task("async", 1)).get()));
    tell("later", () -> async.startTask(StartTaskRequest.builder().taskDefinition("later:7").containerInstances("i-1")
        .overrides(o -> o.containerOverrides(c -> c.name("main").environment(e -> e.name("A").value("b")))).build()).get().tasks().size());
    tell("async-denied", () -> async.runTask(task("denied", 1)).get());
    ecs.close();
    async.close();
    nowhere.close();
    System.exit(7);
  }

  private static String first(RunTaskResponse response) {
    return response.tasks().get(0).taskArn();
  }

  private static RunTaskRequest task(String family, int count) {
    return RunTaskRequest.builder().cluster("data").taskDefinition(family).count(count).clientToken(null)
        .overrides(o -> o.cpu("256").containerOverrides(c -> c.name("main").command("run", "it").environment(e -> e.name("A").value("b")))).build();
  }

  private static void tell(String name, Step step) {
    try {
      System.out.println(name + " " + step.run());
    } catch (Throwable thrown) {
      Throwable e = thrown instanceof ExecutionException ? thrown.getCause() : thrown;
      System.out.println(name + " " + e.getClass().getName() + " " + (e instanceof AwsServiceException ? ((AwsServiceException) e).awsErrorDetails().errorCode() : ""));
    }
  }
}
