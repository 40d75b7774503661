// Tables for people: columns that fit the terminal, cells that are cut or wrapped.
#pragma once

#include <string>
#include <vector>

#include "cli/text/tone.h"

namespace tearsheet {

// One cell; its text is cleaned with CleanLine.
struct Cell {
  // Implicit, so that a row reads as a list of texts.
  // NOLINTNEXTLINE(google-explicit-constructor)
  Cell(std::string cell_text, Tone cell_tone = Tone::kPlain) : text(std::move(cell_text)), tone(cell_tone) {}
  // NOLINTNEXTLINE(google-explicit-constructor)
  Cell(const char* cell_text) : text(cell_text) {}

  std::string text;
  Tone tone = Tone::kPlain;
};

struct Column {
  std::string title;
  // Numbers stand at the right.
  bool align_right = false;
  // Long cells continue on the next line instead of being cut.
  bool wrap = false;
  // Columns that a narrow terminal leaves whole as long as possible: names to copy, statuses.
  bool keep = false;
};

// Collects rows, then lays them out. Not thread-safe.
class Table {
 public:
  explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

  // `row` has one cell per column. A `note` stands below it on a line of its own, whole: a name to copy.
  void AddRow(std::vector<Cell> row, const std::string& note = "");

  bool empty() const { return rows_.empty(); }

  // The table as lines that end with "\n", titles first; `width` columns wide at most, unless even the
  // narrowest layout is wider. Every line starts with `indent` spaces. Without rows: nothing.
  std::string Render(int width, bool colour, int indent = 0) const;

 private:
  std::vector<int> ColumnWidths(int width) const;

  std::vector<Column> columns_;
  std::vector<std::vector<Cell>> rows_;
  // One per row; empty: none.
  std::vector<std::string> notes_;
};

}  // namespace tearsheet
