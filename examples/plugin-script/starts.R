#!/usr/bin/env Rscript
# SPDX-License-Identifier: Apache-2.0
# From a list of events to one row for each worker who started: contract 1 of a program.
events <- read.csv(file("stdin"), check.names = FALSE, colClasses = "character")
started <- events[events$Event == "started", ]
started <- started[!duplicated(started$`Staff number`), ]
left <- events$`Staff number`[events$Event == "left"]
table <- data.frame(
  worker = started$`Staff number`,
  start = started$Date,
  team = started$Team,
  stayed = ifelse(started$`Staff number` %in% left, "no", "yes")
)
write.csv(table, stdout(), row.names = FALSE, quote = TRUE)
