/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A good council beside bad company: strangers PROGRAMS [SECONDS]
 *
 * While a council's releases come every twentieth of a second, others do what they like to the
 * region's port, SECONDS at a time: thousands connect and say nothing; garbage comes as fast as it
 * is taken; strange keys knock; the council's own key sends what it sent before, records of another
 * council, and forged ones, and shouts. Every release of the good council must be on the region's
 * disk within a second, throughout, and nothing else may be.
 */
#include "processes.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>
#include <zmq.h>

enum { SERVED_MS = 1000, SILENT = 3000, SOCKETS = 3200, KNOCKERS = 16, FORGED = 10000 };

struct company {
    struct torture *torture;
    struct staith_ledger *ledger;
    int sockets[SOCKETS];
    int socket_count;
    void *zmq;
    void *peers[KNOCKERS];
    int peer_count;
    uint64_t sent;
    uint64_t number; /* of the record that is waited for */
    int64_t since_ms;
    int64_t slowest_ms;
};

/* ---- the good council ---- */

/* Look how long the oldest record that has no receipt has waited. */
static void watch(struct company *company)
{
    uint64_t last = 0;
    uint64_t received = 0;
    torture_hear(company->torture);
    if (staith_ledger_last(company->ledger, &last) != 0 ||
        staith_ledger_received(company->ledger, &received) != 0) {
        return;
    }
    if (received >= company->number) {
        int64_t took = now_ms() - company->since_ms;
        company->slowest_ms =
            company->number > 0 && took > company->slowest_ms ? took : company->slowest_ms;
        company->number = 0;
    }
    if (company->number == 0 && last > received) {
        company->number = last;
        company->since_ms = now_ms();
    }
    if (company->number == 0) {
        company->number = last + 1;
        company->since_ms = now_ms();
    }
}

/* ---- the others ---- */

static void add_socket(struct company *company)
{
    struct sockaddr_in at = {.sin_family = AF_INET,
                             .sin_port = htons(company->torture->port),
                             .sin_addr = {htonl(INADDR_LOOPBACK)}};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd >= 0) {
        (void)connect(fd, (struct sockaddr *)&at, sizeof(at));
        company->sockets[company->socket_count++] = fd;
    }
}

static void close_sockets(struct company *company)
{
    while (company->socket_count > 0) {
        (void)close(company->sockets[--company->socket_count]);
    }
}

static void silent(struct company *company)
{
    for (int i = 0; i < 50 && company->socket_count < SILENT; i++) {
        add_socket(company);
        company->sent++;
    }
}

static void garbage(struct company *company)
{
    uint8_t bytes[4096];
    randombytes_buf(bytes, sizeof(bytes));
    if (company->sent % 3 == 0) { /* now and then it begins as a ZeroMQ greeting does */
        static const uint8_t greeting[] = {0xFF, 0, 0, 0, 0, 0, 0, 0, 1, 0x7F, 3, 0, 'C', 'U'};
        memcpy(bytes, greeting, sizeof(greeting));
    }
    while (company->socket_count < 8) {
        add_socket(company);
    }
    for (int i = 0; i < company->socket_count; i++) {
        ssize_t got = send(company->sockets[i], bytes, sizeof(bytes), MSG_NOSIGNAL);
        if (got < 0 && errno != EAGAIN && errno != EWOULDBLOCK && errno != ENOTCONN) {
            (void)close(company->sockets[i]);
            company->sockets[i] = company->sockets[--company->socket_count];
        }
        company->sent++;
    }
}

static void add_peer(struct company *company, const char *public_key, const char *secret_key)
{
    char endpoint[64];
    const int zero = 0, window = 1000;
    void *peer = zmq_socket(company->zmq, ZMQ_DEALER);
    (void)snprintf(endpoint, sizeof(endpoint), "tcp://127.0.0.1:%u",
                   (unsigned)company->torture->port);
    (void)zmq_setsockopt(peer, ZMQ_LINGER, &zero, sizeof(zero));
    (void)zmq_setsockopt(peer, ZMQ_SNDHWM, &window, sizeof(window));
    (void)zmq_setsockopt(peer, ZMQ_CURVE_SERVERKEY, company->torture->region_key, 41);
    (void)zmq_setsockopt(peer, ZMQ_CURVE_PUBLICKEY, public_key, 41);
    (void)zmq_setsockopt(peer, ZMQ_CURVE_SECRETKEY, secret_key, 41);
    (void)zmq_connect(peer, endpoint);
    company->peers[company->peer_count++] = peer;
}

