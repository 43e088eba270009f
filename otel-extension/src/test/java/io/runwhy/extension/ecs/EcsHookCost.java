package io.runwhy.extension.ecs;

import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.runwhy.extension.config.Options;
import io.runwhy.extension.hook.Dispatcher;
import io.runwhy.extension.run.States;
import io.runwhy.extension.submit.Submitter;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.function.BiConsumer;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ContainerOverride;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;
import software.amazon.awssdk.services.ecs.model.RunTaskResponse;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskOverride;

/**
 * What the hook of RunTask costs in a quiet loop, without an export: {@code java -cp
 * target/test-classes:target/classes:... EcsHookCost [calls]}. Prints the time of a call with the
 * stamp and without, of the last of ten rounds.
 */
public final class EcsHookCost {
  private static final String METHOD =
      "software.amazon.awssdk.services.ecs.DefaultEcsClient.runTask";

  private EcsHookCost() {}

  public static void main(String[] args) throws Exception {
    int calls = args.length > 0 ? Integer.parseInt(args[0]) : 20_000;
    for (String stamp : new String[] {"true", "false"}) {
      Dispatcher hook = hook(Map.of("runwhy.stamp.ecs.enabled", stamp));
      long nanos = 0;
      for (int round = 0; round < 10; round++) {
        nanos = measure(hook, calls);
      }
      System.out.printf("stamp %s: %.1f us a call%n", stamp, nanos / 1e3);
    }
  }

  private static Dispatcher hook(Map<String, String> properties) {
    Options options = Options.read(properties::get, name -> null, System.out::println);
    Dispatcher dispatcher =
        new Dispatcher(
            (option, e) -> {
              throw new IllegalStateException(option, e);
            });
    long[] told = new long[1];
    SdkTracerProvider tracers = SdkTracerProvider.builder().setSampler(Sampler.alwaysOn()).build();
    Submitter submitter =
        new Submitter(
            tracers.get("cost"),
            event -> told[0]++,
            new States(event -> told[0]++, true),
            Clock.systemUTC());
    EcsHooks.add(dispatcher, options, submitter, event -> told[0]++, Clock.systemUTC());
    return dispatcher;
  }

  @SuppressWarnings("unchecked")
  private static long measure(Dispatcher hook, int calls) {
    SdkRequest request =
        RunTaskRequest.builder()
            .cluster("data")
            .taskDefinition("etl:3")
            .overrides(
                TaskOverride.builder()
                    .containerOverrides(
                        ContainerOverride.builder()
                            .name("main")
                            .command("run", "it")
                            .environment(KeyValuePair.builder().name("A").value("b").build())
                            .build())
                    .build())
            .build();
    RunTaskResponse response =
        RunTaskResponse.builder()
            .tasks(
                Task.builder()
                    .taskArn("arn:aws:ecs:eu-west-1:123456789012:task/data/one")
                    .clusterArn("arn:aws:ecs:eu-west-1:123456789012:cluster/data")
                    .build())
            .build();
    try (EcsClient client =
        EcsClient.builder()
            .endpointOverride(URI.create("http://127.0.0.1:1"))
            .region(Region.EU_WEST_1)
            .credentialsProvider(AnonymousCredentialsProvider.create())
            .httpClient(new NoHttp())
            .build()) {
      long start = System.nanoTime();
      for (int i = 0; i < calls; i++) {
        Object end = hook.apply(METHOD, new Object[] {client, new Object[] {request}});
        ((BiConsumer<Object, Throwable>) end).accept(response, null);
      }
      return (System.nanoTime() - start) / calls;
    }
  }

  /** The calls are not made. */
  private static final class NoHttp implements SdkHttpClient {
    @Override
    public software.amazon.awssdk.http.ExecutableHttpRequest prepareRequest(
        software.amazon.awssdk.http.HttpExecuteRequest request) {
      throw new IllegalStateException();
    }

    @Override
    public void close() {}
  }
}
