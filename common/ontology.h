// The loaded ontology: event types, roles and slots, checked and indexed.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "tearsheet/v1/event.pb.h"
#include "tearsheet/v1/ontology.pb.h"

namespace tearsheet {

// Immutable after construction and therefore thread-safe.
class Ontology {
 public:
  // The ontology that is part of the program.
  static absl::StatusOr<Ontology> Default();
  // Reads a file in the text format of tearsheet.v1.Ontology.
  static absl::StatusOr<Ontology> FromFile(const std::string& path);
  // `name` stands for the text in errors, which read "name:line:column: what is wrong".
  static absl::StatusOr<Ontology> FromText(std::string_view text, const std::string& name);

  const v1::Ontology& proto() const { return proto_; }
  const std::string& version() const { return proto_.version(); }

  // Null when there is none. The result lives as long as this object.
  const v1::EventType* FindType(std::string_view type) const;
  const v1::Slot* FindSlot(std::string_view slot) const;
  static const v1::Role* FindRole(const v1::EventType& type, std::string_view role);

  // True when the participants of `event` fill every role of one of the sets that its type requires.
  bool HasRequiredRoles(const v1::Event& event) const;

 private:
  explicit Ontology(v1::Ontology proto);

  v1::Ontology proto_;
  std::map<std::string, int, std::less<>> types_;
  std::map<std::string, int, std::less<>> slots_;
};

// The value of word slot `slot` of an Event or Deal: its field of that name, else its entry in `more`. Empty:
// none.
std::string GetWord(const google::protobuf::Message& message, const std::string& slot);

// Sets it.
void SetWord(google::protobuf::Message& message, const std::string& slot, const std::string& value);

}  // namespace tearsheet
