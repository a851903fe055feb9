/*
 * An OCI runtime in front of runc. Almost everything goes straight to it; what does not:
 *
 *   create  of a container whose pod has departed from this node is refused: no second copy.
 *           With a ticket for this pod and container it waits until the checkpoint is here and
 *           restores it in place of a fresh start; without, it is runc's.
 *   start   of a container that was restored has nothing left to do.
 *   kill    of a watched container is noted before it is passed on: the node's agent thereby
 *           knows that kubelet has seen the pod's deletion.
 *
 * The agent and this program speak through files below $PODFERRY_RUN (/run/podferry), which only
 * root may write to:
 *
 *   departed/POD_UID                       text: why no container of this pod may be created here
 *   tickets/POD_UID/CONTAINER/state        "hold", "go" or "abort REASON"; written by renaming
 *   tickets/POD_UID/CONTAINER/image        path of the checkpoint, needed from "go" on
 *   tickets/POD_UID/CONTAINER/limit        seconds to wait for "go", 100 when absent
 *   tickets/POD_UID/CONTAINER/criu         path of the CRIU to restore with; runc's own when absent
 *   tickets/POD_UID/CONTAINER/criu.conf    options for it, as /etc/criu/runc.conf; none when absent
 *   tickets/POD_UID/CONTAINER/waiting      "PID ID BUNDLE" of the create that waits; written here
 *   tickets/POD_UID/CONTAINER.used/restored   it executes; written here
 *   watched/ID                             the agent wants to know of this container's end
 *   killed/ID                              text: the signal; written here
 *   restored/ID                            written here: the container needs no start
 *
 * A ticket serves once: it is renamed to CONTAINER.used before the restore begins, and as long as
 * that is there the container is not created again. Pod and container are known by the annotations
 * that the container runtime itself puts into config.json. Where these, or a ticket, cannot be read
 * or trusted the container is not created: a fresh start would lose the work that the ticket stands
 * for. $PODFERRY_RUNC names the real runtime (runc) and
 * $PODFERRY_CGROUPS_MODE how it treats cgroups in a restore (ignore).
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define LARGEST_CONFIG (8 << 20)
#define DEFAULT_WAIT_SECONDS 100
#define LOOK_NANOS 10000000L

struct call {
    char **argv;
    int argc;
    int command; /* place of the command in argv */
    const char *log;
    bool json;
    const char *bundle;
    const char *pid_file;
    const char *console;
    const char *id;
};

struct identity {
    char pod[256];
    char container[256];
    bool cri_pod, cri_container; /* named by annotations that nobody but the runtime can write */
};

static const char *run_folder(void) {
    const char *folder = getenv("PODFERRY_RUN");
    return folder && *folder ? folder : "/run/podferry";
}

static const char *real_runtime(void) {
    const char *runtime = getenv("PODFERRY_RUNC");
    return runtime && *runtime ? runtime : "runc";
}

static void write_escaped(FILE *out, const char *text) {
    for (; *text; text++) {
        unsigned char c = (unsigned char)*text;
        if (c == '"' || c == '\\') {
            fprintf(out, "\\%c", c);
        } else if (c < 0x20) {
            fprintf(out, "\\u%04x", c);
        } else {
            fputc(c, out);
        }
    }
}

