// How much of what SQLite does at best is left when articles come in by IngestArticles and are durable before
// they are answered.
//
//   durable_bench --articles=40000 --streams=8 --rounds=5 --folder=FOLDER_ON_THE_DISK
//
// Each round measures, one after the other: plain SQLite (sqlite_floor.h) with the defaults and with large
// pages, the event log alone, and IngestArticles over loopback with the client in this process, onto a log in
// memory and onto the real one. The articles are in a language that is stored unread, the cheapest input of
// the extraction. Ratios are to the plain floor of the same round; the medians count.
#include <algorithm>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "common/clock.h"
#include "event_log/memory_event_log.h"
#include "event_log/sqlite_event_log.h"
#include "ingest_service/request_parser.h"
#include "tests/bench/byte_stream.h"
#include "tests/bench/sqlite_floor.h"
#include "tests/support/articles.h"
#include "tests/support/ingest_server_fixture.h"
#include "tests/support/temp_folder.h"

ABSL_FLAG(int32_t, articles, 40000, "articles of each measurement");
ABSL_FLAG(int32_t, streams, 8, "IngestArticles streams at a time");
ABSL_FLAG(int32_t, batch, 1000, "records of one sync of the floors and of the log alone");
ABSL_FLAG(int32_t, body_bytes, 4096, "length of an article's body in bytes");
ABSL_FLAG(int32_t, rounds, 5, "measurements of each kind");
ABSL_FLAG(std::string, only, "", "log, memory or ingest: this kind alone, for profiles");

