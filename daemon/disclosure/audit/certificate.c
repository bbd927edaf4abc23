/* SPDX-License-Identifier: Apache-2.0 */
#include "disclosure/audit/certificate.h"

#include <inttypes.h>
#include <stdlib.h>

static const struct {
    const char *code;
    const char *words;
} attackers[] = {
#define STAITH_X(name, code, words) {code, words},
    STAITH_ATTACKERS(STAITH_X)
#undef STAITH_X
};

static const char *const states[] = {"unfinished", "tried", "covered", "nothing", "contradicted"};
static const char *const verdicts[] = {"unfinished", "passed", "exact", "narrow", "contradiction"};

void staith_certificate_free(struct staith_certificate *certificate)
{
    if (certificate != NULL) {
        free(certificate->intervals);
        free(certificate);
    }
}

const char *staith_attacker_code(enum staith_attacker attacker)
{
    return (unsigned)attacker < (unsigned)STAITH_ATTACKER_COUNT ? attackers[attacker].code
                                                                : "unknown";
}

const char *staith_attacker_words(enum staith_attacker attacker)
{
    return (unsigned)attacker < (unsigned)STAITH_ATTACKER_COUNT ? attackers[attacker].words
                                                                : "unknown";
}

const char *staith_verdict_code(enum staith_verdict verdict)
{
    return (unsigned)verdict < sizeof(verdicts) / sizeof(*verdicts) ? verdicts[verdict]
                                                                    : "unfinished";
}

const char *staith_attack_state_code(enum staith_attack_state state)
{
    return (unsigned)state < sizeof(states) / sizeof(*states) ? states[state] : "unfinished";
}

/* Names of cells may hold anything; the rest of a certificate is ours. */
static int write_escaped(struct staith_buf *out, const char *text)
{
    int code = 0;
    for (const char *at = text; code == 0 && *at != '\0'; at++) {
        unsigned char byte = (unsigned char)*at;
        if (byte == '"' || byte == '\\') {
            code = staith_buf_printf(out, "\\%c", byte);
        } else if (byte < 0x20) {
            code = staith_buf_printf(out, "\\u%04x", byte);
        } else {
            code = staith_buf_append(out, at, 1);
        }
    }
    return code;
}

static int write_attackers(const struct staith_certificate *c, struct staith_buf *out)
{
    int code = staith_buf_text(out, ",\"attackers\":[");
    for (unsigned i = 0; code == 0 && i < (unsigned)STAITH_ATTACKER_COUNT; i++) {
        const struct staith_attack_result *result = &c->attackers[i];
        code = staith_buf_printf(
            out,
            "%s{\"code\":\"%s\",\"state\":\"%s\",\"systems\":%" PRIu32 ",\"exact\":%" PRIu32
            ",\"narrow\":%" PRIu32 ",\"least_possible\":%" PRId64 "}",
            i == 0 ? "" : ",", attackers[i].code, staith_attack_state_code(result->state),
            result->systems, result->exact, result->narrow, result->least);
    }
    return code == 0 ? staith_buf_text(out, "]}") : code;
}

int staith_certificate_json(const struct staith_certificate *certificate, struct staith_buf *out)
{
    const struct staith_certificate *c = certificate;
    int code = staith_buf_printf(
        out,
        "{\"verdict\":\"%s\",\"cells\":%" PRIu32 ",\"audited\":%" PRIu32 ",\"exact\":%" PRIu32
        ",\"narrow\":%" PRIu32 ",\"least_possible\":%" PRId64 ",\"promised\":%" PRId64
        ",\"programs\":%" PRIu32 ",\"solutions\":%" PRIu32 ",\"time_ms\":%" PRId64
        ",\"solver\":\"%s\",\"why\":\"",
        staith_verdict_code(c->verdict), c->cells, c->audited, c->exact, c->narrow, c->least,
        c->promise, c->programs, c->solutions, c->time_ms, c->solver);
    if (code == 0) {
        code = write_escaped(out, c->why);
    }
    if (code == 0) {
        code = staith_buf_text(out, "\"");
    }
    return code == 0 ? write_attackers(c, out) : code;
}

int staith_certificate_text(const struct staith_certificate *certificate, struct staith_buf *out)
{
    const struct staith_certificate *c = certificate;
    int code = staith_buf_printf(
        out,
        "%s: %s\n%" PRIu32 " of %" PRIu32 " cells protected; worked out exactly: %" PRIu32
        "; narrower than promised: %" PRIu32 "; least number of possible values: %" PRId64
        " (promised %" PRId64 ")\n%s, %" PRIu32 " programs, %" PRIu32
        " whole-number solutions checked, %" PRId64 " ms\n",
        staith_verdict_code(c->verdict), c->why, c->audited, c->cells, c->exact, c->narrow,
        c->least, c->promise, c->solver, c->programs, c->solutions, c->time_ms);
    for (unsigned i = 0; code == 0 && i < (unsigned)STAITH_ATTACKER_COUNT; i++) {
        const struct staith_attack_result *result = &c->attackers[i];
        code = staith_buf_printf(out,
                                 "  %-19s %-12s exact %" PRIu32 ", narrow %" PRIu32
                                 ", least %" PRId64 " in %" PRIu32 " systems: %s\n",
                                 attackers[i].code, staith_attack_state_code(result->state),
                                 result->exact, result->narrow, result->least, result->systems,
                                 attackers[i].words);
    }
    return code;
}
