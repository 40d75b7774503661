// A user's event type: an ontology entry and a frame file, no C++.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>
#include <string>

#include "common/ontology.h"
#include "ingest_service/extractor.h"

namespace tearsheet {
namespace {

class NewTypeTest : public testing::Test {
 protected:
  NewTypeTest() : path_(testing::TempDir() + "/new_type.frames") {
    v1::Ontology proto = Ontology::Default()->proto();
    const std::string addition = R"(
      types { id: "SPONSORSHIP" description: "A company pays to be named."
              roles { id: "SPONSOR" core: true description: "Who pays." }
              roles { id: "SPONSORED" core: true description: "Who is paid." }
              slots: "amount" slots: "venue" own_number: "amount" }
      slots { id: "venue" description: "Where the name is shown." kind: SLOT_KIND_WORD })";
    text_ = proto.DebugString() + addition;
  }
  ~NewTypeTest() override { std::remove(path_.c_str()); }

  absl::StatusOr<std::unique_ptr<Extractor>> CreateWith(const Ontology& ontology, const std::string& frames) {
    std::ofstream(path_) << frames;
    ExtractorOptions options;
    options.frame_files = {path_};
    return Extractor::Create(ontology, options);
  }

  const std::string path_;
  std::string text_;
};

TEST_F(NewTypeTest, AnOntologyEntryAndAFrameFileMakeANewEventType) {
  const auto ontology = Ontology::FromText(text_, "mine.textproto");
  ASSERT_TRUE(ontology.ok()) << ontology.status();
  const auto extractor = CreateWith(*ontology,
                                    "frame sponsor: SPONSORSHIP\n"
                                    "  verb: sponsor => venue=stadium\n"
                                    "  SPONSOR: subject\n"
                                    "  SPONSORED: object\n"
                                    "  amount: for\n");
  ASSERT_TRUE(extractor.ok()) << extractor.status();
  v1::Article article;
  article.set_uri("https://new.example/a");
  article.mutable_publish_time()->set_seconds(1763121600);
  article.set_body("Northgate Foods will sponsor Calder Bank for $4 million.");
  const v1::Extraction extraction = (*extractor)->Extract(article, false);
  ASSERT_EQ(extraction.events_size(), 1);
  EXPECT_EQ(extraction.events(0).type(), "SPONSORSHIP");
  EXPECT_EQ(extraction.events(0).participants_size(), 2);
  EXPECT_EQ(extraction.events(0).amount().low(), "4000000");
  EXPECT_EQ(extraction.events(0).more().at("venue"), "stadium");
  EXPECT_EQ(extraction.events(0).status(), v1::PLANNED);
}

TEST_F(NewTypeTest, ABadFrameFileIsRefusedWithItsPathAndLine) {
  const auto ontology = Ontology::Default();
  const auto extractor = CreateWith(*ontology, "frame sponsor: SPONSORSHIP\n");
  EXPECT_THAT(std::string(extractor.status().message()),
              testing::HasSubstr(path_ + ":1: the ontology has no type SPONSORSHIP"));
}

}  // namespace
}  // namespace tearsheet
