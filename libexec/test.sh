# `podferry test`: every test of the project, those on real containers included. Sourced by ../podferry.

# The modules' folders, from the one place that names them.
modules() { sed -n 's|.*<module>\(.*\)</module>.*|\1|p' "$home/pom.xml"; }

# What the tests on real containers need from the distribution; CRIU comes by `podferry tools`.
provision() {
    local -a missing=()
    local pair
    for pair in runc:runc ip:iproute2 nsenter:util-linux setsid:util-linux patchelf:patchelf cc:gcc perl:perl-base; do
        command -v "${pair%%:*}" >/dev/null || missing+=("${pair##*:}")
    done
    # A compiler without the C library's headers compiles nothing.
    [ -e /usr/include/stdio.h ] || missing+=(libc6-dev)
    [ ${#missing[@]} -eq 0 ] && return 0
    if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
        say "installing ${missing[*]}"
        apt-get update -qq >/dev/null 2>&1 || true
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null && return 0
    fi
    say "missing: ${missing[*]}; tests that need them are skipped"
    return 1
}

# One line per module from surefire's reports; every skipped test with its reason on descriptor 3, every test that passed only when
# it was repeated on descriptor 4.
summary() {
    local module reports
    for module in $(modules); do
        reports=$home/$module/target/surefire-reports
        [ -d "$reports" ] || continue
        find "$reports" -name 'TEST-*.xml' -print0 | sort -z | xargs -0 -r awk -v module="$module" '
            function attribute(name,   text) {
                if (!match($0, " " name "=\"[^\"]*\"")) return ""
                text = substr($0, RSTART, RLENGTH)
                sub(/^[^"]*"/, "", text); sub(/"$/, "", text)
                return text
            }
            /<testcase /  { total++; test = attribute("classname") "." attribute("name") }
            /<skipped/    { skipped++; print module ": " test ": " attribute("message") > "/dev/fd/3" }
            /<(failure|error)[ >]/ { failed++ }
            /<flaky(Failure|Error)[ >]/ { repeated++; print module ": " test ": " attribute("message") > "/dev/fd/4" }
            END { printf "%-12s %5d tests, %d failed, %d skipped, %d repeated\n", module, total, failed, skipped, repeated }'
    done
}

run_tests() {
    local status=0 complete=yes module skipped repeated
    find_maven
    [ "$(id -u)" -eq 0 ] || complete=no
    provision || complete=no
    ensure_built
    (start tools) || complete=no
    exec 8>"$launch/lock"
    if command -v flock >/dev/null; then flock 8; fi
    # Tests on real processes share a small machine with whatever else runs there; a second failure counts, a single one is told.
    # The checks of the compiler must see every class, also those that the launcher has compiled without them.
    for module in $(modules); do
        rm -rf "$home/$module"/target/{classes,test-classes,maven-status,generated-sources,generated-test-sources,surefire-reports}
    done
    (cd "$home" && MAVEN_OPTS="${MAVEN_OPTS-} --sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED" \
        JAVA_HOME=$java_home "$mvn" -B -ntp --fail-at-end -Dsurefire.rerunFailingTestsCount=1 verify "$@") || status=$?
    skipped=$(mktemp)
    repeated=$(mktemp)
    echo
    summary 3>"$skipped" 4>"$repeated"
    if [ -s "$skipped" ]; then
        echo "Skipped:"
        sed 's/^/  /' "$skipped"
        if [ "$complete" = yes ] && [ "$status" -eq 0 ]; then
            say "this machine has everything, so no test may be skipped"
            status=1
        fi
    fi
    if [ -s "$repeated" ]; then
        echo "Failed once and passed when repeated; each of them deserves a look:"
        sed 's/^/  /' "$repeated"
    fi
    rm -f "$skipped" "$repeated"
    [ "$status" -eq 0 ] && echo "All tests passed." || say "the tests failed (exit status $status)"
    return "$status"
}
