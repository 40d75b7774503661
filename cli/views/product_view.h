// The tear sheet of a product.
#pragma once

#include <string>

#include "tearsheet/v1/product.pb.h"

namespace tearsheet {

std::string RenderProductSheet(const v1::ProductSheet& sheet, int width, bool colour);

}  // namespace tearsheet
