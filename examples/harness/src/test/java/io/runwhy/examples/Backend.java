package io.runwhy.examples;

import java.io.IOException;
import tools.jackson.databind.JsonNode;

/** What stands behind a {@link RecordingApi} and answers. */
interface Backend extends AutoCloseable {
  Answer answer(Call call) throws IOException;

  /** Where programs create what they create. */
  default String namespace() {
    return "team-a";
  }

  @Override
  default void close() {}

  /** A status and a body. */
  record Answer(int status, String contentType, String body) {
    static Answer json(int status, JsonNode body) {
      return new Answer(status, "application/json", body.toString());
    }
  }
}
