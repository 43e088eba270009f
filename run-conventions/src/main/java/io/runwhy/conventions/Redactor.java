package io.runwhy.conventions;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes secrets in their usual shapes out of a text and leaves the rest readable. Linear in the
 * length of the text: each pattern is anchored by a literal and its quantifiers are bounded or
 * possessive. It is a net, not a proof: a secret without a telling shape or name passes.
 */
public final class Redactor {
  static final String MARK = "[redacted]";

  /** Group 1, where there is one, is kept in front of the mark. */
  private static final List<Pattern> PATTERNS =
      Arrays.asList(
          // PEM private keys, whole or cut off
          Pattern.compile(
              "-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----(?:(?!-----END)[\\s\\S]){0,16384}+(?:-----END [A-Z ]{0,20}PRIVATE KEY-----)?"),
          // tokens that say what they are
          Pattern.compile("\\b(?:AKIA|ASIA)[0-9A-Z]{16}\\b"),
          Pattern.compile("\\b(?:ghp|gho|ghu|ghs|ghr)_[A-Za-z0-9]{20,255}+"),
          Pattern.compile("\\bgithub_pat_[A-Za-z0-9_]{20,255}+"),
          Pattern.compile("\\bglpat-[A-Za-z0-9_-]{16,64}+"),
          Pattern.compile("\\bxox[abposr]-[A-Za-z0-9-]{10,250}+"),
          Pattern.compile("\\bAIza[0-9A-Za-z_-]{30,45}+"),
          Pattern.compile("\\b(?:sk|rk|pk)[-_](?:live|test|proj|ant)?[-_]?[A-Za-z0-9_-]{20,250}+"),
          Pattern.compile("\\bhf_[A-Za-z0-9]{20,64}+"),
          Pattern.compile("\\bnpm_[A-Za-z0-9]{30,64}+"),
          Pattern.compile("\\bpypi-[A-Za-z0-9_-]{30,250}+"),
          Pattern.compile(
              "\\beyJ[A-Za-z0-9_-]{8,8192}+\\.[A-Za-z0-9_-]{8,8192}+\\.?[A-Za-z0-9_-]{0,8192}+"),
          // an Authorization header
          Pattern.compile(
              "(?i)\\b((?:proxy-)?authorization[\"']?\\s{0,3}[:=]\\s{0,3}[\"']?(?:(?:bearer|basic|token|digest|aws4-hmac-sha256)\\s{1,3})?)"
                  + "[^\\s\"',;]{4,8192}+"),
          Pattern.compile("(?i)\\b(bearer\\s{1,3})[A-Za-z0-9._~+/=-]{12,8192}+"),
          // user info of a URL
          Pattern.compile(
              "(?i)\\b([a-z][a-z0-9+.-]{1,20}://[^\\s/:@\"']{0,128}:)[^\\s/@\"']{1,512}+(?=@)"),
          Pattern.compile("(?i)\\b([a-z][a-z0-9+.-]{1,20}://)[^\\s/:@\"']{16,512}+(?=@)"),
          // SAS and signed URLs
          Pattern.compile(
              "(?i)([?&](?:sig|signature|x-amz-signature|x-amz-security-token|x-goog-signature|access_token|token|api_?key|key)=)[^\\s&\"']{8,4096}+"),
          // names that say what the value is: password=..., "api_key": "...", --token x
          Pattern.compile(
              "(?i)((?<![\\w./-])[\"']?[a-z0-9_.-]{0,64}(?:password|passwd|passphrase|secret_?(?:access_?)?key|client_?secret|api[_-]?key|access_?key|private_?key|access_?token|auth_?token|refresh_?token|session_?token|id_?token|account_?key|connection_?string|_token|_secret|_pwd)[\"']?\\s{0,3}(?:=|:)\\s{0,3})"
                  + "(?:\"[^\"\\r\\n]{1,4096}+\"|'[^'\\r\\n]{1,4096}+'|(?![\\[{(])[^\\s\"',;&)}\\]]{3,4096}+)"),
          Pattern.compile(
              "(?i)((?<![a-z0-9_.-])[\"']?(?:token|secret|pwd)[\"']?\\s{0,3}(?:=|:)\\s{0,3})"
                  + "(?:\"[^\"\\r\\n]{8,4096}+\"|'[^'\\r\\n]{8,4096}+'|(?=[^\\s\"',;&]{0,64}[0-9])[A-Za-z0-9._~+/=-]{12,4096}+)"),
          // the password of a connection string; PWD=/a/path is the working directory
          Pattern.compile(
              "(?i)((?<![a-z0-9_.-])pwd=)(?![/~.\\\\]|[a-z]:[/\\\\])[^\\s\"',;&)}\\]]{3,4096}+"),
          // the first cookie of a header
          Pattern.compile(
              "(?i)\\b((?:set-)?cookie:\\s{0,3}[^\\s=;,\"']{1,128}=)[^\\s;,\"']{4,8192}+"),
          Pattern.compile(
              "(?i)(\\s--?(?:password|passwd|pass|token|secret|api-?key|access-?key|client-secret|auth-?token)(?:\\s{1,3}|=))"
                  + "(?!-)[^\\s\"']{3,4096}+"));

  private Redactor() {}

  /** The text with each secret replaced by {@code [redacted]}. */
  public static String redact(String text) {
    String result = text;
    for (Pattern pattern : PATTERNS) {
      Matcher matcher = pattern.matcher(result);
      if (matcher.find()) {
        result = matcher.replaceAll(matcher.groupCount() == 0 ? MARK_LITERAL : "$1" + MARK_LITERAL);
      }
    }
    return result;
  }

  private static final String MARK_LITERAL = Matcher.quoteReplacement(MARK);
}
