#include "ingest_service/events/chunks.h"

#include <utility>

namespace tearsheet {
namespace {

bool InNounPhrase(Tag tag) {
  return tag == Tag::kNoun || tag == Tag::kName || tag == Tag::kNumber || tag == Tag::kDeterminer ||
         tag == Tag::kAdjective || tag == Tag::kPossessive || tag == Tag::kPronoun;
}

bool InVerbGroup(Tag tag) {
  return tag == Tag::kAuxiliary || tag == Tag::kModal || tag == Tag::kNegation || tag == Tag::kTo;
}

class Chunker {
 public:
  Chunker(const Document& document, TaggedWindow tagged) : document_(document) {
    out_.tagged = std::move(tagged);
    out_.chunks.reserve(static_cast<size_t>(size()));
    out_.chunk_of.reserve(static_cast<size_t>(size()));
  }

  ChunkedWindow Run() {
    int i = 0;
    while (i < size()) i = Next(i);
    MarkReduced();
    return std::move(out_);
  }

 private:
  int size() const { return out_.tagged.size(); }
  Tag TagAt(int i) const { return i < size() ? out_.tagged.tags[i] : Tag::kStop; }
  const Word& WordAt(int i) const { return *out_.tagged.words[i]; }
  std::string_view Lower(int i) const { return document_.tokens[out_.tagged.window.first + i].lower; }

  Chunk& Add(Chunk::Kind kind, int first, int end) {
    Chunk& chunk = out_.chunks.emplace_back();
    chunk.kind = kind;
    chunk.first = first;
    chunk.end = end;
    out_.chunk_of.resize(static_cast<size_t>(end), static_cast<int>(out_.chunks.size()) - 1);
    return chunk;
  }

  int Next(int i) {
    const Tag tag = TagAt(i);
    if (InVerbGroup(tag) || tag == Tag::kVerb) return Verb(i);
    if (InNounPhrase(tag)) return Noun(i);
    Chunk::Kind kind = Chunk::kAdverb;
    switch (tag) {
      case Tag::kPreposition:
        kind = Chunk::kPreposition;
        break;
      case Tag::kConjunction:
        kind = Chunk::kConjunction;
        break;
      case Tag::kSubordinator:
        kind = Chunk::kSubordinator;
        break;
      case Tag::kRelative:
        kind = Chunk::kRelative;
        break;
      case Tag::kComma:
        kind = Chunk::kComma;
        break;
      case Tag::kStop:
        kind = Chunk::kStop;
        break;
      case Tag::kDash:
        kind = Chunk::kDash;
        break;
      case Tag::kOpen:
        kind = Chunk::kOpen;
        break;
      case Tag::kClose:
        kind = Chunk::kClose;
        break;
      case Tag::kQuote:
        kind = Chunk::kQuote;
        break;
      case Tag::kTime:
      case Tag::kTerm:
        return TimeOrTerm(i);
      default:
        break;
    }
    Add(kind, i, i + 1);
    return i + 1;
  }

  // A time is a chunk of its own; a term before a noun ("a five-year deal") is part of the noun phrase.
  int TimeOrTerm(int i) {
    const int mention = out_.tagged.mention[i];
    int end = i + 1;
    while (end < size() && out_.tagged.mention[end] == mention) ++end;
    Add(TagAt(i) == Tag::kTime ? Chunk::kTime : Chunk::kTerm, i, end).mentions.push_back(mention);
    return end;
  }

  int Noun(int i) {
    int end = i;
    bool has_name = false;
    MentionList mentions;
    while (end < size()) {
      const Tag tag = TagAt(end);
      const int mention = out_.tagged.mention[end];
      const bool modifier_inside =
          tag == Tag::kAdverb && end > i && InNounPhrase(TagAt(end + 1)) && TagAt(end - 1) != Tag::kNoun &&
          (TagAt(end - 1) != Tag::kName || PossessivePronoun(out_.tagged.mention[end - 1]));
      // "Boise, Idaho-based": one place; "Acme, Oslo-based maker of": a company and what it is.
      const bool place_inside = tag == Tag::kComma && end > i && IsPlace(out_.tagged.mention[end - 1]) &&
                                TagAt(end + 1) == Tag::kName && EndsInBased(end + 1);
      const bool term_inside = tag == Tag::kTerm && (end == i || TagAt(end - 1) != Tag::kPreposition);
      if (!InNounPhrase(tag) && !modifier_inside && !term_inside && !place_inside) break;
      if (end > i) {
        // A new phrase starts at a determiner, and at a number or name right after a name ("pay Acme $5m").
        if (StartsReference(end) && TagAt(end - 1) != Tag::kDeterminer) break;
        if (tag == Tag::kDeterminer && TagAt(end - 1) != Tag::kDeterminer && TagAt(end - 1) != Tag::kPronoun)
          break;
        if (tag == Tag::kNumber && has_name && TagAt(end - 1) == Tag::kName && mention >= 0 &&
            mention != out_.tagged.mention[end - 1] && !Possessive(out_.tagged.mention[end - 1]))
          break;
      }
      if (mention >= 0 && (mentions.empty() || mentions.back() != mention)) mentions.push_back(mention);
      has_name |= tag == Tag::kName;
      ++end;
    }
    Chunk& chunk = Add(Chunk::kNoun, i, end);
    chunk.mentions = std::move(mentions);
    return end;
  }

