/*
 * Two processes that change their memory all the time and know what each page must hold: the parent and a child that shares
 * pages with it until one of them writes. Prints a number per pass over all pages, or BAD and what was wrong.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

enum { WORDS = 4096 / sizeof(uint64_t) };

static uint64_t random_state = 88172645463325252ULL;

static uint64_t next_random(void) {
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return random_state;
}

static uint64_t word(uint64_t page, uint64_t version, uint64_t index) {
    uint64_t x = (page << 40) ^ (version << 12) ^ index;
    x *= 0x9E3779B97F4A7C15ULL;
    return x ^ x >> 29;
}

static void fill(uint64_t *pages, uint32_t *versions, uint64_t page, uint32_t version) {
    versions[page] = version;
    for (int i = 0; i < WORDS; i++) {
        pages[page * WORDS + i] = word(page, version, i);
    }
}

int main(int argc, char **argv) {
    uint64_t count = argc > 1 ? strtoull(argv[1], NULL, 10) : 4096;
    uint64_t *pages = mmap(NULL, count * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    uint32_t *versions = calloc(count, sizeof(uint32_t));
    if (pages == MAP_FAILED || versions == NULL) {
        return 1;
    }
    for (uint64_t page = 0; page < count; page++) {
        fill(pages, versions, page, 1);
    }
    setvbuf(stdout, NULL, _IOLBF, 0);
    int child = fork() == 0;
    random_state += child;
    for (uint64_t pass = 1;; pass++) {
        for (uint64_t i = 0; i < count / 16; i++) {
            uint64_t page = next_random() % count;
            fill(pages, versions, page, versions[page] + 1);
        }
        for (uint64_t page = 0; page < count; page++) {
            for (int i = 0; i < WORDS; i++) {
                if (pages[page * WORDS + i] != word(page, versions[page], i)) {
                    printf("BAD page %lu word %d version %u\n", (unsigned long) page, i, versions[page]);
                    return 1;
                }
            }
        }
        printf(child ? "c%lu\n" : "%lu\n", (unsigned long) pass);
        usleep(2000);
    }
}
