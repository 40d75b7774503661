#include "ingest_service/events/tagger.h"

#include "absl/strings/match.h"
#include "common/strings.h"

namespace tearsheet {
namespace {

Tag OfMention(v1::MentionKind kind) {
  switch (kind) {
    case v1::AMOUNT:
    case v1::PERCENT:
    case v1::QUANTITY:
      return Tag::kNumber;
    case v1::TERM:
      return Tag::kTerm;
    case v1::TIME:
      return Tag::kTime;
    default:
      return Tag::kName;
  }
}

// "doubled its holding": a verb, though mentions/ reads a multiple.
bool Multiplies(const Grammar& grammar, const Document& document, const DocumentMention& mention) {
  if (mention.kind != v1::QUANTITY || mention.end_token != mention.first_token + 1) return false;
  const Word& word = grammar.Find(document.tokens[mention.first_token].lower);
  if (word.verb == 0) return false;
  // "will double capacity", "to triple output".
  if ((word.verb_forms & Word::kBase) != 0) {
    if (mention.first_token == 0) return false;
    const std::string_view before = document.tokens[mention.first_token - 1].lower;
    return before == "to" || grammar.Find(before).Is(Word::kModal);
  }
  const size_t next = static_cast<size_t>(mention.end_token);
  return next < document.tokens.size() && grammar.Find(document.tokens[next].lower).Is(Word::kDeterminer);
}

Tag OfPunctuation(const Token& token) {
  const char c = token.lower.empty() ? ' ' : token.lower[0];
  switch (c) {
    case ',':
      return Tag::kComma;
    case '-':
      return token.text == "-" && !token.space_before ? Tag::kNoun : Tag::kDash;
    case '(':
    case '[':
      return Tag::kOpen;
    case ')':
    case ']':
      return Tag::kClose;
    case '"':
    case '\'':
    case '`':
      return Tag::kQuote;
    default:
      return Tag::kStop;
  }
}

bool ClosesNounPhrase(Tag tag) {
  return tag == Tag::kNoun || tag == Tag::kName || tag == Tag::kNumber || tag == Tag::kTime ||
         tag == Tag::kTerm;
}

// Decides word by word, from left to right; the tags to the left are final.
class Tagger {
 public:
  Tagger(const Document& document, TaggedWindow& out) : document_(document), out_(out) {}

  void Run() {
    for (int i = 0; i < out_.size(); ++i) {
      if (out_.mention[i] < 0) out_.tags[i] = Decide(i);
    }
  }

 private:
  const Token& TokenAt(int i) const { return document_.tokens[out_.window.first + i]; }
  const Word& WordAt(int i) const { return *out_.words[i]; }

  // The tag before token i, looking through adverbs; kStop at the start.
  Tag Before(int i) const {
    while (--i >= 0) {
      if (out_.tags[i] != Tag::kAdverb && out_.tags[i] != Tag::kQuote) return out_.tags[i];
    }
    return Tag::kStop;
  }

  Tag Decide(int i) const {
    const Token& token = TokenAt(i);
    const Word& word = WordAt(i);
    if (token.kind == Token::kNumber) return Tag::kNumber;
    if (JoinsWords(i) || (i + 1 < out_.size() && JoinsWords(i + 1))) return Tag::kAdjective;
    if (i > 0 && JoinsWords(i - 1)) return word.noun != 0 || word.verb == 0 ? Tag::kNoun : Tag::kAdjective;
    if (token.lower == "'s" || token.lower == "'") return Apostrophe(i);
    if (token.kind == Token::kPunctuation) return OfPunctuation(token);
    if (word.Is(Word::kNegation)) return Tag::kNegation;
    if (word.Is(Word::kModal) && Modal(i)) return Tag::kModal;
    if (word.Is(Word::kAuxiliary)) return Tag::kAuxiliary;
    if (token.lower == "to") return BeforeInfinitive(i) ? Tag::kTo : Tag::kPreposition;
    if (token.lower == "that") return That(i);
    if (TellsCause(i)) return Tag::kSubordinator;
    if (word.Is(Word::kRelative)) return Tag::kRelative;
    // "customers including Acme", but "is including".
    if (word.Is(Word::kPreposition) && (word.verb_forms & Word::kIng) != 0 && Before(i) != Tag::kAuxiliary)
      return Tag::kPreposition;
    if (IsFloating(i)) return Tag::kAdverb;
    if (word.verb != 0) return Verb(i);
    if (word.Is(Word::kSubordinator) && !word.Is(Word::kAdverb)) return Tag::kSubordinator;
    if (word.Is(Word::kPreposition)) return Preposition(i);
    if (word.Is(Word::kConjunction)) return Tag::kConjunction;
    if (word.Is(Word::kDeterminer)) return Tag::kDeterminer;
    if (word.Is(Word::kPronoun)) return Tag::kPronoun;
    if (word.Is(Word::kSubordinator)) return Tag::kSubordinator;
    if (word.noun != 0) return Tag::kNoun;
    if (word.Is(Word::kAdverb)) return Tag::kAdverb;
    return Unknown(i);
  }

