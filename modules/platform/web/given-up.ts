import type { ServerResponse } from 'node:http';

/** Aborted once the browser goes on before it has the answer: nobody reads it, and its work may end. */
export function givenUpSignal({ raw }: { readonly raw: ServerResponse }): AbortSignal {
  const givenUp = new AbortController();
  raw.once('close', () => {
    if (!raw.writableFinished) givenUp.abort();
  });
  return givenUp.signal;
}
