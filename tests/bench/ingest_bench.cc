// Articles per second through IngestArticles over loopback onto a SQLite log, and what extraction and log
// take of it.
//
//   ingest_bench --articles=20000 --streams=2 --window=128 --body_bytes=4096
//
// Server and client are one process, so that both share the cores: a service alone on a machine does better.
#include <algorithm>
#include <cstdio>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "common/clock.h"
#include "event_log/sqlite_event_log.h"
#include "tests/support/articles.h"
#include "tests/support/ingest_server_fixture.h"
#include "tests/support/temp_folder.h"

ABSL_FLAG(int32_t, articles, 10000, "articles to ingest");
ABSL_FLAG(int32_t, streams, 2, "IngestArticles streams at a time");
ABSL_FLAG(int32_t, window, 128, "articles in flight of one stream");
ABSL_FLAG(int32_t, body_bytes, 4096, "length of an article's body in bytes");

namespace tearsheet::testing {
namespace {

// A news text of about `bytes` bytes in which some sentences hold events.
std::string Body(int number, size_t bytes) {
  std::string body = absl::StrCat("Harbour Foods agreed to buy Lindqvist Mills for $", 100 + number % 900,
                                  " million in cash, the two companies said on Monday.\n\n");
  while (body.size() < bytes) {
    absl::StrAppend(
        &body, "The baker has run the mills in the valley since 1962 and employs some ", 200 + number % 700,
        " people there. Its owners had looked for a partner for most of the year, and the board met "
        "twice before it chose one. Neither side would say how many of the sites stay open.\n\n");
  }
  body.resize(bytes);
  return body;
}

std::vector<v1::Article> Articles() {
  std::vector<v1::Article> articles;
  for (int i = 0; i < absl::GetFlag(FLAGS_articles); ++i) {
    articles.push_back(MakeArticle(i));
    articles.back().set_body(Body(i, absl::GetFlag(FLAGS_body_bytes)));
  }
  return articles;
}

// Calls `work` with every n-th article on each of n threads and prints the rate.
template <typename Work>
void Measure(const char* what, int threads, const std::vector<v1::Article>& articles, Work work) {
  const absl::Time start = Clock::Real().TimeNow();
  std::vector<std::thread> pool;
  for (int t = 0; t < threads; ++t) pool.emplace_back([&, t] { work(t, threads); });
  for (std::thread& thread : pool) thread.join();
  const double seconds = absl::ToDoubleSeconds(Clock::Real().TimeNow() - start);
  std::printf("%-28s %9.0f articles/s   %6.1f us each\n", what,
              static_cast<double>(articles.size()) / seconds,
              seconds * 1e6 / static_cast<double>(articles.size()));
}

void IngestAll(const RunningIngestServer& server, const std::vector<v1::Article>& articles, size_t first,
               size_t step) {
  const auto stub = v1::IngestService::NewStub(server.Channel());
  grpc::ClientContext context;
  const auto stream = stub->IngestArticles(&context);
  std::thread sender([&] {
    v1::IngestArticlesRequest request;
    for (size_t i = first; i < articles.size(); i += step) {
      *request.mutable_article() = articles[i];
      stream->Write(request);
    }
    stream->WritesDone();
  });
  v1::IngestArticlesResponse response;
  int refused = 0;
  while (stream->Read(&response)) refused += response.has_error() ? 1 : 0;
  sender.join();
  if (const auto status = stream->Finish(); !status.ok() || refused > 0)
    std::printf("FAILED: %s, %d refused\n", status.error_message().c_str(), refused);
}

void AppendAll(EventLog& log, const std::vector<log::v1::LogRecord>& records, size_t batch) {
  for (size_t i = 0; i < records.size(); i += batch) {
    const size_t end = std::min(records.size(), i + batch);
    log.Append({records.begin() + static_cast<std::ptrdiff_t>(i),
                records.begin() + static_cast<std::ptrdiff_t>(end)})
        .IgnoreError();
  }
}

void Run() {
  const std::vector<v1::Article> articles = Articles();
  const Extractor& extractor = *SharedParts::Get().extractor;
  const int streams = absl::GetFlag(FLAGS_streams);
  TempFolder folder;

  std::vector<log::v1::LogRecord> records(articles.size());
  Measure("extraction, 2 threads", 2, articles, [&](size_t first, size_t step) {
    for (size_t i = first; i < articles.size(); i += step) {
      records[i].set_record_id(absl::StrCat(i));
      *records[i].mutable_article()->mutable_article() = articles[i];
      *records[i].mutable_article()->mutable_extraction() = extractor.Extract(articles[i], false);
    }
  });
  const auto log = *SqliteEventLog::Open(folder.File("append.db"));
  Measure("log, 100 records per sync", 1, articles, [&](size_t, size_t) { AppendAll(*log, records, 100); });

  const auto served = *SqliteEventLog::Open(folder.File("served.db"));
  IngestServerOptions options;
  options.stream.window = absl::GetFlag(FLAGS_window);
  const RunningIngestServer server(*served, options);
  Measure("IngestArticles", streams, articles,
          [&](size_t first, size_t step) { IngestAll(server, articles, first, step); });
}

}  // namespace
}  // namespace tearsheet::testing

int main(int argc, char** argv) {
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  absl::ParseCommandLine(argc, argv);
  tearsheet::testing::Run();
}