  // "bought Acme due to its size", "thanks to a loan", but "is due to buy".
  bool TellsCause(int i) const {
    const std::string_view lower = TokenAt(i).lower;
    if (lower != "due" && lower != "owing" && lower != "thanks") return false;
    const Tag before = Before(i);
    return i + 1 < out_.size() && TokenAt(i + 1).lower == "to" && !BeforeInfinitive(i + 1) &&
           (ClosesNounPhrase(before) || before == Tag::kComma);
  }

  // A hyphen inside a word ("for-profit").
  bool JoinsWords(int i) const {
    return i > 0 && i + 1 < out_.size() && TokenAt(i).text == "-" && !TokenAt(i).space_before &&
           !TokenAt(i + 1).space_before;
  }

  // "may" is a month only as part of a time; "will" is a noun only after a determiner.
  bool Modal(int i) const { return Before(i) != Tag::kDeterminer; }

  Tag Apostrophe(int i) const {
    if (TokenAt(i).space_before) return Tag::kQuote;
    if (TokenAt(i).lower == "'")
      return i > 0 && absl::EndsWith(Absl(TokenAt(i - 1).lower), "s") ? Tag::kPossessive : Tag::kQuote;
    const Tag before = Before(i);
    return before == Tag::kPronoun || before == Tag::kSubordinator || before == Tag::kRelative
               ? Tag::kAuxiliary
               : Tag::kPossessive;
  }

  bool BeforeInfinitive(int i) const {
    if (i > 0 && TokenAt(i - 1).lower == "according") return false;
    for (int j = i + 1; j < out_.size() && j < i + 4; ++j) {
      if (out_.mention[j] >= 0) return false;
      const Word& word = WordAt(j);
      // "sold to state-backed Acme": the first half of a word is no verb.
      if (word.verb_forms & Word::kBase) return j + 1 >= out_.size() || !JoinsWords(j + 1);
      if (!word.Is(Word::kAdverb) && !word.Is(Word::kNegation) &&
          !absl::EndsWith(Absl(TokenAt(j).lower), "ly"))
        return false;
    }
    return false;
  }

  // A pronoun that takes up a noun, a conjunction before a clause, or a determiner.
  Tag That(int i) const {
    const Tag before = Before(i);
    if (ClosesNounPhrase(before) && Before(i) != Tag::kTime && i + 1 < out_.size() &&
        out_.mention[i + 1] < 0 && StartsVerb(i + 1)) {
      return Tag::kRelative;
    }
    if (i == 0 && ActsOnNext(i + 1)) return Tag::kPronoun;
    if (before == Tag::kPreposition || (before == Tag::kStop && i == 0)) return Tag::kDeterminer;
    return Tag::kSubordinator;
  }

  // "That makes it …", "That valued Acme …": a verb with its object, unlike "That proposed deal".
  bool ActsOnNext(int i) const {
    if (i + 1 >= out_.size() || out_.mention[i] >= 0) return false;
    const Word& next = WordAt(i + 1);
    return WordAt(i).noun == 0 && (WordAt(i).verb_forms & (Word::kThird | Word::kPast)) != 0 &&
           (out_.mention[i + 1] >= 0 || next.Is(Word::kDeterminer) || next.Is(Word::kPronoun));
  }

