/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_TEST_SUPPRESS_T15_H
#define STAITH_TEST_SUPPRESS_T15_H
/*
 * T15, or a table of its shape, for suppression: 1 to 4 are primary, every cell weighs its value,
 * zeros are shown. PLAIN: each is left with 1 to 5. KNOWING: each with five numbers.
 */
#include "disclosure/audit/audit.h"
#include "disclosure/protect/compile.h"
#include "disclosure/protect/suppress.h"
#include "processor_clock.h"
#include "protect_t15.h"

struct suppress_t15 {
    struct protect_table table;
    struct staith_system system;
    struct staith_suppress_cell *cells;
    struct staith_suppress_rules rules;
};

static inline void suppress_t15_deinit(struct suppress_t15 *task)
{
    free(task->cells);
    protect_table_deinit(&task->table);
}

static inline int suppress_t15_init(struct suppress_t15 *task, uint64_t seed,
                                    enum staith_suppress_attacker attacker)
{
    const uint16_t tables[] = {0};
    struct staith_err err = {0};
    memset(task, 0, sizeof(*task));
    t15_init(&task->table, seed);
    int code = staith_compile(&task->table.raw, tables, 1, &task->table.arena, &task->system, &err);
    task->cells = calloc((size_t)task->system.cell_count + 1, sizeof(*task->cells));
    for (uint32_t i = 0; code == 0 && i < task->system.cell_count; i++) {
        int64_t value = task->system.values[i];
        struct staith_suppress_cell *cell = &task->cells[i];
        bool plain = attacker == STAITH_SUPPRESS_PLAIN;
        cell->weight = value;
        if (value >= 1 && value <= 4) {
            cell->kind = STAITH_SUPPRESS_PRIMARY;
            cell->lo = plain ? 1 : value;
            cell->hi = plain ? 5 : value;
            cell->numbers = 5;
        }
    }
    task->rules = (struct staith_suppress_rules){
        .cells = task->cells, .attacker = attacker, .budget = {.time_ms = 600000}};
    return code;
}

/* What the auditor says of a pattern: to whoever does not know that zeros are never hidden
 * (`unaware`), or does. */
static inline int suppress_t15_audit(const struct suppress_t15 *task, const bool *hidden,
                                     bool unaware, struct staith_certificate **ret_certificate)
{
    static struct staith_audit_cell cells[1024];
    struct staith_system structure = task->system;
    struct staith_err err = {0};
    structure.values = NULL;
    for (uint32_t i = 0; i < structure.cell_count; i++) {
        int64_t promise = task->cells[i].kind == STAITH_SUPPRESS_PRIMARY ? 5 : 0;
        cells[i] = hidden[i] ? staith_audit_hidden(unaware, promise)
                             : staith_audit_exact(task->system.values[i]);
    }
    const struct staith_outside clock = processor_clock();
    const struct staith_audit question = {
        .system = &structure, .cells = cells, .budget = {.time_ms = 60000}, .outside = &clock};
    return staith_audit_run(&question, ret_certificate, &err);
}

#endif
