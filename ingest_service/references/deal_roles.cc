#include "ingest_service/references/deal_roles.h"

#include <array>
#include <string_view>

#include "common/word_set.h"
#include "ingest_service/references/position.h"

namespace tearsheet {
namespace {

// Tokens between a trigger and what it takes.
constexpr int kTokenReach = 14;
// A sentence that names more is a list.
constexpr size_t kMostMentions = 24;

// A word of dealing: the roles of its subject and object, and of what stands behind some prepositions.
struct Dealing {
  std::string_view word;
  bool noun;
  DealRole subject;
  DealRole object;
  std::string_view preposition;
  DealRole behind;
};

using R = DealRole;
constexpr Dealing kDealings[] = {
    {"buy", false, R::kAcquirer, R::kTarget, "from", R::kSeller},
    {"buys", false, R::kAcquirer, R::kTarget, "from", R::kSeller},
    {"buying", false, R::kAcquirer, R::kTarget, "from", R::kSeller},
    {"bought", false, R::kAcquirer, R::kTarget, "from", R::kSeller},
    {"acquire", false, R::kAcquirer, R::kTarget, "from", R::kSeller},
    {"acquires", false, R::kAcquirer, R::kTarget, "from", R::kSeller},
    {"acquired", false, R::kAcquirer, R::kTarget, "from", R::kSeller},
    {"acquiring", false, R::kAcquirer, R::kTarget, "from", R::kSeller},
    {"purchased", false, R::kAcquirer, R::kTarget, "from", R::kSeller},
    {"swallow", false, R::kAcquirer, R::kTarget, "", R::kNone},
    {"snapped", false, R::kAcquirer, R::kTarget, "", R::kNone},
    {"sell", false, R::kSeller, R::kTarget, "to", R::kAcquirer},
    {"sells", false, R::kSeller, R::kTarget, "to", R::kAcquirer},
    {"selling", false, R::kSeller, R::kTarget, "to", R::kAcquirer},
    {"sold", false, R::kSeller, R::kTarget, "to", R::kAcquirer},
    {"divest", false, R::kSeller, R::kTarget, "to", R::kAcquirer},
    {"takeover", true, R::kAcquirer, R::kTarget, "by", R::kAcquirer},
    {"acquisition", true, R::kAcquirer, R::kTarget, "by", R::kAcquirer},
    {"purchase", true, R::kAcquirer, R::kTarget, "by", R::kAcquirer},
    {"buyout", true, R::kAcquirer, R::kTarget, "by", R::kAcquirer},
    {"bid", true, R::kAcquirer, R::kTarget, "by", R::kAcquirer},
    {"offer", true, R::kAcquirer, R::kTarget, "by", R::kAcquirer},
    {"sale", true, R::kSeller, R::kTarget, "to", R::kAcquirer},
    {"invest", false, R::kInvestor, R::kNone, "", R::kNone},
    {"invested", false, R::kInvestor, R::kNone, "", R::kNone},
    {"led", false, R::kInvestor, R::kNone, "", R::kNone},
    {"lend", false, R::kLender, R::kBorrower, "to", R::kBorrower},
    {"lends", false, R::kLender, R::kBorrower, "to", R::kBorrower},
    {"lent", false, R::kLender, R::kBorrower, "to", R::kBorrower},
    {"borrow", false, R::kBorrower, R::kNone, "from", R::kLender},
    {"borrowed", false, R::kBorrower, R::kNone, "from", R::kLender},
    {"loan", true, R::kNone, R::kNone, "from", R::kLender},
    {"sued", false, R::kPlaintiff, R::kDefendant, "", R::kNone},
    {"sue", false, R::kPlaintiff, R::kDefendant, "", R::kNone},
    {"sues", false, R::kPlaintiff, R::kDefendant, "", R::kNone},
};

template <size_t n>
constexpr std::array<std::string_view, n> WordsOf(const Dealing (&dealings)[n]) {
  std::array<std::string_view, n> words;
  for (size_t i = 0; i < n; ++i) words[i] = dealings[i].word;
  return words;
}

const Dealing* Find(std::string_view word) {
  static constexpr WordSet kWords(WordsOf(kDealings));
  const int at = kWords.Find(word);
  return at < 0 ? nullptr : &kDealings[at];
}

class Reading {
 public:
  Reading(const Document& document, int first, int end, const std::vector<KnownMention>& mentions)
      : document_(document), first_(first), end_(end), mentions_(mentions) {}

