/* SPDX-License-Identifier: Apache-2.0 */
/* The keys under `alarms`: whom a council's daemon tells of local alarms, and how. */
#include "config/schema.h"
#include "config/table.h"

#define ALARMS(field) offsetof(struct staith_config_alarms, field)

static const struct staith_config_key keys[] = {
    {.name = "mail",
     .kind = STAITH_CONFIG_MAIL,
     .list = true,
     .unique = true,
     .min = 1,
     .max = 16,
     .offset = ALARMS(mail),
     .count_offset = ALARMS(mail_count),
     .help = "Whom the system's mailer writes to"},
    {.name = "mailer",
     .kind = STAITH_CONFIG_PATH,
     .fallback = "/usr/sbin/sendmail",
     .offset = ALARMS(mailer),
     .help = "The system's mailer, which is run as `sendmail -t -i`"},
    {.name = "webhook",
     .kind = STAITH_CONFIG_URL,
     .offset = ALARMS(webhook),
     .help = "Address inside the council that is told with a POST of JSON"},
    {.name = "curl",
     .kind = STAITH_CONFIG_PATH,
     .fallback = "/usr/bin/curl",
     .offset = ALARMS(curl),
     .help = "The program that calls the webhook"},
    {.name = "command",
     .kind = STAITH_CONFIG_PATH,
     .offset = ALARMS(command),
     .help = "A program that is run with the JSON on its stdin; its exit status is recorded"},
    {.name = "limit-seconds",
     .kind = STAITH_CONFIG_NUMBER,
     .min = 1,
     .max = 600,
     .factor = 1,
     .unit = "seconds",
     .fallback = "30",
     .offset = ALARMS(limit_seconds),
     .help = "Time that mailer, webhook or command may take each"},
};
const struct staith_config_block staith_config_alarms_block = {keys, sizeof(keys) / sizeof(keys[0]),
                                                               0, false, 0};