  bool StartsVerb(int i) const {
    const Word& word = WordAt(i);
    if (word.Is(Word::kModal) || word.Is(Word::kAuxiliary)) return true;
    if (word.Is(Word::kAdverb) && i + 1 < out_.size() && out_.mention[i + 1] < 0)
      return WordAt(i + 1).verb != 0 || WordAt(i + 1).Is(Word::kAuxiliary);
    return word.verb != 0 && (word.verb_forms & (Word::kThird | Word::kPast | Word::kBase)) != 0;
  }

  // Particles after a verb ("take over", "set up") are adverbs in front of another preposition or an end.
  Tag Preposition(int i) const {
    if (out_.words[i]->Is(Word::kAdverb) && i + 1 < out_.size() && out_.tags[i + 1] != Tag::kNumber &&
        out_.mention[i + 1] < 0 && TokenAt(i).lower == "about" && Before(i) == Tag::kAuxiliary) {
      return Tag::kAdverb;
    }
    return Tag::kPreposition;
  }

  Tag Unknown(int i) const {
    const std::string_view lower = TokenAt(i).lower;
    const Tag before = Before(i);
    if (lower.size() > 4 && !TokenAt(i).capitalised && absl::EndsWith(Absl(lower), "ly")) return Tag::kAdverb;
    if (before == Tag::kAuxiliary &&
        (absl::EndsWith(Absl(lower), "ed") || absl::EndsWith(Absl(lower), "ing")))
      return Tag::kVerb;
    if (before == Tag::kModal) return Tag::kVerb;
    if ((before == Tag::kName || before == Tag::kPronoun || before == Tag::kRelative) &&
        absl::EndsWith(Absl(lower), "ed"))
      return Tag::kVerb;
    return Tag::kNoun;
  }

  // "Acme supplies beer to": the only verb of the clause, with a noun right behind it.
  bool ActsOnBareNoun(int i) const {
    if ((WordAt(i).verb_forms & Word::kThird) == 0 || i + 2 >= out_.size() || out_.mention[i + 1] >= 0 ||
        VerbFollows(i))
      return false;
    const Word& next = WordAt(i + 1);
    if (TokenAt(i + 1).kind != Token::kWord || next.verb != 0 || next.Is(Word::kPreposition) ||
        next.Is(Word::kConjunction) || next.Is(Word::kAuxiliary) || next.Is(Word::kModal) ||
        next.Is(Word::kSubordinator) || next.Is(Word::kRelative) || next.Is(Word::kAdverb))
      return false;
    if (out_.mention[i + 2] >= 0 || !WordAt(i + 2).Is(Word::kPreposition)) return false;
    for (int j = i - 1; j >= 0 && out_.tags[j] != Tag::kStop && out_.tags[j] != Tag::kSubordinator; --j) {
      if (out_.tags[j] == Tag::kVerb || out_.tags[j] == Tag::kAuxiliary || out_.tags[j] == Tag::kModal)
        return false;
    }
    return true;
  }

  // "Acme and Birch each own", "both hold".
  bool IsFloating(int i) const {
    const std::string_view lower = TokenAt(i).lower;
    if ((lower != "each" && lower != "both" && lower != "all") || i + 1 >= out_.size()) return false;
    const Tag before = Before(i);
    if ((before != Tag::kName && before != Tag::kNoun) || out_.mention[i + 1] >= 0) return false;
    // "each hold a tenth", but "each plan".
    if (WordAt(i + 1).noun != 0)
      return before == Tag::kName && WordAt(i + 1).verb != 0 && FollowsLikeObject(i + 1);
    return StartsVerb(i + 1);
  }

  // "the US firm Acme": no plural.
  bool IsCountryCode(int i) const { return TokenAt(i).text == "US" || TokenAt(i).text == "U.S."; }