static void close_peers(struct company *company)
{
    while (company->peer_count > 0) {
        (void)zmq_close(company->peers[--company->peer_count]);
    }
}

static void strange_keys(struct company *company)
{
    while (company->peer_count < KNOCKERS) {
        char public_key[41], secret_key[41];
        (void)zmq_curve_keypair(public_key, secret_key);
        add_peer(company, public_key, secret_key);
    }
    for (int i = 0; i < company->peer_count; i++) {
        (void)zmq_send(company->peers[i], "let me in", 9, ZMQ_DONTWAIT);
        company->sent++;
    }
}

/* A second connection with the council's own key, as whoever stole it would make. */
static void *thief(struct company *company)
{
    char path[PATH], public_key[KEY_TEXT] = "", secret_key[KEY_TEXT] = "";
    char *const into[] = {public_key, secret_key};
    static const char *const FILES[] = {"transport.pub", "transport.key"};
    for (int i = 0; company->peer_count == 0 && i < 2; i++) {
        (void)snprintf(path, sizeof(path), "%s/council/%s", company->torture->root, FILES[i]);
        FILE *file = fopen(path, "re");
        if (file == NULL || fgets(into[i], KEY_TEXT, file) == NULL) {
            torture_broken(company->torture, 0, "a key file cannot be read");
        }
        if (file != NULL) {
            (void)fclose(file);
        }
        into[i][strcspn(into[i], "\n")] = '\0';
    }
    if (company->peer_count == 0) {
        add_peer(company, public_key, secret_key);
    }
    return company->peers[0];
}

static void send_record(struct company *company, const struct staith_record *record)
{
    struct staith_message message = {.kind = STAITH_MESSAGE_RECORD};
    struct staith_buf bytes;
    message.as.record = *record;
    staith_buf_init(&bytes, STAITH_MESSAGE_MAX_BYTES);
    if (staith_message_pack(&message, &bytes) == 0 &&
        zmq_send(thief(company), bytes.data, bytes.len, ZMQ_DONTWAIT) >= 0) {
        company->sent++;
    }
    staith_buf_deinit(&bytes);
}

static void replayed(struct company *company)
{
    for (uint64_t number = 1; number <= 40; number++) {
        struct staith_ledger_entry entry;
        if (staith_ledger_read(company->ledger, number, &entry, NULL) == 0) {
            send_record(company, &entry.record);
        }
    }
}

/* Records of another council and of this one, signed by nobody who may. */
static void forged(struct company *company)
{
    for (int i = 0; i < 100 && company->sent < FORGED; i++) {
        struct staith_ledger_entry entry;
        uint64_t last = 0;
        if (staith_ledger_last(company->ledger, &last) != 0 || last == 0 ||
            staith_ledger_read(company->ledger, last, &entry, NULL) != 0) {
            return;
        }
        struct staith_record record = entry.record;
        record.number = i % 2 == 0 ? last + 1 : last + 2;
        if (i % 3 == 0) {
            (void)snprintf(record.authority, sizeof(record.authority), "801");
        }
        memcpy(record.previous, entry.record.hash, sizeof(record.previous));
        randombytes_buf(record.signature, sizeof(record.signature));
        randombytes_buf(record.hash, i % 5 == 0 ? sizeof(record.hash) : 0);
        send_record(company, &record);
    }
}

