/* SPDX-License-Identifier: Apache-2.0 */
#include "config/schema.h"
#include "config_case.h"

#include <stdio.h>
#include <string.h>

/* The commented sample is right, and holds what it shows. */
static void sample(void **state)
{
    (void)state;
    struct staith_config_council *config = NULL;
    struct staith_err err = {0};
    int rc = staith_config_council_read("daemon/config/staithd.yaml", &config, &err);
    config_print(&err);
    assert_int_equal(rc, 0);
    assert_string_equal(config->path, "daemon/config/staithd.yaml");
    assert_string_equal(config->authority_code, "840");
    assert_string_equal(config->authority_name, "County Durham");
    assert_string_equal(config->state_folder, "/var/lib/staith");
    assert_string_equal(config->control_socket, "/var/lib/staith/control.sock");
    assert_string_equal(config->region_public_key, "rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7");
    assert_int_equal(config->endpoint_count, 1);
    assert_string_equal(config->endpoints[0], "tcp://staith.region.example:7440");
    assert_int_equal(config->dataset_count, 1);
    assert_string_equal(config->datasets[0].name, "csww");
    assert_string_equal(config->datasets[0].plugin, "workforce");
    assert_string_equal(config->datasets[0].source, "/srv/census/csww");
    assert_int_equal(config->datasets[0].scan_seconds, 60);
    assert_int_equal(config->datasets[0].option_count, 0);
    assert_int_equal(config->datasets[0].mark_count, 0);
    assert_string_equal(config->log_level, "info");
    staith_config_council_free(config);
}

#define SHORTEST                                                                                   \
    "authority: {code: 840, name: Durham}\n"                                                       \
    "state: state\n"                                                                               \
    "keys: {signing: keys/s.key, transport: ../t.key}\n"                                           \
    "region: {public-key: 'rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7',\n"                           \
    "         endpoints: ['tcp://127.0.0.1:7440', 'tcp://[::1]:7441']}\n"                          \
    "datasets:\n"                                                                                  \
    "  - name: csww\n"                                                                             \
    "    plugin: ./workforce.so\n"                                                                 \
    "    source: in\n"

/* Defaults, and relative paths against the file's folder. */
static void defaults(void **state)
{
    (void)state;
    struct config_file file;
    config_write(&file, SHORTEST, sizeof(SHORTEST) - 1);
    struct staith_config_council *config = NULL;
    struct staith_err err = {0};
    int rc = staith_config_council_read(file.path, &config, &err);
    config_print(&err);
    assert_int_equal(rc, 0);
    char want[512];
    assert_string_equal(config->state_folder, config_in(&file, "state", want, sizeof(want)));
    assert_string_equal(config->control_socket,
                        config_in(&file, "state/control.sock", want, sizeof(want)));
    assert_string_equal(config->signing_key_file,
                        config_in(&file, "keys/s.key", want, sizeof(want)));
    assert_string_equal(config->transport_key_file,
                        config_in(&file, "../t.key", want, sizeof(want)));
    assert_string_equal(config->datasets[0].plugin,
                        config_in(&file, "workforce.so", want, sizeof(want)));
    assert_string_equal(config->datasets[0].source, config_in(&file, "in", want, sizeof(want)));
    assert_null(config->plugin_folder);
    assert_int_equal(config->endpoint_count, 2);
    assert_string_equal(config->endpoints[1], "tcp://[::1]:7441");
    assert_int_equal(config->datasets[0].scan_seconds, 60);
    assert_int_equal(config->limits.run_seconds, 600);
    assert_int_equal(config->limits.memory_bytes, 536870912);
    assert_int_equal(config->limits.max_cells, 500000);
    assert_int_equal(config->limits.max_people, 500000);
    assert_int_equal(config->limits.max_observations, 50000000);
    assert_int_equal(config->limits.max_source_bytes, 1073741824);
    assert_string_equal(config->log_level, "info");
    assert_string_equal(config->datasets[0].sign_off, "at-once");
    assert_int_equal(config->officer_count, 0);
    staith_config_council_free(config);
    config_remove(&file);
}