  bool IsPlace(int mention) const {
    if (mention < 0 || document_.mentions[mention].entities.empty()) return false;
    return document_.entities[document_.mentions[mention].entities[0]].kind() == v1::ENTITY_KIND_PLACE;
  }

  // "-based" stands behind the name at `i`.
  bool EndsInBased(int i) const {
    const int mention = out_.tagged.mention[i];
    while (i < size() && mention >= 0 && out_.tagged.mention[i] == mention) ++i;
    return i + 1 < size() && Lower(i) == "-" && Lower(i + 1) == "based";
  }

  // "in the end the company", "last week it": a description or pronoun is a phrase of its own.
  bool StartsReference(int i) const {
    const int mention = out_.tagged.mention[i];
    return mention >= 0 && document_.mentions[mention].reference &&
           document_.mentions[mention].first_token == out_.tagged.window.first + i &&
           (WordAt(i).Is(Word::kDeterminer) || WordAt(i).Is(Word::kPronoun));
  }

  bool Possessive(int mention) const { return mention >= 0 && document_.mentions[mention].possessive; }

  // "its first plant".
  bool PossessivePronoun(int mention) const {
    return Possessive(mention) && document_.mentions[mention].reference &&
           document_.mentions[mention].end_token == document_.mentions[mention].first_token + 1;
  }

  int Verb(int i) {
    VerbGroup verb;
    int last_auxiliary = -1;
    bool be = false;
    bool have = false;
    int end = i;
    for (; end < size(); ++end) {
      const Tag tag = TagAt(end);
      if (tag == Tag::kTo) {
        if (end > i) break;
        verb.infinitive = true;
      } else if (tag == Tag::kModal) {
        verb.modal = ModalOf(Lower(end));
      } else if (tag == Tag::kNegation) {
        verb.negated = true;
      } else if (tag == Tag::kAuxiliary) {
        if (last_auxiliary < 0 &&
            (Lower(end) == "was" || Lower(end) == "were" || Lower(end) == "had" || Lower(end) == "did"))
          verb.past = true;
        be |= IsBe(Lower(end));
        have |= Lower(end) == "has" || Lower(end) == "have" || Lower(end) == "had" || Lower(end) == "'ve" ||
                Lower(end) == "having";
        last_auxiliary = end;
      } else if (tag == Tag::kVerb) {
        verb.main = end++;
        break;
      } else if ((tag == Tag::kAdverb || IsReflexive(end)) && end > i && VerbAhead(end + 1)) {
        verb.negated |= Lower(end) == "no";
      } else {
        break;
      }
    }
    if (verb.main < 0) {
      // "is", "has", "did" stand alone as the verb.
      verb.main = last_auxiliary >= 0 ? last_auxiliary : i;
      verb.verb = last_auxiliary >= 0 ? WordAt(last_auxiliary).verb : 0;
      verb.perfect = have && be;
      if (last_auxiliary >= 0 && Lower(last_auxiliary) == "being") verb.gerund = last_auxiliary == i;
      end = std::max(end, i + 1);
    } else {
      Inflect(verb, be, have);
    }
    // "having bought", "being sold".
    if (Lower(i) == "having" || Lower(i) == "being") verb.gerund = true;
    Add(Chunk::kVerb, i, end).verb = verb;
    return end;
  }

  // "has itself been bought".
  bool IsReflexive(int i) const { return Lower(i) == "itself" || Lower(i) == "themselves"; }

  static bool IsBe(std::string_view word) {
    return word == "be" || word == "is" || word == "are" || word == "was" || word == "were" ||
           word == "been" || word == "being" || word == "am" || word == "'s" || word == "'re" || word == "'m";
  }

