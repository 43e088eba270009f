package io.runwhy.extension.code;

import static net.bytebuddy.matcher.ElementMatchers.isBridge;
import static net.bytebuddy.matcher.ElementMatchers.isPublic;
import static net.bytebuddy.matcher.ElementMatchers.nameEndsWith;
import static net.bytebuddy.matcher.ElementMatchers.nameStartsWith;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.namedOneOf;
import static net.bytebuddy.matcher.ElementMatchers.not;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;
import static net.bytebuddy.matcher.ElementMatchers.takesNoArguments;

import io.runwhy.extension.hook.HookModule;
import io.runwhy.extension.hook.HookedType;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.matcher.ElementMatcher;

/** Hooks the clients that fetch code and data, in any package that they were moved to. */
public final class CodeModule extends HookModule {
  public CodeModule() {
    super(
        "runwhy-code",
        HookedType.of(
                endsWithAny(
                    "jgit.api.CloneCommand",
                    "jgit.api.FetchCommand",
                    "jgit.api.PullCommand",
                    "jgit.api.CheckoutCommand"))
            .see(named("call").and(takesNoArguments()).and(not(isBridge()))),
        HookedType.of(
                endsWithAny("services.s3.DefaultS3Client", "services.s3.DefaultS3AsyncClient"))
            .see(named("getObject").and(takesArguments(2)).and(not(isBridge()))),
        HookedType.of(endsWithAny("cloud.storage.StorageImpl", "cloud.storage.GrpcStorageImpl"))
            .see(
                namedOneOf("readAllBytes", "downloadTo", "reader")
                    .and(isPublic())
                    .and(not(isBridge()))),
        HookedType.of(
                endsWithAny(
                    "cloud.storage.BaseStorageReadChannel", "cloud.storage.GrpcBlobReadChannel"))
            .see(
                named("read")
                    .and(takesArguments(1))
                    .and(takesArgument(0, named("java.nio.ByteBuffer")))
                    .and(not(isBridge())))
            .see(named("close").and(takesNoArguments())),
        HookedType.of(endsWithAny("blob.specialized.BlobClientBase"))
            .see(
                nameStartsWith("download")
                    .or(named("openInputStream"))
                    .and(isPublic())
                    .and(not(isBridge()))));
  }

  private static ElementMatcher.Junction<TypeDescription> endsWithAny(String... suffixes) {
    ElementMatcher.Junction<TypeDescription> any = nameEndsWith("." + suffixes[0]);
    for (String suffix : suffixes) {
      any = any.or(nameEndsWith("." + suffix));
    }
    return any;
  }
}
