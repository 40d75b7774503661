// Who may call what: the rules of a policy file, compiled for one look-up per call.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "tearsheet/policy/v1/policy.pb.h"

namespace tearsheet {

// Immutable, so thread-safe.
class Policy {
 public:
  // Reads the text form of tearsheet.policy.v1.Policy. INVALID_ARGUMENT with "name:line:column: why" for what
  // is no such text, and with "name: rule N: why" for a rule without callers or methods, a caller of unknown
  // form and a method that no service has.
  static absl::StatusOr<Policy> FromText(const std::string& text, const std::string& name);

  // True when a rule allows one of `identities` the method "package.Service/Method". Nobody's identities are
  // {"anonymous"}.
  bool Allows(const std::vector<std::string>& identities, std::string_view method) const;

 private:
  // Methods that rules allow one caller: names, "package.Service/*" and "*".
  using Methods = std::vector<std::string>;

  explicit Policy(const policy::v1::Policy& rules);

  absl::flat_hash_map<std::string, Methods> exact_;
  // Callers that end in "*", without it, except "*" itself.
  std::vector<std::pair<std::string, Methods>> prefixes_;
  Methods everybody_;
};

// The identity of a caller who has shown none.
inline constexpr char kAnonymous[] = "anonymous";

}  // namespace tearsheet
