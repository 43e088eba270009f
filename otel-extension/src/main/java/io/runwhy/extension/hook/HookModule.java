package io.runwhy.extension.hook;

import io.opentelemetry.javaagent.extension.instrumentation.InstrumentationModule;
import io.opentelemetry.javaagent.extension.instrumentation.TypeInstrumentation;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * An instrumentation module of ours: inlined advice and one helper class. It is also on where all
 * instrumentations are off by default; {@code -Dotel.instrumentation.NAME.enabled=false} switches
 * it off.
 */
public abstract class HookModule extends InstrumentationModule {
  private final List<TypeInstrumentation> types;

  protected HookModule(String name, HookedType... types) {
    super(name);
    this.types = Collections.unmodifiableList(Arrays.asList(types));
  }

  @Override
  public final List<TypeInstrumentation> typeInstrumentations() {
    return types;
  }

  @Override
  public final List<String> getAdditionalHelperClassNames() {
    return Collections.singletonList(Hooks.class.getName());
  }

  @Override
  public final List<String> injectedClassNames() {
    return getAdditionalHelperClassNames();
  }

  @Override
  public final boolean defaultEnabled() {
    return true;
  }

  @Override
  public final boolean defaultEnabled(ConfigProperties config) {
    return true;
  }
}
