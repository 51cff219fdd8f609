// Groups of inputs, as product and max layers take them: `groups`, a list of lists of input numbers
// from 0, or `size`, consecutive groups of that many.
#pragma once

#include <string>
#include <vector>

#include "core/options.h"

namespace nabla {

// Every group in one list: group i is members[starts[i] … starts[i + 1]).
struct Groups {
  std::vector<Index> members;
  std::vector<Index> starts{0};

  Index count() const { return static_cast<Index>(starts.size()) - 1; }
  Index largest() const {
    Index most = 0;
    for (std::size_t i = 0; i + 1 < starts.size(); ++i) {
      most = starts[i + 1] - starts[i] > most ? starts[i + 1] - starts[i] : most;
    }
    return most;
  }
  // Calls visit(output, first member, number of members).
  template <class Visit>
  void each(Visit visit) const {
    for (Index i = 0; i < count(); ++i) {
      const auto at = static_cast<std::size_t>(i);
      visit(i, members.data() + starts[at], starts[at + 1] - starts[at]);
    }
  }
};

inline Groups consecutive_groups(const Options& options, Index inputs) {
  const Index size = options.size("size");
  if (inputs % size != 0) {
    throw Error("shape-mismatch",
                "`size` must divide the " + std::to_string(inputs) + " inputs of the layer",
                options.pointer("size"));
  }
  Groups groups;
  for (Index i = 0; i < inputs; ++i) {
    groups.members.push_back(i);
    if ((i + 1) % size == 0) groups.starts.push_back(i + 1);
  }
  return groups;
}

inline Groups parse_groups(const Options& options, Index inputs) {
  const Value* given = options.find("groups");
  if (given == nullptr || given->is_null()) {
    if (options.find("size") == nullptr) options.fail("`groups` or `size` must be given");
    return consecutive_groups(options, inputs);
  }
  if (options.find("size") != nullptr) options.fail("size", "has no place beside `groups`");
  if (!given->is_array() || given->array().empty())
    options.fail("groups", "must be a list of lists");
  Groups groups;
  for (const Value& group : given->array()) {
    const std::string place = "groups/" + std::to_string(groups.count());
    if (!group.is_array() || group.array().empty()) options.fail(place, "must be a list of inputs");
    for (const Value& member : group.array()) {
      const double number = member.is_number() ? member.number() : -1;
      if (!(number >= 0 && number < static_cast<double>(inputs)) || number != std::floor(number)) {
        throw Error("shape-mismatch", "inputs are numbered from 0 to " + std::to_string(inputs - 1),
                    options.pointer(place));
      }
      groups.members.push_back(static_cast<Index>(number));
    }
    groups.starts.push_back(static_cast<Index>(groups.members.size()));
  }
  return groups;
}

}  // namespace nabla
