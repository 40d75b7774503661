#include "ingest_service/events/roles.h"

#include <algorithm>

#include "ingest_service/events/explain.h"
#include "ingest_service/events/part_name.h"
#include "ingest_service/events/topic.h"
#include "ingest_service/mentions/provisional.h"

namespace tearsheet {
namespace {

// Assertions that "the deal" can still mean.
constexpr size_t kRecent = 12;

// Outlets are companies too; what is of no known kind is most often one.
bool IsOrganisation(v1::EntityKind kind) {
  return kind == v1::ENTITY_KIND_ORGANISATION || kind == v1::ENTITY_KIND_OUTLET ||
         kind == v1::ENTITY_KIND_UNSPECIFIED;
}

class Filler {
 public:
  Filler(const Frame& frame, const Arguments& arguments, const RoleContext& context, Assertion& assertion)
      : frame_(frame),
        arguments_(arguments),
        document_(context.document),
        context_(context),
        discourse_(context.discourse),
        catalogue_(context.catalogue),
        explain_(context.explain),
        assertion_(assertion) {}

  void Run() {
    // Persons first: they tell whose officers they are.
    for (const bool persons : {true, false}) {
      for (const RoleRule& rule : frame_.roles) {
        if (rule.only_persons == persons) Fill(rule);
      }
    }
  }

 private:
  void Fill(const RoleRule& rule) {
    // A merger needs two parties: places are tried until both are there.
    for (const std::vector<Source>& together : rule.sources) {
      bool filled = false;
      for (const Source& source : together) {
        if (filled && !Repeated(*rule.role)) break;
        source_ = &source;
        filled |= FillFrom(source, *rule.role);
      }
      if (filled &&
          (rule.needed < 2 ||
           static_cast<int>(ParticipantsOf(assertion_.event, rule.role->id()).size()) >= rule.needed))
        break;
    }
  }

  bool FillFrom(const Source& source, const v1::Role& role) {
    if (source.kind == Source::kLast) return FillFromEarlier(source, role);
    if (source.kind == Source::kVendor) return FillVendor(source.role, role);
    if (source.kind == Source::kTopic) {
      // Whose officer somebody is tells more than whom the article is about.
      if (const int employer = EmployerOfPerson(); employer >= 0 && Add(role, employer, -1))
        return assertion_.basis.context = assertion_.from_context = true;
      for (int topic : {discourse_.sentence_topic, discourse_.topic}) {
        if (topic < 0 || !CanFill(role, document_.entities[topic].kind()) || FollowsTrigger(topic)) continue;
        if (!Add(role, topic, -1)) continue;
        assertion_.basis.context = true;
        return assertion_.from_context = true;
      }
      return false;
    }
    if (source.part) return FillPart(source, role);
    for (const Argument* argument : At(source, arguments_.list)) {
      if (argument->loose && !source.loose && source.kind != Source::kPossessor) continue;
      bool filled = false;
      for (int m : argument->mentions) {
        const DocumentMention& mention = document_.mentions[m];
        if (mention.kind != v1::ENTITY && mention.kind != v1::SOURCE) continue;
        for (int e : mention.entities) {
          const v1::EntityKind kind = document_.entities[e].kind();
          if (source.loose && kind == v1::ENTITY_KIND_PRODUCT && !TellsOfProducts() && !CanFill(role, kind) &&
              CanFill(role, v1::ENTITY_KIND_ORGANISATION)) {
            // "20 Airbus jets": of Airbus.
            filled |= AddVendor(document_.entities[e], role);
            continue;
          }
          if (!CanFill(role, kind) || (source.organisation && !IsOrganisation(kind))) continue;
          if (source.official && kind != v1::ENTITY_KIND_PLACE &&
              !IsOfficial(document_.entities[e], catalogue_) && !CalledOfficial(mention))
            continue;
          filled |= Add(role, e, m);
          if (filled && !Repeated(role)) break;
        }
        if (filled && !Repeated(role)) break;
      }
      if (filled) {
        assertion_.basis.reach = std::max(assertion_.basis.reach, argument->distance);
        return true;
      }
    }
    return false;
  }

