package io.runwhy.bridge.cli;

import io.runwhy.bridge.answer.Answer;
import io.runwhy.bridge.answer.AnswerJson;
import io.runwhy.bridge.answer.LocalDiagnosis;
import io.runwhy.bridge.model.Undiagnosed;
import io.runwhy.bridge.source.NoRunException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Explains objects that are brought along, without a cluster and without any set-up. */
@Command(
    name = "diagnose",
    description = "Says why a pod, Job or ECS task failed or is stuck, from its JSON alone.",
    footer = {
      "",
      "  kubectl get pod NAME -o json | runwhy diagnose -",
      "  runwhy diagnose -o json failed/*.json",
      "  kubectl get job,pod,events -n NAMESPACE -o json | runwhy diagnose --each -",
      "  aws ecs describe-tasks --cluster CLUSTER --tasks ID | runwhy diagnose -",
      "",
      "A file may hold a Pod, a Job, or a List with the pods, Jobs, events, nodes and claims of one run. Beside",
      "NAME.json, a file NAME.CONTAINER.log is taken as that container's log.",
      "",
      "Of AWS: replies of describe-tasks, run-task, describe-task-definition and describe-container-instances, task",
      "state and CloudTrail events, error messages of run-task, alone or in a list: one answer a run."
    })
public final class DiagnoseCommand implements Callable<Integer> {
  private final Terminal terminal;
  private final LocalDiagnosis diagnosis = new LocalDiagnosis();

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "JSON or YAML files; - is the standard input.")
  List<String> files = List.of();

  @Option(
      names = {"-o", "--output"},
      defaultValue = "text",
      description = "text or json (one line an input, in the order of the inputs). Default: text.")
  OutputFormat output = OutputFormat.text;

  @Option(
      names = "--each",
      description =
          "The input holds many runs, a namespace for example: one answer a run. As text only"
              + " those that are not well.")
  boolean each;

  public DiagnoseCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    int exit = Exit.ANSWERED;
    boolean first = true;
    for (String file : files) {
      try {
        if (each) {
          printEach(file);
        } else {
          for (Answer answer : answers(file)) {
            print(answer, first);
            first = false;
          }
        }
      } catch (CliException e) {
        exit = e.exitCode();
        fail(file, e);
      } catch (NoRunException e) {
        exit = Exit.BAD_INPUT;
        fail(file, Inputs.bad(file, "cannot be diagnosed: " + e.getMessage()));
      } catch (RuntimeException e) {
        exit = Exit.UNEXPECTED;
        fail(file, new CliException(Exit.UNEXPECTED, file + " could not be diagnosed: " + e, e));
      }
      first = false;
    }
    return exit;
  }

  private List<Answer> answers(String file) throws NoRunException {
    return diagnosis.diagnose(
        file.equals("-") ? "" : file,
        Inputs.read(file, terminal.in()),
        Inputs.logs(file),
        terminal.clock().instant());
  }

  private void printEach(String file) throws NoRunException {
    List<Answer> answers =
        diagnosis.diagnoseEach(
            file.equals("-") ? "" : file,
            Inputs.read(file, terminal.in()),
            terminal.clock().instant());
    int well = 0;
    boolean first = true;
    for (Answer answer : answers) {
      boolean fine = answer.verdict() instanceof Undiagnosed u && u.healthy();
      well += fine ? 1 : 0;
      if (!fine || output == OutputFormat.json) {
        print(answer, first);
        first = false;
      }
    }
    if (output == OutputFormat.text) {
      terminal
          .out()
          .println((first ? "" : "\n") + well + " of " + answers.size() + " runs are well.");
    }
  }

  private void print(Answer answer, boolean first) {
    if (output == OutputFormat.json) {
      terminal.out().println(AnswerJson.answer(answer));
      return;
    }
    if (!first) {
      terminal.out().println();
    }
    if (files.size() > 1) {
      terminal.out().println(terminal.style().dim(answer.file()));
    }
    new VerdictView(terminal.style()).run(answer.run(), true).forEach(terminal.out()::println);
  }

  private void fail(String file, CliException e) {
    if (output == OutputFormat.json) {
      terminal.out().println(AnswerJson.failure(file, String.valueOf(e.getMessage())));
    }
    terminal.err().println("runwhy: " + e.getMessage());
  }
}
