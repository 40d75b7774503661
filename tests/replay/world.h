// Random worlds: deals, and articles that tell of them with noise. Deterministic by seed; no clock.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

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
};

// The records of the world in one possible order of arrival: re-extractions follow their articles. Every
// ingest time is later than the one before it.
std::vector<log::v1::LogRecord> MakeWorld(const WorldOptions& options);

// The same records in another order of arrival that is possible.
std::vector<log::v1::LogRecord> Shuffled(std::vector<log::v1::LogRecord> records, uint64_t seed);

// With the sequences 1, 2, 3 ...
std::vector<SequencedRecord> Sequenced(const std::vector<log::v1::LogRecord>& records);

}  // namespace tearsheet::testing
