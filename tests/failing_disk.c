/* Preloaded before libc: at the chosen write, fsync, rename, … the process dies or the disk fails. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum { KILL = 0, TORN = -1 }; /* any other mode is the errno that the call gives */
static atomic_long seen = 0, at = -1;
static atomic_int how = KILL, lasting = 0;

void disk_arm(long call, int mode, int for_good) { seen = 0; how = mode; lasting = for_good; at = call; }
long disk_seen(void) { return seen; }

static int strikes(int fd) {
    struct stat status;
    if (at < 0 || (fd >= 0 && (fstat(fd, &status) || !S_ISREG(status.st_mode)))) return 0;
    long now = seen++;
    if (now != at && !(lasting && now > at)) return 0;
    if (how == KILL) kill(getpid(), SIGKILL);
    return 1;
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))
#define FAILS(fd) if (strikes(fd)) { errno = how; return -1; }
#define WRITES(fd, all, half) \
    if (strikes(fd)) { if (how == TORN) { half; kill(getpid(), SIGKILL); } errno = how; return -1; } \
    return all;

ssize_t write(int fd, const void *data, size_t size) {
    WRITES(fd, REAL(write)(fd, data, size), REAL(write)(fd, data, size / 2))
}
ssize_t pwrite64(int fd, const void *data, size_t size, off64_t place) {
    WRITES(fd, REAL(pwrite64)(fd, data, size, place), REAL(pwrite64)(fd, data, size / 2, place))
}
ssize_t pwrite(int fd, const void *data, size_t size, off_t place) {
    WRITES(fd, REAL(pwrite)(fd, data, size, place), REAL(pwrite)(fd, data, size / 2, place))
}
size_t fwrite(const void *data, size_t size, size_t count, FILE *file) {
    if (strikes(fileno(file))) {
        if (how == TORN) { REAL(fwrite)(data, 1, size * count / 2, file); fflush(file); kill(getpid(), SIGKILL); }
        errno = how;
        return 0;
    }
    return REAL(fwrite)(data, size, count, file);
}
int fsync(int fd) { FAILS(fd) return REAL(fsync)(fd); }
int fdatasync(int fd) { FAILS(fd) return REAL(fdatasync)(fd); }
int ftruncate64(int fd, off64_t size) { FAILS(fd) return REAL(ftruncate64)(fd, size); }
int rename(const char *from, const char *to) { FAILS(-1) return REAL(rename)(from, to); }
int unlink(const char *path) { FAILS(-1) return REAL(unlink)(path); }
int mkdir(const char *path, mode_t mode) { FAILS(-1) return REAL(mkdir)(path, mode); }
