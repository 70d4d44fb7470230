import { DataSource, type Logger } from 'typeorm';
import type { TestApp } from './app';

/**
 * How many statements the application sends while `act` runs; BEGIN with its settings, and COMMIT, apart, and the sign of
 * life of the session, which is written every half a minute.
 */
export async function countStatements(
  { app }: TestApp,
  act: () => PromiseLike<unknown>,
): Promise<number> {
  const source = app.get(DataSource);
  const before = source.logger;
  let count = 0;
  const countOne = (text: string) => {
    if (!text.includes('session_seen')) count += 1;
  };
  const counting = new Proxy(before, {
    get: (logger, name) => (name === 'logQuery' ? countOne : Reflect.get(logger, name)),
  });
  source.logger = counting as Logger;
  try {
    await act();
  } finally {
    source.logger = before;
  }
  return count;
}
