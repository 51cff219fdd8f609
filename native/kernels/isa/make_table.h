// The table of the instruction set this file is compiled for. Included by the files beside it
// alone.
#pragma once

#include "kernels/elementwise_kernels.h"
#include "kernels/gemm.h"
#include "kernels/peak.h"
#include "kernels/product.h"
#include "kernels/table.h"
#include "kernels/weight_gradient.h"

namespace nabla::NABLA_ISA {

template <class T>
constexpr Table<T> make_table(const char* name) {
  return {
      .name = name,
      .lanes = Vec<T>::lanes,
      .panel = PanelShape<T>::panel,
      .packed_size = packed_size<T>,
      .panel_count = panel_count<T>,
      .pack = pack<T>,
      .unpack = unpack<T>,
      .product_forward = product_forward<T>,
      .batch_block = batch_block<T>,
      .transposed_size = transposed_size<T>,
      .transpose = transpose<T>,
      .product_backward_data = product_backward_data<T>,
      .product_backward_weights = product_backward_weights<T>,
      .column_sums = column_sums<T>,
      .row_squares = row_squares<T>,
      .gemm = gemm<T>,
      .optimizers = optimizer_kernels<T>.at,
      .elementwise = make_elementwise_table<T>(),
      .fma_burst = fma_burst<T>,
  };
}

}  // namespace nabla::NABLA_ISA
