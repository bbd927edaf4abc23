#!/usr/bin/env Rscript
# SPDX-License-Identifier: Apache-2.0
# The same events as observations, in CSV: contract 1 of the plugin `script`. Its catalogue is given
# by the option `catalogue`, so that it need not know --describe.
events <- read.csv(file("stdin"), check.names = FALSE, colClasses = "character")
started <- events[events$Event == "started", ]
started <- started[!duplicated(started$`Staff number`), ]
left <- events$`Staff number`[events$Event == "left"]
dated <- !is.na(as.Date(started$Date, format = "%d/%m/%Y"))
wrong <- which(events$Event == "started" & is.na(as.Date(events$Date, format = "%d/%m/%Y")))
started <- started[dated, ]
stayed <- started[!(started$`Staff number` %in% left), ]
said <- function(rows, measure) {
  if (nrow(rows) == 0) return(NULL)
  data.frame(measure = measure, person = rows$`Staff number`, team = tolower(rows$Team),
             finding = "", line = "", column = "")
}
faults <- if (length(wrong) > 0) {
  data.frame(measure = "", person = "", team = "", finding = "no_date", line = wrong + 1, column = 3)
}
write.csv(rbind(said(started, "starts"), said(stayed, "stayed"), faults), stdout(),
          row.names = FALSE, quote = TRUE)
