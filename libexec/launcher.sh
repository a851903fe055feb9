# Functions of the launcher. Sourced by ../podferry, which sets home, launch, needed_java and needed_maven.

say() { printf 'podferry: %s\n' "$*" >&2; }
die() {
    local line
    for line in "$@"; do say "$line"; done
    exit 1
}

# The major version of a JDK (with a compiler), read from its release file: ten times faster than asking it.
jdk_major() {
    local line version
    [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
    while IFS= read -r line; do
        case $line in
        JAVA_VERSION=*)
            version=${line#JAVA_VERSION=}
            version=${version//\"/}
            version=${version%%[.+-]*}
            case $version in '' | *[!0-9]*) return 1 ;; esac
            major=$version
            return 0
            ;;
        esac
    done <"$1/release"
    return 1
}

suits() { jdk_major "$1" && [ "$major" -ge "$needed_java" ]; }

look_for_jdk() {
    local candidate java
    java_home=
    if [ -n "${JAVA_HOME-}" ] && suits "$JAVA_HOME"; then
        java_home=$JAVA_HOME
        return 0
    fi
    if java=$(command -v java 2>/dev/null); then
        java=$(readlink -f "$java")
        candidate=${java%/bin/java}
        if suits "$candidate"; then
            java_home=$candidate
            return 0
        fi
    fi
    for candidate in /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* "$HOME"/.sdkman/candidates/java/*; do
        if [ -d "$candidate" ] && suits "$candidate"; then
            java_home=$candidate
            return 0
        fi
    done
    return 1
}

# Installs the first of the named packages that the distribution has.
install_first() {
    local package
    [ "$(id -u)" -eq 0 ] || return 1
    if command -v apt-get >/dev/null; then
        for package in "$@"; do
            [ -n "$(apt-cache policy "$package" 2>/dev/null | grep -E 'Candidate: [^(]')" ] || continue
            say "installing $package"
            DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$package" >&2 && return 0
        done
    elif command -v dnf >/dev/null; then
        for package in "$@"; do
            dnf -q list "$package" >/dev/null 2>&1 || continue
            say "installing $package"
            dnf install -y -q "$package" >&2 && return 0
        done
    fi
    return 1
}

refresh_packages() {
    if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
        apt-get update -qq >/dev/null 2>&1 || true
    fi
}

find_jdk() {
    look_for_jdk && return 0
    say "no JDK $needed_java or newer is here; looking for one in the distribution's packages"
    refresh_packages
    if install_first "openjdk-$needed_java-jdk-headless" "java-$needed_java-openjdk-devel" && look_for_jdk; then
        return 0
    fi
    die "a JDK $needed_java or newer is missing (JAVA_HOME is '${JAVA_HOME-}'; java on the PATH is '$(command -v java || echo none)')." \
        "Get one, for example Eclipse Temurin $needed_java, unpack it under /usr/lib/jvm or set JAVA_HOME to it, and try again."
}

find_maven() {
    local version
    mvn=
    if [ -n "${MAVEN_HOME-}" ] && [ -x "$MAVEN_HOME/bin/mvn" ]; then
        mvn=$MAVEN_HOME/bin/mvn
    elif ! mvn=$(command -v mvn); then
        say "Maven is missing; looking for it in the distribution's packages"
        refresh_packages
        install_first maven || true
        mvn=$(command -v mvn) || die "Maven $needed_maven or newer is missing." \
            "Install the package 'maven', or unpack Apache Maven and put its bin folder on the PATH, and try again."
    fi
    version=$(JAVA_HOME=$java_home "$mvn" -q --version 2>/dev/null | sed -n 's/.*Apache Maven \([0-9.]*\).*/\1/p' | head -n 1)
    version=${version:-$(JAVA_HOME=$java_home "$mvn" --version 2>/dev/null | sed 's/\x1b\[[0-9;]*m//g' | sed -n 's/^Apache Maven \([0-9.]*\).*/\1/p')}
    if [ "$(printf '%s\n%s\n' "$needed_maven" "$version" | sort -V | head -n 1)" != "$needed_maven" ]; then
        die "$mvn is Maven '$version', but $needed_maven or newer is needed." "Put a newer one on the PATH or set MAVEN_HOME."
    fi
}

sources() { printf '%s\n' "$home/pom.xml" "$home"/*/pom.xml "$home"/*/src/main; }

# Whether the last build is newer than every source, removed ones included (their folders are newer then).
fresh() {
    local -a all
    [ -e "$launch/current/classpath" ] && [ -e "$launch/current/stamp" ] || return 1
    mapfile -t all < <(sources)
    [ -z "$(find "${all[@]}" -newer "$launch/current/stamp" -print -quit 2>/dev/null)" ]
}

ensure_built() {
    if fresh; then
        # A build that was cut short may have left none; it is tried once.
        make_cache "$(readlink -f "$launch/current")"
        return 0
    fi
    mkdir -p "$launch" 2>/dev/null || die "cannot write to $launch. Maybe run as the owner of $home?"
    exec 8>"$launch/lock"
    if command -v flock >/dev/null && ! flock -n 8; then
        say "waiting for another podferry that builds"
        flock 8
    fi
    fresh || build
    exec 8>&-
}

build() {
    local generation log pid status=0 start=$SECONDS entry
    find_maven
    generation=$(mktemp -d "$launch/build-XXXXXX")
    log=$launch/build.log
    touch "$generation/stamp"
    say "building from the sources$([ -e "$launch/current" ] || echo ' (the first time Maven downloads libraries)')"
    (cd "$home" && MAVEN_OPTS="${MAVEN_OPTS-} --sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED" \
        JAVA_HOME=$java_home exec "$mvn" -B -q -Dquick -Dmaven.test.skip=true -Dpodferry.warnings=-nowarn \
        -Dpodferry.classpath="$generation/maven-classpath" -pl cli -am package) >"$log" 2>&1 8>&- &
    pid=$!
    if [ -t 2 ]; then
        while kill -0 "$pid" 2>/dev/null; do
            printf '\rpodferry: building ... %d s ' $((SECONDS - start)) >&2
            sleep 0.5
        done
        printf '\r\033[K' >&2
    fi
    wait "$pid" || status=$?
    if [ "$status" -ne 0 ] || [ ! -s "$generation/maven-classpath" ]; then
        tail -n 30 "$log" >&2
        rm -rf "$generation"
        die "the build failed; all of its output is in $log"
    fi
    # The project's own jars are copied: a later build must not change them under a running process.
    mkdir "$generation/lib"
    local -a jars=() libraries=()
    IFS=: read -r -a libraries <"$generation/maven-classpath" || true
    for entry in "$home"/cli/target/podferry-cli-*.jar "${libraries[@]}"; do
        case $entry in
        *-sources.jar | *-tests.jar) ;;
        "$home"/*.jar)
            cp -p "$entry" "$generation/lib/"
            jars+=("$generation/lib/${entry##*/}")
            ;;
        *) jars+=("$entry") ;;
        esac
    done
    (IFS=: && printf '%s' "${jars[*]}") >"$generation/classpath"
    chmod 755 "$generation"
    ln -sfn "${generation##*/}" "$launch/next"
    mv -fT "$launch/next" "$launch/current"
    say "built in $((SECONDS - start)) s"
    remove_old_builds
    make_cache "$generation" 8>&-
}

