import { DataSource, type Logger } from 'typeorm';
import { currentTraceId } from '../../modules/platform/shared/trace';
import type { TestApp } from './app';

/** What a request adds every half a minute: the sign of life of its session, the name of the programme, what arrived. */
const NOW_AND_THEN = /session_seen|programme_language|arrivals_seen/;

/**
 * How many statements the requests of `act` send; BEGIN with its settings, and COMMIT, apart, and what they add now and
 * then.
 */
export async function countStatements(
  { app }: TestApp,
  act: () => PromiseLike<unknown>,
): Promise<number> {
  const source = app.get(DataSource);
  const before = source.logger;
  let count = 0;
  const countOne = (text: string) => {
    if (currentTraceId() && !NOW_AND_THEN.test(text)) count += 1;
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
