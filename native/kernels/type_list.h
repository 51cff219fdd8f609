// A list of types, and arrays with one entry for each: what the list.h files and the tables are
// made of.
#pragma once

#include "kernels/types.h"

namespace nabla {

template <class Entry, Index n>
struct Entries {
  Entry at[n];
};

template <class... Types>
struct TypeList {
  static constexpr Index size = sizeof...(Types);

  /// One Entry for each type, from a generic lambda: []<class X>() { return … }.
  template <class Entry, class Make>
  static constexpr Entries<Entry, size> map(Make make) {
    return {{make.template operator()<Types>()...}};
  }
};

}  // namespace nabla