# Old builds go, except the newest three: daemons that were started from them may still load classes.
remove_old_builds() {
    local old
    for old in $(ls -1dt "$launch"/build-*/ 2>/dev/null | tail -n +4); do
        old=${old%/}
        if ! grep -qsF -- "$old" /proc/[0-9]*/cmdline; then rm -rf "$old"; fi
    done
}

# The class-data archive: classes already parsed and verified, shared by all processes. Made in the background; a start without
# it is only slower. A whole (static) archive, because one on top of the JDK's own would be refused in part: that one was made
# without --enable-native-access. (The ahead-of-time cache of JDK 25 was tried and saved less.)
make_cache() {
    local generation=$1
    [ "${PODFERRY_NO_CACHE-}" = 1 ] && return 0
    if [ -e "$generation/cache.log" ] || [ ! -w "$generation" ]; then return 0; fi
    (
        exec </dev/null >"$generation/cache.log" 2>&1
        cd /
        cache=$generation/podferry-$major.jsa
        classes=$generation/classes.list
        if nice -n 15 "$java_home/bin/java" -XX:DumpLoadedClassList="$classes" $(jvm_options) \
            -cp "$(<"$generation/classpath")" io.podferry.cli.Main warm-up &&
            nice -n 15 "$java_home/bin/java" -Xshare:dump -XX:SharedClassListFile="$classes" -XX:SharedArchiveFile="$cache.new" \
                $(jvm_options) -cp "$(<"$generation/classpath")"; then
            mv -f "$cache.new" "$cache"
        fi
        rm -f "$cache.new" "$classes"
    ) &
    disown
}

# Options that every process of podferry shares; the class-data archive is only good for the same ones.
jvm_options() {
    printf '%s ' -XX:+UseSerialGC -XX:+UseCompactObjectHeaders -Xss512k --enable-native-access=ALL-UNNAMED \
        -Djava.awt.headless=true -Xlog:disable -Xlog:all=error:stderr:
}

start() {
    local generation
    generation=$(readlink -f "$launch/current")
    local cache=$generation/podferry-$major.jsa
    local -a options
    read -r -a options <<<"$(jvm_options)"
    # Commands that mostly wait for others are ready twice as fast with the first compiler alone.
    case ${1-} in local | demo | --help | --version) options+=(-XX:TieredStopAtLevel=1) ;; esac
    # `bench move` holds as much memory as the pod it moves.
    case ${1-} in bench) options+=(-XX:MaxDirectMemorySize=1t) ;; esac
    [ -e "$cache" ] && options+=("-XX:SharedArchiveFile=$cache" "-Dpodferry.archive=$cache")
    # shellcheck disable=SC2086
    exec "$java_home/bin/java" "${options[@]}" -Dpodferry.home="$home" ${PODFERRY_JAVA_OPTS-} \
        -cp "$(<"$generation/classpath")" io.podferry.cli.Main "$@"
}