  bool Passive(int t) const {
    for (int i = t - 1; i >= first_ && i > t - 4; --i) {
      const std::string_view word = document_.tokens[i].lower;
      if (word == "is" || word == "was" || word == "been" || word == "be" || word == "being" ||
          word == "were")
        return true;
      if (word == "has" || word == "have" || word == "had") return false;
    }
    return t + 1 < end_ && document_.tokens[t + 1].lower == "by";
  }

  // The subject or owner before `t`.
  int Before(int t) const {
    int fallback = -1;
    for (auto it = mentions_.rbegin(); it != mentions_.rend(); ++it) {
      const DocumentMention& mention = document_.mentions[it->mention];
      if (mention.end_token > t) continue;
      if (mention.possessive && t - mention.end_token <= 4 && document_.tokens[t - 1].lower != "to")
        return it->entity;
      const Position position = PositionOf(document_, mention);
      if (position == Position::kSubject) return it->entity;
      if (position == Position::kObject && fallback < 0) fallback = it->entity;
    }
    return fallback;
  }

  // The first organisation behind `t`, not behind another preposition than those in `over`.
  int After(int t, std::string_view over) const {
    for (const KnownMention& known : mentions_) {
      const DocumentMention& mention = document_.mentions[known.mention];
      if (mention.first_token <= t) continue;
      if (mention.first_token - t > kTokenReach) return -1;
      for (int i = t + 1; i < mention.first_token; ++i) {
        const std::string_view word = document_.tokens[i].lower;
        if (word == "," || word == "to" || word == "from" || word == "by" || word == "with" ||
            word == "after" || (word == "for" && over != "for"))
          return -1;
      }
      return known.entity;
    }
    return -1;
  }

  // The organisation right behind the preposition.
  int Behind(int t, std::string_view preposition) const {
    if (preposition.empty()) return -1;
    for (const KnownMention& known : mentions_) {
      const DocumentMention& mention = document_.mentions[known.mention];
      if (mention.first_token <= t || mention.first_token - t > kTokenReach + 6) continue;
      for (int i = mention.first_token - 1; i > t && i >= mention.first_token - 5; --i) {
        if (document_.tokens[i].lower == preposition) return known.entity;
        if (document_.tokens[i].lower == ",") break;
      }
    }
    return -1;
  }

 private:
  const Document& document_;
  const int first_;
  const int end_;
  const std::vector<KnownMention>& mentions_;
};

}  // namespace

void DealRoles::Read(const Document& document, int first, int end,
                     const std::vector<KnownMention>& mentions) {
  if (mentions.empty() || mentions.size() > kMostMentions) return;
  const Reading reading(document, first, end, mentions);
  for (int t = first; t < end; ++t) {
    const Dealing* dealing = Find(document.tokens[t].lower);
    if (dealing == nullptr) continue;
    int subject = reading.Before(t);
    int object = -1;
    int behind = reading.Behind(t, dealing->preposition);
    if (dealing->noun) {
      object = reading.After(t, "for");
    } else if (reading.Passive(t)) {
      object = subject;
      subject = reading.Behind(t, "by");
    } else {
      object = reading.After(t, "");
    }
    if (dealing->behind == dealing->subject && behind >= 0) subject = behind;
    if (subject >= 0 && dealing->subject != DealRole::kNone) Set(dealing->subject, subject);
    if (object >= 0 && object != subject && dealing->object != DealRole::kNone) Set(dealing->object, object);
    if (behind >= 0 && behind != subject && dealing->behind != DealRole::kNone) Set(dealing->behind, behind);
  }
}

}  // namespace tearsheet