  // "its cement division": of the catalogue or of the article is only whose it is.
  bool FillPart(const Source& source, const v1::Role& role) {
    for (const Argument* argument : At(source, arguments_.list)) {
      const std::string name = NameOfPart(document_, context_.window_first + argument->first,
                                          context_.window_first + argument->end);
      if (name.empty()) continue;
      v1::Participant& added = *assertion_.event.add_participants();
      added.set_role(role.id());
      added.set_entity_id(ProvisionalId(v1::ENTITY_KIND_ORGANISATION, name));
      added.set_name(name);
      Explain(added, -1);
      return true;
    }
    return false;
  }

  // "The largest customers are Acme and Birch": whom the sentence is about stands before what it tells.
  bool FollowsTrigger(int entity) const {
    return std::any_of(arguments_.list.begin(), arguments_.list.end(), [&](const Argument& argument) {
      if (argument.first <= assertion_.trigger || argument.label == Argument::kModifier) return false;
      return std::any_of(argument.mentions.begin(), argument.mentions.end(), [&](int m) {
        const auto& entities = document_.mentions[m].entities;
        return std::find(entities.begin(), entities.end(), entity) != entities.end();
      });
    });
  }

  // An event of the type has a product in a role of its own.
  bool TellsOfProducts() const {
    return std::any_of(frame_.type->roles().begin(), frame_.type->roles().end(),
                       [](const v1::Role& role) { return CanFill(role, v1::ENTITY_KIND_PRODUCT); });
  }

  // "the telecoms regulator Acme".
  bool CalledOfficial(const DocumentMention& mention) const {
    if (mention.first_token == 0) return false;
    const std::string_view word = document_.tokens[mention.first_token - 1].lower;
    return word == "regulator" || word == "watchdog" || word == "authority" || word == "agency" ||
           word == "ministry" || word == "commission";
  }

  // Entity index of the organisation whose officer a person in another role is, or -1.
  int EmployerOfPerson() const {
    for (const v1::Participant& own : assertion_.event.participants()) {
      for (size_t e = 0; e < discourse_.affiliations.size(); ++e) {
        if (discourse_.affiliations[e] >= 0 && document_.entities[e].entity_id() == own.entity_id())
          return discourse_.affiliations[e];
      }
    }
    return -1;
  }

  bool Repeated(const v1::Role& role) const { return role.repeated_role() || frame_.each_role == &role; }

  // All roles that are taken from earlier events of one type come from the same event.
  bool FillFromEarlier(const Source& source, const v1::Role& role) {
    const v1::Event* earlier =
        antecedent_ != nullptr && antecedent_->type() == source.type ? antecedent_ : Antecedent(source, true);
    // "Birch offered more for the unit": the last deal is another one's, and its target is meant.
    if (earlier == nullptr && !source.latest) earlier = Antecedent(source, false);
    if (earlier == nullptr) return false;
    bool filled = false;
    for (const v1::Participant* participant : ParticipantsOf(*earlier, source.role)) {
      if (Used(participant->entity_id())) continue;
      v1::Participant& added = *assertion_.event.add_participants();
      added.set_role(role.id());
      added.set_entity_id(participant->entity_id());
      added.set_name(participant->name());
      filled = assertion_.from_context = assertion_.basis.context = true;
      Explain(added, -1);
      if (!Repeated(role)) break;
    }
    if (filled) antecedent_ = earlier;
    return filled;
  }

  // The newest event that `source` can mean, or null. `agreeing`: none that names others in a role filled
  // here.
  const v1::Event* Antecedent(const Source& source, bool agreeing) const {
    bool over = false;
    auto fits = [&](const v1::Event& event) {
      if (event.type() != source.type) {
        over |= source.latest && std::find(context_.deal_types.begin(), context_.deal_types.end(),
                                           event.type()) != context_.deal_types.end();
        return false;
      }
      const auto fillers = ParticipantsOf(event, source.role);
      return !(agreeing && Contradicts(event)) &&
             std::any_of(fillers.begin(), fillers.end(),
                         [&](const auto* p) { return !Used(p->entity_id()); });
    };
    for (auto it = context_.told.rbegin(); it != context_.told.rend() && !over; ++it) {
      if (fits(it->assertion.event)) return &it->assertion.event;
    }
    for (auto it = discourse_.recent.rbegin(); it != discourse_.recent.rend() && !over; ++it) {
      if (fits(**it)) return *it;
    }
    return nullptr;
  }

