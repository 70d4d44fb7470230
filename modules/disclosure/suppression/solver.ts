/** HiGHS, loaded once: the linear programs by which hiding is planned. */
import type { Highs } from 'highs';

let loading: Promise<Highs> | undefined;

export const openSolver = (): Promise<Highs> =>
  (loading ??= (require('highs') as typeof import('highs')).default());
