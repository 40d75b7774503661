#include "common/ontology.h"

#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace tearsheet {
namespace {

using ::tearsheet::testing::StatusIs;
using ::testing::HasSubstr;

constexpr char kSmall[] = R"(
version: "1"
types {
  id: "GIFT"
  roles { id: "GIVER" core: true }
  roles { id: "TAKER" core: true }
  required { roles: "GIVER" roles: "TAKER" }
  slots: "ribbon"
}
slots { id: "ribbon" values: "RED" }
)";

TEST(OntologyTest, BuiltInOntologyDefinesAllTypesOfTheContract) {
  const auto ontology = Ontology::Default();
  ASSERT_OK(ontology);
  EXPECT_EQ(ontology->proto().types_size(), 22);
  EXPECT_NE(ontology->FindType("INVESTMENT"), nullptr);
  EXPECT_EQ(ontology->FindType("investment"), nullptr);
}

TEST(OntologyTest, SyntaxErrorNamesFileLineAndColumn) {
  EXPECT_THAT(Ontology::FromText("version: \"1\"\ntypes { id: }", "my.textproto"),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("my.textproto:2:13")));
}

TEST(OntologyTest, RefusesARequiredRoleThatIsNotDefined) {
  std::string text = kSmall;
  text.replace(text.find("roles: \"GIVER\" roles: \"TAKER\""), 14, "roles: \"GIVES\"");
  EXPECT_THAT(Ontology::FromText(text, "x"),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("required role 'GIVES'")));
}

TEST(OntologyTest, EventNeedsEveryRoleOfOneRequiredSet) {
  const auto ontology = Ontology::Default();
  ASSERT_OK(ontology);
  v1::Event event;
  event.set_type("MERGER");
  event.add_participants()->set_role("PARTY");
  EXPECT_FALSE(ontology->HasRequiredRoles(event));
  event.add_participants()->set_role("PARTY");
  EXPECT_TRUE(ontology->HasRequiredRoles(event));
}

TEST(OntologyTest, WordsOfANewSlotLiveInMore) {
  v1::Event event;
  SetWord(event, "site", "Dickson");
  SetWord(event, "ribbon", "RED");
  EXPECT_EQ(event.site(), "Dickson");
  EXPECT_EQ(event.more().at("ribbon"), "RED");
  EXPECT_EQ(GetWord(event, "ribbon"), "RED");
  EXPECT_EQ(GetWord(event, "rule"), "") << "a field that is no word slot is not one by its name";
}

}  // namespace
}  // namespace tearsheet