  const RoleRule* RuleOf(std::string_view role) const {
    const auto rule = std::find_if(frame_.roles.begin(), frame_.roles.end(),
                                   [&](const RoleRule& r) { return r.role->id() == role; });
    return rule == frame_.roles.end() ? nullptr : &*rule;
  }

  // An event of the same type that names somebody else in a role that is filled here.
  bool Contradicts(const v1::Event& event) const {
    if (event.type() != assertion_.event.type()) return false;
    return std::any_of(assertion_.event.participants().begin(), assertion_.event.participants().end(),
                       [&](const v1::Participant& own) {
                         // A round has more investors than one sentence names.
                         const RoleRule* rule = RuleOf(own.role());
                         if (rule == nullptr || (rule->role->repeated_role() && rule->needed == 0))
                           return false;
                         const auto others = ParticipantsOf(event, own.role());
                         return !others.empty() &&
                                std::none_of(others.begin(), others.end(), [&](const auto* other) {
                                  return other->entity_id() == own.entity_id();
                                });
                       });
  }

  // Of the catalogue or of the article; null where neither knows it.
  const v1::Entity* FindEntity(const std::string& id) const {
    const v1::Entity* known = catalogue_.Find(id);
    if (known != nullptr) return known;
    const auto own = std::find_if(document_.entities.begin(), document_.entities.end(),
                                  [&](const v1::Entity& entity) { return entity.entity_id() == id; });
    return own == document_.entities.end() ? nullptr : &*own;
  }

  // The maker of the product in another role is a fact of the catalogue or of its name ("Acme chips").
  bool FillVendor(const std::string& product_role, const v1::Role& role) {
    const ParticipantList products = ParticipantsOf(assertion_.event, product_role);
    if (products.empty()) return false;
    for (const v1::Entity& entity : document_.entities) {
      if (entity.entity_id() == products[0]->entity_id())
        return AddVendor(entity, role) || AddOwnerOf(*products[0], role);
    }
    return false;
  }

  // "Acme's new Zenda": whose product it is where it is named.
  bool AddOwnerOf(const v1::Participant& product, const v1::Role& role) {
    if (!product.has_mention()) return false;
    const auto& mentions = document_.mentions;
    auto m = std::partition_point(mentions.begin(), mentions.end(), [&](const DocumentMention& mention) {
      return document_.tokens[mention.first_token].begin < product.mention().start();
    });
    if (m == mentions.begin() || m == mentions.end()) return false;
    const auto owner = m - 1;
    constexpr int kWordsBetween = 3;
    if (!owner->possessive || owner->entities.size() != 1 || owner->sentence != m->sentence ||
        m->first_token - owner->end_token > kWordsBetween ||
        !CanFill(role, document_.entities[owner->entities[0]].kind()))
      return false;
    return Add(role, owner->entities[0], static_cast<int>(owner - mentions.begin()));
  }

  bool AddVendor(const v1::Entity& product, const v1::Role& role) {
    const v1::Entity* vendor = product.vendor_id().empty() ? nullptr : FindEntity(product.vendor_id());
    if (vendor == nullptr || Used(vendor->entity_id())) return false;
    v1::Participant& added = *assertion_.event.add_participants();
    added.set_role(role.id());
    added.set_entity_id(vendor->entity_id());
    added.set_name(vendor->name());
    Explain(added, -1);
    return true;
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
      assertion_.basis.pronoun |= mention.reference;
    }
    Explain(added, m);
    return true;
  }

  void Explain(const v1::Participant& added, int m) {
    if (explain_)
      assertion_.reasons.push_back({added.role(), RoleReason(document_, added, source_->text, m)});
  }

  const Frame& frame_;
  const Arguments& arguments_;
  const Document& document_;
  const RoleContext& context_;
  const Discourse& discourse_;
  const Catalogue& catalogue_;
  const bool explain_;
  // The place that is being filled from.
  const Source* source_ = nullptr;
  Assertion& assertion_;
  const v1::Event* antecedent_ = nullptr;
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
    case Source::kGovernor:
      return argument.label == Argument::kGovernor;
    case Source::kPreposition:
      // An agent ("by Acme") is a subject too.
      return argument.preposition == source.preposition &&
             (argument.label == Argument::kPreposition || argument.label == Argument::kSubject);
    default:
      return false;
  }
}

