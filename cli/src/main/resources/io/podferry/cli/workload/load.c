/*
 * The demo's load: a program whose memory follows a curve over its own working time, and which,
 * given a port, answers every HTTP request for "/" with the next number, kept in memory only.
 *
 * Working time is counted in ticks of the program itself and never jumps: while it is frozen, and
 * after it was restored elsewhere, it goes on where it stood.
 *
 *   load [--port N] [--memory random|compressible] --shape SHAPE --base BYTES --peak BYTES
 *        [--rate BYTES_PER_SECOND] [--step BYTES] [--period-ms N] [--doubling-ms N]
 *   SHAPE: steady (base, rate, peak), steps (base, step, period, peak),
 *          sawtooth (base, peak, period), runaway (base, rate, doubling, peak)
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define PAGE 4096UL
#define TICK_MS 20
#define MOST_PER_TICK 0.1 /* seconds of work that one tick may count for, however late it comes */
#define CONNECTIONS 64
#define REQUEST_BYTES 2048
#define IDLE_SECONDS 5

static struct {
    const char *shape;
    double base, peak, rate, step, period, doubling;
    int compressible, port;
} options = {.shape = ""};

static struct connection {
    int fd;
    size_t length;
    double since;
    char request[REQUEST_BYTES];
} connections[CONNECTIONS];

static unsigned char *memory;
static size_t resident; /* bytes from the beginning of `memory` that are filled */
static double worked;   /* seconds */
static unsigned long number;
static volatile sig_atomic_t ending;

static void fail(const char *what, const char *value) {
    fprintf(stderr, "load: %s: %s\n", what, value);
    exit(2);
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec + time.tv_nsec / 1e9;
}

static double wanted(double seconds) {
    double bytes = options.base;
    if (!strcmp(options.shape, "steady")) {
        bytes += options.rate * seconds;
    } else if (!strcmp(options.shape, "steps")) {
        bytes += options.step * floor(seconds / options.period);
    } else if (!strcmp(options.shape, "sawtooth")) {
        bytes += (options.peak - options.base) * fmod(seconds, options.period) / options.period;
    } else {
        double k = log(2) / options.doubling;
        bytes += options.rate / k * expm1(k * seconds);
    }
    return fmax(options.base, fmin(bytes, options.peak));
}

static uint64_t random64(void) {
    static uint64_t state = 0x9e3779b97f4a7c15;
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state;
}

static void fill(unsigned char *page) {
    uint64_t *words = (uint64_t *) page;
    for (size_t i = 0; i < PAGE / 8; i++) {
        words[i] = options.compressible && i % 8 ? 0x7970666572727900 + i % 8 : random64();
    }
}

/* Makes exactly `bytes` resident, rounded to pages. */
static void resize(double bytes) {
    size_t want = (size_t) bytes / PAGE * PAGE;
    for (; resident < want; resident += PAGE) {
        fill(memory + resident);
    }
    if (want < resident) {
        madvise(memory + want, resident - want, MADV_DONTNEED);
        resident = want;
    }
}

static void hang_up(struct connection *connection) {
    close(connection->fd);
    connection->fd = -1;
}

static void answer(struct connection *connection) {
    char body[256], response[512];
    const char *status = "200 OK";
    if (!strncmp(connection->request, "GET / ", 6)) {
        snprintf(body, sizeof body, "%lu\n", ++number);
    } else if (!strncmp(connection->request, "GET /status ", 12)) {
        snprintf(body, sizeof body,
                 "{\"number\":%lu,\"workedMillis\":%.0f,\"memoryBytes\":%zu}\n", number,
                 worked * 1000, resident);
    } else {
        status = "404 Not Found";
        snprintf(body, sizeof body, "There are / and /status.\n");
    }
    int length = snprintf(response, sizeof response,
                          "HTTP/1.1 %s\r\nContent-Type: text/plain\r\nContent-Length: %zu\r\n"
                          "Connection: close\r\n\r\n%s",
                          status, strlen(body), body);
    if (send(connection->fd, response, (size_t) length, MSG_NOSIGNAL) < 0) {
        perror("load: send");
    }
    shutdown(connection->fd, SHUT_WR);
    hang_up(connection);
}

static void receive(struct connection *connection) {
    size_t room = REQUEST_BYTES - 1 - connection->length;
    ssize_t got = room ? recv(connection->fd, connection->request + connection->length, room, 0) : 0;
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) {
        return;
    }
    if (got <= 0) {
        hang_up(connection);
        return;
    }
    connection->length += (size_t) got;
    connection->request[connection->length] = 0;
    if (strstr(connection->request, "\r\n\r\n")) {
        answer(connection);
    }
}