namespace tearsheet::testing {
namespace {

v1::Article StoredUnread(int number) {
  v1::Article article = MakeArticle(number);
  article.set_language("de");
  const std::string sentence = absl::StrCat("Der Betrieb Nummer ", number, " bleibt am Montag geschlossen. ");
  std::string& body = *article.mutable_body();
  body.clear();
  while (std::ssize(body) < absl::GetFlag(FLAGS_body_bytes)) body += sentence;
  body.resize(static_cast<size_t>(absl::GetFlag(FLAGS_body_bytes)));
  return article;
}

std::vector<v1::Article> Articles() {
  std::vector<v1::Article> articles;
  for (int i = 0; i < absl::GetFlag(FLAGS_articles); ++i) articles.push_back(StoredUnread(i));
  return articles;
}

// Requests of each stream, dealt in turns.
std::vector<std::vector<grpc::ByteBuffer>> Requests(const std::vector<v1::Article>& articles) {
  std::vector<std::vector<grpc::ByteBuffer>> streams(static_cast<size_t>(absl::GetFlag(FLAGS_streams)));
  for (size_t i = 0; i < articles.size(); ++i) {
    v1::IngestArticlesRequest request;
    *request.mutable_article() = articles[i];
    streams[i % streams.size()].push_back(ToBytes(request));
  }
  return streams;
}

std::vector<log::v1::LogRecord> Records(const std::vector<v1::Article>& articles) {
  std::vector<log::v1::LogRecord> records;
  for (const v1::Article& article : articles) {
    log::v1::LogRecord& record = records.emplace_back();
    record.set_record_id(ArticleId(article));
    *record.mutable_article()->mutable_article() = article;
    *record.mutable_article()->mutable_extraction() =
        SharedParts::Get().extractor->Extract(article, /*include_mentions=*/false);
  }
  return records;
}

// Articles per second of `work`.
template <typename Work>
double Rate(Work work) {
  const absl::Time start = Clock::Real().TimeNow();
  work();
  return absl::GetFlag(FLAGS_articles) / absl::ToDoubleSeconds(Clock::Real().TimeNow() - start);
}

double FloorRate(size_t record_bytes, bool large_pages) {
  TempFolder folder;
  SqliteFloor floor(
      folder.File("floor.db"),
      {.record_bytes = record_bytes, .batch = absl::GetFlag(FLAGS_batch), .large_pages = large_pages});
  return Rate([&] { floor.Append(absl::GetFlag(FLAGS_articles)); });
}

double LogRate(const std::vector<log::v1::LogRecord>& records) {
  TempFolder folder;
  const auto log = *SqliteEventLog::Open(folder.File("log.db"));
  std::vector<std::vector<log::v1::LogRecord>> batches;
  const auto batch = static_cast<size_t>(absl::GetFlag(FLAGS_batch));
  for (size_t i = 0; i < records.size(); i += batch)
    batches.emplace_back(records.begin() + i, records.begin() + std::min(records.size(), i + batch));
  return Rate([&] {
    for (const auto& records : batches) log->Append(records).IgnoreError();
  });
}

double IngestRate(EventLog& log, const std::vector<std::vector<grpc::ByteBuffer>>& requests) {
  const RunningIngestServer server(log);
  grpc::GenericStub stub(server.Channel());
  const double rate = Rate([&] {
    std::vector<std::unique_ptr<ByteStream>> streams;
    for (const auto& stream : requests) streams.push_back(std::make_unique<ByteStream>(stub, stream));
    for (const auto& stream : streams) stream->Await();
  });
  if (const int64_t last = log.LastSequence().value_or(0); last != absl::GetFlag(FLAGS_articles))
    std::printf("FAILED: the log holds %d articles\n", static_cast<int>(last));
  return rate;
}

double DurableRate(const std::vector<std::vector<grpc::ByteBuffer>>& requests) {
  TempFolder folder;
  return IngestRate(**SqliteEventLog::Open(folder.File("log.db")), requests);
}

// What is left when the log costs nothing.
double MemoryRate(const std::vector<std::vector<grpc::ByteBuffer>>& requests) {
  MemoryEventLog log;
  return IngestRate(log, requests);
}

double Median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

void Print(const char* what, const std::vector<double>& rates, const std::vector<double>& floors) {
  std::vector<double> ratios;
  for (size_t i = 0; i < rates.size(); ++i) ratios.push_back(rates[i] / floors[i]);
  std::printf("%-36s %8.0f /s   %.2f of the floor [%.2f-%.2f]\n", what, Median(rates), Median(ratios),
              *std::min_element(ratios.begin(), ratios.end()),
              *std::max_element(ratios.begin(), ratios.end()));
}

void Run() {
  const std::vector<v1::Article> articles = Articles();
  const std::vector<std::vector<grpc::ByteBuffer>> requests = Requests(articles);
  const std::vector<log::v1::LogRecord> records = Records(articles);
  const size_t record_bytes = records[0].ByteSizeLong();
  const std::string only = absl::GetFlag(FLAGS_only);
  std::vector<double> floors, large, logs, memories, ingests;
  for (int round = 0; round < absl::GetFlag(FLAGS_rounds); ++round) {
    floors.push_back(only.empty() ? FloorRate(record_bytes, /*large_pages=*/false) : 1);
    large.push_back(only.empty() ? FloorRate(record_bytes, /*large_pages=*/true) : 1);
    logs.push_back(only.empty() || only == "log" ? LogRate(records) : 1);
    memories.push_back(only.empty() || only == "memory" ? MemoryRate(requests) : 1);
    ingests.push_back(only.empty() || only == "ingest" ? DurableRate(requests) : 1);
  }
  std::printf("%d records of %d bytes, %d rounds\n", absl::GetFlag(FLAGS_articles),
              static_cast<int>(record_bytes), absl::GetFlag(FLAGS_rounds));
  Print("SQLite, group commit (the floor)", floors, floors);
  Print("the same with pages of 16 kB", large, floors);
  Print("the event log alone", logs, floors);
  Print("IngestArticles, log in memory", memories, floors);
  Print("IngestArticles, durable", ingests, floors);
}

}  // namespace
}  // namespace tearsheet::testing

int main(int argc, char** argv) {
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  absl::ParseCommandLine(argc, argv);
  tearsheet::testing::Run();
}
