#include "training/syntax/collapse.h"

#include <algorithm>
#include <initializer_list>
#include <string_view>
#include <utility>

namespace tearsheet {
namespace {

struct Span {
  int first = 0;
  int end = 0;
  SyntaxToken::Unit unit = SyntaxToken::kWord;
};

bool OneOf(std::string_view word, std::initializer_list<std::string_view> list) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

class Collapser {
 public:
  Collapser(const TreeSentence& sentence, bool quantities) : sentence_(sentence), quantities_(quantities) {}

  TreeSentence Run() {
    std::vector<Span> spans;
    for (int i = 0; i < size();) {
      Span span = SpanAt(i);
      if (span.end <= i) {
        ++i;
        continue;
      }
      // "about", "more than" belong to a number.
      if (span.unit == SyntaxToken::kAmount || span.unit == SyntaxToken::kPercent ||
          span.unit == SyntaxToken::kQuantity) {
        Span wider = span;
        while (wider.first > (spans.empty() ? 0 : spans.back().end) && Bounds(wider.first - 1)) --wider.first;
        if (wider.first < span.first && HangsTogether(wider)) span = wider;
      }
      i = span.end;
      spans.push_back(span);
    }
    return Rebuild(spans);
  }

 private:
  int size() const { return static_cast<int>(sentence_.size()); }
  std::string_view Lower(int i) const {
    return i >= 0 && i < size() ? std::string_view(sentence_[i].lower) : std::string_view();
  }
  Pos PosAt(int i) const { return i >= 0 && i < size() ? sentence_[i].pos : Pos::kNone; }

  // Exactly one word of the span has its head outside.
  bool HangsTogether(const Span& span) const {
    int outside = 0;
    for (int i = span.first; i < span.end; ++i) {
      const int head = sentence_[i].head;
      outside += head < span.first || head >= span.end ? 1 : 0;
    }
    return outside == 1;
  }

  Span Checked(Span span) const { return span.end > span.first && HangsTogether(span) ? span : Span(); }

  Span SpanAt(int i) const {
    for (const Span& span : {Amount(i), Percent(i), Time(i), Term(i), Quantity(i), NameAt(i)}) {
      if (span.end > i) return span;
    }
    return {};
  }

  bool Bounds(int i) const {
    return OneOf(Lower(i),
                 {"about", "around", "roughly", "nearly", "almost", "over", "more", "less", "than", "at",
                  "least", "most", "up", "to", "as", "much", "some", "under", "approximately"});
  }
  bool Scale(int i) const {
    return OneOf(Lower(i),
                 {"thousand", "million", "billion", "trillion", "k", "m", "bn", "mn", "b", "lakh", "crore"});
  }

  int Numbers(int i) const {
    while (PosAt(i) == Pos::kNumber || Scale(i)) ++i;
    return i;
  }

  Span Amount(int i) const {
    if (PosAt(i) == Pos::kSymbol && PosAt(i + 1) == Pos::kNumber && Lower(i) != "-" && Lower(i) != "%")
      return Checked({i, Numbers(i + 1), SyntaxToken::kAmount});
    const int end = Numbers(i);
    if (end > i &&
        OneOf(Lower(end), {"dollars", "euros", "pounds", "yen", "rupees", "cents", "euro", "francs"}))
      return Checked({i, end + 1, SyntaxToken::kAmount});
    return {};
  }

  Span Percent(int i) const {
    const int end = Numbers(i);
    if (end > i && OneOf(Lower(end), {"percent", "%"})) return Checked({i, end + 1, SyntaxToken::kPercent});
    if (end > i && Lower(end) == "per" && Lower(end + 1) == "cent")
      return Checked({i, end + 2, SyntaxToken::kPercent});
    return {};
  }

  bool Year(int i) const {
    return Lower(i).size() == 4 && PosAt(i) == Pos::kNumber && (Lower(i)[0] == '1' || Lower(i)[0] == '2');
  }
  bool Month(int i) const {
    return sentence_[std::min(i, size() - 1)].capitalised &&
           OneOf(Lower(i), {"january",   "february", "march",    "april",    "may", "june", "july", "august",
                            "september", "october",  "november", "december", "jan", "feb",  "mar",  "apr",
                            "jun",       "jul",      "aug",      "sept",     "sep", "oct",  "nov",  "dec"});
  }
  bool Weekday(int i) const {
    return OneOf(Lower(i), {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
                            "mon", "tue", "wed", "thu", "fri", "sat", "sun"});
  }
  bool Period(int i) const {
    return OneOf(Lower(i), {"week", "month", "year", "quarter", "summer", "winter", "spring", "fall",
                            "autumn", "weekend", "decade", "century"});
  }

