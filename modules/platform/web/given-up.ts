import type { ServerResponse } from 'node:http';

/** Signal that is aborted when the browser closes the connection before the response, so that its work can stop. */
export function givenUpSignal({ raw }: { readonly raw: ServerResponse }): AbortSignal {
  const givenUp = new AbortController();
  raw.once('close', () => {
    if (!raw.writableFinished) givenUp.abort();
  });
  return givenUp.signal;
}
