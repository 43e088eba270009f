import java.io.File;
import java.nio.file.Files;
import java.util.Arrays;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.transport.UsernamePasswordCredentialsProvider;

/** Clones, fetches and checks out what it finds at args: a file URL, an HTTP URL, a work directory. */
public final class GitSteps {
  interface Step {
    Object run() throws Exception;
  }

  public static void main(String[] args) throws Exception {
    String file = args[0];
    String http = args[1];
    File work = new File(args[2]);
    tell("file", () -> Git.cloneRepository().setURI(file).setDirectory(new File(work, "file")).call());
    Git git = Git.open(new File(work, "file"));
    tell("fetch", () -> git.fetch().call().getAdvertisedRefs().size());
    tell("pull", () -> git.pull().call().isSuccessful());
    tell("checkout", () -> git.checkout().setName("feature").setCreateBranch(true).setStartPoint("origin/feature").call().getName());
    tell("checkout-missing", () -> git.checkout().setName("nowhere").call());
    tell("http", () -> Git.cloneRepository().setURI(http + "/repo.git").setBranch("feature").setDirectory(new File(work, "http")).call());
    tell("branch-missing", () -> Git.cloneRepository().setURI(file).setBranch("nowhere").setBranchesToClone(Arrays.asList("refs/heads/nowhere")).setDirectory(new File(work, "branch")).call());
    tell("not-found", () -> Git.cloneRepository().setURI(http + "/other.git").setDirectory(new File(work, "other")).call());
    tell("no-login", () -> Git.cloneRepository().setURI(http + "/private.git").setDirectory(new File(work, "p1")).call());
    tell("bad-login", () -> Git.cloneRepository().setURI(http.replace("://", "://user:SECRETtoken123@") + "/private.git")
        .setCredentialsProvider(new UsernamePasswordCredentialsProvider("user", "SECRETtoken123"))
        .setDirectory(new File(work, "p2")).call());
    tell("refused", () -> Git.cloneRepository().setURI("http://user:SECRETtoken123@127.0.0.1:1/app.git").setDirectory(new File(work, "r")).call());
    tell("not-empty", () -> Git.cloneRepository().setURI(file).setDirectory(new File(work, "file")).call());
    git.close();
    System.out.println(Files.exists(work.toPath().resolve("http/feature.txt")));
  }

  private static void tell(String name, Step step) {
    try {
      Object result = step.run();
      System.out.println(name + " " + (result instanceof Git ? "ok" : result));
      if (result instanceof Git) {
        ((Git) result).close();
      }
    } catch (Throwable e) {
      System.out.println(name + " " + e);
    }
  }
}
