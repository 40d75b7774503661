// The forms in which every kind of store keeps the same things: keys of its figures, names that entities are
// looked up by, lists in one column. What one store wrote so, another one finds so.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "query_service/state/state_store.h"
#include "tearsheet/state/v1/event_fact.pb.h"
#include "tearsheet/v1/entity.pb.h"

namespace tearsheet {

// Keys of the table meta.
inline constexpr char kMetaSequence[] = "sequence";
inline constexpr char kMetaArticles[] = "articles";
inline constexpr char kMetaEvents[] = "events";
inline constexpr char kMetaDeals[] = "deals";
inline constexpr char kMetaEntities[] = "entities";
inline constexpr char kMetaSetAside[] = "set_aside";
inline constexpr char kMetaLastChange[] = "last_change";

// Takes a row of the table meta into the counts; a key of none of them does nothing.
void ReadCount(std::string_view key, int64_t value, StateCounts& counts);

// At most this many entities of one name are found.
inline constexpr int kMaxEntitiesFound = 20;

// The form of a name in which entities are looked up.
std::string EntityNameKey(const std::string& name);

// The forms of every name of an entity, its tickers and its id; each once.
std::vector<std::string> EntityNameKeys(const v1::Entity& entity);

// Whatever an entity is listed below: parent, vendor, family.
std::vector<std::string> OwnersOf(const v1::Entity& entity);

// Every entity that an event names, and what they are units of; each once. Views into `fact`.
std::vector<std::string_view> EntitiesOf(const state::v1::EventFact& fact);

// The companies of a change as text of one column: one per line, 1 for those of which only a unit is named,
// else 0, then the entity id.
std::string WriteCompanies(const std::vector<StoredDeal::Company>& companies);
std::vector<StoredDeal::Company> ReadCompanies(std::string_view text);

}  // namespace tearsheet
