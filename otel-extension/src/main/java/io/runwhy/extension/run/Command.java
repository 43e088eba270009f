package io.runwhy.extension.run;

import io.runwhy.conventions.Redactor;
import io.runwhy.conventions.RunAttributes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A command as it may be told: without secrets, and not too long. */
public final class Command {
  /** Longest command line that is told, in characters. */
  static final int MAX_LENGTH = 2_048;

  /** Characters that are looked at before the cut, so that a secret on the edge is still seen. */
  private static final int MAX_READ = 2 * MAX_LENGTH;

  private static final String MARK = "[redacted]";
  private static final String SECRET =
      "(?:password|passwd|passphrase|pass|pwd|secret|token|credentials?|api[-_.]?key|access[-_.]?key"
          + "|secret[-_.]?key|private[-_.]?key|account[-_.]?key|auth)";

  /** An option whose value is the next argument. */
  private static final Pattern OPTION = Pattern.compile("(?i)--?[\\w.:-]{0,64}" + SECRET);

  /** A name and its value in one argument. */
  private static final Pattern ASSIGNED =
      Pattern.compile("(?is)(-{0,2}[\\w.:-]{0,64}" + SECRET + "=).+");

  private final String program;
  private final String line;

  private Command(String program, String line) {
    this.program = program;
    this.line = line;
  }

  /**
   * How a command is told.
   *
   * @param how redacted (also for words that are not known), name or none
   */
  public static Command of(List<String> command, String how) {
    String mode = how.toLowerCase(Locale.ROOT);
    String first = command.isEmpty() ? "" : command.get(0);
    String program = first.substring(Math.max(first.lastIndexOf('/'), first.lastIndexOf('\\')) + 1);
    if (mode.equals("none")) {
      return new Command("", "");
    }
    return new Command(cut(program), mode.equals("name") ? "" : line(command));
  }

  /** The program without its directory; empty when commands are not told. */
  public String program() {
    return program;
  }

  /** The program, or "a process" when commands are not told. */
  public String title() {
    return program.isEmpty() ? "a process" : program;
  }

  /** For records. */
  public Map<String, Object> attributes() {
    Map<String, Object> known = new LinkedHashMap<>();
    if (!program.isEmpty()) {
      known.put(RunAttributes.PROCESS_EXECUTABLE_NAME, program);
    }
    if (!line.isEmpty()) {
      known.put(RunAttributes.PROCESS_COMMAND_LINE, line);
    }
    return known;
  }

  private static String line(List<String> command) {
    StringBuilder line = new StringBuilder();
    boolean secretIsNext = false;
    for (String argument : command) {
      if (line.length() > MAX_READ) {
        break;
      }
      if (line.length() > 0) {
        line.append(' ');
      }
      line.append(secretIsNext ? MARK : quoted(shown(argument)));
      secretIsNext = OPTION.matcher(argument).matches();
    }
    return cut(Redactor.redact(line.toString()));
  }

  private static String shown(String argument) {
    String text = argument.length() > MAX_READ ? argument.substring(0, MAX_READ) : argument;
    Matcher matcher = ASSIGNED.matcher(text);
    return matcher.matches() ? matcher.group(1) + MARK : text;
  }

  private static String quoted(String argument) {
    return argument.indexOf(' ') < 0 || argument.indexOf('"') >= 0
        ? argument
        : '"' + argument + '"';
  }

  private static String cut(String text) {
    return text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH - 3) + "..." : text;
  }
}