/* The reason goes where containerd looks for it: it becomes the pod's event. */
static int refuse(const struct call *call, const char *format, ...) {
    char message[2048];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    char now[32];
    time_t seconds = time(NULL);
    struct tm utc;
    strftime(now, sizeof now, "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&seconds, &utc));
    FILE *log = call->log ? fopen(call->log, "ae") : NULL;
    if (log) {
        if (call->json) {
            fputs("{\"level\":\"error\",\"msg\":\"podferry: ", log);
            write_escaped(log, message);
            fprintf(log, "\",\"time\":\"%s\"}\n", now);
        } else {
            fprintf(log, "time=\"%s\" level=error msg=\"podferry: ", now);
            write_escaped(log, message);
            fputs("\"\n", log);
        }
        fclose(log);
    }
    fprintf(stderr, "podferry: %s\n", message);
    return 1;
}

static int pass_on(const struct call *call) {
    call->argv[0] = (char *)real_runtime();
    execvp(call->argv[0], call->argv);
    return refuse(call, "cannot run '%s': %s. Maybe set PODFERRY_RUNC?", call->argv[0], strerror(errno));
}

/* The value of an option written as "--name value" or "--name=value"; moves i on where it must. */
static const char *option(const struct call *call, int *i, const char *name, const char *letter) {
    const char *word = call->argv[*i];
    size_t length = strlen(name);
    if (strncmp(word, name, length) == 0 && word[length] == '=') {
        return word + length + 1;
    }
    if (strcmp(word, name) == 0 || (letter && strcmp(word, letter) == 0)) {
        return *i + 1 < call->argc ? call->argv[++*i] : NULL;
    }
    return NULL;
}

static void read_call(struct call *call, int argc, char **argv) {
    memset(call, 0, sizeof *call);
    call->argc = argc;
    call->argv = argv;
    int i = 1;
    for (; i < argc && argv[i][0] == '-'; i++) {
        const char *value;
        if ((value = option(call, &i, "--log", NULL))) {
            call->log = value;
        } else if ((value = option(call, &i, "--log-format", NULL))) {
            call->json = strcmp(value, "json") == 0;
        } else {
            (void)(option(call, &i, "--root", NULL) || option(call, &i, "--criu", NULL)
                || option(call, &i, "--rootless", NULL));
        }
    }
    call->command = i;
    for (i++; i < argc; i++) {
        const char *value;
        if ((value = option(call, &i, "--bundle", "-b"))) {
            call->bundle = value;
        } else if ((value = option(call, &i, "--pid-file", NULL))) {
            call->pid_file = value;
        } else if ((value = option(call, &i, "--console-socket", NULL))) {
            call->console = value;
        } else if (option(call, &i, "--preserve-fds", NULL) || option(call, &i, "--pidfd-socket", NULL)) {
            continue;
        } else if (argv[i][0] != '-' && !call->id) {
            call->id = argv[i];
        }
    }
    if (!call->bundle) {
        call->bundle = "."; /* as runc does */
    }
}

/* Whether a name may be part of a path here. */
static bool plain(const char *name) {
    size_t length = strlen(name);
    if (length == 0 || length > 200 || name[0] == '.') {
        return false;
    }
    return strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.") == length;
}

/* ---- config.json: just enough of JSON to find the strings of the top-level "annotations" ---- */

static const char *blank(const char *at) { return at + strspn(at, " \t\r\n"); }

/* Copies a string and returns the place behind it; NULL when it is none. Escapes other than those of
 * single characters make a text that no name here can be, which is what is wanted. */
static const char *string(const char *at, char *into, size_t size) {
    if (*at++ != '"') {
        return NULL;
    }
    size_t used = 0;
    for (; *at && *at != '"'; at++) {
        char c = *at;
        if (c == '\\') {
            if (!*++at) {
                return NULL;
            }
            c = *at == '/' || *at == '"' || *at == '\\' ? *at : '?';
        }
        if (used + 1 < size) {
            into[used++] = c;
        } else if (size > 0) {
            into[0] = '\0'; /* too long to be one of ours */
            size = 0;
        }
    }
    if (size > 0) {
        into[used] = '\0';
    }
    return *at ? at + 1 : NULL;
}

/* The place behind any value; NULL when the text ends before. */
static const char *skip(const char *at) {
    int depth = 0;
    do {
        at = blank(at);
        if (*at == '"') {
            char nothing[1];
            at = string(at, nothing, 0);
            if (!at) {
                return NULL;
            }
        } else if (*at == '{' || *at == '[') {
            depth++;
            at++;
        } else if (*at == '}' || *at == ']') {
            depth--;
            at++;
        } else if (*at == ',' || *at == ':') {
            if (depth == 0) {
                return at;
            }
            at++;
        } else if (*at) {
            at += strcspn(at, ",:{}[]\" \t\r\n");
        } else {
            return NULL;
        }
    } while (depth > 0);
    return at;
}

static const char *annotations(const char *at, struct identity *found) {
    if (*at != '{') {
        return skip(at);
    }
    at = blank(at + 1);
    while (*at == '"') {
        char key[128];
        char value[256];
        at = string(at, key, sizeof key);
        if (!at || *(at = blank(at)) != ':') {
            return NULL;
        }
        at = blank(at + 1);
        value[0] = '\0';
        at = *at == '"' ? string(at, value, sizeof value) : skip(at);
        if (!at) {
            return NULL;
        }
        /* The other names may come from the pod's owner, where annotations of pods are handed through. */
        if (!strcmp(key, "io.kubernetes.cri.sandbox-uid")) {
            strcpy(found->pod, value);
            found->cri_pod = true;
        } else if (!strcmp(key, "io.kubernetes.cri.container-name")) {
            strcpy(found->container, value);
            found->cri_container = true;
        } else if (!strcmp(key, "io.kubernetes.pod.uid") && !found->cri_pod) {
            strcpy(found->pod, value);
        } else if (!strcmp(key, "io.kubernetes.container.name") && !found->cri_container) {
            strcpy(found->container, value);
        }
        at = blank(at);
        if (*at == ',') {
            at = blank(at + 1);
        }
    }
    return *at == '}' ? at + 1 : NULL;
}

enum config { READ, ABSENT, UNREADABLE };

/* What config.json names; what it does not name stays empty. */
static enum config identify(const char *bundle, struct identity *found) {
    char path[PATH_MAX];
    memset(found, 0, sizeof *found);
    if (snprintf(path, sizeof path, "%s/config.json", bundle) >= (int)sizeof path) {
        return UNREADABLE;
    }
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) {
        return errno == ENOENT || errno == ENOTDIR ? ABSENT : UNREADABLE;
    }
    struct stat about;
    if (fstat(file, &about) != 0 || about.st_size > LARGEST_CONFIG) {
        close(file);
        return UNREADABLE;
    }
    char *text = calloc(1, (size_t)about.st_size + 1);
    ssize_t got = 0;
    while (text && got < about.st_size) {
        ssize_t more = read(file, text + got, (size_t)(about.st_size - got));
        if (more <= 0) {
            break;
        }
        got += more;
    }
    close(file);
    const char *at = text ? blank(text) : "";
    bool good = *at == '{';
    at = good ? blank(at + 1) : at;
    while (good && *at == '"') {
        char key[64];
        at = string(at, key, sizeof key);
        if (!at || *(at = blank(at)) != ':') {
            good = false;
            break;
        }
        at = blank(at + 1);
        at = strcmp(key, "annotations") == 0 ? annotations(at, found) : skip(at);
        if (!at) {
            good = false;
            break;
        }
        at = blank(at);
        if (*at == ',') {
            at = blank(at + 1);
        }
    }
    good = good && *at == '}';
    free(text);
    return good ? READ : UNREADABLE;
}

