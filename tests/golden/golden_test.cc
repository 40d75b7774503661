// Runs every case of tests/golden/cases/*.test. A failure shows file:line, the text and a diff; with the
// environment variable TEARSHEET_GOLDEN_PRINT set, each case's events are printed as they could be written
// into the file.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <iostream>

#include "common/ontology.h"
#include "ingest_service/extractor.h"
#include "tests/golden/golden_file.h"

namespace tearsheet {
namespace {

std::vector<std::string> GoldenFiles() {
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(TEARSHEET_GOLDEN_DIR)) {
    if (entry.path().extension() == ".test") files.push_back(entry.path().string());
  }
  std::sort(files.begin(), files.end());
  return files;
}

const Extractor& TheExtractor() {
  static const Extractor* const extractor = [] {
    static const Ontology ontology = Ontology::Default().value();
    return Extractor::Create(ontology, {}).value().release();
  }();
  return *extractor;
}

class GoldenTest : public testing::TestWithParam<std::string> {};

TEST_P(GoldenTest, EventsAreAsWritten) {
  const bool print = std::getenv("TEARSHEET_GOLDEN_PRINT") != nullptr;
  for (const GoldenCase& golden : ReadGoldenFile(GetParam())) {
    ASSERT_FALSE(golden.article.body().empty())
        << golden.file << ":" << golden.line << ": a case without text";
    const v1::Extraction extraction = TheExtractor().Extract(golden.article, false);
    std::vector<std::string> actual;
    for (const v1::Event& event : extraction.events()) actual.push_back(RenderEvent(event));
    if (print) {
      std::cout << golden.article.body() << "\n--\n";
      for (const std::string& line : actual) std::cout << line << "\n";
      std::cout << "==\n";
    }
    if (actual != golden.expected) {
      ADD_FAILURE() << golden.file << ":" << golden.line << "\n"
                    << golden.article.body() << "\n"
                    << Diff(golden.expected, actual);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Files, GoldenTest, testing::ValuesIn(GoldenFiles()),
                         [](const auto& info) { return std::filesystem::path(info.param).stem().string(); });

}  // namespace
}  // namespace tearsheet
