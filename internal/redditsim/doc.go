// Package redditsim is a simulated Reddit for the demonstration, tests and benchmarks. It
// speaks the HTTP of the real one (token, listings, info, comment trees with stubs, more
// children, about, rate headers, errors), from a seed and a clock, with faults on demand.
//
// # World
//
// A World says which communities, tools and events there are. From it and a seed follows every
// item: who wrote it when, what it says, how its score grows, whether and when it is edited,
// deleted, removed or only approved late. What the simulation shows at an instant depends on
// the world, the seed and that instant alone, so any clock will do: Fixed, a Manual one for
// tests, Accelerated, or the wall. Days come into existence when first asked about and stay in
// memory (some 200 bytes an item); texts are made up anew each time they are shown.
//
// There are three worlds: Day (the fourteen real communities at their real pace, with floods
// that exceed a listing's depth), Scaled (the same at any pace, for benchmarks) and Demo
// (fictional tools with a story of thirty days). Nothing that is said in any of them was said
// by anybody.
//
// # Habits of Reddit that it keeps
//
//   - Listings end after about 1,000 items; joined communities share one listing.
//   - Ids are base 36 and mostly, but not always, in order of creation.
//   - A before anchor that was deleted or removed gives an empty page.
//   - Items approved late turn up below newer ones, at their place by creation.
//   - Deleted and removed comments leave the listings; trees keep them while somebody answered,
//     and info shows them without text or author.
//   - num_comments counts everything ever shown, so a tree may hold less.
//   - Communities can be private, banned, quarantined, renamed or missing; in a joined listing
//     they are left out without a word.
//   - Without raw_json=1 the characters <, > and & are escaped in every text.
//   - A library's default user agent gets 429, a missing or expired token 401, and more than
//     1,000 requests in ten minutes 429.
//
// # Faults
//
// Inject makes requests fail in the ways of Kinds; Script lays them out in time. Requests and
// Count tell what was asked.
//
// # Truth
//
// Visible and VisibleAt name what a perfect collector would hold, WriteDump writes history as
// an archive would.
package redditsim