/* ---- files of the agent ---- */

static bool folder_of_root(const char *path) {
    struct stat about;
    return lstat(path, &about) == 0 && S_ISDIR(about.st_mode) && about.st_uid == 0 && !(about.st_mode & 022);
}

/* The first line of a file; false when there is none. */
static bool line_of(const char *folder, const char *name, char *into, size_t size) {
    char path[PATH_MAX];
    if (snprintf(path, sizeof path, "%s/%s", folder, name) >= (int)sizeof path) {
        return false;
    }
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (file < 0) {
        return false;
    }
    ssize_t got = read(file, into, size - 1);
    close(file);
    into[got > 0 ? got : 0] = '\0';
    into[strcspn(into, "\n")] = '\0';
    return got > 0;
}

static bool note_in(const char *folder, const char *id, const char *text) {
    char path[PATH_MAX], fresh[PATH_MAX];
    snprintf(path, sizeof path, "%s/%s", folder, id);
    snprintf(fresh, sizeof fresh, "%s/.%s.%d", folder, id, (int)getpid());
    int file = open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file < 0) {
        return false;
    }
    size_t length = strlen(text);
    bool written = write(file, text, length) == (ssize_t)length;
    close(file);
    if (written && rename(fresh, path) == 0) {
        return true;
    }
    int cause = errno;
    unlink(fresh);
    errno = cause;
    return false;
}

