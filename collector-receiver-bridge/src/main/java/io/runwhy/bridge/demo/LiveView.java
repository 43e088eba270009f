package io.runwhy.bridge.demo;

import io.runwhy.bridge.cli.Style;
import io.runwhy.bridge.cli.VerdictView;
import io.runwhy.bridge.model.Diagnosis;
import io.runwhy.bridge.model.LogTail;
import io.runwhy.bridge.model.RunChange;
import io.runwhy.bridge.model.RunIdentity;
import io.runwhy.bridge.model.RunSnapshot;
import io.runwhy.bridge.model.StateEntry;
import io.runwhy.bridge.model.Undiagnosed;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Prints what the bridge says, as it says it: each state, and each verdict when a run is over. */
final class LiveView {
  private final PrintStream out;
  private final VerdictView view;
  private final InstantSource clock;
  private final Map<RunIdentity, List<LogTail>> logs = new HashMap<>();
  private int ended;

  LiveView(PrintStream out, Style style, InstantSource clock) {
    this.out = out;
    this.view = new VerdictView(style);
    this.clock = clock;
  }

  synchronized void changed(List<RunChange> changes) {
    for (RunChange change : changes) {
      if (change instanceof RunChange.StateChanged c) {
        state(c);
      } else if (change instanceof RunChange.Diagnosed c) {
        Diagnosis d = c.diagnosis();
        line(
            c.run(),
            d == null
                ? "   " + c.previousCode() + " no longer holds"
                : "   " + d.code() + ": " + d.summary());
      } else if (change instanceof RunChange.LogsRecovered c) {
        logs.computeIfAbsent(c.run(), r -> new ArrayList<>()).add(c.tail());
      } else if (change instanceof RunChange.RunEnded c) {
        ended(c);
      }
    }
  }

  /** Runs that are over. */
  synchronized int ended() {
    return ended;
  }

  private void state(RunChange.StateChanged change) {
    if (!change.entry().state().isTerminal()) {
      StateEntry before = change.previous();
      String took =
          before == null
              ? ""
              : " ("
                  + (before.stage() == null ? before.state().wireName() : before.stage().wireName())
                  + " took "
                  + seconds(before, change.entry())
                  + ")";
      String stage = change.entry().stage() == null ? "" : change.entry().stage().wireName();
      line(change.run(), change.entry().state().wireName() + " " + stage + took);
    }
  }

  private void ended(RunChange.RunEnded change) {
    ended++;
    Diagnosis d = change.diagnosis();
    boolean completed =
        change.states().get(change.states().size() - 1).state().wireName().equals("Completed");
    RunSnapshot run =
        new RunSnapshot(
            change.run(),
            change.infrastructure(),
            0,
            change.states(),
            d == null ? new Undiagnosed("The run ended well.", completed, List.of()) : d,
            logs.getOrDefault(change.run(), List.of()),
            clock.instant());
    out.println();
    view.run(run, true).forEach(out::println);
    out.println();
  }

  private void line(RunIdentity run, String text) {
    out.println(String.format(Locale.ROOT, "%-16s %s", run.name(), text));
  }

  private static String seconds(StateEntry before, StateEntry now) {
    return String.format(Locale.ROOT, "%.1fs", before.duration(now.start()).toMillis() / 1000.0);
  }
}
