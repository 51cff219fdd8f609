// Mapping of record files (POSIX).
#include "data/record_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "core/error.h"

namespace nabla {
namespace {

// The path stays out of the message: it may reach a client.
[[noreturn]] void unreadable(const char* what, int error) {
  throw Error("io", std::string("the data file ") + what + (error ? ": " : "") +
                        (error ? std::strerror(error) : ""));
}

}  // namespace

std::size_t field_size(FieldType type) {
  switch (type) {
    case FieldType::f64:
    case FieldType::i64:
      return 8;
    case FieldType::f32:
    case FieldType::i32:
      return 4;
    case FieldType::u8:
      return 1;
  }
  return 0;
}

FieldType field_type(const std::string& name) {
  if (name == "f64") return FieldType::f64;
  if (name == "f32") return FieldType::f32;
  if (name == "u8") return FieldType::u8;
  if (name == "i32") return FieldType::i32;
  if (name == "i64") return FieldType::i64;
  throw Error("invalid-input", "unknown field type \"" + name + "\"");
}

RecordFile::RecordFile(const std::string& path, std::size_t row_bytes) : row_bytes_(row_bytes) {
  if (row_bytes == 0) throw Error("invalid-input", "a record has at least one byte");
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) unreadable("cannot be opened", errno);
  struct stat status {};
  if (::fstat(descriptor, &status) != 0) {
    const int error = errno;
    ::close(descriptor);
    unreadable("cannot be examined", error);
  }
  bytes_ = static_cast<std::size_t>(status.st_size);
  if (bytes_ == 0 || bytes_ % row_bytes != 0) {
    ::close(descriptor);
    unreadable("is not a whole number of records", 0);
  }
  void* mapped = ::mmap(nullptr, bytes_, PROT_READ, MAP_SHARED, descriptor, 0);
  const int error = errno;
  ::close(descriptor);  // the mapping keeps the file
  if (mapped == MAP_FAILED) unreadable("cannot be mapped", error);
  data_ = static_cast<const std::byte*>(mapped);
  rows_ = bytes_ / row_bytes;
}

RecordFile::~RecordFile() {
  if (data_ != nullptr) ::munmap(const_cast<std::byte*>(data_), bytes_);
}

RecordFile::RecordFile(RecordFile&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)),
      bytes_(std::exchange(other.bytes_, 0)),
      row_bytes_(other.row_bytes_),
      rows_(std::exchange(other.rows_, 0)) {}

RecordFile& RecordFile::operator=(RecordFile&& other) noexcept {
  std::swap(data_, other.data_);
  std::swap(bytes_, other.bytes_);
  std::swap(row_bytes_, other.row_bytes_);
  std::swap(rows_, other.rows_);
  return *this;
}

}  // namespace nabla