/* The council's own key asks as often as it can. */
static void shouting(struct company *company)
{
    struct staith_message message = {.kind = STAITH_MESSAGE_HELLO};
    struct staith_buf bytes;
    message.as.hello.protocol_min = STAITH_PROTOCOL_OLDEST;
    message.as.hello.protocol_max = STAITH_PROTOCOL_VERSION;
    message.as.hello.epoch = staith_ledger_epoch(company->ledger);
    message.as.hello.nonce = 1;
    message.as.hello.words = true;
    staith_buf_init(&bytes, STAITH_MESSAGE_MAX_BYTES);
    if (staith_message_pack(&message, &bytes) == 0) {
        for (int i = 0;
             i < 2000 && zmq_send(thief(company), bytes.data, bytes.len, ZMQ_DONTWAIT) >= 0; i++) {
            company->sent++;
        }
    }
    staith_buf_deinit(&bytes);
}

static void nothing(struct company *company)
{
    company->sent++;
}

/* ---- all of it ---- */

static void phase(struct company *company, const char *name, void (*act)(struct company *company),
                  int64_t ms)
{
    int64_t until = now_ms() + ms;
    company->sent = 0;
    company->slowest_ms = 0;
    company->number = 0;
    while (now_ms() < until) {
        act(company);
        for (int i = 0; i < 5; i++) {
            watch(company);
            pause_ms(2);
        }
    }
    (void)printf("%-14s %8llu sent; a good council's release on disk within %lld ms\n", name,
                 (unsigned long long)company->sent, (long long)company->slowest_ms);
    (void)fflush(stdout);
    if (company->slowest_ms == 0 || company->slowest_ms > SERVED_MS) {
        torture_broken(company->torture, 0, "the good council was not served within a second");
    }
    close_sockets(company);
    close_peers(company);
}

static int on_arrival(void *ctx, const struct staith_store_arrival *arrival)
{
    struct company *company = ctx;
    uint64_t last = 0;
    (void)staith_ledger_last(company->ledger, &last);
    if (strcmp(arrival->authority, "800") != 0 ||
        arrival->epoch != staith_ledger_epoch(company->ledger) || arrival->records > last) {
        torture_broken(company->torture, arrival->records, "the region holds what nobody sent");
    }
    return 0;
}

static void check_store(struct company *company)
{
    char folder[PATH];
    struct staith_store *store = NULL;
    (void)snprintf(folder, sizeof(folder), "%s/region-state", company->torture->root);
    if (staith_store_open(folder, true, staith_outside_machine(), &store, NULL) != 0 ||
        staith_store_arrivals(store, on_arrival, company, NULL) != 0) {
        torture_broken(company->torture, 0, "the region's store cannot be read");
    }
    staith_store_close(store);
}

int main(int argc, char **argv)
{
    if (argc == 5 && strcmp(argv[1], "writer") == 0) {
        return torture_write(argv);
    }
    if (argc < 2 || sodium_init() < 0) {
        (void)fprintf(stderr, "usage: strangers PROGRAMS [SECONDS]\n");
        return 64;
    }
    int64_t ms = 1000 * (argc > 2 ? strtoll(argv[2], NULL, 10) : 10);
    struct torture torture = {.programs = argv[1], .poke = -1, .pace = "50"};
    struct company company = {.torture = &torture};
    const struct rlimit files = {8192, 8192};
    (void)setrlimit(RLIMIT_NOFILE, &files);
    torture_set_up(&torture);
    torture_start(&torture, REGION);
    torture_start(&torture, WRITER);
    torture_start(&torture, PUBLISHER);
    pause_ms(1500);
    company.ledger = torture_ledger(&torture);
    company.zmq = zmq_ctx_new();
    phase(&company, "nobody", nothing, ms / 2);
    phase(&company, "silent", silent, ms);
    phase(&company, "garbage", garbage, ms);
    phase(&company, "strange keys", strange_keys, ms);
    phase(&company, "replayed", replayed, ms);
    phase(&company, "forged", forged, ms);
    phase(&company, "shouting", shouting, ms);
    phase(&company, "nobody again", nothing, ms / 2);
    torture_kill(&torture, WRITER);
    torture_kill(&torture, PUBLISHER);
    torture_kill(&torture, REGION);
    check_store(&company);
    staith_ledger_close(company.ledger);
    (void)zmq_ctx_term(company.zmq);
    torture_clear(&torture);
    return torture.broken > 0 ? 1 : 0;
}
