/* Refuses and notes every connection to another machine and every look-up of a name, for native
 * code too: preloaded by tests/offline.py, which names the file for the notes. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dlfcn.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

static void note(const char *what, const char *where) {
    const char *name = getenv("PROTOKOLLSVAR_OFFLINE_NOTES");
    FILE *file = name ? fopen(name, "a") : NULL;
    if (file) {
        fprintf(file, "native %s %s\n", what, where);
        fclose(file);
    }
}

int connect(int descriptor, const struct sockaddr *address, socklen_t length) {
    static int (*own)(int, const struct sockaddr *, socklen_t);
    char text[INET6_ADDRSTRLEN] = "";
    if (!own) own = dlsym(RTLD_NEXT, "connect");
    if (address->sa_family == AF_INET) {
        const struct in_addr *to = &((const struct sockaddr_in *)address)->sin_addr;
        if ((ntohl(to->s_addr) >> 24) != 127 && to->s_addr != 0)
            inet_ntop(AF_INET, to, text, sizeof text);
    } else if (address->sa_family == AF_INET6) {
        const struct in6_addr *to = &((const struct sockaddr_in6 *)address)->sin6_addr;
        if (!IN6_IS_ADDR_LOOPBACK(to)) inet_ntop(AF_INET6, to, text, sizeof text);
    }
    if (text[0]) {
        note("connect", text);
        errno = ENETUNREACH;
        return -1;
    }
    return own(descriptor, address, length);
}

int getaddrinfo(const char *name, const char *service, const struct addrinfo *hints,
                struct addrinfo **found) {
    static int (*own)(const char *, const char *, const struct addrinfo *, struct addrinfo **);
    if (!own) own = dlsym(RTLD_NEXT, "getaddrinfo");
    if (name && strcmp(name, "127.0.0.1") && strcmp(name, "::1") && strcmp(name, "localhost") &&
        strcmp(name, "0.0.0.0")) {
        note("lookup", name);
        return EAI_FAIL;
    }
    return own(name, service, hints, found);
}
