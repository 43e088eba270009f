package io.runwhy.bridge.cli;

import io.runwhy.bridge.diagnosis.ExitCodeMeaning;
import io.runwhy.bridge.diagnosis.ExitCodes;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Tells what an exit code or the code of a cause means. */
@Command(
    name = "explain",
    description = "Tells what an exit code means, or a cause such as OOM.Container.")
public final class ExplainCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(
      paramLabel = "CODE",
      description = "An exit code (137, -9 or 0xC000013A) or the code of a cause (OOM.Container).")
  String code = "";

  @Option(
      names = "--engine",
      description = "The program family: jvm, python, spark, argo, git, curl, windows.")
  String engine = "";

  @Option(
      names = {"-o", "--output"},
      defaultValue = "text",
      description = "text or json. Default: text.")
  OutputFormat output = OutputFormat.text;

  public ExplainCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (code.matches("[A-Za-z]+\\.[A-Za-z0-9]+")) {
      CauseView causes = new CauseView(terminal.style());
      terminal.out().println(output == OutputFormat.json ? causes.json(code) : causes.text(code));
      return Exit.ANSWERED;
    }
    ExitCodes registry = ExitCodes.standard();
    if (!engine.isEmpty() && !registry.engines().contains(engine.toLowerCase(Locale.ROOT))) {
      throw new CliException(
          Exit.BAD_INPUT,
          "option --engine: \""
              + engine
              + "\" is not known; known are "
              + String.join(", ", registry.engines()));
    }
    long number = number(code);
    List<ExitCodeMeaning> meanings = registry.explain(number, engine);
    if (meanings.isEmpty() && number > 0xFFFF) {
      meanings = registry.explain(number, "windows");
    }
    if (output == OutputFormat.json) {
      terminal.out().println(json(meanings));
    } else if (meanings.isEmpty()) {
      terminal
          .out()
          .println("Exit code " + code + " is not in the registry: the program's own code.");
    } else {
      meanings.forEach(this::print);
    }
    return Exit.ANSWERED;
  }

  private void print(ExitCodeMeaning m) {
    Style style = terminal.style();
    terminal
        .out()
        .println(
            style.bold(code + "  " + m.title())
                + style.dim(
                    "  ("
                        + VerdictView.lower(m.certainty())
                        + (m.engine().isEmpty() ? "" : ", " + m.engine())
                        + ")"));
    Layout.wrap(m.meaning(), style.width() - 2).forEach(l -> terminal.out().println("  " + l));
    Layout.wrap(m.resolution(), style.width() - 2).forEach(l -> terminal.out().println("  " + l));
  }

  private static ArrayNode json(List<ExitCodeMeaning> meanings) {
    ArrayNode array = JsonMapper.builder().build().createArrayNode();
    for (ExitCodeMeaning m : meanings) {
      ObjectNode node = array.addObject();
      node.put("code", m.code());
      node.put("engine", m.engine());
      node.put("title", m.title());
      node.put("meaning", m.meaning());
      node.put("certainty", VerdictView.lower(m.certainty()));
      node.put("resolution", m.resolution());
    }
    return array;
  }

  private static long number(String text) {
    try {
      return Long.decode(text);
    } catch (NumberFormatException e) {
      throw new CliException(
          Exit.BAD_INPUT,
          "CODE: \""
              + text
              + "\" is no exit code and no cause; expected a number such as 137, -9 or 0xC000013A,"
              + " or a code such as OOM.Container");
    }
  }
}