static bool note(const char *kind, const char *id, const char *text) {
    char folder[PATH_MAX / 2];
    if (snprintf(folder, sizeof folder, "%s/%s", run_folder(), kind) >= (int)sizeof folder) {
        errno = ENAMETOOLONG;
        return false;
    }
    mkdir(folder, 0700);
    return note_in(folder, id, text);
}

static bool present(const char *kind, const char *id) {
    char path[PATH_MAX];
    struct stat about;
    return snprintf(path, sizeof path, "%s/%s/%s", run_folder(), kind, id) < (int)sizeof path
        && lstat(path, &about) == 0;
}

/* Unlike !present: a folder that cannot be read says nothing. */
static bool surely_absent(const char *kind, const char *id) {
    char path[PATH_MAX];
    struct stat about;
    return snprintf(path, sizeof path, "%s/%s/%s", run_folder(), kind, id) < (int)sizeof path
        && lstat(path, &about) != 0 && (errno == ENOENT || errno == ENOTDIR);
}

static void forget(const char *kind, const char *id) {
    char path[PATH_MAX];
    if (snprintf(path, sizeof path, "%s/%s/%s", run_folder(), kind, id) < (int)sizeof path) {
        unlink(path);
    }
}

/* ---- the commands ---- */

/* Waits until the agent says go: 0; otherwise the reason has been given. */
static int wait_for_go(const struct call *call, const struct identity *who, const char *ticket) {
    char text[1024];
    long limit = line_of(ticket, "limit", text, sizeof text) ? strtol(text, NULL, 10) : DEFAULT_WAIT_SECONDS;
    struct timespec begin, now, pause = {0, LOOK_NANOS};
    clock_gettime(CLOCK_MONOTONIC, &begin);
    while (true) {
        if (!line_of(ticket, "state", text, sizeof text)) {
            return refuse(call, "the ticket of container %s cannot be read, so it is not started: %s", who->container,
                folder_of_root(ticket) ? "its state is missing" : "it was taken away");
        }
        if (!strcmp(text, "go")) {
            return 0;
        }
        if (!strncmp(text, "abort", 5)) {
            return refuse(call, "the migration of container %s was given up: %s", who->container,
                text[5] == ' ' ? text + 6 : "no reason was given");
        }
        if (strcmp(text, "hold")) {
            return refuse(call, "the ticket of container %s says '%s', which means nothing", who->container, text);
        }
        clock_gettime(CLOCK_MONOTONIC, &now);
        if (now.tv_sec - begin.tv_sec >= limit) {
            return refuse(call, "the checkpoint of container %s did not arrive within %ld s", who->container, limit);
        }
        nanosleep(&pause, NULL);
    }
}

