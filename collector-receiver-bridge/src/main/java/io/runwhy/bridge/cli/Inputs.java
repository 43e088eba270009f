package io.runwhy.bridge.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Reads objects of Kubernetes or AWS and the logs beside them. Every failure is a sentence that
 * names the input.
 */
final class Inputs {
  /** Bytes of one input at the most. */
  static final long LIMIT = 256L * 1024 * 1024;

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxStringLength(64 * 1024 * 1024).build())
                  .build())
          .build();
  private static final YAMLMapper YAML = new YAMLMapper();

  private Inputs() {}

  /** The objects of a file, or of the standard input for {@code -}. */
  static JsonNode read(String name, InputStream stdin) {
    byte[] bytes = bytes(name, stdin);
    if (bytes.length == 0) {
      throw bad(name, "is empty; expected the output of kubectl get pod NAME -o json");
    }
    int first = firstNonBlank(bytes);
    if (first < 0) {
      throw bad(name, "is blank; expected the output of kubectl get pod NAME -o json");
    }
    if (isBinary(bytes)) {
      throw bad(name, "is not text; expected the output of kubectl get pod NAME -o json");
    }
    if (isErrorOfAws(bytes)) {
      return JSON.createObjectNode().put("text", new String(bytes, StandardCharsets.UTF_8));
    }
    boolean json = bytes[first] == '{' || bytes[first] == '[';
    try {
      JsonNode root = json ? JSON.readTree(bytes) : YAML.readTree(bytes);
      if (!root.isObject() && !root.isArray()) {
        throw bad(
            name,
            "holds no object; expected the output of kubectl get pod NAME -o json or aws ecs describe-tasks");
      }
      return root;
    } catch (JacksonException e) {
      throw bad(
          name,
          "is not valid "
              + (json ? "JSON" : "JSON or YAML")
              + ": "
              + firstLine(e.getOriginalMessage())
              + (e.getLocation() == null ? "" : " at line " + e.getLocation().getLineNr()));
    }
  }

  /** Beside {@code NAME.json} each {@code NAME.CONTAINER.log}, by container. */
  static Map<String, byte[]> logs(String name) {
    Map<String, byte[]> logs = new TreeMap<>();
    Path file = Path.of(name).toAbsolutePath();
    Path folder = file.getParent();
    Path leaf = file.getFileName();
    if (name.equals("-") || folder == null || leaf == null) {
      return logs;
    }
    String base = leaf.toString().replaceFirst("\\.(json|ya?ml)$", "") + ".";
    try (DirectoryStream<Path> siblings = Files.newDirectoryStream(folder, "*.log")) {
      for (Path sibling : siblings) {
        String other = String.valueOf(sibling.getFileName());
        if (other.startsWith(base) && other.length() > base.length() + ".log".length()) {
          String container = other.substring(base.length(), other.length() - ".log".length());
          if (container.matches("[a-z0-9]([-a-z0-9]*[a-z0-9])?")) {
            logs.put(container, Files.readAllBytes(sibling));
          }
        }
      }
    } catch (IOException unreadable) {
      // The objects can be diagnosed without their logs.
      return logs;
    }
    return logs;
  }

  static CliException bad(String name, String what) {
    return new CliException(
        Exit.BAD_INPUT, (name.equals("-") ? "standard input" : name) + " " + what);
  }

  private static byte[] bytes(String name, InputStream stdin) {
    try {
      if (name.equals("-")) {
        return limited(name, stdin);
      }
      Path path = Path.of(name);
      if (Files.isDirectory(path)) {
        throw bad(name, "is a directory; name the files in it");
      }
      try (InputStream in = Files.newInputStream(path)) {
        return limited(name, in);
      }
    } catch (NoSuchFileException e) {
      throw bad(name, "does not exist");
    } catch (AccessDeniedException e) {
      throw bad(name, "may not be read: permission denied");
    } catch (IOException e) {
      throw bad(name, "cannot be read: " + e.getMessage());
    } catch (java.nio.file.InvalidPathException e) {
      throw bad(name, "is no valid file name");
    }
  }

  private static byte[] limited(String name, InputStream in) throws IOException {
    byte[] bytes = in.readNBytes((int) LIMIT + 1);
    if (bytes.length > LIMIT) {
      throw bad(name, "is larger than " + LIMIT / 1024 / 1024 + " MiB; split it by run");
    }
    return bytes;
  }

  /** The words in which programs say why a call to ECS was refused. */
  private static boolean isErrorOfAws(byte[] bytes) {
    String text = bytes.length < 64 * 1024 ? new String(bytes, StandardCharsets.UTF_8) : "";
    boolean structured =
        text.stripLeading().startsWith("{") || text.stripLeading().startsWith("[{");
    return !structured
        && (text.contains("An error occurred (")
            || text.contains("(Service: AmazonECS")
            || text.contains("(Service: Ecs"));
  }

  private static int firstNonBlank(byte[] bytes) {
    for (int i = 0; i < bytes.length; i++) {
      boolean mark = i < 3 && (bytes[i] & 0x80) != 0;
      if (!Character.isWhitespace(bytes[i]) && !mark) {
        return i;
      }
    }
    return -1;
  }

  private static boolean isBinary(byte[] bytes) {
    for (int i = 0; i < Math.min(bytes.length, 8192); i++) {
      if (bytes[i] == 0) {
        return true;
      }
    }
    return false;
  }

  private static String firstLine(String text) {
    int end = text.indexOf('\n');
    return end < 0 ? text : text.substring(0, end);
  }
}
