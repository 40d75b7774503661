// What the words of a description ("the Dutch chipmaker") tell: lexicons/descriptions.txt.
#pragma once

#include <bitset>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "ingest_service/document.h"

namespace tearsheet {

// Roles in a deal that a description can name.
enum class DealRole : int8_t {
  kNone,
  kAcquirer,
  kTarget,
  kSeller,
  kInvestor,
  kBorrower,
  kLender,
  kPlaintiff,
  kDefendant
};
constexpr int kDealRoles = 9;

using SectorSet = std::bitset<64>;
using CountrySet = std::bitset<128>;

// What a word or phrase tells; several things at a time.
struct Meaning {
  enum Flag : uint32_t {
    // A noun for an organisation: of a sector, or of those below.
    kOrganisation = 1u << 0,
    kGeneral = 1u << 1,
    kYoung = 1u << 2,
    kBig = 1u << 3,
    kParent = 1u << 4,
    kChild = 1u << 5,
    kNamed = 1u << 6,
    // A person by a post, a man or woman; a woman's given name.
    kPost = 1u << 7,
    kMan = 1u << 8,
    kWoman = 1u << 9,
    kFemaleName = 1u << 10,
    // A product.
    kThing = 1u << 11,
    // A plural that "they" may stand for.
    kPeople = 1u << 12,
    // The name of an authority ends with it.
    kOfficial = 1u << 13,
    // A plural that does nothing itself: "they" is hardly a subject then.
    kThings = 1u << 14,
  };

  // All flags of nouns that a description can end with.
  static constexpr uint32_t kHeads =
      kOrganisation | kGeneral | kYoung | kBig | kParent | kChild | kNamed | kPost | kMan | kWoman | kThing;

  uint32_t flags = 0;
  SectorSet sectors;
  CountrySet countries;
  DealRole role = DealRole::kNone;

  bool Is(uint32_t flag) const { return (flags & flag) != 0; }
  // A description can end with it.
  bool IsHead() const { return Is(kHeads) || role != DealRole::kNone; }
};

// Immutable after construction and therefore thread-safe.
class Descriptions {
 public:
  // Reads the lexicon of the program. INVALID_ARGUMENT: "file:line: what is wrong".
  static absl::StatusOr<Descriptions> Create();

  // The longest phrase that starts at token `at` and ends before `end`, over hyphens; null when there is
  // none. `length` gets its number of tokens. A plural is read as its singular and sets `plural`.
  const Meaning* Longest(const std::vector<Token>& tokens, int at, int end, int& length, bool& plural) const;

  // One word in small letters; null when it tells nothing.
  const Meaning* Word(std::string_view word) const;

  // Empty for names that the lexicon does not know.
  SectorSet Sector(std::string_view name) const;
  CountrySet Country(std::string_view code) const;

  const std::string& version() const { return version_; }

 private:
  absl::Status ReadLine(std::string_view key, std::string_view value, int line);
  Meaning& Edit(std::string_view phrase);
  int CountryIndex(std::string_view code);

  absl::flat_hash_map<std::string, int> phrases_;
  std::vector<Meaning> meanings_;
  // First words of phrases of several words.
  absl::flat_hash_map<std::string, bool> starts_;
  absl::flat_hash_map<std::string, int> sectors_;
  absl::flat_hash_map<std::string, int> countries_;
  std::string version_;
};

}  // namespace tearsheet
