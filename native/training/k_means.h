// k-means: where the centres of radial basis functions start.
#pragma once

#include <atomic>
#include <vector>

#include "core/random.h"
#include "layers/layer.h"

namespace nabla {

struct KMeansOptions {
  Index clusters;
  int iterations;    // at most
  double tolerance;  // stops when no centre moves farther than this times the points' spread
  int threads;
};

// Centres, clusters × columns: Lloyd's algorithm from a k-means++ start (Arthur, Vassilvitskii
// 2007). A cluster that becomes empty moves to the point farthest from its centre. With fewer
// different points than clusters, some centres are equal. Cost: iterations × points × clusters ×
// columns. In float64, in a fixed order: the same bits at any number of threads. The points are
// finite. When cancelled, the centres are those of the moment.
template <class T>
std::vector<double> k_means(const Matrix<T>& points, const KMeansOptions& options,
                            RandomStream random, const std::atomic<bool>& cancelled);

// The largest distance between two of the centres.
double largest_distance(const std::vector<double>& centers, Index clusters, Index columns);

}  // namespace nabla
