# tearsheet_embed(TARGET NAME FILE): makes the bytes of FILE part of TARGET, as
#   extern "C" const char NAME_start[], NAME_end[];
# The programs so carry their lexicons with them and need no data folder.
function(tearsheet_embed target name file)
  get_filename_component(path ${file} ABSOLUTE)
  set(source ${CMAKE_CURRENT_BINARY_DIR}/${name}.S)
  file(CONFIGURE OUTPUT ${source} CONTENT [[
    .section .rodata
    .global @name@_start
    .global @name@_end
@name@_start:
    .incbin "@path@"
@name@_end:
    .byte 0
    .section .note.GNU-stack,"",@progbits
]] @ONLY)
  set_source_files_properties(${source} PROPERTIES OBJECT_DEPENDS ${path})
  target_sources(${target} PRIVATE ${source})
endfunction()

# tearsheet_test(NAME SOURCES... LIBS...): one test program; every test in it becomes a ctest case.
function(tearsheet_test name)
  if(NOT TEARSHEET_BUILD_TESTS)
    return()
  endif()
  cmake_parse_arguments(arg "" "" "SOURCES;LIBS" ${ARGN})
  add_executable(${name} ${arg_SOURCES})
  # Files of tests name their helpers as they like.
  set_target_properties(${name} PROPERTIES UNITY_BUILD OFF)
  target_link_libraries(${name} PRIVATE ${arg_LIBS} tearsheet_sanitizer GTest::gmock_main)
  target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR})
  add_test(NAME ${name} COMMAND ${name})
  set_tests_properties(${name} PROPERTIES LABELS unit)
endfunction()

# tearsheet_postgres_test(NAME FILTER): the test program NAME once more, with its states in PostgreSQL; those of its
# tests that FILTER, a pattern of GoogleTest, takes.
function(tearsheet_postgres_test name filter)
  if(NOT TEARSHEET_BUILD_TESTS)
    return()
  endif()
  add_test(NAME ${name}_on_postgres COMMAND ${name} --gtest_filter=${filter})
  set_tests_properties(${name}_on_postgres PROPERTIES LABELS unit SKIP_RETURN_CODE 77
                       ENVIRONMENT TEARSHEET_TEST_STORE=postgresql)
endfunction()