  // What follows could be the object or complement of a verb rather than the rest of a noun phrase.
  bool FollowsLikeObject(int i) const {
    const int next = i + 1;
    if (next >= out_.size()) return false;
    if (out_.mention[next] >= 0) return true;
    const Word& word = WordAt(next);
    if (TokenAt(next).kind == Token::kNumber || TokenAt(next).lower == "to") return true;
    if (word.Is(Word::kModal) || word.Is(Word::kAuxiliary)) return false;
    if (word.verb != 0 && (word.verb_forms & (Word::kPast | Word::kThird)) != 0 && word.noun == 0)
      return false;
    return word.Is(Word::kDeterminer) || word.Is(Word::kPronoun) || word.Is(Word::kAdverb) ||
           word.Is(Word::kSubordinator) || (word.Is(Word::kPreposition) && TokenAt(next).lower != "of") ||
           (word.verb_forms & Word::kIng) != 0;
  }

  bool NextIsPreposition(int i) const {
    return i + 1 < out_.size() && out_.mention[i + 1] < 0 && WordAt(i + 1).Is(Word::kPreposition) &&
           TokenAt(i + 1).lower != "to";
  }

  // The name before `i` stands behind a preposition, and that behind the verb of the clause: what follows the
  // name is its head ("will buy $3bn of Acme shares at $23").
  bool InsideObject(int i) const {
    int j = i - 1;
    while (j >= 0 && out_.tags[j] == Tag::kName) --j;
    if (j < 0 || out_.tags[j] != Tag::kPreposition) return false;
    for (--j; j >= 0 && out_.tags[j] != Tag::kStop && out_.tags[j] != Tag::kSubordinator &&
              out_.tags[j] != Tag::kRelative;
         --j) {
      if (out_.tags[j] == Tag::kVerb) return !WordAt(j).Is(Word::kSaying);
    }
    return false;
  }

  // The words before `i` with their determiner stand right behind a verb or preposition.
  bool EndsObject(int i) const {
    int j = i - 1;
    while (j >= 0 && (out_.tags[j] == Tag::kNoun || out_.tags[j] == Tag::kAdjective)) --j;
    if (j < 1 || out_.tags[j] != Tag::kDeterminer || out_.mention[i - 1] >= 0) return false;
    return out_.tags[j - 1] == Tag::kPreposition ||
           (out_.tags[j - 1] == Tag::kVerb && !WordAt(j - 1).Is(Word::kSaying));
  }

  // The nouns before `i` are what a verb before them is about: "provides cloud services to",
  // "spends it on capital projects this year".
  bool ContinuesObject(int i) const {
    int j = i - 1;
    while (j >= 0 && out_.mention[j] < 0 && (out_.tags[j] == Tag::kNoun || out_.tags[j] == Tag::kAdjective))
      --j;
    if (j < 0 || j == i - 1) return false;
    if (out_.tags[j] == Tag::kVerb) return !WordAt(j).Is(Word::kSaying);
    if (out_.tags[j] != Tag::kPreposition) return false;
    // "spends $5bn on capital projects this year": only where the clause has its verb.
    for (--j; j >= 0 && TokenAt(j).kind != Token::kPunctuation && out_.tags[j] != Tag::kSubordinator &&
              out_.tags[j] != Tag::kRelative;
         --j) {
      if (out_.tags[j] == Tag::kVerb) return !WordAt(j).Is(Word::kSaying);
    }
    return false;
  }

  // "a $5bn syndicated loan": between a number with its article and a noun.
  bool InsideNounPhrase(int i) const {
    int j = i - 1;
    while (j >= 0 && out_.tags[j] == Tag::kNumber) --j;
    if (j < 0 || out_.tags[j] != Tag::kDeterminer || i + 1 >= out_.size() || out_.mention[i + 1] >= 0)
      return false;
    const Word& next = WordAt(i + 1);
    return TokenAt(i + 1).kind == Token::kWord && !next.Is(Word::kPreposition) &&
           !next.Is(Word::kDeterminer) && !next.Is(Word::kPronoun) && !next.Is(Word::kAdverb) &&
           TokenAt(i + 1).lower != "to";
  }

