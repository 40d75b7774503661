// Random worlds: deals, and articles that tell of them with noise. Deterministic by seed; no clock.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "event_log/event_log.h"
#include "tearsheet/log/v1/log_record.pb.h"

namespace tearsheet::testing {

struct WorldOptions {
  uint64_t seed = 1;
  int deals = 8;
  int articles = 40;
  // Companies that the deals are between; a third of them are units of others.
  int companies = 12;
  // Shares of the articles that are told again in another text, withdrawn, or read again, in percent.
  int revisions = 15;
  int retractions = 10;
  int reextractions = 10;
  // Share of the articles that other publishers print again, and of those in which a party denies something.
  int copies = 10;
  int denials = 15;
  // Most events of an article, and words of its text besides the names.
  int events = 3;
  int words = 0;
  // How much of the usual errors articles make (wrong sums, days and words, denials), in percent.
  int errors = 100;
  // From one article's publication to that of the next one.
  absl::Duration between = absl::Hours(7);
};

// Takes records one after another.
using RecordSink = std::function<void(log::v1::LogRecord)>;

// Gives the records of MakeWorld to `sink` without keeping them: for worlds larger than memory.
void TellWorld(const WorldOptions& options, const RecordSink& sink);

// The records of the world in one possible order of arrival: re-extractions follow their articles. Every
// ingest time is later than the one before it.
std::vector<log::v1::LogRecord> MakeWorld(const WorldOptions& options);

// The same records in another order of arrival that is possible.
std::vector<log::v1::LogRecord> Shuffled(std::vector<log::v1::LogRecord> records, uint64_t seed);

// With the sequences 1, 2, 3 ...
std::vector<SequencedRecord> Sequenced(const std::vector<log::v1::LogRecord>& records);

}  // namespace tearsheet::testing
