#include "cli/text/table.h"

#include <algorithm>
#include <numeric>

#include "cli/text/display_width.h"

namespace tearsheet {
namespace {

constexpr int kGap = 2;
// Narrower columns tell nothing.
constexpr int kLeastWidth = 6;

// Takes columns from the widest of `widths` that `may_shrink` until together they are `available` wide.
template <typename MayShrink>
void Shrink(std::vector<int>& widths, int available, const MayShrink& may_shrink) {
  while (std::accumulate(widths.begin(), widths.end(), 0) > available) {
    int widest = -1;
    for (size_t i = 0; i < widths.size(); ++i) {
      if (may_shrink(i) && widths[i] > kLeastWidth &&
          (widest < 0 || widths[i] > widths[static_cast<size_t>(widest)]))
        widest = static_cast<int>(i);
    }
    if (widest < 0) return;
    --widths[static_cast<size_t>(widest)];
  }
}

}  // namespace

void Table::AddRow(std::vector<Cell> row, const std::string& note) {
  for (Cell& cell : row) cell.text = CleanLine(cell.text);
  row.resize(columns_.size(), Cell(""));
  rows_.push_back(std::move(row));
  notes_.push_back(CleanLine(note));
}

std::vector<int> Table::ColumnWidths(int width) const {
  std::vector<int> widths;
  for (size_t i = 0; i < columns_.size(); ++i) {
    int needed = DisplayWidth(columns_[i].title);
    for (const auto& row : rows_) needed = std::max(needed, DisplayWidth(row[i].text));
    widths.push_back(needed);
  }
  const int available = width - kGap * (static_cast<int>(columns_.size()) - 1);
  Shrink(widths, available, [&](size_t i) { return !columns_[i].keep; });
  Shrink(widths, available, [](size_t) { return true; });
  return widths;
}

std::string Table::Render(int width, bool colour, int indent) const {
  if (rows_.empty()) return "";
  const std::vector<int> widths = ColumnWidths(width - indent);

  std::string out;
  // Lays out one row over as many lines as its tallest cell has.
  const auto add = [&](const std::vector<Cell>& row) {
    std::vector<std::vector<std::string>> cells;
    size_t height = 1;
    for (size_t i = 0; i < row.size(); ++i) {
      if (columns_[i].wrap) {
        cells.push_back(WrapToWidth(row[i].text, widths[i]));
      } else {
        cells.push_back({CutToWidth(row[i].text, widths[i])});
      }
      height = std::max(height, cells.back().size());
    }
    for (size_t line = 0; line < height; ++line) {
      std::string text(static_cast<size_t>(indent), ' ');
      size_t pending = 0;  // spaces that are written only when something follows
      for (size_t i = 0; i < row.size(); ++i) {
        const std::string part = line < cells[i].size() ? cells[i][line] : "";
        const auto fill = static_cast<size_t>(std::max(0, widths[i] - DisplayWidth(part)));
        if (columns_[i].align_right) pending += fill;
        if (!part.empty()) {
          text.append(pending, ' ');
          pending = 0;
          text += Paint(part, row[i].tone, colour);
        }
        if (!columns_[i].align_right) pending += fill;
        pending += kGap;
      }
      out += text;
      out += '\n';
    }
  };

  std::vector<Cell> titles;
  for (const Column& column : columns_) titles.emplace_back(column.title, Tone::kTitle);
  if (std::any_of(columns_.begin(), columns_.end(), [](const Column& c) { return !c.title.empty(); }))
    add(titles);
  for (size_t i = 0; i < rows_.size(); ++i) {
    add(rows_[i]);
    if (notes_[i].empty()) continue;
    out.append(static_cast<size_t>(indent) + kGap, ' ');
    out += Paint(notes_[i], Tone::kQuiet, colour);
    out += '\n';
  }
  return out;
}

}  // namespace tearsheet
