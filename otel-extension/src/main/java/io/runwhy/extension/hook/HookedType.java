package io.runwhy.extension.hook;

import io.opentelemetry.javaagent.extension.instrumentation.TypeInstrumentation;
import io.opentelemetry.javaagent.extension.instrumentation.TypeTransformer;
import java.util.ArrayList;
import java.util.List;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.matcher.ElementMatcher;

/** Which methods of which classes are hooked. */
public final class HookedType implements TypeInstrumentation {
  private static final String PACKAGE = "io.runwhy.extension.hook.";

  private final ElementMatcher<TypeDescription> type;
  private final List<ElementMatcher<? super MethodDescription>> seen = new ArrayList<>();
  private final List<ElementMatcher<? super MethodDescription>> changed = new ArrayList<>();

  private HookedType(ElementMatcher<TypeDescription> type) {
    this.type = type;
  }

  public static HookedType of(ElementMatcher<TypeDescription> type) {
    return new HookedType(type);
  }

  /** Methods that are only looked at. */
  public HookedType see(ElementMatcher<? super MethodDescription> methods) {
    seen.add(methods);
    return this;
  }

  /** Methods whose arguments may be replaced. */
  public HookedType change(ElementMatcher<? super MethodDescription> methods) {
    changed.add(methods);
    return this;
  }

  @Override
  public ElementMatcher<TypeDescription> typeMatcher() {
    return type;
  }

  @Override
  public void transform(TypeTransformer transformer) {
    for (ElementMatcher<? super MethodDescription> methods : seen) {
      transformer.applyAdviceToMethod(methods, PACKAGE + "CallAdvice");
    }
    for (ElementMatcher<? super MethodDescription> methods : changed) {
      transformer.applyAdviceToMethod(methods, PACKAGE + "ChangeAdvice");
    }
  }
}
