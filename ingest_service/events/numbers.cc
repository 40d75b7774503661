#include "ingest_service/events/numbers.h"

#include <algorithm>

#include "ingest_service/events/roles.h"

namespace tearsheet {
namespace {

// How far from a percentage the word may stand that says which way it went.
constexpr int kChangeReach = 4;

struct Binding {
  int cost;
  int candidate;
  v1::SlotKind kind;
  int mention;
};

bool Filled(const v1::Event& event, v1::SlotKind kind) {
  switch (kind) {
    case v1::SLOT_KIND_AMOUNT:
      return event.has_amount();
    case v1::SLOT_KIND_PERCENT:
      return event.has_percent();
    case v1::SLOT_KIND_QUANTITY:
      return event.has_quantity();
    case v1::SLOT_KIND_TERM:
      return event.has_term();
    default:
      return event.has_time();
  }
}

void Fill(const v1::Mention& value, v1::Event& event) {
  switch (value.value_case()) {
    case v1::Mention::kAmount:
      *event.mutable_amount() = value.amount();
      break;
    case v1::Mention::kPercent:
      *event.mutable_percent() = value.percent();
      break;
    case v1::Mention::kQuantity:
      *event.mutable_quantity() = value.quantity();
      break;
    case v1::Mention::kTerm:
      *event.mutable_term() = value.term();
      break;
    case v1::Mention::kTime:
      *event.mutable_time() = value.time();
      break;
    default:
      break;
  }
}

bool CarriesSlot(const v1::EventType& type, std::string_view slot) {
  return std::any_of(type.slots().begin(), type.slots().end(), [&](const auto& s) { return s == slot; });
}

class Binder {
 public:
  Binder(const Document& document, const ChunkedWindow& window, const Cues& cues,
         std::vector<Candidate>& candidates)
      : document_(document), window_(window), cues_(cues), candidates_(candidates) {}

  void Run() {
    for (size_t c = 0; c < candidates_.size(); ++c) Collect(static_cast<int>(c));
    std::stable_sort(bindings_.begin(), bindings_.end(),
                     [](const Binding& a, const Binding& b) { return a.cost < b.cost; });
    std::vector<int> used;
    for (const Binding& binding : bindings_) {
      v1::Event& event = candidates_[binding.candidate].assertion.event;
      if (Filled(event, binding.kind) || std::find(used.begin(), used.end(), binding.mention) != used.end())
        continue;
      Fill(document_.mentions[binding.mention].value, event);
      if (binding.kind == v1::SLOT_KIND_AMOUNT) {
        candidates_[binding.candidate].assertion.bare_dollar =
            document_.mentions[binding.mention].bare_dollar;
      }
      if (binding.kind == v1::SLOT_KIND_PERCENT &&
          IsFall(*candidates_[binding.candidate].assertion.frame, binding.mention))
        Negate(*event.mutable_percent());
      used.push_back(binding.mention);
    }
    for (Candidate& candidate : candidates_) {
      BindTime(candidate);
      if (CarriesSlot(*candidate.assertion.frame->type, "term")) BindTerm(candidate);
    }
  }

 private:
  void Collect(int c) {
    const Candidate& candidate = candidates_[c];
    for (const NumberRule& rule : candidate.assertion.frame->numbers) {
      if (rule.kind == v1::SLOT_KIND_TERM || rule.kind == v1::SLOT_KIND_TIME) continue;
      int rank = 0;
      for (const std::vector<Source>& together : rule.sources) {
        for (const Source& source : together) {
          for (const Argument* argument : At(source, candidate.arguments.list)) {
            if (argument->mentions.size() != 1) continue;
            const int m = argument->mentions[0];
            if (SlotOf(document_.mentions[m].kind) != rule.kind || !Counts(m, rule.kind)) continue;
            if (!candidate.assertion.frame->Takes(document_.mentions[m].value)) continue;
            int cost = argument->distance * 4 + rank + (argument->loose ? 6 : 0);
            // "raised $5m at a value of $50m": what stands before the trigger in its own phrase is nearest of
            // all.
            if (argument->label == Argument::kModifier) cost = rank > 2 ? 2 : 0;
            bindings_.push_back({cost, c, rule.kind, m});
          }
        }
        ++rank;
      }
    }
  }

  // "fell 5 percent", "down 5%", "a 5% drop": the nearest word of change tells.
  bool IsFall(const Frame& frame, int m) const {
    if (frame.falls.empty()) return false;
    const int first = document_.mentions[m].first_token - window_.tagged.window.first;
    const int end = document_.mentions[m].end_token - window_.tagged.window.first;
    for (int i = first - 1; i >= std::max(0, first - kChangeReach); --i) {
      if (StartsAny(frame.falls, i)) return true;
      if (StartsAny(frame.rises, i)) return false;
    }
    for (int i = end; i < std::min(window_.tagged.size(), end + 2); ++i) {
      if (StartsAny(frame.falls, i)) return true;
      if (StartsAny(frame.rises, i)) return false;
    }
    return false;
  }

