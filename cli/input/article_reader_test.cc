#include "cli/input/article_reader.h"

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace tearsheet {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::StatusIs;

constexpr char kLine[] =
    R"({"uri": "https://a.example/1", "body": "Text.", "publish_time": "2025-11-03T09:30:00Z"})";
constexpr char kText[] = "URI: https://a.example/2\nPublished: 2025-11-03\n\nText.";

class ArticleReaderTest : public ::testing::Test {
 protected:
  ArticleReaderTest() { fs::create_directories(root_); }
  ~ArticleReaderTest() override { fs::remove_all(root_); }

  std::string Write(const std::string& name, const std::string& content) {
    const fs::path path = root_ / name;
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << content;
    return path.string();
  }

  // "place article-uri" or "place: error" of every item, with places relative to the test's folder.
  std::vector<std::string> ReadAll(const std::vector<std::string>& arguments, InputOptions options = {}) {
    ArticleReader reader(arguments, standard_input_, options);
    std::vector<std::string> items;
    while (const auto item = reader.Next()) {
      std::string text = item->place + " " + (item->article.ok() ? item->article->uri() : "error");
      if (const size_t place = text.find(root_.string()); place == 0)
        text.erase(0, root_.string().size() + 1);
      items.push_back(text);
    }
    skipped_ = reader.skipped_files();
    return items;
  }

  fs::path root_ =
      fs::path(::testing::TempDir()) / ::testing::UnitTest::GetInstance()->current_test_info()->name();
  std::istringstream standard_input_;
  int64_t skipped_ = 0;
};

TEST_F(ArticleReaderTest, TextWithoutHeaderIsABodyWhereATimeIsGivenForIt) {
  const std::string path = Write("my notes.txt", "Northgate Foods bought Peel.\n\nMore.\n");
  EXPECT_THAT(ReadAll({path}), ElementsAre("my notes.txt:1 error"));
  const InputOptions options{.publish_time_without_header = absl::FromUnixSeconds(1763121600)};
  EXPECT_THAT(ReadAll({path}, options), ElementsAre("my notes.txt:1 file:my-notes"));
  ArticleReader reader({path}, standard_input_, options);
  const auto item = reader.Next();
  EXPECT_EQ(item->article->body(), "Northgate Foods bought Peel.\n\nMore.\n");
  EXPECT_EQ(item->assumed, "has no header: read as file:my-notes, published 2025-11-14T12:00:00Z");
}

TEST_F(ArticleReaderTest, AMistakeInAHeaderIsNoTextWithoutHeader) {
  const std::string path = Write("a.txt", "URI: https://a.example/1\nPublished: yesterday\n\nText.\n");
  EXPECT_THAT(ReadAll({path}, {.publish_time_without_header = absl::FromUnixSeconds(0)}),
              ElementsAre("a.txt:2 error"));
}

TEST_F(ArticleReaderTest, ReadsDirectoriesInSortedOrder) {
  Write("b/2.txt", kText);
  Write("b/1.jsonl", std::string(kLine) + "\n");
  Write("a.html", "<link rel=canonical href='https://a.example/html'>");
  Write("README.md", "not an article");
  Write(".hidden.txt", kText);
  EXPECT_THAT(ReadAll({root_.string()}),
              ElementsAre("a.html:1 https://a.example/html", "b/1.jsonl:1 https://a.example/1",
                          "b/2.txt:1 https://a.example/2"));
  EXPECT_EQ(skipped_, 1) << "README.md";
}

TEST_F(ArticleReaderTest, DoesNotFollowLinksToDirectories) {
  Write("a/1.txt", kText);
  fs::create_directory_symlink(root_, root_ / "a" / "loop");
  EXPECT_THAT(ReadAll({root_.string()}), ElementsAre("a/1.txt:1 https://a.example/2"));
}

TEST_F(ArticleReaderTest, ABrokenLineDoesNotEndTheFile) {
  const std::string path = Write(
      "a.jsonl", std::string("{\"uri\": []}\n\n") + kLine + "\n{\"urri\": \"x\"}\nnot json\n\xFF\n" + kLine);
  EXPECT_THAT(ReadAll({path}),
              ElementsAre("a.jsonl:1 error", "a.jsonl:3 https://a.example/1", "a.jsonl:4 error",
                          "a.jsonl:5 error", "a.jsonl:6 error", "a.jsonl:7 https://a.example/1"));
}

TEST_F(ArticleReaderTest, ABrokenFileDoesNotEndTheRun) {
  const std::string bad = Write("bad.txt", "URI: https://a.example/1\nFoo: x\n\nText");
  const std::string good = Write("good.txt", kText);
  EXPECT_THAT(ReadAll({bad, (root_ / "none.txt").string(), good}),
              ElementsAre("bad.txt:2 error", "input error", "good.txt:1 https://a.example/2"));
}

TEST_F(ArticleReaderTest, PassesOverLinesAndFilesThatAreTooLong) {
  const std::string lines = Write("a.jsonl", std::string(200, 'x') + "\n" + kLine + "\n");
  const std::string text = Write("b.txt", kText + std::string(200, 'x'));
  EXPECT_THAT(ReadAll({lines, text}, {.max_article_bytes = 150}),
              ElementsAre("a.jsonl:1 error", "a.jsonl:2 https://a.example/1", "b.txt:1 error"));
}

TEST_F(ArticleReaderTest, ALineOfExactlyTheLimitIsRead) {
  const std::string path = Write("a.jsonl", std::string(kLine) + "\n");
  EXPECT_THAT(ReadAll({path}, {.max_article_bytes = std::string(kLine).size()}),
              ElementsAre("a.jsonl:1 https://a.example/1"));
}

TEST_F(ArticleReaderTest, TellsTheKindOfStandardInputFromItsFirstCharacter) {
  standard_input_.str(std::string(kLine) + "\n" + kLine);
  EXPECT_THAT(ReadAll({"-"}), ElementsAre("-:1 https://a.example/1", "-:2 https://a.example/1"));
  standard_input_ = std::istringstream(kText);
  EXPECT_THAT(ReadAll({"-"}), ElementsAre("-:1 https://a.example/2"));
  standard_input_ = std::istringstream("");
  EXPECT_THAT(ReadAll({"-"}), ElementsAre());
}

TEST_F(ArticleReaderTest, RefusesHalfACharacterInAnEscape) {
  standard_input_.str(R"({"uri": "https://a.example/1", "title": "\ud83d"})");
  ArticleReader reader({"-"}, standard_input_);
  EXPECT_THAT(reader.Next()->article, StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST_F(ArticleReaderTest, NamesFieldAndReason) {
  standard_input_.str("URI: https://a.example/1\nPublished: soon\n\nText");
  ArticleReader reader({"-"}, standard_input_);
  const auto item = reader.Next();
  EXPECT_EQ(item->place, "-:2");
  EXPECT_THAT(item->article,
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("Published: 'soon' is no time")));
}

TEST_F(ArticleReaderTest, CountsTheBytesOfWhatItReads) {
  const std::string a = Write("a.jsonl", std::string(kLine) + "\n" + kLine + "\n");
  const std::string b = Write("b.txt", kText);
  ArticleReader reader({a, b}, standard_input_);
  int64_t bytes = 0;
  while (const auto item = reader.Next()) bytes += item->bytes;
  EXPECT_EQ(bytes, TotalInputBytes({a, b}));
  EXPECT_GT(bytes, 0);
  EXPECT_EQ(TotalInputBytes({a, "-"}), 0);
}

}  // namespace
}  // namespace tearsheet
