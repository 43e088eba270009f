package io.runwhy.extension.code;

import io.runwhy.conventions.RunAttributes;
import io.runwhy.extension.emit.Event;
import io.runwhy.extension.hook.Hook;
import io.runwhy.extension.hook.HookCall;
import io.runwhy.extension.hook.Reflection;
import java.io.File;
import java.util.LinkedHashMap;
import java.util.Map;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Clone, fetch, pull and checkout of JGit. A clone or pull is told with start and end; a fetch or
 * checkout that it makes tells its end alone.
 */
final class GitHook implements Hook {
  private final Steps steps;

  GitHook(Steps steps) {
    this.steps = steps;
  }

  @Override
  public @Nullable End enter(HookCall call) {
    Object command = call.instance();
    Step outer = steps.current();
    if (command == null || (outer != null && !outer.target().source().equals("git"))) {
      return null;
    }
    Target target = target(verb(call.method()), command, outer);
    Step step = steps.begin(target, true).enter();
    return (result, thrown) -> {
      step.leave();
      if (thrown == null) {
        step.done(-1, fetchResult(target.verb(), result, step), revision(target, result, step));
      } else {
        step.failed(Failure.thrown("", 0, thrown), Event.Severity.ERROR);
      }
    };
  }

  private static Verb verb(String method) {
    return method.contains("CloneCommand")
        ? Verb.CLONE
        : method.contains("FetchCommand")
            ? Verb.FETCH
            : method.contains("PullCommand") ? Verb.PULL : Verb.CHECKOUT;
  }

  private static Target target(Verb verb, Object command, @Nullable Step outer) {
    String remote = text(Reflection.field(command, "remote"));
    String url;
    if (verb == Verb.CLONE) {
      url = text(Reflection.field(command, "uri"));
    } else if (outer != null) {
      url = outer.target().location();
    } else {
      url = configured(command, remote.isEmpty() ? "origin" : remote);
    }
    String ref = ref(verb, command);
    Target.Builder builder = Target.of(verb, "git", url).detail(ref);
    builder
        .name("repository", Location.of(url))
        .name("ref", ref)
        .name("remote", Location.of(remote));
    Object directory = Reflection.field(command, "directory");
    if (directory instanceof File) {
      builder.name("directory", ((File) directory).getPath());
    }
    if (!url.isEmpty()) {
      builder.attribute(RunAttributes.VCS_REPOSITORY_URL_FULL, Location.of(url));
    }
    if (!ref.isEmpty()) {
      builder.attribute(RunAttributes.VCS_REF_HEAD_NAME, ref);
    }
    return builder.build();
  }

  private static String ref(Verb verb, Object command) {
    switch (verb) {
      case CLONE:
        String branch = text(Reflection.field(command, "branch"));
        return branch.equals("HEAD") ? "" : branch;
      case PULL:
        return text(Reflection.field(command, "remoteBranchName"));
      case CHECKOUT:
        return text(Reflection.field(command, "name"));
      default:
        String specs = text(Reflection.get(command, "getRefSpecs"));
        return specs.equals("[]") ? "" : specs;
    }
  }

  /** Address of a remote in the configuration that JGit has in memory. */
  private static String configured(Object command, String remote) {
    Object config = Reflection.get(command, "getRepository", "getConfig");
    String url = text(Reflection.find(config, "getString", "remote", remote, "url"));
    return url.isEmpty() && !remote.equals("origin") ? remote : url;
  }

  /** What came with a fetch: of this step, or of the one inside it. */
  private static @Nullable Object fetchResult(Verb verb, @Nullable Object result, Step step) {
    return verb == Verb.FETCH
        ? result
        : verb == Verb.PULL ? Reflection.get(result, "getFetchResult") : step.innerResult();
  }

  private static Map<String, Object> revision(Target target, @Nullable Object result, Step step) {
    Map<String, Object> values = new LinkedHashMap<>();
    Object ref;
    if (target.verb() == Verb.CHECKOUT) {
      ref = result;
    } else {
      Object fetched = fetchResult(target.verb(), result, step);
      String wanted = target.names().getOrDefault("ref", "");
      ref = advertised(fetched, wanted.isEmpty() ? "HEAD" : wanted);
    }
    String revision = Reflection.text(ref, "getObjectId", "getName");
    if (revision.isEmpty() || target.verb() == Verb.FETCH) {
      return values;
    }
    values.put(RunAttributes.VCS_REF_HEAD_REVISION, revision);
    if (!target.names().containsKey("ref")) {
      values.put(RunAttributes.VCS_REF_HEAD_NAME, Reflection.text(ref, "getTarget", "getName"));
    }
    return values;
  }

  private static @Nullable Object advertised(@Nullable Object fetched, String name) {
    for (String prefix : new String[] {"", "refs/heads/", "refs/tags/"}) {
      Object ref = Reflection.find(fetched, "getAdvertisedRef", prefix + name);
      if (ref != null) {
        return ref;
      }
    }
    return null;
  }

  private static String text(@Nullable Object value) {
    return value == null ? "" : value.toString();
  }
}
