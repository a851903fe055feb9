/* Counts in memory and says every number in a file: what a lost or repeated start would show. */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

int main(void) {
    static char ballast[16 << 20];
    memset(ballast, 7, sizeof ballast);
    for (long count = 1;; count++) {
        char text[32];
        int length = snprintf(text, sizeof text, "%ld\n", count);
        int file = open("/counts", O_WRONLY | O_APPEND | O_CREAT, 0600);
        if (file < 0 || write(file, text, (size_t)length) != length) {
            return 1;
        }
        close(file);
        struct timespec pause = {0, 20000000};
        nanosleep(&pause, NULL);
    }
}
