// Names without legal forms, and the ids made of them.
#include "ingest_service/mentions/provisional.h"

#include <iostream>
#include <string>
#include <string_view>

#include "gtest/gtest.h"
#include "simdjson.h"

namespace tearsheet {
namespace {

TEST(BaseNameTest, LegalFormsAreNoPartOfTheName) {
  const struct {
    const char* name;
    const char* base;
  } kCases[] = {
      {"Tovaris, Ltd.", "Tovaris"},
      {"Tovaris   Works GmbH", "Tovaris Works"},
      {"Tovaris Inc", "Tovaris"},
      {"Tovaris Pvt. Ltd.", "Tovaris"},
      {"Tovaris (Pty) Ltd", "Tovaris (Pty)"},
      {"Tovaris Pty Ltd", "Tovaris"},
      {"Tovaris Sdn. Bhd.", "Tovaris"},
      {"Tovaris S.A. de C.V.", "Tovaris"},
      {"Tovaris S.p.A.", "Tovaris"},
      {"Tovaris SpA", "Tovaris"},
      {"Quellmark Village Spa", "Quellmark Village Spa"},
      {"Tovaris A/S", "Tovaris"},
      {"Tovaris spol. s r.o.", "Tovaris"},
      {"Tovaris Sp. z o.o.", "Tovaris"},
      {"Tovaris GmbH & Co. KG", "Tovaris"},
      {"Holt & Co", "Holt"},
      {"Holt & Sons Ltd", "Holt & Sons"},
      {"Tovaris K.K.", "Tovaris"},
      {"Tovaris Co., Ltd.", "Tovaris"},
      {"Tovaris Corporation Limited", "Tovaris"},
      {"PT Tovaris Tbk", "Tovaris"},
      {"Oy Tovaris Ab", "Tovaris"},
      {"ПАО Товарис", "Товарис"},
      {"Søren & Søn ApS", "Søren & Søn"},
      {"U.S. Quarry Corp.", "U.S. Quarry"},
      {"Limited Editions plc", "Limited Editions"},
      {"Co-operative of Norland", "Co-operative of Norland"},
      {"Tovaris!", "Tovaris"},
      {"Ltd", ""},
      {"Ltd. & Co.", ""},
      {"", ""},
  };
  for (const auto& test : kCases) EXPECT_EQ(BaseName(test.name), test.base) << test.name;
}

TEST(BaseNameTest, TheNameOfANameIsItself) {
  for (const char* name :
       {"Tovaris GmbH & Co. KG", "Oy Tovaris Oy Works Ab", "Tovaris Inc. Ltd", "A/S Tovaris, Oy"}) {
    const std::string base = BaseName(name);
    EXPECT_EQ(BaseName(base), base) << name;
  }
}

TEST(ProvisionalTest, IdsAreMadeOfTheNameAlone) {
  EXPECT_EQ(ProvisionalId(v1::ENTITY_KIND_ORGANISATION, "Søren & Søn"), "org/~soren-and-son");
  EXPECT_EQ(ProvisionalId(v1::ENTITY_KIND_PERSON, "Wrenna Holt"), "person/~wrenna-holt");
  EXPECT_EQ(ProvisionalId(v1::ENTITY_KIND_ORGANISATION, "Товарис"), "org/~товарис");
}

// Cases of another project, where they lie beside this one: they are measured, not copied.
TEST(BaseNameTest, AgreesWithOutsideCases) {
  const std::string path = TEARSHEET_SOURCE_DIR "/../shared/eval/outside/company_basename.jsonl";
  simdjson::padded_string text;
  if (simdjson::padded_string::load(path).get(text) != simdjson::SUCCESS) GTEST_SKIP() << "no outside cases";
  simdjson::ondemand::parser parser;
  simdjson::ondemand::document_stream cases;
  ASSERT_EQ(parser.iterate_many(text).get(cases), simdjson::SUCCESS);
  int total = 0;
  int right = 0;
  for (auto line : cases) {
    const std::string_view name = line["name"];
    const std::string_view want = line["base"];
    const std::string base = BaseName(name);
    ++total;
    right += base == want ? 1 : 0;
    if (base != want) std::cout << "'" << name << "' -> '" << base << "', not '" << want << "'\n";
  }
  std::cout << "base names: " << right << " of " << total << "\n";
  EXPECT_GE(right * 100, total * 95);
}

}  // namespace
}  // namespace tearsheet
