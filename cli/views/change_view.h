// Changes of deals, as `watch` prints them.
#pragma once

#include <string>

#include "tearsheet/v1/query_service.pb.h"

namespace tearsheet {

// One line that says what happened to which deal, then "field  old → new" for each changed field.
std::string RenderChange(const v1::DealChange& change, int width, bool colour);

// The value of field `field` of Deal in the Protobuf JSON form, in the words of the tear sheet: a slot is its
// value, a list its length, a word itself. "–" for none.
std::string FieldValueText(const std::string& field, const std::string& json);

}  // namespace tearsheet
