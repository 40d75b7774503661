// Ids and names of entities that no catalogue knows.
#pragma once

#include <string>
#include <string_view>

#include "tearsheet/v1/entity.pb.h"

namespace tearsheet {

// `name` without legal forms (legal_forms.h: "Hello World, Ltd." -> "Hello World"), white space collapsed.
// Empty where the name is nothing else.
std::string BaseName(std::string_view name);

// "org/~hello-world": made from the name alone, so that it is the same in every article.
std::string ProvisionalId(v1::EntityKind kind, std::string_view base_name);

// A provisional entity of this name.
v1::Entity ProvisionalEntity(v1::EntityKind kind, std::string_view base_name);

}  // namespace tearsheet
