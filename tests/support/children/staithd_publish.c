/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Stands in for staithd-publish in tests of the gate: says that it is connected, answers each poke
 * with the number of pokes so far as `received`, and dies at a poke when the configuration's name
 * ends in "mortal.yaml".
 */
#include "loop/child.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int say(unsigned pokes)
{
    char text[128];
    int len = snprintf(text, sizeof(text), "state=connected\nendpoint=tcp://region\nreceived=%u\n",
                       pokes);
    return staith_frame_write(STDOUT_FILENO, text, (size_t)len);
}

int main(int argc, char **argv)
{
    if (argc != 3 || strcmp(argv[1], "--config") != 0) {
        return 64;
    }
    size_t len = strlen(argv[2]);
    bool mortal = len >= 11 && strcmp(argv[2] + len - 11, "mortal.yaml") == 0;
    uint8_t *bytes = NULL;
    size_t got = 0;
    for (unsigned pokes = 0; say(pokes) == 0; pokes++) {
        if (staith_frame_read(STDIN_FILENO, 256, &bytes, &got) != 0) {
            return 0;
        }
        free(bytes);
        if (mortal) {
            return 3;
        }
    }
    return 74;
}
