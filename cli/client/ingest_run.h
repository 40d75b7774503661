// Sends articles over the IngestArticles stream until each has its answer, through lost connections and full
// disks.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "cli/client/backoff.h"
#include "cli/client/client.h"
#include "cli/input/article_reader.h"
#include "tearsheet/v1/ingest_service.grpc.pb.h"

namespace tearsheet {

struct IngestRunOptions {
  // Articles, and bytes of them, that may wait for their answer at a time.
  size_t window_articles = 256;
  int64_t window_bytes = 16 << 20;
  // A stream on which an answer is due that long is taken for lost.
  absl::Duration answer_timeout = absl::Seconds(30);
  BackoffOptions backoff;
  // The run fails when no article got its answer for that long.
  absl::Duration give_up_after = absl::Seconds(60);
  // The trace that the articles belong to; empty for none.
  std::string traceparent = {};
};

// What a run did so far.
struct IngestCounts {
  int64_t added = 0;
  int64_t already_in = 0;
  int64_t refused = 0;
  // Events of the articles that were added.
  int64_t events = 0;
  // Bytes of input of all of them.
  int64_t done_bytes = 0;
  // Highest sequence that an answer gave.
  int64_t sequence = 0;

  int64_t done() const { return added + already_in + refused; }
};

// Hears of a run as it goes on. Called on the thread of the run.
class IngestListener {
 public:
  virtual ~IngestListener() = default;

  // An article got its answer, or some time passed (about every tenth of a second).
  virtual void OnProgress(const IngestCounts& counts) = 0;
  // The service, or the reader, will not take the article at `place` ("file:line").
  virtual void OnRefused(const std::string& place, const absl::Status& reason) = 0;
  // Something that the caller should know though the article is in.
  virtual void OnWarning(const std::string& place, const std::string& warning) = 0;
  // The run goes on after `wait`.
  virtual void OnInterrupted(const absl::Status& reason, absl::Duration wait) = 0;
};

// One run. Holds only the articles of the window. Not thread-safe.
class IngestRun {
 public:
  using Source = std::function<std::optional<InputItem>()>;

  // Borrows everything.
  IngestRun(Client<v1::IngestService>& client, Source source, IngestListener& listener,
            const IngestRunOptions& options = {});

  // Ok when every article of the source has its answer, be it a refusal. Otherwise the reason why it gave up:
  // nothing answered at the first try, an error that will not pass, or no progress within give_up_after. What
  // was counted is in. An article without an answer may be in the log all the same; sending it again is
  // harmless.
  absl::Status Run();

  const IngestCounts& counts() const { return counts_; }

 private:
  class Stream;

  // An article on its way.
  struct Sent {
    std::string place;
    int64_t bytes = 0;
    v1::IngestArticlesRequest request;
  };

  absl::Status RunStream();
  bool HasNext();
  bool WindowHasRoom() const;
  void TakeAnswer(const v1::IngestArticlesResponse& response);
  void Accept(const Sent& sent, const v1::IngestArticleResponse& answer);
  absl::Time Now() { return client_.clock().TimeNow(); }

  Client<v1::IngestService>& client_;
  Source source_;
  IngestListener& listener_;
  const IngestRunOptions options_;

  IngestCounts counts_;
  Backoff backoff_;
  // Sent and not answered, in order.
  std::deque<Sent> in_flight_;
  int64_t in_flight_bytes_ = 0;
  // To be sent next: the article just read, and those that a lost stream or a passing error left without an
  // answer.
  std::deque<Sent> waiting_;
  bool source_ended_ = false;
  // A stream could be opened at least once.
  bool connected_ = false;
  absl::Time last_progress_;
  // Nothing is sent before this time.
  absl::Time resume_time_ = absl::InfinitePast();
  // Why, while articles wait because of a passing error of their own.
  absl::Status passing_error_;
};

}  // namespace tearsheet
