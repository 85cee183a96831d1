# Sourced by ./graft, ./dev and .mvn/forward (POSIX sh): graft_find_jdk sets GRAFT_JDK to the home of a
# JDK 25 or newer, or says what to install and returns 1. It reads JDK folders' "release" files and starts no
# Java, so it costs nothing.

# Is $1 the home of a JDK (a compiler is needed, not only a runtime) of version 25 or newer?
graft_is_jdk() {
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
  while IFS= read -r graft_line; do
    case $graft_line in
      JAVA_VERSION=*)
        graft_version=${graft_line#JAVA_VERSION=}
        graft_version=${graft_version#\"}
        graft_version=${graft_version%%[!0-9]*}
        [ "${graft_version:-0}" -ge 25 ] && return 0
        return 1
        ;;
    esac
  done <"$1/release"
  return 1
}

# The JDK home that the command $1 belongs to, through symbolic links.
graft_home_of() {
  graft_command=$(command -v "$1" 2>/dev/null) || return 1
  graft_command=$(readlink -f "$graft_command" 2>/dev/null) || return 1
  dirname "$(dirname "$graft_command")"
}

graft_find_jdk() {
  graft_user=${HOME:-/nonexistent}
  for graft_jdk in \
    "${JAVA_HOME:-/nonexistent}" \
    "${JDK_25:-/nonexistent}" "${JAVA_HOME_25_X64:-/nonexistent}" "${JAVA_HOME_25_ARM64:-/nonexistent}" \
    "$(graft_home_of javac)" \
    /usr/lib/jvm/*25* /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /usr/local/java/* /opt/java/* /opt/jdk* /opt/*jdk* \
    "$graft_user"/.sdkman/candidates/java/* "$graft_user"/.jdks/* "$graft_user"/.jbang/cache/jdks/* "$graft_user"/.gradle/jdks/* \
    "$graft_user"/.asdf/installs/java/* "$graft_user"/.local/share/mise/installs/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home "$graft_user"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
    if graft_is_jdk "$graft_jdk"; then
      GRAFT_JDK=$graft_jdk
      return 0
    fi
  done
  echo "Graft needs a JDK 25 or newer and found none in JAVA_HOME, PATH or the usual folders." >&2
  echo "Install one (Debian, Ubuntu: apt-get install openjdk-25-jdk; elsewhere: Temurin 25 from Eclipse Adoptium," >&2
  echo "or: sdk install java 25-tem), or set JAVA_HOME to one." >&2
  return 1
}

# Makes the next "mvn" run on $GRAFT_JDK, without the JVM's warnings about Maven's own libraries.
graft_use_jdk() {
  export JAVA_HOME="$GRAFT_JDK"
  export MAVEN_OPTS="--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow ${MAVEN_OPTS:-}"
}

# After a build in which warnings were no errors, with its log in $1: what was compiled with a warning counts as not
# compiled, so that no later build takes it for checked. (Jars stay.)
graft_forget_warned() {
  sed -n 's:^\[WARNING\] \(/.*\)/src/[a-z]*/java/.*\.java.*:\1:p' "$1" | sort -u | while IFS= read -r graft_module; do
    rm -rf "$graft_module/target/classes" "$graft_module/target/test-classes"
  done
}
