// The figures of a log on NATS for the metrics page.
#pragma once

#include <memory>

#include "event_log/event_log.h"
#include "prometheus/collectable.h"

namespace tearsheet {

// What reads the figures of `log` whenever the page is asked for; null for a log that has none. Borrows
// `log`.
std::shared_ptr<prometheus::Collectable> LogMetrics(EventLogReader& log);

}  // namespace tearsheet
