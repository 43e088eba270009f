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
  private final Map<String, Compiled> onEcs = new HashMap<>();
  private final Catalogue catalogue;

  private record Compiled(Template summary, Template detail, Template resolution) {}

  Wording(Catalogue catalogue) {
    this.catalogue = catalogue;
    for (CatalogueEntry entry : catalogue.entries()) {
      texts.put(entry.code(), compiled(entry));
      onEcs.put(entry.code(), compiled(entry.ofEcs()));
    }
  }

  private static Compiled compiled(CatalogueEntry entry) {
    return new Compiled(
        COMPILER.compile(entry.summary()),
        COMPILER.compile(entry.detail()),
        COMPILER.compile(entry.resolution()));
  }

  private CatalogueEntry entry(Scene run, String code) {
    CatalogueEntry entry = catalogue.entry(code);
    return run.onEcs() ? entry.ofEcs() : entry;
  }

  private Compiled texts(Scene run, String code) {
    Compiled templates = (run.onEcs() ? onEcs : texts).get(code);
    if (templates == null) {
      throw new IllegalStateException("no texts for " + code);
    }
    return templates;
  }

  /**
   * The diagnosis in words.
   *
   * @param hint what the program's log points to, if it does; its remedy is offered as possible
   */
  Diagnosis diagnosis(
      Scene run,
      Finding finding,
      @Nullable Finding hint,
      List<Diagnosis.Contributing> contributing) {
    CatalogueEntry entry = entry(run, finding.code());
    Compiled templates = texts(run, finding.code());
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

  private String possibly(Scene run, @Nullable Finding hint) {
    return hint == null
        ? ""
        : "\nIf it is what the log points to ("
            + hint.code()
            + "):\n"
            + texts(run, hint.code())
                .resolution()
                .execute(values(run, hint))
                .strip()
                .indent(2)
                .stripTrailing();
  }

  String summary(Scene run, Finding finding) {
    return texts(run, finding.code()).summary().execute(values(run, finding)).strip();
  }

  /** The run's own names, then the finding's values. */
  private static Map<String, String> values(Scene run, Finding finding) {
    Map<String, String> values = new HashMap<>(run.names());
    values.putAll(finding.values());
    return values;
  }

  /**
   * A run that may still go on makes an ERROR a WARNING, until it has waited for longer than its
   * budget.
   */
  private static Severity severity(Scene run, Finding finding, CatalogueEntry entry) {
    Severity set = finding.severity();
    Severity own = set == null ? entry.severity() : set;
    if (set != null || own != Severity.ERROR || run.isOver()) {
      return own;
    }
    return run.waitsTooLong(finding.attempt()) ? Severity.ERROR : Severity.WARNING;
  }
}
