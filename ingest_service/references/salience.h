// How likely it is that a pronoun or description goes on about somebody: points, added up per candidate. The
// one with most points is meant, if it has enough. All in one place, so that they can be weighed against each
// other.
#pragma once

namespace tearsheet::salience {

// A candidate starts with kBase and loses with every sentence between (up to kMostAway) and with a new
// paragraph.
constexpr int kBase = 100;
constexpr int kSentenceAway = 18;
constexpr int kMostAway = 5;
constexpr int kOtherParagraph = 4;
// Items of a list tell of different things.
constexpr int kOtherBullet = 45;
// The title is no text that goes on.
constexpr int kFromTitle = 15;

// For every mention between, up to kMostBetween.
constexpr int kBetween = 2;
constexpr int kMostBetween = 5;

// Where the candidate stands.
constexpr int kSubject = 16;
constexpr int kOblique = -12;
constexpr int kPossessor = -4;
constexpr int kSubjectOwner = 16;
// Per time it was told of, up to kMostTold.
constexpr int kTold = 2;
constexpr int kMostTold = 6;
// Whom the title names, and whom the whole article names most.
constexpr int kInTitle = 16;
constexpr int kMain = 6;

// Where both stand.
constexpr int kParallel = 10;
// "Acme said it would": whoever says something goes on about himself.
constexpr int kSpeaker = 40;
// "Acme raised its offer": the subject owns.
constexpr int kOwnSubject = 30;
constexpr int kOwnSubjectOwner = 15;
// "Acme owns a tenth of it": hardly the subject again.
constexpr int kObliqueOfSubject = -70;
// "Speaking after it reported, Acme said", "In its filing, Acme said".
constexpr int kAhead = 80;
constexpr int kAheadPossessive = 112;
// "Acme, the lender": next to each other.
constexpr int kApposition = 250;

// What a description says.
constexpr int kSector = 60;
constexpr int kOtherSector = -90;
constexpr int kUnknownSector = -15;
constexpr int kField = 45;
constexpr int kOtherField = -30;
constexpr int kCountry = 45;
constexpr int kOtherCountry = -120;
constexpr int kPlace = 75;
constexpr int kOtherPlace = -60;
constexpr int kNameWord = 50;
constexpr int kToldWord = 25;
constexpr int kMostToldWords = 2;
constexpr int kRole = 140;
constexpr int kOtherRole = -60;
// A startup is rather bought than buys.
constexpr int kYoungTarget = 35;
constexpr int kYoungAcquirer = -35;
constexpr int kYoung = 25;
constexpr int kNotYoung = -60;
constexpr int kBig = 25;
constexpr int kNotBig = -10;
constexpr int kPost = 60;

// A product rather than a company.
constexpr int kProduct = -30;
constexpr int kOfficial = -25;
// "they" of one company.
constexpr int kSingular = -25;

// Fewer points than these, and nobody is meant.
constexpr int kEnough = 35;
constexpr int kEnoughForSpecific = 75;

}  // namespace tearsheet::salience
