// The tear sheet of an organisation.
#pragma once

#include <string>

#include "tearsheet/v1/company.pb.h"

namespace tearsheet {

// Who it is, money by counterparty, its deals by type and role, open conflicts.
std::string RenderCompanySheet(const v1::CompanySheet& sheet, int width, bool colour);

}  // namespace tearsheet