// The type of the deal that was last told of a participant of `event`; empty when there is none.
std::string LastDealOfParties(const v1::Event& event, const RoleContext& context) {
  auto concerns = [&](const v1::Event& earlier) {
    const auto& types = context.deal_types;
    return std::find(types.begin(), types.end(), earlier.type()) != types.end() &&
           std::any_of(event.participants().begin(), event.participants().end(), [&](const auto& p) {
             return std::any_of(earlier.participants().begin(), earlier.participants().end(),
                                [&](const auto& q) { return p.entity_id() == q.entity_id(); });
           });
  };
  for (auto it = context.told.rbegin(); it != context.told.rend(); ++it) {
    if (concerns(it->assertion.event)) return it->assertion.event.type();
  }
  for (auto it = context.discourse.recent.rbegin(); it != context.discourse.recent.rend(); ++it) {
    if (concerns(**it)) return (*it)->type();
  }
  return "";
}

}  // namespace

void Discourse::Remember(const v1::Event& event) {
  recent.push_back(&event);
  if (recent.size() > kRecent) recent.pop_front();
}

bool CanFill(const v1::Role& role, v1::EntityKind kind) {
  if (role.kinds().empty()) return IsOrganisation(kind);
  for (const std::string& wanted : role.kinds()) {
    if ((wanted == "org" && IsOrganisation(kind)) ||
        (wanted == "product" && kind == v1::ENTITY_KIND_PRODUCT) ||
        (wanted == "person" && kind == v1::ENTITY_KIND_PERSON) ||
        (wanted == "place" && kind == v1::ENTITY_KIND_PLACE) ||
        (wanted == "project" && kind == v1::ENTITY_KIND_PROJECT)) {
      return true;
    }
  }
  return false;
}

PlaceSet FilledPlaces(const Document& document, const std::vector<Argument>& arguments) {
  PlaceSet places;
  for (const Argument& argument : arguments) {
    const bool named = std::any_of(argument.mentions.begin(), argument.mentions.end(), [&](int m) {
      return IsEntityMention(document.mentions[m]) && !document.mentions[m].entities.empty();
    });
    if (!named) continue;
    // As Fits has it.
    switch (argument.label) {
      case Argument::kSubject:
        places.Add(PlaceSet(PlaceSet::kSubject));
        places.Add(PlaceSet::Behind(argument.preposition));
        break;
      case Argument::kObject:
        places.Add(PlaceSet(PlaceSet::kObject));
        break;
      case Argument::kPossessor:
        places.Add(PlaceSet(PlaceSet::kPossessor));
        break;
      case Argument::kModifier:
        places.Add(PlaceSet(PlaceSet::kModifier));
        break;
      case Argument::kPreposition:
        places.Add(PlaceSet::Behind(argument.preposition));
        break;
      case Argument::kGovernor:
        places.Add(PlaceSet(PlaceSet::kGovernor));
        break;
    }
  }
  return places;
}

ArgumentList At(const Source& source, const std::vector<Argument>& arguments) {
  ArgumentList found;
  for (const Argument& argument : arguments) {
    if (!Fits(source, argument)) continue;
    const auto farther = std::find_if(found.begin(), found.end(), [&](const Argument* other) {
      return other->distance > argument.distance;
    });
    found.insert(farther, &argument);
  }
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
  const auto before = [&](const v1::Participant& a, const v1::Participant& b) {
    const int left = rank(a);
    const int right = rank(b);
    return left != right ? left < right : a.mention().start() < b.mention().start();
  };
  // Frames name their roles in this order, mostly, and a sort costs memory.
  if (!std::is_sorted(participants->begin(), participants->end(), before))
    std::stable_sort(participants->begin(), participants->end(), before);
  return context.ontology.HasRequiredRoles(assertion.event) &&
         (frame.after.empty() || LastDealOfParties(assertion.event, context) == frame.after);
}

}  // namespace tearsheet
