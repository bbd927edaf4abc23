/* SPDX-License-Identifier: Apache-2.0 */
/* The timer carries the address of its deadline to the handler, which calls write and _exit alone.
 */
#include "authority/host/deadline.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

enum { FRAME_HEADER_BYTES = 4 };

static void on_alarm(int number, siginfo_t *info, void *context)
{
    (void)number;
    (void)context;
    if (info->si_code != SI_TIMER) {
        return;
    }
    const struct staith_deadline *deadline = info->si_value.sival_ptr;
    size_t done = 0;
    while (done < deadline->len) {
        ssize_t count = write(deadline->fd, deadline->answer + done, deadline->len - done);
        if (count <= 0) {
            break;
        }
        done += (size_t)count;
    }
    _exit(STAITH_DEADLINE_EXIT_STATUS);
}

int staith_deadline_init(struct staith_deadline *deadline, int fd)
{
    struct sigaction action = {.sa_sigaction = on_alarm, .sa_flags = SA_SIGINFO};
    struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGALRM};
    memset(deadline, 0, sizeof *deadline);
    deadline->fd = fd;
    event.sigev_value.sival_ptr = deadline;
    (void)sigemptyset(&action.sa_mask);
    if (sigaction(SIGALRM, &action, NULL) != 0 ||
        timer_create(CLOCK_MONOTONIC, &event, &deadline->timer) != 0) {
        return STAITH_ERR_IO;
    }
    return 0;
}

int staith_deadline_start(struct staith_deadline *deadline, uint64_t ms, const void *answer,
                          size_t len)
{
    if (len > sizeof deadline->answer - FRAME_HEADER_BYTES || ms == 0) {
        return STAITH_ERR_LIMIT;
    }
    deadline->answer[0] = 0;
    deadline->answer[1] = 0;
    deadline->answer[2] = (uint8_t)(len >> 8);
    deadline->answer[3] = (uint8_t)(len & 0xFF);
    memcpy(deadline->answer + FRAME_HEADER_BYTES, answer, len);
    deadline->len = len + FRAME_HEADER_BYTES;
    const struct itimerspec when = {
        .it_value = {.tv_sec = (time_t)(ms / 1000), .tv_nsec = (long)(ms % 1000) * 1000000}};
    return timer_settime(deadline->timer, 0, &when, NULL) == 0 ? 0 : STAITH_ERR_IO;
}

void staith_deadline_stop(struct staith_deadline *deadline)
{
    const struct itimerspec never = {.it_value = {0, 0}};
    (void)timer_settime(deadline->timer, 0, &never, NULL);
}

void staith_deadline_deinit(struct staith_deadline *deadline)
{
    (void)timer_delete(deadline->timer);
}
