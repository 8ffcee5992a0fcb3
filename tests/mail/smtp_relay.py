"""A mail relay on this machine that says what a test asks of it, over TLS."""

import socketserver
import ssl


class Relay(socketserver.ThreadingTCPServer):
    """A small mail relay. answers: what it says to a command instead of "250 ok"; got: what it took."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, context: ssl.SSLContext) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.context = context
        self.answers: dict[str, str] = {}
        self.got: list[tuple[list[str], bytes]] = []
        self.clear: list[bytes] = []


class Conversation(socketserver.StreamRequestHandler):
    server: Relay

    def handle(self) -> None:
        self.say("220 relay")
        commands: list[str] = []
        secure = False
        while line := self.rfile.readline():
            if not secure:
                self.server.clear.append(line)
            verb = line.split()[0].decode().upper()
            commands.append(line.decode().strip())
            answer = self.server.answers.get(verb, "221 bye" if verb == "QUIT" else "250 ok")
            if verb == "EHLO":
                self.say("250-relay")
                self.say("250 AUTH PLAIN" if secure or "STARTTLS" in self.server.answers else "250 STARTTLS")
            elif verb == "STARTTLS":
                self.say("220 go")
                super().finish()
                try:
                    self.request = self.server.context.wrap_socket(self.request, server_side=True)
                except OSError:
                    self.request.close()
                    return
                self.setup()
                secure = True
            elif verb == "AUTH":
                self.say(self.server.answers.get(verb, "235 welcome"))
            elif verb == "DATA" and answer.startswith("250"):
                self.say("354 go")
                body = b"".join(iter(self.rfile.readline, b".\r\n"))
                self.say(self.server.answers.get("BODY", "250 taken"))
                self.server.got.append((commands, body))
            else:
                self.say(answer)
                if verb == "QUIT":
                    return

    def finish(self) -> None:
        super().finish()
        self.request.close()

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())