  // "Acme and Birch plan a merger".
  bool EndsPairOfNames(int i) const {
    int j = i - 1;
    while (j >= 0 && out_.tags[j] == Tag::kName) --j;
    return j > 0 && j < i - 1 && TokenAt(j).lower == "and" && out_.tags[j - 1] == Tag::kName;
  }

  // A finite verb stands in the rest of the clause, so this word is none ("Acme shares in Oslo rose").
  bool VerbFollows(int i) const {
    for (int j = i + 1; j < out_.size() && j < i + 9; ++j) {
      if (out_.mention[j] >= 0) continue;
      const Token& token = TokenAt(j);
      const Word& word = WordAt(j);
      if (token.lower == "'s" || token.lower == "'") continue;
      if (token.kind == Token::kPunctuation || word.Is(Word::kSubordinator) || word.Is(Word::kRelative) ||
          token.lower == "to" || word.Is(Word::kConjunction)) {
        return false;
      }
      if (word.Is(Word::kModal) ||
          (word.Is(Word::kAuxiliary) && token.lower != "being" && token.lower != "been"))
        return true;
      if ((word.verb_forms & (Word::kPast | Word::kThird)) != 0 && word.noun == 0 &&
          (word.verb_forms & Word::kBase) == 0)
        return true;
    }
    return false;
  }

  Tag Verb(int i) const {
    const Word& word = WordAt(i);
    const uint8_t forms = word.verb_forms;
    const bool noun = word.noun != 0;
    const Tag nominal = noun ? Tag::kNoun : Tag::kAdjective;
    switch (Before(i)) {
      case Tag::kTo:
      case Tag::kModal:
      case Tag::kNegation:
        return Tag::kVerb;
      case Tag::kAuxiliary:
        return (forms & (Word::kParticiple | Word::kIng | Word::kBase)) != 0 ? Tag::kVerb : nominal;
      case Tag::kPronoun:
      case Tag::kRelative:
        return Tag::kVerb;
      case Tag::kDeterminer:
      case Tag::kAdjective:
      case Tag::kPossessive:
        return noun                                                            ? Tag::kNoun
               : (forms & (Word::kPast | Word::kParticiple | Word::kIng)) != 0 ? Tag::kAdjective
                                                                               : Tag::kNoun;
      case Tag::kNumber:
      case Tag::kTerm:
        if ((forms & Word::kPast) != 0 && !noun && InsideNounPhrase(i)) return Tag::kAdjective;
        if ((forms & (Word::kIng | Word::kPast)) != 0 && !noun) return Tag::kVerb;
        return noun || (forms & Word::kBase) != 0 || Counted(i) ? Tag::kNoun : Tag::kVerb;
      case Tag::kPreposition:
        if ((forms & Word::kIng) != 0) return noun && !FollowsLikeObject(i) ? Tag::kNoun : Tag::kVerb;
        return noun || (forms & (Word::kBase | Word::kThird)) != 0 ? Tag::kNoun : Tag::kAdjective;
      case Tag::kName:
      case Tag::kNoun:
      case Tag::kTime:
      case Tag::kClose:
        return AfterNoun(i);
      case Tag::kVerb:
        if ((forms & Word::kIng) != 0 && !noun) return Tag::kVerb;
        return noun                                               ? Tag::kNoun
               : (forms & (Word::kPast | Word::kParticiple)) != 0 ? Tag::kAdjective
                                                                  : Tag::kNoun;
      default:
        return AtStart(i);
    }
  }

  // "14 tugs": behind a bare number, which is nobody who tugs.
  bool Counted(int i) const {
    return (WordAt(i).verb_forms & Word::kThird) != 0 && out_.mention[i - 1] < 0 &&
           TokenAt(i - 1).kind == Token::kNumber;
  }

  // "Acme and Birch now hold": without the adverbs between.
  int BehindNoun(int i) const {
    while (i > 1 && out_.tags[i - 1] == Tag::kAdverb) --i;
    return i;
  }

