/** A client that keeps its connection alive and a server that never speaks, on the loopback interface, in a process of their own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

const SCRIPT = `
import socket, sys, time
idle = int(sys.argv[1])
server = socket.socket(); server.bind(('127.0.0.1', 0)); server.listen(4)
client = socket.socket()
client.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
client.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, idle)
client.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, 1)
client.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPCNT, 6)
client.connect(server.getsockname()); peer, _ = server.accept()
print(server.getsockname()[1], flush=True)
sys.stdin.read()
`;

export class KeepAlivePair {
  private constructor(
    /** Of the server. */
    readonly port: number,
    readonly process: ChildProcess,
  ) {}

  static async open({ idleSeconds }: { readonly idleSeconds: number }): Promise<KeepAlivePair> {
    const child = spawn('python3', ['-c', SCRIPT, String(idleSeconds)], { stdio: ['pipe', 'pipe', 'inherit'] });
    const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
    return new KeepAlivePair(Number(line), child);
  }

  close(): void {
    this.process.stdin?.end();
  }
}
