package io.runwhy.extension.code;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileNotFoundException;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DownloadsTest {
  private final Downloads downloads = load();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/a.jar",
        "/x/a.tar.gz",
        "/A.ZIP",
        "/a-1.2.whl",
        "/run.sh",
        "/m.safetensors",
        "/d.part-0.snappy.parquet",
        "/team/app.git/info/refs",
        "/o/r/archive/refs/heads/main"
      })
  void aPathNamesADownload(String path) {
    assertThat(downloads.isNamed(path)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "/", "/api/v1/pods", "/index.html", "/.zip", "/a.zip/list", "/v1.2/x", "/jar"})
  void aPathDoesNot(String path) {
    assertThat(downloads.isNamed(path)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "GET,h.example,Java/17,true",
    "GET,h.example,,true",
    "POST,h.example,,false",
    "HEAD,h.example,,false",
    "GET,169.254.169.254,,false",
    "GET,metadata.google.internal,,false",
    "GET,h.example,aws-sdk-java/2.57.8,false",
    "GET,h.example,JGit/7.4,false",
    "GET,h.example,OTel-OTLP-Exporter-Java/1.0,false",
    "GET,h.example,fabric8-kubernetes-client/7.9,false",
    "GET,h.example,gcloud-java/2.58,false",
  })
  void requestsOfOthersAreNotLookedAt(String method, String host, String agent, boolean may) {
    assertThat(downloads.mayBe(method, host, agent)).isEqualTo(may);
  }

  @ParameterizedTest
  @CsvSource({
    "attachment; filename=a.csv,text/csv,10,true",
    "'attachment; filename=\"a.tar.gz\"',,-1,true",
    "attachment; filename=a.html,text/html,10,false",
    "attachment,,10,false",
    ",application/octet-stream,1048576,true",
    ",,1048576,true",
    ",application/octet-stream,1048575,false",
    ",application/json,9000000,false",
    ",text/html; charset=utf-8,9000000,false",
    ",,-1,false",
  })
  void theAnswerShowsADownload(String disposition, String type, long length, boolean is) {
    assertThat(downloads.isShown(disposition, type, length)).isEqualTo(is);
  }

  @Test
  void theStatusStandsInWhatTheJdkThrows() {
    String text = "Server returned HTTP response code: 503 for URL: http://h/a.zip";
    assertThat(UrlConnectionHook.status(new IOException(text))).isEqualTo(503);
    assertThat(UrlConnectionHook.status(new FileNotFoundException("x"))).isEqualTo(404);
    assertThat(UrlConnectionHook.status(new IOException("Connection reset"))).isZero();
    assertThat(UrlConnectionHook.status(new IOException(text.substring(0, 36)))).isZero();
  }

  private static Downloads load() {
    try {
      return Downloads.load();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
