#include "tests/support/nats_servers.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace tearsheet::testing {
namespace {

// Where Debian puts it is not on every PATH.
std::string Program() {
  const char* path = std::getenv("PATH");
  const std::string folders = absl::StrCat(path == nullptr ? "" : path, ":/usr/sbin:/usr/local/bin");
  for (const auto folder : absl::StrSplit(folders, ':', absl::SkipEmpty())) {
    const std::string file = absl::StrCat(folder, "/nats-server");
    if (access(file.c_str(), X_OK) == 0) return file;
  }
  return "";
}

// A port that was free a moment ago.
int FreePort() {
  const int socket_file = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  bind(socket_file, reinterpret_cast<sockaddr*>(&address), size);
  getsockname(socket_file, reinterpret_cast<sockaddr*>(&address), &size);
  close(socket_file);
  return ntohs(address.sin_port);
}

}  // namespace

bool NatsServers::Installed() { return !Program().empty(); }

NatsServers::NatsServers(const NatsServersOptions& options) {
  for (int i = 0; i < options.count; ++i)
    servers_.push_back({.name = absl::StrCat("n", i), .port = FreePort(), .route_port = FreePort()});
  for (const Server& server : servers_) WriteConfiguration(server, options);
  for (int i = 0; i < options.count; ++i) Start(i);
}

NatsServers::~NatsServers() {
  for (size_t i = 0; i < servers_.size(); ++i) Kill(static_cast<int>(i));
}

void NatsServers::WriteConfiguration(const Server& server, const NatsServersOptions& options) const {
  std::ofstream file(folder_.File(server.name + ".conf"));
  file << "server_name: " << server.name << "\nlisten: 127.0.0.1:" << server.port
       << "\njetstream { store_dir: \"" << folder_.File(server.name) << "\"\n"
       << options.jetstream << " }\n"
       << options.configuration << "\n";
  if (servers_.size() == 1) return;
  file << "cluster { name: test, listen: 127.0.0.1:" << server.route_port << ", routes: [";
  for (const Server& peer : servers_) file << "nats://127.0.0.1:" << peer.route_port << ",";
  file << " ] }\n";
}

NatsAddress NatsServers::Address(const std::string& stream) const {
  NatsAddress address{.servers = {}, .stream = stream};
  for (const Server& server : servers_)
    address.servers.push_back(absl::StrCat("nats://127.0.0.1:", server.port));
  return address;
}

NatsAddress NatsServers::AddressOf(int server, const std::string& stream) const {
  return {.servers = {absl::StrCat("nats://127.0.0.1:", servers_[server].port)}, .stream = stream};
}

void NatsServers::Start(int server) {
  const std::string program = Program();
  const std::string configuration = folder_.File(servers_[server].name + ".conf");
  const std::string log = folder_.File(servers_[server].name + ".log");
  const pid_t process = fork();
  if (process == 0) {
    // A test that crashes leaves nothing behind.
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    const int file = open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    dup2(file, STDOUT_FILENO);
    dup2(file, STDERR_FILENO);
    execl(program.c_str(), program.c_str(), "-c", configuration.c_str(), nullptr);
    _exit(127);
  }
  servers_[server].process = process;
}

void NatsServers::Kill(int server) {
  pid_t& process = servers_[server].process;
  if (process < 0) return;
  // A stopped process is killed too.
  kill(process, SIGKILL);
  waitpid(process, nullptr, 0);
  process = -1;
}

void NatsServers::Signal(int server, int signal) { kill(servers_[server].process, signal); }

int NatsServers::Named(const std::string& name) const {
  for (size_t i = 0; i < servers_.size(); ++i) {
    if (servers_[i].name == name) return static_cast<int>(i);
  }
  return -1;
}

}  // namespace tearsheet::testing
