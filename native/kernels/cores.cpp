// How much CPU this process may use: scheduler affinity, and cgroup quotas of version 1 and 2.
#include <algorithm>
#include <cmath>
#include <fstream>
#include <limits>
#include <string>
#include <thread>

#include "kernels/gang.h"

#if defined(__linux__)
#include <sched.h>
#endif

namespace nabla {
namespace {

constexpr double unlimited = std::numeric_limits<double>::infinity();

/// Cores granted by a version 2 `cpu.max`: "<quota> <period>" or "max <period>".
double read_cpu_max(const std::string& directory) {
  std::ifstream file(directory + "/cpu.max");
  double quota = 0, period = 0;
  return file >> quota >> period && period > 0 ? quota / period : unlimited;
}

/// Cores granted by version 1's two files; a quota of −1 means no limit.
double read_cfs_quota(const std::string& directory) {
  std::ifstream quota_file(directory + "/cpu.cfs_quota_us");
  std::ifstream period_file(directory + "/cpu.cfs_period_us");
  double quota = 0, period = 0;
  return quota_file >> quota && period_file >> period && quota > 0 && period > 0 ? quota / period
                                                                                 : unlimited;
}

/// The least that `read` finds in root + path and in every directory above it, up to root.
double least_quota(const std::string& root, std::string path,
                   double (*read)(const std::string& directory)) {
  double least = read(root);
  while (path.size() > 1) {
    least = std::min(least, read(root + path));
    path.erase(path.rfind('/'));
  }
  return least;
}

/// Lines of /proc/self/cgroup are "id:controllers:path"; version 2 has one, "0::path".
double cgroup_quota() {
  std::ifstream file("/proc/self/cgroup");
  double least = unlimited;
  for (std::string line; std::getline(file, line);) {
    const auto first = line.find(':'), second = line.find(':', first + 1);
    if (first == std::string::npos || second == std::string::npos) continue;
    const std::string controllers = "," + line.substr(first + 1, second - first - 1) + ",";
    const std::string path = line.substr(second + 1);
    if (controllers == ",,") {
      least = std::min(least, least_quota("/sys/fs/cgroup", path, read_cpu_max));
    } else if (controllers.find(",cpu,") != std::string::npos) {
      least = std::min(least, least_quota("/sys/fs/cgroup/cpu", path, read_cfs_quota));
    }
  }
  return least;
}

}  // namespace

int available_cores() {
#if defined(__linux__)
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof set, &set) == 0) return std::max(1, CPU_COUNT(&set));
#endif
  return std::max(1u, std::thread::hardware_concurrency());
}

int default_threads() {
  const double quota = cgroup_quota();  // rounded down: a throttled thread keeps all others waiting
  const int cores = available_cores();
  return quota < cores ? std::max(1, static_cast<int>(std::floor(quota))) : cores;
}

}  // namespace nabla
