#include "tests/support/postgres_server.h"

#include <fcntl.h>
#include <libpq-fe.h>
#include <pwd.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <vector>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "gtest/gtest.h"

extern char** environ;

namespace tearsheet::testing {
namespace {

constexpr char kUser[] = "postgres";

// Starts `command`, with its output in `log`; the process ends with this one.
pid_t Spawn(std::vector<std::string> command, const std::string& log) {
  std::vector<std::string> words = {"setpriv", "--pdeathsig", "QUIT"};
  // It refuses to run as root.
  if (geteuid() == 0) words.insert(words.end(), {"--reuid", kUser, "--regid", kUser, "--init-groups"});
  words.insert(words.end(), command.begin(), command.end());
  std::vector<char*> arguments;
  arguments.reserve(words.size() + 1);
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0644);
  posix_spawn_file_actions_adddup2(&files, STDOUT_FILENO, STDERR_FILENO);
  pid_t process = 0;
  const int error = posix_spawnp(&process, arguments[0], &files, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&files);
  EXPECT_EQ(error, 0) << "cannot start " << words.back();
  return process;
}

void WaitForEnd(pid_t process) {
  int status = 0;
  waitpid(process, &status, 0);
}

std::string Program(const char* name) { return std::string(TEARSHEET_POSTGRES_PROGRAMS "/") + name; }

}  // namespace

PostgresServer* PostgresServer::Shared() {
  static const std::unique_ptr<PostgresServer> server = Make();
  return server.get();
}

std::unique_ptr<PostgresServer> PostgresServer::Make() {
  if (!std::filesystem::exists(Program("initdb")) || !std::filesystem::exists(Program("postgres")))
    return nullptr;
  std::unique_ptr<PostgresServer> server(new PostgresServer);
  if (geteuid() == 0) {
    const passwd* user = getpwnam(kUser);
    if (user == nullptr || chown(server->folder_.path().c_str(), user->pw_uid, user->pw_gid) != 0)
      return nullptr;
  }
  WaitForEnd(Spawn({Program("initdb"), "-D", server->folder_.File("data"), "-A", "trust", "-U", "tearsheet",
                    "--locale=C.UTF-8", "-E", "UTF8", "--no-sync"},
                   server->folder_.File("initdb.log")));
  server->Start();
  return server;
}

PostgresServer::~PostgresServer() { Crash(); }

std::string PostgresServer::url() const {
  return "postgresql:///postgres?user=tearsheet&host=" + folder_.path();
}

void PostgresServer::Start() {
  process_ = Spawn({Program("postgres"), "-D", folder_.File("data"), "-c", "listen_addresses=", "-c",
                    "unix_socket_directories=" + folder_.path(), "-c", "fsync=off", "-c",
                    "max_connections=100", "-c", "shared_buffers=64MB"},
                   folder_.File("postgres.log"));
  while (PQping(url().c_str()) != PQPING_OK) {
    ASSERT_EQ(waitpid(process_, nullptr, WNOHANG), 0) << "PostgreSQL does not start";
    absl::SleepFor(absl::Milliseconds(5));
  }
}

void PostgresServer::Crash() {
  if (process_ == 0) return;
  kill(process_, SIGQUIT);
  WaitForEnd(process_);
  process_ = 0;
}

}  // namespace tearsheet::testing