static void welcome(int listener) {
    int fd;
    while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0) {
        struct connection *free_one = NULL;
        for (int i = 0; i < CONNECTIONS && !free_one; i++) {
            free_one = connections[i].fd < 0 ? &connections[i] : NULL;
        }
        if (!free_one) {
            close(fd);
            continue;
        }
        free_one->fd = fd;
        free_one->length = 0;
        free_one->since = worked;
    }
}

static int listen_on(int port) {
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), on = 1;
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t) port)};
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(fd, (struct sockaddr *) &address, sizeof address) || listen(fd, 128)) {
        fail("cannot listen", strerror(errno));
    }
    return fd;
}

/* Waits for requests until the tick is over. */
static void serve(int listener, double until) {
    struct pollfd polled[CONNECTIONS + 1];
    struct connection *behind[CONNECTIONS + 1];
    for (double left = until - now(); left > 0 && !ending; left = until - now()) {
        nfds_t count = 0;
        if (listener >= 0) {
            polled[count++] = (struct pollfd) {.fd = listener, .events = POLLIN};
        }
        for (int i = 0; i < CONNECTIONS; i++) {
            if (connections[i].fd >= 0 && worked - connections[i].since > IDLE_SECONDS) {
                hang_up(&connections[i]);
            }
            if (connections[i].fd >= 0) {
                behind[count] = &connections[i];
                polled[count++] = (struct pollfd) {.fd = connections[i].fd, .events = POLLIN};
            }
        }
        if (poll(polled, count, (int) ceil(left * 1000)) <= 0) {
            continue;
        }
        for (nfds_t i = 0; i < count; i++) {
            if (polled[i].revents && polled[i].fd == listener) {
                welcome(listener);
            } else if (polled[i].revents) {
                receive(behind[i]);
            }
        }
    }
}

static double positive(const char *name, const char *text) {
    char *end;
    double value = strtod(text, &end);
    if (*end || !(value >= 0)) {
        fail(name, text);
    }
    return value;
}

static void parse(int count, char **arguments) {
    for (int i = 1; i < count; i += 2) {
        const char *name = arguments[i], *value = i + 1 < count ? arguments[i + 1] : "";
        if (!strcmp(name, "--shape")) options.shape = value;
        else if (!strcmp(name, "--memory")) options.compressible = !strcmp(value, "compressible");
        else if (!strcmp(name, "--port")) options.port = (int) positive(name, value);
        else if (!strcmp(name, "--base")) options.base = positive(name, value);
        else if (!strcmp(name, "--peak")) options.peak = positive(name, value);
        else if (!strcmp(name, "--rate")) options.rate = positive(name, value);
        else if (!strcmp(name, "--step")) options.step = positive(name, value);
        else if (!strcmp(name, "--period-ms")) options.period = positive(name, value) / 1000;
        else if (!strcmp(name, "--doubling-ms")) options.doubling = positive(name, value) / 1000;
        else fail("unknown option", name);
    }
    int steps = !strcmp(options.shape, "steps"), saw = !strcmp(options.shape, "sawtooth");
    int runaway = !strcmp(options.shape, "runaway");
    if (!steps && !saw && !runaway && strcmp(options.shape, "steady")) {
        fail("unknown shape, known are steady, steps, sawtooth, runaway", options.shape);
    }
    if (((steps || saw) && options.period <= 0) || (runaway && options.doubling <= 0)) {
        fail("a period or doubling time longer than zero is missing", options.shape);
    }
    if (options.peak < options.base) {
        fail("the peak is below the base", options.shape);
    }
}

static void end(int signal) {
    ending = signal;
}

int main(int count, char **arguments) {
    parse(count, arguments);
    struct sigaction action = {.sa_handler = end};
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGINT, &action, NULL);
    size_t most = ((size_t) options.peak / PAGE + 1) * PAGE;
    memory = mmap(NULL, most, PROT_READ | PROT_WRITE,
                  MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED) {
        fail("cannot map the peak", strerror(errno));
    }
    madvise(memory, most, MADV_NOHUGEPAGE);
    for (int i = 0; i < CONNECTIONS; i++) {
        connections[i].fd = -1;
    }
    int listener = options.port ? listen_on(options.port) : -1;
    resize(options.base);
    printf("working, %zu MiB\n", resident >> 20);
    fflush(stdout);
    double last = now();
    while (!ending) {
        serve(listener, last + TICK_MS / 1000.0);
        double time = now();
        worked += fmin(time - last, MOST_PER_TICK);
        last = time;
        resize(wanted(worked));
    }
    return 0;
}