  void Inflect(VerbGroup& verb, bool be, bool have) const {
    const Word& word = WordAt(verb.main);
    verb.verb = word.verb;
    const bool ing =
        (word.verb_forms & Word::kIng) != 0 || (word.verb == 0 && Lower(verb.main).ends_with("ing"));
    if (ing) {
      verb.progressive = be;
      verb.gerund = !be;
      return;
    }
    const bool participle =
        (word.verb_forms & Word::kParticiple) != 0 || (word.verb == 0 && Lower(verb.main).ends_with("ed"));
    if (be && participle) {
      verb.passive = true;
      verb.perfect = have;
    } else if (have && participle) {
      verb.perfect = true;
    } else if (verb.modal == VerbGroup::Modal::kNone && !verb.infinitive && !be && !have) {
      if ((word.verb_forms & Word::kPast) != 0 && (word.verb_forms & Word::kBase) == 0) verb.past = true;
      // A form that is base and past at once ("cut", "put") is told as past.
      if ((word.verb_forms & Word::kPast) != 0 && (word.verb_forms & Word::kBase) != 0) verb.past = true;
      if (participle && (word.verb_forms & Word::kPast) == 0 && word.verb != 0) {
        verb.reduced = true;
        verb.passive = true;
      }
    }
  }

  bool VerbAhead(int i) const {
    while (TagAt(i) == Tag::kAdverb) ++i;
    return TagAt(i) == Tag::kVerb || InVerbGroup(TagAt(i));
  }

  static VerbGroup::Modal ModalOf(std::string_view word) {
    if (word == "would" || word == "'d") return VerbGroup::Modal::kWould;
    if (word == "could" || word == "can" || word == "ca") return VerbGroup::Modal::kCould;
    if (word == "may" || word == "might") return VerbGroup::Modal::kMay;
    if (word == "should" || word == "must") return VerbGroup::Modal::kMust;
    return VerbGroup::Modal::kWill;
  }

  static bool Bounds(Chunk::Kind kind) {
    return kind == Chunk::kComma || kind == Chunk::kConjunction || kind == Chunk::kSubordinator ||
           kind == Chunk::kRelative || kind == Chunk::kStop || kind == Chunk::kDash || kind == Chunk::kOpen ||
           kind == Chunk::kClose || kind == Chunk::kQuote;
  }

  // A past form before "by", or before a preposition when another finite verb follows in the same stretch, is
  // no verb of its own but describes the noun before it.
  void MarkReduced() {
    std::vector<Chunk>& chunks = out_.chunks;
    bool finite_follows = false;
    for (int c = static_cast<int>(chunks.size()) - 1; c >= 0; --c) {
      Chunk& chunk = chunks[c];
      if (Bounds(chunk.kind)) finite_follows = false;
      if (chunk.kind != Chunk::kVerb) continue;
      VerbGroup& verb = chunk.verb;
      const bool bare_past = verb.past && chunk.end - chunk.first == 1 &&
                             (verb.main < 0 || (WordAt(verb.main).verb_forms & Word::kParticiple) != 0);
      if (bare_past && c + 1 < static_cast<int>(chunks.size()) && chunks[c + 1].kind == Chunk::kPreposition) {
        const bool by = Lower(chunks[c + 1].first) == "by";
        const bool parenthetical = c > 0 && chunks[c - 1].kind == Chunk::kComma && ClosedByVerb(c);
        const bool saying = verb.main >= 0 && WordAt(verb.main).Is(Word::kSaying);
        if (((by && TagAt(chunks[c + 1].end) != Tag::kNumber) ||
             (!saying && (finite_follows || parenthetical || c == 0)))) {
          verb.reduced = true;
          verb.passive = true;
          verb.past = false;
        }
      }
      if (verb.finite()) finite_follows = true;
    }
  }

  // ", founded by two engineers, said": a comma and a finite verb close what the comma before `c` opened.
  bool ClosedByVerb(int c) const {
    const std::vector<Chunk>& chunks = out_.chunks;
    for (int i = c + 1; i + 1 < static_cast<int>(chunks.size()) && i < c + 12; ++i) {
      if (chunks[i].kind == Chunk::kComma)
        return chunks[i + 1].kind == Chunk::kVerb && chunks[i + 1].verb.finite();
      if (chunks[i].kind == Chunk::kVerb && chunks[i].verb.finite()) return false;
    }
    return false;
  }

  const Document& document_;
  ChunkedWindow out_;
};

}  // namespace

ChunkedWindow ChunkWindow(const Document& document, TaggedWindow tagged) {
  return Chunker(document, std::move(tagged)).Run();
}

}  // namespace tearsheet
