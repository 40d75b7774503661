// Follows the changes of deals through lost connections.
#pragma once

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "cli/client/backoff.h"
#include "cli/client/client.h"
#include "tearsheet/v1/query_service.grpc.pb.h"

namespace tearsheet {

struct WatchRunOptions {
  // The service sends a sign of life every 15 seconds; after this silence the stream is taken for lost.
  absl::Duration silence = absl::Seconds(45);
  BackoffOptions backoff;
};

// What a watch tells.
struct WatchListener {
  // A change. Returning false ends the watch.
  std::function<bool(const v1::WatchDealsResponse&)> on_change;
  // The connection was lost and is opened again after `wait`.
  std::function<void(const absl::Status& reason, absl::Duration wait)> on_interrupted;
};

// Watches from `request.token`, or from now on, and resumes with the last token after every loss, so that no
// change is lost or told twice. Ok when the listener ended it; else an error that will not pass (the token is
// too old), or nothing answered at the first try.
absl::Status WatchDeals(Client<v1::QueryService>& client, v1::WatchDealsRequest request,
                        const WatchListener& listener, const WatchRunOptions& options = {});

}  // namespace tearsheet
