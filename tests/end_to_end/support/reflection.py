"""A gRPC client that knows nothing of a service but what the service's reflection says."""
import os
import threading

import grpc
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

REFLECTION = "grpc.reflection.v1alpha.ServerReflection"


def load_tools():
    """A pool with the protocols that reflection itself does not describe (protos/grpc, protos/google)."""
    pool = descriptor_pool.DescriptorPool()
    files = descriptor_pb2.FileDescriptorSet()
    with open(os.environ["TEARSHEET_DESCRIPTORS"], "rb") as file:
        files.ParseFromString(file.read())
    for proto in files.file:
        pool.Add(proto)
    return pool


class Messages:
    """Message classes by full name, from one pool."""

    def __init__(self, pool):
        self.pool = pool
        self._factory = message_factory.MessageFactory(pool)

    def get(self, name):
        return self._factory.GetPrototype(self.pool.FindMessageTypeByName(name))


TOOLS = Messages(load_tools())


class Method:
    """One RPC: `request` makes its request; calling it calls the service."""

    def __init__(self, channel, descriptor, messages, metadata=None):
        self.metadata = metadata
        self.name = descriptor.name
        self.client_streaming = descriptor.client_streaming
        self.server_streaming = descriptor.server_streaming
        self.request = messages.get(descriptor.input_type.full_name)
        self.response = messages.get(descriptor.output_type.full_name)
        kind = ("stream" if descriptor.client_streaming else "unary") + "_" + (
            "stream" if descriptor.server_streaming else "unary")
        self._call = getattr(channel, kind)(
            f"/{descriptor.containing_service.full_name}/{descriptor.name}",
            request_serializer=self.request.SerializeToString, response_deserializer=self.response.FromString)

    def __call__(self, request=None, timeout=60, wait_for_ready=None, **fields):
        """`request` is a message, a dictionary of its fields, or for client streams an iterator of messages.

        `wait_for_ready` waits for a server that is away instead of failing at once.
        """
        if not self.client_streaming:
            request = self.request(**(request or {}), **fields) if not hasattr(request, "DESCRIPTOR") else request
        return self._call(request, timeout=timeout, wait_for_ready=wait_for_ready, metadata=self.metadata)


class Client:
    """All services of one server. `client.call("GetDeal", name=...)`, or `client.methods["tearsheet.v1..."]["GetDeal"]`."""

    def __init__(self, address, credentials=None, token=None):
        """`credentials` are those of a TLS channel; `token` is a bearer token to send with every call."""
        options = [
            # Servers are killed and come back: try again at once rather than after the default's minutes.
            # The least pause is also what a connection may take; a handshake of TLS takes longer on a busy machine.
            ("grpc.initial_reconnect_backoff_ms", 50), ("grpc.min_reconnect_backoff_ms", 10_000 if credentials else 50),
            ("grpc.max_reconnect_backoff_ms", 200), ("grpc.enable_retries", 0), ("grpc.use_local_subchannel_pool", 1)]
        self.channel = (grpc.insecure_channel(address, options=options) if credentials is None
                        else grpc.secure_channel(address, credentials, options=options))
        self.metadata = [("authorization", f"Bearer {token}")] if token else None
        self._lock = threading.Lock()
        self._methods = None

    def close(self):
        self.channel.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def wait_connected(self, timeout=60):
        grpc.channel_ready_future(self.channel).result(timeout=timeout)
        return self

    @property
    def methods(self):
        """Service name -> method name -> Method, for every service that reflection describes."""
        with self._lock:
            if self._methods is None:
                try:
                    self._methods = self._describe()
                except grpc.RpcError as error:
                    # A service that was killed and started again meanwhile has left a connection that ends the first call.
                    if error.code() != grpc.StatusCode.UNAVAILABLE:
                        raise
                    self._methods = self._describe()
            return self._methods

    def call(self, method, request=None, **keywords):
        return self.method(method)(request, **keywords)

    def method(self, name):
        found = [methods[name] for methods in self.methods.values() if name in methods]
        if len(found) != 1:
            raise KeyError(f"{len(found)} services have a method {name}")
        return found[0]

    def message(self, name):
        _ = self.methods
        return self.messages.get(name)

    def health(self, service="", timeout=60):
        """"SERVING", "NOT_SERVING", or the status code's name for an error."""
        check = Method(self.channel, TOOLS.pool.FindServiceByName("grpc.health.v1.Health").methods_by_name["Check"],
                       TOOLS, self.metadata)
        try:
            answer = check(service=service, timeout=timeout)
        except grpc.RpcError as error:
            return error.code().name
        return answer.DESCRIPTOR.fields_by_name["status"].enum_type.values_by_number[answer.status].name

    def watch_health(self, service, timeout=60):
        """Yields "SERVING" or "NOT_SERVING" now and at every change."""
        watch = Method(self.channel, TOOLS.pool.FindServiceByName("grpc.health.v1.Health").methods_by_name["Watch"],
                       TOOLS, self.metadata)
        for answer in watch(service=service, timeout=timeout):
            yield answer.DESCRIPTOR.fields_by_name["status"].enum_type.values_by_number[answer.status].name

    def _ask(self, questions):
        info = Method(self.channel, TOOLS.pool.FindServiceByName(REFLECTION).methods_by_name["ServerReflectionInfo"],
                      TOOLS, self.metadata)
        return list(info(iter([info.request(**question) for question in questions])))

    def _describe(self):
        listed = [service.name for service in self._ask([{"list_services": "*"}])[0].list_services_response.service]
        names = [name for name in listed if not name.startswith("grpc.")]
        files = {}
        for answer in self._ask([{"file_containing_symbol": name} for name in names]):
            for data in answer.file_descriptor_response.file_descriptor_proto:
                file = descriptor_pb2.FileDescriptorProto.FromString(data)
                files[file.name] = file
        pool = descriptor_pool.DescriptorPool()
        for file in _in_order_of_import(files, self._missing):
            pool.Add(file)
        self.messages = Messages(pool)
        return {name: {method.name: Method(self.channel, method, self.messages, self.metadata)
                       for method in pool.FindServiceByName(name).methods} for name in names}

    def _missing(self, name):
        answer = self._ask([{"file_by_filename": name}])[0]
        return [descriptor_pb2.FileDescriptorProto.FromString(data)
                for data in answer.file_descriptor_response.file_descriptor_proto]


def _in_order_of_import(files, fetch):
    """The files, every import before the file that imports it; `fetch` gets those that are not there."""
    ordered, seen = [], set()

    def visit(name):
        if name in seen:
            return
        seen.add(name)
        if name not in files:
            files.update({file.name: file for file in fetch(name)})
        for dependency in files[name].dependency:
            visit(dependency)
        ordered.append(files[name])

    for name in list(files):
        visit(name)
    return ordered


def error_details(error):
    """Name -> message for the google.rpc details of a grpc.RpcError, for example details["ErrorInfo"].reason."""
    for key, value in error.trailing_metadata() or ():
        if key == "grpc-status-details-bin":
            status = TOOLS.get("google.rpc.Status").FromString(value)
            return status_details(status)
    return {}


def status_details(status):
    """The same for a google.rpc.Status of any pool."""
    found = {}
    for detail in status.details:
        name = detail.type_url.rpartition("/")[2]
        found[name.rpartition(".")[2]] = TOOLS.get(name).FromString(detail.value)
    return found
