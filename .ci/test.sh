# shellcheck shell=bash
# `./klatch test`, sourced by ./klatch, whose functions and $root it uses. Each suite writes JUnit XML; the count at the end is read from
# those files, so it is what ran and not what somebody hoped. A suite that produced no test is a failure.

test_reports=$root/target/test-reports
suites_failed=()
total_passed=0
total_failed=0

klatch_test() {
  local suites=("$@") suite
  [ ${#suites[@]} -gt 0 ] || suites=(java web e2e)
  for suite in "${suites[@]}"; do
    case $suite in java | web | e2e) ;; *) die "no such suite: $suite (java, web, e2e)" ;; esac
  done
  mkdir -p "$root/target"
  find_java jdk
  for suite in "${suites[@]}"; do
    rm -rf "${test_reports:?}/$suite"
    mkdir -p "$test_reports/$suite"
    "suite_$suite"
  done
  if [ ${#suites_failed[@]} -gt 0 ]; then say "failed: ${suites_failed[*]}"; fi
  printf '%d passed, %d failed\n' "$total_passed" "$total_failed"
  [ ${#suites_failed[@]} -eq 0 ]
}

# The library, the domain, the server and bench: unit tests, architecture, formatting.
suite_java() {
  local modules=socketio,domain,server,bench status=0
  need_mvn
  find "$root" -path '*/target/surefire-reports' -prune -exec rm -rf {} +
  mvn_run -fae verify -pl "$modules" || status=$?
  find "$root"/{socketio,domain,server,bench}/target/surefire-reports -name 'TEST-*.xml' -exec cp {} "$test_reports/java/" \; 2>/dev/null || true
  count java "$status"
}

suite_web() {
  local status=0
  npm_ci "$root/web"
  rm -rf "$root/web/test-results"
  (cd "$root/web" && npm test) || status=$?
  find "$root/web/test-results" -name '*.xml' -exec cp {} "$test_reports/web/" \; 2>/dev/null || true
  count web "$status"
}

# The packaged server under stock clients, faults and a browser.
suite_e2e() {
  local status=0
  build
  need_mvn
  need_chromium
  need_python_client
  need_nginx
  npm_ci "$root/e2e"
  rm -rf "$root/e2e/test-results"
  (cd "$root/e2e" && npm test) || status=$?
  mvn_run -Dsurefire.failIfNoSpecifiedTests=false verify -pl e2e || status=$?
  find "$root/e2e/test-results" "$root/e2e/target/surefire-reports" -name '*.xml' -exec cp {} "$test_reports/e2e/" \; 2>/dev/null || true
  count e2e "$status"
}

need_chromium() {
  [ -z "${KLATCH_CHROMIUM:-}" ] || return 0
  if command -v chromium >/dev/null || [ -x /usr/bin/chromium ]; then return 0; fi
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    say "installing chromium for the tests of the page…"
    run_logged "apt-get install chromium" apt-get install -y --no-install-recommends chromium
    return 0
  fi
  die "the tests of the page need Chromium: install it (Debian: apt-get install chromium) or set KLATCH_CHROMIUM to its path"
}

need_python_client() {
  local python=${KLATCH_PYTHON:-/usr/bin/python3}
  if "$python" -c 'import socketio, requests, websocket' 2>/dev/null; then return 0; fi
  if [ -z "${KLATCH_PYTHON:-}" ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    say "installing python3-socketio for the tests with a Python client…"
    run_logged "apt-get install python3-socketio" apt-get install -y --no-install-recommends python3-socketio python3-requests python3-websocket
    return 0
  fi
  die "the tests with a Python client need python-socketio: install it (Debian: apt-get install python3-socketio python3-requests python3-websocket) or set KLATCH_PYTHON to a Python that has it"
}

need_nginx() {
  if [ -x "${KLATCH_NGINX:-/usr/sbin/nginx}" ]; then return 0; fi
  if [ -z "${KLATCH_NGINX:-}" ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    say "installing nginx for the tests behind a proxy…"
    run_logged "apt-get install nginx-light" apt-get install -y --no-install-recommends nginx-light
    return 0
  fi
  die "the tests behind a proxy need nginx: install it (Debian: apt-get install nginx-light) or set KLATCH_NGINX to its path"
}

# Adds suite $1's reports to the total and prints its line; $2 is how its tool ended. Counts <testcase> elements: surefire, vitest and
# node:test agree on those, while their totals in attributes differ. A skipped test is no passed one.
count() {
  local name=$1 status=$2 ran failed skipped passed
  ran=$(matches "$name" '<testcase[ >]')
  failed=$(matches "$name" '<testcase [^>]*[^/]>[[:space:]]*<(failure|error)[ />]')
  skipped=$(matches "$name" '<skipped[ />]')
  passed=$((ran - failed - skipped))
  printf '%s: %d passed, %d failed, %d skipped\n' "$name" "$passed" "$failed" "$skipped"
  total_passed=$((total_passed + passed))
  total_failed=$((total_failed + failed))
  if [ "$failed" -gt 0 ] || [ "$status" -ne 0 ]; then
    suites_failed+=("$name")
  elif [ "$ran" -eq 0 ]; then
    suites_failed+=("$name (no test ran)")
  fi
}

# How often pattern $2 is in the reports of suite $1, line breaks counting as blanks.
matches() {
  find "$test_reports/$1" -name '*.xml' -exec cat {} + | tr '\n' ' ' | { grep -oE "$2" || true; } | wc -l
}
