#!/bin/sh
# What the agent extension costs at the start of a JVM, as a table. Needs a JDK 17 and Linux; about four minutes.
set -eu
cd "$(dirname "$0")/.."
./mvnw -q -B -Pbench -DskipTests package
exec java -cp bench/target/bench.jar io.runwhy.bench.ExtensionBench otel-extension/target "${1:-15}"
