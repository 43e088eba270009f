package io.runwhy.bridge.demo;

import io.runwhy.bridge.cli.Style;
import io.runwhy.bridge.fake.FakeKubernetesApi;
import io.runwhy.bridge.model.RunChange;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The embedded API with its story, and the view of what a bridge says about it. */
public final class Demo implements AutoCloseable {
  /** Runs of the story that come to an end; the others stay stuck. */
  public static final int ENDING = 8;

  private final FakeKubernetesApi api = new FakeKubernetesApi();
  private final LiveView view;
  private final double speed;

  /** Prints to {@code out}; {@code speed} 2 is twice as fast. */
  public Demo(PrintStream out, Style style, double speed, InstantSource clock) {
    this.view = new LiveView(out, style, clock);
    this.speed = speed;
  }

  /** A kubeconfig for the embedded API. */
  public String kubeconfig() {
    return api.kubeconfig();
  }

  /** To be called with all that the bridge has to say. */
  public void changed(List<RunChange> changes) {
    view.changed(changes);
  }

  /** Runs that are over by now. */
  public int ended() {
    return view.ended();
  }

  /** Lets everything happen, at its pace; returns after the last step. */
  public void play() throws InterruptedException {
    long begin = System.nanoTime();
    for (Story.Step step : new Story(api, InstantSource.system()).steps()) {
      long due = begin + (long) (step.at().toNanos() / speed);
      TimeUnit.NANOSECONDS.sleep(Math.max(0, due - System.nanoTime()));
      step.what().run();
    }
  }

  @Override
  public void close() {
    api.close();
  }
}
