#include "ingest_service/syntax/model.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace tearsheet {
namespace {

// A small model with something in every table.
SyntaxModel SmallModel() {
  SyntaxModel model;
  model.known = KnownWords({WordHash("acquire"), WordHash("the")});
  model.tags = TagTable(4);
  model.tags.row(3).check = 77;
  model.tags.row(3).weights[2] = -5;
  model.moves = MoveTable(6);
  model.moves.row(9) = MoveTable::MakeRow(513, {1, -kMaxWeight, kMaxWeight});
  model.relations = RelationTable(5);
  model.relations.row(31).check = 1;
  model.relations.row(31).weights[kRelations - 1] = 300;
  return model;
}

TEST(SyntaxModelTest, ReadsWhatIsWritten) {
  const std::string bytes = WriteSyntaxModel(SmallModel());
  const absl::StatusOr<SyntaxModel> read = ReadSyntaxModel(bytes);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_TRUE(read->known.Has(WordHash("acquire")));
  EXPECT_FALSE(read->known.Has(WordHash("buy")));
  EXPECT_EQ(read->tags.row(3).weights[2], -5);
  EXPECT_EQ(MoveTable::WeightIn(read->moves.row(9), 1), -kMaxWeight);
  EXPECT_EQ(read->relations.row(31).weights[kRelations - 1], 300);
  EXPECT_EQ(WriteSyntaxModel(*read), bytes);
}

TEST(SyntaxModelTest, EveryByteCountsForTheVersion) {
  SyntaxModel other = SmallModel();
  other.tags.row(3).weights[2] = -6;
  EXPECT_NE(ReadSyntaxModel(WriteSyntaxModel(SmallModel()))->version,
            ReadSyntaxModel(WriteSyntaxModel(other))->version);
}

TEST(SyntaxModelTest, RefusesWhatIsCutOffOrGoesOn) {
  const std::string bytes = WriteSyntaxModel(SmallModel());
  for (size_t size = 0; size < bytes.size(); ++size)
    EXPECT_FALSE(ReadSyntaxModel(bytes.substr(0, size)).ok()) << size;
  EXPECT_FALSE(ReadSyntaxModel(bytes + "x").ok());
}

TEST(SyntaxModelTest, RefusesAnotherVersionOfTheFormat) {
  std::string bytes = WriteSyntaxModel(SmallModel());
  bytes[7] ^= 1;
  EXPECT_FALSE(ReadSyntaxModel(bytes).ok());
}

TEST(SyntaxModelTest, DamagedBytesDoNoHarm) {
  const std::string bytes = WriteSyntaxModel(SmallModel());
  std::mt19937 random(3);
  for (int round = 0; round < 20000; ++round) {
    std::string damaged = bytes;
    for (int k = 0; k < 3; ++k) damaged[random() % damaged.size()] = static_cast<char>(random());
    const absl::StatusOr<SyntaxModel> read = ReadSyntaxModel(damaged);
    EXPECT_TRUE(!read.ok() || !read->version.empty());
  }
}

TEST(SyntaxModelTest, TheProgramsCarryAWholeModel) {
  EXPECT_GT(DefaultSyntaxModel().known.hashes().size(), 1000U);
  EXPECT_FALSE(DefaultSyntaxModel().version.empty());
}

}  // namespace
}  // namespace tearsheet