  Span Time(int i) const {
    int end = i;
    if (OneOf(Lower(i), {"yesterday", "today", "tomorrow", "tonight"})) end = i + 1;
    if (OneOf(Lower(i), {"last", "this", "next", "past"}) &&
        (Period(i + 1) || Month(i + 1) || Weekday(i + 1)))
      end = i + 2;
    if (Lower(i) == "the" && OneOf(Lower(i + 1), {"first", "second", "third", "fourth"}) && Period(i + 2)) {
      end = i + 3;
      if (Lower(end) == "of" && Year(end + 1)) end += 2;
    }
    if (Lower(i) == "the" && OneOf(Lower(i + 1), {"end", "beginning", "start", "middle"}) &&
        Lower(i + 2) == "of") {
      if (Year(i + 3) || Month(i + 3)) end = i + 4;
      if (OneOf(Lower(i + 3), {"the", "this", "next", "last"}) && Period(i + 4)) end = i + 5;
    }
    if (Weekday(i)) {
      end = i + 1;
      if (Lower(end) == "," && Month(end + 1)) end = AfterMonth(end + 1);
      if (Month(end)) end = AfterMonth(end);
    } else if (Month(i)) {
      end = AfterMonth(i);
    } else if (PosAt(i) == Pos::kNumber && Month(i + 1)) {
      end = AfterMonth(i + 1);
    } else if (Year(i)) {
      end = i + 1;
    }
    for (; end > i; --end) {
      const Span span = Checked({i, end, SyntaxToken::kTime});
      if (span.end > i) return span;
    }
    return {};
  }

  int AfterMonth(int i) const {
    int end = i + 1;
    if (PosAt(end) == Pos::kNumber && !Year(end)) ++end;
    if (Lower(end) == "," && Year(end + 1)) return end + 2;
    if (Year(end)) return end + 1;
    return end;
  }

  Span Term(int i) const {
    const int end = Numbers(i);
    if (end == i) return {};
    const int unit = Lower(end) == "-" ? end + 1 : end;
    if (!OneOf(Lower(unit), {"year", "years", "month", "months", "week", "weeks", "day", "days", "quarters",
                             "decades", "hours", "hour"}))
      return {};
    return Checked({i, unit + 1, SyntaxToken::kTerm});
  }

  Span Quantity(int i) const {
    if (!quantities_) return {};
    const int end = Numbers(i);
    if (end == i) return {};
    int last = end;
    while (PosAt(last) == Pos::kAdjective || PosAt(last) == Pos::kNoun) ++last;
    if (PosAt(last) != Pos::kNounPlural || last > end + 2) return {};
    return Checked({i, last + 1, SyntaxToken::kQuantity});
  }

  // Words of one name next to each other whose heads are among themselves, but for one.
  Span NameAt(int i) const {
    if (PosAt(i) != Pos::kProperNoun) return {};
    int end = i + 1;
    while (PosAt(end) == Pos::kProperNoun) ++end;
    for (; end > i; --end) {
      const Span span = Checked({i, end, SyntaxToken::kName});
      if (span.end > i) return span;
    }
    return {};
  }

  TreeSentence Rebuild(const std::vector<Span>& spans) const {
    std::vector<int> place(static_cast<size_t>(size()) + 1, -1);
    std::vector<int> kept;
    size_t s = 0;
    for (int i = 0; i < size();) {
      const bool starts = s < spans.size() && spans[s].first == i;
      const int end = starts ? spans[s].end : i + 1;
      int top = i;
      for (int j = i; j < end; ++j) {
        place[j] = static_cast<int>(kept.size());
        if (sentence_[j].head < i || sentence_[j].head >= end) top = j;
      }
      kept.push_back(top);
      s += starts ? 1 : 0;
      i = end;
    }
    TreeSentence out;
    out.reserve(kept.size());
    for (int top : kept) {
      out.push_back(sentence_[top]);
      if (out.back().head >= 0) out.back().head = place[out.back().head];
    }
    for (const Span& span : spans) {
      TreeWord& word = out[place[span.first]];
      word.unit = span.unit;
      word.lower = sentence_[span.first].lower;
      word.capitalised = sentence_[span.first].capitalised;
    }
    return out;
  }

  const TreeSentence& sentence_;
  const bool quantities_;
};

}  // namespace

TreeSentence CollapseUnits(const TreeSentence& sentence, bool quantities) {
  return Collapser(sentence, quantities).Run();
}

}  // namespace tearsheet
