// Early returns for absl::Status and absl::StatusOr, shaped like Abseil's later status_macros.h, which the
// packaged Abseil does not have yet.
#pragma once

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

// Returns the status of `expr` from the enclosing function unless it is ok.
#define RETURN_IF_ERROR(expr)                                         \
  do {                                                                \
    if (absl::Status status_ = (expr); !status_.ok()) return status_; \
  } while (false)

#define TEARSHEET_CONCAT_INNER(a, b) a##b
#define TEARSHEET_CONCAT(a, b) TEARSHEET_CONCAT_INNER(a, b)

// Evaluates `expr`, an absl::StatusOr<T>; assigns its value to `lhs` or returns its status.
#define ASSIGN_OR_RETURN(lhs, expr) ASSIGN_OR_RETURN_INNER(TEARSHEET_CONCAT(status_or_, __LINE__), lhs, expr)

#define ASSIGN_OR_RETURN_INNER(temp, lhs, expr) \
  auto temp = (expr);                           \
  if (!temp.ok()) return temp.status();         \
  lhs = *std::move(temp)
