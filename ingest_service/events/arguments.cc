#include "ingest_service/events/arguments.h"

#include <optional>
#include <utility>

namespace tearsheet {
namespace {

// A verb that mentions/ reads as the bound of the sum behind it.
bool IsBoundVerb(std::string_view word) {
  return word == "topped" || word == "surpassed" || word == "exceeded" || word == "exceeds" ||
         word == "exceed";
}

}  // namespace

ArgumentFinder::ArgumentFinder(const Grammar& grammar, const Document& document, const ChunkedWindow& window,
                               SentenceParser& parser)
    : grammar_(grammar),
      document_(document),
      window_(window),
      clause_(document, window, parser),
      by_(grammar.Id("by")) {}

void ArgumentFinder::AddPhrase(const std::vector<int>& chunks, Argument::Label label, LemmaId preposition,
                               int distance, Arguments& out) const {
  Argument entities;
  entities.label = label;
  entities.preposition = preposition;
  entities.distance = distance;
  bool first_chunk = true;
  for (int c : chunks) {
    const Chunk& chunk = window_.chunks[c];
    int entity = -1;
    for (int m : chunk.mentions) {
      const DocumentMention& mention = document_.mentions[m];
      if (IsEntityMention(mention)) {
        // "the Acme payment service": the name inside tells more than a description that means nobody known.
        if (entity >= 0 && mention.reference && mention.entities.empty()) continue;
        if (entity >= 0 && document_.mentions[entity].possessive)
          AddOwner(entity, label, preposition, distance + 1, out);
        entity = m;
        continue;
      }
      if (!first_chunk) continue;
      Argument number;
      number.label = label;
      number.preposition = preposition;
      number.mentions = {m};
      number.first = mention.first_token - window_.tagged.window.first;
      number.end = mention.end_token - window_.tagged.window.first;
      number.distance = distance;
      // "a $3bn loan": the number first of all modifies the noun after it.
      number.loose = number.end < chunk.end && window_.tagged.tags[number.end] == Tag::kNoun;
      out.list.push_back(std::move(number));
    }
    if (first_chunk) entities.first = chunk.first;
    entities.end = chunk.end;
    if (entity >= 0) {
      entities.mentions.push_back(entity);
      const int after = document_.mentions[entity].end_token - window_.tagged.window.first;
      const bool head = after >= chunk.end ||
                        (!document_.mentions[entity].possessive && window_.tagged.tags[after] != Tag::kNoun);
      const bool metonym = window_.tagged.words[chunk.end - 1]->Is(Word::kMetonym);
      entities.loose |= !head && !metonym;
    }
    first_chunk = false;
  }
  if (!entities.mentions.empty()) out.list.push_back(std::move(entities));
}

// "Acme's Leeds plant": whose it is, beside where it is.
void ArgumentFinder::AddOwner(int mention, Argument::Label label, LemmaId preposition, int distance,
                              Arguments& out) const {
  Argument owner;
  owner.label = label;
  owner.preposition = preposition;
  owner.distance = distance;
  owner.mentions = {mention};
  owner.first = document_.mentions[mention].first_token - window_.tagged.window.first;
  owner.end = document_.mentions[mention].end_token - window_.tagged.window.first;
  owner.loose = true;
  out.list.push_back(std::move(owner));
}

// "local businesses, such as Acme and Birch", "banks including Acme": those that stand for the phrase.
void ArgumentFinder::AddExamples(int chunk, Argument::Label label, LemmaId preposition, int distance,
                                 Arguments& out) const {
  if (clause_.IsNamed(chunk)) return;
  int next = chunk + 1;
  if (clause_.Is(next, Chunk::kComma)) ++next;
  const std::string_view word = next < clause_.size() ? clause_.Lower(next) : std::string_view();
  if (word == "such" && clause_.Is(next + 1, Chunk::kPreposition) && clause_.Lower(next + 1) == "as")
    ++next;
  else if (word != "including" && word != "like")
    return;
  if (clause_.IsColon(next + 1)) ++next;
  // "such as a local bank, Acme and Birch".
  if (!clause_.IsNamed(next + 1) && clause_.Is(next + 1, Chunk::kNoun) && clause_.Is(next + 2, Chunk::kComma))
    next += 2;
  if (!clause_.IsNamed(next + 1)) return;
  AddPhrase(clause_.CoordinatedRight(next + 1, true), label, preposition, distance + 1, out);
}

// "Spanish defence and security group Acme": the name at the end of a phrase that "and" cuts in two, or the
// phrase itself.
int ArgumentFinder::NameBehindConjunction(int chunk) const {
  const bool cut = window_.chunks[chunk].mentions.empty() && clause_.Is(chunk + 1, Chunk::kConjunction) &&
                   clause_.IsNamed(chunk + 2) &&
                   window_.tagged.tags[window_.chunks[chunk + 2].first] != Tag::kDeterminer &&
                   window_.tagged.tags[window_.chunks[chunk + 2].first] != Tag::kName &&
                   !clause_.Is(chunk + 3, Chunk::kVerb);
  return cut ? chunk + 2 : chunk;
}

void ArgumentFinder::ScanRight(int from, int penalty, bool takes_object, bool passive, Arguments& out) const {
  int preposition = -1;
  int distance = penalty;
  bool had_object = false;
  // Where the last number stands.
  struct Place {
    Argument::Label label;
    LemmaId preposition;
  };
  std::optional<Place> number_place;
  bool inner_verb = false;
  for (int i = from; i < clause_.size() && i < from + kClauseReach; ++i, ++distance) {
    const Chunk& chunk = window_.chunks[i];
    switch (chunk.kind) {
      case Chunk::kPreposition:
        preposition = i;
        continue;
      case Chunk::kTime:
      case Chunk::kTerm: {
        Argument value;
        value.label = Argument::kPreposition;
        value.preposition = preposition >= 0 ? grammar_.Id(clause_.Lower(preposition)) : 0;
        value.mentions = chunk.mentions;
        value.first = chunk.first;
        value.end = chunk.end;
        value.distance = distance;
        out.list.push_back(std::move(value));
        preposition = -1;
        continue;
      }
      case Chunk::kNoun: {
        const bool between = preposition >= 0 && clause_.Lower(preposition) == "between";
        // "by a rival, Acme": the name in apposition is meant.
        const bool apposition = !clause_.IsNamed(i) && !clause_.StartsWithNumber(i) &&
                                clause_.Is(i + 1, Chunk::kComma) && clause_.IsNamed(i + 2) &&
                                !clause_.Is(i + 3, Chunk::kVerb);
        const std::vector<int> items = clause_.Represented(
            clause_.CoordinatedRight(apposition ? i + 2 : NameBehindConjunction(i), between));
        // "raise between $8m and $10m", "raise about $5m": the number is the object.
        if (preposition >= 0 && takes_object && preposition == i - 1 && clause_.BoundsNumber(preposition) &&
            clause_.StartsWithNumber(i)) {
          preposition = -1;
        }
        if (preposition >= 0) {
          const LemmaId word = grammar_.Id(clause_.Lower(preposition));
          const Argument::Label label = passive && word == by_ ? Argument::kSubject : Argument::kPreposition;
          if (clause_.StartsWithNumber(i)) number_place = {label, word};
          AddPhrase(items, label, word, distance, out);
          AddExamples(items.back(), label, word, distance, out);
          preposition = -1;
        } else if (takes_object) {
          if (clause_.StartsWithNumber(i)) number_place = {Argument::kObject, 0};
          AddPhrase(items, Argument::kObject, 0, distance, out);
          AddExamples(items.back(), Argument::kObject, 0, distance, out);
          had_object = clause_.StartsWithNumber(i);
          // "pay Acme $5m": a second object may follow at once.
          takes_object = clause_.Is(items.back() + 1, Chunk::kNoun);
        } else if (clause_.StartsWithNumber(i) && clause_.Lower(i) == "about") {
          // "talks with Acme about $5m": the word bounds the sum and governs it.
          AddPhrase({i}, Argument::kPreposition, grammar_.Id("about"), distance, out);
        } else if (clause_.StartsWithNumber(i) && IsBoundVerb(clause_.Lower(i))) {
          // "the market value of Acme topped $9bn": the verb is part of the sum.
          AddPhrase({i}, Argument::kObject, 0, distance, out);
        } else if ((inner_verb || (passive && i == from)) && clause_.StartsWithNumber(i)) {
          // "ordered Acme to pay $9m", "was valued north of $9m": the sum is what it is about.
          AddPhrase({i}, Argument::kObject, 0, distance, out);
        }
        i = items.back();
        continue;
      }
      case Chunk::kComma:
      case Chunk::kOpen:
      case Chunk::kDash: {
        if (chunk.kind != Chunk::kOpen && clause_.Is(i + 1, Chunk::kPreposition)) {
          distance += 2;
          continue;
        }
        // "made Acme News, a magazine for Birch": for whom is not the end of it.
        if (chunk.kind == Chunk::kComma && clause_.Is(i + 1, Chunk::kNoun) && !clause_.HasEntity(i + 1) &&
            clause_.Is(i + 2, Chunk::kPreposition) && clause_.Lower(i + 2) == "for") {
          distance += 2;
          ++i;
          continue;
        }
        // "at 240p a share, or $4bn": the same sum in other words, in the same place.
        if (chunk.kind == Chunk::kComma && clause_.Is(i + 1, Chunk::kConjunction) &&
            clause_.Lower(i + 1) == "or" && clause_.StartsWithNumber(i + 2) && number_place.has_value()) {
          AddPhrase({i + 2}, number_place->label, number_place->preposition, distance + 1, out);
          i += 2;
          continue;
        }
        // "4 times more memory, 2 times more speed and": the object goes on.
        const int next = i + (clause_.Is(i + 1, Chunk::kConjunction) ? 2 : 1);
        if (had_object && chunk.kind == Chunk::kComma && clause_.StartsWithNumber(next)) {
          AddPhrase({next}, Argument::kObject, 0, distance + 1, out);
          i = next;
          continue;
        }
        const int after = clause_.SkipParenthesisRight(i);
        if (after < 0) return;
        i = after - 1;
        distance += 2;
        continue;
      }
      case Chunk::kConjunction: {
        const int next = i + 1;
        if (clause_.Is(next, Chunk::kPreposition)) continue;
        // "trained and deployed the models": two verbs share what follows.
        if (i == from && clause_.Is(next, Chunk::kVerb) &&
            window_.chunks[next].verb.main == window_.chunks[next].first) {
          i = next;
          continue;
        }
        if (!clause_.Is(next, Chunk::kNoun) ||
            (clause_.Is(next + 1, Chunk::kVerb) && window_.chunks[next + 1].verb.finite()))
          return;
        // "for 3 million pounds or $5bn": the same preposition goes on.
        distance += 2;
        continue;
      }
      case Chunk::kVerb:
        if (chunk.verb.finite()) return;
        // "a loan from Acme and by issuing shares to Birch": another means, with arguments of its own.
        if (chunk.verb.gerund && preposition == i - 1 && clause_.Is(i - 2, Chunk::kConjunction)) return;
        takes_object = false;
        // "a round led by Acme": the agent is that of "led".
        passive = false;
        inner_verb = chunk.verb.infinitive;
        preposition = -1;
        distance += 5;
        continue;
      case Chunk::kStop:
        // "clients include: Acme", "clients such as: Acme".
        if (clause_.IsColon(i) && ((i == from && takes_object) || preposition == i - 1)) continue;
        return;
      case Chunk::kSubordinator:
      case Chunk::kRelative:
        return;
      default:
        continue;
    }
  }
}

Arguments ArgumentFinder::OfVerb(int chunk, int end) const {
  Arguments out;
  out.governors = clause_.GovernorsOfVerb(chunk);
  const VerbGroup& verb = window_.chunks[chunk].verb;
  if (const std::vector<int> subject = clause_.Represented(clause_.SurfaceSubject(chunk)); !subject.empty()) {
    AddPhrase(subject, verb.passive ? Argument::kObject : Argument::kSubject, 0, 1, out);
    // "Acme's plan to buy": the owner of the plan is who buys.
    if (verb.infinitive && subject.size() == 1 && subject[0] == chunk - 1) {
      for (Argument& argument : out.list) argument.loose = false;
    }
  }
  if (verb.passive && verb.finite()) AddPartOfSubject(chunk, out);
  // "Acme, which Birch bought": what the clause describes is its object.
  if (verb.finite() && !verb.passive) {
    if (const int antecedent = clause_.RelativeObject(chunk); antecedent >= 0)
      AddPhrase({antecedent}, Argument::kObject, 0, 2, out);
  }
  // "Acme, 12 percent owned by Birch,": the share stands between.
  if (verb.reduced && chunk > 2 && !clause_.HasEntity(chunk - 1) && clause_.StartsWithNumber(chunk - 1) &&
      clause_.Is(chunk - 2, Chunk::kComma) && clause_.HasEntity(chunk - 3))
    AddPhrase({chunk - 3}, Argument::kObject, 0, 2, out);
  if (!verb.finite()) AddGovernor(chunk, out);
  int from = chunk + 1;
  while (from < clause_.size() && window_.chunks[from].first < end) ++from;
  // Words of the trigger may have ended inside a phrase ("took a stake"): the rest of it still counts.
  ScanRight(from, 1, !verb.passive, verb.passive, out);
  return out;
}

// "Half of Acme was bought by Birch": what is bought is part of what stands behind "of".
void ArgumentFinder::AddPartOfSubject(int chunk, Arguments& out) const {
  const std::vector<int> subject = clause_.SurfaceSubject(chunk);
  if (subject.size() != 1 || clause_.HasEntity(subject[0])) return;
  const int preposition = subject[0] + 1;
  if (!clause_.Is(preposition, Chunk::kPreposition) || !clause_.Is(preposition + 1, Chunk::kNoun)) return;
  const std::string_view word = clause_.Lower(preposition);
  if (word != "of" && word != "in") return;
  AddPhrase(clause_.CoordinatedRight(preposition + 1, true), Argument::kPreposition, grammar_.Id(word), 2,
            out);
}

// "agreed a $3bn deal to buy", "paid $3bn to acquire": between the verb and what governs it.
void ArgumentFinder::AddGovernor(int chunk, Arguments& out) const {
  for (int c = chunk - 1; c >= 0 && c > chunk - 6; --c) {
    const Chunk& phrase = window_.chunks[c];
    if (phrase.kind != Chunk::kNoun && phrase.kind != Chunk::kPreposition && phrase.kind != Chunk::kAdverb)
      return;
    for (int m : phrase.mentions) {
      if (IsEntityMention(document_.mentions[m])) continue;
      Argument number;
      number.label = Argument::kGovernor;
      number.mentions = {m};
      number.first = phrase.first;
      number.end = phrase.end;
      number.distance = chunk - c;
      out.list.push_back(std::move(number));
    }
  }
}

Arguments ArgumentFinder::OfNoun(int chunk, int first, int end) const {
  Arguments out;
  const Chunk& phrase = window_.chunks[chunk];
  for (int m : phrase.mentions) {
    const DocumentMention& mention = document_.mentions[m];
    Argument inner;
    inner.first = mention.first_token - window_.tagged.window.first;
    inner.end = mention.end_token - window_.tagged.window.first;
    inner.mentions = {m};
    inner.distance = inner.first < first ? 0 : 1;
    inner.label = IsEntityMention(mention) && mention.possessive && inner.first < first ? Argument::kPossessor
                                                                                        : Argument::kModifier;
    out.list.push_back(std::move(inner));
  }
  // "the bid, $3bn in cash, was", "the deal (worth $3bn)".
  if (clause_.Is(chunk + 1, Chunk::kComma) || clause_.Is(chunk + 1, Chunk::kOpen)) {
    const int after = clause_.SkipParenthesisRight(chunk + 1);
    int inside = chunk + 2;
    if (clause_.Is(inside, Chunk::kPreposition)) ++inside;
    for (; inside < after && clause_.StartsWithNumber(inside); inside += 2)
      AddPhrase({inside}, Argument::kModifier, 0, 2, out);
  }
  ScanRight(chunk + 1, 0, false, true, out);
  // "Microsoft, a backer of Acme": what the phrase is in apposition to.
  int comma = chunk - 1;
  if (clause_.Is(comma, Chunk::kPreposition) && clause_.Lower(comma) == "of" &&
      clause_.Is(comma - 1, Chunk::kNoun))
    comma -= 2;
  if (clause_.Is(comma, Chunk::kComma) && clause_.HasEntity(comma - 1))
    AddPhrase({comma - 1}, Argument::kSubject, 0, 2, out);

  out.governors = clause_.GovernorsOfNoun(chunk);
  if (out.governors.chunks.empty()) return out;
  const int governor = out.governors.chunks[0];
  const VerbGroup& verb = window_.chunks[governor].verb;
  if (!out.governors.trigger_is_subject) {
    if (const std::vector<int> subject = clause_.Represented(clause_.SurfaceSubject(governor));
        !subject.empty()) {
      AddPhrase(subject, verb.passive ? Argument::kObject : Argument::kSubject, 0, 3, out);
    }
    // What stands between the verb and the phrase ("is in talks with Acme about a merger").
    Arguments between;
    ScanRight(governor + 1, 4, true, verb.passive, between);
    for (Argument& argument : between.list) {
      if (argument.end <= phrase.first) out.list.push_back(std::move(argument));
    }
  } else {
    Arguments after;
    ScanRight(governor + 1, 4, !verb.passive, verb.passive, after);
    for (Argument& argument : after.list) out.list.push_back(std::move(argument));
  }
  return out;
}

}  // namespace tearsheet
