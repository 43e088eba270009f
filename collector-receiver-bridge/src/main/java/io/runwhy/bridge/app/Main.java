package io.runwhy.bridge.app;

import io.runwhy.bridge.cli.CheckCommand;
import io.runwhy.bridge.cli.CliException;
import io.runwhy.bridge.cli.DiagnoseCommand;
import io.runwhy.bridge.cli.Exit;
import io.runwhy.bridge.cli.ExplainCommand;
import io.runwhy.bridge.cli.RunsCommand;
import io.runwhy.bridge.cli.Terminal;
import io.runwhy.bridge.cli.WhyCommand;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The program's entry: one command a question. */
@Command(
    name = "runwhy",
    description = "Why a batch run failed or is stuck, and what to change.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:answered",
      "1:wrong arguments or input",
      "2:cannot connect",
      "3:unexpected failure"
    })
public final class Main {
  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Show stack traces of unexpected failures.")
  boolean verbose;

  private Main() {}

  /** The version from the jar's manifest. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"runwhy " + (version == null ? "development" : version)};
    }
  }

  /**
   * Libraries that log through java.util.logging; kept, since a logger that nobody holds loses its
   * level.
   */
  private static final List<Logger> QUIET =
      List.of(
          Logger.getLogger("io.undertow"),
          Logger.getLogger("org.xnio"),
          Logger.getLogger("org.jboss"));

  public static void main(String[] args) {
    QUIET.forEach(l -> l.setLevel(Level.WARNING));
    System.exit(run(Terminal.system(), args));
  }

  /** Runs one command and gives its exit code. */
  static int run(Terminal terminal, String... args) {
    Main main = new Main();
    CommandLine line = new CommandLine(main);
    line.addSubcommand(new BridgeCommand(terminal));
    line.addSubcommand(new DemoCommand(terminal));
    line.addSubcommand(new WhyCommand(terminal));
    line.addSubcommand(new RunsCommand(terminal));
    line.addSubcommand(new DiagnoseCommand(terminal));
    line.addSubcommand(new ExplainCommand(terminal));
    line.addSubcommand(
        new CheckCommand(terminal, file -> Checks.run(file, terminal.environment())));
    line.getSubcommands().values().forEach(c -> c.getCommandSpec().mixinStandardHelpOptions(true));
    line.setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setParameterExceptionHandler(
        (e, a) -> {
          CommandLine at = e.getCommandLine();
          terminal.err().println("runwhy: " + message(e, a));
          terminal.err().println("Try: " + at.getCommandSpec().qualifiedName() + " --help");
          return Exit.BAD_INPUT;
        });
    line.setExecutionExceptionHandler((e, at, result) -> failed(terminal, main.verbose, e));
    if (args.length == 0) {
      line.usage(terminal.out());
      return Exit.BAD_INPUT;
    }
    return line.execute(args);
  }

  /** An unknown option is named first: that it took the place of a file is only its consequence. */
  private static String message(CommandLine.ParameterException e, String[] args) {
    if (e instanceof CommandLine.MissingParameterException) {
      for (String arg : args) {
        String option = arg.replaceFirst("=.*", "");
        boolean known = e.getCommandLine().getCommandSpec().optionsMap().containsKey(option);
        if (option.matches("--?[a-zA-Z].*") && !known) {
          return "Unknown option: '" + arg + "'";
        }
      }
    }
    return String.valueOf(e.getMessage());
  }

  private static int failed(Terminal terminal, boolean verbose, Exception e) {
    boolean expected = e instanceof CliException;
    terminal.err().println("runwhy: " + (expected ? e.getMessage() : "unexpected failure: " + e));
    if (verbose) {
      e.printStackTrace(terminal.err());
    } else if (!expected) {
      terminal.err().println("Run again with --verbose for the stack trace.");
    }
    return e instanceof CliException cli ? cli.exitCode() : Exit.UNEXPECTED;
  }
}
