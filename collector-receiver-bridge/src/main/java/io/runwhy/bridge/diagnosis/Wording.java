package io.runwhy.bridge.diagnosis;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import io.runwhy.bridge.model.Diagnosis;
import io.runwhy.bridge.model.FaultDomain;
import io.runwhy.bridge.model.Retryable;
import io.runwhy.bridge.model.Severity;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Fills the catalogue's templates with a finding's values. */
final class Wording {
  private static final Mustache.Compiler COMPILER =
      Mustache.compiler().escapeHTML(false).emptyStringIsFalse(true).defaultValue("");

  private final Map<String, Compiled> texts = new HashMap<>();
  private final Catalogue catalogue;

  private record Compiled(Template summary, Template detail, Template resolution) {}

  Wording(Catalogue catalogue) {
    this.catalogue = catalogue;
    for (CatalogueEntry entry : catalogue.entries()) {
      texts.put(
          entry.code(),
          new Compiled(
              COMPILER.compile(entry.summary()),
              COMPILER.compile(entry.detail()),
              COMPILER.compile(entry.resolution())));
    }
  }

  /**
   * The diagnosis in words.
   *
   * @param hint what the program's log points to, if it does; its remedy is offered as possible
   */
  Diagnosis diagnosis(
      RunView run,
      Finding finding,
      @Nullable Finding hint,
      List<Diagnosis.Contributing> contributing) {
    CatalogueEntry entry = catalogue.entry(finding.code());
    Compiled templates = texts.get(finding.code());
    if (templates == null) {
      throw new IllegalStateException("no texts for " + finding.code());
    }
    Map<String, String> values = values(run, finding);
    FaultDomain domain = finding.faultDomain();
    Retryable retryable = finding.retryable();
    return new Diagnosis(
        finding.code(),
        severity(run, finding, entry),
        templates.summary().execute(values).strip(),
        templates.detail().execute(values).strip(),
        templates.resolution().execute(values).strip() + possibly(run, hint),
        finding.confidence(),
        domain == null ? entry.faultDomain() : domain,
        retryable == null ? entry.retryable() : retryable,
        finding.container(),
        finding.role(),
        finding.attempt(),
        finding.evidence(),
        contributing);
  }

  private String possibly(RunView run, @Nullable Finding hint) {
    Compiled templates = hint == null ? null : texts.get(hint.code());
    return hint == null || templates == null
        ? ""
        : "\nIf it is what the log points to ("
            + hint.code()
            + "):\n"
            + templates.resolution().execute(values(run, hint)).strip().indent(2).stripTrailing();
  }

  String summary(RunView run, Finding finding) {
    Compiled templates = texts.get(finding.code());
    return templates == null
        ? finding.code()
        : templates.summary().execute(values(run, finding)).strip();
  }

  /** The run's own names, then the finding's values. */
  private static Map<String, String> values(RunView run, Finding finding) {
    Map<String, String> values = new HashMap<>();
    values.put("namespace", run.history().run().namespace());
    values.put("run", run.history().run().name());
    if (run.job() != null) {
      values.put("job", run.job().name());
    }
    values.putAll(finding.values());
    return values;
  }

  /**
   * A run that may still go on makes an ERROR a WARNING, until it has waited for longer than its
   * budget.
   */
  private static Severity severity(RunView run, Finding finding, CatalogueEntry entry) {
    Severity set = finding.severity();
    Severity own = set == null ? entry.severity() : set;
    if (set != null || own != Severity.ERROR || run.isOver()) {
      return own;
    }
    return run.waitsTooLong(finding.attempt()) ? Severity.ERROR : Severity.WARNING;
  }
}
