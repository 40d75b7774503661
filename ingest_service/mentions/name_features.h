// What the model of names sees of a token: its form, its neighbours, the words around the run of capitalised
// words that it is in, what lexicon and catalogue know, how the article writes the word elsewhere.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "ingest_service/document.h"
#include "ingest_service/mentions/catalogue.h"
#include "ingest_service/mentions/name_model.h"
#include "ingest_service/mentions/name_span.h"
#include "ingest_service/mentions/token_view.h"

namespace tearsheet {

// Row numbers of NameModel.
inline constexpr size_t kNameFeatures = 36;
using NameFeatures = std::array<uint16_t, kNameFeatures>;

// Reads the features of one document. Borrows everything. Linear in the number of tokens.
class NameFeatureReader {
 public:
  NameFeatureReader(const Catalogue& catalogue, const Document& document);

  // A token that may be part of a name: it has a capital, or letters and digits, or joins two such.
  bool MayBeNamed(const TokenView& tokens, int32_t at) const;

  // Replaces `features` with those of the tokens [first, end) of a sentence: a longest run of tokens that
  // may be part of names.
  void Read(const TokenView& tokens, Capitals capitals, int32_t first, int32_t end,
            std::vector<NameFeatures>& features);

 private:
  // A word as the features tell words apart.
  using WordHash = uint32_t;

  // What a token can be to a name.
  enum class Part : uint8_t {
    kNone,
    // Has a capital, or letters and digits.
    kNamed,
    kNumber,
    // A small word inside names ("of"), and a sign ("&").
    kSmallWord,
    kSign,
  };
  static Part PartOf(const Token& token);
  Part PartAt(const TokenView& tokens, int32_t at) const { return tokens.Has(at) ? parts_[at] : Part::kNone; }

  // What the catalogue says of a token: kind of the name that it is in, whether it begins it, and whether the
  // name is also an ordinary word; 0 for nothing.
  void ReadHints(const TokenView& tokens, Capitals capitals, int32_t first, int32_t end);
  WordHash HashAt(const TokenView& tokens, int32_t at) const;
  bool SeenSmall(WordHash word) const { return small_[word % small_.size()]; }
  bool SeenNamed(WordHash word) const { return named_[word % named_.size()]; }

  static constexpr size_t kSeenBits = size_t{1} << 16;

  const Catalogue& catalogue_;
  // Of each token of the document.
  std::vector<WordHash> hashes_;
  std::vector<Part> parts_;
  // Words that the document writes in small letters, and capitalised where no sentence starts.
  std::vector<bool> small_;
  std::vector<bool> named_;
  std::vector<uint32_t> hints_;
};

}  // namespace tearsheet
