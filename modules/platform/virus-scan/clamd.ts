/** The daemon of ClamAV, by its own protocol (clamd(8), "COMMANDS"): one command a connection, each ends with a zero. */
import { connect, type Socket } from 'node:net';

/** Longer than the largest file takes to be scanned on a busy machine. */
const SCAN_MS = 30_000;
const VERSION_MS = 4_000;
const CHUNK_BYTES = 65_536;
const LONGEST_ANSWER = 1_000;

export type ScanResult =
  | { readonly state: 'clean' }
  /** Name of the signature, as clamd has it. */
  | { readonly state: 'infected'; readonly signature: string }
  /** It did not answer, or said that it could not scan. */
  | { readonly state: 'failed'; readonly reason: string };

export type ScannerVersion = { readonly version: string } | { readonly reason: string };

/** `address`: unix:/run/clamav/clamd.ctl or tcp://host:3310. Never throws. */
export async function scanBytes(address: string, bytes: Uint8Array): Promise<ScanResult> {
  const answer = await ask(address, SCAN_MS, (socket) => sendStream(socket, bytes));
  if ('reason' in answer) return { state: 'failed', reason: answer.reason };
  const [, signature] = /^stream: (.+) FOUND$/.exec(answer.text) ?? [];
  if (signature) return { state: 'infected', signature };
  return answer.text === 'stream: OK'
    ? { state: 'clean' }
    : { state: 'failed', reason: answer.text || 'no answer' };
}

/** The daemon and its signatures: `ClamAV 1.4.3/27800/Sun Nov 22 09:30:12 2026`. */
export async function scannerVersion(address: string): Promise<ScannerVersion> {
  const answer = await ask(address, VERSION_MS, (socket) => socket.write('zVERSION\0'));
  if ('reason' in answer) return answer;
  return answer.text.startsWith('ClamAV ')
    ? { version: answer.text }
    : { reason: answer.text || 'no answer' };
}

/** Pieces behind their length in four bytes; a length of zero ends them. */
function sendStream(socket: Socket, bytes: Uint8Array): void {
  socket.write('zINSTREAM\0');
  for (let from = 0; from < bytes.length; from += CHUNK_BYTES) {
    const piece = bytes.subarray(from, from + CHUNK_BYTES);
    socket.write(lengthOf(piece));
    socket.write(piece);
  }
  socket.write(lengthOf(new Uint8Array()));
}

function lengthOf(piece: Uint8Array): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(piece.length);
  return length;
}

async function ask(
  address: string,
  limitMs: number,
  send: (socket: Socket) => void,
): Promise<{ readonly text: string } | { readonly reason: string }> {
  const socket = connect(endpointOf(address));
  try {
    return await new Promise((done, fail) => {
      let text = '';
      socket.setTimeout(limitMs, () => fail(new Error('it does not answer')));
      socket.setEncoding('utf8').on('data', (part: string) => {
        if (text.length < LONGEST_ANSWER) text += part;
      });
      socket.once('error', fail).once('close', () => done({ text: text.replace(/\0.*$/s, '') }));
      socket.once('connect', () => send(socket));
    });
  } catch (error) {
    return { reason: (error as Error).message };
  } finally {
    socket.destroy();
  }
}

function endpointOf(address: string): { path: string } | { host: string; port: number } {
  const { protocol, pathname, hostname, port } = new URL(address);
  return protocol === 'unix:'
    ? { path: decodeURIComponent(pathname) }
    : { host: hostname.replaceAll(/[[\]]/g, ''), port: Number(port) || 3310 };
}
