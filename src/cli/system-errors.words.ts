/** What the system says of a file or an address that a command was given. */
const SENTENCES: Readonly<Record<string, string>> = {
  EACCES: 'may not be read or written by this account',
  EADDRINUSE: 'is in use by another program',
  EEXIST: 'is there already, and nothing was written over it',
  EISDIR: 'is a folder, where a file is needed',
  ENOENT: 'is not there',
  ENOSPC: 'has no room left on its disk',
  ENOTDIR: 'is no folder',
  EPERM: 'may not be changed by this account',
  EROFS: 'is on a disk that cannot be written to',
};

/** In words where the system refused a file or an address; any other error as it says itself. */
export function sentenceOfError(error: NodeJS.ErrnoException & { port?: number }): string {
  const sentence = SENTENCES[error.code ?? ''];
  const what = error.path ?? (error.port === undefined ? undefined : `Port ${error.port}`);
  return sentence && what ? `${what} ${sentence}.` : error.message;
}
