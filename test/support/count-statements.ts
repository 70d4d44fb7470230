import { DataSource, type Logger } from 'typeorm';
import type { TestApp } from './app';

/** How many statements the application sends while `act` runs; BEGIN with its settings, and COMMIT, apart. */
export async function countStatements(
  { app }: TestApp,
  act: () => PromiseLike<unknown>,
): Promise<number> {
  const source = app.get(DataSource);
  const before = source.logger;
  let count = 0;
  const counting = new Proxy(before, {
    get: (logger, name) => (name === 'logQuery' ? () => (count += 1) : Reflect.get(logger, name)),
  });
  source.logger = counting as Logger;
  try {
    await act();
  } finally {
    source.logger = before;
  }
  return count;
}