  bool StartsAny(const std::vector<Pattern>& patterns, int at) const {
    return window_.tagged.words[at]->form != 0 &&
           std::any_of(patterns.begin(), patterns.end(), [&](const Pattern& pattern) {
             return MatchPattern(pattern, window_.tagged.words, at, window_.tagged.size()) > 0;
           });
  }

  static void Negate(v1::Percent& percent) {
    auto negated = [](const std::string& text) {
      if (text.empty() || text == "0") return text;
      return text[0] == '-' ? text.substr(1) : "-" + text;
    };
    if (!percent.low().empty() && percent.low()[0] == '-') return;
    const std::string low = negated(percent.high());
    const std::string high = negated(percent.low());
    low.empty() ? percent.clear_low() : percent.set_low(low);
    high.empty() ? percent.clear_high() : percent.set_high(high);
  }

  // A price per share, or a sum that only may fall due, is no amount of an event.
  bool Counts(int m, v1::SlotKind kind) const {
    if (kind != v1::SLOT_KIND_AMOUNT) return true;
    const int after = document_.mentions[m].end_token - window_.tagged.window.first;
    return !cues_.StartsWith(window_.tagged.words, after, Cue::kPerShare) &&
           !cues_.StartsWith(window_.tagged.words, after, Cue::kContingent);
  }

  // Where a verb that only reports stands right before, the time is that of the report.
  bool OfReport(int token) const {
    const int c = window_.chunk_of[token];
    int before = c - 1;
    if (before >= 0 && window_.chunks[before].kind == Chunk::kPreposition) --before;
    if (before < 0 || window_.chunks[before].kind != Chunk::kVerb) return false;
    if (!cues_.StartsWith(window_.tagged.words, window_.chunks[before].verb.main, Cue::kSaying)) return false;
    for (int s = before - 1; s >= 0 && s > before - 3; --s) {
      for (int m : window_.chunks[s].mentions) {
        for (int e : document_.mentions[m].entities) {
          if (document_.entities[e].kind() == v1::ENTITY_KIND_OUTLET) return true;
        }
      }
    }
    return false;
  }

  void BindTime(Candidate& candidate) {
    const Assertion& assertion = candidate.assertion;
    int best = -1;
    int best_cost = 1 << 20;
    for (const Chunk& chunk : window_.chunks) {
      for (int m : chunk.mentions) {
        if (document_.mentions[m].kind != v1::TIME) continue;
        const int token = document_.mentions[m].first_token - window_.tagged.window.first;
        if (token < 0 || OfReport(token)) continue;
        const int cost = TimeCost(window_.chunk_of[token], assertion.trigger);
        if (cost < best_cost) {
          best_cost = cost;
          best = m;
        }
      }
    }
    if (best >= 0 && best_cost < 18) Fill(document_.mentions[best].value, candidate.assertion.event);
  }

  // Chunks between a time and the trigger; a clause boundary or another verb on the way costs more.
  int TimeCost(int chunk, int trigger) const {
    const int at = window_.chunk_of[trigger];
    int cost = std::abs(chunk - at);
    for (int c = std::min(chunk, at) + 1; c < std::max(chunk, at); ++c) {
      const Chunk& between = window_.chunks[c];
      if (between.kind == Chunk::kStop) return 1 << 20;
      if (between.kind == Chunk::kSubordinator || between.kind == Chunk::kRelative) cost += 6;
      if (between.kind == Chunk::kVerb && between.verb.finite()) cost += chunk < at ? 4 : 8;
    }
    return cost;
  }

  void BindTerm(Candidate& candidate) {
    for (const Argument& argument : candidate.arguments.list) {
      for (int m : argument.mentions) {
        if (document_.mentions[m].kind != v1::TERM || argument.distance > 12) continue;
        Fill(document_.mentions[m].value, candidate.assertion.event);
        return;
      }
    }
  }

  const Document& document_;
  const ChunkedWindow& window_;
  const Cues& cues_;
  std::vector<Candidate>& candidates_;
  std::vector<Binding> bindings_;
};

}  // namespace

v1::SlotKind SlotOf(v1::MentionKind kind) {
  switch (kind) {
    case v1::AMOUNT:
      return v1::SLOT_KIND_AMOUNT;
    case v1::PERCENT:
      return v1::SLOT_KIND_PERCENT;
    case v1::QUANTITY:
      return v1::SLOT_KIND_QUANTITY;
    case v1::TERM:
      return v1::SLOT_KIND_TERM;
    case v1::TIME:
      return v1::SLOT_KIND_TIME;
    default:
      return v1::SLOT_KIND_UNSPECIFIED;
  }
}

void BindNumbers(const Document& document, const ChunkedWindow& window, const Cues& cues,
                 std::vector<Candidate>& candidates) {
  Binder(document, window, cues, candidates).Run();
}

}  // namespace tearsheet
