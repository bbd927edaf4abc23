/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a program says of its own catalogue is not known before it is asked, and a dataset whose
 * source is empty would ask it never: it would look as if it waited for a file. So the datasets
 * whose runs may start programs are asked when the configuration is read, one at a time, as
 * --check-config asks them.
 */
#include "authority/gate/internal.h"

#include <stdio.h>

static void keep(struct staith_gate_dataset *dataset, const struct staith_err *err)
{
    staith_log_err(dataset->service->log, STAITH_LOG_WARNING, "plugin or its options wrong", err);
    (void)snprintf(dataset->fault, sizeof(dataset->fault), "%s%s%s%s%s", err->where,
                   err->where[0] != '\0' ? ": " : "", err->what, err->remedy[0] != '\0' ? "; " : "",
                   err->remedy);
}

static void on_done(void *ctx, const struct staith_gate_outcome *outcome)
{
    struct staith_gate_service *service = ctx;
    service->job.run = NULL;
    if (!service->stopping && outcome->end != STAITH_GATE_END_WELL) {
        keep(service->job.dataset, &outcome->err);
    }
    staith_gate_intake_over(service);
}

static void ask(struct staith_gate_service *service, struct staith_gate_dataset *dataset)
{
    struct staith_gate_job *job = &service->job;
    struct staith_err err = {0};
    job->dataset = dataset;
    job->fd = -1;
    job->order = (struct staith_gate_order){
        .config = service->config, .dataset = dataset->config, .source_fd = -1, .check_only = true};
    if (staith_gate_run_start(service->loop, &job->order, on_done, service, &job->run, &err) != 0) {
        keep(dataset, &err);
        staith_gate_intake_over(service);
    }
}

bool staith_gate_ask_next(struct staith_gate_service *service)
{
    for (uint32_t i = 0; i < service->dataset_count; i++) {
        struct staith_gate_dataset *dataset = &service->datasets[i];
        if (!dataset->asked && dataset->config->allow_count > 0) {
            dataset->asked = true;
            dataset->fault[0] = '\0';
            ask(service, dataset);
            return true;
        }
    }
    return false;
}
