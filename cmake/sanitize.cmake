# TEARSHEET_SANITIZE: what compiler and linker are told, and tearsheet_sanitizer, which every test links.
add_library(tearsheet_sanitizer INTERFACE)
if(TEARSHEET_BUILD_FUZZERS)
  # The fuzzer sees which branches an input takes.
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()
if(NOT TEARSHEET_SANITIZE)
  return()
endif()
add_compile_options(-fsanitize=${TEARSHEET_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all -g1)
add_link_options(-fsanitize=${TEARSHEET_SANITIZE})

if(TEARSHEET_SANITIZE STREQUAL "thread")
  # Headers of Protobuf and Abseil lay out their classes in another way when this is defined, but the packaged libraries
  # were built without it.
  add_compile_options(-U__SANITIZE_THREAD__)
  # Reading a flag of eight bytes or more goes through a fence in a header of Abseil, which this sanitizer does not see;
  # flags are read before the threads are there.
  add_compile_options(-Wno-tsan)
  set(mutex _ZN4absl7debian35Mutex)
  foreach(method 4LockEv 6UnlockEv 8LockWhenERKNS0_9ConditionE 5AwaitERKNS0_9ConditionE
                 16AwaitWithTimeoutERKNS0_9ConditionENS0_8DurationE 17AwaitWithDeadlineERKNS0_9ConditionENS0_4TimeE)
    target_link_options(tearsheet_sanitizer INTERFACE -Wl,--wrap=${mutex}${method})
  endforeach()
  add_library(tearsheet_tsan_mutex OBJECT ${PROJECT_SOURCE_DIR}/tests/support/tsan_mutex.cc)
  target_sources(tearsheet_sanitizer INTERFACE $<TARGET_OBJECTS:tearsheet_tsan_mutex>)
endif()