/* Puts a folder of a file system in front of PATH: runc looks for CRIU there. */
static bool find_first(const char *program) {
    char path[PATH_MAX];
    const char *end = strrchr(program, '/');
    const char *before = getenv("PATH");
    if (!end || end == program) {
        return false;
    }
    snprintf(path, sizeof path, "%.*s:%s", (int)(end - program), program,
        before && *before ? before : "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
    return setenv("PATH", path, 1) == 0;
}

/* Makes a file what CRIU reads as runc's options, for this process and its children alone. */
static bool configure(const char *file) {
    char text[4096];
    int in = open(file, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    ssize_t length = in < 0 ? -1 : read(in, text, sizeof text);
    if (in >= 0) {
        close(in);
    }
    if (length < 0 || length == sizeof text || unshare(CLONE_NEWNS) != 0
        || mount(NULL, "/", NULL, MS_REC | MS_SLAVE, NULL) != 0
        || (mkdir("/etc/criu", 0755) != 0 && errno != EEXIST)
        || mount("podferry", "/etc/criu", "tmpfs", MS_NOSUID | MS_NODEV | MS_NOEXEC, "mode=0755,size=64k") != 0) {
        return false;
    }
    int out = open("/etc/criu/runc.conf", O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    bool written = out >= 0 && write(out, text, (size_t)length) == length;
    if (out >= 0) {
        close(out);
    }
    return written;
}

/* Uses what the ticket says of CRIU, if anything. */
static bool prepare_criu(const char *ticket) {
    char path[PATH_MAX];
    struct stat about;
    if (line_of(ticket, "criu", path, sizeof path) && !find_first(path)) {
        return false;
    }
    return snprintf(path, sizeof path, "%s/criu.conf", ticket) < (int)sizeof path
        && (lstat(path, &about) != 0 ? errno == ENOENT : configure(path));
}

/* Restores with the real runtime, which ends with this program: whoever kills the one thinks the other
 * dead, and a restore that went on would be a copy that nobody knows of. */
static int restore(const struct call *call, const char *ticket, const char *image) {
    char **argv = calloc((size_t)call->command + 20, sizeof *argv);
    int n = 0;
    argv[n++] = (char *)real_runtime();
    for (int i = 1; i < call->command; i++) {
        argv[n++] = call->argv[i];
    }
    /* Without "ignore" the restore looks for the cgroup of the source; runc before 1.2 has no such mode. */
    const char *mode = getenv("PODFERRY_CGROUPS_MODE");
    const char *fixed[] = {"restore", "--detach", "--manage-cgroups-mode", mode && *mode ? mode : "ignore", "--image-path", image, "--work-path",
        image, "--bundle", call->bundle};
    for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++) {
        argv[n++] = (char *)fixed[i];
    }
    if (call->pid_file) {
        argv[n++] = "--pid-file";
        argv[n++] = (char *)call->pid_file;
    }
    if (call->console) {
        argv[n++] = "--console-socket";
        argv[n++] = (char *)call->console;
    }
    argv[n++] = (char *)call->id;
    pid_t parent = getpid();
    pid_t child = fork();
    if (child == 0) {
        if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || getppid() != parent) {
            _exit(127);
        }
        if (!prepare_criu(ticket)) {
            refuse(call, "CRIU cannot be set up for the restore: %s", strerror(errno));
            _exit(127);
        }
        execvp(argv[0], argv);
        refuse(call, "cannot run '%s': %s. Maybe set PODFERRY_RUNC?", argv[0], strerror(errno));
        _exit(127);
    }
    free(argv);
    int status = 0;
    if (child < 0 || waitpid(child, &status, 0) < 0) {
        return 1;
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

/* Whether nobody but root can have put this ticket there. */
static bool trusted(const struct identity *who, const char *ticket) {
    char tickets[PATH_MAX], pod[PATH_MAX];
    return snprintf(tickets, sizeof tickets, "%s/tickets", run_folder()) < (int)sizeof tickets
        && snprintf(pod, sizeof pod, "%s/%s", tickets, who->pod) < (int)sizeof pod && folder_of_root(run_folder())
        && folder_of_root(tickets) && folder_of_root(pod) && folder_of_root(ticket);
}

static int serve(const struct call *call, const struct identity *who, const char *ticket, const char *used) {
    char image[PATH_MAX];
    if (!plain(call->id)) {
        return refuse(call, "there is a ticket of container %s, but '%s' is no name that can be noted", who->container,
            call->id);
    }
    if (!trusted(who, ticket)) {
        return refuse(call, "the ticket of container %s is not root's alone, so it is not trusted", who->container);
    }
    char waiting[PATH_MAX];
    char bundle[PATH_MAX];
    /* The agent puts the pod's files into the bundle's root file system while this waits. */
    if (!realpath(call->bundle, bundle)
        || snprintf(waiting, sizeof waiting, "%d %s %s\n", (int)getpid(), call->id, bundle) >= (int)sizeof waiting
        || !note_in(ticket, "waiting", waiting)) {
        return refuse(call, "that container %s waits cannot be noted: %s", who->container, strerror(errno));
    }
    int refused = wait_for_go(call, who, ticket);
    if (refused) {
        return refused;
    }
    if (!line_of(ticket, "image", image, sizeof image) || image[0] != '/') {
        return refuse(call, "the ticket of container %s names no checkpoint", who->container);
    }
    /* Noted first: a clone that runs and cannot be noted would have to be killed, with its work. */
    if (!note("restored", call->id, "")) {
        return refuse(call, "the restore of container %s cannot be noted: %s", who->container, strerror(errno));
    }
    if (rename(ticket, used) != 0) {
        int cause = errno;
        forget("restored", call->id);
        return refuse(call, "the ticket of container %s cannot be used: %s", who->container, strerror(cause));
    }
    int status = restore(call, used, image);
    if (status != 0) {
        forget("restored", call->id);
        return refuse(call, "container %s cannot be restored from %s (exit status %d); its runtime's log says why",
            who->container, image, status);
    }
    /* Nothing follows from a failure here: the agent also looks for the container itself. */
    note_in(used, "restored", "yes\n");
    return 0;
}

static int create(const struct call *call) {
    struct identity who;
    char ticket[PATH_MAX], used[PATH_MAX], text[1024];
    enum config config = call->id ? identify(call->bundle, &who) : ABSENT;
    if (config == UNREADABLE) {
        return refuse(call, "%s/config.json cannot be read, so nobody knows whose container %s is and whether it may run"
            " here. Maybe it is larger than %d MiB?", call->bundle, call->id, LARGEST_CONFIG >> 20);
    }
    if (config == ABSENT || !plain(who.pod)) {
        return pass_on(call); /* not a pod's, or runc will say what is wrong with it */
    }
    if (!surely_absent("departed", who.pod)) {
        snprintf(ticket, sizeof ticket, "%s/departed", run_folder());
        bool known = line_of(ticket, who.pod, text, sizeof text);
        return refuse(call, "pod %s has left this node and must not run here again%s%s", who.pod, known ? ": " : "",
            known ? text : "");
    }
    if (!plain(who.container)) {
        return pass_on(call); /* the sandbox, or a name that no ticket can have */
    }
    if (snprintf(ticket, sizeof ticket, "%s/tickets/%s/%s", run_folder(), who.pod, who.container) >= (int)sizeof ticket
        || snprintf(used, sizeof used, "%s.used", ticket) >= (int)sizeof used) {
        return refuse(call, "'%s' is too long. Maybe set PODFERRY_RUN to a shorter one?", run_folder());
    }
    /* In this order: a ticket that somebody else uses meanwhile is seen as the one or the other. */
    struct stat about;
    bool waits = lstat(ticket, &about) == 0;
    if (!waits && errno != ENOENT && errno != ENOTDIR) {
        return refuse(call, "cannot look for a ticket of container %s: %s", who.container, strerror(errno));
    }
    if (lstat(used, &about) == 0) {
        return refuse(call, "container %s was restored once and its ticket is used up. Maybe remove %s, if it may start"
            " afresh without the work that the ticket stood for?", who.container, used);
    }
    if (errno != ENOENT && errno != ENOTDIR) {
        return refuse(call, "cannot look for a used ticket of container %s: %s", who.container, strerror(errno));
    }
    return waits ? serve(call, &who, ticket, used) : pass_on(call);
}

static int start(const struct call *call) {
    if (call->id && plain(call->id) && present("restored", call->id)) {
        forget("restored", call->id);
        return 0;
    }
    return pass_on(call);
}

static int kill_container(const struct call *call) {
    if (call->id && plain(call->id) && present("watched", call->id)) {
        const char *signal = call->argv[call->argc - 1];
        if (!note("killed", call->id, signal == call->id ? "SIGTERM" : signal)) {
            return refuse(call, "the end of container %s cannot be noted: %s", call->id, strerror(errno));
        }
    }
    return pass_on(call);
}

int main(int argc, char **argv) {
    struct call call;
    read_call(&call, argc, argv);
    const char *command = call.command < argc ? argv[call.command] : "";
    if (!strcmp(command, "create")) {
        return create(&call);
    }
    if (!strcmp(command, "start")) {
        return start(&call);
    }
    if (!strcmp(command, "kill")) {
        return kill_container(&call);
    }
    if (!strcmp(command, "delete") && call.id && plain(call.id)) {
        forget("restored", call.id);
        forget("killed", call.id);
        forget("watched", call.id);
    }
    return pass_on(&call);
}
