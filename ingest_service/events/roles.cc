#include "ingest_service/events/roles.h"

#include <algorithm>

namespace tearsheet {
namespace {

// Assertions that "the deal" can still mean.
constexpr size_t kRecent = 12;

class Filler {
 public:
  Filler(const Frame& frame, const Arguments& arguments, const RoleContext& context, Assertion& assertion)
      : frame_(frame),
        arguments_(arguments),
        document_(context.document),
        discourse_(context.discourse),
        catalogue_(context.catalogue),
        assertion_(assertion) {}

  void Run() {
    for (const RoleRule& rule : frame_.roles) {
      for (const std::vector<Source>& together : rule.sources) {
        bool filled = false;
        for (const Source& source : together) {
          if (filled && !rule.role->repeated_role()) break;
          filled |= FillFrom(source, *rule.role);
        }
        if (filled) break;
      }
    }
  }

 private:
  bool FillFrom(const Source& source, const v1::Role& role) {
    if (source.kind == Source::kLast) {
      const v1::Participant* last = discourse_.Last(source.type, source.role);
      if (last == nullptr || Used(last->entity_id())) return false;
      v1::Participant& added = *assertion_.event.add_participants();
      added.set_role(role.id());
      added.set_entity_id(last->entity_id());
      added.set_name(last->name());
      assertion_.from_context = true;
      return true;
    }
    if (source.kind == Source::kVendor) return FillVendor(source.role, role);
    if (source.kind == Source::kTopic) {
      for (int topic : {discourse_.sentence_topic, discourse_.topic}) {
        if (topic < 0 || !CanFill(role, document_.entities[topic].kind())) continue;
        if (Add(role, topic, -1)) return assertion_.from_context = true;
      }
      return false;
    }
    const bool several = role.repeated_role() || frame_.each_role == &role;
    for (const Argument* argument : At(source, arguments_.list)) {
      if (argument->loose && !source.loose && source.kind != Source::kPossessor) continue;
      bool filled = false;
      for (int m : argument->mentions) {
        const DocumentMention& mention = document_.mentions[m];
        if (mention.kind != v1::ENTITY && mention.kind != v1::SOURCE) continue;
        for (int e : mention.entities) {
          if (!CanFill(role, document_.entities[e].kind())) continue;
          filled |= Add(role, e, m);
          if (filled && !several) break;
        }
        if (filled && !several) break;
      }
      if (filled) return true;
    }
    return false;
  }

  // The maker of the product in another role is a fact of the catalogue.
  bool FillVendor(const std::string& product_role, const v1::Role& role) {
    const std::vector<const v1::Participant*> products = ParticipantsOf(assertion_.event, product_role);
    if (products.empty()) return false;
    for (const v1::Entity& entity : document_.entities) {
      if (entity.entity_id() != products[0]->entity_id() || entity.vendor_id().empty()) continue;
      const v1::Entity* vendor = catalogue_.Find(entity.vendor_id());
      if (vendor == nullptr) return false;
      v1::Participant& added = *assertion_.event.add_participants();
      added.set_role(role.id());
      added.set_entity_id(vendor->entity_id());
      added.set_name(vendor->name());
      return true;
    }
    return false;
  }

  bool Used(const std::string& entity_id) const {
    return std::any_of(assertion_.event.participants().begin(), assertion_.event.participants().end(),
                       [&](const auto& p) { return p.entity_id() == entity_id; });
  }

  bool Add(const v1::Role& role, int entity, int m) {
    const v1::Entity& filler = document_.entities[entity];
    if (Used(filler.entity_id())) return false;
    v1::Participant& added = *assertion_.event.add_participants();
    added.set_role(role.id());
    added.set_entity_id(filler.entity_id());
    added.set_name(filler.name());
    if (m >= 0) {
      const DocumentMention& mention = document_.mentions[m];
      v1::Span& span = *added.mutable_mention();
      span.set_start(document_.tokens[mention.first_token].begin);
      span.set_end(document_.tokens[mention.end_token - 1].end);
      span.set_part(document_.sentences[mention.sentence].part);
      assertion_.from_context |= mention.reference;
    }
    return true;
  }

  const Frame& frame_;
  const Arguments& arguments_;
  const Document& document_;
  const Discourse& discourse_;
  const Catalogue& catalogue_;
  Assertion& assertion_;
};

bool Fits(const Source& source, const Argument& argument) {
  switch (source.kind) {
    case Source::kSubject:
      return argument.label == Argument::kSubject;
    case Source::kObject:
      return argument.label == Argument::kObject;
    case Source::kPossessor:
      return argument.label == Argument::kPossessor;
    case Source::kModifier:
      return argument.label == Argument::kModifier;
    case Source::kPreposition:
      return argument.label == Argument::kPreposition && argument.preposition == source.preposition;
    default:
      return false;
  }
}

}  // namespace

void Discourse::Remember(const v1::Event& event) {
  recent.push_back(event);
  if (recent.size() > kRecent) recent.pop_front();
}

const v1::Participant* Discourse::Last(const std::string& type, const std::string& role) const {
  for (auto it = recent.rbegin(); it != recent.rend(); ++it) {
    if (it->type() != type) continue;
    for (const v1::Participant& participant : it->participants()) {
      if (participant.role() == role) return &participant;
    }
  }
  return nullptr;
}

bool CanFill(const v1::Role& role, v1::EntityKind kind) {
  if (role.kinds().empty())
    return kind == v1::ENTITY_KIND_ORGANISATION || kind == v1::ENTITY_KIND_OUTLET ||
           kind == v1::ENTITY_KIND_UNSPECIFIED;
  for (const std::string& wanted : role.kinds()) {
    if ((wanted == "org" && (kind == v1::ENTITY_KIND_ORGANISATION || kind == v1::ENTITY_KIND_UNSPECIFIED)) ||
        (wanted == "product" && kind == v1::ENTITY_KIND_PRODUCT) ||
        (wanted == "person" && kind == v1::ENTITY_KIND_PERSON) ||
        (wanted == "place" && kind == v1::ENTITY_KIND_PLACE) ||
        (wanted == "project" && kind == v1::ENTITY_KIND_PROJECT)) {
      return true;
    }
  }
  return false;
}

std::vector<const Argument*> At(const Source& source, const std::vector<Argument>& arguments) {
  std::vector<const Argument*> found;
  for (const Argument& argument : arguments) {
    if (Fits(source, argument)) found.push_back(&argument);
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const Argument* a, const Argument* b) { return a->distance < b->distance; });
  return found;
}

bool FillRoles(const Frame& frame, const Arguments& arguments, const RoleContext& context,
               Assertion& assertion) {
  Filler(frame, arguments, context, assertion).Run();
  // In the order of the ontology, then of place.
  auto* participants = assertion.event.mutable_participants();
  auto rank = [&](const v1::Participant& p) {
    int r = 0;
    for (const v1::Role& role : frame.type->roles()) {
      if (role.id() == p.role()) return r;
      ++r;
    }
    return r;
  };
  std::stable_sort(participants->begin(), participants->end(),
                   [&](const v1::Participant& a, const v1::Participant& b) {
                     if (rank(a) != rank(b)) return rank(a) < rank(b);
                     return a.mention().start() < b.mention().start();
                   });
  return context.ontology.HasRequiredRoles(assertion.event);
}

}  // namespace tearsheet
