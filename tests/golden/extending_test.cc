// The examples of docs/extending.md: what each adds makes the events that it promises.
//
// An example is a heading "### ..." with fenced blocks: `catalogue`, `frames` and `ontology` are what a user
// adds, `article` is a body, `events` what comes out, in the form of RenderEvent.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "common/ontology.h"
#include "ingest_service/extractor.h"
#include "tests/golden/golden_file.h"
#include "tests/support/temp_folder.h"

namespace tearsheet {
namespace {

struct Example {
  std::string title;
  // Text of each block by its kind.
  std::map<std::string, std::string> blocks;
};

std::vector<Example> ReadExamples() {
  std::ifstream doc(TEARSHEET_SOURCE_DIR "/docs/extending.md");
  std::vector<Example> examples;
  std::string kind;
  for (std::string line; std::getline(doc, line);) {
    if (line.starts_with("### ")) examples.push_back({line.substr(4), {}});
    if (line.starts_with("```")) {
      kind = line.substr(3);
    } else if (!kind.empty() && !examples.empty()) {
      examples.back().blocks[kind] += line + "\n";
    }
  }
  std::erase_if(examples, [](const Example& example) { return !example.blocks.contains("events"); });
  return examples;
}

std::vector<std::string> Lines(const std::string& text) {
  std::vector<std::string> lines;
  for (size_t start = 0; start < text.size();) {
    const size_t end = text.find('\n', start);
    lines.push_back(text.substr(start, end - start));
    start = end + 1;
  }
  return lines;
}

// The events of the example's article, with what it adds and, unless `extended`, without.
std::vector<std::string> Extract(const Example& example, bool extended) {
  testing::TempFolder folder;
  ExtractorOptions options;
  auto write = [&](const std::string& kind, std::vector<std::string>& files) {
    if (!extended || !example.blocks.contains(kind)) return;
    files.push_back(folder.File(kind));
    std::ofstream(files.back()) << example.blocks.at(kind);
  };
  write("catalogue", options.catalogue_files);
  write("frames", options.frame_files);
  std::string ontology_text = Ontology::Default()->proto().DebugString();
  if (extended && example.blocks.contains("ontology")) ontology_text += example.blocks.at("ontology");
  const auto ontology = Ontology::FromText(ontology_text, "own.textproto");
  EXPECT_TRUE(ontology.ok()) << ontology.status();
  const auto extractor = Extractor::Create(*ontology, options);
  EXPECT_TRUE(extractor.ok()) << extractor.status();
  v1::Article article;
  article.set_uri("https://post.example/1");
  article.mutable_publisher()->set_name("Example Post");
  article.mutable_publish_time()->set_seconds(1763121600);
  article.set_body(example.blocks.at("article"));
  const v1::Extraction extraction = (*extractor)->Extract(article, false);
  std::vector<std::string> events;
  for (const v1::Event& event : extraction.events()) events.push_back(RenderEvent(event));
  return events;
}

TEST(ExtendingTest, ThereIsAnExampleForCompanyProductTriggerAndType) { EXPECT_GE(ReadExamples().size(), 4u); }

TEST(ExtendingTest, EachExampleMakesTheEventsThatItPromises) {
  for (const Example& example : ReadExamples())
    EXPECT_THAT(Extract(example, true), ::testing::ElementsAreArray(Lines(example.blocks.at("events"))))
        << example.title;
}

TEST(ExtendingTest, NoExampleWorksWithoutWhatItAdds) {
  for (const Example& example : ReadExamples())
    EXPECT_NE(Extract(example, false), Lines(example.blocks.at("events"))) << example.title;
}

}  // namespace
}  // namespace tearsheet