/* Everything that a dataset can say. */
static void dataset(void **state)
{
    (void)state;
    static const char text[] = SHORTEST "    scan-seconds: 5\n"
                                        "    options: {year: 2025, layout: '2025',\n"
                                        "      columns: {start: Start Dat, end: 'To'},\n"
                                        "      kept: [one, two]}\n"
                                        "    files: {titles: lists/titles.csv}\n"
                                        "    marks:\n"
                                        "      - measure: leavers_fte\n"
                                        "        period: 2024\n"
                                        "        status: u\n"
                                        "        reason: system_change\n"
                                        "        note: 'half of May: lost'\n"
                                        "      - {measure: leavers_fte, period: 2025Q3,\n"
                                        "         status: x, reason: other}\n"
                                        "    hold: [csww.agency_fte, csww.cases]\n"
                                        "limits: {memory-megabytes: 64}\n"
                                        "log: debug\n";
    struct config_file file;
    config_write(&file, text, sizeof(text) - 1);
    struct staith_config_council *config = NULL;
    struct staith_err err = {0};
    int rc = staith_config_council_read(file.path, &config, &err);
    config_print(&err);
    assert_int_equal(rc, 0);
    const struct staith_config_dataset *csww = &config->datasets[0];
    assert_int_equal(csww->scan_seconds, 5);
    assert_int_equal(csww->option_count, 6);
    assert_string_equal(csww->options[0].name, "year");
    assert_string_equal(csww->options[0].value, "2025");
    char want[512];
    assert_string_equal(csww->options[0].where, config_at(&file, 11, 21, want, sizeof(want)));
    static const char *const names[] = {"year",        "layout", "columns.start",
                                        "columns.end", "kept.",  "kept."};
    static const char *const values[] = {"2025", "2025", "Start Dat", "To", "one", "two"};
    for (uint32_t i = 0; i < 6; i++) {
        assert_string_equal(csww->options[i].name, names[i]);
        assert_string_equal(csww->options[i].value, values[i]);
    }
    assert_string_equal(csww->options[3].where, config_at(&file, 12, 40, want, sizeof(want)));
    assert_string_equal(csww->options[5].where, config_at(&file, 13, 19, want, sizeof(want)));
    assert_int_equal(csww->file_count, 1);
    assert_string_equal(csww->files[0].name, "titles");
    assert_int_equal(csww->files[0].value[0], '/');
    assert_non_null(strstr(csww->files[0].value, "/lists/titles.csv"));
    assert_string_equal(csww->files[0].where, config_at(&file, 14, 21, want, sizeof(want)));
    assert_string_equal(csww->where, config_at(&file, 7, 5, want, sizeof(want)));
    assert_int_equal(csww->mark_count, 2);
    assert_string_equal(csww->marks[0].measure, "leavers_fte");
    assert_int_equal(csww->marks[0].period.year, 2024);
    assert_int_equal(csww->marks[0].status, STAITH_STATUS_UNRELIABLE);
    assert_string_equal(csww->marks[0].reason, "system_change");
    assert_string_equal(csww->marks[0].note, "half of May: lost");
    assert_int_equal(csww->marks[1].period.part, 3);
    assert_int_equal(csww->marks[1].status, STAITH_STATUS_UNAVAILABLE);
    assert_null(csww->marks[1].note);
    assert_int_equal(csww->held_count, 2);
    assert_string_equal(csww->held[1], "csww.cases");
    assert_int_equal(config->limits.memory_bytes, 67108864);
    assert_int_equal(config->limits.run_seconds, 600);
    assert_string_equal(config->log_level, "debug");
    staith_config_council_free(config);
    config_remove(&file);
}

static int read_text(const char *text, struct config_file *file,
                     struct staith_config_council **ret_config, struct staith_err *err)
{
    config_write(file, text, strlen(text));
    return staith_config_council_read(file->path, ret_config, err);
}

static void sign_off(void **state)
{
    (void)state;
    struct config_file file;
    struct staith_config_council *config = NULL;
    struct staith_err err = {0};
    int rc = read_text(SHORTEST "    sign-off: hold\n"
                                "officers:\n"
                                "  - {name: Ann Lee, role: information governance}\n"
                                "  - {name: Bo Ray, role: head of performance}\n",
                       &file, &config, &err);
    config_print(&err);
    assert_int_equal(rc, 0);
    assert_string_equal(config->datasets[0].sign_off, "hold");
    assert_int_equal(config->officer_count, 2);
    assert_string_equal(config->officers[0].name, "Ann Lee");
    assert_string_equal(config->officers[1].role, "head of performance");
    staith_config_council_free(config);
    config_remove(&file);
}

static void sign_off_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        unsigned line;
        const char *what;
    } cases[] = {
        {SHORTEST "    sign-off: hold\n", 7,
         "csww is held for an officer, and there are no officers"},
        {SHORTEST "    sign-off: later\n", 10, NULL},
        {SHORTEST "    revisions: hold-for-two\n", 7,
         "csww is held for an officer, and there are no officers"},
        {SHORTEST "    revisions: never\n", 10, NULL},
        {SHORTEST "    release-dates: [noon]\n", 10, NULL},
        {SHORTEST "    release-dates: [2026-12-10T09:30, 2026-12-10T09:30]\n", 10, NULL},
        {SHORTEST "officers:\n  - {name: A, role: x}\n  - {name: A, role: y}\n", 12, NULL},
        {SHORTEST "officers:\n  - {name: A}\n", 11, NULL},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct config_file file;
        struct staith_config_council *config = NULL;
        struct staith_err err = {0};
        char place[512];
        assert_int_equal(read_text(cases[i].text, &file, &config, &err), STAITH_ERR_CONFIG);
        (void)snprintf(place, sizeof(place), "%s:%u:", file.path, cases[i].line);
        assert_non_null(strstr(err.where, place));
        if (cases[i].what != NULL) {
            assert_string_equal(err.what, cases[i].what);
        }
        config_remove(&file);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sign_off), cmocka_unit_test(sign_off_is_refused),
        cmocka_unit_test(sample),   cmocka_unit_test(defaults),
        cmocka_unit_test(dataset),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
