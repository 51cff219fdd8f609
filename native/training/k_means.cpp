// Lloyd's algorithm.
#include "training/k_means.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "kernels/gang.h"

namespace nabla {
namespace {

double squared_distance(const double* a, const double* b, Index count) {
  double sum = 0;
  for (Index i = 0; i < count; ++i) sum += (a[i] - b[i]) * (a[i] - b[i]);
  return sum;
}

template <class T>
class KMeans {
 public:
  KMeans(const Matrix<T>& points, const KMeansOptions& options, RandomStream random)
      : points_(points),
        options_(options),
        random_(random),
        nearest_(static_cast<std::size_t>(points.rows), 0),
        distances_(nearest_.size(), std::numeric_limits<double>::infinity()) {}

  std::vector<double> run(const std::atomic<bool>& cancelled) {
    start();
    const double enough = options_.tolerance * options_.tolerance * variance();
    for (int i = 0; i < options_.iterations && !cancelled; ++i) {
      assign();
      if (move() <= enough) break;
    }
    return std::move(centers_);
  }

 private:
  Index centers() const { return static_cast<Index>(centers_.size()) / points_.cols; }

  double distance_to(Index point, Index center) const {
    const T* x = points_.row(point);
    const double* c = centers_.data() + center * points_.cols;
    double sum = 0;
    for (Index i = 0; i < points_.cols; ++i) {
      const double difference = static_cast<double>(x[i]) - c[i];
      sum += difference * difference;
    }
    return sum;
  }

  // Calls visit(point) for every point, shared among the threads.
  template <class Visit>
  void each_point(Visit visit) {
    struct Context {
      Index count;
      Visit& visit;
    } context{points_.rows, visit};
    const auto share = [](void* raw, int thread, int threads) {
      const Context& shared = *static_cast<Context*>(raw);
      const Index end = shared.count * (thread + 1) / threads;
      for (Index i = shared.count * thread / threads; i < end; ++i) shared.visit(i);
    };
    Gang::process().run(options_.threads, share, &context);
  }

  void add_center(Index point) {
    const T* x = points_.row(point);
    centers_.insert(centers_.end(), x, x + points_.cols);
  }

  // Each new centre is a point, drawn with probability proportional to its squared distance from
  // the centres there are.
  void start() {
    add_center(static_cast<Index>(random_.below(static_cast<std::uint64_t>(points_.rows))));
    while (centers() < options_.clusters) {
      const Index newest = centers() - 1;
      each_point([&](Index i) {
        double& distance = distances_[static_cast<std::size_t>(i)];
        distance = std::min(distance, distance_to(i, newest));
      });
      add_center(draw());
    }
  }

  Index draw() {
    double total = 0;
    for (const double distance : distances_) total += distance;
    double left = random_.uniform() * total;
    for (std::size_t i = 0; i < distances_.size(); ++i) {
      left -= distances_[i];
      if (left < 0) return static_cast<Index>(i);
    }
    return points_.rows - 1;  // every point is a centre already
  }

  // Of the points, summed over columns.
  double variance() const {
    double total = 0;
    for (Index c = 0; c < points_.cols; ++c) {
      double mean = 0, squares = 0;
      for (Index r = 0; r < points_.rows; ++r) {
        const double x = static_cast<double>(points_.row(r)[c]), delta = x - mean;
        mean += delta / static_cast<double>(r + 1);
        squares += delta * (x - mean);
      }
      total += squares / static_cast<double>(points_.rows);
    }
    return total;
  }

  // Every point to its nearest centre, the first of equals.
  void assign() {
    each_point([&](Index i) {
      Index best = 0;
      double least = distance_to(i, 0);
      for (Index c = 1; c < options_.clusters; ++c) {
        const double distance = distance_to(i, c);
        if (distance < least) {
          least = distance;
          best = c;
        }
      }
      nearest_[static_cast<std::size_t>(i)] = best;
      distances_[static_cast<std::size_t>(i)] = least;
    });
  }

  // Every centre to the mean of its points. Returns the largest squared way one went.
  double move() {
    const Index cols = points_.cols;
    std::vector<double> sums(centers_.size(), 0.0);
    std::vector<Index> sizes(static_cast<std::size_t>(options_.clusters), 0);
    for (Index i = 0; i < points_.rows; ++i) {
      const Index cluster = nearest_[static_cast<std::size_t>(i)];
      ++sizes[static_cast<std::size_t>(cluster)];
      double* sum = sums.data() + cluster * cols;
      for (Index c = 0; c < cols; ++c) sum[c] += static_cast<double>(points_.row(i)[c]);
    }
    double farthest = 0;
    for (Index k = 0; k < options_.clusters; ++k) {
      double *sum = sums.data() + k * cols, *center = centers_.data() + k * cols;
      const Index size = sizes[static_cast<std::size_t>(k)];
      if (size == 0) {
        take_farthest_point(sum);
      } else {
        for (Index c = 0; c < cols; ++c) sum[c] /= static_cast<double>(size);
      }
      farthest = std::max(farthest, squared_distance(sum, center, cols));
      std::copy(sum, sum + cols, center);
    }
    return farthest;
  }

  void take_farthest_point(double* center) {
    const auto farthest = std::max_element(distances_.begin(), distances_.end());
    const T* x = points_.row(farthest - distances_.begin());
    std::copy(x, x + points_.cols, center);
    *farthest = 0;  // the next empty cluster takes another
  }

  const Matrix<T> points_;
  const KMeansOptions options_;
  RandomStream random_;
  std::vector<double> centers_;
  std::vector<Index> nearest_;     // by point
  std::vector<double> distances_;  // squared, to the nearest centre
};

}  // namespace

template <class T>
std::vector<double> k_means(const Matrix<T>& points, const KMeansOptions& options,
                            RandomStream random, const std::atomic<bool>& cancelled) {
  return KMeans<T>(points, options, random).run(cancelled);
}

double largest_distance(const std::vector<double>& centers, Index clusters, Index columns) {
  double largest = 0;
  for (Index a = 0; a < clusters; ++a) {
    for (Index b = 0; b < a; ++b) {
      largest = std::max(largest, squared_distance(centers.data() + a * columns,
                                                   centers.data() + b * columns, columns));
    }
  }
  return std::sqrt(largest);
}

template std::vector<double> k_means<float>(const Matrix<float>&, const KMeansOptions&,
                                            RandomStream, const std::atomic<bool>&);
template std::vector<double> k_means<double>(const Matrix<double>&, const KMeansOptions&,
                                             RandomStream, const std::atomic<bool>&);

}  // namespace nabla
