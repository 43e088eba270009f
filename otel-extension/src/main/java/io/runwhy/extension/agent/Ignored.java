package io.runwhy.extension.agent;

import io.opentelemetry.javaagent.extension.ignore.IgnoredTypesBuilder;
import io.opentelemetry.javaagent.extension.ignore.IgnoredTypesConfigurer;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;

/** Classes of the JDK that the agent leaves alone unless it is told otherwise. */
public final class Ignored implements IgnoredTypesConfigurer {
  @Override
  public void configure(IgnoredTypesBuilder builder) {
    builder
        .allowClass("java.lang.ProcessBuilder")
        .allowClass("java.lang.ProcessImpl")
        .allowClass("java.lang.ProcessHandleImpl")
        .allowClass("java.lang.UNIXProcess")
        .allowClass("java.lang.ThreadGroup")
        .allowClass("java.lang.Shutdown")
        .allowClass("jdk.internal.misc.Signal")
        .allowClass("sun.misc.Signal")
        .allowClass("com.google.cloud.storage.StorageImpl")
        .allowClass("com.google.cloud.storage.GrpcStorageImpl")
        .allowClass("com.google.cloud.storage.BaseStorageReadChannel")
        .allowClass("com.google.cloud.storage.GrpcBlobReadChannel")
        .allowClass("sun.net.www.protocol.http.HttpURLConnection")
        .allowClass("jdk.internal.net.http.HttpClientImpl");
  }

  @Override
  public void configure(IgnoredTypesBuilder builder, ConfigProperties config) {
    configure(builder);
  }
}
