// Ids of events.
#pragma once

#include <string>

#include "tearsheet/v1/event.pb.h"

namespace tearsheet {

// 32 hexadecimal digits: a hash of the article's id and of what the event asserts and where. Equal for equal
// input, and different for any two events of all articles.
std::string EventId(const std::string& article_id, const v1::Event& event);

}  // namespace tearsheet