  Tag AfterNoun(int i) const {
    const Word& word = WordAt(i);
    const uint8_t forms = word.verb_forms;
    const bool possessive =
        out_.mention[i > 0 ? i - 1 : 0] >= 0 && i > 0 && document_.mentions[out_.mention[i - 1]].possessive;
    if (possessive)
      return word.noun != 0                                             ? Tag::kNoun
             : (forms & (Word::kPast | Word::kParticiple | Word::kIng)) ? Tag::kAdjective
                                                                        : Tag::kNoun;
    if (word.noun != 0) {
      const bool after_name = Before(i) == Tag::kName;
      if ((forms & Word::kBase) != 0 && (forms & Word::kPast) == 0) {
        // "the companies plan to", but "the merger plan".
        const bool plural =
            i > 0 && ((absl::EndsWith(Absl(TokenAt(i - 1).lower), "s") && !IsCountryCode(i - 1)) ||
                      EndsPairOfNames(BehindNoun(i)) || IsFloating(i - 1));
        return plural && FollowsLikeObject(i) && !VerbFollows(i) && !NextIsPreposition(i) ? Tag::kVerb
                                                                                          : Tag::kNoun;
      }
      if ((forms & (Word::kThird | Word::kIng)) != 0) {
        if (after_name && ActsOnBareNoun(i)) return Tag::kVerb;
        // "models to be sold" are things, not what somebody models.
        const bool to_be =
            i + 2 < out_.size() && TokenAt(i + 1).lower == "to" && TokenAt(i + 2).lower == "be";
        if (to_be || !FollowsLikeObject(i) || VerbFollows(i) || ContinuesObject(i)) return Tag::kNoun;
        return NextIsPreposition(i) && (!after_name || InsideObject(i)) ? Tag::kNoun : Tag::kVerb;
      }
      // "made a takeover bid for", but "said the company bid".
      return EndsObject(i) ? Tag::kNoun : Tag::kVerb;
    }
    // A base form after a noun is a verb of a plural subject ("Woodside and Santos agree").
    return Tag::kVerb;
  }

  // "to close a plant, cut 200 jobs and": behind a comma, after an infinitive of the same clause.
  bool ListsInfinitives(int i) const {
    if (i < 3 || TokenAt(i - 1).lower != ",") return false;
    for (int j = i - 2; j >= 0 && TokenAt(j).kind != Token::kPunctuation; --j) {
      if (out_.tags[j] == Tag::kTo) return true;
    }
    return false;
  }

  Tag AtStart(int i) const {
    const Word& word = WordAt(i);
    if ((word.verb_forms & Word::kBase) != 0 && ListsInfinitives(i) && FollowsLikeObject(i))
      return Tag::kVerb;
    if (word.noun != 0 && (word.verb_forms & (Word::kBase | Word::kThird | Word::kIng)) != 0) {
      const bool finite = (word.verb_forms & Word::kThird) != 0 || (word.verb_forms & Word::kIng) != 0;
      return finite && FollowsLikeObject(i) && i > 0 ? Tag::kVerb : Tag::kNoun;
    }
    return Tag::kVerb;
  }

  const Document& document_;
  TaggedWindow& out_;
};

}  // namespace

TaggedWindow TagWindow(const Grammar& grammar, const Document& document, Window window, int first_mention) {
  TaggedWindow out;
  out.window = window;
  const size_t size = static_cast<size_t>(window.end - window.first);
  out.words.reserve(size);
  out.tags.assign(size, Tag::kNoun);
  out.mention.assign(size, -1);
  for (int t = window.first; t < window.end; ++t)
    out.words.push_back(&grammar.Find(document.tokens[t].lower));
  for (int m = first_mention; m < static_cast<int>(document.mentions.size()); ++m) {
    const DocumentMention& mention = document.mentions[m];
    if (mention.first_token >= window.end) break;
    if (Multiplies(grammar, document, mention)) continue;
    for (int t = std::max(mention.first_token, window.first); t < std::min(mention.end_token, window.end);
         ++t) {
      out.tags[t - window.first] = OfMention(mention.kind);
      out.mention[t - window.first] = m;
    }
  }
  Tagger(document, out).Run();
  return out;
}

}  // namespace tearsheet
